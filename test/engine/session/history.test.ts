/** Undo, redo and roll back: across tables, without limit, also after a restart. */
import { expect, test } from "vitest";
import {
  commit,
  insert,
  makeDatabase,
  newRow,
  openSession,
  remove,
  revert,
  row,
  set,
  stage,
  staged,
} from "./open-session.ts";

const TWO_TABLES =
  "create table a (id integer primary key, x, y); insert into a values (1, 'one', 1), (2, 'two', 2); create table b (id integer primary key, z); insert into b values (1, 'b');";

function values(rows: Awaited<ReturnType<typeof staged>>) {
  return rows.map((r) => [r.state, ...r.values.map((v) => v.value ?? v.base)]);
}

test("a gesture is one step, whatever it touches; labels tell what undo and redo would do", async () => {
  const { path, folder } = makeDatabase(TWO_TABLES);
  const open = openSession(path, folder);
  const edits = [set(row("a", 1n), "x", "X", "one"), set(row("b", 1n), "z", "Z", "b"), insert("a", "n", { x: "new" })];
  const first = await open.session["session.stage"]({ label: "Paste 3 cells", edits });
  expect(first).toMatchObject({ from: 0, revision: 1, undoLabel: "Paste 3 cells", redoLabel: null });
  expect(first.counts).toEqual({ new: 1, dirty: 2, deleted: 0, tables: 2 });
  const second = await open.session["session.stage"]({ label: "Delete row", edits: [remove(row("a", 1n))] });
  expect(second.changed).toHaveLength(1);
  expect(values(await staged(open))).toContainEqual(["deleted", 1n, "one", 1n]);
  const undone = await open.session["session.undo"](undefined);
  expect(undone).toMatchObject({ from: 2, revision: 3, undoLabel: "Paste 3 cells", redoLabel: "Delete row" });
  expect(values(await staged(open))).toEqual([
    ["dirty", "X"],
    ["dirty", "Z"],
    ["new", "new"],
  ]);
  expect((await open.session["session.undo"](undefined)).removed).toHaveLength(3);
  expect(await staged(open)).toEqual([]);
  await open.session["session.redo"](undefined);
  await open.session["session.redo"](undefined);
  expect((await staged(open)).map((r) => r.state).sort()).toEqual(["deleted", "dirty", "new"]);
  const nothing = await open.session["session.redo"](undefined);
  expect(nothing).toMatchObject({ from: nothing.revision, changed: [], removed: [] });
});

test("everything is there again after a restart, with its history in both directions", async () => {
  const { path, folder } = makeDatabase(TWO_TABLES);
  const open = openSession(path, folder);
  for (let i = 1n; i <= 50n; i++) await stage(open, set(row("a", 1n), "y", i * 100n, 1n));
  await stage(open, insert("b", "n", { z: new Uint8Array([1, 2]) }), remove(row("a", 2n)));
  for (let i = 0; i < 20; i++) await open.session["session.undo"](undefined);
  const before = await open.session["session.read"](undefined);
  open.close();

  const again = openSession(path, folder);
  const after = await again.session["session.read"](undefined);
  expect(after).toEqual(before);
  expect(values(after.rows)).toEqual([["dirty", 3100n]]);
  for (let i = 0; i < 20; i++) await again.session["session.redo"](undefined);
  expect(values(await staged(again))).toHaveLength(3);
  for (let i = 0; i < 60; i++) await again.session["session.undo"](undefined);
  expect(await again.session["session.read"](undefined)).toMatchObject({
    rows: [],
    undoLabel: null,
    redoLabel: "Test",
  });
});

test("a new gesture takes another branch: what was undone cannot be redone", async () => {
  const { path, folder } = makeDatabase(TWO_TABLES);
  const open = openSession(path, folder);
  await stage(open, set(row("a", 1n), "x", "first", "one"));
  await stage(open, set(row("a", 1n), "x", "second", "one"));
  await open.session["session.undo"](undefined);
  const other = await stage(open, set(row("a", 2n), "x", "other", "two"));
  expect(other.redoLabel).toBeNull();
  await open.session["session.redo"](undefined);
  expect(values(await staged(open))).toEqual([
    ["dirty", "first"],
    ["dirty", "other"],
  ]);
  await open.session["session.undo"](undefined);
  await open.session["session.undo"](undefined);
  expect(await staged(open)).toEqual([]);
});

test("rolling back is a gesture that can be undone, also after a restart", async () => {
  const { path, folder } = makeDatabase(TWO_TABLES);
  const open = openSession(path, folder);
  await stage(open, set(row("a", 1n), "x", "X", "one"), insert("b", "n", { z: 1.5 }), remove(row("b", 1n)));
  const before = await staged(open);
  const delta = await open.session["session.rollback"](undefined);
  expect(delta).toMatchObject({ undoLabel: "Roll back", counts: { new: 0, dirty: 0, deleted: 0, tables: 0 } });
  open.close();
  const again = openSession(path, folder);
  expect(await staged(again)).toEqual([]);
  await again.session["session.undo"](undefined);
  expect(await staged(again)).toEqual(before);
  await commit(again);
  expect((await again.session["session.undo"](undefined)).undoLabel).toBeNull();
});

test("what changes nothing leaves no step", async () => {
  const { path, folder } = makeDatabase(TWO_TABLES);
  const open = openSession(path, folder);
  const delta = await stage(open, set(row("a", 1n), "x", "one", "one"), revert(row("a", 2n)));
  expect(delta).toMatchObject({ from: 0, revision: 0, undoLabel: null });
  await open.session["session.rollback"](undefined);
  expect(open.events).toEqual([]);
});

test("a gesture with one bad edit stages nothing", async () => {
  const { path, folder } = makeDatabase(TWO_TABLES);
  const open = openSession(path, folder);
  expect(() => stage(open, set(row("a", 1n), "x", "X", "one"), set(row("a", 1n), "nope", 1n))).toThrow(/no column/);
  expect(await staged(open)).toEqual([]);
  await stage(open, insert("a", "n", {}), remove(newRow("a", "n")));
  expect(await staged(open)).toEqual([]);
});

test("two sessions on one file share what is staged", async () => {
  const { path, folder } = makeDatabase(TWO_TABLES);
  const one = openSession(path, folder);
  const two = openSession(path, folder);
  await stage(one, set(row("a", 1n), "x", "X", "one"));
  expect(await staged(two)).toHaveLength(1);
  await stage(two, set(row("a", 1n), "y", "Y", 1n));
  const delta = await stage(one, set(row("b", 1n), "z", "Z", "b"));
  expect(delta).toMatchObject({ from: 2, revision: 3 });
  await commit(two);
  expect(await staged(one)).toEqual([]);
});

test("the workspace keeps the page's texts beside the journal", async () => {
  const { path, folder } = makeDatabase(TWO_TABLES);
  const open = openSession(path, folder);
  await open.workspace["workspace.write"]({
    items: [
      { key: "tabs", value: "[1]" },
      { key: "sql", value: "\"select '\u0000'\"" },
    ],
  });
  await open.workspace["workspace.write"]({
    items: [
      { key: "tabs", value: "[2]" },
      { key: "gone", value: "1" },
    ],
  });
  await open.workspace["workspace.write"]({ items: [{ key: "gone", value: null }] });
  open.close();
  const again = openSession(path, folder);
  expect(await again.workspace["workspace.read"](undefined)).toEqual([
    { key: "sql", value: "\"select '\u0000'\"" },
    { key: "tabs", value: "[2]" },
  ]);
});

test("a commit is named after what it wrote: not after what was rolled back before, but after a roll back that was undone", async () => {
  const { path, folder } = makeDatabase(TWO_TABLES);
  const open = openSession(path, folder);
  const edit = (label: string, x: string) =>
    open.session["session.stage"]({ label, edits: [set(row("a", 1n), "x", x)] });
  const newest = async () =>
    (await open.session["session.history"]({ before: null, limit: 1 })).commits.map(({ label }) => label);
  await edit("Given up", "no");
  await open.session["session.rollback"](undefined);
  await edit("Wanted", "yes");
  await commit(open);
  expect(await newest()).toEqual(["Wanted"]);
  await edit("Wanted after all", "again");
  await open.session["session.rollback"](undefined);
  await open.session["session.undo"](undefined);
  await commit(open);
  expect(await newest()).toEqual(["Wanted after all"]);
});
