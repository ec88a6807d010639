/** Values that SQLite cannot compute: the rest of their rows is read, and they are marked. */
import { sql } from "kysely";
import { type Cell, failedCell, type Scalar } from "../../../src-shared/model/cell.ts";
import { isFailedExpression } from "../engine-error.ts";
import { keyOf } from "./page-cells.ts";
import { isComputed, type RowShape, selectCells } from "./row-shape.ts";
import type { DoubtReader } from "./settle-doubts.ts";

/** A value of a page that could not be computed, and SQLite's words. */
export interface FailedValue {
  readonly row: number;
  readonly column: number;
  readonly words: string;
}

/** Computes row by row what was left out of rows selected as `stored`, and puts it into them. Gives what fails. */
export function computeCells(
  reader: Pick<DoubtReader, "byKey">,
  shape: RowShape,
  { rows, keys }: { readonly rows: readonly Scalar[][]; readonly keys?: readonly Scalar[][] | null },
): FailedValue[] {
  const cells = selectCells(shape, "careful");
  const places = shape.columns.flatMap((column, place) => (isComputed(column) ? [place] : []));
  const failed: FailedValue[] = [];
  rows.forEach((row, at) => {
    const key = keys?.[at] ?? keyOf(shape, row);
    const values = (which: readonly number[]): readonly Scalar[] =>
      reader.byKey(shape, sql.join(which.map((place) => cells[place])), key) ?? [];
    try {
      values(places).forEach((value, i) => (row[places[i] ?? -1] = value));
    } catch (thrown) {
      if (!isFailedExpression(thrown)) throw thrown;
      for (const column of places) {
        try {
          row[column] = values([column])[0] ?? null;
        } catch (one) {
          if (!isFailedExpression(one)) throw one;
          failed.push({ row: at, column, words: one instanceof Error ? one.message : String(one) });
        }
      }
    }
  });
  return failed;
}

/** Puts failed cells in place of these values, and of all values of columns that cannot be computed at all. */
export function markFailed(shape: RowShape, rows: Cell[][], failed: readonly FailedValue[]): void {
  shape.columns.forEach(({ error }, place) => {
    if (error === undefined) return;
    const cell = failedCell(error);
    for (const row of rows) row[place] = cell;
  });
  for (const { row, column, words } of failed) {
    const cells = rows[row];
    if (cells) cells[column] = failedCell(words);
  }
}
