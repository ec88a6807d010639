/** Guards of plans and applying: rowids, files that are exchanged meanwhile, and SQL for older versions of SQLite. */
import { copyFileSync, renameSync } from "node:fs";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { openConnections } from "../../../electron/engine/connection/connections.ts";
import { applyOperations } from "../../../electron/engine/models/apply.ts";
import type { AppError } from "../../../src-shared/errors/app-error.ts";
import type { SchemaOperation, SchemaPlan } from "../../../src-shared/model/schema-change.ts";
import { makeDatabase, tempFolder } from "../../fixtures/temp-database.ts";
import { ask } from "../session/open-session.ts";
import { openModels } from "./open-models.ts";

const key: SchemaOperation = { op: "setPrimaryKey", table: "t", columns: [{ name: "a" }] };

test("a column that becomes the rowid: a NULL before a 1 does not take its number", () => {
  const path = makeDatabase("CREATE TABLE t (a INTEGER, b); INSERT INTO t VALUES (NULL, 'x'), (1, 'y')");
  openModels(path).apply(key);
  expect(ask(path, "SELECT a, b FROM t ORDER BY a")).toEqual([
    [1n, "y"],
    [2n, "x"],
  ]);
});

test("rowids that nothing names and that do not come back are final, and no way back is called exact", () => {
  const rows =
    "CREATE TABLE t (a INTEGER NOT NULL, b TEXT); INSERT INTO t (rowid, a, b) VALUES (40, 2, 'x'), (7, 1, 'y')";
  const without: SchemaOperation[] = [
    { op: "setPrimaryKey", table: "t", columns: [{ name: "b" }] },
    { op: "changeColumn", table: "t", column: "b", notNull: true },
    { op: "setTableOptions", table: "t", withoutRowid: true },
  ];
  for (const operations of [[key], without]) {
    const plan = openModels(makeDatabase(rows)).plan(...operations);
    expect(plan.refusals).toEqual([]);
    expect(plan.reversible).toBe("schema");
    const touched = plan.steps.flatMap((step) => step.touched);
    expect(touched).toContainEqual({ what: "rows of “t” lose their rowids", count: 2, examples: [], final: true });
  }
});

test.for(["delete", "wal"])("a file moved away while a change runs is not told of as changed (%s)", (mode) => {
  const path = makeDatabase("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
  new Database(path).pragma(`journal_mode = ${mode}`);
  const connections = openConnections({
    source: { kind: "file", path, readOnly: false },
    journalFolder: null,
    scratchFolder: tempFolder(),
    emit: () => {},
  });
  onTestFinished(() => connections.close());
  const before = () => {
    copyFileSync(path, `${path}.other`);
    renameSync(path, `${path}.away`);
    renameSync(`${path}.other`, path);
  };
  let failed: AppError | null = null;
  try {
    applyOperations(connections, [{ op: "addColumn", table: "t", sql: "b INT" }], null, { before });
  } catch (thrown) {
    failed = thrown as AppError;
  }
  expect(failed?.data.code).toBe("file.replaced");
  expect(ask(path, "SELECT * FROM t")).toEqual([[1n]]);
});

test("statements that only newer versions of SQLite have are said, and can be had in others", () => {
  const sql =
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a INT CONSTRAINT n CHECK (a > 0), b); INSERT INTO t VALUES (1, 2, 3)";
  const operations: SchemaOperation[] = [
    { op: "changeColumn", table: "t", column: "a", notNull: true },
    { op: "addCheck", table: "t", name: "m", expression: "a < 9" },
    { op: "dropConstraint", table: "t", name: "n" },
    { op: "dropColumn", table: "t", column: "b" },
  ];
  const path = makeDatabase(sql);
  const models = openModels(path);
  expect(models.plan(...operations).steps.map(({ needs }) => needs)).toEqual(["3.53", "3.53", "3.53", "3.35"]);
  const older = models.engine.handlers["models.plan"]({ operations, older: true }) as SchemaPlan;
  expect(older.refusals).toEqual([]);
  expect(older.steps.map(({ needs }) => needs)).toEqual([null, null, null, null]);
  const script = older.steps.flatMap((step) => step.sql);
  expect(script.join("\n")).not.toMatch(/ALTER COLUMN|DROP CONSTRAINT|DROP COLUMN|ADD CONSTRAINT/);
  const db = new Database(path);
  for (const statement of script) db.exec(statement);
  db.close();
  expect(ask(path, "SELECT * FROM t")).toEqual([[1n, 2n]]);
  expect(() => ask(path, "INSERT INTO t VALUES (2, 9)")).toThrow("CHECK");
});
