/** The tree over real schemas. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { makeRowCounts } from "../../../renderer/features/schema-tree/row-counts.ts";
import { foundIds, schemaTree, type TreeNode } from "../../../renderer/features/schema-tree/tree-model.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { objectKey, type ObjectName } from "../../../src-shared/model/names.ts";
import type { RowSource } from "../../../src-shared/model/rows.ts";
import { joinEngine, type JoinedEngine } from "../../harness/port-pair.ts";

const ddl = `
  create table b(id integer primary key, name text);
  create table A(x, y generated always as (x + 1));
  create index b_name on b(name);
  create trigger b_ai after insert on b begin select 1; end;
  create view v as select * from b;
  create virtual table notes using fts5(body);
  insert into b(name) values ('one'), ('two');
  insert into A(x) values (1);
`;

let joined: JoinedEngine;
let schema: DatabaseSchema;

beforeEach(async () => {
  joined = joinEngine({ kind: "memory" });
  const report = await joined.client.ask("console.run", { runId: "ddl", sql: ddl });
  expect(report.statements.filter((s) => s.state !== "done")).toEqual([]);
  schema = await joined.client.ask("schema.read", undefined);
});
afterEach(() => joined.close());

const none = { expanded: new Set<string>(), filter: "" };
const outline = (nodes: readonly TreeNode[]) =>
  Object.fromEntries(nodes.map((node) => [node.label, node.children.map((child) => child.label)]));

describe("schemaTree", () => {
  test("groups objects by kind, by name without regard to case", () => {
    expect(outline(schemaTree(schema, none))).toEqual({
      Tables: ["A", "b"],
      Views: ["v"],
      "Virtual tables": ["notes"],
      Indexes: ["b_name"],
      Triggers: ["b_ai"],
      System: ["sqlite_schema"],
    });
  });

  test("folds shadow tables under their virtual table", () => {
    const virtual = schemaTree(schema, none).find((group) => group.label === "Virtual tables");
    const shadows = virtual?.children[0]?.children.find((node) => node.label === "Shadow tables");
    expect(shadows?.children.map((node) => node.label)).toContain("notes_content");
    expect(shadows?.children.every((node) => node.kind === "shadow")).toBe(true);
  });

  test("makes columns only of what is open", () => {
    const id = `table:${objectKey({ schema: "main", name: "b" })}`;
    const children = (expanded: Set<string>) =>
      schemaTree(schema, { expanded, filter: "" })[0]?.children.find((node) => node.id === id)?.children;
    expect(children(new Set())).toEqual([]);
    expect(children(new Set([id]))?.map(({ label, detail, key }) => [label, detail, key])).toEqual([
      ["id", "INTEGER", true],
      ["name", "TEXT", false],
    ]);
  });

  test("a filter leaves what matches, and groups that hold it", () => {
    expect(outline(schemaTree(schema, { ...none, filter: "B_" }))).toEqual({ Indexes: ["b_name"], Triggers: ["b_ai"] });
    const found = schemaTree(schema, { ...none, filter: "notes_con" });
    expect(found.map((group) => group.label)).toEqual(["Virtual tables"]);
    expect(found[0]?.children[0]?.children[0]?.children.map((n) => n.label)).toEqual(["notes_config", "notes_content"]);
  });

  test("a filter finds columns, and shows them under their tables", () => {
    const found = schemaTree(schema, { ...none, filter: "NAME" });
    expect(outline(found)).toEqual({ Tables: ["b"], Views: ["v"], Indexes: ["b_name"] });
    expect(found[0]?.children[0]?.children.map(({ label }) => label)).toEqual(["name"]);
    // Without a click: what was found is unfolded.
    expect(foundIds(found)).toContain(found[0]?.children[0]?.id);
    // A table that matches by its own name is folded as it was.
    expect(schemaTree(schema, { ...none, filter: "b" })[0]?.children[0]?.children).toEqual([]);
  });

  test("ids are unique", () => {
    const ids: string[] = [];
    const walk = (nodes: readonly TreeNode[]) => {
      for (const node of nodes) {
        ids.push(node.id);
        walk(node.children);
      }
    };
    walk(schemaTree(schema, { expanded: new Set(schema.tables.map((t) => `${t.kind}:${objectKey(t)}`)), filter: "" }));
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("makeRowCounts", () => {
  const tables = [
    { schema: "main", name: "b" },
    { schema: "main", name: "no such table" },
    { schema: "main", name: "A" },
  ];
  test("counts one after the other, and a table that cannot be counted stops nothing", async () => {
    const counts = makeRowCounts({ client: joined.client });
    counts.count(tables);
    await vi.waitFor(() => expect(counts.store.getState().size).toBe(3));
    expect([...counts.store.getState().values()]).toEqual([2, null, 1]);
    counts.close();
  });

  test("gives up a count that takes too long", async () => {
    const asked: string[] = [];
    const client = {
      ask: (_name: string, { source }: { source: RowSource }, { signal }: { signal: AbortSignal }) =>
        new Promise((_, reject) => {
          asked.push(source.table.name);
          signal.addEventListener("abort", () => reject(new Error("stopped")));
        }),
    };
    const counts = makeRowCounts({ client: client as never, patience: 10 });
    counts.count(tables.slice(0, 1));
    await vi.waitFor(() => expect(counts.store.getState().size).toBe(1));
    expect([...counts.store.getState().values()]).toEqual([null]);
    // What was given up is not counted again by itself.
    counts.count([tables[0] as ObjectName, tables[2] as ObjectName]);
    await vi.waitFor(() => expect(counts.store.getState().size).toBe(2));
    expect(asked).toEqual(["b", "A"]);
    counts.close();
  });
});
