/** The journal's file: durable, ours, never thrown away. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { journalPath } from "../../../electron/engine/session/journal/journal-file.ts";
import { stagedId } from "../../../electron/engine/session/unit-of-work.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
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

const DDL = "create table t (id integer primary key, x); insert into t values (1, 'a');";

test("there is no journal before the first question, and it is not the user's file", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  expect(readdirSync(folder)).toEqual(["user.db"]);
  const before = readFileSync(path);
  await stage(open, set(row("t", 1n), "x", "b", "a"));
  open.close();
  expect(readdirSync(folder).sort()).toEqual([journalPath(folder, path).slice(folder.length + 1), "user.db"].sort());
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("every kind of value comes back from it exactly", async () => {
  const { path, folder } = makeDatabase("create table t (id integer primary key, x);");
  const values: Scalar[] = [
    null,
    0n,
    -(2n ** 63n),
    2n ** 63n - 1n,
    0,
    -0,
    1,
    1.5,
    5e-324,
    Number.NEGATIVE_INFINITY,
    "",
    "a\0b",
    "1",
    "😀",
    "\uFFFD",
    new Uint8Array(),
    new Uint8Array([0, 255]),
    new Uint8Array(300_000),
  ];
  const open = openSession(path, folder);
  await stage(open, ...values.map((x, i) => insert("t", String(i), { x })));
  const before = await staged(open);
  open.close();
  const again = await staged(openSession(path, folder));
  expect(again.map((r) => r.id)).toEqual(before.map((r) => r.id));
  again.forEach((r, i) => {
    const value = r.values[0]?.value;
    expect(
      Object.is(
        value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
        values[i] instanceof Uint8Array ? Buffer.from(values[i]).toString("hex") : values[i],
      ),
    ).toBe(true);
  });
});

test("bases that are previews come back too", async () => {
  const { path, folder } = makeDatabase(
    "create table t (id integer primary key, x); insert into t values (1, zeroblob(100000)), (2, cast(x'61ff' as text));",
  );
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", 1n), set(row("t", 2n), "x", 1n));
  open.close();
  const again = openSession(path, folder);
  const bases = (await staged(again)).map((r) => r.values[0]?.base);
  expect(bases).toMatchObject([
    { storage: "blob", bytes: 100_000 },
    { storage: "text", bytes: 2, damaged: true },
  ]);
  expect(await commit(again)).toMatchObject({ updated: 2 });
});

test("a journal of a newer version is refused with words, and left as it is", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "b", "a"));
  open.close();
  const journal = journalPath(folder, path);
  ask(journal, "pragma user_version = 999");
  const before = readFileSync(journal);
  const again = openSession(path, folder);
  const error = await failure(() => again.session["session.read"](undefined));
  expect(error).toMatchObject({ code: "journal.newer" });
  expect(error.next).toMatch(/update/);
  again.close();
  expect(readFileSync(journal).equals(before)).toBe(true);
});

test.for([
  ["garbage", (p: string) => writeFileSync(p, "this is no database, and long enough to be looked at".repeat(100))],
  [
    "a damaged page",
    (p: string) => {
      const b = readFileSync(p);
      b.fill(0x5a, 4096, 4096 * 6);
      writeFileSync(p, b);
    },
  ],
  ["cut short", (p: string) => writeFileSync(p, readFileSync(p).subarray(0, 6000))],
  [
    "another program's database",
    (p: string) => {
      writeFileSync(p, "");
      ask(p, "create table theirs (x)");
    },
  ],
] as const)("a journal that is %s is set aside, never deleted, and said so", async ([, damage]) => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "b", "a"));
  open.close();
  const journal = journalPath(folder, path);
  damage(journal);
  const damaged = readFileSync(journal);
  const again = openSession(path, folder);
  const state = await again.session["session.read"](undefined);
  expect(state).toMatchObject({ rows: [], notices: [expect.stringContaining("damaged-1")] });
  expect(readFileSync(`${journal}.damaged-1`).equals(damaged)).toBe(true);
  await stage(again, set(row("t", 1n), "x", "c", "a"));
  await commit(again);
});

test("commits leave their rows in it for their history, and nothing else grows", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  for (let i = 0; i < 30; i++) {
    const base = i === 0 ? "a" : `v${i - 1}`;
    for (const x of ["p", "q", `v${i}`]) await stage(open, set(row("t", 1n), "x", x, base));
    await stage(open, insert("t", "n", {}));
    await open.session["session.undo"](undefined);
    await commit(open);
  }
  open.close();
  const db = new Database(journalPath(folder, path), { readonly: true });
  const count = (sql: string) => db.prepare(sql).pluck().get();
  expect(count("select count(*) from commit_intent where state = 'done' and updated = 1")).toBe(30);
  expect(count("select count(*) from version")).toBe(30);
  expect(count("select count(*) from commit_row")).toBe(30);
  // The new value is what is staged, so nothing more has to be kept of a row.
  expect(count("select count(*) from commit_cell")).toBe(0);
  expect(
    count(
      "select (select count(*) from staged) + (select count(*) from gesture) + (select count(*) from gesture_change) + (select count(*) from commit_mark)",
    ),
  ).toBe(0);
  expect(count("select count(*) from version_cell where version not in (select id from version)")).toBe(0);
  db.close();
});

/** Commits of rows whose versions follow each other, do not, and are superseded; gives the state before each, by commit. */
async function severalCommits(path: string, open: ReturnType<typeof openSession>): Promise<[number, Scalar[][]][]> {
  const states: [number, Scalar[][]][] = [];
  const at = (i: number) => row("t", BigInt(i));
  const step = async (only: string[] | null) => {
    const before = ask(path, "select * from t order by id");
    const { commitId } = await open.session["session.commit"]({ only });
    states.push([commitId as number, before]);
  };
  const idOf = (i: number) => stagedId(at(i));
  await stage(open, ...[1, 2, 3, 4, 5, 6].map((i) => set(at(i), "x", `one ${i}`, `v${i}`)));
  await stage(open, set(at(2), "x", "two 2", "v2"), set(at(5), "x", "two 5", "v5"));
  await step([idOf(1), idOf(3), idOf(5), idOf(6)]);
  await stage(open, set(at(2), "x", "three 2", "v2"), insert("t", "n", { x: "new" }), remove(at(6)));
  await step(null);
  await stage(open, set(at(1), "x", "last", "one 1"));
  await step(null);
  return states;
}

const SIX =
  "create table t (id integer primary key, x); insert into t values (1,'v1'),(2,'v2'),(3,'v3'),(4,'v4'),(5,'v5'),(6,'v6');";

test.each([4, 3])(
  "every commit can be undone exactly, also one that a journal of version %d holds",
  async (version) => {
    const { path, folder } = makeDatabase(SIX);
    const open = openSession(path, folder);
    const states = await severalCommits(path, open);
    open.close();
    const journal = journalPath(folder, path);
    const db = new Database(journal);
    const ranges = db.prepare("select intent, sum(last - version + 1) from commit_row group by intent").raw().all();
    expect(ranges).toEqual([
      [1, 4],
      [2, 4],
      [3, 1],
    ]);
    if (version === 3) {
      db.exec(`create temp table old as select version.id, intent, role from commit_row
        join version on version.id between commit_row.version and last;
      delete from commit_row; alter table commit_row drop column last;
      insert into commit_row (version, intent, role) select * from old; pragma user_version = 3`);
    }
    db.close();
    const again = openSession(path, folder);
    for (const [commitId, before] of states.toReversed()) {
      expect((await again.session["session.undoCommit"]({ commitId })).conflicts).toEqual([]);
      await commit(again);
      expect(ask(path, "select * from t order by id")).toEqual(before);
    }
  },
);

/** The tables as version 1 made them (November 2026). */
const VERSION_1 = `CREATE TABLE about (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE version (
  id INTEGER PRIMARY KEY, staged TEXT NOT NULL, state TEXT NOT NULL,
  schema_name TEXT NOT NULL, table_name TEXT NOT NULL, new_id TEXT
);
CREATE TABLE version_cell (
  version INTEGER NOT NULL REFERENCES version ON DELETE CASCADE, place INTEGER NOT NULL,
  role TEXT NOT NULL, column_name TEXT NOT NULL, base_form TEXT, base, base_bytes INTEGER, has_value INTEGER NOT NULL, value,
  PRIMARY KEY (version, place)
) WITHOUT ROWID;
CREATE TABLE staged (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL);
CREATE INDEX staged_version ON staged (version);
CREATE TABLE gesture (id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE gesture_change (
  gesture INTEGER NOT NULL, place INTEGER NOT NULL, staged TEXT NOT NULL, before INTEGER, after INTEGER,
  PRIMARY KEY (gesture, place)
) WITHOUT ROWID;
CREATE TABLE commit_intent (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('open', 'done')),
  inserted INTEGER NOT NULL, updated INTEGER NOT NULL, deleted INTEGER NOT NULL,
  first_version INTEGER, last_version INTEGER
);
CREATE TABLE commit_mark (
  intent INTEGER NOT NULL REFERENCES commit_intent ON DELETE CASCADE, place INTEGER NOT NULL, staged TEXT NOT NULL,
  role TEXT NOT NULL, column_name TEXT NOT NULL,
  base_form TEXT, base, base_bytes INTEGER, after_form TEXT, after, after_bytes INTEGER,
  PRIMARY KEY (intent, place)
) WITHOUT ROWID;
CREATE TABLE workspace (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;`;

test.for([false, true])(
  "a journal of version 1 is brought up to date: staged rows, undo steps, open commit (%s)",
  async (isOpen) => {
    const { path, folder } = makeDatabase(DDL);
    const journal = journalPath(folder, path);
    const db = new Database(journal);
    db.exec(`${VERSION_1} pragma application_id = 0x4a6e724a; pragma user_version = 1;`);
    const id = stagedId(row("t", 1n));
    const version = db.prepare("insert into version values (?, ?, 'dirty', 'main', 't', null)");
    const cell = db.prepare("insert into version_cell values (?, ?, ?, ?, ?, ?, null, ?, ?)");
    // 1: written by a commit of the past; 2 and 3: staged one after the other.
    for (const [n, value] of [
      [1n, "z"],
      [2n, "b"],
      [3n, "c"],
    ] as const) {
      version.run(n, id);
      cell.run(n, 0n, "key", "", null, null, 1n, 1n);
      cell.run(n, 1n, "column", "x", "whole", "a", 1n, value);
    }
    db.exec(`insert into commit_intent values (1, 'then', 'done', 0, 1, 0, 1, 1);
    insert into gesture values (5, 'One', 'then'), (6, 'Two', 'then');
    insert into about values ('position', 6), ('revision', 7);`);
    db.prepare("insert into gesture_change values (5, 0, ?, null, 2), (6, 0, ?, 2, 3)").run(id, id);
    db.prepare("insert into staged values (1, ?, 3)").run(id);
    if (isOpen) {
      db.exec("insert into commit_intent values (2, 'now', 'open', 0, 1, 0, null, null)");
      db.prepare("insert into commit_mark values (2, 0, ?, 'key', '', null, null, null, 'whole', 1, null)").run(id);
      db.prepare("insert into commit_mark values (2, 1, ?, 'cell', 'x', 'whole', 'a', null, 'whole', 'c', null)").run(
        id,
      );
      ask(path, "update t set x = 'c'");
    }
    db.close();
    const open = openSession(path, folder);
    const state = await open.session["session.read"](undefined);
    const { commits } = await open.session["session.history"]({ before: null, limit: 9 });
    if (isOpen) {
      expect(state).toMatchObject({ rows: [], undoLabel: null });
      expect(commits).toMatchObject([{ id: 2, notUndoable: null }, { id: 1 }]);
      await open.session["session.undoCommit"]({ commitId: 2 });
      await commit(open);
      expect(ask(path, "select x from t")).toEqual([["a"]]);
    } else {
      expect(state).toMatchObject({ rows: [{ id, values: [{ base: "a", value: "c" }] }], undoLabel: "Two" });
      expect(commits).toMatchObject([{ id: 1, updated: 1, notUndoable: expect.stringContaining("not kept") }]);
      await open.session["session.undo"](undefined);
      expect(await staged(open)).toMatchObject([{ values: [{ value: "b" }] }]);
      await commit(open);
    }
    open.close();
    expect(ask(journal, "pragma user_version")).toEqual([[4n]]);
  },
);
