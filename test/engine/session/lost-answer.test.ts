/** A commit cut off between its intent and its answer is recognised as done or not done. */
import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import { journalPath } from "../../../electron/engine/session/journal/journal-file.ts";
import {
  ask,
  commit,
  failure,
  insert,
  makeDatabase,
  type OpenSession,
  openSession,
  remove,
  row,
  set,
  stage,
  staged,
  testFolder,
} from "./open-session.ts";

const DDL =
  "create table t (id integer primary key, x, y); insert into t values (1, 'a', 1), (2, 'b', 2), (3, 'c', 3);";
const SUFFIXES = ["", "-wal", "-journal"];

/** Copies database and journal as a crash would leave them on disk. */
function crashCopy(from: { path: string; folder: string }): { path: string; folder: string } {
  const folder = testFolder();
  const path = join(folder, "user.db");
  mkdirSync(folder, { recursive: true });
  const copy = (a: string, b: string) => {
    for (const s of SUFFIXES) if (existsSync(a + s)) copyFileSync(a + s, b + s);
  };
  copy(from.path, path);
  copy(journalPath(from.folder, from.path), journalPath(folder, path));
  return { path, folder };
}

/** Commits, and gives what a crash just before and just after the COMMIT would have left. */
async function crashes(open: OpenSession, from: { path: string; folder: string }, only: string[] | null = null) {
  const left: { path: string; folder: string }[] = [];
  const writer = open.connections.writer();
  const run = writer.run.bind(writer);
  writer.run = (query) => {
    if (query.sql !== "COMMIT") return run(query);
    left.push(crashCopy(from));
    const result = run(query);
    left.push(crashCopy(from));
    return result;
  };
  await open.session["session.commit"]({ only });
  return { before: left[0] as (typeof left)[0], after: left[1] as (typeof left)[0] };
}

describe.for(["delete", "wal"])("journal mode %s", (mode) => {
  test.for([
    ["an edit", () => [set(row("t", 1n), "x", "X", "a")]],
    ["a new row", () => [insert("t", "n", { x: "new" })]],
    ["a deletion", () => [remove(row("t", 2n))]],
    ["an edited key", () => [set(row("t", 3n), "id", 30n, 3n)]],
    [
      "all of them",
      () => [
        set(row("t", 1n), "x", "X", "a"),
        insert("t", "n", { x: "new" }),
        remove(row("t", 2n)),
        set(row("t", 3n), "id", 30n, 3n),
      ],
    ],
  ] as const)("%s", async ([, edits]) => {
    const made = makeDatabase(`pragma journal_mode = ${mode}; ${DDL}`);
    const open = openSession(made.path, made.folder);
    await stage(open, ...edits());
    const { before, after } = await crashes(open, made);
    const result = ask(made.path, "select * from t");

    const notDone = openSession(before.path, before.folder);
    const state = await notDone.session["session.read"](undefined);
    expect(state.rows).toHaveLength(edits().length);
    expect(state.notices.at(-1)).toContain("nothing of it is in the file");
    expect(state.undoLabel).toBe("Test");
    expect(ask(before.path, "select * from t")).toEqual([
      [1n, "a", 1n],
      [2n, "b", 2n],
      [3n, "c", 3n],
    ]);
    await commit(notDone);
    expect(ask(before.path, "select * from t")).toEqual(result);

    const done = openSession(after.path, after.folder);
    const later = await done.session["session.read"](undefined);
    expect(later).toMatchObject({ rows: [], undoLabel: null });
    expect(later.notices.at(-1)).toContain("was written");
    await commit(done);
    expect(ask(after.path, "select * from t")).toEqual(result);
  });
});

test("other programs that changed some of the rows in between do not mislead it", async () => {
  const made = makeDatabase(DDL);
  const open = openSession(made.path, made.folder);
  await stage(
    open,
    set(row("t", 1n), "x", "X", "a"),
    set(row("t", 2n), "x", "Y", "b"),
    set(row("t", 3n), "x", "Z", "c"),
  );
  const { before, after } = await crashes(open, made);
  for (const { path } of [before, after])
    ask(path, "update t set x = 'theirs' where id = 1; delete from t where id = 2");
  expect(await staged(openSession(after.path, after.folder))).toEqual([]);
  expect(await staged(openSession(before.path, before.folder))).toHaveLength(3);
});

test("evidence for and against it that weighs the same is no proof: everything stays staged", async () => {
  const made = makeDatabase(DDL);
  const open = openSession(made.path, made.folder);
  await stage(open, set(row("t", 1n), "x", "X", "a"), set(row("t", 2n), "x", "Y", "b"));
  const { before } = await crashes(open, made);
  ask(before.path, "update t set x = 'X' where id = 1");
  const again = openSession(before.path, before.folder);
  const state = await again.session["session.read"](undefined);
  expect(state.rows).toHaveLength(2);
  expect(state.notices.at(-1)).toContain("nobody can tell");
});

test("rows that are not there weigh less than one cell that is as it was", async () => {
  const made = makeDatabase(DDL);
  const open = openSession(made.path, made.folder);
  await stage(open, set(row("t", 1n), "x", "X", "a"), remove(row("t", 2n)), remove(row("t", 3n)));
  const { before } = await crashes(open, made);
  ask(before.path, "delete from t where id > 1");
  const again = openSession(before.path, before.folder);
  const state = await again.session["session.read"](undefined);
  expect(state.rows).toHaveLength(3);
  expect(state.notices.at(-1)).toContain("nothing of it is in the file");
});

test("a commit that nobody can tell any more keeps everything staged and says so", async () => {
  const made = makeDatabase(DDL);
  const open = openSession(made.path, made.folder);
  await stage(open, set(row("t", 1n), "x", "X", "a"));
  const { after } = await crashes(open, made);
  ask(after.path, "update t set x = 'theirs'");
  const again = openSession(after.path, after.folder);
  const state = await again.session["session.read"](undefined);
  expect(state.rows).toHaveLength(1);
  expect(state.notices.at(-1)).toContain("nobody can tell");
  expect(await failure(() => commit(again))).toMatchObject({ code: "commit.conflict" });
});

test("a file locked at restart: staged rows are shown, gestures wait, and it is settled once the lock is gone", async () => {
  const made = makeDatabase(DDL);
  const open = openSession(made.path, made.folder);
  await stage(open, set(row("t", 1n), "x", "X", "a"));
  const { after } = await crashes(open, made);
  const other = new Database(after.path);
  onTestFinished(() => void other.close());
  other.exec("begin immediate");
  const again = openSession(after.path, after.folder);
  const state = await again.session["session.read"](undefined);
  expect(state.rows).toHaveLength(1);
  expect(state.notices.at(-1)).toContain("will be known when");
  expect(await failure(() => stage(again, set(row("t", 2n), "x", "Y", "b")))).toMatchObject({ code: "file.locked" });
  other.exec("rollback");
  await stage(again, set(row("t", 2n), "x", "Y", "b"));
  expect((await staged(again)).map((r) => r.row)).toEqual([row("t", 2n)]);
});

test.for(["delete", "wal"])("a commit of some rows: done takes those only, not done none (%s)", async (mode) => {
  const made = makeDatabase(`pragma journal_mode = ${mode}; ${DDL}`);
  const open = openSession(made.path, made.folder);
  for (const id of [1n, 2n, 3n]) {
    await open.session["session.stage"]({ label: `Edit ${id}`, edits: [set(row("t", id), "x", `new ${id}`)] });
  }
  const only = [(await staged(open))[1]?.id as string];
  const { before, after } = await crashes(open, made, only);

  const notDone = openSession(before.path, before.folder);
  expect(await staged(notDone)).toHaveLength(3);
  expect((await notDone.session["session.history"]({ before: null, limit: 9 })).commits).toEqual([]);
  await notDone.session["session.undo"](undefined);
  expect(await staged(notDone)).toHaveLength(2);

  const done = openSession(after.path, after.folder);
  const state = await done.session["session.read"](undefined);
  expect(state.rows.map((r) => r.row)).toEqual([row("t", 1n), row("t", 3n)]);
  expect(state).toMatchObject({ undoLabel: "Edit 3", counts: { dirty: 2 } });
  const { commits } = await done.session["session.history"]({ before: null, limit: 9 });
  expect(commits).toMatchObject([{ label: "Edit 2", updated: 1, notUndoable: null }]);
  await commit(done);
  await done.session["session.undoCommit"]({ commitId: commits[0]?.id as number });
  await commit(done);
  expect(ask(after.path, "select x from t")).toEqual([["new 1"], ["b"], ["new 3"]]);
});
