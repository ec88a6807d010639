/** Rows are written so that foreign keys hold, and a broken one is told with its row. */
import { expect, test } from "vitest";
import {
  ask,
  commit,
  failure,
  insert,
  makeDatabase,
  openSession,
  remove,
  row,
  set,
  stage,
  staged,
} from "./open-session.ts";

const FAMILY =
  "create table child (id integer primary key, p integer references parent); create table parent (id integer primary key, name text unique); insert into parent values (1, 'one'), (2, 'two'); insert into child values (1, 1), (2, 2);";

test("inserts go parents first, deletes children first, in whatever order they were staged", async () => {
  const { path, folder } = makeDatabase(FAMILY);
  const open = openSession(path, folder);
  await stage(open, insert("child", "c", { id: 9n, p: 9n }), remove(row("parent", 1n)));
  await stage(open, insert("parent", "p", { id: 9n }), remove(row("child", 1n)));
  const order = (await open.session["session.preview"]({ only: null })).map((s) =>
    s.sql.replace(/^(\w+)\D+"(child|parent)".*/s, "$1 $2"),
  );
  expect(order).toEqual(["delete child", "insert parent", "insert child", "delete parent"]);
  await commit(open);
  expect(ask(path, "select id from child union all select id from parent")).toEqual([[2n], [9n], [2n], [9n]]);
});

test("a child can be moved away from a parent that is deleted with a cascade", async () => {
  const { path, folder } = makeDatabase(
    "create table p (id integer primary key); create table c (id integer primary key, p references p on delete cascade); insert into p values (1), (2); insert into c values (1, 1);",
  );
  const open = openSession(path, folder);
  await stage(open, remove(row("p", 1n)), set(row("c", 1n), "p", 2n, 1n));
  await commit(open);
  expect(ask(path, "select * from c")).toEqual([[1n, 2n]]);
});

test("a new row can take the UNIQUE value of a deleted one", async () => {
  const { path, folder } = makeDatabase(FAMILY);
  const open = openSession(path, folder);
  await stage(open, insert("parent", "p", { name: "one" }), remove(row("child", 1n)), remove(row("parent", 1n)));
  await commit(open);
  expect(ask(path, "select id, name from parent")).toEqual([
    [2n, "two"],
    [3n, "one"],
  ]);
});

test("rows of one table that refer to each other: parents first in, children first out", async () => {
  const { path, folder } = makeDatabase(
    "create table node (id integer primary key, up references node); insert into node values (1, null), (2, 1), (3, 2), (4, 3);",
  );
  const open = openSession(path, folder);
  await stage(
    open,
    insert("node", "a", { id: 12n, up: 11n }),
    insert("node", "b", { id: 11n, up: 10n }),
    insert("node", "c", { id: 10n, up: null }),
  );
  await stage(open, remove(row("node", 2n)), remove(row("node", 4n)), remove(row("node", 3n)));
  await commit(open);
  expect(ask(path, "select * from node")).toEqual([
    [1n, null],
    [10n, null],
    [11n, 10n],
    [12n, 11n],
  ]);
});

test("rows that refer in a circle are committed, within a table and between two", async () => {
  const { path, folder } = makeDatabase(
    "create table node (id integer primary key, up references node); create table a (id integer primary key, b references b); create table b (id integer primary key, a references a);",
  );
  const open = openSession(path, folder);
  await stage(open, insert("node", "x", { id: 1n, up: 2n }), insert("node", "y", { id: 2n, up: 1n }));
  await stage(open, insert("a", "a", { id: 1n, b: 1n }), insert("b", "b", { id: 1n, a: 1n }));
  expect(await commit(open)).toMatchObject({ inserted: 4 });
  await stage(open, remove(row("a", 1n)), remove(row("b", 1n)), remove(row("node", 1n)), remove(row("node", 2n)));
  expect(await commit(open)).toMatchObject({ deleted: 4 });
});

test("a parent's key and the children that follow it can be edited together", async () => {
  const { path, folder } = makeDatabase(FAMILY);
  const open = openSession(path, folder);
  await stage(open, set(row("child", 1n), "p", 10n, 1n), set(row("parent", 1n), "id", 10n, 1n));
  await commit(open);
  expect(ask(path, "select p from child where id = 1")).toEqual([[10n]]);
});

test("a reference to nothing is told: which row, which rule", async () => {
  const { path, folder } = makeDatabase(FAMILY);
  const open = openSession(path, folder);
  await stage(open, set(row("child", 2n), "p", 1n, 2n), set(row("child", 1n), "p", 77n, 1n));
  const error = await failure(() => commit(open));
  expect(error).toMatchObject({ code: "commit.constraint", rows: [(await staged(open))[1]?.id] });
  expect(error.message).toBe(
    "Row id = 1 of “child” cannot be stored: there is no row of “parent” with id = 77 (FOREIGN KEY).",
  );
});

test("a deleted row that others refer to is told", async () => {
  const { path, folder } = makeDatabase(FAMILY);
  const open = openSession(path, folder);
  await stage(open, remove(row("parent", 2n)));
  const error = await failure(() => commit(open));
  expect(error).toMatchObject({ code: "commit.constraint", rows: [(await staged(open))[0]?.id] });
  expect(error.message).toBe(
    "Row id = 2 of “parent” cannot be deleted: rows of “child” refer to it by p (FOREIGN KEY).",
  );
  expect(error.next).toContain("Delete those rows too");
});

test("a deferred foreign key that fails at the end is told as well, and nothing is written", async () => {
  const { path, folder } = makeDatabase(
    "create table p (id integer primary key); create table c (id integer primary key, p references p deferrable initially deferred); insert into c values (1, null), (2, null);",
  );
  const open = openSession(path, folder);
  await stage(open, set(row("c", 1n), "p", 5n, null), set(row("c", 2n), "p", null, null), insert("p", "n", { id: 4n }));
  const error = await failure(() => commit(open));
  expect(error).toMatchObject({ code: "commit.constraint", rows: [expect.stringContaining('"c"')] });
  expect(error.message).toContain("Row id = 1 of “c”");
  expect(ask(path, "select count(*) from p")).toEqual([[0n]]);
  expect(await staged(open)).toHaveLength(2);
  await stage(open, set(row("c", 1n), "p", 4n));
  await commit(open);
});

test("a violation that was in the file before is none of ours", async () => {
  const { path, folder } = makeDatabase(FAMILY);
  ask(path, "pragma foreign_keys = off; insert into child values (50, 50)");
  const open = openSession(path, folder);
  await stage(open, set(row("parent", 1n), "name", "x", "one"), insert("child", "n", { p: 1n }));
  expect(await commit(open)).toMatchObject({ inserted: 1, updated: 1 });
});

test.for(["cascade", "set null"])(
  "deleted rows that refer in a circle by ON DELETE %s: all are deleted, and one that another program changed is a conflict",
  async (action) => {
    const { path, folder } = makeDatabase(
      `create table a (id integer primary key, b references b on delete ${action}); create table b (id integer primary key, a references a on delete ${action}, x); pragma foreign_keys = off; insert into a values (1, 1), (2, 2); insert into b values (1, 1, 'x'), (2, 2, 'y');`,
    );
    const open = openSession(path, folder);
    await stage(open, remove(row("a", 1n)), remove(row("b", 1n)));
    expect(await commit(open)).toMatchObject({ deleted: 2 });
    expect((await open.session["session.history"]({ before: null, limit: 1 })).commits[0]).toMatchObject({ others: 0 });
    await stage(open, remove(row("a", 2n)), remove(row("b", 2n)));
    ask(path, "update b set x = 'theirs'");
    expect(await failure(() => commit(open))).toMatchObject({
      code: "commit.conflict",
      conflicts: [{ kind: "changed" }],
    });
    expect(ask(path, "select count(*) from a")).toEqual([[1n]]);
  },
);

test("what is staged of a row counts also when a cascade could reach it through a table that is not staged", async () => {
  const { path, folder } = makeDatabase(
    "create table p (id integer primary key); create table c (id integer primary key, p references p on delete cascade); create table g (id integer primary key, c references c on delete cascade, x); insert into p values (1), (2); insert into c values (1, 1), (2, 2); insert into g values (1, 1, 'a'), (2, 1, 'b'), (3, 1, 'c');",
  );
  const open = openSession(path, folder);
  await stage(open, remove(row("p", 1n)), set(row("g", 1n), "c", 2n, 1n), remove(row("g", 2n)));
  expect(await open.session["session.cascade"]({ only: null })).toMatchObject({
    tables: [
      { table: { name: "c" }, deleted: 1 },
      { table: { name: "g" }, deleted: 1 },
    ],
  });
  expect(await commit(open)).toMatchObject({ updated: 1, deleted: 2 });
  expect(ask(path, "select id, c from g")).toEqual([[1n, 2n]]);
});
