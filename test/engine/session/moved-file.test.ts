/** A file that was moved or renamed: what was kept for it is found again, by the file itself or by asking. */
import { copyFileSync, existsSync, linkSync, renameSync, unlinkSync, utimesSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { ask, commit, makeDatabase, openSession, row, set, stage, staged, testFolder } from "./open-session.ts";

const DDL = "create table t (id integer primary key, x); insert into t values (1, 'a'), (2, 'b');";

/** A database with two gestures, a commit before them and a tab, closed; `journals` is another folder than its own. */
async function worked() {
  const { path } = makeDatabase(DDL);
  const journals = testFolder();
  const open = openSession(path, journals);
  await stage(open, set(row("t", 2n), "x", "committed", "b"));
  await commit(open);
  await stage(open, set(row("t", 1n), "x", "first", "a"));
  await stage(open, set(row("t", 1n), "x", "second", "a"));
  await open.workspace["workspace.write"]({ items: [{ key: "tabs", value: "[1]" }] });
  open.close();
  return { path, journals, moved: join(dirname(path), "renamed.db") };
}

const notices = async (open: ReturnType<typeof openSession>) => (await open.session["session.read"](undefined)).notices;
const leftBehind = (open: ReturnType<typeof openSession>) => open.session["session.leftBehind"](undefined);

test("renamed: edits, undo, history and tabs come along, and nothing stays at the old place", async () => {
  const { path, journals, moved } = await worked();
  renameSync(path, moved);
  const open = openSession(moved, journals);
  expect(await staged(open)).toMatchObject([{ values: [{ column: "x", value: "second" }] }]);
  expect(await notices(open)).toEqual([expect.stringMatching(/was “.*user\.db” before; 1 pending change came along/)]);
  expect(await open.workspace["workspace.read"](undefined)).toEqual([{ key: "tabs", value: "[1]" }]);
  expect(await open.session["session.history"]({ before: null, limit: 9 })).toMatchObject({
    commits: [{ updated: 1 }],
  });
  expect((await open.session["session.undo"](undefined)).changed).toMatchObject([{ values: [{ value: "first" }] }]);
  await open.session["session.redo"](undefined);
  await commit(open);
  expect(ask(moved, "select x from t")).toEqual([["second"], ["committed"]]);
  // Undone at its new place as well.
  const { commits } = await open.session["session.history"]({ before: null, limit: 1 });
  await open.session["session.undoCommit"]({ commitId: commits[0]?.id as number });
  await commit(open);
  expect(ask(moved, "select x from t where id = 1")).toEqual([["a"]]);
  open.close();

  // Another file at the old place has nothing of it.
  copyFileSync(moved, path);
  const other = openSession(path, journals);
  expect(await staged(other)).toEqual([]);
  expect(await notices(other)).toEqual([]);
});

test("renamed while it was open: what is shown there is not staged there any more", async () => {
  const { path, journals, moved } = await worked();
  const before = openSession(path, journals);
  expect(await staged(before)).toHaveLength(1);
  renameSync(path, moved);
  const open = openSession(moved, journals);
  expect(await staged(open)).toHaveLength(1);
  expect(await staged(before)).toEqual([]);
  await commit(open);
  expect(ask(moved, "select x from t where id = 1")).toEqual([["second"]]);
});

test("moved to another disk and changed there: offered, taken over as one gesture, checked like any edit", async () => {
  const { path, journals } = await worked();
  const elsewhere = join(testFolder(), "user.db");
  copyFileSync(path, elsewhere);
  unlinkSync(path);
  ask(elsewhere, "update t set x = 'theirs' where id = 1");
  const open = openSession(elsewhere, journals);
  expect(await staged(open)).toEqual([]);
  const [offer, ...more] = await leftBehind(open);
  expect(offer).toMatchObject({ path, rows: 1 });
  expect(more).toEqual([]);
  const delta = await open.session["session.takeOver"]({ id: offer?.id as string });
  expect(delta).toMatchObject({ counts: { dirty: 1 }, undoLabel: "Take over the changes of user.db" });
  expect(await leftBehind(open)).toEqual([]);
  await expect(async () => commit(open)).rejects.toMatchObject({ data: { code: "commit.conflict" } });
  await open.session["session.undo"](undefined);
  expect(await staged(open)).toEqual([]);
  await open.session["session.redo"](undefined);
  open.close();
  expect(await staged(openSession(elsewhere, journals))).toHaveLength(1);
});

test("another name, same size and time of writing: offered too; a name that says nothing is not", async () => {
  const { path, journals } = await worked();
  const { atime, mtime } = statSync(path);
  const [elsewhere, stranger] = [join(testFolder(), "backup.db"), join(testFolder(), "stranger.db")];
  for (const copy of [elsewhere, stranger]) copyFileSync(path, copy);
  utimesSync(elsewhere, atime, mtime);
  utimesSync(stranger, atime, new Date(mtime.getTime() - 60_000));
  unlinkSync(path);
  expect(await leftBehind(openSession(stranger, journals))).toEqual([]);
  expect(await leftBehind(openSession(elsewhere, journals))).toMatchObject([{ path, rows: 1 }]);
});

test("a copy beside the file, or a second name of it, takes nothing away", async () => {
  const { path, journals, moved } = await worked();
  copyFileSync(path, moved);
  const copy = openSession(moved, journals);
  expect(await staged(copy)).toEqual([]);
  expect(await leftBehind(copy)).toEqual([]);
  copy.close();
  const link = join(dirname(path), "link.db");
  linkSync(path, link);
  const linked = openSession(link, journals);
  expect(await staged(linked)).toEqual([]);
  expect(await leftBehind(linked)).toEqual([]);
  linked.close();
  expect(await staged(openSession(path, journals))).toHaveLength(1);
});

test("at its new place there is work already: nothing is mixed unasked, the offer says so", async () => {
  const { path, journals, moved } = await worked();
  const other = makeDatabase(DDL);
  renameSync(other.path, moved);
  const there = openSession(moved, journals);
  await stage(there, set(row("t", 2n), "x", "of the other file", "b"));
  there.close();
  unlinkSync(moved);
  renameSync(path, moved);
  const open = openSession(moved, journals);
  expect(await staged(open)).toMatchObject([{ values: [{ value: "of the other file" }] }]);
  expect(await notices(open)).toEqual([expect.stringContaining("replaced by another one")]);
  const [offer] = await leftBehind(open);
  await open.session["session.takeOver"]({ id: offer?.id as string });
  expect(await staged(open)).toHaveLength(2);
  expect(existsSync(path)).toBe(false);
});
