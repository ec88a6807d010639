/** Counts, sums and ends of many values in one statement. */
import { type RawBuilder, sql } from "kysely";
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import type { Sum, Summary } from "../../../src-shared/model/summary.ts";
import { compiler } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import { LARGEST_WHOLE_CELL, LARGEST_WITH_HEAD, PREVIEW_HEAD } from "./sizes.ts";

/** Different values are counted up to here. */
const MOST_DISTINCT = 100_000;
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);
const HALF = 4_294_967_296n;

/** A value that is not too long to be compared, by a collation; else NULL. Its length costs nothing to ask. */
export function comparedValue(cell: RawBuilder<unknown>, collation: string): RawBuilder<unknown> {
  const short = sql`octet_length(${cell}) <= ${sql.raw(String(LARGEST_WITH_HEAD))}`;
  return sql`(CASE WHEN ${short} THEN ${cell} END) COLLATE ${sql.raw(collation)}`;
}

/** The summary of the column `v` of a subquery. Run it in a snapshot. */
export function summarise(connection: Connection, values: RawBuilder<unknown>, collation = "BINARY"): Summary {
  const value = comparedValue(sql`v`, collation);
  const integer = sql`typeof(v) = 'integer'`;
  // Two halves of each integer, so that SQLite's sum cannot overflow.
  const row = connection.row(
    sql`
    SELECT count(*), count(v), count(${value}), min(${value}), max(${value}),
      count(*) FILTER (WHERE ${integer}), sum(v >> 32) FILTER (WHERE ${integer}),
      sum(v & 4294967295) FILTER (WHERE ${integer}),
      count(*) FILTER (WHERE typeof(v) = 'real'), total(v) FILTER (WHERE typeof(v) = 'real')
    FROM ${values}`.compile(compiler),
  ) as Scalar[];
  const count = (at: number) => Number(row[at] ?? 0n);
  const [integers, reals] = [count(5), count(8)];
  const whole = ((row[6] as bigint | null) ?? 0n) * HALF + ((row[7] as bigint | null) ?? 0n);
  // NaN cannot be told from no value by SQLite: it gives NULL for +Infinity and -Infinity together.
  const real = reals > 0 ? ((row[9] as number | null) ?? Number.NaN) : 0;
  const different = sql`SELECT DISTINCT ${value} AS d FROM ${values} WHERE ${value} IS NOT NULL LIMIT ${BigInt(MOST_DISTINCT + 1)}`;
  const distinct = Number(connection.value(sql`SELECT count(*) FROM (${different})`.compile(compiler)) ?? 0n);
  const total = Number(whole) + real;
  return {
    cells: count(0),
    nulls: count(0) - count(1),
    numbers: integers + reals,
    sum: sumOf(integers, reals, whole, total),
    average: integers + reals > 0 && !Number.isNaN(total) ? total / (integers + reals) : null,
    min: asCell(row[3] ?? null),
    max: asCell(row[4] ?? null),
    distinct: { values: Math.min(distinct, MOST_DISTINCT), quality: distinct > MOST_DISTINCT ? "atLeast" : "exact" },
    tooLong: count(1) - count(2),
  };
}

function sumOf(integers: number, reals: number, whole: bigint, total: number): Sum {
  if (integers + reals === 0) return { value: null, quality: "exact" };
  if (reals > 0) return { value: Number.isNaN(total) ? null : total, quality: "real" };
  const fits = whole <= INT64_MAX && whole >= INT64_MIN;
  return fits ? { value: whole, quality: "exact" } : { value: total, quality: "overflow" };
}

/** Long values cross as previews, as in a page. */
export function asCell(value: Scalar): Cell {
  if (typeof value === "string" && value.length > LARGEST_WHOLE_CELL / 4) {
    const bytes = Buffer.byteLength(value);
    if (bytes > LARGEST_WHOLE_CELL) return { storage: "text", head: value.slice(0, PREVIEW_HEAD), bytes };
  }
  if (value instanceof Uint8Array && value.length > LARGEST_WHOLE_CELL) {
    return { storage: "blob", head: new Uint8Array(value.subarray(0, PREVIEW_HEAD)), bytes: value.length };
  }
  return value;
}
