/** The journal is deleted or replaced under the running app: what was answered is there after the next start all the same. */
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { journalPath } from "../../../electron/engine/session/journal/journal-file.ts";
import {
  ask,
  commit,
  failure,
  makeDatabase,
  openSession,
  row,
  set,
  stage,
  staged,
  testFolder,
} from "./open-session.ts";

const DDL = "create table t (id integer primary key, x); insert into t values (1, 'a'), (2, 'b'), (3, 'c');";

const WAYS: [string, (journal: string, journals: string) => void][] = [
  ["the file alone", (journal) => rmSync(journal)],
  ["its -wal alone", (journal) => rmSync(`${journal}-wal`)],
  ["all its files", (journal) => ["", "-wal", "-shm"].forEach((suffix) => rmSync(journal + suffix, { force: true }))],
  ["the whole folder", (_, journals) => rmSync(journals, { recursive: true })],
  ["the file, and an empty one is there", (journal) => (rmSync(journal), writeFileSync(journal, ""))],
];

describe.each(WAYS)("deleted: %s", (_, remove) => {
  test("the next gesture writes it again, with all that was staged, its undo and the tabs", async () => {
    const { path } = makeDatabase(DDL);
    const journals = join(testFolder(), "journals");
    const open = openSession(path, journals);
    await open.workspace["workspace.write"]({ items: [{ key: "tabs", value: "kept" }] });
    await stage(open, set(row("t", 1n), "x", "A", "a"));
    await stage(open, set(row("t", 2n), "x", "B", "b"));
    const journal = journalPath(journals, path);
    remove(journal, journals);
    await stage(open, set(row("t", 3n), "x", "C", "c"));
    expect(existsSync(journal)).toBe(true);
    expect((await open.session["session.read"](undefined)).notices).toEqual([
      expect.stringContaining("had been removed"),
    ]);
    // As after a kill: another process reads what is on disk, while this one still has it open.
    const again = openSession(path, journals);
    expect((await staged(again)).map(({ values }) => values[0]?.value)).toEqual(["A", "B", "C"]);
    expect(await again.workspace["workspace.read"](undefined)).toEqual([{ key: "tabs", value: "kept" }]);
    await again.session["session.undo"](undefined);
    expect(await staged(open)).toHaveLength(2);
    await commit(open);
    expect(ask(path, "select x from t")).toEqual([["A"], ["B"], ["c"]]);
    again.close();
    open.close();
    expect(await staged(openSession(path, journals))).toEqual([]);
    expect(readdirSync(journals).filter((name) => name.includes(".anew"))).toEqual([]);
  });

  test("undo, tabs and a commit notice it too", async () => {
    const { path } = makeDatabase(DDL);
    const journals = join(testFolder(), "journals");
    const open = openSession(path, journals);
    await stage(open, set(row("t", 1n), "x", "A", "a"));
    await stage(open, set(row("t", 2n), "x", "B", "b"));
    const journal = journalPath(journals, path);
    const restarted = async () => {
      const other = openSession(path, journals);
      const rows = await staged(other);
      other.close();
      return rows.length;
    };
    remove(journal, journals);
    await open.workspace["workspace.write"]({ items: [{ key: "tabs", value: "kept" }] });
    expect(await restarted()).toBe(2);
    remove(journal, journals);
    await open.session["session.undo"](undefined);
    expect(await restarted()).toBe(1);
    remove(journal, journals);
    await commit(open);
    expect(await restarted()).toBe(0);
    expect(ask(path, "select x from t where id < 3")).toEqual([["A"], ["b"]]);
  });
});

test("another process that finds none and starts a new one does not take its place", async () => {
  const { path } = makeDatabase(DDL);
  const journals = join(testFolder(), "journals");
  const open = openSession(path, journals);
  await stage(open, set(row("t", 1n), "x", "A", "a"));
  rmSync(journals, { recursive: true });
  const other = openSession(path, journals);
  expect(await staged(other)).toEqual([]);
  await stage(open, set(row("t", 2n), "x", "B", "b"));
  expect(await staged(other)).toHaveLength(2);
  await stage(other, set(row("t", 3n), "x", "C", "c"));
  expect(await staged(open)).toHaveLength(3);
});

test("where it cannot be written again, the gesture is refused and says so", async () => {
  const { path } = makeDatabase(DDL);
  const journals = join(testFolder(), "journals");
  const open = openSession(path, journals);
  await stage(open, set(row("t", 1n), "x", "A", "a"));
  rmSync(journals, { recursive: true });
  writeFileSync(journals, "in the way");
  const error = await failure(() => stage(open, set(row("t", 2n), "x", "B", "b")));
  expect(error.message).toMatch(
    /^The file of Joinery’s that keeps your unsaved changes was removed, and cannot be written again: /,
  );
  expect(await failure(() => commit(open))).toMatchObject({ code: error.code });
  expect(ask(path, "select x from t where id < 3")).toEqual([["a"], ["b"]]);
  // What is known is not lost: with the way free again, all of it is there.
  rmSync(journals);
  await stage(open, set(row("t", 2n), "x", "B", "b"));
  expect(await staged(openSession(path, journals))).toHaveLength(2);
});
