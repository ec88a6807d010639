/** Rules that staged rows would break are told before the commit, and are those that the commit then meets. */
import Database from "better-sqlite3";
import { expect, test } from "vitest";
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
  revert,
  row,
  set,
  stage,
} from "./open-session.ts";

const check = async (open: OpenSession, only: string[] | null = null) =>
  (await open.session["session.check"]({ only })).problems;
const told = async (open: OpenSession) => (await check(open)).map(({ message }) => message);

/** Stages edits over a fresh session and gives what is told; the commit has to fail exactly when something is. */
async function after(open: OpenSession, ...edits: RowEdit[]) {
  await stage(open, ...edits);
  const problems = await check(open);
  if (problems.length > 0) {
    const { rows, code } = await failure(() => commit(open));
    expect(["commit.constraint", "commit.failed"]).toContain(code);
    expect(problems.map(({ id }) => id)).toContain(rows?.[0]);
    await open.session["session.rollback"](undefined);
  } else await commit(open);
  return problems.map(({ rule, columns, message }) => [rule, columns.join(), message]);
}

test("a foreign key that no row can fulfil is told by what is wrong with its declaration", async () => {
  const { path, folder } =
    makeDatabase(`pragma foreign_keys = off; create table p (id integer primary key, a text); insert into p values (1, 'a');
    create table t (id integer primary key, x references nowhere, n int); insert into t values (1, null, 1);
    create table u (id integer primary key, y references p(rowid), n int); insert into u values (1, null, 1);
    create table w (id integer primary key, z references p(a)); insert into w values (1, null)`);
  const open = openSession(path, folder);
  const nowhere = "The foreign key of “t” on “x” refers to “nowhere”, and there is no such table.";
  const rowid =
    "The foreign key of “u” on “y” refers to “rowid” of “p”: a foreign key cannot refer to the rowid itself.";
  const twice = "The foreign key of “w” on “z” refers to “a” of “p”, which is not unique.";
  expect(await after(open, set(row("t", 1n), "x", 1n, null))).toEqual([["foreignKey", "x", nowhere]]);
  expect(await after(open, insert("t", "new", { n: 2n }))).toEqual([["foreignKey", "x", nowhere]]);
  expect(await after(open, set(row("t", 1n), "n", 3n, 1n))).toEqual([]);
  expect(await after(open, set(row("u", 1n), "y", 1n, null))).toEqual([["foreignKey", "y", rowid]]);
  expect(await after(open, set(row("w", 1n), "z", "a", null))).toEqual([["foreignKey", "z", twice]]);
  await stage(open, set(row("w", 1n), "z", "a", null));
  expect((await failure(() => commit(open))).message).toContain(
    "a foreign key of “w” refers to columns of “p” that are not unique, or not there",
  );
});

test("each rule is told with its columns and in a sentence, and the change stays staged", async () => {
  const { path, folder } = makeDatabase(`create table t (id integer primary key, s text check (s in ('a', 'b')),
    n integer not null, m text not null default 'm', rating real constraint "between 0 and 10" check (rating between 0 and 10),
    low int, high int, check (low <= high)); insert into t values (1, 'a', 1, 'x', 5, 1, 2);
    create table st (id integer primary key, i int, t text) strict;`);
  const open = openSession(path, folder);
  expect(await after(open, set(row("t", 1n), "s", "c", "a"))).toEqual([
    ["check", "s", "“s” must be one of 'a', 'b' (CHECK)."],
  ]);
  expect(await after(open, set(row("t", 1n), "n", null, 1n))).toEqual([
    ["notNull", "n", "“n” must have a value (NOT NULL)."],
  ]);
  // Left open: n has no default and m has one; NULL by hand is something else.
  expect(await after(open, insert("t", "x", {}))).toEqual([["notNull", "n", "“n” must have a value (NOT NULL)."]]);
  expect(await after(open, insert("t", "x", { m: null }))).toEqual([
    ["notNull", "n", "“n” must have a value (NOT NULL)."],
    ["notNull", "m", "“m” must have a value (NOT NULL)."],
  ]);
  expect(await after(open, set(row("t", 1n), "rating", 11n, 5))).toEqual([
    ["check", "rating", "The row breaks “between 0 and 10”: CHECK (rating between 0 and 10)."],
  ]);
  expect(await after(open, set(row("t", 1n), "low", 3n, 1n))).toEqual([
    ["check", "low", "The row breaks CHECK (low <= high)."],
  ]);
  // All that it breaks, not only the first.
  expect(await after(open, insert("t", "x", { n: 1n, s: "c", rating: -1, low: 2n, high: 1n }))).toHaveLength(3);
  expect(await after(open, insert("st", "x", { i: "one", t: "t" }))).toEqual([
    ["type", "i", "“i” takes INT only, and this is TEXT (STRICT)."],
  ]);
  expect(await after(open, set(row("t", 1n), "low", 3n, 1n), set(row("t", 1n), "high", 4n, 2n))).toEqual([]);
  expect(ask(path, "select s, low, high from t")).toEqual([["a", 3n, 4n]]);
});

test("what SQLite makes fit is not told: affinity, collations, NULL, ON CONFLICT REPLACE", async () => {
  const { path, folder } = makeDatabase(`create table t (id integer primary key, s text check (s in ('a', 'b')),
    n integer check (n in (1, 2)), f text collate nocase check (f in ('x')),
    d text not null on conflict replace default 'd', g int as (n * 2) stored check (g < 5));
    insert into t values (1, 'a', 1, 'x', 'e'); create table st (i int, r real, t text, y any) strict;`);
  const open = openSession(path, folder);
  const edits = [
    set(row("t", 1n), "n", "2", 1n),
    set(row("t", 1n), "s", null, "a"),
    set(row("t", 1n), "f", "X", "x"),
    set(row("t", 1n), "d", null, "e"),
    insert("st", "n", { i: "12", r: " 1e3", t: 5n, y: 1.5 }),
  ];
  expect(await after(open, ...edits)).toEqual([]);
  expect(ask(path, "select n, s, f, d from t")).toEqual([[2n, null, "X", "d"]]);
  expect(await after(open, set(row("t", 1n), "n", 3n, 2n))).toHaveLength(2);
});

test("a rule that a stored row breaks already is told only when what it is about is edited", async () => {
  const { path, folder } = makeDatabase(`create table t (id integer primary key, a int, b int check (b > 0));
    pragma ignore_check_constraints = on; insert into t values (1, 1, -1);`);
  const open = openSession(path, folder);
  expect(await after(open, set(row("t", 1n), "a", 2n, 1n))).toEqual([]);
  expect(await after(open, set(row("t", 1n), "b", -2n, -1n))).toHaveLength(1);
});

test("UNIQUE: against the file, and among what is staged; what is freed is free", async () => {
  const { path, folder } = makeDatabase(`create table t (id integer primary key, u text unique collate nocase, a, b,
    gone int, unique (a, b)); create unique index live on t (b) where gone is null;
    insert into t values (1, 'One', 1, 1, 0), (2, 'two', 1, 2, 0), (3, null, 3, 3, null);
    create table w (a int, b text, primary key (a, b)) without rowid; insert into w values (1, 'x');`);
  const open = openSession(path, folder);
  expect(await after(open, insert("t", "x", { u: "ONE", gone: 0n }))).toEqual([
    ["unique", "u", "The row id = 1 has the same value in “u” (UNIQUE)."],
  ]);
  expect(await after(open, insert("t", "x", { u: "n", gone: 0n }), insert("t", "y", { u: "N", gone: 0n }))).toEqual([
    ["unique", "u", "Another pending change has the same value in “u” (UNIQUE)."],
    ["unique", "u", "Another pending change has the same value in “u” (UNIQUE)."],
  ]);
  expect(await after(open, set(row("t", 2n), "b", 1n, 2n))).toEqual([
    ["unique", "a,b", "The row id = 1 has the same value in “a”, “b” (UNIQUE)."],
  ]);
  expect(await after(open, insert("t", "x", { b: 3n }))).toEqual([
    ["unique", "b", "The row id = 3 has the same value in “b” (UNIQUE)."],
  ]);
  expect(await after(open, insert("t", "x", { b: 3n, gone: 1n }))).toEqual([]);
  await stage(open, insert("w", "x", { a: 1n, b: "x" }));
  const { problems } = await open.session["session.check"]({ only: null });
  expect(problems.map(({ rule, columns, message }) => [rule, columns, message])).toEqual([
    ["unique", ["a", "b"], "The row a = 1, b = 'x' has the same value in “a”, “b” (UNIQUE)."],
  ]);
  expect(await failure(() => commit(open))).toMatchObject({ conflicts: [{ kind: "exists" }] });
  await open.session["session.rollback"](undefined);
  const freed = [
    set(row("t", 1n), "u", "other", "One"),
    insert("t", "z", { u: "one", gone: 1n }),
    remove(row("t", 2n)),
  ];
  expect(await after(open, ...freed, insert("t", "q", { u: "two", gone: 1n }))).toEqual([]);
  expect(await after(open, set(row("t", 1n), "id", 3n, 1n))).toEqual([
    ["unique", "id", "The row id = 3 has the same value in “id” (UNIQUE)."],
  ]);
});

test("foreign keys: parents of the file, staged ones, and those that are about to go", async () => {
  const { path, folder } = makeDatabase(`create table p (id integer primary key, code text unique collate nocase);
    create table c (id integer primary key, p references p, code text references p(code));
    insert into p values (1, 'A'), (2, 'B'); insert into c values (1, 1, 'A');`);
  const open = openSession(path, folder);
  expect(await after(open, set(row("c", 1n), "p", 9n, 1n))).toEqual([
    ["foreignKey", "p", "There is no row of “p” with id = 9 (FOREIGN KEY)."],
  ]);
  expect(await after(open, set(row("c", 1n), "code", "b", "A"))).toEqual([]);
  expect(await after(open, insert("p", "n", { id: 7n, code: "N" }), insert("c", "m", { p: 7n, code: "n" }))).toEqual(
    [],
  );
  await stage(open, insert("c", "k", { p: 2n }), remove(row("p", 2n)));
  expect(await told(open)).toEqual(["There is no row of “p” with id = 2 (FOREIGN KEY)."]);
  expect(await failure(() => commit(open))).toMatchObject({ code: "commit.constraint" });
});

test("undo takes it away, and what is left out of the commit is not told", async () => {
  const { path, folder } = makeDatabase(
    "create table t (id integer primary key, n not null); insert into t values (1, 1);",
  );
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "n", null, 1n));
  await stage(open, insert("t", "x", {}));
  expect(await told(open)).toHaveLength(2);
  const [first] = await check(open);
  expect(await check(open, [first?.id ?? ""])).toHaveLength(1);
  await open.session["session.undo"](undefined);
  expect(await told(open)).toHaveLength(1);
  await stage(open, revert(row("t", 1n), "n"));
  expect(await told(open)).toEqual([]);
});

test("a change of the file or of its schema is looked at again; nothing is locked", async () => {
  const { path, folder } = makeDatabase(
    "create table t (id integer primary key, n int unique); insert into t values (1, 1);",
  );
  const open = openSession(path, folder);
  await stage(open, insert("t", "x", { n: 1n }));
  expect(await told(open)).toHaveLength(1);
  ask(path, "update t set n = 2");
  expect(await told(open)).toEqual([]);
  ask(path, "drop table t; create table t (id integer primary key, n int check (n > 5)); insert into t values (1, 9);");
  expect(await told(open)).toEqual(["The row breaks CHECK (n > 5)."]);
  const other = new Database(path, { timeout: 0 });
  other.exec("begin exclusive; rollback; begin immediate");
  expect(await told(open)).toHaveLength(1);
  other.exec("rollback");
  other.close();
});

test("values that were not read whole are left to the commit; the other rules are told", async () => {
  const { path, folder } =
    makeDatabase(`create table t (id integer primary key, doc blob not null check (length(doc) > 3),
    most int check (length(doc) <= most), n int check (n > 0)); insert into t values (1, zeroblob(3000000), 900000000, 1);`);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "most", 1n, 900_000_000n));
  expect(await told(open)).toEqual([]);
  await stage(open, set(row("t", 1n), "n", -1n, 1n));
  expect(await told(open)).toEqual(["The row breaks CHECK (n > 0)."]);
});

test("only so many rows are looked at in one question, those changed last first; tables that have no twin say nothing", async () => {
  const { path, folder } = makeDatabase(
    "create table t (id integer primary key, n int check (n < 1200)); create view v as select 1 as x; create trigger i instead of insert on v begin select 1; end;",
  );
  const open = openSession(path, folder);
  const rows = Array.from({ length: 1500 }, (_, i) => insert("t", `n${i}`, { n: BigInt(i) }));
  await stage(open, ...rows, insert("v", "b", { x: 1n }));
  const first = await open.session["session.check"]({ only: null });
  expect(first.unchecked).toBe(501);
  expect(first.problems).toHaveLength(300);
  const second = await open.session["session.check"]({ only: null });
  expect(second).toMatchObject({ unchecked: 0 });
  expect(second.problems).toHaveLength(300);
});
