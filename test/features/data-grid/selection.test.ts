/**
 * Random clicks, drags, Shift, Ctrl, keys and scrolls through the real handlers of the real grid: what is painted is what is
 * told to the owner, no cell twice, and it is what a plain model of sets says. Then each kind of start by itself.
 */
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { CellPlace } from "../../../renderer/ui/data-grid/grid-source.ts";
import { cellsOf, type Modifiers, nameOf, pageRows, paintedCells, plainSource, testGrid } from "./selecting.ts";

afterEach(() => void vi.unstubAllGlobals());

const ROWS = 23;
const keys = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"] as const;
const modifiers = fc.record({ shift: fc.boolean(), control: fc.boolean() });
const place = (columns: number) => fc.record({ row: fc.nat(pageRows - 1), column: fc.nat(columns - 1) });
const stepOf = (columns: number) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant("key" as const), key: fc.constantFrom(...keys), modifiers }) },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant("drag" as const),
        zone: fc.constantFrom("cells" as const, "rows" as const),
        path: fc.array(place(columns), { minLength: 1, maxLength: 3 }),
        modifiers,
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("header" as const), at: place(columns), modifiers }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("scroll" as const), to: fc.nat(ROWS) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("space" as const), shift: fc.boolean() }) },
    { weight: 1, arbitrary: fc.constant({ do: "escape" as const }) },
    { weight: 1, arbitrary: fc.constant({ do: "all" as const }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("tab" as const), shift: fc.boolean() }) },
  );
type Step = ReturnType<typeof stepOf> extends fc.Arbitrary<infer T> ? T : never;

type Kind = "cells" | "rows" | "columns" | "all";

/** A selection as sets of cells; knows no rectangles, no React, and asks the grid only where one can choose. */
class PlainModel {
  readonly columns: number;
  active: CellPlace | null = null;
  kind: Kind = "cells";
  anchor: CellPlace = { row: 0, column: 0 };
  focus: CellPlace = { row: 0, column: 0 };
  base = new Set<string>();
  removes = false;
  constructor(columns: number) {
    this.columns = columns;
  }

  #part(): string[] {
    const { anchor, focus, kind } = this;
    const isHigh = kind === "columns" || kind === "all";
    const isWide = kind === "rows" || kind === "all";
    const cells: string[] = [];
    for (let row = 0; row < ROWS; row++)
      for (let column = 0; column < this.columns; column++) {
        const inRows = isHigh || (row - anchor.row) * (row - focus.row) <= 0;
        const inColumns = isWide || (column - anchor.column) * (column - focus.column) <= 0;
        if (inRows && inColumns) cells.push(nameOf({ row, column }));
      }
    return cells;
  }

  get cells(): Set<string> {
    const cells = new Set(this.base);
    if (!this.active) return cells;
    for (const cell of this.#part())
      if (this.removes) cells.delete(cell);
      else cells.add(cell);
    return cells;
  }

  start(kind: Kind, cell: CellPlace): void {
    Object.assign(this, { kind, active: cell, anchor: cell, focus: cell, base: new Set(), removes: false });
  }

  extend(kind: Kind, focus: CellPlace, keep: boolean): void {
    if (!this.active) return this.start(kind, focus);
    if (nameOf(this.active) !== nameOf(this.anchor)) this.anchor = this.active;
    Object.assign(this, { kind, focus, removes: false, base: keep ? this.base : new Set() });
  }

  toggle(kind: Kind, cell: CellPlace, isIn: boolean): void {
    const before = this.cells;
    if (!this.active || (before.size === 1 && this.kind === "cells" && kind !== "cells")) return this.start(kind, cell);
    Object.assign(this, { base: before, kind, anchor: cell, focus: cell, removes: isIn });
    if (!isIn) this.active = cell;
  }
}

const clamp = (n: number, count: number) => Math.max(0, Math.min(n, count - 1));

function led({ row, column }: CellPlace, key: (typeof keys)[number], control: boolean, columns: number): CellPlace {
  const far = control ? 10_000 : 1;
  const by = { ArrowUp: [-far, 0], ArrowDown: [far, 0], ArrowLeft: [0, -far], ArrowRight: [0, far] } as const;
  if (key === "Home") return control ? { row: 0, column: 0 } : { row, column: 0 };
  if (key === "End") return { row: control ? ROWS - 1 : row, column: columns - 1 };
  if (key === "PageUp" || key === "PageDown") {
    return { row: clamp(row + (key === "PageUp" ? -pageRows : pageRows), ROWS), column };
  }
  return { row: clamp(row + by[key][0], ROWS), column: clamp(column + by[key][1], columns) };
}

function walk(columns: number, steps: readonly Step[]): void {
  const source = plainSource(
    ROWS,
    Array.from({ length: columns }, (_, i) => `c${i}`),
  );
  const { grid, key, mouse, scrollTo } = testGrid(source);
  const model = new PlainModel(columns);
  /** The active cell of the grid is one the model could not know (a part was taken out, Tab): it goes on from there. */
  const follow = (): void => {
    const { cursor } = grid.selected;
    const cells = new Set(cellsOf(grid));
    if (cursor) Object.assign(model, { active: cursor, base: cells, removes: false });
  };
  for (const step of steps) {
    const top = grid.metrics?.topVisible ?? 0;
    /** After these the last part is not to be told from the others by looking. */
    let isUnknown = false;
    const isWhole = (kind: Kind, cell: CellPlace) => grid.holds(kind, cell);
    switch (step.do) {
      case "key": {
        const { shift, control } = step.modifiers;
        const isPage = step.key.startsWith("Page");
        const begin = { row: top, column: 0 };
        const isFirst = model.active === null;
        if (!(isPage && control)) {
          if (isFirst && !shift && !control && step.key.startsWith("Arrow")) model.start("cells", begin);
          else if (shift) {
            if (isFirst) model.start("cells", begin);
            const isAway = model.active && nameOf(model.active) !== nameOf(model.anchor);
            const from = isAway ? (model.active ?? begin) : model.focus;
            const to = led(from, step.key, control, columns);
            const { kind } = model;
            model.extend(
              kind,
              {
                row: kind === "rows" || kind === "cells" ? to.row : from.row,
                column: kind === "columns" || kind === "cells" ? to.column : from.column,
              },
              false,
            );
          } else model.start("cells", led(model.active ?? begin, step.key, control, columns));
        }
        key(step.key, step.modifiers);
        break;
      }
      case "drag": {
        const { zone } = step;
        const path = step.path.map(({ row, column }) => ({ row: top + row, column: zone === "rows" ? 0 : column }));
        const [at, ...over] = path;
        if (!at) break;
        const { shift, control } = step.modifiers;
        if (shift) model.extend(zone, at, control);
        else if (control) model.toggle(zone, at, isWhole(zone, at));
        else model.start(zone, at);
        for (const cell of over) model.focus = cell;
        isUnknown = model.removes;
        mouse(
          path.map(({ row, column }) => ({ row, column: zone === "rows" ? null : column })),
          step.modifiers,
        );
        break;
      }
      case "header": {
        const { shift, control } = step.modifiers;
        const at = { row: model.active?.row ?? top, column: step.at.column };
        // A plain click sorts.
        if (control && shift) model.extend("columns", at, false);
        else if (control) model.toggle("columns", at, isWhole("columns", at));
        isUnknown = model.removes;
        mouse([{ row: null, column: step.at.column }], step.modifiers);
        break;
      }
      case "scroll":
        scrollTo(step.to);
        break;
      case "space": {
        const kind = step.shift ? "rows" : "columns";
        const from = model.active ?? { row: top, column: 0 };
        const { anchor: first, focus: last } = model;
        const isAt = (along: "row" | "column") => (from[along] - first[along]) * (from[along] - last[along]) <= 0;
        const isOfPart = isAt("row") && isAt("column");
        const isSpan = model.active !== null && isOfPart && (model.kind === "cells" || model.kind === kind);
        const [anchor, focus] = isSpan ? [model.anchor, model.focus] : [from, from];
        Object.assign(model, { kind, active: from, anchor, focus, base: new Set(), removes: false });
        key(" ", { shift: step.shift, control: !step.shift });
        break;
      }
      case "escape":
        if (model.active) model.start("cells", model.active);
        key("Escape");
        break;
      case "all":
        model.start("all", model.active ?? { row: top, column: 0 });
        grid.selectAll();
        break;
      case "tab":
        key("Tab", { shift: step.shift });
        isUnknown = true;
        break;
    }
    const cells = cellsOf(grid);
    const { cursor } = grid.selected;
    expect(new Set(cells).size, "no cell twice").toBe(cells.length);
    expect([...paintedCells(grid, source)].sort(), "painted").toEqual([...cells].sort());
    if (cells.length > 0) expect(cells, "the active cell is selected").toContain(cursor && nameOf(cursor));
    if (step.do === "tab") {
      if (new Set(cellsOf(grid)).size > 1) expect([...model.cells].sort()).toEqual([...cells].sort());
      // What Tab does to the last part is that its extension begins at the active cell.
      if (cursor && cells.length === 1) model.start("cells", cursor);
      else if (cursor) model.active = cursor;
      continue;
    }
    const expected = model.cells;
    // Something is always selected where something was: the active cell.
    if (expected.size === 0 && cells.length === 1) model.start("cells", cursor ?? { row: 0, column: 0 });
    else expect([...cells].sort()).toEqual([...expected].sort());
    if (isUnknown) {
      // Which of the parts goes on is the grid's choice; one cell says it.
      follow();
      key("Escape");
      if (cursor) model.start("cells", cursor);
    }
  }
}

it.each([1, 3])(
  "random gestures on %i columns select what a model of sets selects",
  (columns) => {
    const seed = Date.now() & 0x7fffffff;
    // A failure prints its seed and the shortest steps.
    console.info(`selection of ${columns} columns: seed ${seed}`);
    fc.assert(
      fc.property(fc.array(stepOf(columns), { minLength: 1, maxLength: 25 }), (steps) => walk(columns, steps)),
      { seed, numRuns: 300 },
    );
  },
  120_000,
);

/** Ways to begin on row 3 (0-based 2), and what is selected after Shift+Down. */
const starts: readonly [string, (go: ReturnType<typeof testGrid>) => void, number[], boolean][] = [
  ["a row's number", (go) => go.mouse([{ row: 2, column: null }]), [2, 3], true],
  ["a cell", (go) => go.mouse([{ row: 2, column: 1 }]), [2, 3], false],
  ["Shift+Space", (go) => (go.mouse([{ row: 2, column: 1 }]), go.key(" ", { shift: true })), [2, 3], true],
  ["a number with Ctrl", (go) => go.mouse([{ row: 2, column: null }], { control: true }), [2, 3], true],
  [
    "a number with Shift",
    (go) => (go.mouse([{ row: 1, column: null }]), go.mouse([{ row: 2, column: null }], { shift: true })),
    [1, 2, 3],
    true,
  ],
  [
    "a drag over numbers",
    (go) =>
      go.mouse([
        { row: 1, column: null },
        { row: 2, column: null },
      ]),
    [1, 2, 3],
    true,
  ],
  ["a right click", (go) => go.rightClick({ row: 2, column: null }), [2, 3], true],
];

describe.each(starts)("from %s", (_name, begin, rows, whole) => {
  it("Shift+Down takes one row more", () => {
    const go = testGrid(plainSource(ROWS, ["a", "b", "c"]));
    begin(go);
    go.key("ArrowDown", { shift: true });
    const { ranges } = go.grid.selected;
    const held = new Set(cellsOf(go.grid).map((cell) => Number(cell.split(",")[0])));
    expect([...held].sort((a, b) => a - b)).toEqual(rows);
    expect(ranges.every((range) => range.wholeRows)).toBe(whole);
  });
  it("deep in the table too, and Ctrl+Shift+End goes to the last row", () => {
    const go = testGrid(plainSource(ROWS, ["a", "b", "c"]));
    begin(go);
    go.key("End", { shift: true, control: true });
    const held = new Set(cellsOf(go.grid).map((cell) => Number(cell.split(",")[0])));
    expect(Math.min(...held)).toBe(Math.min(...rows));
    expect(Math.max(...held)).toBe(ROWS - 1);
  });
});

it("one column: a range of cells is not whole rows, and the row's menu is of the row", () => {
  const go = testGrid(plainSource(ROWS, ["only"]));
  go.mouse([
    { row: 1, column: 0 },
    { row: 3, column: 0 },
  ]);
  expect(go.grid.selected.ranges.map((range) => range.wholeRows)).toEqual([false]);
  go.rightClick({ row: 2, column: null });
  expect(go.grid.selected.ranges).toMatchObject([{ firstRow: 2, lastRow: 2, wholeRows: true }]);
});

describe("what is gone from the grid is not selected, and nothing else is instead", () => {
  it("rows", () => {
    const source = plainSource(10, ["a", "b"]);
    const { grid, mouse, key } = testGrid(source);
    mouse([{ row: 1, column: null }]);
    mouse([{ row: 4, column: null }], { control: true });
    source.rowCount = 4;
    grid.followSource();
    expect(cellsOf(grid)).toEqual(["1,0", "1,1"]);
    source.rowCount = 1;
    grid.followSource();
    expect(grid.selected).toMatchObject({ cursor: { row: 0, column: 0 }, ranges: [{ wholeRows: false }] });
    expect(cellsOf(grid)).toEqual(["0,0"]);
    source.rowCount = 0;
    grid.followSource();
    expect(grid.selected).toEqual({ cursor: null, ranges: [] });
    key("ArrowDown");
    expect(grid.selected.ranges).toEqual([]);
  });
  it("columns that are moved, hidden and shown", () => {
    const source = plainSource(10, ["a", "b", "c", "d"]);
    const { grid, mouse } = testGrid(source);
    mouse([
      { row: 1, column: 1 },
      { row: 2, column: 2 },
    ]);
    source.names = ["a", "c", "d"];
    grid.followSource();
    expect(cellsOf(grid)).toEqual(["1,1", "2,1"]);
    source.names = ["c", "d", "a", "b"];
    grid.followSource();
    expect(cellsOf(grid)).toEqual(["1,0", "2,0"]);
    source.names = ["a", "b", "d"];
    grid.followSource();
    // The column is hidden: the active cell is where it was.
    expect(cellsOf(grid)).toEqual(["1,0"]);
  });
  it("whole rows and whole columns hold what is there", () => {
    const source = plainSource(10, ["a", "b", "c"]);
    const { grid, mouse } = testGrid(source);
    mouse([{ row: 1, column: null }]);
    source.names = ["a", "c"];
    grid.followSource();
    expect(grid.selected.ranges).toMatchObject([{ firstRow: 1, lastRow: 1, lastColumn: 1, wholeRows: true }]);
    mouse([{ row: null, column: 1 }], { control: true });
    mouse([{ row: null, column: 0 }], { control: true });
    mouse([{ row: null, column: 0 }], { control: true });
    const alt: Modifiers = { alt: true };
    mouse([{ row: null, column: 1 }], alt);
    source.names = ["a", "b", "c"];
    source.rowCount = 12;
    grid.followSource();
    expect(grid.selected.ranges).toMatchObject([{ firstColumn: 2, lastColumn: 2, lastRow: 11, wholeColumns: true }]);
  });
});
