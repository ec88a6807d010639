/** `rows.readPage`: rows from a place, found by seek where the table has a key (decision D7). */
import { type RawBuilder, sql } from "kysely";
import type { RowPage, RowSource, RowTotal } from "../../../src-shared/model/rows.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { compiler, objectName } from "../connection/compiler.ts";
import { whereOf } from "./filter.ts";
import { orderOf } from "./order-terms.ts";
import type { NaturalOrder, Orders } from "./orders.ts";
import type { PageCells } from "./page-cells.ts";
import type { RowReader } from "./row-reader.ts";
import { type RowShape, selectKey, selectRow } from "./row-shape.ts";

/** Gives the rows at a place; run it in a snapshot. Throws AppError and SqliteError. */
export function readPage(
  reader: RowReader,
  orders: Orders,
  shape: RowShape,
  source: RowSource,
  range: PageRange,
): RowPage {
  const natural = orders.of(shape);
  if (natural && source.order.length === 0 && source.filter.length === 0) {
    return readNaturalPage(reader, orders, shape, natural, range);
  }
  const known = source.filter.length === 0 ? (natural?.places.anchors.total ?? null) : null;
  // What is not sorted is read as it comes; what is sorted should be small.
  const sorted = shape.key.length > 0 && (source.order.length > 0 || !shape.keyWithCells);
  const { more, ...page } = sorted
    ? readByKeys(reader, shape, source, range, known)
    : readByOffset(reader, shape, source, range);
  return { ...page, total: totalOf(reader, orders, shape, source, range, { ...page, more }, natural) };
}

export interface PageRange {
  readonly offset: number;
  readonly limit: number;
}

type PageWithoutTotal = Omit<RowPage, "total"> & { readonly more: boolean };

function readNaturalPage(
  reader: RowReader,
  orders: Orders,
  shape: RowShape,
  natural: NaturalOrder,
  { offset, limit }: PageRange,
): RowPage {
  const { order, places } = natural;
  const { seek, placement } = places.seek(offset, limit);
  const page = reader.cells(shape, (care) => {
    const rows = reader.connection.query(order.rows(seek, care)).rows;
    const keys = shape.keyWithCells ? null : reader.connection.query(order.keys(seek)).rows;
    if (!seek.backwards) return { rows, keys, samePage: null };
    return { rows: rows.toReversed(), keys: keys?.toReversed() ?? null, samePage: null };
  });
  let total: RowTotal;
  if (placement === "estimated" || page.rows.length === limit)
    total = places.totalAfter(offset > 0 ? [] : (page.keys ?? []));
  else if (page.rows.length > 0 || offset === 0) total = { rows: offset + page.rows.length, quality: "exact" };
  else total = places.totalBefore(offset);
  if (total.quality !== "exact" || placement === "estimated") orders.build(natural);
  return { offset, placement, columns: shape.names, keys: page.keys, rows: page.rows, total };
}

/**
 * Sorted or filtered rows of a table with a key: first the keys, so that what is sorted is small, then the rows.
 * A place is reached by passing over what is before it, or behind it when that is less and the number of rows is known.
 */
function readByKeys(
  reader: RowReader,
  shape: RowShape,
  source: RowSource,
  { offset, limit }: PageRange,
  total: number | null,
): PageWithoutTotal {
  const rowsOf = (keys: Scalar[][], more: boolean) => {
    const page = reader.byKeys(shape, keys);
    // A key of damaged text does not lead back to its row; then the rows are sorted whole, like those without a key.
    if (page.rows.length < keys.length) return readByOffset(reader, shape, source, { offset, limit });
    return pageOf(shape, page, offset, more);
  };
  const select = (from: number, rows: number, backwards: boolean) =>
    reader.connection.query(window(shape, selectKey(shape), source, from, rows, backwards)).rows;
  if (total !== null && total > offset && offset > total / 2) {
    const rows = Math.min(limit, total - offset);
    const keys = select(total - offset - rows, rows, true).toReversed();
    return rowsOf(keys, offset + rows < total);
  }
  const keys = select(offset, limit + 1, false);
  return rowsOf(keys.slice(0, limit), keys.length > limit);
}

/** The first rows of a source, and whether there are more. */
export function readFirst(reader: RowReader, shape: RowShape, source: RowSource, limit: number): PageWithoutTotal {
  const range = { offset: 0, limit };
  return shape.key.length > 0 && !shape.keyWithCells
    ? readByKeys(reader, shape, source, range, null)
    : readByOffset(reader, shape, source, range);
}

/** Rows as they come: filtered ones, and those without a key (views), which only their order tells apart. */
function readByOffset(
  reader: RowReader,
  shape: RowShape,
  source: RowSource,
  { offset, limit }: PageRange,
): PageWithoutTotal {
  let seen = 0;
  const page = reader.cells(shape, (care) => {
    const query = (selection: RawBuilder<unknown>) => window(shape, selection, source, offset, limit + 1);
    const rows = reader.connection.query(query(selectRow(shape, care))).rows;
    seen = rows.length;
    return { rows: rows.slice(0, limit), samePage: query };
  });
  return pageOf(shape, page, offset, seen > limit);
}

function pageOf(shape: RowShape, page: PageCells, offset: number, more: boolean): PageWithoutTotal {
  return { offset, placement: "exact", columns: shape.names, keys: page.keys, rows: page.rows, more };
}

/** The query of a range of rows; `backwards` counts from the end and gives the last one first. */
function window(
  shape: RowShape,
  selection: RawBuilder<unknown>,
  source: RowSource,
  offset: number,
  limit: number,
  backwards = false,
) {
  const order = orderOf(shape, source.order, backwards);
  return sql`
    SELECT ${selection} FROM ${objectName(shape.table)} ${whereClause(shape, source)}
    ${order ? sql`ORDER BY ${order}` : sql``} LIMIT ${BigInt(limit)} OFFSET ${BigInt(offset)}`.compile(compiler);
}

/** `WHERE …`, or nothing. */
export function whereClause(shape: RowShape, source: RowSource): RawBuilder<unknown> {
  const where = whereOf(shape, source.filter);
  return where ? sql`WHERE ${where}` : sql``;
}

/** How many rows the source has, as far as this page and what is known without it tell. */
function totalOf(
  reader: RowReader,
  orders: Orders,
  shape: RowShape,
  source: RowSource,
  { offset, limit }: PageRange,
  page: PageWithoutTotal,
  natural: NaturalOrder | null,
): RowTotal {
  if (!page.more && (page.rows.length > 0 || offset === 0))
    return { rows: offset + page.rows.length, quality: "exact" };
  if (source.filter.length === 0 && natural && page.rows.length > 0) {
    const total = natural.places.totalAfter([]);
    if (total.quality !== "exact") orders.build(natural);
    return total;
  }
  if (page.more) return { rows: offset + limit + 1, quality: "atLeast" };
  // Asked for beyond the end: to get there everything was passed over already, so counting it costs as much again.
  return { rows: countRows(reader, shape, source), quality: "exact" };
}

/** The exact number of rows of a source. */
export function countRows(reader: RowReader, shape: RowShape, source: RowSource): number {
  const query = sql`SELECT count(*) FROM ${objectName(shape.table)} ${whereClause(shape, source)}`;
  return Number(reader.connection.value(query.compile(compiler)) ?? 0n);
}
