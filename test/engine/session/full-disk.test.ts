/**
 * A disk that is really full, under the user's file and under our journals: a small one is mounted for it, which only root
 * on Linux can do; elsewhere these are skipped (file.test.ts does it by SQLite's own limit).
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  ask,
  commit,
  failure,
  insert,
  newRow,
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

const mount = (folder: string, size: string) =>
  spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder]).status === 0;
const unmount = (folder: string) => spawnSync("umount", ["-l", folder]);

function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), "joinery-mount-"));
  const done = mount(folder, "64k");
  if (done) unmount(folder);
  rmdirSync(folder);
  if (!done) process.stderr.write("No disk can be mounted here: the tests of a full one are skipped.\n");
  return done;
}

/** A folder that is a disk of its own. */
function smallDisk(size: string): string {
  const folder = testFolder();
  expect(mount(folder, size)).toBe(true);
  onTestFinished(() => void unmount(folder));
  return folder;
}

/** Stages rows of 10 KB until there is no room; gives how many were answered. */
async function stageUntilFull(open: OpenSession): Promise<number> {
  for (let n = 0; n < 200; n++) {
    try {
      await stage(open, insert("t", `n${n}`, { x: new Uint8Array(10_000).fill(n) }));
    } catch (thrown) {
      expect((thrown as { data: unknown }).data).toMatchObject({ code: "disk.full" });
      return n;
    }
  }
  throw new Error("It never was full");
}

describe.skipIf(!canMount())("a full disk", () => {
  test.for(["delete", "wal"])(
    "under the file: nothing is written, all is staged, and what fits goes through (%s)",
    async (mode) => {
      const path = join(smallDisk("3m"), "user.db");
      ask(path, `pragma journal_mode = ${mode}; ${DDL}`);
      const open = openSession(path, testFolder());
      await stage(open, set(row("t", 1n), "x", "mine", "a"));
      for (let i = 0; i < 5; i++) await stage(open, insert("t", `n${i}`, { x: new Uint8Array(1_000_000) }));
      expect(await failure(() => commit(open))).toMatchObject({
        code: "disk.full",
        message: `The disk of “${path}” is full, so nothing was written.`,
      });
      expect(await staged(open)).toHaveLength(6);
      expect(ask(path, "select x from t")).toEqual([["a"], ["b"]]);
      expect(ask(path, "pragma integrity_check")).toEqual([["ok"]]);
      await stage(open, ...[1, 2, 3, 4].map((i) => remove(newRow("t", `n${i}`))));
      expect(await commit(open)).toMatchObject({ inserted: 1, updated: 1 });
      expect(ask(path, "select count(*), sum(length(x)) > 1000000 from t")).toEqual([[3n, 1n]]);
    },
  );

  test("under the journals: a gesture that is not kept is refused, those before it are there, after a restart too", async () => {
    const journals = smallDisk("1m");
    const path = join(testFolder(), "user.db");
    ask(path, DDL);
    const open = openSession(path, journals);
    await stage(open, set(row("t", 1n), "x", "mine", "a"));
    writeFileSync(join(journals, "ballast"), new Uint8Array(300_000));
    const kept = await stageUntilFull(open);
    expect(await staged(open)).toHaveLength(kept + 1);
    // The intent of a commit has no room either: then nothing is committed.
    const refused = await failure(() => commit(open));
    expect(refused).toMatchObject({
      code: "disk.full",
      message: `The disk where Joinery keeps unsaved changes (${journals}) is full, so this one was not kept.`,
    });
    expect(ask(path, "select x from t")).toEqual([["a"], ["b"]]);
    open.close();
    const again = openSession(path, journals);
    expect(await staged(again)).toHaveLength(kept + 1);
    rmSync(join(journals, "ballast"));
    expect(await commit(again)).toMatchObject({ inserted: kept, updated: 1 });
    expect(ask(path, "select count(*) from t")).toEqual([[BigInt(kept) + 2n]]);
    expect(await staged(again)).toEqual([]);
  });
});
