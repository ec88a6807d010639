/** `rows.aggregate`: count, sum, average, least and greatest of the cells of a selection. */
import { type RawBuilder, sql } from "kysely";
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import { isPreview } from "../../../src-shared/model/cell.ts";
import type { RowSource } from "../../../src-shared/model/rows.ts";
import type { CellRange, Sum, Summary } from "../../../src-shared/model/summary.ts";
import { name, objectName } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import { columnOf } from "./comparable.ts";
import type { KeptOrders } from "./kept/kept-orders.ts";
import { orderOf } from "./order-terms.ts";
import { whereClause } from "./read-page.ts";
import type { RowReader } from "./row-reader.ts";
import type { RowShape } from "./row-shape.ts";
import { summarise } from "./summarise.ts";

/** SQLite joins up to 500 queries with UNION ALL. */
const JOINED = 400;
/** Rowids that are given to SQLite one by one, for each column anew: 20 MB of text. */
const MOST_LISTED = 1_000_000;

/** Ranges should not overlap: a cell in two of them counts twice. Run it in a snapshot. Throws `object.missing`. */
export function aggregate(
  reader: RowReader,
  kept: KeptOrders,
  shape: RowShape,
  source: RowSource,
  ranges: readonly CellRange[],
): Summary {
  const parts = ranges.flatMap((range) => {
    const rows = rowsOf(kept, shape, source, range);
    return range.columns.map((column) => rows(name(columnOf(shape, column).name)));
  });
  const summaries: Summary[] = [];
  for (let at = 0; at < Math.max(1, parts.length); at += JOINED) {
    const some = parts.slice(at, at + JOINED).map((part) => sql`SELECT v FROM (${part})`);
    const values = some.length > 0 ? sql.join(some, sql` UNION ALL `) : sql`SELECT NULL AS v WHERE 0`;
    summaries.push(summarise(reader.connection, sql`(${values})`));
  }
  return summaries.reduce((one, other) => together(reader.connection, one, other));
}

/** The query of one column of the rows of a range. */
function rowsOf(
  kept: KeptOrders,
  shape: RowShape,
  source: RowSource,
  { firstRow, lastRow, columns }: CellRange,
): (cell: RawBuilder<unknown>) => RawBuilder<unknown> {
  const from = sql`FROM ${objectName(shape.table)}`;
  const where = whereClause(shape, source);
  if (firstRow === 0 && lastRow === null) return (cell) => sql`SELECT ${cell} AS v ${from} ${where}`;
  const order = kept.of(source);
  const rows = (lastRow ?? order?.state.rows ?? Number.MAX_SAFE_INTEGER) - firstRow + 1;
  if (order?.state.complete && order.reader.meta.byRowid && rows * columns.length <= MOST_LISTED) {
    const list = `[${order.keys(firstRow, rows).join()}]`;
    const rowid = name(shape.key[0]?.name ?? "rowid");
    return (cell) => sql`SELECT ${cell} AS v ${from} WHERE ${rowid} IN (SELECT value FROM json_each(${list}))`;
  }
  const terms = orderOf(shape, source.order, false);
  const range = sql`LIMIT ${lastRow === null ? -1n : BigInt(rows)} OFFSET ${BigInt(firstRow)}`;
  return (cell) => sql`SELECT ${cell} AS v ${from} ${where} ${terms ? sql`ORDER BY ${terms}` : sql``} ${range}`;
}

function together(connection: Connection, one: Summary, other: Summary): Summary {
  const numbers = one.numbers + other.numbers;
  const sum = sumTogether(one.sum, other.sum);
  const total = sum.value === null ? null : Number(sum.value);
  return {
    cells: one.cells + other.cells,
    nulls: one.nulls + other.nulls,
    numbers,
    sum,
    average: numbers > 0 && total !== null ? total / numbers : null,
    min: further(connection, "min", one.min, other.min),
    max: further(connection, "max", one.max, other.max),
    // Which of them are the same is not known.
    distinct: { values: Math.max(one.distinct.values, other.distinct.values), quality: "atLeast" },
    tooLong: one.tooLong + other.tooLong,
  };
}

function sumTogether(one: Sum, other: Sum): Sum {
  if (one.value === null || other.value === null) {
    if (one.quality === "real" || other.quality === "real") return { value: null, quality: "real" };
    return one.value === null ? other : one;
  }
  if (typeof one.value === "bigint" && typeof other.value === "bigint") {
    const value = one.value + other.value;
    return BigInt.asIntN(64, value) === value
      ? { value, quality: "exact" }
      : { value: Number(value), quality: "overflow" };
  }
  const value = Number(one.value) + Number(other.value);
  const quality = one.quality === "real" || other.quality === "real" ? "real" : "overflow";
  return { value: Number.isNaN(value) ? null : value, quality };
}

/** By SQLite's own comparison; previews by their heads, which is right unless those are the same. */
function further(connection: Connection, which: "min" | "max", one: Cell, other: Cell): Cell {
  if (one === null) return other;
  if (other === null) return one;
  const known = (cell: Cell) => (isPreview(cell) ? cell.head : cell);
  const parameters: Scalar[] = [known(one), known(other), known(one)];
  const first = connection.value({ sql: `SELECT ${which}(?, ?) IS ?`, parameters });
  return first === 1n ? one : other;
}
