/** What is kept of tables and columns by name follows their renames, undone ones too: over the real engine and its events. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { followRenames } from "../../../renderer/app/follow-renames.ts";
import { Tabs } from "../../../renderer/app/tabs/tabs.ts";
import { Visits } from "../../../renderer/app/tabs/visits.ts";
import { labelChoicesOf } from "../../../renderer/rows/relations/label-choices.ts";
import { virtualRelationsOf } from "../../../renderer/rows/relations/virtual-relations.ts";
import { WorkspaceStore } from "../../../renderer/rpc/workspace-store.ts";
import type { Query } from "../../../src-shared/model/query.ts";
import { keepFilter } from "../../../src-shared/model/row-filter-json.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { joinEngine } from "../../harness/port-pair.ts";
import { attachTo } from "./tab-handle.ts";

const table = (name: string) => ({ schema: "main", name });

async function opened() {
  const folder = mkdtempSync(join(tmpdir(), "joinery-renames-"));
  const path = join(folder, "a.db");
  new Database(path)
    .exec("CREATE TABLE t(id INTEGER PRIMARY KEY, a, b); CREATE TABLE u(id INTEGER PRIMARY KEY, t_id REFERENCES t(id))")
    .close();
  const joined = joinEngine({ kind: "file", path, readOnly: false }, join(folder, "journals"));
  onTestFinished(() => {
    joined.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const workspace = await WorkspaceStore.read(joined.client);
  const tabs = new Tabs("database", workspace, () => {});
  attachTo(tabs);
  const visits = new Visits(tabs, workspace);
  let heard = Promise.withResolvers<void>();
  joined.client.on("schema.renamed", (renamed) => {
    followRenames({ workspace, tabs, visits }, renamed.tables);
    heard.resolve();
  });
  const apply = async (...operations: SchemaOperation[]) => {
    const { plan } = await joined.client.ask("models.apply", { operations, schemaVersion: null });
    await heard.promise;
    heard = Promise.withResolvers();
    return plan;
  };
  return { workspace, tabs, visits, apply };
}

const view = (column: string) => ({
  widths: { [column]: 90, b: 50 },
  order: [{ column, direction: "desc" as const }],
  filter: [
    keepFilter({
      any: [{ column, operator: "=", value: 1n }, { not: { column: "b", operator: "isNull", value: null } }],
    }),
  ],
  formats: { [column]: "date" as never },
  rules: [{ column, condition: keepFilter({ column, operator: ">", value: 5n }), tint: "red", row: false }],
  columns: { order: ["b", column], hidden: [column] },
  place: { top: 7, left: 0, cell: { row: 9, column: 1 }, ranges: [] },
});

const query = (name: string, column: string): Query =>
  ({
    ctes: [],
    select: {
      distinct: false,
      items: [
        { kind: "value", value: { kind: "column", source: "x", column }, alias: "" },
        { kind: "value", value: { kind: "column", source: "u", column: "id" }, alias: "" },
      ],
      from: { kind: "table", schema: "main", name, alias: "x" },
      joins: [
        {
          kind: "left",
          source: { kind: "table", schema: "main", name: "u", alias: "u" },
          on: {
            kind: "compare",
            operator: "=",
            left: { kind: "column", source: "x", column: "id" },
            right: { kind: "column", source: "u", column: "t_id" },
          },
        },
      ],
      where: {
        kind: "related",
        relation: { name: "u", table: table("u"), pairs: [["id", "t_id"]], many: true, through: null },
        source: "x",
        alias: "r",
        where: { kind: "group", joint: "and", negated: false, items: [] },
        negated: false,
      },
      groupBy: [],
      having: { kind: "group", joint: "and", negated: false, items: [] },
    },
    compounds: [],
    orderBy: [{ value: { kind: "column", source: "x", column }, descending: false, nulls: null }],
    limit: null,
    offset: null,
  }) as unknown as Query;

test("tabs with their views, closed ones, builders, labels and relations go on under the new names, and back", async () => {
  const { workspace, tabs, apply } = await opened();
  const id = tabs.openTable(table("t"));
  const second = tabs.openTableInNewTab(table("t"));
  tabs.views.keep(id, view("a"));
  tabs.openTable(table("u"));
  const builder = tabs.newBuilder(query("t", "a"));
  tabs.showDdl(table("t"), "table");
  const third = tabs.openTableInNewTab(table("t"));
  tabs.close(third);
  labelChoicesOf(workspace).choose(table("t"), "a");
  virtualRelationsOf(workspace).add({ child: table("u"), columns: ["id"], parentTable: "t", parentColumns: ["a"] });
  const ids = tabs.all.map((tab) => tab.id);
  tabs.select(id);

  const plan = await apply(
    { op: "renameTable", table: "t", to: "T2" },
    { op: "renameColumn", table: "T2", column: "a", to: "the a" },
  );
  const now = 'table:["main","T2"]';
  expect(tabs.all.map((tab) => tab.id)).toEqual(ids.map((each) => each.replace('"t"', '"T2"')));
  expect(tabs.all.filter(({ title }) => title === "t")).toEqual([]);
  expect(tabs.store.getState().activeId).toBe(now);
  expect(tabs.views.read(now)).toEqual(view("the a"));
  expect(tabs.views.read(id)).toBeUndefined();
  expect(workspace.get<{ query: Query }>(builder as never)?.query).toEqual(query("T2", "the a"));
  expect(labelChoicesOf(workspace).of(table("T2"))).toBe("the a");
  expect(virtualRelationsOf(workspace).all).toEqual([
    { child: table("u"), columns: ["id"], parentTable: "T2", parentColumns: ["the a"] },
  ]);
  tabs.reopen();
  expect(tabs.store.getState().active).toMatchObject({ object: table("T2"), copy: 3 });
  expect(second).toContain(":2");

  await apply(...plan.reverse);
  expect(tabs.views.read(id)).toEqual(view("a"));
  expect(workspace.get<{ query: Query }>(builder as never)?.query).toEqual(query("t", "a"));
  expect(labelChoicesOf(workspace).of(table("t"))).toBe("a");
});

test("a column alone: the same tab begins anew with what was kept; names that are exchanged; letters in another case", async () => {
  const { tabs, apply } = await opened();
  const [id, other] = [tabs.openTable(table("t")), tabs.openTable(table("u"))];
  tabs.views.keep(id, view("a"));
  await apply({ op: "renameColumn", table: "t", column: "a", to: "z" });
  expect(tabs.views.read(id)).toEqual(view("z"));
  expect(tabs.store.getState().generations.get(id)).toBe(1);
  expect(tabs.store.getState().generations.get(other)).toBeUndefined();
  await apply(
    { op: "renameTable", table: "t", to: "w" },
    { op: "renameTable", table: "u", to: "t" },
    { op: "renameTable", table: "w", to: "u" },
  );
  expect(tabs.views.read('table:["main","u"]')).toEqual(view("z"));
  expect(tabs.views.read(id)).toBeUndefined();
  expect(tabs.all.map((tab) => tab.id).sort()).toEqual([id, other].sort());
  await apply({ op: "renameTable", table: "u", to: "U" });
  expect(tabs.views.read('table:["main","U"]')).toEqual(view("z"));
  expect(tabs.all.map((tab) => tab.id)).toContain('table:["main","U"]');
});
