/** A commit of some of the staged rows: the others stay, with their history, and are never harmed by it. */
import { expect, test } from "vitest";
import {
  ask,
  failure,
  insert,
  makeDatabase,
  newRow,
  type OpenSession,
  openSession,
  remove,
  row,
  set,
  stage,
  staged,
} from "./open-session.ts";
import { stagedId } from "../../../electron/engine/session/unit-of-work.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";

const T = "create table t (id integer primary key, x, y); insert into t values (1, 'a', 1), (2, 'b', 2), (3, 'c', 3);";
const FAMILY =
  "create table p (id integer primary key, name text unique); create table c (id integer primary key, p references p on delete cascade, x); insert into p values (1, 'one'), (2, 'two'); insert into c values (1, 1, 'a'), (2, 2, 'b');";

const commitSome = (open: OpenSession, ...refs: RowRef[]) =>
  open.session["session.commit"]({ only: refs.map(stagedId) });
const labels = async (open: OpenSession) => {
  const { undoLabel, redoLabel } = await open.session["session.read"](undefined);
  return [undoLabel, redoLabel];
};
const gesture = (open: OpenSession, label: string, ...edits: Parameters<typeof stage>[1][]) =>
  open.session["session.stage"]({ label, edits });

test("what was chosen is written, the rest stays staged with its own undo steps", async () => {
  const { path, folder } = makeDatabase(T);
  const open = openSession(path, folder);
  await gesture(open, "one", set(row("t", 1n), "x", "A", "a"));
  await gesture(open, "both", set(row("t", 1n), "y", 10n, 1n), set(row("t", 2n), "y", 20n, 2n));
  await gesture(open, "three", set(row("t", 3n), "x", "C", "c"));
  await gesture(open, "one again", set(row("t", 1n), "x", "AA"));
  await open.session["session.undo"](undefined);
  const report = await commitSome(open, row("t", 1n));
  expect(report).toMatchObject({ updated: 1, inserted: 0, commitId: 1 });
  expect(report.delta).toMatchObject({
    removed: [stagedId(row("t", 1n))],
    changed: [],
    undoLabel: "three",
    redoLabel: null,
  });
  expect(ask(path, "select x, y from t")).toEqual([
    ["A", 10n],
    ["b", 2n],
    ["c", 3n],
  ]);
  await open.session["session.undo"](undefined);
  expect(await labels(open)).toEqual(["both", "three"]);
  await open.session["session.undo"](undefined);
  expect(await staged(open)).toEqual([]);
  expect(await labels(open)).toEqual([null, "both"]);
  await open.session["session.redo"](undefined);
  await open.session["session.redo"](undefined);
  open.close();
  const again = openSession(path, folder);
  expect((await staged(again)).map((r) => r.row)).toEqual([row("t", 2n), row("t", 3n)]);
  await again.session["session.commit"]({ only: null });
  expect(ask(path, "select x, y from t")).toEqual([
    ["A", 10n],
    ["b", 20n],
    ["C", 3n],
  ]);
  const { commits } = await again.session["session.history"]({ before: null, limit: 10 });
  expect(commits.map((c) => c.label)).toEqual(["both, three", "one, both"]);
});

test("a row that is not staged cannot be chosen; none chosen is nothing to commit", async () => {
  const { path, folder } = makeDatabase(T);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "A", "a"));
  expect(await failure(() => commitSome(open, row("t", 1n), row("t", 2n)))).toMatchObject({ code: "row.gone" });
  expect(await commitSome(open)).toMatchObject({ updated: 0, commitId: null });
  expect(await staged(open)).toHaveLength(1);
});

test("preview tells the statements of what is chosen, with the keys it will give", async () => {
  const { path, folder } = makeDatabase(T);
  const open = openSession(path, folder);
  await stage(open, insert("t", "n", { x: "new" }), insert("t", "m", { id: 4n, x: "mine" }), remove(row("t", 3n)));
  const only = [stagedId(newRow("t", "n"))];
  const preview = await open.session["session.preview"]({ only });
  // 4 belongs to the row that is left out.
  expect(preview.map((s) => s.plain)).toEqual([`insert into "t" ("id", "x") values (5, 'new')`]);
  expect((await open.session["session.commit"]({ only })).keys[0]?.key).toEqual([5n]);
  await open.session["session.commit"]({ only: null });
  expect(ask(path, "select id, x from t where id > 2")).toEqual([
    [4n, "mine"],
    [5n, "new"],
  ]);
});

test("a child of a new parent that was left out is refused, and the parent is named", async () => {
  const { path, folder } = makeDatabase(FAMILY);
  const open = openSession(path, folder);
  await stage(open, insert("p", "p", { id: 9n, name: "nine" }), insert("c", "c", { id: 9n, p: 9n }));
  const error = await failure(() => commitSome(open, newRow("c", "c")));
  expect(error).toMatchObject({
    code: "commit.constraint",
    rows: [stagedId(newRow("c", "c")), stagedId(newRow("p", "p"))],
  });
  expect(error.next).toBe(
    "A new row of “p” (id = 9) is staged too but was left out: commit it together with this one. Everything is still staged.",
  );
  expect(await staged(open)).toHaveLength(2);
  await commitSome(open, newRow("p", "p"));
  await commitSome(open, newRow("c", "c"));
  expect(ask(path, "select p from c where id = 9")).toEqual([[9n]]);
});

test("a value that a left-out deletion would free is refused, and that row is named", async () => {
  const { path, folder } = makeDatabase(FAMILY);
  const open = openSession(path, folder);
  await stage(open, remove(row("c", 1n)), remove(row("p", 1n)), insert("p", "n", { name: "one" }));
  const error = await failure(() => commitSome(open, newRow("p", "n")));
  expect(error).toMatchObject({
    code: "commit.constraint",
    rows: [stagedId(newRow("p", "n")), stagedId(row("p", 1n))],
  });
});

test("a cascade must not take along a row whose staged change was left out", async () => {
  const { path, folder } = makeDatabase(FAMILY);
  const open = openSession(path, folder);
  await stage(open, set(row("c", 1n), "p", 2n, 1n), remove(row("p", 1n)));
  const error = await failure(() => commitSome(open, row("p", 1n)));
  expect(error).toMatchObject({ code: "commit.constraint", rows: [stagedId(row("c", 1n))] });
  expect(error.message).toBe(
    "Row id = 1 of “c” has a staged change that was left out of this commit, and would be deleted by it.",
  );
  expect(ask(path, "select count(*) from p")).toEqual([[2n]]);
  await open.session["session.commit"]({ only: null });
  expect(ask(path, "select p from c where id = 1")).toEqual([[2n]]);
});

test("a left-out row that is in conflict already, or whose table is gone, does not stop the others", async () => {
  const { path, folder } = makeDatabase(
    `${T} create table u (id integer primary key, x); insert into u values (1, 'u');`,
  );
  const open = openSession(path, folder);
  await stage(
    open,
    set(row("t", 1n), "x", "A", "a"),
    set(row("t", 2n), "x", "B", "b"),
    set(row("u", 1n), "x", "U", "u"),
  );
  ask(path, "update t set x = 'theirs' where id = 2; drop table u");
  await commitSome(open, row("t", 1n));
  expect(ask(path, "select x from t")).toEqual([["A"], ["theirs"], ["c"]]);
  expect(await staged(open)).toHaveLength(2);
});

test("a row that was put back as a new one does not come back as an edit beside it", async () => {
  const { path, folder } = makeDatabase(T);
  const open = openSession(path, folder);
  await gesture(open, "other", set(row("t", 2n), "x", "B", "b"));
  await gesture(open, "edit", set(row("t", 1n), "x", "A", "a"));
  ask(path, "delete from t where id = 1");
  await open.session["session.resolve"]({ choices: [{ id: stagedId(row("t", 1n)), column: null, take: "mine" }] });
  const fresh = (await staged(open)).find((r) => r.state === "new");
  await open.session["session.commit"]({ only: [fresh?.id as string] });
  expect(ask(path, "select id, x from t where id = 1")).toEqual([[1n, "A"]]);
  expect(await labels(open)).toEqual(["other", null]);
  await open.session["session.undo"](undefined);
  expect(await staged(open)).toEqual([]);
});
