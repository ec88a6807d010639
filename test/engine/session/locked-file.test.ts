/** Another program holds the user's file for itself: a gesture is staged as a whole, or refused as a whole in true words. */
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { journalPath } from "../../../electron/engine/session/journal/journal-file.ts";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { RowEdit } from "../../../src-shared/model/session.ts";
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
} from "./open-session.ts";

const DDL = `create table tr (code text not null unique, label, v); insert into tr values ('a', 'A', 1), ('b', 'B', 2);
  create table p (id integer primary key, x); insert into p values (1, 'x'), (2, 'y');
  create table c (id integer primary key, p references p);`;

/** Another program's lock; gives the function that lets go of it. */
function lock(path: string): () => void {
  const other = new Database(path);
  onTestFinished(() => void other.close());
  other.exec("begin exclusive");
  return () => void other.exec("rollback");
}

/** The session was read, as the page does first, and what it does beside that is done. */
async function openAndRead(path: string, folder: string): Promise<OpenSession> {
  const open = openSession(path, folder);
  await open.session["session.read"](undefined);
  await new Promise((resolve) => setTimeout(resolve));
  return open;
}

const names = (error: AppErrorData) => `${error.code} ${error.message}`;

const READS: readonly (readonly [string, RowEdit[]])[] = [
  ["a cell of a row that only a rowid addresses", [set(row("tr", 1n), "label", "L9", "A")]],
  ["a cell without its base", [set(row("p", 1n), "x", "L9")]],
  ["a deletion", [remove(row("p", 1n))]],
  ["one of several", [set(row("p", 1n), "x", "L9", "x"), insert("p", "n", { x: "z" }), remove(row("tr", 1n))]],
];

test.for(READS)("%s: refused as a whole, the user's file named, and staged once it is free", async ([, edits]) => {
  const { path, folder } = makeDatabase(DDL);
  const open = await openAndRead(path, folder);
  await stage(open, set(row("p", 2n), "x", "before", "y"));
  const before = await open.session["session.read"](undefined);
  const release = lock(path);
  const error = await failure(() => stage(open, ...edits));
  expect(names(error)).toBe(`file.locked “${path}” is locked by another program.`);
  expect(await open.session["session.read"](undefined)).toEqual(before);
  // What is known without the file goes on.
  const undone = await open.session["session.undo"](undefined);
  expect(undone.removed).toHaveLength(1);
  expect((await open.session["session.redo"](undefined)).changed).toHaveLength(1);
  expect((await open.session["session.rollback"](undefined)).removed).toHaveLength(1);
  await open.session["session.undo"](undefined);
  release();
  await stage(open, ...edits);
  expect(await staged(open)).toHaveLength(1 + edits.length);
});

test("the very first edits after opening need nothing of a locked file but what was read of it", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = await openAndRead(path, folder);
  const release = lock(path);
  await stage(open, set(row("p", 1n), "x", "L9", "x"));
  await stage(open, insert("tr", "n", { code: "z" }));
  await stage(open, insert("p", "q", { x: "Q" }), insert("c", "r", { p: 1n }));
  expect(await staged(open)).toHaveLength(4);
  release();
  expect(await commit(open)).toMatchObject({ inserted: 3, updated: 1 });
  expect(ask(path, "select x from p")).toEqual([["L9"], ["y"], ["Q"]]);
});

test("a paste of many new rows waits for the lock once, not for each row", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = await openAndRead(path, folder);
  const release = lock(path);
  const rows = Array.from({ length: 200 }, (_, i) => insert("p", `n${i}`, { x: BigInt(i) }));
  const started = performance.now();
  await stage(open, ...rows);
  // By itself each look takes 250 ms.
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(await staged(open)).toHaveLength(200);
  release();
  expect(await commit(open)).toMatchObject({ inserted: 200 });
});

test("an undone commit that cannot be compared any more is staged and answered, once", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = await openAndRead(path, folder);
  await stage(open, set(row("p", 1n), "x", "mine", "x"));
  await commit(open);
  const { commits } = await open.session["session.history"]({ before: null, limit: 1 });
  // The lock comes between staging and the look at the file.
  const reader = open.connections.reader();
  const locks: (() => void)[] = [];
  reader.snapshot = ((work: () => unknown) => {
    if (locks.length === 0) locks.push(lock(path));
    return work();
  }) as typeof reader.snapshot;
  const answer = await open.session["session.undoCommit"]({ commitId: commits[0]?.id ?? 0 });
  expect(answer).toMatchObject({ conflicts: [], delta: { changed: [{ values: [{ value: "x" }] }] } });
  expect(await staged(open)).toHaveLength(1);
  expect((await open.session["session.read"](undefined)).revision).toBe(answer.delta.revision);
  for (const release of locks) release();
});

test("our own journal is busy: waited for, then named as ours and not as the user's file", {
  timeout: 20_000,
}, async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = await openAndRead(path, folder);
  const other = new Database(journalPath(folder, path));
  onTestFinished(() => void other.close());
  other.exec("begin immediate");
  const error = await failure(() => stage(open, set(row("p", 1n), "x", "L9", "x")));
  expect(error.code).toBe("file.locked");
  expect(error.message).toMatch(/^Joinery’s own record of your unsaved changes is in use by another window of Joinery/);
  expect(await staged(open)).toEqual([]);
  other.exec("rollback");
  await stage(open, set(row("p", 1n), "x", "L9", "x"));
  expect(await staged(open)).toHaveLength(1);
});
