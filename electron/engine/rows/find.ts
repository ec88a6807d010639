/** `rows.find`: the next cell that holds a text or matches a regular expression. */
import { type RawBuilder, sql } from "kysely";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { FindQuestion, FoundCell } from "../../../src-shared/model/find.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import { namedColumn } from "./comparable.ts";
import { textCondition } from "./condition.ts";
import { whereOf } from "./filter.ts";
import type { KeptOrder, KeptOrders } from "./kept/kept-orders.ts";
import { orderOf } from "./order-terms.ts";
import { countRows, whereClause } from "./read-page.ts";
import type { RowReader } from "./row-reader.ts";
import type { RowShape } from "./row-shape.ts";

/** Rows of a kept order that are looked at in one query. */
const BATCH = 1000;

/** What one search needs. */
interface Search {
  readonly reader: RowReader;
  /** To step through rows: may be left in the middle. */
  readonly stepping: Connection;
  readonly shape: RowShape;
  readonly question: FindQuestion;
  /** Which of these columns (places in `question.columns`) holds it, first in the search's direction; NULL when none. */
  readonly hit: (from: number, to: number) => RawBuilder<unknown>;
}

/**
 * The next place after (or before) where the search begins, that place not included; null when there is none. Columns are
 * gone through in the order given. Run it in a snapshot.
 */
export function findCell(
  reader: RowReader,
  stepping: Connection,
  kept: KeptOrders,
  shape: RowShape,
  question: FindQuestion,
): FoundCell | null {
  const { columns, from, direction } = question;
  const forward = direction === "forward";
  const operator = question.regex ? "regex" : "contains";
  const conditions = columns.map((columnName) => {
    const column = namedColumn(shape, columnName);
    // What cannot be computed holds nothing that could be found.
    if (column.error !== undefined) return sql`NULL`;
    return textCondition(name(column.name), operator, question.text, question.caseSensitive);
  });
  const hit = (first: number, end: number): RawBuilder<unknown> => {
    const places = conditions.map((condition, place) => ({ condition, place })).slice(first, Math.max(first, end));
    if (places.length === 0) return sql`NULL`;
    const cases = (forward ? places : places.toReversed()).map(
      ({ condition, place }) => sql`WHEN (${condition}) THEN ${BigInt(place)}`,
    );
    return sql`CASE ${sql.join(cases, sql` `)} END`;
  };
  const search: Search = { reader, stepping, shape, question, hit };
  const within = forward ? hit(from.column + 1, columns.length) : hit(0, from.column);
  const order = kept.of(question.source);
  const here = hitAt(search, order, from.row, within);
  if (here !== null) return { row: from.row, column: here };
  const next = forward ? from.row + 1 : Math.min(from.row, rowsUpTo(search, order)) - 1;
  if (next < 0) return null;
  if (order?.state.complete && order.reader.meta.byRowid) return findKept(search, order, next);
  const natural = question.source.order.length === 0 && shape.table.identity.kind === "rowid";
  return natural && shape.table.kind !== "virtual" ? findByRowid(search, next) : findByStep(search, next);
}

/** The number of rows, where the search begins beyond them all; else any number above its place. */
function rowsUpTo({ reader, shape, question }: Search, order: KeptOrder | null): number {
  if (order?.state.complete) return order.state.rows;
  const here = reader.connection.value(rowQuery(shape, question, sql`1`, question.from.row, 1n));
  return here === undefined ? countRows(reader, shape, question.source) : question.from.row;
}

/** The rest of the row where the search begins. */
function hitAt({ reader, shape, question }: Search, order: KeptOrder | null, row: number, hit: RawBuilder<unknown>) {
  const key = order && order.state.rows > row ? order.keys(row, 1)[0] : undefined;
  const found = key
    ? reader.byKey(shape, hit, key)?.[0]
    : reader.connection.value(rowQuery(shape, question, hit, row, 1n));
  return typeof found === "bigint" ? Number(found) : null;
}

function rowQuery(shape: RowShape, { source }: FindQuestion, what: RawBuilder<unknown>, offset: number, limit: bigint) {
  const order = orderOf(shape, source.order, false);
  const rest = sql`${order ? sql`ORDER BY ${order}` : sql``} LIMIT ${limit} OFFSET ${BigInt(offset)}`;
  return sql`SELECT ${what} FROM ${objectName(shape.table)} ${whereClause(shape, source)} ${rest}`.compile(compiler);
}

/** In the natural order SQLite goes to the hit by itself; its place is the number of rows passed. */
function findByRowid({ reader, shape, question, hit }: Search, start: number): FoundCell | null {
  const { connection } = reader;
  const forward = question.direction === "forward";
  const rowid = name(shape.key[0]?.name ?? "rowid");
  const first = connection.value(rowQuery(shape, question, rowid, start, 1n));
  if (first === undefined) return null;
  const table = objectName(shape.table);
  const filter = whereOf(shape, question.source.filter);
  const rest = filter ? sql`AND (${filter})` : sql``;
  const all = hit(0, question.columns.length);
  const found = connection.row(
    sql`
    SELECT ${rowid}, ${all} FROM ${table}
    WHERE ${rowid} ${sql.raw(forward ? ">=" : "<=")} ${first} ${rest} AND (${all}) IS NOT NULL
    ORDER BY ${rowid} ${sql.raw(forward ? "ASC" : "DESC")} LIMIT 1`.compile(compiler),
  );
  if (!found) return null;
  const [low, high] = forward ? [first, found[0]] : [found[0], first];
  const between = sql`SELECT count(*) FROM ${table} WHERE ${rowid} >= ${low} AND ${rowid} < ${high} ${rest}`;
  const passed = Number(connection.value(between.compile(compiler)) ?? 0n);
  return { row: forward ? start + passed : start - passed, column: Number(found[1]) };
}

/** By the keys of a kept order, many at a time. */
function findKept({ reader, shape, question, hit }: Search, order: KeptOrder, start: number): FoundCell | null {
  const forward = question.direction === "forward";
  const rowid = name(shape.key[0]?.name ?? "rowid");
  const all = hit(0, question.columns.length);
  const { rows } = order.state;
  for (let at = start; forward ? at < rows : at >= 0; at += forward ? BATCH : -BATCH) {
    const first = forward ? at : Math.max(0, at - BATCH + 1);
    const keys = order.keys(first, forward ? BATCH : at - first + 1);
    const query = sql`
      SELECT ${rowid}, ${all} AS hit FROM ${objectName(shape.table)}
      WHERE ${rowid} IN (SELECT value FROM json_each(${`[${keys.join()}]`})) AND hit IS NOT NULL`;
    const hits = new Map(reader.connection.query(query.compile(compiler)).rows.map(([key, place]) => [key, place]));
    if (hits.size === 0) continue;
    const holds = ([key]: Scalar[]) => hits.has(key ?? null);
    const index = forward ? keys.findIndex(holds) : keys.findLastIndex(holds);
    return { row: first + index, column: Number(hits.get(keys[index]?.[0] ?? null)) };
  }
  return null;
}

/** Row by row, where no shorter way is known. */
function findByStep({ reader, stepping, shape, question, hit }: Search, start: number): FoundCell | null {
  const forward = question.direction === "forward";
  const what = hit(0, question.columns.length);
  const order = orderOf(shape, question.source.order, !forward);
  const offset = forward ? start : countRows(reader, shape, question.source) - 1 - start;
  if (!forward && !order) return findLast(stepping, shape, question, what, start);
  const query = sql`
    SELECT ${what} FROM ${objectName(shape.table)} ${whereClause(shape, question.source)}
    ${order ? sql`ORDER BY ${order}` : sql``} LIMIT -1 OFFSET ${BigInt(Math.max(0, offset))}`.compile(compiler);
  let row = start;
  for (const [found] of steps(stepping, query.sql, query.parameters)) {
    if (found !== null) return { row, column: Number(found) };
    row += forward ? 1 : -1;
  }
  return null;
}

/** Rows without any order cannot be read from their end: the last hit before the place is kept. */
function findLast(
  stepping: Connection,
  shape: RowShape,
  question: FindQuestion,
  what: RawBuilder<unknown>,
  start: number,
): FoundCell | null {
  const query = rowQuery(shape, question, what, 0, BigInt(start + 1));
  let row = 0;
  let last: FoundCell | null = null;
  for (const [found] of steps(stepping, query.sql, query.parameters)) {
    if (found !== null) last = { row, column: Number(found) };
    row++;
  }
  return last;
}

function steps(connection: Connection, text: string, parameters: readonly unknown[]): IterableIterator<Scalar[]> {
  return connection.db.prepare(text).raw(true).iterate(parameters) as IterableIterator<Scalar[]>;
}
