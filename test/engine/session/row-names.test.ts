/** What staged rows are called where people read of them: never by a rowid that no column shows, when there is a key. */
import { expect, test } from "vitest";
import {
  failure,
  commit,
  ask,
  insert,
  makeDatabase,
  openSession,
  remove,
  row,
  set,
  stage,
  staged,
} from "./open-session.ts";

test("by their declared key and their label, deleted, changed and new ones", async () => {
  const { path, folder } = makeDatabase(
    `create table t (code text primary key, title text, n check (n < 100)); insert into t values ('a', 'One', 1), ('b', 'Two', 2), ('c', 'Three', 3);
     create table u (x text, slug text not null unique); insert into u values ('X', 's');
     create table n (x text, y); insert into n values ('plain', 1);
     create table i (id integer primary key, name text); insert into i values (7, 'Seven');`,
  );
  const open = openSession(path, folder);
  await stage(
    open,
    set(row("t", 1n), "n", 10n, 1n),
    set(row("t", 2n), "code", "B", "b"),
    remove(row("t", 3n)),
    set(row("u", 1n), "x", "Y", "X"),
    set(row("n", 1n), "y", 2n, 1n),
    set(row("i", 7n), "name", "7", "Seven"),
    insert("i", "new", { name: "Eight" }),
    insert("t", "new", { code: "d", title: "Four" }),
  );
  const labels: Record<string, string> = { t: "title", u: "x", n: "x", i: "name" };
  const rows = (await staged(open)).map(({ id, row: { table } }) => ({ id, label: labels[table.name] ?? null }));
  const { names } = await open.session["session.names"]({ rows: [...rows, { id: "gone", label: null }] });
  expect(
    names.map((name) => name && [...name.key.map(({ column, value }) => `${column} ${value}`), name.label]),
  ).toEqual([
    ["code a", "One"],
    ["code b", "Two"],
    ["code c", "Three"],
    ["slug s", "X"],
    ["rowid 1", "plain"],
    ["id 7", "Seven"],
    ["id 8", "Eight"],
    ["Four"],
    null,
  ]);
});

test("a refusal names the row by its key", async () => {
  const { path, folder } = makeDatabase(
    "create table t (code text primary key, n check (n < 100)); insert into t values ('a', 1), ('b', 2);",
  );
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "n", 1000n, 1n));
  expect((await failure(() => commit(open))).message).toMatch(/^Row code = 'a' of “t” cannot be stored/);
  await open.session["session.rollback"](undefined);
  await stage(open, set(row("t", 1n), "code", "b", "a"));
  const { problems } = await open.session["session.check"]({ only: null });
  expect(problems.map(({ message }) => message)).toEqual(["Another row has the same value in “code” (UNIQUE)."]);
  expect(ask(path, "select code from t")).toEqual([["a"], ["b"]]);
});
