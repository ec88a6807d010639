/** The one list of what can be done in a grid, and what each kind of rows offers of it. */
import { describe, expect, test } from "vitest";
import { copySelection } from "../../../renderer/rows/edits/copy-paste.ts";
import { lockedBecause } from "../../../renderer/rows/edits/edit-start.ts";
import * as gestures from "../../../renderer/rows/edits/table-gestures.ts";
import { allRows, selectedRowsOf } from "../../../renderer/rows/exported-rows.ts";
import { type ActedGrid, type GridCan, targetOf } from "../../../renderer/rows-view/grid-actions/grid-action.ts";
import { gridActionGroups, gridActions } from "../../../renderer/rows-view/grid-actions/grid-actions.ts";
import { gridMenu } from "../../../renderer/rows-view/grid-actions/grid-menu.ts";
import { tableCan } from "../../../renderer/rows-view/grid-actions/table-can.ts";
import type { GridMenuEvent, GridSelection } from "../../../renderer/ui/data-grid/grid-source.ts";
import type { GestureContext } from "../../../renderer/rows/edits/gesture.ts";
import { commandSpecs, isCommandId } from "../../../src-shared/rpc/command-ids.ts";
import type { MenuItem } from "../../../src-shared/rpc/shell-contract.ts";
import { openResult } from "./open-result.ts";
import { openTable, selectCells, testClipboard } from "./open-table.ts";

const sql = `CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT DEFAULT 'none', seen BOOLEAN, at TEXT DEFAULT current_timestamp, len AS (length(title)));
  INSERT INTO film(id, title, seen, at) VALUES (1, 'One', 0, '2020-01-02'), (2, 'Two', 1, NULL), (3, NULL, 0, NULL)`;
const resultCan: GridCan = { edit: true, order: true, export: true };

function acted(context: GestureContext, can: GridCan): ActedGrid {
  const nothing = (): void => {};
  return {
    context,
    can,
    grid: { current: null },
    view: { shown: { order: [{ column: "title", direction: "desc" }] } } as unknown as ActedGrid["view"],
    clipboard: testClipboard(),
    run: nothing,
    onFailure: nothing,
    say: nothing,
    goToRow: nothing,
    refresh: nothing,
    exportRows: nothing,
  };
}

/** The labels of a menu; what is greyed in brackets, what stands in a submenu with its name before it. */
function menu(
  context: GestureContext,
  can: GridCan,
  selection: GridSelection,
  target: GridMenuEvent["target"] = "cell",
) {
  const { row, column } = selection.cursor ?? { row: 0, column: 0 };
  const event = { target, row: target === "column" ? null : row, column, x: 0, y: 0 };
  const words = (item: MenuItem): string[] => {
    if (item.type === "separator") return ["-"];
    if (item.type === "submenu") return [`${item.label}: ${item.items.length}`];
    const key = item.accelerator ? ` ${item.accelerator}` : "";
    return [item.enabled === false ? `(${item.label})` : `${item.label}${item.checked ? " ✓" : ""}${key}`];
  };
  return gridMenu(gridActionGroups, target, targetOf(acted(context, can), selection, event), can).flatMap(words);
}

describe("the list of grid actions", () => {
  test("has each action once, and a title for each", () => {
    const ids = gridActions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const action of gridActions) if (!isCommandId(action.id)) expect(action.words).toBeDefined();
  });

  test("takes keys from the list of commands: each key it shows is one of a command", () => {
    const keys = new Set(commandSpecs.flatMap((spec) => ("key" in spec ? [spec.key] : [])));
    for (const key of ["F2", "Shift+Enter", "CmdOrCtrl+E", "CmdOrCtrl+Alt+C", "CmdOrCtrl+Shift+V"]) {
      expect(keys).toContain(key);
    }
  });
});

describe("the menu of a cell", () => {
  test("of a table has everything; what nothing is staged of cannot be reverted", async () => {
    const { context } = await openTable(sql, "film");
    const can = tableCan(context.rows.table, true, true);
    expect(menu(context, can, selectCells(0, 1))).toEqual([
      "Edit F2",
      "Show in the Cell Panel Shift+Enter",
      "-",
      "Copy CmdOrCtrl+C",
      "Copy with Headers CmdOrCtrl+Shift+Alt+C",
      "Copy As: 11",
      "Paste CmdOrCtrl+V",
      "Paste as New Rows CmdOrCtrl+Shift+V",
      "-",
      "Fill Down CmdOrCtrl+Shift+D",
      "Set to NULL Alt+Delete",
      "Set to Empty Text",
      "Set to the Default",
      "Set to Now CmdOrCtrl+;",
      "(Revert This Cell)",
      "-",
      "Save Value as a File…",
      "-",
      "Only Rows with This Value",
      "Only Rows without This Value",
      "-",
      "Add Row Insert",
      "Duplicate Row CmdOrCtrl+D",
      "Delete Row",
      "(Revert This Row)",
      "-",
      "Export Rows… CmdOrCtrl+E",
      "Select All CmdOrCtrl+A",
    ]);
    await gestures.typeInto(context, { row: 1, column: 1 }, "Zwei");
    const many = menu(context, can, selectCells(0, 1, 1, 1));
    expect(many).toEqual(expect.arrayContaining(["Revert These Cells", "Revert These Rows", "Delete 2 Rows"]));
    expect(many).toContain("Only Rows with These Values");
    // A computed column and a file that is read-only.
    expect(menu(context, can, selectCells(0, 4))).toEqual(expect.arrayContaining(["(Edit)", "(Set to Now)"]));
    const locked = menu(context, tableCan(context.rows.table, false, true), selectCells(0, 1));
    expect(locked).toEqual(expect.arrayContaining(["(Edit)", "(Add Row)", "(Delete Row)"]));
    expect(locked).toContain("Export Rows… CmdOrCtrl+E");
  });

  test("of a result has all but what is about whole rows", async () => {
    const { context } = await openResult(sql, "SELECT id, title, seen, at, id + 1 AS next FROM film ORDER BY id");
    const table = (await openTable(sql, "film")).context;
    const all = menu(table, tableCan(table.rows.table, true, true), selectCells(0, 1));
    const about = /^\(?(Add|Duplicate|Delete|Revert This|Paste as New) R/;
    const expected = all.filter((label) => !about.test(label) && !label.startsWith("Paste as New"));
    // With the rows' group goes its line.
    expected.splice(expected.lastIndexOf("-"), 1);
    expect(menu(context, resultCan, selectCells(0, 1))).toEqual(expected);
    expect(menu(context, resultCan, selectCells(0, 4))).toContain("(Set to NULL)");
  });

  test("of a header sorts by it", async () => {
    const { context } = await openTable(sql, "film");
    const can = tableCan(context.rows.table, true, true);
    expect(menu(context, can, selectCells(0, 1), "column")).toEqual([
      "Sort Ascending",
      "Sort Descending ✓",
      "(Then by This, Ascending)",
      "(Then by This, Descending)",
      "Do Not Sort by This",
      "-",
      "Copy Column Name",
    ]);
    expect(menu(context, can, selectCells(0, 2), "column")).toEqual(
      expect.arrayContaining(["Then by This, Ascending", "(Do Not Sort by This)"]),
    );
  });
});

describe("cells of a result", () => {
  const query =
    "SELECT f.id, f.title, f.seen, f.at, length(f.title) AS len, g.title AS other FROM film f, film g WHERE g.id = 2 ORDER BY f.id";
  const place = (name: string, of: readonly string[]) => of.indexOf(name);

  test("take their column's default, the present moment, an empty text and a tick", async () => {
    const { context, names, value } = await openResult(sql, query);
    const at = (row: number, name: string) => selectCells(row, place(name, names));
    expect(await gestures.setDefault(context, at(0, "title"))).toBeNull();
    expect(value(0, "title")).toBe("none");
    expect(await gestures.setNow(context, at(0, "at"))).toBeNull();
    expect(value(0, "at")).toMatch(/^\d{4}-\d\d-\d\d$/);
    // What is staged says which form "now" has.
    await gestures.typeInto(context, { row: 1, column: place("at", names) }, "2021-05-06T07:08Z");
    expect(await gestures.setNow(context, at(1, "at"))).toBeNull();
    expect(value(1, "at")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/);
    expect(await gestures.setEmpty(context, at(1, "title"))).toBeNull();
    expect(value(1, "title")).toBe("");
    expect(await gestures.toggle(context, { row: 0, column: place("seen", names) })).toBeNull();
    expect(value(0, "seen")).toBe(1n);
    expect((await context.session.commit()).ok).toBe(true);
  });

  test("say why they cannot be changed", async () => {
    const { context, names } = await openResult(sql, query);
    const why = (name: string) => lockedBecause(context.rows, { row: 0, column: place(name, names) });
    expect(why("len")).toBe("This column is calculated: its values stand in no table.");
    expect(why("other")).toBe("To edit cells of “film”, select its key too: id.");
    const distinct = await openResult(sql, "SELECT DISTINCT title FROM film");
    expect(lockedBecause(distinct.context.rows, { row: 0, column: 0 })).toBe(distinct.statement.origins?.reason);
    const outer = await openResult(
      sql,
      "SELECT a.id, b.id AS b, b.title FROM film a LEFT JOIN film b ON b.id = a.id + 2 ORDER BY a.id DESC",
    );
    expect(lockedBecause(outer.context.rows, { row: 0, column: 2 })).toBe("There is no row of “film” here.");
  });

  test("are copied and filled down as they are shown after a commit, not as they were read", async () => {
    const { context, names, value } = await openResult(sql, query);
    const title = place("title", names);
    await gestures.typeInto(context, { row: 0, column: title }, "Eins");
    expect((await context.session.commit()).ok).toBe(true);
    expect(value(0, "title")).toBe("Eins");
    const clipboard = testClipboard();
    expect(await copySelection(context, clipboard, selectCells(0, title), "cells")).toBeNull();
    expect(clipboard.text).toBe("Eins");
    expect(await gestures.fillDown(context, selectCells(0, title, 1, title))).toBeNull();
    expect(value(1, "title")).toBe("Eins");
  });
});

describe("what is exported", () => {
  test("is all rows as they are shown, or what is selected of the rows that the file has", async () => {
    const { context } = await openTable(sql, "film", { order: ["title"], hidden: ["seen"] });
    const { rows, cache } = context;
    await gestures.addRow(context);
    expect(allRows(context)).toEqual({
      source: cache.source,
      spans: null,
      columns: ["title", "id", "at", "len"].map((name) => ({ name, title: name })),
      count: 3,
    });
    expect(selectedRowsOf(context, selectCells(1, 0).ranges)).toBeNull();
    expect(selectedRowsOf(context, selectCells(0, 0, 3, 3).ranges)).toBeNull();
    // Only staged: no file has it.
    expect(selectedRowsOf(context, selectCells(3, 0, 3, 2).ranges)).toBeNull();
    expect(rows.rowCount).toBe(4);
    const ranges = [...selectCells(2, 0, 3, 1).ranges, ...selectCells(0, 0, 0, 1).ranges];
    expect(selectedRowsOf(context, ranges)).toMatchObject({
      spans: [
        [0, 0],
        [2, 2],
      ],
      columns: [{ name: "title" }, { name: "id" }],
      count: 2,
    });
  });
});
