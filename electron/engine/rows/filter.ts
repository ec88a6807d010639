/** Conditions of a filter and terms of an order as SQL. */
import { type RawBuilder, sql } from "kysely";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Column } from "../../../src-shared/model/schema.ts";
import type { Condition, OrderTerm } from "../../../src-shared/model/rows.ts";
import { name } from "../connection/compiler.ts";
import { sameName } from "../schema/same-name.ts";
import type { RowShape } from "./row-shape.ts";
import { LARGEST_READABLE } from "./sizes.ts";

/** Collating sequences that every connection of ours knows; better-sqlite3 cannot add others. */
const KNOWN_COLLATIONS = ["BINARY", "NOCASE", "RTRIM"];

/** Can SQLite compare by it here? */
export function isKnownCollation(collation: string): boolean {
  return KNOWN_COLLATIONS.includes(collation.toUpperCase());
}

/**
 * All conditions joined by AND, or null when there are none. A TEXT value against a numeric column is compared as SQLite
 * compares it there, by the column's affinity (https://www.sqlite.org/datatype3.html §4.2).
 * Throws an AppError `object.missing` for a column that the table does not have.
 */
export function whereOf(shape: RowShape, filter: readonly Condition[]): RawBuilder<unknown> | null {
  if (filter.length === 0) return null;
  return sql.join(
    filter.map((condition) => sql`(${conditionSql(shape, condition)})`),
    sql` AND `,
  );
}

function conditionSql(shape: RowShape, { column: columnName, operator, value }: Condition): RawBuilder<unknown> {
  const column = columnOf(shape, columnName);
  const left = comparable(column);
  switch (operator) {
    // IS and IS NOT know NULL: each row fulfils exactly one of the two.
    case "=":
      return sql`${left} IS ${value}`;
    case "<>":
      return sql`${left} IS NOT ${value}`;
    case "<":
    case "<=":
    case ">":
    case ">=":
      return sql`${left} ${sql.raw(operator)} ${value}`;
    case "contains": {
      // instr and not LIKE: a pattern for LIKE may be 50,000 bytes at most. lower() folds ASCII letters.
      const cell = name(column.name);
      const readable = sql`typeof(${cell}) <> 'blob' AND octet_length(${cell}) <= ${sql.raw(String(LARGEST_READABLE))}`;
      return sql`CASE WHEN ${readable} THEN instr(lower(${cell}), lower(${textOf(value)})) > 0 END`;
    }
    case "like":
      return sql`${name(column.name)} LIKE ${textOf(value)}`;
    case "isNull":
      return sql`${name(column.name)} IS NULL`;
    case "isNotNull":
      return sql`${name(column.name)} IS NOT NULL`;
  }
}

/** What is searched for in texts: a number is searched for as it is written. */
function textOf(value: Condition["value"]): Condition["value"] {
  return typeof value === "bigint" || typeof value === "number" ? String(value) : value;
}

/**
 * `ORDER BY` terms: the ones asked for, then the key, so that no two rows are in the same place and pages neither
 * repeat nor leave out a row. The key goes the way of the last term: an index on that column then gives the order.
 * Without terms it is the order in which the rows are stored (virtual tables: in which their module gives them, since
 * sorting them for each page would take long). `backwards` turns all of it round. Null when there is nothing to order by.
 */
export function orderOf(shape: RowShape, order: readonly OrderTerm[], backwards: boolean): RawBuilder<unknown> | null {
  const directed = (expression: RawBuilder<unknown>, direction: "asc" | "desc") =>
    (direction === "desc") === backwards ? expression : sql`${expression} DESC`;
  const terms = order.map((term) => directed(comparable(columnOf(shape, term.column)), term.direction));
  const last = order.at(-1)?.direction;
  if (last === undefined && shape.table.kind === "virtual") return null;
  for (const part of shape.key) {
    const column = shape.columns[part.place];
    const expression = column ? comparable(column) : name(part.name);
    const stored = part.collation !== null && isKnownCollation(part.collation) && last === undefined;
    const collated = stored ? sql`${name(part.name)} COLLATE ${name(part.collation)}` : expression;
    terms.push(directed(collated, last ?? (part.descending ? "desc" : "asc")));
  }
  return terms.length > 0 ? sql.join(terms) : null;
}

/** A column for comparing. A collation of the program that made the file is not here; its bytes are compared instead. */
function comparable(column: Column): RawBuilder<unknown> {
  return isKnownCollation(column.collation) ? name(column.name) : sql`${name(column.name)} COLLATE BINARY`;
}

/** The column of that name. Throws an AppError. */
export function columnOf(shape: RowShape, columnName: string): Column {
  const column =
    shape.columns.find((c) => c.name === columnName) ?? shape.columns.find((c) => sameName(c.name, columnName));
  if (column) return column;
  throw new AppError({
    code: "object.missing",
    message: `“${shape.table.name}” has no column called “${columnName}” any more.`,
    next: "Look at the table again; the column may have been renamed or dropped.",
  });
}
