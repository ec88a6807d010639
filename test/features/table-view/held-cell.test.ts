/** An open editor belongs to the row it was opened on, wherever other programs move that row to. */
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { editStartOf } from "../../../renderer/rows/edits/edit-start.ts";
import { heldIn } from "../../../renderer/rows/edits/held-cell.ts";
import { addRow, revertRows, typeInto } from "../../../renderer/rows/edits/table-gestures.ts";
import { until } from "../../fixtures/open-rooms.ts";
import { openTable, type OpenTable, selectCells } from "./open-table.ts";

const movies = `
  CREATE TABLE movies(id INTEGER PRIMARY KEY, title TEXT, year INTEGER, note TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
  INSERT INTO movies SELECT i, 'Film ' || i, 1900 + i, 'note ' || i FROM n;
`;
const note = 3;

/** Another program writes, and the rows are read again. */
async function elsewhere({ context, path }: OpenTable, sql: string): Promise<void> {
  const other = new Database(path);
  other.exec(sql);
  other.close();
  const { cache } = context;
  cache.invalidate();
  await until(() => cache.loadedGeneration === cache.generation && cache.waitingSince === null);
}

function inFile({ path }: OpenTable, sql: string): unknown[][] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).raw().all() as unknown[][];
  } finally {
    db.close();
  }
}

/** Opens the editor as the grid does. */
function open({ context }: OpenTable, row: number, column = note) {
  const start = editStartOf(context.rows, { row, column });
  const held = start && heldIn(start);
  if (!held) throw new Error("this cell is not edited in place");
  return held;
}

const staged = ({ context }: OpenTable) => [...context.session.store.getState().index.rows()];

it("stages what was typed in the row it was opened on when rows above it went", async () => {
  const view = await openTable(movies, "movies");
  const held = open(view, 2);
  await elsewhere(view, "DELETE FROM movies WHERE id = 2");
  expect(held.place).toEqual({ row: 1, column: note });
  expect(await typeInto(view.context, held, "Q")).toBeNull();
  expect(staged(view)).toMatchObject([
    { row: { key: [3n] }, values: [{ column: "note", value: "Q", base: "note 3" }] },
  ]);
  expect(view.context.rows.cell(1, note)).toMatchObject({ text: "Q", tone: "changed" });
  expect(await view.context.session.commit()).toMatchObject({ ok: true });
  expect(inFile(view, "SELECT id, note FROM movies WHERE id IN (3, 4)")).toEqual([
    [3, "Q"],
    [4, "note 4"],
  ]);
});

it("finds its row by the key where it was moved to a page that is not loaded", async () => {
  const view = await openTable(movies, "movies");
  const held = open(view, 2);
  await elsewhere(
    view,
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) INSERT INTO movies(id) SELECT -i FROM n",
  );
  expect(held.place).toBeNull();
  expect(await typeInto(view.context, held, "Q")).toBeNull();
  expect(staged(view)).toMatchObject([{ row: { key: [3n] }, values: [{ value: "Q", base: "note 3" }] }]);
});

it("says that its row is gone, stages nothing on another one, and stays where it was", async () => {
  const view = await openTable(movies, "movies");
  const held = open(view, 2);
  await elsewhere(view, "DELETE FROM movies WHERE id IN (1, 3)");
  expect(held.place).toBeNull();
  for (const again of ["Q", "R"]) {
    expect(await typeInto(view.context, held, again)).toMatchObject({ code: "row.gone" });
    expect(held.place).toEqual({ row: 2, column: note });
  }
  expect(staged(view)).toEqual([]);
});

it("is based on the value it was opened on: another program's is not overwritten unasked", async () => {
  const view = await openTable(movies, "movies");
  const held = open(view, 2);
  await elsewhere(view, "DELETE FROM movies WHERE id = 1; UPDATE movies SET note = 'theirs' WHERE id = 3");
  expect(await typeInto(view.context, held, "mine")).toBeNull();
  expect(staged(view)).toMatchObject([{ row: { key: [3n] }, values: [{ value: "mine", base: "note 3" }] }]);
  expect(await view.context.session.commit()).toMatchObject({ ok: false });
  expect(inFile(view, "SELECT note FROM movies WHERE id = 3")).toEqual([["theirs"]]);
});

it("stays in its new row when rows of the file come and new rows before it go", async () => {
  const view = await openTable(movies, "movies");
  await addRow(view.context);
  await addRow(view.context);
  const [, second] = staged(view);
  const held = open(view, 61);
  await elsewhere(view, "INSERT INTO movies(id) VALUES (70), (71)");
  expect(held.place).toEqual({ row: 63, column: note });
  await revertRows(view.context, selectCells(62, 0));
  expect(held.place).toEqual({ row: 62, column: note });
  expect(await typeInto(view.context, held, "Q")).toBeNull();
  expect(staged(view)).toMatchObject([{ id: second?.id, values: [{ column: "note", value: "Q" }] }]);
  await revertRows(view.context, selectCells(62, 0));
  expect(await typeInto(view.context, held, "R")).toMatchObject({ code: "row.gone" });
  expect(staged(view)).toEqual([]);
});

it("does not change a row that was marked as deleted while it was open", async () => {
  const view = await openTable(movies, "movies");
  const held = open(view, 2);
  const { session } = view.context;
  await session.stage("Delete row", [{ op: "delete", row: { table: { schema: "main", name: "movies" }, key: [3n] } }]);
  expect(await typeInto(view.context, held, "Q")).toMatchObject({ code: "row.notAddressable" });
  expect(staged(view)).toMatchObject([{ state: "deleted" }]);
});
