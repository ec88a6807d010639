/** `rows.locate`: the place of a row in a source, by its key. */
import { type RawBuilder, sql } from "kysely";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { type RowSource, rowKeyText } from "../../../src-shared/model/rows.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import { whereOf } from "./filter.ts";
import type { KeptOrders } from "./kept/kept-orders.ts";
import { type SortTerm, sortTerms } from "./order-terms.ts";
import { keyIs, type RowReader } from "./row-reader.ts";
import type { RowShape } from "./row-shape.ts";

/**
 * The 0-based place, or null when the row is gone or does not fulfil the filter. Counts the rows before it, unless the order
 * is kept. Run it in a snapshot. Throws an AppError `row.notAddressable` for rows without a key.
 */
export function locateRow(
  reader: RowReader,
  kept: KeptOrders,
  shape: RowShape,
  source: RowSource,
  key: readonly Scalar[],
): number | null {
  const filter = whereOf(shape, source.filter);
  const table = objectName(shape.table);
  const there = sql`SELECT 1 FROM ${table} WHERE ${keyIs(shape, key)} ${filter ? sql`AND (${filter})` : sql``}`;
  if (reader.connection.value(there.compile(compiler)) === undefined) return null;
  const order = kept.of(source);
  if (order?.state.complete) {
    const found = order.reader.find(key, (a, b) => rowKeyText([...a]) === rowKeyText([...b]));
    if (found !== null) return found;
  }
  const terms = sortTerms(shape, source.order);
  const before = terms.length > 0 ? beforeSql(shape, terms, key) : sql`0`;
  const query = sql`SELECT count(*) FROM ${table} WHERE (${before}) ${filter ? sql`AND (${filter})` : sql``}`;
  return Number(reader.connection.value(query.compile(compiler)) ?? 0n);
}

/**
 * Is a row before the one with this key? Its values are asked of the table, because a text with damage or a collation could
 * not be bound as it is; NULLs come first ascending.
 */
function beforeSql(shape: RowShape, terms: readonly SortTerm[], key: readonly Scalar[]): RawBuilder<unknown> {
  const [first, ...rest] = terms;
  if (!first) return sql`0`;
  const { cell } = first;
  const collated = first.collation === null ? cell : sql`${cell} COLLATE ${name(first.collation)}`;
  const keyValue = first.keyPart >= 0 ? key[first.keyPart] : undefined;
  const theirs =
    keyValue === undefined
      ? sql`(SELECT ${cell} FROM ${objectName(shape.table)} WHERE ${keyIs(shape, key)})`
      : sql`${keyValue}`;
  if (keyValue !== undefined && rest.length === 0 && shape.table.identity.kind === "rowid") {
    return first.descending ? sql`${cell} > ${theirs}` : sql`${cell} < ${theirs}`;
  }
  const before = first.descending
    ? sql`(${collated} > ${theirs} OR (${theirs} IS NULL AND ${cell} IS NOT NULL))`
    : sql`(${collated} < ${theirs} OR (${cell} IS NULL AND ${theirs} IS NOT NULL))`;
  if (rest.length === 0) return before;
  return sql`(${before} OR (${collated} IS ${theirs} AND ${beforeSql(shape, rest, key)}))`;
}
