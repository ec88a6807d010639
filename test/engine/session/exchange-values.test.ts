/** UNIQUE values that staged rows hand to each other within one commit. */
import fc from "fast-check";
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

const rows = (path: string, sql = "select * from t order by 1") => ask(path, sql);

test.for<[string, string]>([
  ["a column that may be NULL", "create table t (id integer primary key, u text unique)"],
  ["a column that must have a value", "create table t (id integer primary key, u text not null unique)"],
  ["an integer", "create table t (id integer primary key, u integer not null unique)"],
  ["several columns", "create table t (id integer primary key, u text not null, v not null default 1, unique (v, u))"],
  ["a partial index", "create table t (id integer primary key, u text); create unique index i on t (u) where id < 100"],
  ["a collation", "create table t (id integer primary key, u text collate nocase unique)"],
])("two rows exchange values: %s", async ([, ddl]) => {
  const { path, folder } = makeDatabase(`${ddl}; insert into t (id, u) values (1, '1'), (2, '2'), (3, '3');`);
  const open = openSession(path, folder);
  const [[one] = [], [two] = []] = ask(path, "select u from t");
  await stage(open, set(row("t", 1n), "u", two ?? null), set(row("t", 2n), "u", one ?? null));
  expect(await commit(open)).toMatchObject({ updated: 2 });
  expect(rows(path, "select id, u from t")).toEqual([
    [1n, two],
    [2n, one],
    [3n, expect.anything()],
  ]);
  // And back again.
  const { commits } = await open.session["session.history"]({ before: null, limit: 1 });
  expect(commits[0]).toMatchObject({ updated: 2, others: 0 });
  await open.session["session.undoCommit"]({ commitId: commits[0]?.id as number });
  await commit(open);
  expect(rows(path, "select id, u from t")).toEqual([
    [1n, one],
    [2n, two],
    [3n, expect.anything()],
  ]);
});

test("keys too: of rowid tables and WITHOUT ROWID", async () => {
  const { path, folder } = makeDatabase(
    "create table t (id integer primary key, x); insert into t values (1, 'a'), (2, 'b'); create table w (k text primary key, x) without rowid; insert into w values ('k', 1), ('l', 2);",
  );
  const open = openSession(path, folder);
  await stage(
    open,
    set(row("t", 1n), "id", 2n),
    set(row("t", 2n), "id", 1n),
    set(row("w", "k"), "k", "l"),
    set(row("w", "l"), "k", "k"),
  );
  const { keys } = await commit(open);
  expect(keys.map((k) => k.key)).toEqual(expect.arrayContaining([[2n], [1n], ["l"], ["k"]]));
  expect(rows(path)).toEqual([
    [1n, "b"],
    [2n, "a"],
  ]);
  expect(rows(path, "select * from w")).toEqual([
    ["k", 2n],
    ["l", 1n],
  ]);
});

test("values that move on by one, in any order, and through new and deleted rows", async () => {
  const { path, folder } = makeDatabase(
    "create table t (id integer primary key, u integer not null unique, p references t); with recursive n(i) as (select 1 union all select i + 1 from n where i < 500) insert into t (id, u) select i, i from n; update t set p = 500 where id = 1;",
  );
  const open = openSession(path, folder);
  const edits = Array.from({ length: 499 }, (_, i) => set(row("t", BigInt(i + 1)), "u", BigInt(i + 2), BigInt(i + 1)));
  await stage(open, ...edits, set(row("t", 1n), "p", null), remove(row("t", 500n)), insert("t", "n", { u: 1n }));
  await commit(open);
  expect(rows(path, "select count(*), sum(u = id + 1) from t")).toEqual([[500n, 499n]]);
  expect(rows(path, "select u from t where id = 501")).toEqual([[1n]]);
});

test.for<[string, string]>([
  [
    "a trigger would see it",
    "create table t (id integer primary key, u text unique); create table log (x); create trigger tell after update on t begin insert into log values (new.u); end",
  ],
  [
    "rows that follow the value",
    "create table t (id integer primary key, u text unique); create table c (u references t(u) on update cascade); insert into c values (null)",
  ],
  [
    "a rule that allows nothing else",
    "create table t (id integer primary key, u text not null unique check (u in ('1', '2', '3')))",
  ],
])("where nothing can be set aside both rows are named: %s", async ([, ddl]) => {
  const { path, folder } = makeDatabase(`${ddl}; insert into t (id, u) values (1, '1'), (2, '2'), (3, '3');`);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "u", "2"), set(row("t", 2n), "u", "1"));
  const error = await failure(() => commit(open));
  expect(error.code).toBe("commit.constraint");
  expect(new Set(error.rows)).toEqual(new Set((await staged(open)).map((r) => r.id)));
  expect(`${error.message} ${error.next}`).toMatch(/Row id = 1 .*Row id = 2 |Row id = 2 .*Row id = 1 /);
  expect(rows(path, "select id, u from t")).toEqual([
    [1n, "1"],
    [2n, "2"],
    [3n, "3"],
  ]);
});

test("any permutation is written, and one that another row stands in the way of is not", {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8], { minLength: 8 }),
      fc.boolean(),
      fc.constantFrom("", " not null"),
      async (order, blocked, rule) => {
        const { path, folder } = makeDatabase(
          `create table t (id integer primary key, u text${rule} unique); insert into t values ${order.map((_, i) => `(${i + 1}, 'v${i + 1}')`).join(", ")}, (9, 'v9');`,
        );
        const open = openSession(path, folder);
        const wanted = order.map((n, i) => (blocked && i === 3 ? "v9" : `v${n}`));
        const edits = wanted.map((u, i) => set(row("t", BigInt(i + 1)), "u", u, `v${i + 1}`));
        await stage(open, ...edits);
        if (blocked) expect((await failure(() => commit(open))).code).toBe("commit.constraint");
        else await commit(open);
        const expected = blocked ? order.map((_, i) => `v${i + 1}`) : wanted;
        expect(rows(path, "select u from t where id < 9 order by id").flat()).toEqual(expected);
        open.close();
      },
    ),
    { numRuns: 25 },
  );
});
