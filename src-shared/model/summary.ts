/** What many values are together: of a selection, and of a whole column. */
import * as v from "valibot";
import { CellSchema, ScalarSchema } from "./cell.ts";

/** A sum of the values that are numbers; texts that look like numbers are none. */
export const SumSchema = v.object({
  /** INTEGER when all are and it fits 64 bits; else REAL. Null when there is no number, or +Infinity meets -Infinity. */
  value: ScalarSchema,
  /** `exact`; `real`: rounded as reals are; `overflow`: integers whose sum does not fit 64 bits, so it is rounded. */
  quality: v.picklist(["exact", "real", "overflow"]),
});
export type Sum = v.InferOutput<typeof SumSchema>;

export const SummarySchema = v.object({
  /** All values, NULLs among them. */
  cells: v.number(),
  nulls: v.number(),
  /** INTEGER and REAL values. */
  numbers: v.number(),
  sum: SumSchema,
  /** Of the numbers; null when there are none. */
  average: v.nullable(v.number()),
  /** In SQLite's order: numbers, then text, then BLOBs. Null when there is no value. A long one is a preview. */
  min: CellSchema,
  max: CellSchema,
  /** Values that differ, NULL not counted; `atLeast` beyond 100,000. By the collation where it is one column. */
  distinct: v.object({ values: v.number(), quality: v.picklist(["exact", "atLeast"]) }),
  /** Values over 1 MB: counted, but left out of min, max and distinct. */
  tooLong: v.number(),
});
export type Summary = v.InferOutput<typeof SummarySchema>;

/** Rows (0-based places, both ends belong to it; `lastRow` null: to the end) by columns of a source. */
export const CellRangeSchema = v.object({
  firstRow: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  lastRow: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  columns: v.pipe(v.array(v.string()), v.maxLength(2000)),
});
export type CellRange = v.InferOutput<typeof CellRangeSchema>;

export const ColumnStatisticsSchema = v.object({
  summary: SummarySchema,
  /** How many values of each storage class there are, most first. */
  storage: v.array(v.object({ storage: v.picklist(["null", "integer", "real", "text", "blob"]), rows: v.number() })),
  /** Bytes of the shortest and the longest TEXT; null when there is none. */
  textBytes: v.nullable(v.object({ shortest: v.number(), longest: v.number() })),
  /** The commonest values, NULL among them; null where there are too many different ones to count them all. */
  top: v.nullable(v.array(v.object({ value: CellSchema, rows: v.number() }))),
  /** Numbers by size in steps of equal width; the last one holds its upper end. Empty where there are none. */
  histogram: v.array(v.object({ from: v.number(), to: v.number(), rows: v.number() })),
});
export type ColumnStatistics = v.InferOutput<typeof ColumnStatisticsSchema>;
