/** Another process writes without pause while a thousand edits are staged and committed: it never waits, nobody's work is lost. */
import { spawn } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import type { Conflict } from "../../../src-shared/model/session.ts";
import { ask, commit, failure, makeDatabase, openSession, row, set, stage } from "./open-session.ts";

/** Arguments: file, busy timeout, pause, number of rows. Adds 1 to `n` of random rows for ever, and tells row and new value of each; tells BUSY as such. Stops on input. */
const WRITER = `
  const db = new (require("better-sqlite3"))(process.argv[1], { timeout: Number(process.argv[2]) });
  db.pragma("synchronous = OFF");
  const add = db.prepare("update t set n = n + 1 where id = ? returning n").pluck();
  let stop = false;
  process.stdin.on("data", () => { stop = true; });
  (function next() {
    if (stop) { db.close(); process.exit(); }
    let out = "";
    for (let i = 0; i < 5; i++) {
      const id = 1 + Math.floor(Math.random() * Number(process.argv[4]));
      try { out += id + " " + add.get(id) + "\\n"; } catch (e) { out += "busy " + e.code + "\\n"; }
    }
    require("node:fs").writeSync(1, out);
    setTimeout(next, Number(process.argv[3]));
  })();`;

// With a rollback journal nobody reads while somebody writes: there the other program has the patience that programs have,
// and pauses; all the same its commits can keep ours out for a second, which is told and tried again.
test.for([
  ["wal", 0, 1000],
  ["delete", 2000, 200],
] as const)("%s, its busy timeout %d ms, %d rows", { timeout: 60_000 }, async ([mode, patience, count]) => {
  const { path, folder } = makeDatabase(
    `pragma journal_mode = ${mode}; create table t (id integer primary key, n, x); with recursive r(i) as (select 1 union all select i + 1 from r where i < ${count}) insert into t select i, 0, 0 from r;`,
  );
  const child = spawn(
    process.execPath,
    ["-e", WRITER, path, String(patience), mode === "wal" ? "0" : "10", String(count)],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  let log = "";
  const ended = new Promise((resolve) => child.once("close", resolve));
  await new Promise<void>((resolve, reject) => {
    child.once("close", () => reject(new Error("The other program ended by itself.")));
    child.stdout.on("data", (data) => {
      log += String(data);
      if (log.length > 100) resolve();
    });
  });

  const open = openSession(path, folder);
  const seen = ask(path, "select id, n from t");
  const mine = new Map<bigint, bigint>();
  for (const [id, n] of seen as [bigint, bigint][]) {
    mine.set(id, n + 1_000_000n);
    await stage(open, set(row("t", id), "x", 7n, 0n), set(row("t", id), "n", n + 1_000_000n, n));
    // Staging is synchronous here: let what the other process says come in.
    if (id % 50n === 0n) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const saidBefore = log.length;
  expect(log.slice(0, saidBefore)).not.toContain("busy");

  let conflicts = 0;
  for (let tries = 0; ; tries++) {
    const error = await failure(async () => {
      await commit(open);
      throw new Error("committed");
    });
    if (error.code === "internal") break;
    if (error.code === "file.locked" && mode === "delete") continue;
    expect(error.code).toBe("commit.conflict");
    const choices = (error.conflicts as Conflict[]).map((c) => ({ id: c.id, column: "n", take: "theirs" as const }));
    expect((error.conflicts as Conflict[]).every((c) => c.columns.every((x) => x.column === "n"))).toBe(true);
    conflicts += choices.length;
    for (const c of error.conflicts as Conflict[]) if ("key" in c.row) mine.delete(c.row.key[0] as bigint);
    await open.session["session.resolve"]({ choices });
    expect(tries).toBeLessThan(500);
  }
  child.stdin.write("stop");
  await ended;

  expect(conflicts).toBeGreaterThan(0);
  expect(ask(path, "select count(*) from t where x = 7")).toEqual([[BigInt(count)]]);
  // Each of its values is one more than what was there: its own last one, or ours, once.
  const now = new Map<bigint, bigint>();
  for (const line of log.split("\n")) {
    const [word = "", text = ""] = line.split(" ");
    if (word === "" || word === "busy") continue;
    const [id, value] = [BigInt(word), BigInt(text)];
    const before = now.get(id) ?? 0n;
    if (value !== before + 1n) {
      expect(value, `row ${id} after ${before}`).toBe((mine.get(id) ?? -1n) + 1n);
      mine.delete(id);
    }
    now.set(id, value);
  }
  for (const [id, value] of mine) now.set(id, value);
  const file = ask(path, "select id, n from t where n > 0") as [bigint, bigint][];
  expect(new Map(file)).toEqual(new Map([...now].sort(([a], [b]) => Number(a - b))));
});
