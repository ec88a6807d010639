import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { type ConsoleFixture, openConsole } from "./console-fixture.ts";

let c: ConsoleFixture;
beforeEach(async () => {
  c = openConsole();
  await c.run("CREATE TABLE t(a INTEGER PRIMARY KEY, b); CREATE TABLE u(c, d)");
});
afterEach(() => c.close());

const plan = async (sql: string) => (await c.handlers["console.plan"]({ sql })).nodes;
const details = async (sql: string) => (await plan(sql)).map(({ detail }) => detail);

test("is SQLite's, with its nesting, and changes when an index comes", async () => {
  const sql = "SELECT * FROM t WHERE b = :b ORDER BY a DESC; SELECT 2";
  expect(await details(sql)).toEqual(["SCAN t"]);
  await c.run("CREATE INDEX t_b ON t(b)");
  expect(await details(sql)).toEqual(["SEARCH t USING COVERING INDEX t_b (b=?)"]);
  const nested = await plan("SELECT * FROM t WHERE a IN (SELECT c FROM u ORDER BY d LIMIT 3)");
  const list = nested.find(({ detail }) => detail.startsWith("LIST SUBQUERY"));
  expect(nested.filter(({ parent }) => parent === list?.id).map(({ detail }) => detail)).toEqual([
    "SCAN u",
    "USE TEMP B-TREE FOR ORDER BY",
  ]);
});

test("nothing is run; a statement that says EXPLAIN is explained itself; one without a plan has none", async () => {
  expect(await details("DELETE FROM t")).toEqual([]);
  expect(await details("DELETE FROM u WHERE c = 1")).toEqual(["SCAN u"]);
  await c.run("INSERT INTO u VALUES (1, 2)");
  await details("DELETE FROM u WHERE c = 1");
  expect(c.ask("SELECT count(*) FROM u")).toEqual([[1n]]);
  expect(await details("EXPLAIN QUERY PLAN SELECT * FROM u")).toEqual(["SCAN u"]);
  expect(await details("/* so */ EXPLAIN SELECT * FROM u")).toEqual(["SCAN u"]);
  expect(await details("CREATE TABLE v(a)")).toEqual([]);
  expect(c.ask("SELECT count(*) FROM sqlite_schema WHERE name = 'v'")).toEqual([[0n]]);
});

test("an error has its place in the text", async () => {
  const sql = "\n  SELECT * FROM nowhere";
  const thrown = await plan(sql).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(AppError);
  expect((thrown as AppError).data.place).toMatchObject({ line: 2, offset: sql.indexOf("nowhere") });
  await expect(plan("-- nothing")).rejects.toThrow("no statement");
});

/** What statements could leave behind on the console's connection or in the file. */
function state() {
  const { db } = c.connections.console();
  const names =
    "foreign_keys journal_mode synchronous cache_size user_version application_id locking_mode recursive_triggers defer_foreign_keys query_only ignore_check_constraints secure_delete temp_store busy_timeout cell_size_check trusted_schema page_count";
  return [
    ...names.split(" ").map((name) => [name, db.pragma(name)]),
    // SQLite opens the place of temporary tables when it first compiles something about them.
    ["databases", db.prepare("SELECT name, file FROM pragma_database_list WHERE name <> 'temp'").all()],
    ["like", db.prepare("SELECT 'a' LIKE 'A'").pluck().get()],
    ["transaction", db.inTransaction],
    ["schema", db.prepare("SELECT group_concat(sql) FROM sqlite_schema").pluck().get()],
    ["files", readdirSync(dirname(c.file)).filter((name) => !name.startsWith("test.db-") && name !== "scratch")],
  ];
}

test.each([
  "PRAGMA foreign_keys = off",
  "/* x */ pragma main.Foreign_Keys(0)",
  "PRAGMA journal_mode = delete",
  "PRAGMA synchronous = 0",
  "PRAGMA user_version = 7",
  "PRAGMA case_sensitive_like = 1",
  "PRAGMA query_only = 1",
  "PRAGMA busy_timeout = 1",
  "PRAGMA cache_size = 17",
  "PRAGMA recursive_triggers = 1",
  "PRAGMA ignore_check_constraints = 1",
  "BEGIN",
  "BEGIN IMMEDIATE",
  "COMMIT",
  "SAVEPOINT s",
  "VACUUM",
  "VACUUM INTO 'copy.db'",
  "ATTACH 'other.db' AS o",
  "DETACH main",
  "CREATE TABLE v(a)",
  "CREATE TEMP TABLE v(a)",
  "CREATE VIRTUAL TABLE v USING fts5(a)",
  "DROP TABLE t",
  "ALTER TABLE t RENAME TO tt",
  "ALTER TABLE t ADD COLUMN z",
  "REINDEX",
  "ANALYZE",
  "INSERT INTO u VALUES (1, 2)",
  "SELECT 1; PRAGMA foreign_keys = off",
])("explaining %s changes nothing: its plan, its check, advice, and EXPLAIN itself", async (sql) => {
  const before = state();
  for (const text of [
    sql,
    `EXPLAIN ${sql}`,
    `EXPLAIN QUERY PLAN ${sql}`,
    `\uFEFFexplain/**/${sql}`,
    `SELECT 1; ${sql}`,
  ]) {
    await c.handlers["console.check"]({ sql: text });
    await Promise.resolve(c.handlers["console.plan"]({ sql: text })).catch(() => undefined);
    await Promise.resolve(c.handlers["console.advise"]({ sql: text })).catch(() => undefined);
    await c.run(text, [], { onCopy: true, outside: false }).catch(() => undefined);
  }
  const explained = sql.startsWith("SELECT 1;")
    ? "EXPLAIN SELECT 1; EXPLAIN PRAGMA foreign_keys = off"
    : `EXPLAIN ${sql}`;
  await c.run(explained);
  await c.run(explained.replace("EXPLAIN", "EXPLAIN QUERY PLAN"));
  expect(state()).toEqual(before);
});

test("EXPLAIN of a PRAGMA that only reads is run; of another it is refused with its reason", async () => {
  await c.run("EXPLAIN PRAGMA table_info(t)");
  expect((await c.rows()).length).toBeGreaterThan(0);
  const report = await c.run("EXPLAIN PRAGMA foreign_keys = 0");
  expect(report.statements[0]?.error?.message).toBe(
    "SQLite would carry this PRAGMA out instead of explaining it, so it was not run.",
  );
});
