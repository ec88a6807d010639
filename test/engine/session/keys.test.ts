/** Every row is addressed exactly, whatever its table and columns are called. */
import { expect, test } from "vitest";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import {
  ask,
  commit,
  failure,
  insert,
  makeDatabase,
  newRow,
  openSession,
  remove,
  row,
  set,
  stage,
  staged,
} from "./open-session.ts";

const NAMES = [
  'x"; DROP TABLE t;--',
  "`",
  "]",
  "'",
  "a.b",
  "x as y",
  "a desc",
  "__proto__",
  "constructor",
  "two\nlines",
  "😀",
  "‮evil",
  "select",
  "rowid",
  "",
  " ",
  "?",
  "?1",
  ":a",
  "$1",
  "%s",
  "É",
  "é",
];

test.for(NAMES)("a table and a column called %j", async (name) => {
  const table = name === "" ? "empty" : name;
  const { path, folder } = makeDatabase("create table t (x); insert into t values (1);");
  const q = quoteName(table);
  const c = quoteName(name);
  ask(path, `create table ${q} (id integer primary key, ${c} text, other)`);
  ask(path, `insert into ${q} values (1, 'a', 'o'), (2, 'b', 'o'), (3, 'c', 'o')`);
  const open = openSession(path, folder);
  await stage(open, set(row(table, 1n), name, "A?", "a"), remove(row(table, 2n)), {
    op: "insert",
    table: { schema: "main", name: table },
    newId: "n",
    values: [{ column: name, value: "new" }],
  });
  const preview = await open.session["session.preview"]({ only: null });
  expect(preview).toHaveLength(3);
  expect(await commit(open)).toMatchObject({ inserted: 1, updated: 1, deleted: 1 });
  expect(ask(path, `select id, ${c}, other from ${q}`)).toEqual([
    [1n, "A?", "o"],
    [3n, "c", "o"],
    [4n, "new", null],
  ]);
  expect(ask(path, "select * from t")).toEqual([[1n]]);
});

test("rowid names that columns have taken: one, two, three of them", async () => {
  const { path, folder } = makeDatabase(
    "create table s1 (rowid, x); create table s2 (rowid, _rowid_, x); create table s3 (rowid, _rowid_, oid, x); create table s4 (rowid text not null, _rowid_ not null, oid, x, primary key (rowid, _rowid_)); insert into s1 values (7, 'a'), (7, 'a'); insert into s2 values (7, 7, 'a'), (7, 7, 'a'); insert into s3 values (7, 7, 7, 'a'); insert into s4 values ('k', 1, 7, 'a'), ('k', 2, 7, 'a');",
  );
  const open = openSession(path, folder);
  await stage(
    open,
    set(row("s1", 2n), "x", "b", "a"),
    set(row("s2", 2n), "x", "b", "a"),
    set(row("s4", "k", 2n), "x", "b", "a"),
  );
  await commit(open);
  expect(ask(path, "select x from s1")).toEqual([["a"], ["b"]]);
  expect(ask(path, "select x from s2")).toEqual([["a"], ["b"]]);
  expect(ask(path, "select x from s4")).toEqual([["a"], ["b"]]);
  expect(await failure(() => stage(open, set(row("s3", 7n), "x", "b", "a")))).toMatchObject({
    code: "row.notAddressable",
  });
  expect(await failure(() => stage(open, insert("s3", "n", {})))).toMatchObject({ code: "row.notAddressable" });
});

test("a composite WITHOUT ROWID key is used whole, and a TEXT PRIMARY KEY with NULLs not at all", async () => {
  const { path, folder } = makeDatabase(
    "create table w (a text collate nocase, b integer, x, primary key (b, a)) without rowid; insert into w values ('k', 1, 'x'), ('k', 2, 'x'), ('l', 1, 'x'); create table n (k text primary key, x); insert into n values (null, 'x'), (null, 'x'), ('k', 'x');",
  );
  const open = openSession(path, folder);
  await stage(
    open,
    set(row("w", 1n, "k"), "x", "y", "x"),
    set(row("n", 2n), "x", "y", "x"),
    remove(row("n", 1n)),
    remove(row("w", 2n, "k")),
  );
  expect(await commit(open)).toMatchObject({ updated: 2, deleted: 2 });
  expect(ask(path, "select * from w")).toEqual([
    ["k", 1n, "y"],
    ["l", 1n, "x"],
  ]);
  expect(ask(path, "select rowid, * from n")).toEqual([
    [2n, null, "y"],
    [3n, "k", "x"],
  ]);
});

test("a primary key edited twice, with another cell between, still means the same row", async () => {
  const { path, folder } = makeDatabase(
    "create table t (id integer primary key, x); insert into t values (1, 'a'), (2, 'b'); create table w (k text primary key, x) without rowid; insert into w values ('k', 'a');",
  );
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "id", 10n, 1n));
  await stage(open, set(row("t", 1n), "x", "A", "a"));
  await stage(open, set(row("t", 1n), "id", "11", 1n));
  await stage(open, set(row("w", "k"), "k", "K2", "k"), set(row("w", "k"), "x", 5n, "a"));
  const rows = await staged(open);
  expect(rows).toHaveLength(2);
  const report = await commit(open);
  expect(report.keys).toEqual([
    { id: rows[0]?.id, key: [11n] },
    { id: rows[1]?.id, key: ["K2"] },
  ]);
  expect(ask(path, "select * from t")).toEqual([
    [2n, "b"],
    [11n, "A"],
  ]);
  expect(ask(path, "select * from w")).toEqual([["K2", 5n]]);
});

test("rows that VACUUM moved to other rowids are not mistaken for others", async () => {
  const { path, folder } = makeDatabase(
    "create table t (name, note); insert into t values ('a', null), ('b', null), ('c', null); delete from t where name = 'a';",
  );
  const open = openSession(path, folder);
  await stage(open, set(row("t", 2n), "note", "for b", null));
  ask(path, "vacuum");
  expect(ask(path, "select rowid, name from t")).toEqual([
    [1n, "b"],
    [2n, "c"],
  ]);
  const error = await failure(() => commit(open));
  expect(error).toMatchObject({
    code: "commit.conflict",
    conflicts: [{ kind: "changed", columns: [{ column: "name", base: "b", theirs: "c" }] }],
  });
  expect(ask(path, "select note from t where note is not null")).toEqual([]);
});

test("duplicate rows: exactly one of them is changed", async () => {
  const { path, folder } = makeDatabase("create table t (x); insert into t values (1), (1), (1);");
  const open = openSession(path, folder);
  await stage(open, set(row("t", 2n), "x", 9n, 1n), remove(row("t", 3n)));
  await commit(open);
  expect(ask(path, "select rowid, x from t")).toEqual([
    [1n, 1n],
    [2n, 9n],
  ]);
});

test("what cannot be edited says why", async () => {
  const { path, folder } = makeDatabase(
    "create table t (id integer primary key, a integer not null, g as (a + 1)); create table d (s text not null on conflict replace default 'd'); insert into d values ('x'); insert into t (id, a) values (1, 1); create view v as select * from t; create table st (id integer primary key, i int, r real, t text, b blob, y any) strict; create virtual table f using fts5(body);",
  );
  const open = openSession(path, folder);
  const refused = async (...edits: Parameters<typeof stage>[1][]) => (await failure(() => stage(open, ...edits))).code;
  expect(await refused(set(row("v", 1n), "a", 1n))).toBe("row.notAddressable");
  expect(await refused(set(row("t", 1n), "g", 1n))).toBe("value.refused");
  expect(await refused(set(row("t", 1n), "nope", 1n))).toBe("value.refused");
  expect(await refused(set(row("t", 1n), "a", Number.NaN))).toBe("value.refused");
  expect(await refused(set(row("t", 1n), "a", 2n ** 63n))).toBe("value.refused");
  expect(await refused(set(row("t", 1n), "a", "\ud800"))).toBe("value.refused");
  expect(await refused(set(row("t", 1n), "id", null))).toBe("value.refused");
  expect(await refused(set(row("t", 1n), "id", 1.5))).toBe("value.refused");
  expect(await refused(set(row("t", 5n), "a", 1n))).toBe("row.gone");
  expect(await refused(set(row("t", 1n, 2n), "a", 1n))).toBe("row.notAddressable");
  expect(await refused(set(row("nope", 1n), "a", 1n))).toBe("object.missing");
  expect(await refused(remove(row("t", 99n)))).toBe("row.gone");
  expect(await refused(set(newRow("t", "x"), "a", 1n))).toBe("row.gone");
  expect(await refused(set(row("f_content", 1n), "c0", 1n))).toBe("value.refused");
  expect(await staged(open)).toEqual([]);
  await stage(
    open,
    insert("st", "n", { i: "12", r: " 1e3", t: 5n, b: new Uint8Array(), y: 1.5 }),
    set(row("d", 1n), "s", null, "x"),
  );
  await commit(open);
  expect(ask(path, "select i, r, t, y from st")).toEqual([[12n, 1000, "5", 1.5]]);
  expect(ask(path, "select s from d")).toEqual([["d"]]);
});

test("a database opened read-only refuses to stage", async () => {
  const { path, folder } = makeDatabase("create table t (x); insert into t values (1);");
  const open = openSession(path, folder, true);
  expect(await failure(() => stage(open, set(row("t", 1n), "x", 2n, 1n)))).toMatchObject({ code: "file.readOnly" });
});
