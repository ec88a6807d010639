import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LONGEST_TEXT, MOST_RUNS, RunHistory } from "../../../electron/engine/console/history/run-history.ts";
import type { HistoryQuestion } from "../../../src-shared/model/console-history.ts";
import { tempFolder } from "../../fixtures/temp-database.ts";
import { type ConsoleFixture, openConsole } from "./console-fixture.ts";

const all: HistoryQuestion = { search: "", thisDatabase: false, before: null, limit: 100 };
let folder: string;
let c: ConsoleFixture;
beforeEach(() => {
  folder = tempFolder();
  c = openConsole({ journalFolder: folder });
});
afterEach(() => c.close());

const list = async (question: Partial<HistoryQuestion> = {}, from = c) =>
  from.handlers["console.history"]({ ...all, ...question });

describe("the history", () => {
  test("tells text, file, time, duration, rows, changes and error of every run", async () => {
    await c.run("CREATE TABLE t(a); INSERT INTO t VALUES (1), (2); SELECT * FROM t");
    await c.run("SELECT * FROM nowhere");
    const { entries, more } = await list();
    expect(more).toBe(false);
    expect(entries).toMatchObject([
      { state: "failed", path: c.file, head: "SELECT * FROM nowhere", rows: 0, changes: null },
      { state: "done", statements: 3, rows: 2, changes: 2, error: null },
    ]);
    expect(entries[0]?.error).toContain("nowhere");
    expect(Math.abs(Date.parse(entries[0]?.at ?? "") - Date.now())).toBeLessThan(60_000);
    expect(entries[1]?.milliseconds).toBeGreaterThan(0);
  });

  test("is searched by words, of this database or of all, page by page", async () => {
    const other = openConsole({ journalFolder: folder });
    try {
      await other.run("SELECT 'Elsewhere' AS place");
      for (const sql of ["SELECT 1 AS one", "SELECT 2 AS two", "SELECT '50%' AS half"]) await c.run(sql);
      const heads = async (question: Partial<HistoryQuestion>) =>
        (await list(question)).entries.map(({ head }) => head);
      expect(await heads({ search: "select ELSEWHERE" })).toEqual(["SELECT 'Elsewhere' AS place"]);
      expect(await heads({ search: "elsewhere", thisDatabase: true })).toEqual([]);
      expect(await heads({ search: "0%" })).toEqual(["SELECT '50%' AS half"]);
      const first = await list({ thisDatabase: true, limit: 2 });
      expect([first.entries.length, first.more]).toEqual([2, true]);
      expect(await heads({ thisDatabase: true, before: first.entries[1]?.id ?? 0 })).toEqual(["SELECT 1 AS one"]);
    } finally {
      other.close();
    }
  });

  test("gives the whole text, and outlives the engine", async () => {
    const sql = `SELECT 1 -- ${"long ".repeat(2000)}`;
    await c.run(sql);
    c.close();
    c = openConsole({ journalFolder: folder });
    const [entry] = (await list()).entries;
    expect(entry?.length).toBe(sql.length);
    expect(sql.startsWith(entry?.head ?? "?")).toBe(true);
    expect(await c.handlers["console.historyText"]({ id: entry?.id ?? 0 })).toEqual({ sql });
    expect(await c.handlers["console.historyText"]({ id: 999 })).toEqual({ sql: null });
  });

  test("a run whose process was killed is there, as lost; a stopped one as stopped", async () => {
    const running = c.run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await list()).entries[0]?.state).toBe("running");
    await c.handlers["console.stop"]({ runId: "run-1" });
    await running;
    expect((await list()).entries[0]?.state).toBe("stopped");
    new RunHistory(folder, null).begin("killed", "SELECT 'killed'");
    const db = new Database(join(folder, "console-history.db"));
    // No process has this number: the kernel's largest is 4,194,304.
    db.exec("UPDATE run SET process = 99999999 WHERE run_id = 'killed'");
    db.close();
    expect((await list()).entries[0]).toMatchObject({ state: "lost", head: "SELECT 'killed'", path: null });
  });

  test("can be cleared, and nothing of it is left in the file", async () => {
    await c.run("SELECT 'my secret'");
    await c.handlers["console.clearHistory"](undefined);
    expect((await list()).entries).toEqual([]);
    for (const suffix of ["", "-wal"]) {
      const file = join(folder, `console-history.db${suffix}`);
      if (existsSync(file)) expect(readFileSync(file).includes("my secret")).toBe(false);
    }
  });

  test("is bounded in number and length", async () => {
    const history = new RunHistory(folder, null);
    history.begin("first", "SELECT 0");
    const db = new Database(join(folder, "console-history.db"));
    db.exec(`INSERT INTO run (run_id, process, at, state, length, sql)
      WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MOST_RUNS}) SELECT 'r' || i, 1, 1, 'done', 8, 'SELECT 1' FROM n`);
    history.begin("last", "x".repeat(LONGEST_TEXT + 5));
    expect(db.prepare("SELECT count(*) FROM run").pluck().get()).toBe(MOST_RUNS);
    expect(db.prepare("SELECT length(sql), length FROM run WHERE run_id = 'last'").raw().get()).toEqual([
      LONGEST_TEXT,
      LONGEST_TEXT + 5,
    ]);
    // 70 runs of 1 M characters are more than is kept.
    for (let i = 0; i < 70; i++) history.begin(`big-${i}`, "y".repeat(LONGEST_TEXT));
    expect(db.prepare("SELECT count(*) FROM run").pluck().get()).toBe(64);
    db.close();
    history.close();
  });

  test("a damaged or locked history keeps no SQL from running", async () => {
    c.close();
    writeFileSync(
      join(folder, "console-history.db"),
      "no database at all, but long enough to be read as one".repeat(20),
    );
    c = openConsole({ journalFolder: folder });
    expect((await c.run("SELECT 1")).statements[0]?.state).toBe("done");
    expect((await list()).entries).toHaveLength(1);
    expect(existsSync(join(folder, "console-history.db.damaged"))).toBe(true);
    c.close();
    const file = join(tempFolder(), "not-a-folder");
    writeFileSync(file, "");
    c = openConsole({ journalFolder: file });
    expect((await c.run("SELECT 1")).statements[0]?.state).toBe("done");
  });
});
