/** A column that SQLite cannot compute beside others, as the grid shows it and gestures meet it; over the real engine. */
import { expect, it } from "vitest";
import { gridColumns } from "../../../renderer/rows/grid-columns.ts";
import { filterByCells } from "../../../renderer/rows/filter/filter-by-cells.ts";
import { copySelection } from "../../../renderer/rows/edits/copy-paste.ts";
import { deleteRows } from "../../../renderer/rows/edits/table-gestures.ts";
import { madeElsewhere } from "../../fixtures/made-elsewhere.ts";
import { openTableOf, selectCells, testClipboard } from "./open-table.ts";

const notes = `
  CREATE TABLE notes (id INTEGER PRIMARY KEY, slug TEXT AS (slug(title)), title TEXT);
  INSERT INTO notes (title) VALUES ('one'), ('two');
  CREATE TABLE docs (id INTEGER PRIMARY KEY, body TEXT);
  INSERT INTO docs (body) VALUES ('{"x": 1}'), ('no json');
  ALTER TABLE docs ADD COLUMN x AS (json_extract(body, '$.x'));`;

it("header and cells are marked with the reason, and the header sorts by it no more", async () => {
  const { context, shown } = await openTableOf(madeElsewhere(notes), "notes");
  const { rows } = context;
  expect(shown()).toEqual([
    ["1", "not computed", "one"],
    ["2", "not computed", "two"],
  ]);
  expect(rows.cell(0, 1)).toMatchObject({ kind: "failed", hint: "unknown function: slug()" });
  expect(rows.columns[1]).toMatchObject({ badge: "failed", sortable: false });
  expect(rows.columns[2]).toMatchObject({ badge: undefined, sortable: true });
  expect(rows.columnHint(1)).toContain(
    "“slug” cannot be computed, so rows cannot be filtered or sorted by it: unknown function: slug().",
  );
  expect(gridColumns(rows.table, rows.shownColumns, [], {}, null).map(({ badge }) => badge)).toEqual([
    "key",
    "failed",
    undefined,
  ]);
});

it("copying leaves the column out, and refuses it alone", async () => {
  const { context } = await openTableOf(madeElsewhere(notes), "notes");
  const board = testClipboard();
  expect(await copySelection(context, board, selectCells(0, 0, 1, 2), "headers")).toBeNull();
  expect(board.text).toBe("id\ttitle\n1\tone\n2\ttwo");
  expect(await copySelection(context, board, selectCells(0, 1, 1, 1), "cells")).toMatchObject({
    code: "object.unreadable",
    message: "A value of “slug” cannot be computed: unknown function: slug().",
  });
  await expect(filterByCells(context, { row: 0, column: 1 }, selectCells(0, 1), true)).rejects.toThrow(
    "A value of “slug” cannot be computed",
  );
  expect(await deleteRows(context, selectCells(1, 0))).toBeNull();
});

it("a cell that fails alone is marked, its row's others are copied", async () => {
  const { context, shown } = await openTableOf(madeElsewhere(notes), "docs");
  expect(shown()).toEqual([
    ["1", '{"x": 1}', "1"],
    ["2", "no json", "not computed"],
  ]);
  expect(context.rows.columns[2]).toMatchObject({ badge: "generated", sortable: true });
  const board = testClipboard();
  expect(await copySelection(context, board, selectCells(0, 0, 0, 2), "cells")).toBeNull();
  expect(board.text).toBe('1\t{"x": 1}\t1');
  expect(await copySelection(context, board, selectCells(0, 0, 1, 2), "cells")).toMatchObject({
    message: "A value of “x” cannot be computed: malformed JSON.",
  });
});
