import Database from "better-sqlite3";
import { readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { RunReport } from "../../../src-shared/model/console.ts";
import { type ConsoleFixture, errorOf, openConsole, states } from "./console-fixture.ts";

let c: ConsoleFixture;
beforeEach(async () => {
  c = openConsole();
  await c.run(`CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE, b);
    CREATE TABLE k(t REFERENCES t ON DELETE CASCADE, n);
    CREATE TABLE p(x, y, PRIMARY KEY (x, y)) WITHOUT ROWID;
    CREATE TABLE log(what);
    CREATE TRIGGER watch AFTER UPDATE ON t BEGIN INSERT INTO log VALUES ('updated'); END;
    CREATE VIRTUAL TABLE f USING fts5(words);
    INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2), (3, 'c', x'00ff');
    INSERT INTO k VALUES (1, 'one'), (2, 'two'); INSERT INTO p VALUES (1, 1), (1, 2); INSERT INTO f VALUES ('hello')`);
});
afterEach(() => c.close());

let last = "";
const tryIt = async (sql: string): Promise<RunReport> => {
  const report = await c.run(sql, undefined, { onCopy: true, outside: false });
  last = report.runId;
  return report;
};

/** Counts of a try: `name +inserted ~updated -deleted`. */
const counts = ({ tried }: RunReport) =>
  tried?.tables.map(({ name, inserted, updated, deleted }) => `${name} +${inserted} ~${updated} -${deleted}`);

const rows = async (table: number, offset = 0) =>
  (await c.handlers["console.readTried"]({ runId: last, table, offset, limit: 100 })).rows;

const message = (work: unknown) =>
  Promise.resolve(work).then(
    () => null,
    (thrown: unknown) => toAppErrorData(thrown).message,
  );

describe("a try", () => {
  test("tells the rows it would change, triggers and cascades too, and changes nothing", async () => {
    const report = await tryIt(
      "UPDATE t SET a = 'A', b = 1.0 WHERE id = 1; DELETE FROM t WHERE id = 2; INSERT INTO p VALUES (2, 0)",
    );
    expect(states(report)).toEqual(["done", "done", "done"]);
    expect(counts(report)).toEqual(["k +0 ~0 -1", "log +1 ~0 -0", "p +1 ~0 -0", "t +0 ~1 -1"]);
    expect(report.tried?.tables[3]).toMatchObject({ columns: ["id", "a", "b"], keyColumns: 1 });
    // NOCASE does not hide that `a` became `A`, nor equality that 1 became 1.0.
    expect(await rows(3)).toEqual([
      { did: "updated", before: [1n, "a", 1n], after: [1n, "A", 1] },
      { did: "deleted", before: [2n, "b", 2n], after: null },
    ]);
    expect(await rows(0)).toEqual([{ did: "deleted", before: [2n, 2n, "two"], after: null }]);
    expect(c.ask("SELECT count(*) FROM t")).toEqual([[3n]]);
    expect(c.ask("SELECT count(*) FROM log")).toEqual([[0n]]);
  });

  test("shows the results of its statements, and what failed with the place", async () => {
    const report = await tryIt(
      "INSERT INTO t VALUES (9, 'z', 9); SELECT count(*) FROM t; INSERT INTO t VALUES (9, 'z', 9)",
    );
    expect(states(report)).toEqual(["done", "done", "failed"]);
    expect(errorOf(report).code).toBe("sql.constraint");
    expect(await c.rows(1)).toEqual([[4n]]);
    // All or nothing, as it would be on the file.
    expect(counts(report)).toEqual([]);
  });

  test("counts what a script makes, drops and changes in the schema", async () => {
    const report = await tryIt(
      "CREATE TABLE n AS SELECT * FROM t; DROP TABLE p; ALTER TABLE t ADD COLUMN d DEFAULT 5; CREATE INDEX i ON t(b)",
    );
    expect(counts(report)).toEqual(["n +3 ~0 -0", "p +0 ~0 -2"]);
    expect(report.tried?.objects).toEqual([
      { did: "made", type: "index", name: "i" },
      { did: "made", type: "table", name: "n" },
      { did: "dropped", type: "table", name: "p" },
      { did: "changed", type: "table", name: "t" },
    ]);
    expect(await rows(0)).toHaveLength(3);
    expect((await rows(1)).map(({ before }) => before)).toEqual([
      [1n, 1n],
      [1n, 2n],
    ]);
  });

  test("reads virtual tables, and a transaction left open as if it were committed", async () => {
    const report = await tryIt("BEGIN; INSERT INTO f VALUES ('world')");
    expect(counts(report)).toEqual(["f +1 ~0 -0"]);
    expect(report.tried?.leftOpen).toBe(true);
    expect(report.transactionOpen).toBe(false);
    expect((await rows(0))[0]?.after?.[1]).toBe("world");
  });

  test("a script that only reads changes nothing", async () => {
    expect((await tryIt("SELECT * FROM t; EXPLAIN DELETE FROM t")).tried).toEqual({
      tables: [],
      objects: [],
      leftOpen: false,
    });
  });

  test("keeps to one page of rows at a time", async () => {
    await tryIt(
      "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO t SELECT i, i, i FROM n",
    );
    expect((await rows(0, 300))[0]?.after?.[0]).toBe(310n);
    expect(await rows(0, 491)).toEqual([]);
  });
});

describe("applying what was tried", () => {
  test("runs it, unless the database was written since", async () => {
    const sql = "DELETE FROM p";
    const { runId: asTried } = await tryIt(sql);
    const other = new Database(c.file);
    other.exec("INSERT INTO log VALUES ('other')");
    other.close();
    expect(await message(c.run(sql, [], { asTried }))).toContain("written since the script was tried");
    const again = await tryIt(sql);
    expect(states(await c.run(sql, [], { asTried: again.runId }))).toEqual(["done"]);
    expect(c.ask("SELECT count(*) FROM p")).toEqual([[0n]]);
  });

  test("a try is not in the history, and its copies go with it", async () => {
    const { runId } = await tryIt("DELETE FROM p");
    expect(readdirSync(c.scratchFolder)).toHaveLength(1);
    await c.handlers["console.release"]({ runId });
    expect(readdirSync(c.scratchFolder)).toEqual([]);
    const { entries } = await c.handlers["console.history"]({ search: "", thisDatabase: true, before: null, limit: 9 });
    expect(entries.map(({ head }) => head)).not.toContain("DELETE FROM p");
  });
});

describe("what cannot be tried", () => {
  test("a transaction that is open", async () => {
    await c.run("BEGIN; DELETE FROM p");
    expect(await message(tryIt("SELECT 1"))).toContain("has a transaction open");
  });
  test.each(["ATTACH 'x.db' AS x", "VACUUM INTO 'y.db'"])("%s", async (sql) => {
    expect(await message(tryIt(sql))).toContain("reaches outside");
  });
});
