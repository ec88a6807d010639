/**
 * `rows.labels`, `rows.parents`, `rows.countSome`: rows that belong together by a foreign key. They are asked while a
 * person looks at other rows, so none of them may take long: what no index finds is looked for among the first rows only.
 */
import { type RawBuilder, sql } from "kysely";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { Parent, ParentChoice } from "../../../src-shared/model/related-rows.ts";
import type { RowSource, RowTotal } from "../../../src-shared/model/rows.ts";
import { foldText } from "../../../src-shared/sql/fold-case.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import { columnOf, comparable } from "./comparable.ts";
import { foldedCell } from "./condition.ts";
import { whereOf } from "./filter.ts";
import { whereClause } from "./read-page.ts";
import type { RowReader } from "./row-reader.ts";
import { type RowShape, selectKey } from "./row-shape.ts";

/** Longest label, in characters. */
const LONGEST_LABEL = 200;
/** Rows that are looked through where no index leads: about 20 ms. */
const MOST_SCANNED = 100_000;
/** A label that is larger is none: loading it would cost more than it says. */
const LARGEST_LABEL = 100_000;

/**
 * The labels of the rows with these keys. Without an index on the parent's columns a label would cost a look through the
 * whole table each, so then there are none; but small tables are looked through.
 */
export function labelsOf(reader: RowReader, shape: RowShape, parent: Parent, keys: Scalar[][]): (string | null)[] {
  const columns = parent.columns.map((column) => columnOf(shape, column));
  const label = labelSql(shape, parent.label);
  const query = (key: readonly Scalar[]): RawBuilder<unknown> => {
    const where = columns.map((column, i) => sql`${comparable(column)} = ${key[i] ?? null}`);
    return sql`SELECT ${label} FROM ${objectName(shape.table)} WHERE ${sql.join(where, sql` AND `)} LIMIT 1`;
  };
  const [first] = keys;
  if (!first || (!isIndexed(reader, query(first)) && !isSmall(reader, shape))) return keys.map(() => null);
  return keys.map((key) => {
    // NULL in a foreign key points nowhere (https://www.sqlite.org/foreignkeys.html §3).
    if (key.length !== columns.length || key.includes(null)) return null;
    return textOf(reader.connection.value(query(key).compile(compiler)));
  });
}

/**
 * The keys of the rows whose columns have these values, one row for each; null where there is none, or not just one. Like labels,
 * they are only looked for where an index leads or the table is small.
 */
export function keysOf(
  reader: RowReader,
  shape: RowShape,
  columnNames: readonly string[],
  values: readonly (readonly Scalar[])[],
): (Scalar[] | null)[] {
  const columns = columnNames.map((column) => columnOf(shape, column));
  const query = (one: readonly Scalar[]): RawBuilder<unknown> => {
    const where = columns.map((column, i) => sql`${comparable(column)} = ${one[i] ?? null}`);
    return sql`SELECT ${selectKey(shape)} FROM ${objectName(shape.table)} WHERE ${sql.join(where, sql` AND `)} LIMIT 2`;
  };
  const [first] = values;
  if (!first || shape.key.length === 0 || (!isIndexed(reader, query(first)) && !isSmall(reader, shape))) {
    return values.map(() => null);
  }
  return values.map((one) => {
    if (one.length !== columns.length || one.includes(null)) return null;
    const { rows } = reader.connection.query(query(one).compile(compiler));
    return rows.length === 1 ? (rows[0] ?? null) : null;
  });
}

/** Parent rows whose label holds `text` or whose key is it; keys first, then labels that begin so. At most `limit`. */
export function findParents(
  reader: RowReader,
  shape: RowShape,
  { text, limit, ...parent }: Parent & { text: string; limit: number },
): { choices: ParentChoice[]; complete: boolean } {
  const columns = parent.columns.map((column) => columnOf(shape, column));
  const label = name(columnOf(shape, parent.label).name);
  const keys = columns.map((column) => name(column.name));
  const short = sql`CASE WHEN octet_length(${label}) <= ${sql.raw(String(LARGEST_LABEL))} THEN ${label} END`;
  const own = foldedCell(short, text);
  const wanted = foldText(text);
  const [only] = columns;
  const isKey = only && columns.length === 1 ? sql`CAST(${name(only.name)} AS TEXT) = ${text}` : sql`0`;
  const rows = reader.connection.query(
    sql`
      SELECT ${sql.join(keys)}, ${labelSql(shape, parent.label)}
      FROM (SELECT * FROM ${objectName(shape.table)} LIMIT ${BigInt(MOST_SCANNED)})
      WHERE ${wanted === "" ? sql`1` : sql`(${isKey} OR instr(${own}, ${wanted}) > 0)`}
      ORDER BY ${wanted === "" ? sql`` : sql`NOT (${isKey}), instr(${own}, ${wanted}) <> 1,`} ${label} COLLATE NOCASE
      LIMIT ${BigInt(limit)}`.compile(compiler),
  ).rows;
  const found = rows.map((row) => ({ key: row.slice(0, columns.length), label: textOf(row[columns.length]) }));
  const complete = isSmall(reader, shape);
  if (complete || !only || columns.length > 1 || text === "") return { choices: found, complete };
  // Beyond the rows looked through, the key itself is found by its index.
  const byKey = sql`SELECT ${name(only.name)}, ${labelSql(shape, parent.label)} FROM ${objectName(shape.table)}
    WHERE ${comparable(only)} = ${text} LIMIT 1`;
  const exact = isIndexed(reader, byKey) ? reader.connection.row(byKey.compile(compiler)) : undefined;
  if (!exact || found.some(({ key }) => key[0] === exact[0])) return { choices: found, complete };
  return { choices: [{ key: [exact[0] ?? null], label: textOf(exact[1]) }, ...found].slice(0, limit), complete };
}

/** How many rows a source has, counted as far as `most`; `atLeast` where there may be more. */
export function countSome(reader: RowReader, shape: RowShape, source: RowSource, most: number): RowTotal {
  const table = objectName(shape.table);
  const direct = sql`SELECT 1 FROM ${table} ${whereClause(shape, source)} LIMIT ${BigInt(most + 1)}`;
  if (isIndexed(reader, direct)) {
    const counted = Number(reader.connection.value(sql`SELECT count(*) FROM (${direct})`.compile(compiler)) ?? 0n);
    return counted > most ? { rows: most, quality: "atLeast" } : { rows: counted, quality: "exact" };
  }
  const where = whereOf(shape, source.filter) ?? sql`1`;
  const among = sql`SELECT count(*) FILTER (WHERE ${where}) FROM (SELECT * FROM ${table} LIMIT ${BigInt(MOST_SCANNED)})`;
  const rows = Number(reader.connection.value(among.compile(compiler)) ?? 0n);
  return { rows, quality: isSmall(reader, shape) ? "exact" : "atLeast" };
}

/** Does an index lead to the rows? What SQLite would do, by its own word (https://www.sqlite.org/eqp.html). */
export function isIndexed(reader: RowReader, query: RawBuilder<unknown>): boolean {
  const plan = sql`EXPLAIN QUERY PLAN ${query}`.compile(compiler);
  const steps = reader.connection.query(plan).rows.map((row) => String(row.at(-1)));
  return steps.length > 0 && steps.every((step) => step.startsWith("SEARCH"));
}

/** Has the table few enough rows to be looked through? */
export function isSmall(reader: RowReader, shape: RowShape): boolean {
  const beyond = sql`SELECT 1 FROM ${objectName(shape.table)} LIMIT 1 OFFSET ${BigInt(MOST_SCANNED)}`;
  return shape.table.kind !== "view" && reader.connection.row(beyond.compile(compiler)) === undefined;
}

/** The label as text; nothing for BLOBs and for what is too large to be one. */
function labelSql(shape: RowShape, label: string): RawBuilder<unknown> {
  const cell = name(columnOf(shape, label).name);
  return sql`CASE WHEN typeof(${cell}) <> 'blob' AND octet_length(${cell}) <= ${sql.raw(String(LARGEST_LABEL))}
    THEN CAST(substr(${cell}, 1, ${sql.raw(String(LONGEST_LABEL))}) AS TEXT) END`;
}

function textOf(value: Scalar | undefined): string | null {
  return value === null || value === undefined || value instanceof Uint8Array ? null : String(value);
}
