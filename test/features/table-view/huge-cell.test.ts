/** The row of a cell of 900 MB: what can be done beside it, what is refused and why, and that none of it is brought into memory. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { copySelection } from "../../../renderer/rows/edits/copy-paste.ts";
import * as gestures from "../../../renderer/rows/edits/table-gestures.ts";
import { tempFolder } from "../../fixtures/temp-database.ts";
import { openTableOf, selectCells, testClipboard } from "./open-table.ts";

/** The most memory this process ever had, in MB; 0 where the system does not say. */
function peak(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** By Node's own SQLite, which takes longer values than better-sqlite3 does. Zeros at the end of a row are never in memory. */
function makeHuge(): string {
  const path = join(tempFolder(), "huge.db");
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA page_size = 65536; PRAGMA cache_size = -2000;
    CREATE TABLE huge(id INTEGER PRIMARY KEY, note TEXT CHECK (note <> ''), body BLOB NOT NULL);
    INSERT INTO huge VALUES (1, 'small', x'0102'), (2, 'large', zeroblob(900000000)), (3, 'after', x'')`);
  db.close();
  return path;
}

test("its neighbours are staged, told, copied and taken back; the row goes and comes; nothing loads it", async () => {
  const path = makeHuge();
  const { context, shown } = await openTableOf(path, "huge");
  const { session, client, rows } = context;
  const before = peak();
  const check = async () => (await client.ask("session.check", { only: null })).problems.map((p) => p.message);

  // An edit beside it: staged and based on the row, but SQLite cannot write a row as large as this one.
  expect(await gestures.typeInto(context, { row: 1, column: 1 }, "beside")).toBeNull();
  expect(shown()[1]).toEqual(["2", "beside", "BLOB 858 MB"]);
  expect(await check()).toEqual(["The row holds 858 MB in “body”, and SQLite writes at most 512 MB of a row."]);
  const refused = await session.commit();
  expect(refused).toMatchObject({ ok: false, error: { code: "commit.failed", rows: [expect.any(String)] } });
  expect(refused.ok ? "" : refused.error.message).toContain("at most 512 MB");
  await session.undo();
  expect(shown()[1]?.[1]).toBe("large");

  // Copies: the row without the cell; with it, a reason and a way.
  const clipboard = testClipboard("before");
  expect(await copySelection(context, clipboard, selectCells(1, 0, 1, 1), "insert")).toBeNull();
  expect(clipboard.text).toBe(`INSERT INTO "huge" ("id", "note") VALUES (2, 'large');`);
  for (const form of ["insert", "cells", "jsonObjects"] as const) {
    expect(await copySelection(context, clipboard, selectCells(0, 0, 2, 2), form)).toMatchObject({
      code: "value.tooLarge",
      message: expect.stringContaining("“body”"),
    });
  }
  expect(clipboard.text).toContain("INSERT");
  expect(await gestures.duplicateRows(context, selectCells(1, 0))).toMatchObject({
    code: "value.tooLarge",
    next: expect.stringContaining("INSERT … SELECT"),
  });
  expect(session.store.getState().index.size).toBe(0);

  // Deleted, undone, deleted for good.
  expect(await gestures.deleteRows(context, selectCells(1, 0))).toBeNull();
  expect(rows.row(1).tone).toBe("deleted");
  expect(await check()).toEqual([]);
  await session.undo();
  expect(rows.row(1).tone).toBeNull();
  expect(await gestures.deleteRows(context, selectCells(1, 0))).toBeNull();
  expect((await session.commit()).ok).toBe(true);
  // Too large to be kept: what is gone for good says so when it is asked back.
  expect(await session.undoCommit(1)).toMatchObject({ ok: false, error: { message: expect.any(String) } });
  expect(peak() - before).toBeLessThan(250);
}, 60_000);
