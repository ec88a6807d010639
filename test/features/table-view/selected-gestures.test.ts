/**
 * Random selections made with the real grid's own mouse and keys over a real table: Delete, NULL, duplicate, fill and copy act
 * on the cells that are painted as selected, on no others, and what the status bar counts is their number.
 */
import fc from "fast-check";
import { afterEach, expect, it, vi } from "vitest";
import { copySelection } from "../../../renderer/rows/edits/copy-paste.ts";
import { cellCountOf, formTable, rowCountOf } from "../../../renderer/rows/edits/row-edits.ts";
import * as gestures from "../../../renderer/rows/edits/table-gestures.ts";
import type { GridSource } from "../../../renderer/ui/data-grid/grid-source.ts";
import { cellsOf, pageRows, paintedCells, type TestGrid, testGrid } from "../data-grid/selecting.ts";
import { type OpenTable, openTable, testClipboard } from "./open-table.ts";

afterEach(() => void vi.unstubAllGlobals());

const ROWS = 12;
const sql = `
  CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b TEXT);
  INSERT INTO t WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${ROWS})
    SELECT n, 'a' || n, 'b' || n FROM s;
`;

const select = fc.oneof(
  fc.record({
    do: fc.constant("drag" as const),
    from: fc.nat(pageRows - 1),
    to: fc.nat(pageRows - 1),
    // Not the key: NULL in it is another thing.
    columns: fc.constantFrom([1, 1] as const, [2, 1] as const, [null, null] as const, [1, 2] as const),
    modifiers: fc.record({ shift: fc.boolean(), control: fc.boolean() }),
  }),
  fc.record({
    do: fc.constant("key" as const),
    key: fc.constantFrom("ArrowUp", "ArrowDown", "PageDown", "Home", "End"),
    modifiers: fc.record({ shift: fc.constant(true), control: fc.constant(false) }),
  }),
  fc.record({ do: fc.constant("header" as const), column: fc.constantFrom(1, 2) }),
);
const acts = ["remove", "null", "duplicate", "fill", "copy"] as const;

async function act(opened: OpenTable, { grid }: TestGrid, how: (typeof acts)[number]): Promise<void> {
  const { context } = opened;
  const { rows, session } = context;
  const selection = grid.selected;
  const cells = new Set(cellsOf(grid));
  const touched = [...new Set([...cells].map((cell) => Number(cell.split(",")[0])))].sort((a, b) => a - b);
  expect(cellCountOf(selection.ranges)).toBe(cells.size);
  expect(rowCountOf(selection.ranges)).toBe(touched.length);
  const before = opened.shown();
  /** What every cell shows, by whether it is selected. */
  const expectCells = (of: (text: string, row: number, column: number) => string): void => {
    const shown = before.map((texts, row) =>
      texts.map((text, column) => (cells.has(`${row},${column}`) ? of(text, row, column) : text)),
    );
    expect(opened.shown()).toEqual(shown);
  };
  const isKey = [...cells].some((cell) => cell.endsWith(",0"));
  const areRows = selection.ranges.length > 0 && selection.ranges.every((range) => range.wholeRows);
  if (how === "copy") {
    const board = testClipboard("untouched");
    const failure = await copySelection(context, board, selection, "cells");
    if (cells.size === 0) expect(board.text).toBe("untouched");
    else if (!formTable(selection.ranges)) expect(failure?.code).toBe("value.refused");
    else {
      const texts = touched.map((row) =>
        [0, 1, 2].filter((column) => cells.has(`${row},${column}`)).map((column) => before[row]?.[column]),
      );
      expect(board.text.trimEnd()).toBe(texts.map((line) => line.join("\t")).join("\n"));
    }
    return;
  }
  if (how === "remove") {
    if (!areRows && isKey) return;
    expect(await gestures.remove(context, selection)).toBeNull();
    const deleted = before.flatMap((_, row) => (rows.at(row)?.staged?.state === "deleted" ? [row] : []));
    expect(deleted).toEqual(areRows ? touched : []);
    if (!areRows) expectCells(() => "NULL");
  } else if (how === "null") {
    if (isKey) return;
    expect(await gestures.setNull(context, selection)).toBeNull();
    expectCells(() => "NULL");
  } else if (how === "duplicate") {
    expect(await gestures.duplicateRows(context, selection)).toBeNull();
    expect(rows.rowCount).toBe(ROWS + touched.length);
    const copies = opened.shown().slice(ROWS);
    expect(copies.map(([, a, b]) => [a, b])).toEqual(touched.map((row) => before[row]?.slice(1)));
  } else {
    if (isKey) return;
    expect(await gestures.fillDown(context, selection)).toBeNull();
    const shown = opened.shown();
    shown.forEach((texts, row) =>
      texts.forEach((text, column) => {
        if (!cells.has(`${row},${column}`)) expect(text).toBe(before[row]?.[column]);
      }),
    );
  }
  if (session.store.getState().undoLabel !== null) await session.undo();
  await vi.waitFor(() => expect(opened.shown()).toEqual(before));
}

it("what is highlighted is what the gestures act on", async () => {
  const opened = await openTable(sql, "t");
  const seed = Date.now() & 0x7fffffff;
  console.info(`gestures on a selection: seed ${seed}`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(select, { maxLength: 6 }),
      fc.constantFrom(...acts),
      fc.nat(ROWS),
      async (steps, how, top) => {
        const source: GridSource = opened.context.rows;
        const go = testGrid(source);
        go.scrollTo(top);
        const first = go.grid.metrics?.topVisible ?? 0;
        for (const step of steps) {
          const at = go.grid.metrics?.topVisible ?? first;
          if (step.do === "key") go.key(step.key, step.modifiers);
          else if (step.do === "header") go.mouse([{ row: null, column: step.column }], { control: true });
          else {
            const [from, to] = step.columns;
            const path = [
              { row: at + step.from, column: from },
              { row: at + step.to, column: to },
            ];
            go.mouse(path, step.modifiers);
          }
        }
        expect(paintedCells(go.grid, source).sort()).toEqual(cellsOf(go.grid).sort());
        await act(opened, go, how);
      },
    ),
    { seed, numRuns: 150 },
  );
}, 120_000);
