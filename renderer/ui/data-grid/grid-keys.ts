/**
 * The keyboard of a spreadsheet, before @deephaven/grid's own handlers (arrows, PageUp/PageDown and Tab are theirs).
 * Keys that are commands (Ctrl+C, Ctrl+Z, F5 …) are left alone: they belong to the one registry of commands.
 */
import { type EventHandlerResult, type Grid, GridRange, KeyHandler, selectionToRanges } from "@deephaven/grid";
import type { CellPlace } from "./grid-source.ts";

type GridKeyboardEvent = Parameters<KeyHandler["onDown"]>[0];

/** What keys ask for. */
export interface GridKeyActions {
  edit(cell: CellPlace, text?: string): void;
  open(cell: CellPlace): void;
  remove(): void;
  copyAbove(): void;
  /** The menu of the active cell's column. */
  columnMenu(): void;
  /** The other one of two values, where the cell is a check box; false where it is none. */
  toggle(cell: CellPlace): boolean;
}

/** Ends the grid's own handling and lets the event go on to the window. */
const leaveAlone: EventHandlerResult = { stopPropagation: false, preventDefault: false };

export class SpreadsheetKeys extends KeyHandler {
  readonly #actions: () => GridKeyActions;

  constructor(actions: () => GridKeyActions) {
    super(50);
    this.#actions = actions;
  }

  override onDown(event: GridKeyboardEvent, grid: Grid): EventHandlerResult {
    const { cursorRow: row, cursorColumn: column } = grid.state.selection;
    const cell = row !== null && column !== null ? { row, column } : null;
    const modified = event.ctrlKey || event.metaKey;
    if (modified) return this.#withControl(event, grid, cell);
    const actions = this.#actions();
    switch (event.key) {
      case "Enter":
        if (!cell || event.altKey) return leaveAlone;
        if (event.shiftKey) actions.open(cell);
        else actions.edit(cell);
        return true;
      case "Home": {
        // Pinned columns are in sight anyway: first to where the others begin, as with a spreadsheet's frozen columns.
        const first = grid.metrics?.floatingLeftColumnCount ?? 0;
        if (!cell || first === 0 || cell.column === first || event.altKey) break;
        grid.handleKeySelectAt({ row: cell.row, column: first }, event.shiftKey ? "maximize" : "replace");
        return true;
      }
      case "F2":
        if (cell) actions.edit(cell);
        return true;
      case "Escape":
        return this.#escape(grid, cell);
      case "Delete":
      case "Backspace":
        if (event.altKey || event.shiftKey) return leaveAlone;
        actions.remove();
        return true;
      case " ":
        if (event.shiftKey && cell) {
          select(grid, GridRange.makeRow(cell.row), cell);
          return true;
        }
        if (cell && actions.toggle(cell)) return true;
        break;
      default:
    }
    if (event.altKey && !event.shiftKey && event.key === "ArrowDown" && cell) {
      actions.columnMenu();
      return true;
    }
    if (event.altKey) return leaveAlone;
    if (event.key.length === 1 || event.key === "Process" || event.key === "Dead") {
      // A dead key or an input method has not made its character yet: the editor opens empty and receives it.
      if (cell) actions.edit(cell, event.key.length === 1 ? event.key : "");
      // The character of a key that opens the editor is its text already.
      return event.key.length === 1 ? true : leaveAlone;
    }
    return false;
  }

  #withControl(event: GridKeyboardEvent, grid: Grid, cell: CellPlace | null): EventHandlerResult {
    const { rowCount, columnCount } = grid.props.model;
    const mode = event.shiftKey ? "maximize" : "replace";
    if (rowCount === 0 || columnCount === 0) return leaveAlone;
    switch (event.key) {
      case "Home":
        grid.handleKeySelectAt({ row: 0, column: 0 }, mode);
        return true;
      case "End":
        grid.handleKeySelectAt({ row: rowCount - 1, column: columnCount - 1 }, mode);
        return true;
      case " ":
        if (cell) select(grid, GridRange.makeColumn(cell.column), cell);
        return true;
      case "'":
        this.#actions().copyAbove();
        return true;
      case "ArrowUp":
      case "ArrowDown":
      case "ArrowLeft":
      case "ArrowRight":
        return false;
      default:
        return leaveAlone;
    }
  }

  /** From many cells back to the active one. */
  #escape(grid: Grid, cell: CellPlace | null): EventHandlerResult {
    const ranges = selectionToRanges(grid.state.selection);
    const many = ranges.length > 1 || ranges.some((range) => GridRange.cellCount([range]) !== 1);
    if (!cell || !many) return leaveAlone;
    select(grid, GridRange.makeCell(cell.column, cell.row), cell);
    return true;
  }
}

/** Selects one range and keeps the active cell where it was. */
export function select(grid: Grid, range: GridRange, cursor: CellPlace): void {
  selectRanges(grid, [range], cursor);
}

/** Selects several ranges. */
export function selectRanges(grid: Grid, ranges: readonly GridRange[], cursor: CellPlace): void {
  grid.setSelection(
    grid.state.selection
      .withCommittedRanges(ranges)
      .withCursor(cursor.row, cursor.column)
      .withSelectionEnd(cursor.row, cursor.column),
  );
}
