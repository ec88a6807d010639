/**
 * The selection goes with its rows: another program, a commit, undo or another order moves them, and gestures act on the rows
 * that were selected or on nothing. The real grid over the real engine.
 */
import Database from "better-sqlite3";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { copySelection } from "../../../renderer/rows/edits/copy-paste.ts";
import * as gestures from "../../../renderer/rows/edits/table-gestures.ts";
import { until } from "../../fixtures/open-rooms.ts";
import { cellsOf, paintedCells, type TestGrid, testGrid } from "../data-grid/selecting.ts";
import { type OpenTable, openTable, testClipboard } from "./open-table.ts";

afterEach(() => void vi.unstubAllGlobals());

const coded = `
  CREATE TABLE tr(code TEXT NOT NULL UNIQUE, label TEXT, v INTEGER);
  INSERT INTO tr VALUES ('a', 'A', 1), ('b', 'B', 2), ('c', 'C', 3), ('d', 'D', 4);
`;
const movies = `
  CREATE TABLE movies(id INTEGER PRIMARY KEY, title TEXT, year INTEGER);
  INSERT INTO movies VALUES (1, 'f', 1990), (2, 'b', 1991), (3, 'd', 1992), (4, 'a', 1993), (5, 'e', 1994);
`;

const inOrder = (opened: OpenTable, ...columns: string[]) => {
  const { cache, rows } = opened.context;
  cache.setSource({ ...cache.source, order: columns.map((column) => ({ column, direction: "asc" as const })) });
  rows.changed();
  return landed(opened);
};

async function landed({ context: { cache } }: OpenTable): Promise<void> {
  cache.request(0, 50);
  await until(() => cache.loaded && cache.waitingSince === null && cache.loadedGeneration === cache.generation);
}

/** What another program does, and the reload that follows. */
async function elsewhere(opened: OpenTable, sql: string): Promise<void> {
  const db = new Database(opened.path);
  db.exec(sql);
  db.close();
  opened.context.cache.invalidate();
  await landed(opened);
}

/** As use-table-rows.ts does it. */
function listen({ context: { session, cache, rows } }: OpenTable): void {
  session.onCommitted((done) => {
    cache.invalidate();
    rows.settling.begin(done.rows, cache.generation, cache.loadedGeneration, done.report.delta.from);
  });
}

async function begin(sql: string, name: string): Promise<{ opened: OpenTable; go: TestGrid }> {
  const opened = await openTable(sql, name);
  const go = testGrid(opened.context.rows);
  opened.context.rows.subscribe(() => go.grid.followSource());
  return { opened, go };
}

/** What the first column shows of the rows in the selection, and of the active cell's. */
function selectedIn(opened: OpenTable, go: TestGrid): { rows: string[]; active: string | null } {
  const shown = opened.shown();
  const { cursor } = go.grid.selected;
  const rows = [...new Set(cellsOf(go.grid).map((cell) => Number(cell.split(",")[0])))].sort((a, b) => a - b);
  expect(paintedCells(go.grid, opened.context.rows).sort()).toEqual(cellsOf(go.grid).sort());
  return { rows: rows.map((row) => shown[row]?.[0] ?? "?"), active: cursor && (shown[cursor.row]?.[0] ?? "?") };
}

const staged = ({ context }: OpenTable) => {
  const state = context.session.store.getState();
  return [...(state.index.table(context.rows.table)?.byKey.values() ?? [])].map((row) => row.state);
};

/** First column of the rows that are struck through. */
const deleted = (opened: OpenTable) =>
  opened.shown().flatMap(([first], row) => (opened.context.rows.row(row).tone === "deleted" ? [first] : []));

/** Commands without a selection stage nothing. */
async function nothingHappens(opened: OpenTable, go: TestGrid): Promise<void> {
  const { context } = opened;
  for (const act of [gestures.remove, gestures.setNull, gestures.setEmpty, gestures.duplicateRows, gestures.fillDown]) {
    await act(context, go.grid.selected);
  }
  expect(context.session.store.getState().undoLabel).toBeNull();
}

describe("another program", () => {
  it("deletes a row above: whole rows go with their keys, and what was selected is deleted", async () => {
    const { opened, go } = await begin(coded, "tr");
    go.mouse([{ row: 1, column: null }]);
    go.key("ArrowDown", { shift: true });
    await elsewhere(opened, "DELETE FROM tr WHERE code = 'a'");
    expect(selectedIn(opened, go)).toEqual({ rows: ["b", "c"], active: "b" });
    await gestures.remove(opened.context, go.grid.selected);
    expect(deleted(opened)).toEqual(["b", "c"]);
    expect(go.grid.selected.ranges).toMatchObject([{ firstRow: 0, lastRow: 1, wholeRows: true }]);
  });
  it("deletes what is selected: only the rest is, then nothing", async () => {
    const { opened, go } = await begin(coded, "tr");
    go.mouse([{ row: 2, column: null }]);
    go.key("ArrowDown", { shift: true });
    await elsewhere(opened, "DELETE FROM tr WHERE code IN ('b', 'c')");
    expect(selectedIn(opened, go)).toEqual({ rows: ["d"], active: "d" });
    await elsewhere(opened, "DELETE FROM tr WHERE code = 'd'");
    expect(go.grid.selected).toEqual({ cursor: null, ranges: [] });
    await nothingHappens(opened, go);
  });
  it("inserts a row above in an order: copy, delete and the active cell are about the same rows", async () => {
    const { opened, go } = await begin(movies, "movies");
    await inOrder(opened, "title");
    // a b d e f: ids 4 2 3 5 1.
    go.mouse([
      { row: 1, column: 0 },
      { row: 2, column: 1 },
    ]);
    expect(selectedIn(opened, go).rows).toEqual(["2", "3"]);
    await elsewhere(opened, "INSERT INTO movies VALUES (9, 'aa', 2000)");
    expect(selectedIn(opened, go)).toEqual({ rows: ["2", "3"], active: "2" });
    await elsewhere(opened, "INSERT INTO movies VALUES (8, 'c', 2000)");
    // One comes between: it was not selected.
    expect(selectedIn(opened, go)).toEqual({ rows: ["2", "3"], active: "2" });
    const board = testClipboard();
    expect(await copySelection(opened.context, board, go.grid.selected, "cells")).toBeNull();
    expect(board.text.trimEnd()).toBe("2\tb\n3\td");
  });
  it("changes rows: whole columns and all stay what they are", async () => {
    const { opened, go } = await begin(movies, "movies");
    go.mouse([{ row: null, column: 1 }], { alt: true });
    await elsewhere(opened, "DELETE FROM movies WHERE id = 2; INSERT INTO movies VALUES (0, 'z', 1), (7, 'y', 1)");
    expect(go.grid.selected.ranges).toMatchObject([{ firstRow: 0, lastRow: 5, wholeColumns: true }]);
    go.grid.selectAll();
    await elsewhere(opened, "DELETE FROM movies WHERE id = 0");
    expect(selectedIn(opened, go).rows).toEqual(["1", "3", "4", "5", "7"]);
  });
  it("changes a file whose selected rows are not loaded: they are not selected any longer", async () => {
    const { opened, go } = await begin(
      `CREATE TABLE big(id INTEGER PRIMARY KEY, t TEXT);
       INSERT INTO big WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 1500) SELECT n, 'x' FROM s`,
      "big",
    );
    go.mouse([{ row: 1, column: null }]);
    go.key("End", { shift: true, control: true });
    expect(cellsOf(go.grid)).toHaveLength(1499 * 2);
    await elsewhere(opened, "DELETE FROM big WHERE id = 1");
    expect(selectedIn(opened, go)).toEqual({ rows: ["2"], active: "2" });
  });
  it("changes what a view gives, whose rows have no key", async () => {
    const { opened, go } = await begin(`${movies} CREATE VIEW w AS SELECT title, year FROM movies ORDER BY id`, "w");
    go.mouse([{ row: 1, column: 0 }]);
    await elsewhere(opened, "INSERT INTO movies VALUES (9, 'z', 2000)");
    expect(selectedIn(opened, go).active).toBe("b");
    await elsewhere(opened, "DELETE FROM movies WHERE id = 1");
    expect(go.grid.selected).toEqual({ cursor: null, ranges: [] });
  });
});

describe("one's own", () => {
  it("commit moves a row in its order: the active cell goes with it", async () => {
    const { opened, go } = await begin(movies, "movies");
    const { session } = opened.context;
    await inOrder(opened, "title");
    go.mouse([{ row: 0, column: 1 }]);
    expect(await gestures.typeInto(opened.context, { row: 0, column: 1 }, "zz")).toBeNull();
    listen(opened);
    expect(await session.commit()).toMatchObject({ ok: true });
    await landed(opened);
    expect(selectedIn(opened, go)).toEqual({ rows: ["4"], active: "4" });
    expect(go.grid.selected.cursor).toEqual({ row: 4, column: 1 });
  });
  it("commit gives a new row its key, and a row another key: they stay selected", async () => {
    const { opened, go } = await begin(movies, "movies");
    const { session } = opened.context;
    listen(opened);
    await inOrder(opened, "title");
    expect(await gestures.addRow(opened.context)).toBeNull();
    expect(await gestures.typeInto(opened.context, { row: 5, column: 1 }, "c")).toBeNull();
    go.mouse([{ row: 5, column: 1 }]);
    expect(await session.commit()).toMatchObject({ ok: true });
    await landed(opened);
    expect(selectedIn(opened, go).active).toBe("6");
    expect(go.grid.selected.cursor).toEqual({ row: 2, column: 1 });
    expect(await gestures.typeInto(opened.context, { row: 2, column: 0 }, "60")).toBeNull();
    expect(await session.commit()).toMatchObject({ ok: true });
    await landed(opened);
    expect(selectedIn(opened, go).active).toBe("60");
  });
  it("new row is taken back: nothing is active", async () => {
    const { opened, go } = await begin(movies, "movies");
    expect(await gestures.addRow(opened.context)).toBeNull();
    go.mouse([{ row: 5, column: 1 }]);
    await opened.context.session.undo();
    await until(() => opened.context.rows.rowCount === 5);
    expect(go.grid.selected).toEqual({ cursor: null, ranges: [] });
    expect(staged(opened)).toEqual([]);
    await gestures.remove(opened.context, go.grid.selected);
    expect(staged(opened)).toEqual([]);
  });
  it("other order: the active cell goes with its row; no other row is touched on the way", async () => {
    const { opened, go } = await begin(movies, "movies");
    go.mouse([{ row: 2, column: 1 }]);
    const { cache, rows } = opened.context;
    cache.setSource({ ...cache.source, order: [{ column: "title", direction: "desc" }] });
    rows.changed();
    go.grid.toTop();
    expect(selectedIn(opened, go).active).toBe("3");
    await landed(opened);
    expect(selectedIn(opened, go)).toEqual({ rows: ["3"], active: "3" });
  });
  it("other order takes its time: nothing is selected while no row is there, and the rows that were are when they come", async () => {
    const { opened, go } = await begin(movies, "movies");
    go.mouse([{ row: 1, column: null }]);
    go.key("ArrowDown", { shift: true });
    const { cache, rows } = opened.context;
    cache.rests = true;
    cache.setSource({ ...cache.source, order: [{ column: "year", direction: "desc" }] });
    await until(() => rows.at(0) === undefined);
    expect(go.grid.selected).toEqual({ cursor: null, ranges: [] });
    await nothingHappens(opened, go);
    cache.rests = false;
    await landed(opened);
    expect(selectedIn(opened, go)).toEqual({ rows: ["3", "2"], active: "2" });
  });
  it("order that the row is not among the first of: there is no active cell, and nothing happens", async () => {
    const { opened, go } = await begin(
      `CREATE TABLE big(id INTEGER PRIMARY KEY, t INTEGER);
       INSERT INTO big WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 1500) SELECT n, -n FROM s`,
      "big",
    );
    go.mouse([{ row: 1, column: null }]);
    await inOrder(opened, "t");
    expect(go.grid.selected).toEqual({ cursor: null, ranges: [] });
    await nothingHappens(opened, go);
    go.key("ArrowDown");
    expect(go.grid.selected.cursor).toEqual({ row: 0, column: 0 });
  });
});

it("whatever another program does, only rows that were selected are", async () => {
  const { opened, go } = await begin(
    `CREATE TABLE t(id INTEGER PRIMARY KEY, k INTEGER);
     INSERT INTO t WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 12) SELECT n * 10, n FROM s`,
    "t",
  );
  const seed = Date.now() & 0x7fffffff;
  console.info(`selection at reloads: seed ${seed}`);
  const part = fc.record({ from: fc.nat(4), to: fc.nat(4), rows: fc.boolean(), control: fc.boolean() });
  const change = fc.oneof(
    fc.integer({ min: 1, max: 129 }).map((id) => `INSERT OR IGNORE INTO t VALUES (${id}, ${id})`),
    fc
      .nat(11)
      .map((n) => `DELETE FROM t WHERE (SELECT count(*) FROM t) > 6 AND id = (SELECT id FROM t LIMIT 1 OFFSET ${n})`),
    fc
      .tuple(fc.nat(11), fc.integer({ min: -50, max: 150 }))
      .map(([n, k]) => `UPDATE t SET k = ${k} WHERE id = (SELECT id FROM t LIMIT 1 OFFSET ${n})`),
  );
  await inOrder(opened, "k");
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { maxLength: 3 }),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      async (parts, changes) => {
        go.grid.clearSelectedRanges();
        for (const { from, to, rows, control } of parts) {
          go.mouse(
            [from, to].map((row) => ({ row, column: rows ? null : 1 })),
            { control },
          );
        }
        const before = selectedIn(opened, go);
        await elsewhere(opened, changes.join(";"));
        const there = new Set(opened.shown().map(([id]) => id));
        const after = selectedIn(opened, go);
        expect([...after.rows].sort()).toEqual(before.rows.filter((id) => there.has(id)).sort());
        if (before.active === null || there.has(before.active)) expect(after.active).toBe(before.active);
        else expect([null, ...after.rows]).toContain(after.active);
      },
    ),
    { seed, numRuns: 60 },
  );
}, 60_000);
