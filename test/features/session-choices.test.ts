/** Parts of a session, conflicts and their settling, patch files and undone commits: the page's mirror over the real engine. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSessionStore, type SessionStore } from "../../renderer/rpc/session-store.ts";
import type { RowEdit } from "../../src-shared/model/session.ts";
import { type JoinedEngine, joinEngine } from "../harness/port-pair.ts";

const table = { schema: "main", name: "t" };
const set = (key: bigint, value: string, column = "v"): RowEdit => ({
  op: "set",
  row: { table, key: [key] },
  column,
  value,
});
let folder: string;
let path: string;
let joined: JoinedEngine;
let session: SessionStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "joinery-session-"));
  path = join(folder, "t.db");
  sql(
    "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT, w TEXT); INSERT INTO t VALUES (1,'a','p'),(2,'b','q'),(3,'c','r')",
  );
  joined = joinEngine({ kind: "file", path, readOnly: false }, folder);
  session = openSessionStore(joined.client);
  await session.reload();
});
afterEach(() => {
  session.close();
  joined.close();
  rmSync(folder, { recursive: true, force: true });
});

const state = () => session.store.getState();
const idOf = (key: bigint) =>
  [...state().index.rows()].find(({ row }) => "key" in row && row.key[0] === key)?.id ?? "none";
/** Another program. */
function sql(text: string): unknown[][] {
  const db = new Database(path);
  try {
    if (!text.startsWith("SELECT")) db.exec(text);
    return db.prepare("SELECT v, w FROM t ORDER BY id").raw(true).all() as unknown[][];
  } finally {
    db.close();
  }
}

describe("choosing", () => {
  it("commits and previews what is chosen; the rest stays staged and is chosen again", async () => {
    await session.stage("two", [set(1n, "x"), set(2n, "y")]);
    session.choose([idOf(1n)], false);
    const told: number[] = [];
    session.onCommitted(({ rows }) => told.push(rows.length));
    const preview = await session.preview();
    expect(preview.ok && preview.value.map(({ plain }) => plain)).toEqual([`update "t" set "v" = 'y' where "id" = 2`]);
    expect((await session.commit()).ok).toBe(true);
    expect(told).toEqual([1]);
    expect(sql("SELECT")).toEqual([
      ["a", "p"],
      ["y", "q"],
      ["c", "r"],
    ]);
    expect([...state().index.rows()].map(({ id }) => id)).toEqual([idOf(1n)]);
    expect(state().leftOut.size).toBe(0);
  });

  it("a deletion that is on its way is known once gestures are settled", async () => {
    const staged = session.stage("delete", [{ op: "delete", row: { table, key: [1n] } }]);
    expect(state().index.size).toBe(0);
    await session.settled();
    expect(state().counts.deleted).toBe(1);
    await staged;
  });

  it("forgets a row that was left out when it is staged no more", async () => {
    await session.stage("one", [set(1n, "x")]);
    session.choose([idOf(1n)], false);
    await session.undo();
    expect(state().leftOut.size).toBe(0);
    await session.redo();
    expect((await session.commit()).ok).toBe(true);
    expect(sql("SELECT")[0]).toEqual(["x", "p"]);
  });
});

describe("conflicts", () => {
  beforeEach(async () => {
    await session.stage("mine", [set(1n, "mine"), set(1n, "mine too", "w"), set(2n, "mine")]);
    sql("UPDATE t SET v = 'theirs', w = 'theirs too' WHERE id < 3");
    expect((await session.commit()).ok).toBe(false);
    expect(session.conflicts().map(({ columns }) => columns.length)).toEqual([2, 1]);
  });
  const open = () =>
    session.conflicts().map(({ id, columns }) => [id, columns.map(({ column, mine }) => [column, mine])]);

  it("are settled cell by cell, the others stay in sight, and what was chosen is stored", async () => {
    await session.resolve([{ id: idOf(1n), column: "v", take: "mine" }]);
    expect(open()).toEqual([
      [idOf(1n), [["w", "mine too"]]],
      [idOf(2n), [["v", "mine"]]],
    ]);
    await session.resolve([{ id: idOf(1n), column: "w", take: "theirs" }]);
    expect(open()).toEqual([[idOf(2n), [["v", "mine"]]]]);
    expect(state().commitError?.message).toMatch(/^A staged row/);
    await session.resolve([{ id: idOf(2n), column: null, take: "theirs" }]);
    expect(state().commitError).toBeNull();
    expect((await session.commit()).ok).toBe(true);
    expect(sql("SELECT")).toEqual([
      ["mine", "theirs too"],
      ["theirs", "theirs too"],
      ["c", "r"],
    ]);
  });

  it("follow another edit of the cell, and go when it is taken back", async () => {
    await session.stage("again", [set(1n, "other")]);
    expect(open()[0]).toEqual([
      idOf(1n),
      [
        ["v", "other"],
        ["w", "mine too"],
      ],
    ]);
    await session.stage("revert", [{ op: "revert", row: { table, key: [2n] } }]);
    expect(open()).toHaveLength(1);
    await session.resolve([{ id: idOf(1n), column: null, take: "mine" }]);
    expect(state().commitError).toBeNull();
    expect((await session.commit()).ok).toBe(true);
    expect(sql("SELECT")[0]).toEqual(["other", "mine too"]);
  });
});

describe("many rows at once", () => {
  it("a patch goes to another state of the file, and says at once what does not fit", async () => {
    await session.stage("edits", [set(1n, "x"), set(2n, "y"), set(3n, "z")]);
    const patch = await session.exportPatch();
    await session.rollback();
    sql("UPDATE t SET v = 'theirs' WHERE id = 2; DELETE FROM t WHERE id = 3");
    if (!patch.ok) throw new Error(patch.error.message);
    const staged = await session.importPatch(patch.value);
    expect(staged.ok && staged.value.conflicts.map(({ kind }) => kind)).toEqual(["changed", "gone"]);
    expect(session.conflicts().map(({ id }) => id)).toEqual([idOf(2n), idOf(3n)]);
    // What is staged already is left out the second time, with a reason.
    await session.importPatch(patch.value);
    expect(state().refused.map(({ row }) => row)).toHaveLength(3);
    session.dismissRefused();
    expect(state().refused).toEqual([]);
  });

  it("a text that is no patch is refused in one sentence", async () => {
    const outcome = await session.importPatch("{}");
    expect(outcome.ok).toBe(false);
    expect(state().error?.code).toBe("patch.unreadable");
    expect(state().index.size).toBe(0);
  });

  it("the last commit is undone by its inverse, and what others changed since is a conflict", async () => {
    await session.stage("edits", [set(1n, "x"), set(2n, "y"), { op: "delete", row: { table, key: [3n] } }]);
    await session.commit();
    const history = await session.history(null, 10);
    if (!history.ok) throw new Error(history.error.message);
    expect(history.value.commits).toMatchObject([{ label: "edits", updated: 2, deleted: 1, notUndoable: null }]);
    sql("UPDATE t SET v = 'theirs' WHERE id = 2");
    await session.undoCommit(history.value.commits[0]?.id ?? 0);
    expect(session.conflicts().map(({ id }) => id)).toEqual([idOf(2n)]);
    await session.resolve([{ id: idOf(2n), column: null, take: "theirs" }]);
    expect((await session.commit()).ok).toBe(true);
    expect(sql("SELECT")).toEqual([
      ["a", "p"],
      ["theirs", "q"],
      ["c", "r"],
    ]);
  });
});
