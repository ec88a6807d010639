/** Gestures of the mouse that @deephaven/grid leaves open: headers, row numbers, double click, menus, end of a resize. */
import {
  type EventHandlerResult,
  type Grid,
  type GridMouseEvent,
  GridMouseHandler,
  type GridPoint,
} from "@deephaven/grid";
import type { CellPlace, GridMenuEvent } from "./grid-source.ts";
import { foldReach } from "./fold-painter.ts";
import { Follows } from "./grid-follow.ts";
import type { SourceMetrics, SourceModel } from "./grid-model.ts";
import { DragScroll } from "./drag-scroll.ts";
import { zoneOf } from "./grid-zone.ts";
import type { SelectingGrid } from "./selecting-grid.ts";
import type { PressMode } from "./selection-keys.ts";

/** What the mouse asks for. */
export interface GridMouseActions {
  edit(cell: CellPlace): void;
  sort(column: number, add: boolean): void;
  resized(column: number, width: number): void;
  /** Double click on the edge of a header: as wide as what is on screen needs. */
  fit(column: number): void;
  menu(event: GridMenuEvent): void;
  /** A header is dragged: where it would be put; null when it was let go. */
  dropBefore(column: number | null): void;
  move(from: number, to: number): void;
  /** To what the cell refers to; `apart`: without leaving what is shown here. */
  follow(cell: CellPlace, apart: boolean): void;
  /** The triangle of a row. */
  fold(row: number): void;
}

type Actions = () => GridMouseActions;

function modeOf(event: GridMouseEvent): PressMode {
  const control = event.ctrlKey || event.metaKey;
  if (event.shiftKey) return control ? "maximize" : "extend";
  return control ? "add" : "replace";
}

/** A click on a header sorts; with Ctrl or Alt it selects the column, with Shift too those up to it. After the separators (order 200), before the cells (900). */
class HeaderClicks extends GridMouseHandler {
  readonly #actions: Actions;
  #pressed: number | null = null;
  #pressedAt = 0;
  /** Before which column the pressed one would be put; null while it is not dragged. */
  #drop: number | null = null;
  constructor(actions: Actions) {
    super(250);
    this.#actions = actions;
  }
  override onDown(point: GridPoint, grid: Grid, event: GridMouseEvent): EventHandlerResult {
    const zone = zoneOf(point, grid);
    if (zone !== "column" && zone !== "corner") return false;
    grid.focus();
    this.#pressed = zone === "column" ? point.column : null;
    [this.#pressedAt, this.#drop] = [point.x, null];
    const control = event.ctrlKey || event.metaKey;
    if (zone === "corner") {
      grid.selectAll();
    } else if ((event.altKey || control) && point.column !== null && event.button !== 2) {
      const mode = event.shiftKey ? "extend" : control ? "add" : "replace";
      (grid as SelectingGrid).pressHeader(point.column, mode);
      this.#pressed = null;
    }
    return true;
  }
  /** A header that is dragged is moved; a few pixels are a trembling hand. */
  override onDrag(point: GridPoint, grid: Grid): EventHandlerResult {
    const { metrics } = grid;
    if (this.#pressed === null || !metrics) return false;
    if (this.#drop === null && Math.abs(point.x - this.#pressedAt) < 8) return true;
    const over = point.column ?? (point.x < metrics.gridX ? 0 : metrics.columnCount - 1);
    const middle = (metrics.allColumnXs.get(over) ?? 0) + (metrics.allColumnWidths.get(over) ?? 0) / 2 + metrics.gridX;
    this.#drop = point.x < middle ? over : over + 1;
    this.#actions().dropBefore(this.#drop);
    return true;
  }
  override onUp(point: GridPoint, grid: Grid, event: GridMouseEvent): EventHandlerResult {
    const pressed = this.#pressed;
    const drop = this.#drop;
    this.#pressed = null;
    this.#drop = null;
    if (pressed !== null && drop !== null) {
      this.#actions().dropBefore(null);
      // Its own place is free when it is put down.
      const to = drop > pressed ? drop - 1 : drop;
      if (to !== pressed) this.#actions().move(pressed, to);
      return true;
    }
    if (pressed === null || zoneOf(point, grid) !== "column" || point.column !== pressed) return false;
    this.#actions().sort(pressed, event.shiftKey);
    return true;
  }
  override onDoubleClick(point: GridPoint, grid: Grid): EventHandlerResult {
    const zone = zoneOf(point, grid);
    return zone === "column" || zone === "corner" || zone === "row";
  }
}

/** The triangle at a row's number. Before the row numbers (260). */
class Folds extends GridMouseHandler {
  readonly #actions: Actions;
  #pressed: number | null = null;
  constructor(actions: Actions) {
    super(255);
    this.#actions = actions;
  }
  override onDown(point: GridPoint, grid: Grid, event: GridMouseEvent): EventHandlerResult {
    this.#pressed = event.button === 0 ? this.#foldAt(point, grid) : null;
    if (this.#pressed === null) return false;
    grid.focus();
    return true;
  }
  override onUp(point: GridPoint, grid: Grid): EventHandlerResult {
    const pressed = this.#pressed;
    this.#pressed = null;
    if (pressed === null) return false;
    if (this.#foldAt(point, grid) === pressed) this.#actions().fold(pressed);
    return true;
  }
  override onDoubleClick(point: GridPoint, grid: Grid): EventHandlerResult {
    return this.#foldAt(point, grid) !== null;
  }
  #foldAt(point: GridPoint, grid: Grid): number | null {
    const { row } = point;
    const { metrics } = grid;
    if (!metrics || row === null || point.x > foldReach || zoneOf(point, grid) !== "row") return null;
    const onLine = point.y - metrics.gridY - (metrics.allRowYs.get(row) ?? 0) < metrics.rowHeight;
    const { below } = (grid.props.model as SourceModel).source;
    return onLine && below && below.state(row) !== null ? row : null;
  }
}

/** Row numbers select rows: press, drag (beyond the rows on screen too), Shift, Ctrl. */
class RowNumbers extends GridMouseHandler {
  #dragging = false;
  readonly #scrolling = new DragScroll();
  constructor() {
    super(260);
  }
  override onDown(point: GridPoint, grid: Grid, event: GridMouseEvent): EventHandlerResult {
    if (zoneOf(point, grid) !== "row") return false;
    grid.focus();
    grid.handleMouseSelectStart({ row: point.row, column: null }, modeOf(event));
    this.#dragging = true;
    return true;
  }
  override onDrag(point: GridPoint, grid: Grid): EventHandlerResult {
    if (!this.#dragging) return false;
    const drag = (row: number): void => grid.handleMouseSelectDrag({ row, column: null });
    if (!this.#scrolling.follow(point, grid, drag) && point.row !== null) drag(point.row);
    return true;
  }
  override onUp(_point: GridPoint, grid: Grid): EventHandlerResult {
    if (!this.#dragging) return false;
    this.#dragging = false;
    this.#scrolling.stop();
    grid.handleMouseSelectEnd();
    return false;
  }
}

/** The end of a drag on a header's edge, and a double click there. Before the separators' own handler. */
class ResizeEnd extends GridMouseHandler {
  readonly #actions: Actions;
  constructor(actions: Actions) {
    super(150);
    this.#actions = actions;
  }
  override onUp(_point: GridPoint, grid: Grid): EventHandlerResult {
    const dragged = (grid.metricCalculator as SourceMetrics).takeDragged();
    if (dragged) this.#actions().resized(dragged.column, dragged.width);
    return false;
  }
  override onDoubleClick(point: GridPoint, grid: Grid): EventHandlerResult {
    const { metrics } = grid;
    if (!metrics || zoneOf(point, grid) !== "column" || point.column === null) return false;
    const x = point.x - metrics.gridX;
    for (const column of [point.column, point.column - 1]) {
      const edge = (metrics.allColumnXs.get(column) ?? -99) + (metrics.allColumnWidths.get(column) ?? 0);
      if (Math.abs(edge - x) <= 6) {
        this.#actions().fit(column);
        return true;
      }
    }
    return false;
  }
}

/** A double click on a cell edits it. */
class DoubleClicks extends GridMouseHandler {
  readonly #actions: Actions;
  constructor(actions: Actions) {
    super(430);
    this.#actions = actions;
  }
  override onDoubleClick(point: GridPoint, grid: Grid): EventHandlerResult {
    if (zoneOf(point, grid) !== "cell" || point.row === null || point.column === null) return false;
    this.#actions().edit({ row: point.row, column: point.column });
    return true;
  }
}

/** The context menu, after the grid's own handler (900) has moved the selection to what was clicked. */
class Menus extends GridMouseHandler {
  readonly #actions: Actions;
  constructor(actions: Actions) {
    super(950);
    this.#actions = actions;
  }
  override onContextMenu(point: GridPoint, grid: Grid, event: GridMouseEvent): EventHandlerResult {
    const target = zoneOf(point, grid);
    if (target === "outside") return true;
    const { row, column } = point;
    if (target === "row" && row !== null && !grid.getSelection().isRowSelected(row)) {
      grid.handleMouseSelectStart({ row, column: null }, "replace");
      grid.handleMouseSelectEnd();
    }
    grid.focus();
    const { clientX: x, clientY: y } = event;
    // The selection set just now is in the state after this turn.
    setTimeout(() => this.#actions().menu({ target, row, column, x, y }));
    return true;
  }
}

/** All of them. */
export function mouseHandlers(actions: Actions): GridMouseHandler[] {
  return [
    new ResizeEnd(actions),
    new HeaderClicks(actions),
    new Folds(actions),
    new RowNumbers(),
    new Follows(actions),
    new DoubleClicks(actions),
    new Menus(actions),
  ];
}
