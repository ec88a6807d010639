/**
 * The selection of a grid: one model that every gesture of mouse and keyboard goes through. A part is spanned between an
 * anchor and a focus, and is cells, whole rows, whole columns or all; earlier parts stay beside it as rectangles. Pure: each
 * gesture gives another selection. What is painted, counted and acted on is `rangesOf`, which never overlap.
 */
import type { CellPlace, CellRange } from "./grid-source.ts";
import {
  fitRange,
  type GridSize,
  hasCell,
  isOneCell,
  isWholeIn,
  kindOf,
  moveColumns,
  rangeBetween,
  type SelectionKind,
  without,
} from "./selection-ranges.ts";

export interface SelectedCells {
  /** The cell that has the ring: what is typed goes there. */
  readonly active: CellPlace;
  readonly kind: SelectionKind;
  /** Where the last part begins, and where it goes to. */
  readonly anchor: CellPlace;
  readonly focus: CellPlace;
  /** The last part is being taken out of the others (Ctrl on what was selected), not added to them. */
  readonly removes: boolean;
  /** Earlier parts. */
  readonly others: readonly CellRange[];
}

/** null: nothing is selected, and there is no active cell. */
export type Selected = SelectedCells | null;

/** A part alone, from `anchor` to `focus`. */
export function selectPart(kind: SelectionKind, anchor: CellPlace, focus = anchor): SelectedCells {
  return { active: anchor, kind, anchor, focus, removes: false, others: [] };
}

/** One cell alone. */
export function selectCell(cell: CellPlace): SelectedCells {
  return selectPart("cells", cell);
}

const within = (n: number, count: number): number => Math.max(0, Math.min(n, count - 1));

function inside({ row, column }: CellPlace, { rowCount, columnCount }: GridSize): CellPlace {
  return { row: within(row, rowCount), column: within(column, columnCount) };
}

const sameCell = (a: CellPlace, b: CellPlace): boolean => a.row === b.row && a.column === b.column;

/** Ranges as a selection: the one that holds the active cell (else the last) is what gestures go on with. */
export function selectRanges(ranges: readonly CellRange[], active: CellPlace): SelectedCells {
  const part = ranges.findLast((range) => hasCell(range, active)) ?? ranges.at(-1);
  if (!part) return selectCell(active);
  const others = ranges.filter((range) => range !== part);
  const first = { row: part.firstRow, column: part.firstColumn };
  const kind = kindOf(part);
  const now = hasCell(part, active) ? active : first;
  // From the corner that the active cell is at to the one across.
  const row = kind === "columns" || kind === "all" ? now.row : now.row === part.lastRow ? part.firstRow : part.lastRow;
  const column = kind === "rows" ? now.column : now.column === part.lastColumn ? part.firstColumn : part.lastColumn;
  const atRow = kind === "columns" || kind === "all" || now.row === part.firstRow || now.row === part.lastRow;
  const atColumn = kind !== "cells" || now.column === part.firstColumn || now.column === part.lastColumn;
  if (atRow && atColumn) return { active: now, kind, anchor: now, focus: { row, column }, removes: false, others };
  const last = { row: part.lastRow, column: part.lastColumn };
  return { active: now, kind, anchor: first, focus: last, removes: false, others };
}

/** What is selected in a grid of this size, as rectangles that do not overlap. */
export function rangesOf(selected: Selected, size: GridSize): CellRange[] {
  if (!selected || size.rowCount === 0 || size.columnCount === 0) return [];
  const { kind, anchor, focus, removes, others } = selected;
  const part = fitRange(rangeBetween(kind, anchor, focus, size), size);
  const before = others.flatMap((range) => fitRange(range, size) ?? []);
  if (!part) return before;
  const left = before.flatMap((range) => without(range, part));
  return removes ? left : [...left, part];
}

/** The selection in a grid of another size: what is outside of it now is not selected any longer, and never something else instead. */
export function fitSelected(selected: Selected, size: GridSize): Selected {
  if (!selected || size.rowCount === 0 || size.columnCount === 0) return null;
  const { active, anchor, focus, kind, others } = selected;
  const now = inside(active, size);
  const isOut =
    (kind !== "columns" && kind !== "all" && Math.min(anchor.row, focus.row) >= size.rowCount) ||
    (kind !== "rows" && kind !== "all" && Math.min(anchor.column, focus.column) >= size.columnCount);
  if (isOut) return selectRanges(rangesOf({ ...selected, removes: true }, size), now);
  const fitting = others.flatMap((range) => fitRange(range, size) ?? []);
  const isIn = [active, anchor, focus].every((cell) => sameCell(cell, inside(cell, size)));
  if (isIn && fitting.length === others.length && fitting.every((range, i) => range === others[i])) return selected;
  return { ...selected, active: now, anchor: inside(anchor, size), focus: inside(focus, size), others: fitting };
}

/** Ctrl and a press: takes what is there into the selection, or out of it. */
export function toggleAt(selected: Selected, kind: SelectionKind, cell: CellPlace, size: GridSize): SelectedCells {
  const others = rangesOf(selected, size);
  // A cell that was only the active one is no part of a selection of rows or columns.
  if (!selected || (kind !== "cells" && isOneCell(others))) return selectPart(kind, cell);
  const removes = isWholeIn(others, kind, cell);
  return { active: removes ? selected.active : cell, kind, anchor: cell, focus: cell, removes, others };
}

/** The last part as extending begins with it: from the active cell, when that has moved away from the anchor. */
export function fromActive(selected: SelectedCells): SelectedCells {
  const { active, anchor, removes } = selected;
  return sameCell(active, anchor) && !removes
    ? selected
    : { ...selected, anchor: active, focus: active, removes: false };
}

/** Shift and a press: from the active cell up to what is there; `keep` (Ctrl): beside what else is selected. */
export function extendTo(selected: Selected, kind: SelectionKind, cell: CellPlace, keep: boolean): SelectedCells {
  if (!selected) return selectPart(kind, cell);
  const from = fromActive(selected);
  return { ...from, kind, focus: cell, others: keep ? from.others : [] };
}

/** The mouse is dragged to a cell. */
export function dragTo(selected: SelectedCells, cell: CellPlace): SelectedCells {
  return { ...selected, focus: cell };
}

/** A gesture has ended: what it took out is gone. The active cell is always one that is selected. */
export function settle(selected: Selected, size: GridSize): Selected {
  if (!selected?.removes) return selected;
  const ranges = rangesOf(selected, size);
  return selectRanges(ranges, selected.active);
}

/** The active cell moves within what is selected. */
export function withActive(selected: SelectedCells, active: CellPlace): SelectedCells {
  return { ...selected, active };
}

/** The same cells when columns have other places (moved, hidden, shown); `placeOf` gives null for one that is gone. */
export function withColumns(
  selected: Selected,
  placeOf: (column: number) => number | null,
  before: GridSize,
  now: GridSize,
): Selected {
  if (!selected) return null;
  const { active, kind } = selected;
  const column = placeOf(active.column) ?? within(active.column, now.columnCount);
  // Whole rows and all there is hold whatever columns there are.
  const anchorColumn = placeOf(selected.anchor.column) ?? column;
  const moved = { ...active, column };
  if ((kind === "rows" || kind === "all") && selected.others.length === 0) {
    return { ...selected, active: moved, anchor: { ...selected.anchor, column: anchorColumn } };
  }
  const ranges = rangesOf(selected, before).flatMap((range) => moveColumns(range, placeOf));
  return selectRanges(
    ranges.flatMap((range) => fitRange(range, now) ?? []),
    moved,
  );
}
