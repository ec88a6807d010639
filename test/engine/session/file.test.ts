/** The file under a session: replaced, gone, locked, full, read by others. Nothing is lost, nothing half written. */
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, renameSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { ask, commit, failure, insert, makeDatabase, openSession, row, set, stage, staged } from "./open-session.ts";

const DDL = "create table t (id integer primary key, x); insert into t values (1, 'a'), (2, 'b');";

test.for(["delete", "wal"])("a file replaced by rename is noticed before anything is written (%s)", async (mode) => {
  const { path, folder } = makeDatabase(`${DDL} pragma journal_mode = ${mode};`);
  const other = makeDatabase(`${DDL} insert into t values (3, 'other');`);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "mine", "a"));
  renameSync(other.path, path);
  expect(await failure(() => commit(open))).toMatchObject({ code: "file.replaced" });
  expect(await staged(open)).toHaveLength(1);
  open.close();
  expect(ask(path, "select x from t")).toEqual([["a"], ["b"], ["other"]]);
  const again = openSession(path, folder);
  const state = await again.session["session.read"](undefined);
  expect(state.notices).toEqual([expect.stringContaining("replaced by another one")]);
  await commit(again);
  expect(ask(path, "select x from t where id = 1")).toEqual([["mine"]]);
});

test.for(["delete", "wal"])("a file that was deleted is not written into (%s)", async (mode) => {
  const { path, folder } = makeDatabase(`${DDL} pragma journal_mode = ${mode};`);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "mine", "a"));
  const kept = join(folder, "kept.db");
  copyFileSync(path, kept);
  for (const suffix of ["", "-wal", "-shm"]) if (existsSync(path + suffix)) unlinkSync(path + suffix);
  expect(await failure(() => commit(open))).toMatchObject({
    code: "file.replaced",
    message: expect.stringContaining("deleted"),
  });
  expect(existsSync(path)).toBe(false);
  open.close();
  renameSync(kept, path);
  const again = openSession(path, folder);
  expect(await staged(again)).toHaveLength(1);
  await commit(again);
});

test("a file replaced in the very moment of the commit is not taken for committed", async () => {
  const { path, folder } = makeDatabase(`${DDL} pragma journal_mode = wal;`);
  const other = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "mine", "a"));
  const writer = open.connections.writer();
  const run = writer.run.bind(writer);
  writer.run = (query) => {
    if (query.sql === "COMMIT") renameSync(other.path, path);
    return run(query);
  };
  expect(await failure(() => commit(open))).toMatchObject({ code: "file.replaced" });
  writer.run = run;
  expect(await staged(open)).toHaveLength(1);
});

test("a file locked by another process: said within 1.5 seconds, nothing lost, works after its release", async () => {
  const { path, folder } = makeDatabase(DDL);
  const script = `const D = require("better-sqlite3"); const db = new D(${JSON.stringify(path)}); db.exec("begin exclusive"); process.stdout.write("locked"); process.stdin.on("data", () => { db.exec("rollback"); process.exit(); });`;
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "mine", "a"));
  const child = spawn(process.execPath, ["-e", script], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await new Promise((resolve) => child.stdout.once("data", resolve));
  const started = performance.now();
  expect(await failure(() => commit(open))).toMatchObject({ code: "file.locked" });
  expect(performance.now() - started).toBeLessThan(1500);
  // A cell that brings its base is staged without a look at the file.
  const delta = await stage(open, set(row("t", 1n), "x", "again", "a"));
  expect(delta.changed).toHaveLength(1);
  child.stdin.write("go");
  await new Promise((resolve) => child.once("exit", resolve));
  await commit(open);
  expect(ask(path, "select x from t where id = 1")).toEqual([["again"]]);
});

test("staging holds no lock: another program writes all the time", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  const other = new Database(path, { timeout: 0 });
  onTestFinished(() => void other.close());
  for (let i = 1; i <= 100; i++) {
    await stage(open, set(row("t", 1n), "x", BigInt(i), "a"), insert("t", `n${i}`, { x: BigInt(i) }));
    other.prepare("update t set x = ? where id = 2").run(i);
  }
  other.close();
  expect(await commit(open)).toMatchObject({ inserted: 100, updated: 1 });
});

test("a reader of another program holds up the commit of a rollback-journal file, but loses nothing", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "mine", "a"));
  const other = new Database(path);
  onTestFinished(() => void other.close());
  other.exec("begin");
  other.prepare("select * from t").all();
  expect(await failure(() => commit(open))).toMatchObject({ code: "file.locked" });
  expect(await staged(open)).toHaveLength(1);
  other.exec("commit");
  await commit(open);
  expect(ask(path, "select x from t where id = 1")).toEqual([["mine"]]);
});

test("a full file: nothing is written, everything stays staged, and goes through once there is room", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  const writer = open.connections.writer();
  const pages = Number(ask(path, "pragma page_count")[0]?.[0]);
  writer.pragma(`max_page_count = ${pages + 2}`);
  await stage(open, set(row("t", 1n), "x", "mine", "a"), set(row("t", 2n), "x", new Uint8Array(100_000), "b"));
  expect(await failure(() => commit(open))).toMatchObject({ code: "disk.full" });
  expect(await staged(open)).toHaveLength(2);
  expect(ask(path, "select x from t")).toEqual([["a"], ["b"]]);
  writer.pragma("max_page_count = 1000000");
  expect(await commit(open)).toMatchObject({ updated: 2 });
});

test("a table that was dropped or changed meanwhile is told, and can be taken back", async () => {
  const { path, folder } = makeDatabase(`${DDL} create table u (x, y); insert into u values (1, 2);`);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "mine", "a"));
  await stage(open, set(row("u", 1n), "y", 3n, 2n));
  ask(path, "alter table u drop column y");
  expect(await failure(() => commit(open))).toMatchObject({
    code: "commit.failed",
    rows: [(await staged(open))[1]?.id],
  });
  ask(path, "drop table u");
  expect(await failure(() => commit(open))).toMatchObject({
    code: "object.missing",
    rows: [(await staged(open))[1]?.id],
  });
  await stage(open, { op: "revert", row: row("u", 1n) });
  expect(await commit(open)).toMatchObject({ updated: 1 });
});
