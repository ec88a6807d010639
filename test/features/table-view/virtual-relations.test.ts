/** Relations that the user adds, and children that are always unfolded: remembered, and only what fits is read back. */
import { describe, expect, it } from "vitest";
import { childrenOf, parentsOf } from "../../../renderer/rows/relations/relations.ts";
import { UnfoldedRelations } from "../../../renderer/rows/relations/unfolded-relations.ts";
import {
  keyColumnsOf,
  likelyParents,
  type VirtualRelation,
  VirtualRelations,
  withVirtualRelations,
} from "../../../renderer/rows/relations/virtual-relations.ts";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";
import { joinEngine } from "../../harness/port-pair.ts";

function workspace(values: Record<string, unknown> = {}) {
  return {
    values,
    get: (key: string) => values[key],
    set: (key: string, value: unknown) => void (values[key] = value),
  };
}
const asWorkspace = (of: ReturnType<typeof workspace>) => of as never;

async function readSchema(ddl: string): Promise<DatabaseSchema> {
  const joined = joinEngine({ kind: "file", path: makeDatabase(ddl), readOnly: false });
  try {
    return await joined.client.ask("schema.read", undefined);
  } finally {
    joined.close();
  }
}
const ddl = `
  CREATE TABLE Customers(id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE city(country, zip, name, PRIMARY KEY (country, zip));
  CREATE TABLE bill(nr INTEGER PRIMARY KEY, customer_id, country, zip);
`;
const table = (schema: DatabaseSchema, name: string): Table => {
  const found = schema.tables.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
};
const relation: VirtualRelation = {
  child: { schema: "main", name: "bill" },
  columns: ["customer_id"],
  parentTable: "Customers",
  parentColumns: ["id"],
};

describe("virtual relations", () => {
  it("are kept, told, and are the same whatever the case of their names", () => {
    const kept = workspace();
    const relations = new VirtualRelations(asWorkspace(kept));
    let told = 0;
    relations.subscribe(() => told++);
    relations.add(relation);
    relations.add({ ...relation, parentTable: "CUSTOMERS" });
    expect([relations.all.length, told]).toEqual([1, 1]);
    expect(new VirtualRelations(asWorkspace(kept)).has(relation)).toBe(true);
    relations.remove({ ...relation, columns: ["CUSTOMER_ID"] });
    expect([relations.all, told]).toEqual([[], 2]);
  });

  it("that something else wrote are left out", () => {
    const kept = workspace({ "virtual-relations": [relation, null, {}, { ...relation, columns: [] }, "x"] });
    expect(new VirtualRelations(asWorkspace(kept)).all).toEqual([relation]);
    expect(new VirtualRelations(asWorkspace(workspace({ "virtual-relations": 7 }))).all).toEqual([]);
  });

  it("are ways like foreign keys, also of several columns; one whose table is gone is none", async () => {
    const schema = await readSchema(ddl);
    const composite = {
      ...relation,
      columns: ["country", "zip"],
      parentTable: "city",
      parentColumns: ["country", "zip"],
    };
    const gone = { ...relation, parentTable: "nowhere" };
    const extended = withVirtualRelations(schema, [relation, composite, gone]);
    expect(parentsOf(table(extended, "bill"), extended).map((way) => way.parent.name)).toEqual(["Customers", "city"]);
    expect(childrenOf(table(extended, "Customers"), extended).map((way) => way.columns)).toEqual([["customer_id"]]);
    expect(table(schema, "bill").foreignKeys).toEqual([]);
    expect(withVirtualRelations(schema, [])).toBe(schema);
  });

  it("are suggested by name", async () => {
    const schema = await readSchema(ddl);
    expect(likelyParents(table(schema, "bill"), "customer_id", schema)[0]?.name).toBe("Customers");
    expect(likelyParents(table(schema, "bill"), "zip", schema)[0]?.name).toBe("bill");
    expect(keyColumnsOf(table(schema, "city"))).toEqual(["country", "zip"]);
  });
});

it("children that are always unfolded are remembered by relation", async () => {
  const schema = withVirtualRelations(await readSchema(ddl), [relation]);
  const [way] = parentsOf(table(schema, "bill"), schema);
  if (!way) throw new Error("no relation");
  const kept = workspace();
  const unfolded = new UnfoldedRelations(asWorkspace(kept));
  unfolded.set(way, true);
  expect(new UnfoldedRelations(asWorkspace(kept)).all.size).toBe(1);
  unfolded.set(way, false);
  expect(new UnfoldedRelations(asWorkspace(kept)).all.size).toBe(0);
});
