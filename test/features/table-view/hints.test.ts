/** What the grid says about columns, changed cells and cells that are not typed into; over the real engine. */
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { fittingColumns } from "../../../renderer/rows-view/columns/column-list.tsx";
import { editStartOf, lockedBecause } from "../../../renderer/rows/edits/edit-start.ts";
import { deleteRows, toggle, typeInto } from "../../../renderer/rows/edits/table-gestures.ts";
import { until } from "../../fixtures/open-rooms.ts";
import { openTable, selectCells } from "./open-table.ts";

const people = `
  CREATE TABLE city(id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'anon' COLLATE NOCASE, city INTEGER REFERENCES city,
    status TEXT CHECK (status IN ('new', 'done')), seen BOOLEAN, photo BLOB,
    loud TEXT GENERATED ALWAYS AS (upper(name)) VIRTUAL, "" ANY);
  INSERT INTO person(id, name, seen, photo) VALUES (1, 'Ann', 1, x'01'), (2, 'Bob', 0, NULL);
  CREATE VIEW names AS SELECT id, name FROM person;
  CREATE TRIGGER rename INSTEAD OF UPDATE OF name ON names BEGIN UPDATE person SET name = new.name WHERE id = old.id; END;
`;

it("a header says how its column is declared, what it refers to and what it takes", async () => {
  const { context } = await openTable(people, "person");
  const hint = (name: string) => context.rows.columnHint(context.rows.placeOf(name)).split("\n");
  expect(hint("id")).toEqual(["id", "INTEGER PRIMARY KEY"]);
  expect(hint("name")).toEqual(["name", "TEXT NOT NULL DEFAULT 'anon' COLLATE NOCASE"]);
  expect(hint("city")).toEqual(["city", "INTEGER", "Refers to city.id"]);
  expect(hint("status")).toEqual(["status", "TEXT", "One of new, done"]);
  expect(hint("loud")).toEqual(["loud", "TEXT GENERATED, VIRTUAL"]);
});

it("a changed cell says what it was, and what another program made of it", async () => {
  const { context, path } = await openTable(people, "person");
  const { rows, cache } = context;
  const name = rows.placeOf("name");
  expect(rows.cell(0, name)?.hint).toBeUndefined();
  await typeInto(context, { row: 0, column: name }, "Anna");
  expect(rows.cell(0, name)?.hint).toBe("Not committed; was Ann");
  const other = new Database(path);
  other.exec("UPDATE person SET name = 'Annie' WHERE id = 1");
  other.close();
  cache.invalidate();
  cache.request(0, 10);
  await until(() => rows.cell(0, name)?.tone === "conflict");
  expect(rows.cell(0, name)?.hint).toBe("Not committed; was Ann. Another program changed it to Annie");
});

it("a row's number says the rowid that no column shows, and what is staged", async () => {
  const { context } = await openTable(`CREATE TABLE t(a); INSERT INTO t(rowid, a) VALUES (7, 'x'), (-9, 'y');`, "t");
  const { rows } = context;
  expect([rows.rowHint(0), rows.rowHint(1)]).toEqual(["rowid -9", "rowid 7"]);
  await typeInto(context, { row: 0, column: 0 }, "z");
  await deleteRows(context, selectCells(1, 0));
  expect(rows.rowHint(0)).toBe("rowid -9\nChanged, not committed");
  expect(rows.rowHint(1)).toBe("rowid 7\nWill be deleted by the commit");
  // Refused by a commit, it is to be deleted still, and looks so.
  rows.stuck = new Map([[rows.at(1)?.staged?.id ?? "", null]]);
  expect(rows.row(1)).toMatchObject({ tone: "deleted", problem: true, said: "deleted, refused by the commit" });
  expect(rows.rowHint(1)).toBe("rowid 7\nWill be deleted by the commit\nIt cannot be committed as it is");
  const { context: person } = await openTable(people, "person");
  expect(person.rows.rowHint(0)).toBe("");
});

it("a cell that is not typed into says why", async () => {
  const { context } = await openTable(people, "person");
  const { rows } = context;
  const why = (row: number, name: string) => {
    const cell = { row, column: rows.placeOf(name) };
    expect(editStartOf(rows, cell)).toBeNull();
    return lockedBecause(rows, cell);
  };
  expect(why(0, "loud")).toBe("loud is computed from other columns.");
  expect(why(0, "photo")).toContain("cell panel");
  await deleteRows(context, selectCells(1, 0));
  expect(why(1, "name")).toContain("will be deleted");
  const { context: view } = await openTable(people, "names");
  expect(editStartOf(view.rows, { row: 0, column: 0 })).toBeNull();
  expect(lockedBecause(view.rows, { row: 0, column: 0 })).toBe(
    "No INSTEAD OF trigger of this view takes changes of id.",
  );
  expect(editStartOf(view.rows, { row: 0, column: 1 })).not.toBeNull();
});

it("a check box becomes the other one, as a step of its own", async () => {
  const { context } = await openTable(people, "person");
  const { rows, session } = context;
  const seen = rows.placeOf("seen");
  await toggle(context, { row: 0, column: seen });
  await toggle(context, { row: 1, column: seen });
  expect([rows.value(0, seen), rows.value(1, seen)]).toEqual([0n, 1n]);
  await session.undo();
  expect([rows.value(0, seen), rows.value(1, seen)]).toEqual([0n, 0n]);
});

it("columns are found by a part of their name, those that begin with it first", async () => {
  const { context } = await openTable(people, "person");
  const all = context.rows.naturalColumns;
  expect(fittingColumns(all, "").length).toBe(all.length);
  expect(fittingColumns(all, "O").map((column) => column.name)).toEqual(["photo", "loud"]);
  expect(fittingColumns(all, "S").map((column) => column.name)).toEqual(["status", "seen"]);
  expect(fittingColumns(all, "nothing")).toEqual([]);
});
