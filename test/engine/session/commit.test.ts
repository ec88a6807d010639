/** A commit writes exactly what is staged, in one transaction, or nothing. */
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

const MOVIES = "create table movies (id integer primary key, title text not null, year integer, rating real)";
const THREE = `${MOVIES}; insert into movies values (1, 'Alien', 1979, 8.5), (2, 'Solaris', 1972, 8.0), (3, 'Stalker', 1979, 8.1);`;

test("dirty, new and deleted rows are written and counted, and nothing is staged afterwards", async () => {
  const { path, folder } = makeDatabase(THREE);
  const open = openSession(path, folder);
  await stage(open, set(row("movies", 1n), "year", 1980n, 1979n));
  await stage(open, insert("movies", "a", { title: "Brazil", year: 1985n }), remove(row("movies", 2n)));
  expect(ask(path, "select count(*) from movies where year = 1980")).toEqual([[0n]]);
  const report = await commit(open);
  expect(report).toMatchObject({ inserted: 1, updated: 1, deleted: 1, tables: [{ schema: "main", name: "movies" }] });
  expect(report.keys).toEqual([{ id: expect.any(String), key: [4n] }]);
  expect(report.delta).toMatchObject({
    changed: [],
    counts: { new: 0, dirty: 0, deleted: 0, tables: 0 },
    undoLabel: null,
  });
  expect(report.delta.removed).toBe("all");
  expect(ask(path, "select * from movies")).toEqual([
    [1n, "Alien", 1980n, 8.5],
    [3n, "Stalker", 1979n, 8.1],
    [4n, "Brazil", 1985n, null],
  ]);
  expect(await staged(open)).toEqual([]);
  expect(open.events.map((e) => e.name)).toContain("database.changed");
});

test("nothing staged is nothing to commit", async () => {
  const { path, folder } = makeDatabase(THREE);
  const open = openSession(path, folder);
  expect(await commit(open)).toMatchObject({ inserted: 0, updated: 0, deleted: 0, tables: [], keys: [] });
  expect(open.events).toEqual([]);
});

test("one of 100 edits breaks UNIQUE: nothing is written, all stay staged, the row and the rule are named", async () => {
  const { path, folder } = makeDatabase(
    "create table t (id integer primary key, code text unique); with recursive n(i) as (select 1 union all select i + 1 from n where i < 101) insert into t select i, 'c' || i from n;",
  );
  const open = openSession(path, folder);
  for (let i = 1n; i <= 100n; i++) {
    await stage(open, set(row("t", i), "code", i === 57n ? "c101" : `new${i}`, `c${i}`));
  }
  const error = await failure(() => commit(open));
  const id57 = (await staged(open)).find((r) => "key" in r.row && r.row.key[0] === 57n)?.id;
  expect(error).toMatchObject({ code: "commit.constraint", rows: [id57] });
  expect(error.message).toMatch(/Row id = 57 of “t”.*t\.code \(UNIQUE\)/);
  expect(await staged(open)).toHaveLength(100);
  expect(ask(path, "select count(*) from t where code like 'new%'")).toEqual([[0n]]);
  await stage(open, set(row("t", 57n), "code", "new57"));
  expect(await commit(open)).toMatchObject({ updated: 100 });
  expect(ask(path, "select count(*) from t where code like 'new%'")).toEqual([[100n]]);
});

test.for([
  [
    "a column rule ON CONFLICT ROLLBACK",
    "create table t (id integer primary key, code text unique on conflict rollback);",
  ],
  [
    "a trigger with RAISE(ROLLBACK)",
    "create table t (id integer primary key, code text); create trigger no before update on t when new.code = 'c101' begin select raise(rollback, 'not this one'); end;",
  ],
])("%s ends the transaction: no half commit", async ([, ddl]) => {
  const { path, folder } = makeDatabase(
    `${ddl} with recursive n(i) as (select 1 union all select i + 1 from n where i < 101) insert into t select i, 'c' || i from n;`,
  );
  const open = openSession(path, folder);
  for (let i = 1n; i <= 100n; i++) {
    await stage(open, set(row("t", i), "code", i === 57n ? "c101" : `new${i}`, `c${i}`));
  }
  const error = await failure(() => commit(open));
  expect(error.code).toBe("commit.constraint");
  expect(error.rows).toHaveLength(1);
  expect(error.message).toContain("Row id = 57");
  expect(ask(path, "select count(*) from t where code like 'new%'")).toEqual([[0n]]);
  expect(await staged(open)).toHaveLength(100);
});

test("a trigger that ignores a row makes the commit fail, not half of it", async () => {
  const { path, folder } = makeDatabase(
    `${THREE} create trigger keep before update on movies when old.id = 2 begin select raise(ignore); end;`,
  );
  const open = openSession(path, folder);
  await stage(open, set(row("movies", 1n), "year", 1n), set(row("movies", 2n), "year", 2n));
  const error = await failure(() => commit(open));
  expect(error).toMatchObject({ code: "commit.failed" });
  expect(error.message).toContain("Row id = 2");
  expect(ask(path, "select id, year from movies where id < 3")).toEqual([
    [1n, 1979n],
    [2n, 1972n],
  ]);
});

test("integers, reals, text and bytes arrive exactly, and cells that were not edited keep every byte", async () => {
  const { path, folder } = makeDatabase(
    "create table v (id integer primary key, a, b text, c integer, d real, e blob, keep); insert into v (id, keep) values (1, cast(x'ff00fe' as text)), (2, 9007199254740993), (3, x'00'), (4, 1.5), (5, 'a' || char(0) || 'b');",
  );
  const before = ask(path, "select typeof(keep), hex(cast(keep as blob)) from v");
  const open = openSession(path, folder);
  const values = [
    -(2n ** 63n),
    2n ** 63n - 1n,
    5e-324,
    Number.POSITIVE_INFINITY,
    "x\0y",
    new Uint8Array([0, 255]),
    "",
    0.1 + 0.2,
    "😀'\"",
    5n,
    5,
  ];
  for (const value of values) {
    await stage(open, set(row("v", 1n), "a", value));
    await commit(open);
    const [[stored, type] = []] = ask(path, "select a, typeof(a) from v where id = 1");
    expect(type).toBe(
      typeof value === "bigint"
        ? "integer"
        : typeof value === "number"
          ? "real"
          : typeof value === "string"
            ? "text"
            : "blob",
    );
    expect(value instanceof Uint8Array ? Uint8Array.from(stored as Uint8Array) : stored).toEqual(value);
  }
  for (const id of [2n, 3n, 4n, 5n])
    await stage(open, set(row("v", id), "b", "5"), set(row("v", id), "c", 7n), set(row("v", id), "d", 3));
  await commit(open);
  expect(ask(path, "select typeof(keep), hex(cast(keep as blob)) from v")).toEqual(before);
  expect(ask(path, "select b, c, d, typeof(d) from v where id = 5")).toEqual([["5", 7n, 3, "real"]]);
});

test("a new row gets a key above all others; AUTOINCREMENT never uses one again", async () => {
  const { path, folder } = makeDatabase(
    "create table a (id integer primary key autoincrement, x); insert into a values (1, 1), (9, 9); delete from a where id = 9; create table b (x, y); insert into b values (1, 1);",
  );
  const open = openSession(path, folder);
  await stage(
    open,
    insert("a", "n1", { x: 1n }),
    insert("a", "n2", { id: null, x: 2n }),
    insert("a", "n3", { id: 20n, x: 3n }),
    insert("a", "n4", {}),
    insert("b", "n5", { x: 2n }),
  );
  const { keys } = await commit(open);
  expect(keys.map((k) => k.key)).toEqual([[10n], [11n], [20n], [21n], [2n]]);
  expect(ask(path, "select seq from sqlite_sequence")).toEqual([[21n]]);
});

test("keys that a trigger takes meanwhile are not taken again", async () => {
  const { path, folder } = makeDatabase(
    "create table log (id integer primary key, what); create table t (id integer primary key, x); create trigger tell after insert on t begin insert into log (what) values (new.x); end;",
  );
  const open = openSession(path, folder);
  await stage(
    open,
    insert("t", "1", { x: 1n }),
    insert("log", "2", { what: "mine" }),
    insert("t", "3", { x: 2n }),
    insert("log", "4", { what: "mine too" }),
  );
  await commit(open);
  expect(ask(path, "select count(*), count(distinct id) from log")).toEqual([[4n, 4n]]);
});

test("the key of a WITHOUT ROWID row comes from its default when it has none", async () => {
  const { path, folder } = makeDatabase(
    "create table k (id text primary key default (lower(hex(randomblob(4)))), x) without rowid;",
  );
  const open = openSession(path, folder);
  await stage(open, insert("k", "1", { x: 1n }));
  const { keys } = await commit(open);
  expect(keys[0]?.key).toEqual(ask(path, "select id from k")[0]);
});

test("preview is what runs: the same statements, and the script does the same", async () => {
  const { path, folder } = makeDatabase(THREE);
  const other = makeDatabase(THREE);
  const open = openSession(path, folder);
  await stage(
    open,
    set(row("movies", 1n), "title", "It's\0'"),
    set(row("movies", 3n), "rating", 9),
    insert("movies", "n", { title: "x", year: -(2n ** 63n), rating: Number.NEGATIVE_INFINITY }),
    remove(row("movies", 2n)),
  );
  const preview = await open.session["session.preview"]({ only: null });
  expect(preview.map((p) => p.sql.split(" ")[0])).toEqual(["delete", "insert", "update", "update"]);
  ask(other.path, (await open.session["session.script"]({ only: null })).text);
  await commit(open);
  expect(ask(other.path, "select * from movies")).toEqual(ask(path, "select * from movies"));
  const third = makeDatabase(THREE);
  for (const statement of preview) ask(third.path, statement.sql, ...statement.parameters);
  expect(ask(third.path, "select * from movies")).toEqual(ask(path, "select * from movies"));
});

test("a database in memory commits too", async () => {
  const open = openSession(null, null);
  open.connections.writer().db.exec(THREE);
  await stage(open, set(row("movies", 1n), "year", 1n), insert("movies", "n", { title: "new" }));
  await commit(open);
  expect(open.connections.reader().query({ sql: "select id, title, year from movies", parameters: [] }).rows).toEqual([
    [1n, expect.any(String), 1n],
    [2n, expect.any(String), 1972n],
    [3n, expect.any(String), 1979n],
    [4n, "new", null],
  ]);
  expect(await staged(open)).toEqual([]);
});
