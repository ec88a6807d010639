/** The history of commits, and the exact inverse of one. */
import Database from "better-sqlite3";
import { expect, test, vi } from "vitest";
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
  row,
  set,
  stage,
  staged,
} from "./open-session.ts";

const T = "create table t (id integer primary key, x, y); insert into t values (1, 'a', 1), (2, 'b', 2), (3, 'c', 3);";

const history = async (open: OpenSession) =>
  (await open.session["session.history"]({ before: null, limit: 100 })).commits;
const undo = async (open: OpenSession, commitId?: number) =>
  open.session["session.undoCommit"]({ commitId: commitId ?? ((await history(open))[0]?.id as number) });

/** Everything in the file, classes and bytes. */
function dump(path: string): unknown {
  const tables = ask(
    path,
    "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by 1",
  );
  return tables.map(([name]) => {
    const db = new Database(path, { readonly: true }).defaultSafeIntegers(true);
    const columns = db.prepare("select name from pragma_table_info(?)").pluck().all(name) as string[];
    const cells = columns.map((c) => `typeof("${c}"), hex(cast("${c}" as blob))`).join(", ");
    try {
      return [
        name,
        db
          .prepare(`select ${cells} from "${name}" order by ${columns.map((_, i) => 2 * i + 2).join(", ")}`)
          .raw(true)
          .all(),
      ];
    } finally {
      db.close();
    }
  });
}

test("the history tells time, tables and counts, newest first, page by page, also after a restart", async () => {
  const { path, folder } = makeDatabase(
    `${T} create table u (id integer primary key, x); insert into u values (1, 'u');`,
  );
  const open = openSession(path, folder);
  await open.session["session.stage"]({ label: "Edit x", edits: [set(row("t", 1n), "x", "A", "a")] });
  await open.session["session.stage"]({ label: "Delete 1 row", edits: [remove(row("u", 1n)), insert("u", "n", {})] });
  const first = await commit(open);
  for (const x of ["p", "q", "r", "s"]) {
    await open.session["session.stage"]({ label: `To ${x}`, edits: [set(row("t", 1n), "y", x)] });
  }
  await commit(open);
  open.close();
  const again = openSession(path, folder);
  const [second, one] = await history(again);
  expect(one).toEqual({
    id: first.commitId,
    at: expect.stringMatching(/^20\d\d-.*Z$/),
    label: "Edit x, Delete 1 row",
    inserted: 1,
    updated: 1,
    deleted: 1,
    cascaded: 0,
    others: 0,
    tables: [
      { table: { schema: "main", name: "t" }, inserted: 0, updated: 1, deleted: 0 },
      { table: { schema: "main", name: "u" }, inserted: 1, updated: 0, deleted: 1 },
    ],
    notUndoable: null,
  });
  expect(second?.label).toBe("…, To q, To r, To s");
  const page = await again.session["session.history"]({ before: null, limit: 1 });
  expect(page).toEqual({ commits: [second], more: true });
  expect(await again.session["session.history"]({ before: second?.id as number, limit: 1 })).toEqual({
    commits: [one],
    more: false,
  });
});

test.for<[string, string, () => RowEdit[]]>([
  [
    "edits, new rows and deletions",
    T,
    () => [
      set(row("t", 1n), "x", null),
      set(row("t", 1n), "y", 1.5),
      insert("t", "n", { x: "new" }),
      remove(row("t", 2n)),
    ],
  ],
  [
    "values that SQLite converts",
    "create table t (id integer primary key, i integer, r real, s text, n numeric); insert into t values (1, 1, 1.5, 's', 2);",
    () => [
      set(row("t", 1n), "i", "12"),
      set(row("t", 1n), "r", 5n),
      set(row("t", 1n), "s", 7n),
      set(row("t", 1n), "n", 3),
    ],
  ],
  [
    "new rows with defaults, generated columns and converted keys",
    "create table t (id integer primary key, a default 5, b not null default (lower('X')), g as (a || b), s text);",
    () => [insert("t", "1", {}), insert("t", "2", { id: "7", s: 5n }), insert("t", "3", { a: null })],
  ],
  [
    "edited keys",
    `${T} create table w (k text primary key, x) without rowid; insert into w values ('k', 1), ('l', 2);`,
    () => [
      set(row("t", 1n), "id", "10"),
      set(row("t", 1n), "x", "A"),
      set(row("w", "k"), "k", 5n),
      remove(row("w", "l")),
      insert("w", "n", { k: "m" }),
    ],
  ],
  [
    "rows without a key of their own",
    "create table t (a, b); insert into t values (1, 1), (1, 1), (2, 2);",
    () => [set(row("t", 1n), "a", 9n), remove(row("t", 2n)), insert("t", "n", { a: 1n, b: 1n })],
  ],
  [
    "bytes, damaged text beside, NUL and emoji",
    "create table t (id integer primary key, x, y, keep); insert into t values (1, x'00ff', 'a' || char(0) || 'b', cast(x'ff' as text)), (2, '😀', '', null);",
    () => [set(row("t", 1n), "x", "text"), set(row("t", 1n), "y", null), remove(row("t", 2n))],
  ],
  [
    "values of 100 KB and 5 MB",
    "create table t (id integer primary key, x, y); insert into t values (1, zeroblob(5000000), 'k'), (2, printf('%.100000c', 'é'), randomblob(70000));",
    () => [set(row("t", 1n), "x", "short"), remove(row("t", 2n)), insert("t", "n", { x: "z".repeat(200_000) })],
  ],
  [
    "a database in UTF-16",
    "pragma encoding = 'UTF-16le'; create table t (id integer primary key, x text); insert into t values (1, printf('%.100000c', 'é')), (2, 'ü');",
    () => [set(row("t", 1n), "x", "short"), remove(row("t", 2n)), insert("t", "n", { x: "ö".repeat(50_000) })],
  ],
  [
    "keys of parent and children",
    "create table p (id integer primary key); create table c (id integer primary key, p references p); insert into p values (1), (2); insert into c values (1, 1), (2, 1);",
    () => [
      remove(row("c", 1n)),
      set(row("c", 2n), "p", 2n),
      remove(row("p", 1n)),
      insert("p", "n", { id: 5n }),
      insert("c", "m", { p: 5n }),
    ],
  ],
  [
    "cascades in a chain",
    "create table p (id integer primary key, name); create table c (id integer primary key, p references p on delete cascade, big); create table g (id integer primary key, c references c on delete set null, d default 7 references p(id) on delete set default); insert into p values (1, 'one'), (2, 'two'), (7, 'seven'); insert into c values (1, 1, zeroblob(100000)), (2, 2, 'b'), (3, 1, 'c'); insert into g values (1, 1, 1), (2, 2, 2), (3, 3, 7);",
    () => [remove(row("p", 1n))],
  ],
])("undoing a commit gives the file back: %s", async ([, ddl, edits]) => {
  const { path, folder } = makeDatabase(ddl);
  const before = dump(path);
  const open = openSession(path, folder);
  await stage(open, ...edits());
  await commit(open);
  const after = dump(path);
  expect(after).not.toEqual(before);
  expect((await history(open))[0]).toMatchObject({ others: 0, notUndoable: null });
  const { delta, conflicts } = await undo(open);
  expect(conflicts).toEqual([]);
  expect(delta.undoLabel).toBe("Undo commit");
  expect(dump(path)).toEqual(after);
  // After a restart too.
  open.close();
  const again = openSession(path, folder);
  await commit(again);
  expect(dump(path)).toEqual(before);
  // And the undoing is a commit like any other.
  await undo(again);
  await commit(again);
  expect(dump(path)).toEqual(after);
});

test("a rowid that nobody sees is given back when it is free, and another one when it is not", async () => {
  const { path, folder } = makeDatabase("create table t (x); insert into t values ('a'), ('b'), ('c');");
  const open = openSession(path, folder);
  await stage(open, remove(row("t", 1n)), remove(row("t", 3n)));
  await commit(open);
  ask(path, "insert into t (rowid, x) values (3, 'theirs')");
  expect((await undo(open)).conflicts).toEqual([]);
  await commit(open);
  expect(ask(path, "select rowid, x from t")).toEqual([
    [1n, "a"],
    [2n, "b"],
    [3n, "theirs"],
    [4n, "c"],
  ]);
});

test("rows that others changed since are told at once and again at the commit; nothing of theirs is lost", async () => {
  const { path, folder } = makeDatabase(T);
  const open = openSession(path, folder);
  await stage(
    open,
    set(row("t", 1n), "x", "A", "a"),
    insert("t", "n", { x: "new" }),
    remove(row("t", 2n)),
    set(row("t", 3n), "y", 30n, 3n),
  );
  await commit(open);
  ask(path, "update t set x = 'theirs' where id in (1, 4); insert into t values (2, 'theirs', 0)");
  const { conflicts } = await undo(open);
  expect(conflicts.map((c) => [c.kind, "key" in c.row ? c.row.key[0] : null])).toEqual([
    ["changed", 1n],
    ["changed", 4n],
    ["exists", null],
  ]);
  const error = await failure(() => commit(open));
  expect(error).toMatchObject({ code: "commit.conflict" });
  expect(error.conflicts).toHaveLength(3);
  expect(ask(path, "select y from t where id = 3")).toEqual([[30n]]);
});

test("it is one gesture over what is staged already, and can itself be undone", async () => {
  const { path, folder } = makeDatabase(T);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "A", "a"), set(row("t", 2n), "x", "B", "b"));
  await commit(open);
  await stage(open, set(row("t", 1n), "x", "AA", "A"), set(row("t", 1n), "y", 11n, 1n));
  await undo(open);
  const now = await staged(open);
  expect(now.map((r) => r.values.map((v) => [v.column, v.base, v.value]))).toEqual([
    [
      ["x", "A", "a"],
      ["y", 1n, 11n],
    ],
    [["x", "B", "b"]],
  ]);
  await open.session["session.undo"](undefined);
  expect(await staged(open)).toHaveLength(1);
  await stage(open, remove(row("t", 2n)));
  expect(await failure(() => undo(open))).toMatchObject({ code: "value.refused" });
  expect(await staged(open)).toHaveLength(2);
});

test("an older commit can be undone beneath newer ones, where they did not touch the same cells", async () => {
  const { path, folder } = makeDatabase(T);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "A", "a"));
  const { commitId } = await commit(open);
  await stage(open, set(row("t", 1n), "y", 10n, 1n));
  await commit(open);
  expect((await undo(open, commitId as number)).conflicts).toEqual([]);
  await commit(open);
  expect(ask(path, "select x, y from t where id = 1")).toEqual([["a", 10n]]);
});

test("what cannot be brought back is said before anything is staged", async () => {
  const { path, folder } = makeDatabase(
    "create table t (id integer primary key, x); insert into t values (1, zeroblob(17000000)), (2, cast(x'61ff' as text)), (3, 'c'); create table log (what); create trigger tell after update on t begin insert into log values (new.id); end;",
  );
  const open = openSession(path, folder);
  for (const id of [1n, 2n]) {
    await stage(open, set(row("t", id), "x", "new"), set(row("t", 3n), "x", `c${id}`));
    await commit(open);
    const error = await failure(() => undo(open));
    expect(error).toMatchObject({ code: "commit.forgotten" });
    expect(error.message).toContain(`Row id = ${id} of “t” cannot be brought back`);
    expect(await staged(open)).toEqual([]);
  }
  // The log's rows are the trigger's work.
  expect((await history(open)).map((c) => c.others)).toEqual([2, 2]);
  expect(await failure(() => undo(open, 99))).toMatchObject({ code: "commit.forgotten" });
  ask(path, "alter table t rename column x to z");
  expect((await failure(() => undo(open))).message).toContain("no column “x” any more");
  ask(path, "drop table t");
  expect(await failure(() => undo(open))).toMatchObject({ code: "object.missing" });
});

test("rows of 100 commits are kept; older ones stay in the history without them", async () => {
  const { path, folder } = makeDatabase(T);
  const open = openSession(path, folder);
  for (let i = 0n; i < 105n; i++) {
    await stage(open, set(row("t", 1n), "y", i + 100n));
    await commit(open);
  }
  const commits = (await open.session["session.history"]({ before: null, limit: 200 })).commits;
  expect(commits).toHaveLength(105);
  expect(commits.map((c) => c.id)).toEqual([...commits.keys()].map((i) => 105 - i));
  await vi.waitFor(async () => {
    const all = (await open.session["session.history"]({ before: null, limit: 200 })).commits;
    expect(all.filter((c) => c.notUndoable === null)).toHaveLength(100);
  }, 5000);
  expect(await failure(() => undo(open, 1))).toMatchObject({ code: "commit.forgotten" });
});
