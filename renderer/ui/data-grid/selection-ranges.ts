/** Rectangles of cells, and what is left of them when others are taken out. Pure. */
import type { CellPlace, CellRange } from "./grid-source.ts";

/** How large a grid is. */
export interface GridSize {
  readonly rowCount: number;
  readonly columnCount: number;
}

/** What a rectangle is made of: cells, whole rows, whole columns, or everything there is. */
export type SelectionKind = "cells" | "rows" | "columns" | "all";

export function hasCell(range: CellRange, { row, column }: CellPlace): boolean {
  return row >= range.firstRow && row <= range.lastRow && column >= range.firstColumn && column <= range.lastColumn;
}

/** Is it the same rectangle, selected in the same way? */
export function sameRange(a: CellRange, b: CellRange | undefined): boolean {
  return b !== undefined && (Object.keys(a) as (keyof CellRange)[]).every((key) => a[key] === b[key]);
}

/** Is it a single cell that is selected? */
export function isOneCell(ranges: readonly CellRange[]): boolean {
  const [only] = ranges;
  if (!only || ranges.length > 1 || only.wholeRows || only.wholeColumns) return false;
  return only.firstRow === only.lastRow && only.firstColumn === only.lastColumn;
}

/** The rectangle between two corners; whole rows and columns reach as far as the grid does. */
export function rangeBetween(kind: SelectionKind, a: CellPlace, b: CellPlace, size: GridSize): CellRange {
  const wholeRows = kind === "rows" || kind === "all";
  const wholeColumns = kind === "columns" || kind === "all";
  return {
    firstRow: wholeColumns ? 0 : Math.min(a.row, b.row),
    lastRow: wholeColumns ? size.rowCount - 1 : Math.max(a.row, b.row),
    firstColumn: wholeRows ? 0 : Math.min(a.column, b.column),
    lastColumn: wholeRows ? size.columnCount - 1 : Math.max(a.column, b.column),
    wholeRows,
    wholeColumns,
  };
}

export function kindOf({ wholeRows, wholeColumns }: CellRange): SelectionKind {
  if (wholeRows) return wholeColumns ? "all" : "rows";
  return wholeColumns ? "columns" : "cells";
}

/** The range in a grid of this size; null when nothing of it is inside. Whole rows and columns grow with the grid. */
export function fitRange(range: CellRange, { rowCount, columnCount }: GridSize): CellRange | null {
  const lastRow = range.wholeColumns ? rowCount - 1 : Math.min(range.lastRow, rowCount - 1);
  const lastColumn = range.wholeRows ? columnCount - 1 : Math.min(range.lastColumn, columnCount - 1);
  if (range.firstRow > lastRow || range.firstColumn > lastColumn) return null;
  return lastRow === range.lastRow && lastColumn === range.lastColumn ? range : { ...range, lastRow, lastColumn };
}

/** What is left of a range without the cells of another: at most four rectangles, none overlapping. */
export function without(range: CellRange, hole: CellRange): CellRange[] {
  const top = Math.max(range.firstRow, hole.firstRow);
  const bottom = Math.min(range.lastRow, hole.lastRow);
  const left = Math.max(range.firstColumn, hole.firstColumn);
  const right = Math.min(range.lastColumn, hole.lastColumn);
  if (top > bottom || left > right) return [range];
  // Strips over the whole width stay whole rows; those over the whole height stay whole columns.
  const above = { ...range, lastRow: top - 1, wholeColumns: false };
  const below = { ...range, firstRow: bottom + 1, wholeColumns: false };
  const isHigh = top === range.firstRow && bottom === range.lastRow;
  const middle = {
    ...range,
    firstRow: top,
    lastRow: bottom,
    wholeRows: false,
    wholeColumns: range.wholeColumns && isHigh,
  };
  const before = { ...middle, lastColumn: left - 1 };
  const after = { ...middle, firstColumn: right + 1 };
  return [above, before, after, below].filter((r) => r.firstRow <= r.lastRow && r.firstColumn <= r.lastColumn);
}

/** The same cells when columns have other places; `placeOf` gives null for a column that is gone. */
export function moveColumns(range: CellRange, placeOf: (column: number) => number | null): CellRange[] {
  if (range.wholeRows) return [range];
  const places: number[] = [];
  for (let column = range.firstColumn; column <= range.lastColumn; column++) {
    const place = placeOf(column);
    if (place !== null) places.push(place);
  }
  const moved: CellRange[] = [];
  for (const place of places.sort((a, b) => a - b)) {
    const last = moved.at(-1);
    if (last && last.lastColumn === place - 1) moved[moved.length - 1] = { ...last, lastColumn: place };
    else moved.push({ ...range, firstColumn: place, lastColumn: place });
  }
  return moved;
}

/** Is the row or the column of a cell among the ranges as a whole, or (`cells`, `all`) the cell at all? */
export function isWholeIn(ranges: readonly CellRange[], kind: SelectionKind, cell: CellPlace): boolean {
  return ranges.some((range) => {
    const isKind = kind === "rows" ? range.wholeRows : kind === "columns" ? range.wholeColumns : true;
    return isKind && hasCell(range, cell);
  });
}
