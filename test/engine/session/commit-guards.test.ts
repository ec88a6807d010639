/** Guards of a commit that only matter in one moment of it: each is met in that moment. */
import { readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import { Journal } from "../../../electron/engine/session/journal/journal.ts";
import { finishIntent, readOpenIntent } from "../../../electron/engine/session/journal/intents.ts";
import type { Conflict } from "../../../src-shared/model/session.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
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
  testFolder,
} from "./open-session.ts";

const DDL = "create table t (id integer primary key, x); insert into t values (1, 'a'), (2, 'b');";

/** Does something right after a statement of the commit was run. */
function after(open: OpenSession, statement: RegExp, work: () => void): void {
  const writer = open.connections.writer();
  const run = writer.run.bind(writer);
  let done = false;
  writer.run = (query) => {
    const result = run(query);
    if (!done && statement.test(query.sql)) {
      done = true;
      work();
    }
    return result;
  };
}

async function undoLast(open: OpenSession): Promise<readonly Conflict[]> {
  const { commits } = await open.session["session.history"]({ before: null, limit: 1 });
  return (await open.session["session.undoCommit"]({ commitId: commits[0]?.id as number })).conflicts;
}

test("another window stages in the moment of the commit: it is refused, and both edits are staged", async () => {
  const { path, folder } = makeDatabase(DDL);
  const [open, other] = [openSession(path, folder), openSession(path, folder)];
  await stage(open, set(row("t", 1n), "x", "mine", "a"));
  expect(await staged(other)).toHaveLength(1);
  after(open, /^BEGIN/, () => void stage(other, set(row("t", 2n), "x", "other", "b")));
  const error = await failure(() => commit(open));
  expect(error).toMatchObject({ code: "commit.failed", message: expect.stringContaining("Another window") });
  expect(ask(path, "select x from t")).toEqual([["a"], ["b"]]);
  expect((await staged(open)).map(({ values }) => values[0]?.value)).toEqual(["mine", "other"]);
  await commit(open);
  expect(ask(path, "select x from t")).toEqual([["mine"], ["other"]]);
});

test.each(["delete", "wal"])(
  "a file that is moved away during the commit and put back holds nothing of it (%s)",
  async (mode) => {
    const { path, folder } = makeDatabase(`pragma journal_mode = ${mode}; ${DDL}`);
    const open = openSession(path, folder);
    await stage(open, set(row("t", 1n), "x", "mine", "a"));
    const away = join(folder, "away.db");
    after(open, /^BEGIN/, () => renameSync(path, away));
    expect(await failure(() => commit(open))).toMatchObject({ code: "file.replaced" });
    renameSync(away, path);
    expect(ask(path, "select x from t")).toEqual([["a"], ["b"]]);
    expect(await staged(open)).toHaveLength(1);
  },
);

test("a COMMIT that was stored and answered with an I/O error is found in the file, not staged again", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, insert("t", "n", { x: "new" }));
  after(open, /^COMMIT/, () => {
    throw new Database.SqliteError("disk I/O error", "SQLITE_IOERR_FSYNC");
  });
  expect(await failure(() => commit(open))).toMatchObject({ code: "disk.error" });
  const state = await open.session["session.read"](undefined);
  expect(state.rows).toEqual([]);
  expect(state.notices.at(-1)).toContain("was written");
  expect(ask(path, "select count(*) from t where x = 'new'")).toEqual([[1n]]);
});

test("from its beginning on nobody else can write: what the guards looked at is what is written", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "mine", "a"));
  const said: string[] = [];
  after(open, /^BEGIN/, () => {
    const other = new Database(path, { timeout: 0 });
    onTestFinished(() => void other.close());
    try {
      other.exec("update t set x = 'theirs'");
    } catch (thrown) {
      said.push((thrown as { code: string }).code);
    }
  });
  await commit(open);
  expect(said).toEqual(["SQLITE_BUSY"]);
  expect(ask(path, "select x from t")).toEqual([["mine"], ["b"]]);
});

test("an intent is finished once, whoever settles it", async () => {
  const { path, folder } = makeDatabase(DDL);
  const open = openSession(path, folder);
  await stage(open, set(row("t", 1n), "x", "mine", "a"));
  after(open, /^COMMIT/, () => {
    throw new Database.SqliteError("disk I/O error", "SQLITE_IOERR_FSYNC");
  });
  await failure(() => commit(open));
  const journal = new Journal(folder, path);
  onTestFinished(() => journal.close());
  const id = readOpenIntent(journal.connection)?.id as number;
  const finish = () => journal.transaction(() => finishIntent(journal.connection, id, 0));
  expect(finish()).toMatchObject({ intent: id, ids: null });
  expect(finish()).toBeNull();
});

test("deletions that nothing cascades go children first, also where a table gets new rows (three levels)", async () => {
  const { path, folder } = makeDatabase(
    `create table p (id integer primary key); create table c (id integer primary key, p references p);
     create table g (id integer primary key, c references c);
     insert into p values (1), (2); insert into c values (1, 1), (2, 2); insert into g values (1, 1);`,
  );
  const open = openSession(path, folder);
  await stage(open, remove(row("p", 1n)), remove(row("c", 1n)), remove(row("g", 1n)), insert("g", "n", { c: 2n }));
  await commit(open);
  expect(ask(path, "select (select count(*) from p), (select count(*) from c), (select max(c) from g)")).toEqual([
    [1n, 1n, 2n],
  ]);
});

const VALUES: Scalar[] = [
  5n,
  -(2n ** 63n),
  2n ** 53n + 1n,
  5,
  5.5,
  -0,
  1e300,
  Number.POSITIVE_INFINITY,
  "5",
  "5.0",
  " 5 ",
  "5e0",
  "x",
  "",
  "9007199254740993",
  new Uint8Array([53]),
  null,
];
describe.each(["integer", "int", "real", "numeric", "text", "blob", "", "any"])("a column of type “%s”", (type) => {
  test.each([false, true])(
    "whatever is stored of a value, undoing the commit finds it (new row: %s)",
    async (isNew) => {
      const { path, folder } = makeDatabase(
        `create table t (id integer primary key, v ${type}); insert into t values ${VALUES.map((_, i) => `(${i + 1}, 'old')`).join(", ")};`,
      );
      const open = openSession(path, folder);
      const before = ask(path, "select id, v, typeof(v) from t");
      await stage(
        open,
        ...VALUES.map((v, i) =>
          isNew ? insert("t", `n${i}`, { id: BigInt(100 + i), v }) : set(row("t", BigInt(i + 1)), "v", v, "old"),
        ),
      );
      await commit(open);
      expect(await undoLast(open)).toEqual([]);
      await commit(open);
      expect(ask(path, "select id, v, typeof(v) from t")).toEqual(before);
    },
  );
});

describe("undoing a commit never meets another row", () => {
  test.each([
    ["its key was changed", "update t set k = 'z' where k = 'a'"],
    ["its rowid is another row's", "delete from t where k = 'a'; insert into t (rowid, k, x) values (1, 'z', 'B')"],
  ])("%s", async (_, theirs) => {
    const { path, folder } = makeDatabase(
      "create table t (k text primary key, x); insert into t values ('a', 'A'), ('b', 'X');",
    );
    const open = openSession(path, folder);
    await stage(open, set(row("t", 1n), "x", "B", "A"));
    await commit(open);
    ask(path, theirs);
    const before = ask(path, "select * from t");
    expect((await undoLast(open)).map(({ kind }) => kind)).toEqual(["changed"]);
    expect(await failure(() => commit(open))).toMatchObject({ code: "commit.conflict" });
    expect(ask(path, "select * from t")).toEqual(before);
  });
});

test("the inode of a file that is gone can be another file's: only with its time of birth it is the same", async () => {
  const { path } = makeDatabase(DDL);
  const journals = testFolder();
  const open = openSession(path, journals);
  await stage(open, set(row("t", 1n), "x", "mine", "a"));
  open.close();
  const [name = ""] = readdirSync(journals).filter((file) => file.endsWith(".journal"));
  const identity = JSON.parse(
    String(ask(join(journals, name), "select value from about where name = 'identity'")[0]?.[0]),
  ) as { born: string };
  expect(identity.born).not.toBe("");
  ask(
    join(journals, name),
    "update about set value = ? where name = 'identity'",
    JSON.stringify({ ...identity, born: "1" }),
  );
  const moved = join(testFolder(), "other.db");
  renameSync(path, moved);
  const other = openSession(moved, journals);
  const state = await other.session["session.read"](undefined);
  expect(state).toMatchObject({ rows: [], notices: [] });
});

test("a journal is on disk with every gesture, opened anew or again, and after a commit", async () => {
  const { path, folder } = makeDatabase(DDL);
  const synchronous = (journal: Journal) => journal.connection.pragma("synchronous")[0]?.[0];
  for (const _ of ["new", "again"]) {
    const journal = new Journal(folder, path);
    expect([synchronous(journal), journal.connection.pragma("journal_mode")[0]?.[0]]).toEqual([2n, "wal"]);
    journal.lightTransaction(() => expect(synchronous(journal)).toBe(1n));
    expect(synchronous(journal)).toBe(2n);
    journal.close();
  }
});

test.each([
  ["delete", 3n],
  ["wal", 2n],
])("connections to the user's file sync every commit and notice damage before they write (%s)", (mode, synchronous) => {
  const { path, folder } = makeDatabase(`pragma journal_mode = ${mode}; ${DDL}`);
  const { connections } = openSession(path, folder);
  const pragma = (of: "writer" | "reader" | "console", name: string) => connections[of]().pragma(name)[0]?.[0];
  for (const role of ["writer", "console"] as const) {
    expect([pragma(role, "synchronous"), pragma(role, "cell_size_check"), pragma(role, "query_only")]).toEqual([
      synchronous,
      1n,
      0n,
    ]);
  }
  expect([pragma("reader", "cell_size_check"), pragma("reader", "query_only")]).toEqual([0n, 1n]);
  for (const role of ["writer", "reader", "console"] as const) expect(pragma(role, "trusted_schema")).toBe(0n);
});
