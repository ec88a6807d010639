/** How results are written. */
import type { Scalar } from "../model/cell.ts";

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

/** A table at once, as a file of this format has it. */
export function writeAll(format: ResultFormat, columns: readonly string[], rows: readonly Scalar[][]): string {
  return format.begin(columns, rows, true) + rows.map((row) => format.row(row)).join("") + format.end();
}

/** Columns in which every value of the sample is a number or NULL, and some are numbers: they are aligned right. */
export function numericColumns(width: number, sample: readonly Scalar[][]): boolean[] {
  return Array.from({ length: width }, (_, i) => {
    const values = sample.map((row) => row[i]).filter((value) => value !== null);
    return values.length > 0 && values.every((value) => typeof value === "bigint" || typeof value === "number");
  });
}
