/**
 * `rows.readPage` for a view that has its orders kept: rows by the keys of its order, or by a short search. What would hold
 * the process for long is not begun; the answer is `pending` then.
 */
import { type RawBuilder, sql } from "kysely";
import { activeFilter, hasRegex } from "../../../src-shared/model/row-filter.ts";
import type { RowPage, RowSource, RowTotal } from "../../../src-shared/model/rows.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import type { KeptOrder, KeptOrders } from "./kept/kept-orders.ts";
import { whereOf } from "./filter.ts";
import { orderOf } from "./order-terms.ts";
import type { NaturalOrder, Orders } from "./orders.ts";
import { type PageRange, readPage } from "./read-page.ts";
import type { RowReader } from "./row-reader.ts";
import { type RowShape, selectKey, selectRow } from "./row-shape.ts";

/** A table of so many rows is sorted and searched in a few milliseconds. */
const SMALL_TABLE = 20_000;
/** So many rows are passed over on the way to a place, in an order that an index gives. */
const LONGEST_WALK = 20_000;
/** So many rows are looked at for the first page of a filter. */
const SEARCHED = 20_000;

/** Gives the rows at a place; run it in a snapshot. Throws AppError and SqliteError. */
export function readViewPage(
  reader: RowReader,
  orders: Orders,
  kept: KeptOrders,
  shape: RowShape,
  given: RowSource,
  range: PageRange,
): RowPage {
  const source = { ...given, filter: activeFilter(given.filter) };
  const natural = orders.of(shape);
  const plain = source.order.length === 0 && source.filter.length === 0;
  const direct = () => readPage(reader, orders, shape, source, range);
  if (shape.key.length === 0 || (plain && natural)) return direct();
  if (natural && !hasRegex(source.filter) && isSmall(natural)) return direct();
  const order = kept.of(source);
  const found =
    order && readKept(reader, shape, order, totalOf(order, source, natural), range, source.order.length > 0);
  if (found) return found === "unreachable" ? direct() : found;
  if (isQuick(reader, shape, source, range)) return direct();
  const searched = natural && searchFirst(reader, shape, natural, source, range);
  if (searched) return searched;
  const total = order ? totalOf(order, source, natural) : unfilteredTotal(source, natural);
  return { offset: range.offset, placement: "pending", columns: shape.names, keys: [], rows: [], total };
}

function isSmall({ places }: NaturalOrder): boolean {
  const total = places.totalAfter([]);
  return total.quality === "exact" && total.rows <= SMALL_TABLE;
}

function totalOf({ state }: KeptOrder, source: RowSource, natural: NaturalOrder | null): RowTotal {
  if (state.complete || state.seenAll) return { rows: state.complete ? state.rows : state.seen, quality: "exact" };
  return source.filter.length === 0 && natural
    ? unfilteredTotal(source, natural)
    : { rows: Math.max(state.rows, state.seen), quality: "atLeast" };
}

/** Every order of all rows has as many. */
function unfilteredTotal(source: RowSource, natural: NaturalOrder | null): RowTotal {
  if (source.filter.length > 0 || !natural) return { rows: 0, quality: "atLeast" };
  return natural.places.total();
}

/** Null when the keys there are not known yet; `unreachable` when they do not lead back to their rows (damaged text). */
function readKept(
  reader: RowReader,
  shape: RowShape,
  order: KeptOrder,
  total: RowTotal,
  { offset, limit }: PageRange,
  sorted: boolean,
): RowPage | "unreachable" | null {
  const { state } = order;
  const beyond = total.quality === "exact" && offset >= total.rows;
  if (offset >= state.rows && offset < state.tailFrom && !beyond) return null;
  const keys = beyond ? [] : order.keys(offset, limit);
  // While a filter still searches, a page is what was found; of a sort the rest of the page is there and only not known.
  const rest = offset + keys.length < total.rows || total.quality !== "exact";
  if (keys.length < limit && !state.complete && rest && sorted) return null;
  const page = reader.byKeys(shape, keys);
  // A rowid always leads to its row in this state of the file; else another process wrote just now, and a change follows.
  if (page.rows.length < keys.length) return order.reader.meta.byRowid ? null : "unreachable";
  return { offset, placement: "exact", columns: shape.names, keys: page.keys, rows: page.rows, total };
}

/** Does SQLite come to the place in a few milliseconds: by an index that has the order, and finds what is filtered? */
function isQuick(reader: RowReader, shape: RowShape, source: RowSource, { offset, limit }: PageRange): boolean {
  const [condition, ...others] = source.filter;
  if (others.length > 0 || offset + limit > LONGEST_WALK || (condition && !("column" in condition))) return false;
  const steps = reader.connection.query(planOf(shape, source)).rows.map((row) => String(row[3]));
  if (steps.some((step) => step.startsWith("USE TEMP B-TREE"))) return false;
  return !condition || steps.every((step) => step.startsWith("SEARCH"));
}

function planOf(shape: RowShape, source: RowSource) {
  const where = whereOf(shape, source.filter);
  const order = orderOf(shape, source.order, false);
  return sql`
    EXPLAIN QUERY PLAN SELECT ${selectKey(shape)} FROM ${objectName(shape.table)} ${where ? sql`WHERE ${where}` : sql``}
    ${order ? sql`ORDER BY ${order}` : sql``}`.compile(compiler);
}

/** The first page of a filter in the natural order, if the first rows of the table fill it. */
function searchFirst(
  reader: RowReader,
  shape: RowShape,
  { order, places }: NaturalOrder,
  source: RowSource,
  { offset, limit }: PageRange,
): RowPage | null {
  const where = whereOf(shape, source.filter);
  if (!where || source.order.length > 0 || !order.byRowid || hasRegex(source.filter)) return null;
  if (offset + limit > SEARCHED / 10) return null;
  // A place that is known already is as good as one that is walked to.
  const known = places.anchors.before(SEARCHED);
  const isNear = known.place > SEARCHED / 2;
  const end = isNear ? known.key : reader.connection.row(order.keys({ from: null, skip: SEARCHED, limit: 1 }));
  if (!end) return null;
  const rowid = name(shape.key[0]?.name ?? "rowid");
  const query = (selection: RawBuilder<unknown>) =>
    sql`
    SELECT ${selection} FROM ${objectName(shape.table)} WHERE ${rowid} < ${end[0]} AND (${where})
    ORDER BY ${rowid} LIMIT ${BigInt(limit + 1)} OFFSET ${BigInt(offset)}`.compile(compiler);
  let found = 0;
  const page = reader.cells(shape, (care) => {
    const rows = reader.connection.query(query(selectRow(shape, care))).rows;
    found = rows.length;
    const keys = shape.keyWithCells ? null : reader.connection.query(query(rowid)).rows;
    return { rows: rows.slice(0, limit), keys: keys?.slice(0, limit) ?? null, samePage: null };
  });
  if (found <= limit) return null;
  const total: RowTotal = { rows: offset + limit + 1, quality: "atLeast" };
  return { offset, placement: "exact", columns: shape.names, keys: page.keys, rows: page.rows, total };
}
