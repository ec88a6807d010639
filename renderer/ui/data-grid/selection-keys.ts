/** What keys make of the selection, as in a spreadsheet: moves go from the active cell, Shift extends the last part. Pure. */
import type { CellPlace } from "./grid-source.ts";
import {
  extendTo,
  fromActive,
  selectCell,
  selectPart,
  type Selected,
  type SelectedCells,
  toggleAt,
} from "./selection-model.ts";
import type { GridSize } from "./selection-ranges.ts";

/** The grid around the selection, as keys need it. */
export interface GridReach extends GridSize {
  /** First row and column in sight: where keys begin when nothing is selected yet. */
  readonly top: number;
  readonly left: number;
  /** So many columns stay in sight while the others scroll. */
  readonly pinned: number;
  /** Rows of one page. */
  readonly pageRows: number;
}

export interface PressedKey {
  readonly key: string;
  readonly shiftKey: boolean;
  /** Ctrl, or Cmd. */
  readonly control: boolean;
}

/** Where a key leads from a cell; null: it is none of the keys that move. */
function target({ key, control }: PressedKey, from: CellPlace, reach: GridReach): CellPlace | null {
  const { rowCount, columnCount, pinned, pageRows } = reach;
  const { row, column } = from;
  const to = (toRow: number, toColumn: number): CellPlace => ({
    row: Math.max(0, Math.min(toRow, rowCount - 1)),
    column: Math.max(0, Math.min(toColumn, columnCount - 1)),
  });
  switch (key) {
    case "ArrowUp":
      return to(control ? 0 : row - 1, column);
    case "ArrowDown":
      return to(control ? rowCount - 1 : row + 1, column);
    case "ArrowLeft":
      return to(row, control ? 0 : column - 1);
    case "ArrowRight":
      return to(row, control ? columnCount - 1 : column + 1);
    case "Home":
      // Pinned columns are in sight anyway: first to where the others begin, as with a spreadsheet's frozen columns.
      return control ? to(0, 0) : to(row, column === pinned ? 0 : pinned);
    case "End":
      return to(control ? rowCount - 1 : row, columnCount - 1);
    case "PageUp":
      return control ? null : to(row - pageRows, column);
    case "PageDown":
      return control ? null : to(row + pageRows, column);
    default:
      return null;
  }
}

/** The selection after a key; null when the key says nothing about it. */
export function pressKey(selected: Selected, pressed: PressedKey, reach: GridReach): SelectedCells | null {
  if (reach.rowCount === 0 || reach.columnCount === 0) return null;
  const start: CellPlace = { row: reach.top, column: reach.left };
  const { key, shiftKey, control } = pressed;
  if (key === " ") return shiftKey === control ? null : selectWhole(selected ?? selectCell(start), shiftKey);
  const isPlainArrow = key.startsWith("Arrow") && !shiftKey && !control;
  // The first arrow shows where one is; it does not go on from a cell that nobody saw.
  if (!selected && isPlainArrow) return selectCell(start);
  if (!shiftKey) {
    const to = target(pressed, selected?.active ?? start, reach);
    return to && selectCell(to);
  }
  const now = fromActive(selected ?? selectCell(start));
  const to = target(pressed, now.focus, reach);
  if (!to) return null;
  const { kind } = now;
  // Whole rows are extended by rows, whole columns by columns; there is nothing beyond all.
  const focus = {
    row: kind === "columns" || kind === "all" ? now.focus.row : to.row,
    column: kind === "rows" || kind === "all" ? now.focus.column : to.column,
  };
  return extendTo(now, kind, focus, false);
}

/** Shift+Space, Ctrl+Space: the whole rows, or columns, of the cells that are selected. */
function selectWhole(selected: SelectedCells, rows: boolean): SelectedCells {
  const { active, anchor, focus, kind } = selected;
  const whole = rows ? "rows" : "columns";
  // Tab may have led out of the last part: then it is about the active cell, which has to stay selected.
  const isAt = (along: "row" | "column"): boolean =>
    (active[along] - anchor[along]) * (active[along] - focus[along]) <= 0;
  const isSpan = (kind === "cells" || kind === whole) && isAt("row") && isAt("column");
  return { ...selectPart(whole, isSpan ? anchor : active, isSpan ? focus : active), active };
}

/** A press of the mouse, by its modifier keys. */
export type PressMode = "replace" | "add" | "extend" | "maximize";

/** The selection after a press on a cell, a row's number (`rows`) or a header (`columns`). */
export function press(
  selected: Selected,
  kind: SelectedCells["kind"],
  cell: CellPlace,
  mode: PressMode,
  size: GridSize,
): SelectedCells {
  if (mode === "replace") return selectPart(kind, cell);
  if (mode === "add") return toggleAt(selected, kind, cell, size);
  return extendTo(selected, kind, cell, mode === "maximize");
}
