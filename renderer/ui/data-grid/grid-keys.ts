/**
 * The keyboard of a spreadsheet, before @deephaven/grid's own handlers (Tab is theirs). What moves or extends the selection is
 * selection-keys.ts. Keys that are commands (Ctrl+C, Ctrl+Z, F5 …) are left alone: they belong to the one registry of commands.
 */
import { type EventHandlerResult, type Grid, KeyHandler } from "@deephaven/grid";
import type { CellPlace } from "./grid-source.ts";
import type { SelectingGrid } from "./selecting-grid.ts";
import { isOneCell } from "./selection-ranges.ts";

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

  override onDown(event: GridKeyboardEvent, ofLibrary: Grid): EventHandlerResult {
    const grid = ofLibrary as SelectingGrid;
    const cell = grid.selected.cursor;
    const { key, shiftKey } = event;
    const control = event.ctrlKey || event.metaKey;
    if (!event.altKey && grid.pressKey({ key, shiftKey, control })) return true;
    if (control) return this.#withControl(event);
    const actions = this.#actions();
    switch (event.key) {
      case "Enter":
        if (!cell || event.altKey) return leaveAlone;
        if (event.shiftKey) actions.open(cell);
        else actions.edit(cell);
        return true;
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

  #withControl(event: GridKeyboardEvent): EventHandlerResult {
    if (event.key !== "'") return leaveAlone;
    this.#actions().copyAbove();
    return true;
  }

  /** From many cells back to the active one. */
  #escape(grid: SelectingGrid, cell: CellPlace | null): EventHandlerResult {
    if (!cell || isOneCell(grid.selected.ranges)) return leaveAlone;
    grid.selectPart("cells", cell);
    return true;
  }
}
