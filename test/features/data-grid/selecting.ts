/** The real grid with its real handlers of keys and mouse, without a page around it: what is in sight is a window of rows. */
import { type GridMouseHandler, GridSelectionMouseHandler, type GridPoint, type KeyHandler } from "@deephaven/grid";
import { vi } from "vitest";
import { SpreadsheetKeys } from "../../../renderer/ui/data-grid/grid-keys.ts";
import { SourceMetrics, SourceModel } from "../../../renderer/ui/data-grid/grid-model.ts";
import { mouseHandlers } from "../../../renderer/ui/data-grid/grid-mouse.ts";
import type { CellPlace, GridSource } from "../../../renderer/ui/data-grid/grid-source.ts";
import { SelectingGrid } from "../../../renderer/ui/data-grid/selecting-grid.ts";

/** Rows of one page, and height and width of everything in it. */
export const pageRows = 5;
const size = 20;

export interface Modifiers {
  readonly shift?: boolean;
  readonly control?: boolean;
  readonly alt?: boolean;
}

export interface TestGrid {
  readonly grid: SelectingGrid;
  /** What `Delete` and Enter asked for. */
  readonly asked: string[];
  key(key: string, modifiers?: Modifiers): void;
  /** Presses at a place, drags over others and lets go; `row: null` is the header, `column: null` the row's number. */
  mouse(path: readonly { row: number | null; column: number | null }[], modifiers?: Modifiers): void;
  rightClick(at: { row: number | null; column: number | null }): void;
  scrollTo(top: number): void;
}

/** A source of so many rows and columns, whose names can be changed. */
export function plainSource(rowCount: number, names: string[]): GridSource & { rowCount: number; names: string[] } {
  const source = {
    rowCount,
    names,
    get columns() {
      return columnsOf(source.names);
    },
    cell: () => undefined,
    row: (row: number) => ({ label: String(row + 1), tone: null }),
    request: () => {},
    subscribe: () => () => {},
  };
  return source;
}

const made = new Map<string, GridSource["columns"]>();
function columnsOf(names: readonly string[]): GridSource["columns"] {
  const key = names.join();
  const columns =
    made.get(key) ??
    names.map((name) => ({ name, type: "", align: "left" as const, width: size, sortable: true, direction: null }));
  made.set(key, columns);
  return columns;
}

export function testGrid(source: GridSource): TestGrid {
  vi.stubGlobal("window", {
    navigator: { platform: "Linux" },
    ResizeObserver: Object,
    addEventListener: () => {},
    removeEventListener: () => {},
    devicePixelRatio: 1,
  });
  vi.stubGlobal("ResizeObserver", Object);
  const asked: string[] = [];
  const nothing = () => {};
  const keys: KeyHandler = new SpreadsheetKeys(() => ({
    edit: () => asked.push("edit"),
    open: () => asked.push("open"),
    remove: () => asked.push("remove"),
    copyAbove: () => asked.push("copyAbove"),
    columnMenu: nothing,
    toggle: () => false,
  }));
  const mouse: GridMouseHandler[] = [
    ...mouseHandlers(() => ({
      edit: nothing,
      sort: nothing,
      resized: nothing,
      fit: nothing,
      menu: nothing,
      dropBefore: nothing,
      move: nothing,
      follow: nothing,
      fold: nothing,
    })),
    new GridSelectionMouseHandler(900),
  ].sort((a, b) => a.order - b.order);
  const parts = { model: new SourceModel(source), metricCalculator: new SourceMetrics(source), keyHandlers: [keys] };
  const props = { ...SelectingGrid.defaultProps, ...parts, theme: {} };
  const grid = new SelectingGrid(props as unknown as ConstructorParameters<typeof SelectingGrid>[0]);
  // React is not there: a state is the state at once.
  grid.setState = (next: unknown) => {
    const state = typeof next === "function" ? (next as (s: unknown) => object)(grid.state) : next;
    Object.assign(grid.state, state);
  };
  grid.focus = nothing;
  let top = 0;
  const look = (): void => {
    const rows = Array.from({ length: Math.min(pageRows, source.rowCount) }, (_, i) => top + i);
    const columns = source.columns.map((_, i) => i);
    const places = (all: readonly number[]) => new Map(all.map((n, i) => [n, i * size]));
    const sizes = (all: readonly number[]) => new Map(all.map((n) => [n, size]));
    Object.assign(grid, {
      metrics: {
        gridX: size,
        gridY: size,
        maxX: columns.length * size,
        maxY: rows.length * size,
        width: 10_000,
        height: (pageRows + 1) * size,
        rowHeight: size,
        columnWidth: size,
        rowCount: source.rowCount,
        columnCount: columns.length,
        top,
        left: 0,
        topOffset: 0,
        leftOffset: 0,
        topVisible: top,
        bottomVisible: Math.min(source.rowCount - 1, top + pageRows - 1),
        bottom: Math.min(source.rowCount - 1, top + pageRows - 1),
        leftVisible: 0,
        rightVisible: columns.length - 1,
        right: columns.length - 1,
        lastTop: Math.max(0, source.rowCount - pageRows),
        lastLeft: 0,
        hasHorizontalBar: false,
        floatingLeftColumnCount: 0,
        floatingRightColumnCount: 0,
        floatingTopRowCount: 0,
        floatingBottomRowCount: 0,
        allRowYs: places(rows),
        allRowHeights: sizes(rows),
        allColumnXs: places(columns),
        allColumnWidths: sizes(columns),
      },
    });
  };
  const scrollTo = (to: number): void => {
    top = Math.max(0, Math.min(to, source.rowCount - pageRows));
    look();
  };
  grid.setViewState = ({ top: to }) => {
    if (to !== undefined) scrollTo(to);
  };
  grid.moveViewToCell = (_column, row) => {
    if (row === null) return;
    if (row < top) scrollTo(row);
    else if (row >= top + pageRows) scrollTo(row - pageRows + 1);
  };
  look();

  const pointAt = ({ row, column }: { row: number | null; column: number | null }): GridPoint => ({
    row,
    column,
    x: column === null ? size / 2 : size + column * size + size / 2,
    y: row === null ? size / 2 : size + (row - top) * size + size / 2,
  });
  const event = ({ shift = false, control = false, alt = false }: Modifiers, more: object = {}) =>
    ({
      shiftKey: shift,
      ctrlKey: control,
      altKey: alt,
      metaKey: false,
      button: 0,
      clientX: 0,
      clientY: 0,
      preventDefault: nothing,
      stopPropagation: nothing,
      ...more,
    }) as never;
  return {
    grid,
    asked,
    key: (key, modifiers = {}) => {
      grid.handleKeyDown(event(modifiers, { key }));
      look();
    },
    mouse([at, ...path], modifiers = {}) {
      if (!at) return;
      const point = pointAt(at);
      mouse.find((handler) => handler.onDown(point, grid, event(modifiers)) !== false);
      let end = point;
      for (const over of path) {
        end = pointAt(over);
        mouse.find((handler) => handler.onDrag(end, grid, event(modifiers)) !== false);
      }
      mouse.find((handler) => handler.onUp(end, grid, event(modifiers)) !== false);
      look();
    },
    rightClick(at) {
      mouse.find((handler) => handler.onContextMenu(pointAt(at), grid, event({}, { button: 2 })) !== false);
    },
    scrollTo,
  };
}

/** `row,column` of each selected cell, by what is told to the grid's owner. */
export function cellsOf(grid: SelectingGrid): string[] {
  return grid.selected.ranges.flatMap((range) => {
    const cells: string[] = [];
    for (let row = range.firstRow; row <= range.lastRow; row++)
      for (let column = range.firstColumn; column <= range.lastColumn; column++) cells.push(`${row},${column}`);
    return cells;
  });
}

/** The same by what the library paints. */
export function paintedCells(grid: SelectingGrid, { rowCount, columns }: GridSource): string[] {
  const cells: string[] = [];
  for (let row = 0; row < rowCount; row++)
    for (let column = 0; column < columns.length; column++)
      if (grid.state.selection.isCellSelected(column, row)) cells.push(`${row},${column}`);
  return cells;
}

export const nameOf = ({ row, column }: CellPlace): string => `${row},${column}`;
