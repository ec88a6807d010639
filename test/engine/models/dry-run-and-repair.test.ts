/** Dry runs on a copy, literals mended in the file, and temporary objects where one connection is all there is. */
import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { DryRun, LiteralRepairs } from "../../../src-shared/model/schema-change.ts";

import { makeDatabase, tempFolder } from "../../fixtures/temp-database.ts";
import { ask } from "../session/open-session.ts";
import { specialCases } from "./cases.ts";
import { differences, stateOf } from "./lossless.ts";
import { openModels } from "./open-models.ts";

describe("dry run", () => {
  const SQL = `
    CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT, year TEXT);
    CREATE TABLE keep (a);
    CREATE VIEW v AS SELECT title FROM film;
    INSERT INTO film VALUES (1, 'Ran', '1985'), (2, 'M', 'about 1931'), (9, 'Cléo', NULL); INSERT INTO keep VALUES (1);`;

  test("tells what would be different, and nothing is", async () => {
    const path = makeDatabase(SQL);
    const before = stateOf(path);
    const scratchFolder = tempFolder();
    const models = openModels(path, { scratchFolder });
    const operations = [
      { op: "renameTable", table: "film", to: "movie" },
      { op: "changeColumn", table: "movie", column: "year", type: "INTEGER" },
      { op: "createIndex", sql: "CREATE INDEX i ON movie (year)" },
      { op: "sql", sql: "DELETE FROM movie WHERE id = 9" },
    ];
    const told = (await models.engine.handlers["models.dryRun"]({ operations: operations as never })) as DryRun;
    expect(told).toMatchObject({
      objects: [
        { type: "table", name: "movie", change: "changed" },
        { type: "view", name: "v", change: "changed" },
        { type: "index", name: "i", change: "new" },
      ],
      tables: [{ name: "movie", was: "film", rows: { before: 3, after: 2 }, changed: [{ column: "year", count: 1 }] }],
      foreignKeys: [],
      integrity: [],
    });
    expect(differences(before, stateOf(path))).toEqual([]);
    expect(readdirSync(scratchFolder)).toEqual([]);
  });

  test("meets the refusal that the change would meet", async () => {
    const models = openModels(makeDatabase(SQL));
    const operations = [{ op: "changeColumn" as const, table: "film", column: "year", notNull: true }];
    await expect(models.engine.handlers["models.dryRun"]({ operations })).rejects.toThrow(
      "1 row has no value in “year”",
    );
    const memory = openModels(null);
    memory.apply({ op: "createTable", sql: "CREATE TABLE t (a)" });
    const told = (await memory.engine.handlers["models.dryRun"]({
      operations: [{ op: "dropTable", table: "t" }],
    })) as DryRun;
    expect(told.objects).toMatchObject([{ name: "t", change: "gone" }]);
  });
});

describe("texts in double quotes", () => {
  const dqs = specialCases.find(({ name }) => name.startsWith("50"));

  test("are found, shown, mended, and then everything works", () => {
    const path = makeDatabase((db) => {
      db.exec(dqs?.sql ?? "");
      dqs?.setup?.(db);
    });
    const models = openModels(path);
    const ask50 = (apply: boolean) => models.engine.handlers["models.repairLiterals"]({ apply }) as LiteralRepairs;
    expect(models.refused({ op: "renameColumn", table: "u", column: "k", to: "kk" }).next).toContain("mend the file");
    const found = ask50(false);
    expect(found).toMatchObject({ applied: false, left: [] });
    expect(found.repairs.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "index ix",
      "table t",
      "trigger tr",
      "view v",
    ]);
    expect(found.repairs.find(({ name }) => name === "t")?.after).toContain("kind in ('a','b')");
    expect(ask(path, "SELECT sql FROM sqlite_schema WHERE name = 'v'")[0]?.[0]).toContain('"lit"');
    expect(ask50(true)).toMatchObject({ applied: true, repairs: found.repairs });
    expect(ask50(false).repairs).toEqual([]);
    ask(path, "INSERT INTO t(id, kind) VALUES (1, 'a')");
    expect(ask(path, "SELECT * FROM v")).toEqual([[1n, "lit"]]);
    expect(ask(path, "SELECT x FROM t")).toEqual([[1n]]);
    models.apply(
      { op: "renameColumn", table: "u", column: "k", to: "kk" },
      { op: "moveColumn", table: "t", column: "x", position: "first" },
    );
    ask(path, "VACUUM");
    expect(ask(path, "PRAGMA integrity_check")).toEqual([["ok"]]);
  });

  test("names in double quotes stay names", () => {
    const path = makeDatabase((db) => {
      db.exec(`CREATE TABLE "a" ("b" text, "c" text default 'd', CONSTRAINT "x" CHECK ("b" <> 'x'));
        CREATE VIEW "v" ("q") AS SELECT "b" FROM "a" AS "t" WHERE "t"."b" <> 'zz' ORDER BY "b" COLLATE "nocase";`);
      db.unsafeMode(true);
      db.pragma("writable_schema = ON");
      db.exec(`UPDATE sqlite_schema SET sql = replace(replace(sql, '''x''', '"x"'), '''zz''', '"zz"')`);
      db.pragma("writable_schema = RESET");
    });
    const models = openModels(path);
    const { repairs, left } = models.engine.handlers["models.repairLiterals"]({ apply: true }) as LiteralRepairs;
    expect(left).toEqual([]);
    expect(repairs.map(({ after }) => after)).toEqual([
      `CREATE TABLE "a" ("b" text, "c" text default 'd', CONSTRAINT "x" CHECK ("b" <> 'x'))`,
      `CREATE VIEW "v" ("q") AS SELECT "b" FROM "a" AS "t" WHERE "t"."b" <> 'zz' ORDER BY "b" COLLATE "nocase"`,
    ]);
    ask(path, "INSERT INTO a(b) VALUES ('y')");
    expect(ask(path, "SELECT q FROM v")).toEqual([["y"]]);
  });

  test("a file without any is not written", () => {
    const path = makeDatabase("CREATE TABLE t (a)");
    const version = ask(path, "PRAGMA schema_version");
    void openModels(path).engine.handlers["models.repairLiterals"]({ apply: true });
    expect(ask(path, "PRAGMA schema_version")).toEqual(version);
  });
});

describe("temporary objects, in memory", () => {
  const run = async ({ engine }: ReturnType<typeof openModels>, sql: string) => {
    const { statements } = (await engine.handlers["console.run"]({ runId: randomUUID(), sql, outside: true })) as {
      statements: { error: unknown }[];
    };
    expect(statements.filter(({ error }) => error !== null)).toEqual([]);
  };
  const temp = (models: ReturnType<typeof openModels>) =>
    models.engine.handlers["console.plan"] && models.draft().schema.tables.filter(({ schema }) => schema === "temp");

  test("a TEMP trigger and a TEMP view stay through a rebuild; foreign_keys and legacy_alter_table are as before", async () => {
    const models = openModels(null);
    await run(
      models,
      `CREATE TABLE t (id INTEGER PRIMARY KEY, a); CREATE TEMP VIEW tv AS SELECT * FROM t; CREATE TEMP TABLE log (x);
      CREATE TEMP TRIGGER tt AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.id); END; INSERT INTO t VALUES (1, 2);`,
    );
    models.apply({ op: "changeColumn", table: "t", column: "a", default: "5" });
    await run(
      models,
      "INSERT INTO t (id) VALUES (2); CREATE TABLE seen AS SELECT * FROM log; CREATE TABLE viewed AS SELECT * FROM tv;",
    );
    await run(
      models,
      "CREATE TABLE p AS SELECT foreign_keys, legacy_alter_table FROM pragma_foreign_keys, pragma_legacy_alter_table;",
    );
    const page = (name: string) =>
      (
        models.engine.handlers["rows.readPage"]({
          source: { table: { schema: "main", name }, order: [], filter: [] },
          offset: 0,
          limit: 10,
        }) as { rows: unknown[][] }
      ).rows;
    expect(page("seen")).toHaveLength(2);
    expect(page("viewed")).toHaveLength(2);
    expect(JSON.stringify(page("p"), (_, v: unknown) => (typeof v === "bigint" ? Number(v) : v))).toContain("[1,0]");
    expect(temp(models)).toEqual([]);
  });

  test("a TEMP table that hides one of the database refuses", async () => {
    const models = openModels(null);
    await run(models, "CREATE TABLE t (a); CREATE TEMP TABLE T (b);");
    expect(models.refused({ op: "addColumn", table: "t", sql: "c" }).message).toContain("temporary table hides");
  });

  test("the console's open transaction refuses", async () => {
    const models = openModels(null);
    await run(models, "CREATE TABLE t (a);");
    await run(models, "BEGIN; INSERT INTO t VALUES (1);");
    expect(models.refused({ op: "addColumn", table: "t", sql: "c" }).next).toContain("in the console");
  });

  test("attached databases are not touched", async () => {
    const other = makeDatabase("CREATE TABLE t (a); CREATE INDEX i ON t(a); INSERT INTO t VALUES (7)");
    const models = openModels(null);
    await run(
      models,
      `ATTACH '${other}' AS aux; CREATE TABLE main.t (a); CREATE INDEX main.i ON t(a); INSERT INTO main.t VALUES (1);`,
    );
    const before = stateOf(other);
    models.apply(
      { op: "changeColumn", table: "t", column: "a", default: "1" },
      { op: "renameTable", table: "t", to: "u" },
    );
    expect(models.draft().schema.tables.map(({ name }) => name)).toContain("u");
    expect(differences(before, stateOf(other))).toEqual([]);
  });
});
