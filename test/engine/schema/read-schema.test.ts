/** The schema as it is read from real files. */
import type Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { Table } from "../../../src-shared/model/schema.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { cpuMilliseconds } from "../../fixtures/cpu-time.ts";
import { oddNames } from "../../fixtures/odd-names.ts";
import { errorOf, openRooms } from "../../fixtures/open-rooms.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

function tablesOf(sql: Parameters<typeof makeDatabase>[0]): Record<string, Table> {
  const { schema } = openRooms(makeDatabase(sql));
  return Object.fromEntries(schema.read().tables.map((table) => [table.name, table]));
}

describe("tables", () => {
  it("of every kind, and the user's own whose names look like SQLite's", () => {
    const tables = tablesOf(`
      CREATE TABLE plain(a INTEGER PRIMARY KEY AUTOINCREMENT); CREATE TABLE sqlite3_notes(a); CREATE VIEW v AS SELECT 1 AS one;
      CREATE VIRTUAL TABLE docs USING fts5(body); CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1); CREATE TABLE docs_own(a)`);
    const kinds = Object.values(tables).map((t) => `${t.name} ${t.kind}${t.owner === null ? "" : ` of ${t.owner}`}`);
    expect(kinds.filter((kind) => !kind.includes("shadow"))).toEqual([
      "plain table",
      "sqlite_sequence system",
      "sqlite3_notes table",
      "v view",
      "docs virtual",
      "boxes virtual",
      "docs_own table",
      "sqlite_schema system",
    ]);
    expect(kinds).toContain("docs_data shadow of docs");
    expect(kinds).toContain("boxes_node shadow of boxes");
    expect([tables.docs?.module, tables.boxes?.module, tables.plain?.autoincrement]).toEqual(["fts5", "rtree", true]);
    expect(tables.docs?.columns.map((column) => column.kind)).toEqual(["ordinary", "hidden", "hidden"]);
  });

  it("under every name that can be made", () => {
    const names = oddNames.filter((name) => name !== "É");
    const tables = tablesOf((db) => {
      for (const name of names) db.exec(`CREATE TABLE ${quoteName(name)} (${quoteName(name)} TEXT, b)`);
    });
    for (const name of names) {
      expect(tables[name]).toMatchObject({ kind: "table", columns: [{ name, affinity: "text" }, { name: "b" }] });
    }
  });

  it("with generated columns, defaults, STRICT and foreign keys", () => {
    const { t, child, orphan } = tablesOf(`
      CREATE TABLE t(a INTEGER NOT NULL DEFAULT (1+1), b TEXT DEFAULT 'x' COLLATE NOCASE, c ANY AS (a*2), d INT AS (a) STORED,
        PRIMARY KEY(b, a)) STRICT, WITHOUT ROWID;
      CREATE TABLE child(x, y, z REFERENCES child, FOREIGN KEY (x, y) REFERENCES T ON DELETE CASCADE ON UPDATE SET NULL);
      CREATE TABLE orphan(x REFERENCES nowhere)`);
    expect(t).toMatchObject({
      strict: true,
      withoutRowid: true,
      identity: { kind: "primaryKey", columns: ["b", "a"] },
    });
    expect(t?.columns.map((c) => [c.kind, c.affinity, c.notNull, c.defaultSql, c.primaryKey, c.collation])).toEqual([
      ["ordinary", "integer", true, "1+1", 2, "BINARY"],
      ["ordinary", "text", true, "'x'", 1, "NOCASE"],
      ["virtual", "blob", false, null, 0, "BINARY"],
      ["stored", "integer", false, null, 0, "BINARY"],
    ]);
    expect(child?.foreignKeys).toEqual([
      { columns: ["z"], parentTable: "child", parentColumns: [], onUpdate: "NO ACTION", onDelete: "NO ACTION" },
      { columns: ["x", "y"], parentTable: "T", parentColumns: ["b", "a"], onUpdate: "SET NULL", onDelete: "CASCADE" },
    ]);
    expect(orphan?.foreignKeys[0]?.parentColumns).toEqual([]);
  });
});

describe("identity", () => {
  it.each([
    ["a INTEGER PRIMARY KEY, b", "", { kind: "rowid", alias: "rowid", column: "a" }],
    ["a INTEGER PRIMARY KEY DESC, b", "", { kind: "rowid", alias: "rowid", column: null }],
    ["a INT PRIMARY KEY", "", { kind: "rowid", alias: "rowid", column: null }],
    ["a TEXT PRIMARY KEY", "", { kind: "rowid", alias: "rowid", column: null }],
    ["ROWID TEXT, b", "", { kind: "rowid", alias: "_rowid_", column: null }],
    ["rowid, _rowid_", "", { kind: "rowid", alias: "oid", column: null }],
    ["rowid, _rowid_, oid INTEGER PRIMARY KEY", "", { kind: "rowid", alias: "oid", column: "oid" }],
    ["rowid, _rowid_, oid, k TEXT NOT NULL PRIMARY KEY", "", { kind: "primaryKey", columns: ["k"] }],
    ["rowid, _rowid_, oid, k TEXT PRIMARY KEY", "", { kind: "none" }],
    ["a, b, PRIMARY KEY(b, a)", "WITHOUT ROWID", { kind: "primaryKey", columns: ["b", "a"] }],
  ])("of t(%s) %s", (columns, options, identity) => {
    const { t } = tablesOf(`CREATE TABLE t(${columns}) ${options}`);
    expect(t?.identity).toMatchObject(identity);
    expect(t?.readOnlyReason === null).toBe(identity.kind !== "none");
  });
});

describe("one broken object", () => {
  it("carries its error, and the rest is there", () => {
    const path = makeDatabase((db) => {
      db.exec(`CREATE TABLE good(a); CREATE VIEW broken AS SELECT * FROM gone; CREATE VIEW literal AS SELECT a FROM good;
        CREATE VIEW fine AS SELECT a FROM good`);
      db.unsafeMode(true);
      db.exec(`PRAGMA writable_schema = ON;
        INSERT INTO sqlite_schema VALUES ('table', 'foreign_one', 'foreign_one', 0, 'CREATE VIRTUAL TABLE foreign_one USING spatial_thing(x)');
        UPDATE sqlite_schema SET sql = 'CREATE VIEW literal AS SELECT "text" FROM good' WHERE name = 'literal'`);
    });
    const { schema, page } = openRooms(path);
    const errors = schema.read().tables.map((table) => [table.name, table.error]);
    expect(errors).toEqual([
      ["good", null],
      ["broken", "no such table: main.gone"],
      ["literal", expect.stringContaining('no such column: "text"')],
      ["fine", null],
      ["foreign_one", "no such module: spatial_thing"],
      ["sqlite_schema", null],
    ]);
    expect(page("good").rows).toEqual([]);
    expect(errorOf(() => page("broken"))).toMatchObject({
      code: "object.unreadable",
      message: expect.stringContaining("gone"),
    });
    expect(errorOf(() => page("literal")).next).toContain("single quotes");
    expect(errorOf(() => page("foreign_one")).next).toContain("extension");
    expect(errorOf(() => page("never was")).code).toBe("object.missing");
  });
});

describe("hostile views", () => {
  const levels = (count: number, sql: (below: string) => string) => (db: Database.Database) => {
    db.exec("CREATE TABLE t(a); INSERT INTO t VALUES (1); CREATE TABLE docs_data(a INT) STRICT");
    db.exec("CREATE VIEW v0 AS SELECT a FROM t");
    for (let i = 1; i <= count; i++) db.exec(`CREATE VIEW v${i} AS ${sql(`v${i - 1}`)}`);
  };

  it.each([
    ["unions", (below: string) => `SELECT a FROM ${below} UNION ALL SELECT a FROM ${below}`],
    ["subqueries", (below: string) => `SELECT (SELECT a FROM "${below}") + (SELECT a FROM [${below}]) AS a`],
  ])("that double at every level (%s) do not stop the rest", (_, sql) => {
    const { schema, page } = openRooms(makeDatabase(levels(40, sql)));
    const began = cpuMilliseconds();
    const tables = schema.read().tables;
    expect(errorOf(() => page("v40"))).toMatchObject({
      code: "object.unreadable",
      detail: expect.stringContaining("multiplies"),
    });
    expect(page("t").rows).toEqual([[1n]]);
    expect(page("v3").rows.length).toBeGreaterThan(0);
    expect(cpuMilliseconds() - began).toBeLessThan(2000);
    expect(tables.find((table) => table.name === "docs_data")).toMatchObject({ kind: "table", strict: true });
  });

  it("that nest a thousand deep are read in bounded time", () => {
    const { schema, page } = openRooms(makeDatabase(levels(1000, (below) => `SELECT * FROM ${below}`)));
    const began = cpuMilliseconds();
    expect(schema.read().tables).toHaveLength(1004);
    expect(page("v100").rows).toEqual([[1n]]);
    expect(cpuMilliseconds() - began).toBeLessThan(6000);
  });

  it("that call functions with side effects are not run", () => {
    const { schema, page } = openRooms(
      makeDatabase(
        "CREATE VIEW v AS SELECT load_extension('x') AS a; CREATE VIEW w AS SELECT * FROM pragma_database_list",
      ),
    );
    for (const name of ["v", "w"]) {
      expect(schema.table({ schema: "main", name }).error).toContain("unsafe use of");
      expect(errorOf(() => page(name)).next).toContain("side effects");
    }
  });
});

it("indexes and triggers", () => {
  const { schema } = openRooms(
    makeDatabase(`CREATE TABLE t(a UNIQUE, b); CREATE INDEX i ON t(b DESC, lower(a)) WHERE b > 1;
      CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END`),
  );
  expect(schema.read().indexes).toEqual([
    expect.objectContaining({ name: "i", unique: false, partial: true, origin: "c", columns: ["b", null] }),
    expect.objectContaining({ table: "t", unique: true, origin: "u", columns: ["a"], sql: null }),
  ]);
  expect(schema.read().triggers).toMatchObject([{ schema: "main", name: "g", table: "t" }]);
});

it("is read again when it was changed, and only then", () => {
  const { schema, connections } = openRooms(makeDatabase("CREATE TABLE t(a)"));
  const first = schema.read();
  connections.writer().run({ sql: "INSERT INTO t VALUES (1)", parameters: [] });
  expect(schema.read()).toBe(first);
  connections.writer().run({ sql: "ALTER TABLE t RENAME TO u", parameters: [] });
  expect(schema.read().tables[0]?.name).toBe("u");
  expect(schema.table({ schema: "MAIN", name: "U" }).name).toBe("u");
});

it("of 2,000 tables is there in a second", () => {
  const path = makeDatabase((db) => {
    db.exec("BEGIN");
    for (let i = 0; i < 2000; i++) {
      db.exec(`CREATE TABLE t${i}(id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE, parent REFERENCES t0, kind CHECK (kind IN ('a','b')));
        CREATE INDEX i${i} ON t${i}(name)`);
    }
    db.exec("COMMIT");
  });
  const { schema } = openRooms(path);
  const began = cpuMilliseconds();
  const { tables, indexes } = schema.read();
  expect(cpuMilliseconds() - began).toBeLessThan(1000);
  expect([tables.length, indexes.length]).toEqual([2001, 2000]);
  expect(tables[1999]?.columns[3]?.choices).toEqual(["a", "b"]);
});
