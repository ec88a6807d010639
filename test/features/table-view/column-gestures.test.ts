/** Gestures on tables whose columns were hidden and moved: places are those on screen, rows stay whole. */
import { expect, it } from "vitest";
import { copySelection, pasteOver, pasteRows } from "../../../renderer/rows/edits/copy-paste.ts";
import * as gestures from "../../../renderer/rows/edits/table-gestures.ts";
import { openTable, selectCells, testClipboard } from "./open-table.ts";

const sql = `CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INTEGER, c TEXT);
  INSERT INTO t VALUES (1, 'a1', 10, 'c1'), (2, 'a2', 20, 'c2'), (3, 'a3', 30, 'c3');`;

it("columns are shown in their order, also after the layout changed under loaded rows", async () => {
  const { context, shown } = await openTable(sql, "t", { order: ["c", "b"], hidden: ["a"] });
  const { rows } = context;
  expect(shown()[0]).toEqual(["c1", "10", "1"]);
  expect(rows.hiddenColumns.map((column) => column.name)).toEqual(["a"]);
  rows.setLayout({ pinned: ["b"] });
  expect([shown()[2], rows.pinned]).toEqual([["30", "3", "a3", "c3"], 1]);
  rows.setLayout({});
  expect(shown()[1]).toEqual(["2", "a2", "20", "c2"]);
});

it("copying and pasting keep to what is on screen; a duplicate has its hidden values too", async () => {
  const { context, shown } = await openTable(sql, "t", { order: ["c", "b"], hidden: ["a"] });
  const board = testClipboard();
  expect(await copySelection(context, board, selectCells(0, 0, 1, 2), "headers")).toBeNull();
  expect(board.text).toBe("c\tb\tid\nc1\t10\t1\nc2\t20\t2");
  board.text = "x\t7";
  expect(await pasteOver(context, board, selectCells(2, 0))).toBeNull();
  expect(shown()[2]).toEqual(["x", "7", "3"]);
  board.text = "1\t2\t3\t4";
  expect((await pasteOver(context, board, selectCells(0, 0)))?.message).toContain("room for 3");
  expect((await pasteRows(context, board))?.message).toContain("room for 3");
  expect(await gestures.duplicateRows(context, selectCells(0, 0))).toBeNull();
  const staged = [...context.session.store.getState().index.rows()].find((row) => row.state === "new");
  expect(staged?.values.map(({ column, value }) => [column, value]).sort()).toEqual([
    ["a", "a1"],
    ["b", 10n],
    ["c", "c1"],
  ]);
});

it("rows beyond the pages are read in the same order", async () => {
  const many = `CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INTEGER);
    WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT 1000) INSERT INTO t SELECT i, 'a' || i, i FROM n;`;
  const { context } = await openTable(many, "t", { order: ["a", "id"] });
  const board = testClipboard();
  expect(await copySelection(context, board, selectCells(998, 0, 999, 1), "cells")).toBeNull();
  expect(board.text).toBe("a999\t999\na1000\t1000");
});

it("a block of very many rows is one paste", async () => {
  const { context } = await openTable(sql, "t");
  // Refused at the very end, so that only the making of the edits takes its time.
  const view = { ...context, readOnlyReason: "This file is read-only." };
  const board = testClipboard(Array.from({ length: 150_000 }, (_, i) => `a${i}`).join("\n"));
  expect((await pasteOver(view, board, selectCells(0, 1)))?.code).toBe("file.readOnly");
});
