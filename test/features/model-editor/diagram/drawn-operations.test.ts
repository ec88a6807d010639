/** A drawn key as operations, over the real engine: the draft has the key that was drawn. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { diagramOf } from "../../../../renderer/features/model-editor/diagram/data/diagram-data.ts";
import { type DragEnd, drawnKey } from "../../../../renderer/features/model-editor/diagram/data/drawn-key.ts";
import { drawnChange, droppedKey } from "../../../../renderer/features/model-editor/diagram/data/drawn-operations.ts";
import type { DatabaseSchema } from "../../../../src-shared/model/schema.ts";
import { withDifference } from "../../../../src-shared/model/schema-difference.ts";
import { joinEngine, type JoinedEngine } from "../../../harness/port-pair.ts";

let joined: JoinedEngine;
let schema: DatabaseSchema;
beforeEach(async () => {
  joined = joinEngine({ kind: "memory" });
  const sql = `
    CREATE TABLE films(id INTEGER PRIMARY KEY, title TEXT, "made by" INT);
    CREATE TABLE "odd ""table"(id INTEGER PRIMARY KEY, note TEXT);
    CREATE TABLE hall(cinema TEXT, nr INT, PRIMARY KEY(cinema, nr));
    INSERT INTO films VALUES (1, 'Ran', NULL);
    INSERT INTO "odd ""table" VALUES (1, 'a');`;
  const report = await joined.client.ask("console.run", { runId: "ddl", sql });
  expect(report.statements.filter((statement) => statement.state !== "done")).toEqual([]);
  schema = await joined.client.ask("schema.read", undefined);
});
afterEach(() => joined.close());

const end = (table: string, column: string | null): DragEnd => {
  const found = diagramOf(schema).tables.find(({ title }) => title === table);
  if (!found) throw new Error(`no ${table}`);
  return { table: found, column: column === null ? null : found.columns.findIndex(({ name }) => name === column) };
};
const drawn = (from: DragEnd, to: DragEnd) => {
  const key = drawnKey(from, to);
  if (!key) throw new Error("no key");
  return drawnChange(key);
};
/** The keys of a table after some operations, and the routes that get there. */
async function after(table: string, operations: ReturnType<typeof drawnChange>["operations"]) {
  const draft = await joined.client.ask("models.draft", { operations: [...operations] });
  expect(draft.refusals).toEqual([]);
  const plan = await joined.client.ask("models.plan", { operations: [...operations] });
  const made = withDifference(schema, draft.difference).tables.find(({ name }) => name === table);
  return {
    columns: made?.columns.map(({ name }) => name),
    keys: made?.foreignKeys.map(({ columns, parentTable, parentColumns }) => [columns, parentTable, parentColumns]),
    routes: plan.steps.map(({ route }) => route),
  };
}

test("from a column to a column: a key on what is there", async () => {
  const change = drawn(end("films", "made by"), end('odd "table', "id"));
  expect(change.label).toBe('Foreign key films.made by → odd "table.id');
  expect(await after("films", change.operations)).toMatchObject({
    columns: ["id", "title", "made by"],
    keys: [[["made by"], 'odd "table', ["id"]]],
  });
});

test("from a key to a table: a new column with the key in it, which SQLite adds without writing the table anew", async () => {
  const change = drawn(end("films", "id"), end('odd "table', null));
  expect(await after('odd "table', change.operations)).toEqual({
    columns: ["id", "note", "film_id"],
    keys: [[["film_id"], "films", ["id"]]],
    routes: ["native"],
  });
});

test("from a key of two columns to a table: two new columns and one key", async () => {
  const change = drawn(end("hall", "nr"), end("films", null));
  expect(await after("films", change.operations)).toMatchObject({
    columns: ["id", "title", "made by", "cinema", "hall_nr"],
    keys: [[["cinema", "hall_nr"], "hall", ["cinema", "nr"]]],
  });
});

test("what was drawn is taken away again", async () => {
  const { operations } = drawn(end("films", "made by"), end('odd "table', "id"));
  expect((await after("films", [...operations, ...droppedKey("films", ["made by"]).operations])).keys).toEqual([]);
});
