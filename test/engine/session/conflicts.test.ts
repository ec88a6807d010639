/** A change of another program is found at commit, told per cell, and settled as the user chooses. */
import { expect, test } from "vitest";
import { stagedId } from "../../../electron/engine/session/unit-of-work.ts";
import type { Conflict } from "../../../src-shared/model/session.ts";
import {
  ask,
  commit,
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

const DDL =
  "create table t (id integer primary key, a text collate nocase, b, c); insert into t values (1, 'a1', 1, 'c'), (2, 'a2', 2, 'c'), (3, 'a3', 3, 'c'), (4, 'a4', 4, 'c');";

async function conflictsOf(open: OpenSession): Promise<Conflict[]> {
  const error = await failure(() => commit(open));
  expect(error.code).toBe("commit.conflict");
  return (error.conflicts ?? []) as Conflict[];
}

function resolve(open: OpenSession, id: string, take: "mine" | "theirs", column: string | null = null) {
  return open.session["session.resolve"]({ choices: [{ id, column, take }] });
}

test("every staged row is examined: changed cells, gone rows, changed deletions", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(
    open,
    set(row("t", 1n), "a", "mine", "a1"),
    set(row("t", 1n), "b", 10n, 1n),
    set(row("t", 2n), "b", 20n, 2n),
  );
  await stage(open, remove(row("t", 3n)), set(row("t", 4n), "b", 40n, 4n));
  ask(path, "update t set a = 'A1' where id = 1; delete from t where id = 2; update t set c = null where id = 3");
  const conflicts = await conflictsOf(open);
  expect(conflicts).toEqual([
    {
      id: expect.any(String),
      row: row("t", 1n),
      kind: "changed",
      columns: [{ column: "a", base: "a1", mine: "mine", theirs: "A1" }],
    },
    { id: expect.any(String), row: row("t", 2n), kind: "gone", columns: [{ column: "b", base: 2n, mine: 20n }] },
    { id: expect.any(String), row: row("t", 3n), kind: "changed", columns: [{ column: "c", base: "c", theirs: null }] },
  ]);
  expect(await staged(open)).toHaveLength(4);
  expect(ask(path, "select b from t where id = 4")).toEqual([[4n]]);
});

test("a check tells conflicts before a commit is tried, but none of rows that only moved or of taken keys", async () => {
  const { path, folder } = makeDatabase(
    `${DDL} create table k (code text primary key, v); insert into k values ('x', 1)`,
  );
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "b", 10n, 1n), set(row("t", 2n), "b", 20n, 2n), remove(row("t", 3n)));
  await stage(open, set(row("k", 1n), "v", 5n, 1n), insert("t", "n", { id: 9n }));
  const known = async () => (await open.session["session.check"]({ only: null })).conflicts;
  expect(await known()).toEqual([]);
  ask(path, "update t set b = 7 where id = 1; delete from t where id = 2; update t set c = null where id = 3");
  ask(path, "insert into t (id) values (9); delete from k; insert into k (rowid, code, v) values (77, 'x', 1)");
  const told = await known();
  expect(told.map(({ kind, row: of }) => [kind, of])).toEqual([
    ["changed", row("t", 1n)],
    ["gone", row("t", 2n)],
    ["changed", row("t", 3n)],
  ]);
  expect(told[0]?.columns).toEqual([{ column: "b", base: 1n, mine: 10n, theirs: 7n }]);
  // What is left out of the commit is in nobody's way.
  const only = (await staged(open)).filter(({ state }) => state === "deleted").map(({ id }) => id);
  expect((await open.session["session.check"]({ only })).conflicts).toHaveLength(1);
});

test("a change of the class alone, or of the case alone, is a change", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "b", 9n, 1n), set(row("t", 2n), "b", 9n, 2n), set(row("t", 3n), "a", "x", "a3"));
  ask(path, "update t set b = 1.0 where id = 1; update t set b = '2' where id = 2; update t set a = 'A3' where id = 3");
  expect((await conflictsOf(open)).map((c) => c.columns[0]?.theirs)).toEqual([1, "2", "A3"]);
});

test("mine: the edit is based on what the file holds now; theirs: it is dropped; both can be undone", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(
    open,
    set(row("t", 1n), "a", "mine", "a1"),
    set(row("t", 1n), "b", 10n, 1n),
    set(row("t", 1n), "c", "C", "c"),
  );
  ask(path, "update t set a = 'theirs', b = 11 where id = 1");
  const [conflict] = await conflictsOf(open);
  const id = conflict?.id as string;
  await resolve(open, id, "mine", "a");
  await resolve(open, id, "theirs", "b");
  expect((await staged(open))[0]?.values).toEqual([
    { column: "a", base: "theirs", value: "mine" },
    { column: "c", base: "c", value: "C" },
  ]);
  await open.session["session.undo"](undefined);
  expect((await staged(open))[0]?.values).toHaveLength(3);
  await open.session["session.redo"](undefined);
  expect(await commit(open)).toMatchObject({ updated: 1 });
  expect(ask(path, "select a, b, c from t where id = 1")).toEqual([["mine", 11n, "C"]]);
});

test("theirs for the whole row drops the columns in conflict only", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "a", "mine", "a1"), set(row("t", 1n), "b", 10n, 1n), remove(row("t", 2n)));
  ask(path, "update t set a = 'theirs' where id < 3");
  const conflicts = await conflictsOf(open);
  const choices = conflicts.map((c) => ({ id: c.id, column: null, take: "theirs" as const }));
  const delta = await open.session["session.resolve"]({ choices });
  expect(delta.removed).toHaveLength(1);
  await commit(open);
  expect(ask(path, "select a, b from t where id < 3")).toEqual([
    ["theirs", 10n],
    ["theirs", 2n],
  ]);
});

test("mine for a deletion deletes what is there now", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, remove(row("t", 1n)));
  ask(path, "update t set a = 'theirs', b = 5 where id = 1");
  const [conflict] = await conflictsOf(open);
  await resolve(open, conflict?.id as string, "mine");
  expect(await commit(open)).toMatchObject({ deleted: 1 });
});

test("a row that is gone: mine makes it anew with what is known, theirs lets it go; a deletion of it is done", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "a", "mine", "a1"), set(row("t", 2n), "a", "mine", "a2"), remove(row("t", 3n)));
  ask(path, "delete from t where id < 4");
  const [one, two, three] = await conflictsOf(open);
  await resolve(open, one?.id as string, "mine");
  await resolve(open, two?.id as string, "theirs");
  await resolve(open, three?.id as string, "mine");
  expect(await commit(open)).toMatchObject({ inserted: 1, updated: 0, deleted: 0 });
  expect(ask(path, "select * from t where id < 4")).toEqual([[1n, "mine", null, null]]);
});

test("a new row whose key is taken: mine becomes an edit of the row that has it, theirs drops it", async () => {
  const { path, folder } = makeDatabase(`${DDL} create table w (k text primary key, v) without rowid;`);
  const open = openSession(path, folder);
  await stage(open, insert("t", "n", { id: 9n, a: "mine", b: 1n }), insert("w", "m", { k: "key", v: "mine" }));
  ask(path, "insert into t values (9, 'theirs', 1, 'c'); insert into w values ('key', 'theirs')");
  const [one, two] = await conflictsOf(open);
  expect(one).toMatchObject({
    kind: "exists",
    columns: expect.arrayContaining([{ column: "a", mine: "mine", theirs: "theirs" }]),
  });
  await resolve(open, one?.id as string, "mine");
  await resolve(open, two?.id as string, "theirs");
  expect((await staged(open)).map((r) => [r.state, r.values])).toEqual([
    ["dirty", [{ column: "a", base: "theirs", value: "mine" }]],
  ]);
  await commit(open);
  expect(ask(path, "select * from t where id = 9")).toEqual([[9n, "mine", 1n, "c"]]);
  expect(ask(path, "select v from w")).toEqual([["theirs"]]);
});

test("a key that exists is no change of another program: the UNIQUE sentence, the row it meets, and a new key", async () => {
  const { path, folder } = makeDatabase(
    `${DDL} create table w (k text primary key, v) without rowid; insert into w values ('a', 1), ('a 2', 2);
     create table p (a text, n integer, r real, primary key (a, n)) without rowid; insert into p values ('x', 7, 1.5), ('x', 8, 1.5);
     create table k (k text primary key, u blob unique); insert into k values ('a', x'01');`,
  );
  const open = openSession(path, folder);
  await stage(
    open,
    insert("w", "m", { k: "a", v: "mine" }),
    insert("w", "n", { k: "a 3", v: "mine too" }),
    insert("w", "l", { k: "a", v: "twice" }),
    insert("t", "n", { id: 1n, a: "mine" }),
    insert("p", "o", { a: "x", n: 7n }),
    insert("k", "q", { k: "a", u: new Uint8Array([1]) }),
  );
  const before = await failure(() => commit(open));
  expect(before).toMatchObject({ code: "commit.conflict" });
  expect(before.message).toMatch(
    /^A new row of “.*has the same key, .* \(UNIQUE\).*and 3 more new rows likewise, so nothing was written\.$/,
  );
  expect(before.message).not.toContain("another program");
  expect(before.next).toMatch(/^Give it a new key/);
  const conflicts = before.conflicts as Conflict[];
  expect(conflicts.map(({ kind }) => kind)).toEqual(["exists", "exists", "exists", "exists"]);
  expect(conflicts.find(({ row }) => row.table.name === "w")?.columns).toContainEqual({
    column: "v",
    mine: "mine",
    theirs: 1n,
  });
  const { problems } = await open.session["session.check"]({ only: null });
  expect(problems.filter((p) => p.id.includes("w")).map((p) => p.message)).toContain(
    "The row k = 'a' has the same value in “k” (UNIQUE).",
  );
  await open.session["session.resolve"]({
    choices: [
      ...conflicts.map(({ id }) => ({ id, column: null, take: "newKey" as const })),
      ...["k", "u"].map((column) => ({ id: stagedId(newRow("k", "q")), column, take: "newKey" as const })),
    ],
  });
  await commit(open);
  expect(ask(path, "select * from w order by v")).toEqual([
    ["a", 1n],
    ["a 2", 2n],
    ["a 4", "mine"],
    ["a 3", "mine too"],
    ["a 5", "twice"],
  ]);
  expect(ask(path, "select n from p order by n")).toEqual([[7n], [8n], [9n]]);
  expect(ask(path, "select a from t where id > 1 order by id desc limit 1")).toEqual([["mine"]]);
  expect(ask(path, "select k from k order by k")).toEqual([["a"], ["a 2"]]);
  // Beside a row that another program changed, both are said.
  await stage(open, set(row("t", 2n), "a", "mine", "a2"), insert("w", "z", { k: "a" }));
  ask(path, "update t set a = 'theirs' where id = 2");
  expect((await failure(() => commit(open))).message).toBe(
    "A staged row has been changed in the file by another program since you edited; a new row of “w” (k = 'a') cannot be stored: a row of the file has the same key, k = 'a' (UNIQUE), so nothing was written.",
  );
});

test("a key given up by a staged row can be taken by a new one", async () => {
  const { path, folder } = makeDatabase(`${DDL} create unique index u on t (a);`);
  const open = openSession(path, folder);
  await stage(open, remove(row("t", 1n)), insert("t", "n", { id: 1n, a: "a1" }));
  await commit(open);
  expect(ask(path, "select * from t where id = 1")).toEqual([[1n, "a1", null, null]]);
});

/** As a dump that is read in again, or VACUUM, may leave it. */
const filledAnew = (table: string) =>
  `create temp table kept as select * from ${table} order by rowid; delete from ${table}; insert into ${table} select * from kept order by rowid; drop table kept;`;

test("new rowids, as VACUUM may give them: each staged change goes to its own row by its key, and to no stranger", async () => {
  const { path, folder } = makeDatabase(
    `create table t (k text primary key, x); insert into t values ('a', 1), ('b', 2), ('c', 3), ('d', 4), ('e', 5);
     create table u (x, k text not null unique); insert into u values (1, 'a'), (2, 'b');`,
  );
  const open = openSession(path, folder);
  await stage(open, set(row("t", 3n), "x", "C", 3n), set(row("t", 4n), "x", "D", 4n), remove(row("t", 5n)));
  await stage(open, set(row("u", 2n), "x", "B", 2n), set(row("t", 2n), "x", "B", 2n));
  // 3 becomes 2, which is staged too, 4 becomes 3, and so on.
  ask(path, `delete from t where k = 'a'; delete from u where k = 'a'; ${filledAnew("t")} ${filledAnew("u")}`);
  expect(ask(path, "select rowid, k from t")).toEqual([
    [1n, "b"],
    [2n, "c"],
    [3n, "d"],
    [4n, "e"],
  ]);
  const rest = stagedId(row("u", 2n));
  const only = (await staged(open)).map(({ id }) => id).filter((id) => id !== rest);
  await open.session["session.commit"]({ only });
  expect(ask(path, "select k, x from t")).toEqual([
    ["b", "B"],
    ["c", "C"],
    ["d", "D"],
  ]);
  expect((await staged(open)).map(({ id }) => id)).toEqual([rest]);
  await commit(open);
  expect(ask(path, "select k, x from u")).toEqual([["b", "B"]]);
  expect(await staged(open)).toEqual([]);
});

test("a row that moved and was changed is a conflict about that row", async () => {
  const { path, folder } = makeDatabase(
    "create table t (k text primary key, x); insert into t values ('a', 1), ('b', 2), ('c', 3);",
  );
  const open = openSession(path, folder);
  await stage(open, set(row("t", 2n), "x", "mine", 2n));
  ask(path, `delete from t where k = 'a'; update t set x = 'theirs' where k = 'b'; ${filledAnew("t")}`);
  const [conflict] = await conflictsOf(open);
  expect(conflict).toMatchObject({
    kind: "changed",
    row: row("t", 1n),
    columns: [{ column: "x", base: 2n, theirs: "theirs" }],
  });
  await resolve(open, conflict?.id as string, "mine");
  await commit(open);
  expect(ask(path, "select k, x from t")).toEqual([
    ["b", "mine"],
    ["c", 3n],
  ]);
});

test("both made the same change: mine is an edit no more", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "b", 10n, 1n));
  ask(path, "update t set b = 10 where id = 1");
  const [conflict] = await conflictsOf(open);
  await resolve(open, conflict?.id as string, "mine");
  expect(await staged(open)).toEqual([]);
});

test("large values are guarded by class, length and beginning, and never loaded to be staged", async () => {
  const { path, folder } = makeDatabase(
    "create table t (id integer primary key, big, x); insert into t values (1, zeroblob(30000000), 1), (2, printf('%.*c', 200000, 'a'), 2), (3, printf('%.*c', 200000, 'a'), 3);",
  );
  const open = openSession(path, folder);
  const preview = (storage: "text" | "blob", bytes: number) => ({ storage, head: "", bytes }) as const;
  await stage(open, set(row("t", 1n), "big", "small", preview("blob", 30_000_000)));
  await stage(open, set(row("t", 2n), "big", "small", preview("text", 200_000)));
  await stage(open, set(row("t", 3n), "big", "small"));
  expect((await staged(open)).map((r) => r.values[0]?.base)).toMatchObject([
    { storage: "blob", bytes: 30_000_000 },
    { storage: "text", bytes: 200_000 },
    { storage: "text", bytes: 200_000 },
  ]);
  ask(path, "update t set big = 'b' || substr(big, 2) where id = 2");
  const conflicts = await conflictsOf(open);
  expect(conflicts.map((c) => c.row)).toEqual([row("t", 2n)]);
  await resolve(open, conflicts[0]?.id as string, "mine");
  expect(await commit(open)).toMatchObject({ updated: 3 });
  expect(ask(path, "select big from t")).toEqual([["small"], ["small"], ["small"]]);
});

test("a preview that fits the file no more is a conflict, not a new base", async () => {
  const { path, folder } = makeDatabase(
    "create table t (id integer primary key, big); insert into t values (1, zeroblob(100000));",
  );
  const open = openSession(path, folder);
  ask(path, "update t set big = zeroblob(100001)");
  await stage(open, set(row("t", 1n), "big", 1n, { storage: "blob", head: new Uint8Array(16), bytes: 100_000 }));
  expect(await conflictsOf(open)).toHaveLength(1);
});

test("damaged text is guarded by its bytes", async () => {
  const { path, folder } = makeDatabase(
    "create table t (id integer primary key, x); insert into t values (1, cast(x'61ff62' as text)), (2, cast(x'61ff62' as text)), (3, char(65533));",
  );
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "ok"), set(row("t", 2n), "x", "ok"), set(row("t", 3n), "x", "ok"));
  ask(path, "update t set x = cast(x'61fe62' as text) where id = 2");
  expect((await conflictsOf(open)).map((c) => c.row)).toEqual([row("t", 2n)]);
  await open.session["session.undo"](undefined);
  await stage(open, set(row("t", 1n), "x", "ok"), remove(row("t", 2n)), set(row("t", 3n), "x", "ok", "\uFFFD"));
  expect(await commit(open)).toMatchObject({ updated: 2, deleted: 1 });
});

test.for(["UTF-16le", "UTF-16be"])("a file in %s is guarded as exactly", async (encoding) => {
  const { path, folder } = makeDatabase(
    `pragma encoding = '${encoding}'; create table t (id integer primary key, x); insert into t values (1, 'é😀'), (2, printf('%.*c', 200000, 'é'));`,
  );
  const open = openSession(path, folder);
  await stage(
    open,
    set(row("t", 1n), "x", "1", "é😀"),
    set(row("t", 2n), "x", "2", { storage: "text", head: "éé", bytes: 400_000 }),
  );
  expect(await commit(open)).toMatchObject({ updated: 2 });
});

test("in a table whose rows only a rowid tells apart, a row that may be another one keeps nothing of the edit", async () => {
  const { path, folder } = makeDatabase(
    "create table t (name, note, more); insert into t values ('a', 1, 1), ('b', 2, 2);",
  );
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "note", "mine", 1n), set(row("t", 2n), "note", "mine", 2n));
  ask(path, "update t set name = 'other' where rowid = 1; update t set note = 'theirs' where rowid = 2");
  const [one, two] = await conflictsOf(open);
  expect(one).toMatchObject({ columns: [{ column: "name", base: "a", theirs: "other" }] });
  await resolve(open, one?.id as string, "theirs");
  await resolve(open, two?.id as string, "mine");
  expect(await staged(open)).toHaveLength(1);
  await commit(open);
  expect(ask(path, "select * from t")).toEqual([
    ["other", 1n, 1n],
    ["b", "mine", 2n],
  ]);
});

test("giving up one column of such a row does not make it a conflict for ever", async () => {
  const { path, folder } = makeDatabase("create table t (a, b); insert into t values (1, 2);");
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "a", "mine", 1n), set(row("t", 1n), "b", "mine", 2n));
  ask(path, "update t set a = 'theirs'");
  const [conflict] = await conflictsOf(open);
  await resolve(open, conflict?.id as string, "theirs");
  await commit(open);
  expect(ask(path, "select * from t")).toEqual([["theirs", "mine"]]);
});
