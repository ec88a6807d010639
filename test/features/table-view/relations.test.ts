/** Foreign keys as ways between rows, and the labels of parents over the real engine. */
import Database from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { LabelChoices } from "../../../renderer/rows/relations/label-choices.ts";
import { ParentLabels } from "../../../renderer/rows/relations/parent-labels.ts";
import {
  childrenDestination,
  childrenOf,
  labelColumn,
  parentDestination,
  parentsOf,
  relationByColumn,
} from "../../../renderer/rows/relations/relations.ts";
import { keyOfLabel, offerParents } from "../../../renderer/rows/relations/parent-choices.ts";
import { StagedParents } from "../../../renderer/rows/relations/staged-parents.ts";
import { openSessionStore } from "../../../renderer/rpc/session-store.ts";
import type { Cell } from "../../../src-shared/model/cell.ts";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";
import { type JoinedEngine, joinEngine } from "../../harness/port-pair.ts";

let joined: JoinedEngine | null = null;
afterEach(() => joined?.close());

const ddl = `
  CREATE TABLE Customer(id INTEGER PRIMARY KEY, note JSON, email TEXT, LastName TEXT, boss INTEGER REFERENCES customer);
  CREATE TABLE place(country TEXT, zip TEXT, name TEXT, PRIMARY KEY(country, zip));
  CREATE TABLE bill(nr INTEGER PRIMARY KEY, customer INTEGER REFERENCES CUSTOMER(ID), country TEXT, zip TEXT, gone REFERENCES nowhere,
    FOREIGN KEY(country, zip) REFERENCES place);
  INSERT INTO Customer VALUES (1, NULL, 'a@b', 'Ada', NULL), (2, NULL, 'c@d', NULL, 1);
  INSERT INTO place VALUES ('DE', '1', 'Berlin');
`;

async function open(): Promise<{ schema: DatabaseSchema; table: (name: string) => Table; path: string }> {
  const path = makeDatabase((db) => {
    db.pragma("foreign_keys = OFF");
    db.exec(ddl);
  });
  joined = joinEngine({ kind: "file", path, readOnly: false });
  const schema = await joined.client.ask("schema.read", undefined);
  const table = (name: string): Table => {
    const found = schema.tables.find((t) => t.name === name);
    if (!found) throw new Error(`no table ${name}`);
    return found;
  };
  return { schema, table, path };
}

describe("relations", () => {
  it("are found whatever the case of the names; a key without its parent is none", async () => {
    const { schema, table } = await open();
    const ways = parentsOf(table("bill"), schema).map((r) => [r.columns, r.parent.name, r.parentColumns]);
    expect(ways.sort()).toEqual([
      [["country", "zip"], "place", ["country", "zip"]],
      [["customer"], "Customer", ["id"]],
    ]);
    const back = childrenOf(table("Customer"), schema).map((r) => [r.child.name, r.columns]);
    expect(back).toEqual(
      expect.arrayContaining([
        ["Customer", ["boss"]],
        ["bill", ["customer"]],
      ]),
    );
    expect(back).toHaveLength(2);
    expect([...relationByColumn(parentsOf(table("bill"), schema)).keys()].sort()).toEqual(["customer", "zip"]);
  });

  it("lead to the rows with these values; NULL leads nowhere", async () => {
    const { schema, table } = await open();
    const place = parentsOf(table("bill"), schema).find((r) => r.parent.name === "place");
    if (!place) throw new Error("no relation");
    expect(parentDestination(place, ["DE", "1"])).toEqual({
      object: { schema: "main", name: "place" },
      filter: [
        { column: "country", operator: "=", value: "DE" },
        { column: "zip", operator: "=", value: "1" },
      ],
    });
    expect(parentDestination(place, ["DE", null])).toBeNull();
    expect(childrenDestination(place, ["DE", "1"])?.object.name).toBe("bill");
  });

  it("show the column that is called like a name, or what was chosen", async () => {
    const { table } = await open();
    expect(labelColumn(table("Customer"), ["id"], undefined)).toBe("LastName");
    expect(labelColumn(table("Customer"), ["id"], "email")).toBe("email");
    expect(labelColumn(table("Customer"), ["id"], "dropped since")).toBe("LastName");
    expect(labelColumn(table("Customer"), ["id"], null)).toBeNull();
    expect(labelColumn(table("place"), ["country", "zip"], undefined)).toBe("name");
    expect(labelColumn(table("bill"), ["nr"], undefined)).toBe("country");
  });
});

describe("the choice of a label", () => {
  it("is kept in the workspace and told", () => {
    const kept = new Map<string, unknown>();
    const workspace = {
      get: <T>(key: string) => kept.get(key) as T,
      set: (key: string, v: unknown) => kept.set(key, v),
    };
    const choices = new LabelChoices(workspace as never);
    const table = { schema: "main", name: "__proto__" };
    let told = 0;
    choices.subscribe(() => told++);
    expect(choices.of(table)).toBeUndefined();
    choices.choose(table, "email");
    expect(new LabelChoices(workspace as never).of(table)).toBe("email");
    choices.choose(table, null);
    expect(new LabelChoices(workspace as never).of(table)).toBeNull();
    expect(told).toBe(2);
  });
});

describe("labels of parents", () => {
  it("come for what is asked, are asked once, and again after a change; old ones stay until then", async () => {
    const { schema, table, path } = await open();
    const client = (joined as JoinedEngine).client;
    let asked = 0;
    let changes = 0;
    const labels = new ParentLabels({
      client: { ask: (name, params) => (asked++, client.ask(name, params)) } as typeof client,
      relations: parentsOf(table("bill"), schema),
      labelOf: (relation) => labelColumn(relation.parent, relation.parentColumns, undefined),
      changed: () => changes++,
      staged: new StagedParents(openSessionStore(client)),
    });
    const row = (values: Record<string, Cell>) => (column: string) => values[column];
    const ada = () => labels.label("customer", row({ customer: 1n }));
    const berlin = () => labels.label("zip", row({ country: "DE", zip: "1" }));
    const changed = async (count: number) => expect.poll(() => changes).toBe(count);
    expect([ada(), ada(), berlin()]).toEqual(["", "", ""]);
    expect(labels.label("nr", row({ nr: 1n }))).toBeUndefined();
    expect(labels.label("country", row({ country: "DE", zip: "1" }))).toBeUndefined();
    await changed(1);
    expect([ada(), berlin(), asked]).toEqual(["Ada", "Berlin", 2]);
    expect(labels.label("customer", row({ customer: null }))).toBe("");
    const other = new Database(path);
    other.exec("UPDATE Customer SET LastName = 'Ada L.' WHERE id = 1");
    other.close();
    labels.invalidate();
    expect(ada()).toBe("Ada");
    await changed(2);
    expect([ada(), asked]).toEqual(["Ada L.", 3]);
    labels.close();
  });
});

describe("parents that are not in the file yet", () => {
  it("have a key and a label as soon as they are staged, are offered first, and are gone with an undo", async () => {
    const { schema, table } = await open();
    const { client } = joined as JoinedEngine;
    const session = openSessionStore(client);
    await expect.poll(() => session.store.getState().ready).toBe(true);
    const staged = new StagedParents(session);
    const [relation] = parentsOf(table("bill"), schema).filter((r) => r.parent.name === "Customer");
    if (!relation) throw new Error("no relation");
    const insert = (newId: string, LastName: string) => ({
      op: "insert" as const,
      table: { schema: "main", name: "Customer" },
      newId,
      values: [{ column: "LastName", value: LastName }],
    });
    await session.stage("Add rows", [insert("a", "Grace"), insert("b", "Adele")]);
    const labels = new ParentLabels({
      client,
      relations: [relation],
      labelOf: () => "LastName",
      changed: () => {},
      staged,
    });
    expect(labels.label("customer", () => 3n)).toBe("Grace");
    expect(await offerParents(client, staged, relation, "LastName", "ad")).toEqual([
      { text: "4", label: "Adele", note: "4, new" },
      { text: "1", label: "Ada", note: "1" },
    ]);
    expect(await keyOfLabel(client, staged, relation, "LastName", "grac")).toBe("3");
    await session.undo();
    expect(await offerParents(client, staged, relation, "LastName", "ad")).toEqual([
      { text: "1", label: "Ada", note: "1" },
    ]);
    labels.close();
    session.close();
  });
});
