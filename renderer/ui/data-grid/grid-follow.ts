/** The mouse on cells that lead to other rows: their arrow, Ctrl, and the middle button. */
import {
  type EventHandlerResult,
  type Grid,
  type GridMouseEvent,
  GridMouseHandler,
  type GridPoint,
} from "@deephaven/grid";
import { followWidth, isFollowed } from "./cell-painter.ts";
import type { SourceModel } from "./grid-model.ts";
import type { CellPlace } from "./grid-source.ts";
import { zoneOf } from "./grid-zone.ts";

type Actions = () => {
  /** To what the cell refers to; `apart`: without leaving what is shown here. */
  follow(cell: CellPlace, apart: boolean): void;
};

/** The cell under a point, if it can be followed, and whether the point is on its arrow. */
function followedAt(point: GridPoint, grid: Grid): (CellPlace & { readonly onArrow: boolean }) | null {
  const { metrics } = grid;
  const { row, column } = point;
  if (!metrics || zoneOf(point, grid) !== "cell" || row === null || column === null) return null;
  if (!isFollowed((grid.props.model as SourceModel).source.cell(row, column))) return null;
  const end = (metrics.allColumnXs.get(column) ?? 0) + (metrics.allColumnWidths.get(column) ?? 0) + metrics.gridX;
  return { row, column, onArrow: point.x >= end - followWidth };
}

/** The arrow of a cell that can be followed, and a click with Ctrl on it. Before the cells' own handler (900). */
export class Follows extends GridMouseHandler {
  readonly #actions: Actions;
  #pressed: (CellPlace & { readonly apart: boolean }) | null = null;
  constructor(actions: Actions) {
    super(420);
    this.#actions = actions;
  }
  override onDown(point: GridPoint, grid: Grid, event: GridMouseEvent): EventHandlerResult {
    this.#pressed = null;
    const over = event.button === 2 ? null : followedAt(point, grid);
    const control = event.ctrlKey || event.metaKey;
    if (!over || event.shiftKey || event.altKey || !(control || over.onArrow)) return false;
    const { row, column, onArrow } = over;
    grid.focus();
    grid.handleKeySelectAt({ row, column }, "replace");
    this.#pressed = { row, column, apart: control && onArrow };
    return true;
  }
  override onUp(point: GridPoint): EventHandlerResult {
    const pressed = this.#pressed;
    this.#pressed = null;
    if (!pressed) return false;
    const { row, column, apart } = pressed;
    if (row === point.row && column === point.column) this.#actions().follow({ row, column }, apart);
    return true;
  }
}

/** The middle button, which the grid itself leaves alone: a cell that can be followed is followed apart. */
export function listenForMiddleButton(grid: Grid, actions: Actions): void {
  // Some systems would begin to scroll by themselves.
  grid.canvas?.addEventListener("mousedown", (event) => event.button === 1 && event.preventDefault());
  grid.canvas?.addEventListener("auxclick", (event) => {
    const over = event.button === 1 ? followedAt(grid.getGridPointFromEvent(event), grid) : null;
    if (!over) return;
    const { row, column } = over;
    grid.handleKeySelectAt({ row, column }, "replace");
    actions().follow({ row, column }, true);
  });
}
