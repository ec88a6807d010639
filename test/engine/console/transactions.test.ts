import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { statementKind } from "../../../electron/engine/console/statement-kind.ts";
import { changedTable } from "../../../electron/engine/console/transaction-log.ts";
import { PATIENCE_MS } from "../../../electron/engine/console/wait-for-lock.ts";
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { type ConsoleFixture, errorOf, openConsole, states } from "./console-fixture.ts";

let c: ConsoleFixture;
beforeEach(async () => {
  c = openConsole();
  await c.run("CREATE TABLE t(a UNIQUE)");
});
afterEach(() => c.close());

const stored = () => c.ask("SELECT a FROM t ORDER BY a").flat();

describe("a script without transaction control", () => {
  test("is all or nothing", async () => {
    const report = await c.run("INSERT INTO t VALUES (1); CREATE TABLE u(b); INSERT INTO t VALUES (1); SELECT 1");
    expect(states(report)).toEqual(["done", "done", "failed", "skipped"]);
    expect(errorOf(report).next).toContain("nothing of this script was stored");
    expect(report.transactionOpen).toBe(false);
    expect(stored()).toEqual([]);
    expect(c.ask("SELECT name FROM sqlite_schema WHERE name = 'u'")).toEqual([]);
  });

  test("stores nothing when the commit itself fails", async () => {
    await c.run("CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE k(p REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
    const report = await c.run("INSERT INTO t VALUES (1); INSERT INTO k VALUES (99)");
    expect(states(report)).toEqual(["done", "failed"]);
    expect(errorOf(report)).toMatchObject({
      code: "sql.constraint",
      next: expect.stringContaining("nothing of this script"),
    });
    expect(stored()).toEqual([]);
  });

  test("says so when SQLite rolled back by itself", async () => {
    const report = await c.run(
      "INSERT INTO t VALUES (1); INSERT OR ROLLBACK INTO t VALUES (1); INSERT INTO t VALUES (2)",
    );
    expect(states(report)).toEqual(["done", "failed", "skipped"]);
    expect(errorOf(report).next).toContain("nothing of this script was stored");
    expect(stored()).toEqual([]);
  });

  test("defers foreign keys over the whole script when it asks for it", async () => {
    await c.run("CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE k(p REFERENCES p)");
    const report = await c.run("PRAGMA defer_foreign_keys = ON; INSERT INTO k VALUES (5); INSERT INTO p VALUES (5)");
    expect(states(report)).toEqual(["done", "done", "done"]);
  });

  test("runs statement by statement when one cannot be inside a transaction", async () => {
    const report = await c.run("INSERT INTO t VALUES (1); PRAGMA journal_mode = WAL; VACUUM; INSERT INTO t VALUES (1)");
    expect(states(report)).toEqual(["done", "done", "done", "failed"]);
    expect(errorOf(report).next).toContain("what the statements before it did is stored");
    expect(stored()).toEqual([1n]);
    expect(c.ask("PRAGMA journal_mode")).toEqual([["wal"]]);
  });

  test("one failed statement alone needs no such words", async () => {
    expect(errorOf(await c.run("SELECT nope")).next).not.toContain("stored");
  });
});

describe("transaction control of the user's own", () => {
  test("a transaction left open goes on in the next run, and is ended by hand", async () => {
    const first = await c.run("BEGIN; INSERT INTO t VALUES (1)");
    expect(first.transactionOpen).toBe(true);
    expect(stored()).toEqual([]);
    const second = await c.run("INSERT INTO t VALUES (2); SELECT a FROM t");
    expect(second.transactionOpen).toBe(true);
    expect(await c.rows(1)).toEqual([[1n], [2n]]);
    await c.handlers["console.endTransaction"]({ action: "commit" });
    expect(stored()).toEqual([1n, 2n]);
    await c.run("BEGIN; DELETE FROM t");
    await c.handlers["console.endTransaction"]({ action: "rollback" });
    expect(stored()).toEqual([1n, 2n]);
    const again = async () => c.handlers["console.endTransaction"]({ action: "commit" });
    await expect(again().catch((thrown) => toAppErrorData(thrown).message)).resolves.toBe("No transaction is open.");
  });

  test("a failure leaves the user's transaction open and says so", async () => {
    const report = await c.run("BEGIN; INSERT INTO t VALUES (1); INSERT INTO t VALUES (1); COMMIT");
    expect(states(report)).toEqual(["done", "done", "failed", "skipped"]);
    expect(report.transactionOpen).toBe(true);
    expect(errorOf(report).next).toContain("the transaction is still open");
  });

  test("a failure that rolls everything back says so, also in a later run", async () => {
    await c.run("BEGIN; INSERT INTO t VALUES (1)");
    const report = await c.run("INSERT OR ROLLBACK INTO t VALUES (1); INSERT INTO t VALUES (2)");
    expect(states(report)).toEqual(["failed", "skipped"]);
    expect(report.transactionOpen).toBe(false);
    expect(errorOf(report).next).toContain("SQLite rolled back the whole transaction");
    expect(stored()).toEqual([]);
  });

  test("savepoints count as control", async () => {
    const report = await c.run(
      "SAVEPOINT s; INSERT INTO t VALUES (1); ROLLBACK TO s; RELEASE s; INSERT INTO t VALUES (3)",
    );
    expect(states(report)).toEqual(["done", "done", "done", "done", "done"]);
    expect(stored()).toEqual([3n]);
  });
});

/** Another program that holds a lock until the console says that it waits for it. */
async function whileLocked(lock: string, sql: string, before = "SELECT 1") {
  const other = new Database(c.file);
  const notices: string[] = [];
  const waiting = openConsole({
    file: c.file,
    onEvent: (event) => {
      const notice = event.name === "console.progress" ? event.data.statement.notice : undefined;
      if (notice === undefined) return;
      notices.push(notice);
      if (other.inTransaction) other.exec("COMMIT");
    },
  });
  try {
    await waiting.run(before);
    other.exec(lock);
    const report = await waiting.run(sql);
    return { report, notices };
  } finally {
    if (other.inTransaction) other.exec("ROLLBACK");
    other.close();
    waiting.connections.close();
  }
}

test.each([
  ["BEGIN IMMEDIATE; INSERT INTO t VALUES (9)", "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)"],
  [
    "BEGIN IMMEDIATE; INSERT INTO t VALUES (9)",
    "SELECT * FROM t; INSERT INTO t VALUES (1) RETURNING a; INSERT INTO t VALUES (2)",
  ],
  ["BEGIN IMMEDIATE; INSERT INTO t VALUES (9)", "BEGIN; INSERT INTO t VALUES (1); INSERT INTO t VALUES (2); COMMIT"],
  ["BEGIN EXCLUSIVE; INSERT INTO t VALUES (9)", "SELECT * FROM t; INSERT INTO t VALUES (1), (2)"],
  // A reader keeps the end of a transaction waiting.
  ["BEGIN; INSERT INTO t VALUES (9); COMMIT; BEGIN; SELECT * FROM t", "INSERT INTO t VALUES (1), (2)"],
])("the console waits for another program (%s) and goes on when it is done: %s", async (lock, sql) => {
  const { report, notices } = await whileLocked(lock, sql);
  expect(states(report).every((state) => state === "done")).toBe(true);
  expect(notices[0]).toBe("Another program is writing the database: waiting for it, 5 seconds at most.");
  expect(report.statements.every(({ notice }) => notice === undefined)).toBe(true);
  expect(stored().toSorted()).toEqual([1n, 2n, 9n]);
});

test("waiting ends with Stop", async () => {
  const other = new Database(c.file);
  other.exec("BEGIN IMMEDIATE");
  const waiting = openConsole({
    file: c.file,
    onEvent: (event) => {
      if (event.name === "console.progress" && event.data.statement.notice !== undefined) {
        void waiting.handlers["console.stop"]({ runId: event.data.runId });
      }
    },
  });
  const began = performance.now();
  expect(states(await waiting.run("INSERT INTO t VALUES (1)"))).toEqual(["failed"]);
  expect(performance.now() - began).toBeLessThan(PATIENCE_MS);
  other.close();
  waiting.connections.close();
});

test("another program's lock that does not end is told as such, and nothing is stored", async () => {
  const other = new Database(c.file);
  other.exec("BEGIN IMMEDIATE");
  const report = await c.run("INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)");
  expect(errorOf(report).code).toBe("file.locked");
  other.exec("ROLLBACK");
  other.close();
  expect(stored()).toEqual([]);
  expect(states(await c.run("INSERT INTO t VALUES (1)"))).toEqual(["done"]);
});

test.each([
  ["insert into t select 1", "change"],
  ["/* c */ REPLACE INTO t VALUES (1)", "change"],
  ["WITH x AS (DELETE), y(a) AS (SELECT 1) INSERT INTO t SELECT a FROM y", "change"],
  ["WITH x AS (SELECT 1) SELECT replace('a', 'b', 'c') FROM x", "read"],
  ["EXPLAIN DELETE FROM t", "read"],
  ["PRAGMA main.journal_mode = wal", "alone"],
  ["PRAGMA journal_mode", "read"],
  ["PRAGMA 'foreign_keys'(0)", "alone"],
  ["PRAGMA user_version = 3", "define"],
  ["PRAGMA table_info(t)", "read"],
  ["PRAGMA wal_checkpoint", "alone"],
  ["end transaction", "control"],
  ["create table x(a)", "define"],
  ["vacuum into 'x'", "alone"],
  ["", "read"],
])("%j is of kind %s", (sql, kind) => {
  expect(statementKind(sql)).toBe(kind);
});

describe("manual", () => {
  const manual = (sql: string) => c.run(sql, undefined, { transaction: "manual" });

  test("the first write begins a transaction that stays open, and tells what it changed", async () => {
    const reading = await manual("SELECT 1");
    expect(reading.transactionOpen).toBe(false);
    const first = await manual("SELECT 1; INSERT INTO t VALUES (1), (2); UPDATE t SET a = a + 10");
    expect(first.transactionOpen).toBe(true);
    expect(first.transaction).toEqual({ holdsLock: true, changes: [{ table: "t", rows: 4 }] });
    const second = await manual("CREATE TABLE u(b); INSERT OR IGNORE INTO main.u VALUES (1)");
    expect(second.transaction?.changes).toEqual([
      { table: "t", rows: 4 },
      { table: null, rows: 1 },
      { table: "u", rows: 1 },
    ]);
    expect(stored()).toEqual([]);
    await c.handlers["console.endTransaction"]({ action: "commit" });
    expect(stored()).toEqual([11n, 12n]);
    expect((await manual("INSERT INTO t VALUES (3)")).transaction?.changes).toEqual([{ table: "t", rows: 1 }]);
    await manual("ROLLBACK");
    expect(stored()).toEqual([11n, 12n]);
  });

  test("a failed statement alone is taken back, what ran before waits", async () => {
    const report = await manual("INSERT INTO t VALUES (1); INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)");
    expect(states(report)).toEqual(["done", "failed", "skipped"]);
    expect(errorOf(report).next).toContain("the transaction is still open");
    expect(report.transaction?.changes).toEqual([{ table: "t", rows: 1 }]);
    await c.handlers["console.endTransaction"]({ action: "rollback" });
  });

  test("a first statement that fails leaves no transaction behind", async () => {
    await c.run("INSERT INTO t VALUES (1)");
    const report = await manual("INSERT INTO t VALUES (1)");
    expect(states(report)).toEqual(["failed"]);
    expect(report.transactionOpen).toBe(false);
  });

  test("other programs wait while it is open, and go on after it", async () => {
    await manual("INSERT INTO t VALUES (1)");
    const other = new Database(c.file, { timeout: 0 });
    expect(() => other.exec("INSERT INTO t VALUES (5)")).toThrow("locked");
    expect(other.prepare("SELECT count(*) FROM t").pluck().get()).toBe(0);
    await manual("COMMIT");
    other.exec("INSERT INTO t VALUES (5)");
    other.close();
    expect(stored()).toEqual([1n, 5n]);
  });

  test("what cannot be inside a transaction runs where none is open, and is refused by SQLite where one is", async () => {
    expect(states(await manual("VACUUM; PRAGMA journal_mode = WAL"))).toEqual(["done", "done"]);
    await manual("INSERT INTO t VALUES (1)");
    expect(errorOf(await manual("VACUUM")).detail).toContain("cannot VACUUM from within a transaction");
  });
});

test.each([
  ["insert or replace into main.t values (1)", "t"],
  ["WITH a(b) AS (SELECT 1 FROM x) INSERT INTO 't t' SELECT b FROM a", "t t"],
  ["update or ignore [u v] set a = 1", "u v"],
  ['/* from */ DELETE FROM temp."w" WHERE a IN (SELECT 1 FROM z)', "w"],
  ["replace into r values (1)", "r"],
  ["select 1", ""],
])("%s changes %s", (sql, table) => {
  expect(changedTable(sql)).toBe(table);
});
