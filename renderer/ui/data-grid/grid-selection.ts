/** The selection of @deephaven/grid in our words: resolved to rectangles inside the grid. */
import { GridRange, type Selection, selectionToRanges } from "@deephaven/grid";
import type { CellRange, GridSelection } from "./grid-source.ts";

/** `null` bounds (whole rows, whole columns) become the grid's own. */
export function readSelection(selection: Selection, rowCount: number, columnCount: number): GridSelection {
  const { cursorRow, cursorColumn } = selection;
  const inside = cursorRow !== null && cursorColumn !== null && cursorRow < rowCount && cursorColumn < columnCount;
  const ranges: CellRange[] = [];
  if (rowCount > 0 && columnCount > 0) {
    for (const range of selectionToRanges(selection)) {
      const bounded = GridRange.boundedRange(range, columnCount, rowCount);
      ranges.push({
        firstRow: bounded.startRow,
        lastRow: bounded.endRow,
        firstColumn: bounded.startColumn,
        lastColumn: bounded.endColumn,
        wholeRows: range.startColumn === null,
        wholeColumns: range.startRow === null,
      });
    }
  }
  return { cursor: inside ? { row: cursorRow, column: cursorColumn } : null, ranges };
}
