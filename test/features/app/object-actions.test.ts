/** What the tree does with objects: gestures that the engine takes, over a real schema. */
import { expect, onTestFinished, test } from "vitest";
import { dropObject, duplicateTable } from "../../../renderer/app/frame/object-actions.ts";
import { tableToOpen } from "../../../renderer/app/frame/table-to-open.ts";
import { foldName } from "../../../src-shared/model/names.ts";
import { withDifference } from "../../../src-shared/model/schema-difference.ts";
import { withName } from "../../../src-shared/sql/create-head.ts";
import { joinEngine } from "../../harness/port-pair.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

const ddl = `
  CREATE TABLE "or""ders" (id INTEGER PRIMARY KEY, "the total" REAL, twice AS ("the total" * 2), customer REFERENCES customer);
  CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT, boss REFERENCES customer);
  CREATE TABLE "or""ders_copy"(a);
  CREATE TABLE aardvark(id INTEGER PRIMARY KEY, a REFERENCES aardvark, b REFERENCES aardvark);
  CREATE INDEX by_name ON customer(name);
  CREATE VIEW names AS SELECT name FROM customer;
  CREATE TRIGGER noted AFTER INSERT ON customer BEGIN SELECT 1; END;
  INSERT INTO customer VALUES (1, 'A', NULL);
  INSERT INTO "or""ders"(id, "the total", customer) VALUES (7, 1.5, 1), (9, NULL, NULL);
`;

async function open() {
  const joined = joinEngine({ kind: "file", path: makeDatabase(ddl), readOnly: false });
  onTestFinished(() => joined.close());
  const schema = await joined.client.ask("schema.read", undefined);
  const table = (name: string) => {
    const found = schema.tables.find((other) => other.name === name);
    if (!found) throw new Error(`no table ${name}`);
    return found;
  };
  return { client: joined.client, schema, table };
}

test("a table is duplicated under a free name, with its rows or without; generated columns are computed again", async () => {
  const { client, schema, table } = await open();
  const empty = duplicateTable(schema, table('or"ders'), false);
  expect(empty?.name).toBe('or"ders_copy2');
  const full = duplicateTable(schema, table('or"ders'), true);
  const operations = [...(full?.operations ?? [])];
  const { plan } = await client.ask("models.apply", { operations, schemaVersion: null });
  const page = await client.ask("rows.readPage", {
    source: { table: { schema: "main", name: 'or"ders_copy2' }, order: [], filter: [] },
    offset: 0,
    limit: 10,
  });
  expect(page.rows).toEqual([
    [7n, 1.5, 3, 1n],
    [9n, null, null, null],
  ]);
  // And back: the copy is gone, the first is as it was.
  await client.ask("models.apply", { operations: plan.reverse, schemaVersion: null });
  expect(await client.ask("schema.read", undefined)).toMatchObject({ tables: schema.tables });
});

test.each([
  ["table", "customer"],
  ["view", "names"],
  ["index", "by_name"],
  ["trigger", "noted"],
] as const)("a %s is dropped by the operation of its kind", async (kind, name) => {
  const { client, schema: before } = await open();
  const gesture = dropObject(kind, name);
  const drop = [...(gesture?.operations ?? [])];
  // What refers to the table goes first: a plan refuses what would leave broken objects.
  const operations = kind === "table" ? [...(dropObject("view", "names")?.operations ?? []), ...drop] : drop;
  const { difference } = await client.ask("models.draft", { operations });
  const schema = withDifference(before, difference);
  const left = [...schema.tables, ...schema.indexes, ...schema.triggers].map((object) => object.name);
  expect(left).not.toContain(name);
});

test("columns, shadow and system tables are not dropped by themselves", () => {
  for (const kind of ["column", "shadow", "system", "group"] as const) expect(dropObject(kind, "x")).toBeNull();
});

test("the table to open is the one most others refer to; references to oneself do not count", async () => {
  const { schema } = await open();
  expect(tableToOpen(schema.tables)?.name).toBe("customer");
  expect(tableToOpen(schema.tables.filter(({ name }) => foldName(name) !== "customer"))?.name).toBe("aardvark");
  expect(tableToOpen(schema.tables.filter(({ kind }) => kind === "view"))?.name).toBe("names");
  expect(tableToOpen([])).toBeUndefined();
});

test.each([
  ["CREATE TABLE t(a)", "CREATE TABLE [x y](a)", "x y"],
  ['CREATE TABLE IF NOT EXISTS main . "t" (t)', "CREATE TABLE IF NOT EXISTS main . u (t)", "u"],
  ["create /* t */ unique index t on t(t)", 'create /* t */ unique index "select" on t(t)', "select"],
])("%s has another name and is the same otherwise", (sql, expected, name) => {
  expect(withName(sql, name)?.replaceAll(/"x y"/g, "[x y]")).toBe(expected);
});
