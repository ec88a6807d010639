/** How results are written. */
import type { Scalar } from "../model/cell.ts";
import { bytesToHex } from "../model/cell-json.ts";

/** Writes one result as text, row by row, so that a result of any size needs little memory. */
export interface ResultFormat {
  /**
   * The text before the first row. `sample` holds the first rows, to choose widths and alignment by; they come again as
   * rows. `first`: is it the first result of the run?
   */
  begin(columns: readonly string[], sample: readonly Scalar[][], first: boolean): string;
  row(values: readonly Scalar[]): string;
  /** The text after the last row. */
  end(): string;
}

/** A REAL as the shortest text that reads back as the same number, and as a REAL. */
export function realText(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  return Number.isInteger(value) && !/[e.]/.test(text) ? `${text}.0` : text;
}

/** A BLOB as SQLite's literal: `x'00ff'`. */
export function blobText(bytes: Uint8Array): string {
  return `x'${bytesToHex(bytes)}'`;
}

/** A value as plain text: integers, reals and texts as they are, BLOBs as literals, NULL as given. */
export function plainText(value: Scalar, ifNull: string): string {
  if (value === null) return ifNull;
  if (typeof value === "string") return value;
  if (typeof value === "number") return realText(value);
  return typeof value === "bigint" ? value.toString() : blobText(value);
}

/** Columns in which every value of the sample is a number or NULL, and some are numbers: they are aligned right. */
export function numericColumns(width: number, sample: readonly Scalar[][]): boolean[] {
  return Array.from({ length: width }, (_, i) => {
    const values = sample.map((row) => row[i]).filter((value) => value !== null);
    return values.length > 0 && values.every((value) => typeof value === "bigint" || typeof value === "number");
  });
}
