/** Gestures on a table over the real engine: what is on screen, what is staged, what the file holds after a commit. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copySelection, pasteOver, pasteRows } from "../../../renderer/rows/edits/copy-paste.ts";
import { findRow } from "../../../renderer/rows/find-row.ts";
import { PageCache } from "../../../renderer/rows/page-cache.ts";
import { editStartOf } from "../../../renderer/rows/edits/edit-start.ts";
import * as gestures from "../../../renderer/rows/edits/table-gestures.ts";
import type { GestureContext } from "../../../renderer/rows/edits/gesture.ts";
import { TableRows } from "../../../renderer/rows/table-rows.ts";
import { openSessionStore } from "../../../renderer/rpc/session-store.ts";
import type { CellRange, GridSelection } from "../../../renderer/ui/data-grid/grid-source.ts";
import type { RowSource } from "../../../src-shared/model/rows.ts";
import { type JoinedEngine, joinEngine } from "../../harness/port-pair.ts";
import { testClipboard } from "./open-table.ts";

const png = Buffer.from("89504e470d0a1a0a", "hex");
let folder: string;
let path: string;
let joined: JoinedEngine;
let closing: (() => void)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "joinery-grid-"));
  path = join(folder, "film.db");
  const db = new Database(path);
  db.exec(`
    PRAGMA synchronous = OFF;
    BEGIN;
    CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT NOT NULL, year INTEGER, rating REAL, seen BOOLEAN,
      poster BLOB, note, long TEXT, words INTEGER GENERATED ALWAYS AS (length(title)) VIRTUAL);
    CREATE TABLE tag(film INTEGER, word TEXT COLLATE NOCASE, PRIMARY KEY(film, word)) WITHOUT ROWID;
    CREATE VIEW titles AS SELECT title FROM film;
  `);
  const insert = db.prepare(
    "INSERT INTO film(id, title, year, rating, seen, poster, note, long) VALUES (?,?,?,?,?,?,?,?)",
  );
  for (let i = 1; i <= 500; i++) {
    insert.run(
      i * 2,
      `Film ${i}`,
      i % 7 === 0 ? null : BigInt(1900 + (i % 100)),
      i / 10,
      BigInt(i % 2),
      i === 3 ? png : null,
      null,
      i === 5 ? "x".repeat(300_000) : null,
    );
  }
  db.prepare("UPDATE film SET year = 9007199254740993 WHERE id = 2").run();
  db.exec("INSERT INTO tag VALUES (2, 'war'), (2, 'love'), (4, 'noir'); COMMIT");
  db.close();
  joined = joinEngine({ kind: "file", path, readOnly: false });
});

afterEach(() => {
  for (const close of closing) close();
  closing = [];
  joined.close();
  rmSync(folder, { recursive: true, force: true });
});

const clipboard = testClipboard();

/** A table view without its DOM. */
async function open(name: string, change: Partial<RowSource> = {}): Promise<GestureContext> {
  const { client } = joined;
  const { tables } = await client.ask("schema.read", undefined);
  const table = tables.find((t) => t.name === name);
  if (!table) throw new Error(`no table ${name}`);
  const session = openSessionStore(client);
  const source: RowSource = { table: { schema: "main", name }, order: [], filter: [], ...change };
  const cache: PageCache = new PageCache({
    read: (from, offset, limit) => client.ask("rows.readPage", { source: from, offset, limit }),
    source,
    changed: () => rows.changed(),
  });
  const rows: TableRows = new TableRows(table, cache, session, {});
  const context = { client, handle: "", rows, cache, session, readOnlyReason: table.readOnlyReason };
  closing.push(() => {
    cache.close();
    session.close();
  });
  await session.reload();
  cache.request(0, 50);
  await until(() => cache.loaded && cache.waitingSince === null);
  return context;
}

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !what(); i++) await new Promise((r) => setTimeout(r, 4));
  expect(what()).toBe(true);
}

function select(
  firstRow: number,
  firstColumn: number,
  lastRow = firstRow,
  lastColumn = firstColumn,
  wholeRows = false,
): GridSelection {
  const range: CellRange = { firstRow, lastRow, firstColumn, lastColumn, wholeRows, wholeColumns: false };
  return { cursor: { row: firstRow, column: firstColumn }, ranges: [range] };
}
const columns = { id: 0, title: 1, year: 2, rating: 3, seen: 4, poster: 5, note: 6, long: 7, words: 8 };
const last = columns.words;

/** A fresh look at the file, by another connection. */
function inFile<T>(sql: string): T[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare(sql).safeIntegers().raw().all() as T[];
  } finally {
    db.close();
  }
}

const counts = ({ session }: GestureContext) => session.store.getState().counts;
const look = ({ rows }: GestureContext, row: number, column: number) => rows.cell(row, column);

describe("typing", () => {
  it("stages what SQLite would store and shows it at its place, marked", async () => {
    const view = await open("film");
    expect(await gestures.typeInto(view, { row: 0, column: columns.title }, "Changed")).toBeNull();
    expect(look(view, 0, columns.title)).toMatchObject({ text: "Changed", kind: "text", tone: "changed" });
    expect(view.rows.row(0)).toEqual({ label: "1", tone: "changed" });
    expect(await gestures.typeInto(view, { row: 0, column: columns.year }, "9007199254740995")).toBeNull();
    expect(look(view, 0, columns.year)?.text).toBe("9007199254740995");
    expect(await gestures.typeInto(view, { row: 1, column: columns.rating }, "7")).toBeNull();
    expect(look(view, 1, columns.rating)).toMatchObject({ text: "7.0", kind: "real" });
    expect((await view.session.commit()).ok).toBe(true);
    expect(inFile("SELECT title, year, typeof(year) FROM film WHERE id = 2")).toEqual([
      ["Changed", 9007199254740995n, "integer"],
    ]);
    expect(inFile("SELECT rating, typeof(rating) FROM film WHERE id = 4")).toEqual([[7, "real"]]);
  });

  it("stages nothing when the value is what it was", async () => {
    const view = await open("film");
    expect(await gestures.typeInto(view, { row: 0, column: columns.title }, "Film 1")).toBeNull();
    expect(await gestures.typeInto(view, { row: 0, column: columns.year }, " 9007199254740993 ")).toBeNull();
    expect(counts(view)).toMatchObject({ dirty: 0 });
  });

  it("is as the file has it again when the old value is typed back", async () => {
    const view = await open("film");
    await gestures.typeInto(view, { row: 0, column: columns.title }, "Other");
    await gestures.typeInto(view, { row: 0, column: columns.title }, "Film 1");
    expect(counts(view).dirty).toBe(0);
    expect(look(view, 0, columns.title)).toEqual({ text: "Film 1", kind: "text" });
  });

  it("takes true and false in a boolean column", async () => {
    const view = await open("film");
    await gestures.typeInto(view, { row: 1, column: columns.seen }, "TRUE");
    expect(look(view, 1, columns.seen)).toMatchObject({ text: "true", kind: "boolean" });
    expect(view.session.store.getState().index.table(view.rows.table)?.byKey.size).toBe(1);
    expect([...view.session.store.getState().index.rows()][0]?.values[0]?.value).toBe(1n);
  });

  it("refuses computed columns with a reason, and opens BLOBs, previews and computed columns elsewhere", async () => {
    const view = await open("film");
    expect((await gestures.typeInto(view, { row: 0, column: columns.words }, "9"))?.code).toBe("row.notAddressable");
    const starts = (column: number, row: number) => editStartOf(view.rows, { row, column });
    expect(starts(columns.words, 0)).toBeNull();
    expect(starts(columns.poster, 2)).toBeNull();
    expect(starts(columns.long, 4)).toBeNull();
    expect(starts(columns.poster, 0)).toMatchObject({ text: "", choices: undefined });
    expect(starts(columns.year, 0)?.text).toBe("9007199254740993");
    expect(starts(columns.seen, 0)?.choices?.map((c) => c.label)).toEqual(["true", "false"]);
  });
});

describe("rows", () => {
  it("are added at the end with their defaults, edited, and stored", async () => {
    const view = await open("film");
    expect(await gestures.addRow(view)).toBeNull();
    expect(view.rows.rowCount).toBe(501);
    expect(view.rows.row(500)).toEqual({ label: "*", tone: "new" });
    expect(look(view, 500, columns.id)).toEqual({ text: "1001", kind: "default" });
    expect(look(view, 500, columns.title)).toEqual({ text: "required", kind: "default" });
    await gestures.typeInto(view, { row: 500, column: columns.title }, "New film");
    expect(look(view, 500, columns.title)).toEqual({ text: "New film", kind: "text" });
    expect(counts(view)).toMatchObject({ new: 1, dirty: 0 });
    expect((await view.session.commit()).ok).toBe(true);
    expect(inFile("SELECT title, year FROM film WHERE id > 1000")).toEqual([["New film", null]]);
  });

  it("are deleted where they stand, and restored by undo", async () => {
    const view = await open("film");
    await gestures.deleteRows(view, select(3, 0, 5, last, true));
    expect(view.rows.row(4).tone).toBe("deleted");
    expect(look(view, 4, columns.title)?.text).toBe("Film 5");
    expect((await gestures.typeInto(view, { row: 4, column: columns.title }, "x"))?.code).toBe("row.notAddressable");
    await view.session.undo();
    expect(view.rows.row(4).tone).toBeNull();
    await view.session.redo();
    expect((await view.session.commit()).ok).toBe(true);
    expect(inFile("SELECT count(*) FROM film")).toEqual([[497n]]);
  });

  it("forgets a new row when it is deleted", async () => {
    const view = await open("film");
    await gestures.addRow(view);
    await gestures.deleteRows(view, select(500, 0, 500, last, true));
    expect(view.rows.rowCount).toBe(500);
    expect(counts(view)).toMatchObject({ new: 0, deleted: 0 });
  });

  it("are duplicated with whole values, large ones and bytes too, but another key", async () => {
    const view = await open("film");
    await gestures.duplicateRows(view, select(2, 0, 4, last, true));
    expect(counts(view).new).toBe(3);
    expect((await view.session.commit()).ok).toBe(true);
    expect(inFile("SELECT title, hex(poster), length(long) FROM film WHERE id > 1000 ORDER BY title")).toEqual([
      ["Film 3", png.toString("hex").toUpperCase(), null],
      ["Film 4", "", null],
      ["Film 5", "", 300_000n],
    ]);
  });

  it("are reverted to what the file holds", async () => {
    const view = await open("film");
    await gestures.typeInto(view, { row: 1, column: columns.title }, "x");
    await gestures.addRow(view);
    await gestures.revertRows(view, { cursor: null, ranges: [...select(1, 0).ranges, ...select(500, 0).ranges] });
    expect(counts(view)).toMatchObject({ new: 0, dirty: 0 });
  });

  it("of a view are not edited, and it says why", async () => {
    const view = await open("titles");
    expect(view.readOnlyReason).not.toBeNull();
    const failure = await gestures.typeInto(view, { row: 0, column: 0 }, "x");
    expect(failure?.message).toBe(view.readOnlyReason);
  });
});

describe("cells", () => {
  it("are set to NULL, cleared, copied from above; each is one step", async () => {
    const view = await open("film");
    await gestures.setNull(view, select(0, columns.year, 9, columns.rating));
    expect(look(view, 9, columns.rating)).toMatchObject({ kind: "null", tone: "changed" });
    expect(view.session.store.getState().undoLabel).toContain("20 cells");
    await view.session.undo();
    expect(counts(view).dirty).toBe(0);
    await gestures.clear(view, select(0, columns.title, 0, columns.year));
    expect(look(view, 0, columns.title)).toMatchObject({ kind: "empty" });
    expect(look(view, 0, columns.year)).toMatchObject({ kind: "null" });
    await gestures.copyAbove(view, select(3, columns.poster));
    expect(look(view, 3, columns.poster)).toMatchObject({ kind: "blob", tone: "changed" });
  });

  it("beyond the loaded rows are changed too", async () => {
    const view = await open("film");
    expect(view.rows.at(450)).toBeUndefined();
    expect(await gestures.setNull(view, select(0, columns.rating, 499, columns.rating))).toBeNull();
    expect(counts(view).dirty).toBe(500);
  });

  it("of a WITHOUT ROWID table are addressed by the whole key", async () => {
    const view = await open("tag");
    await gestures.typeInto(view, { row: 0, column: 1 }, "peace");
    expect((await view.session.commit()).ok).toBe(true);
    expect(inFile("SELECT film, word FROM tag ORDER BY 1, 2")).toEqual([
      [2n, "peace"],
      [2n, "war"],
      [4n, "noir"],
    ]);
  });

  it("stay staged at their rows when the order changes", async () => {
    const view = await open("film");
    await gestures.typeInto(view, { row: 0, column: columns.title }, "First");
    view.cache.setSource({ ...view.cache.source, order: [{ column: "id", direction: "desc" }] });
    await until(() => view.cache.loaded && view.cache.waitingSince === null);
    expect(look(view, 0, columns.title)?.text).toBe("Film 500");
    view.cache.request(490, 499);
    await until(() => view.rows.at(499) !== undefined);
    expect(look(view, 499, columns.title)).toMatchObject({ text: "First", tone: "changed" });
  });
});

describe("after a commit", () => {
  it("what was committed stays on screen, unmarked, until the new page is there", async () => {
    const view = await open("film");
    view.session.onCommitted(({ rows, report }) => {
      view.cache.invalidate();
      view.rows.settling.begin(rows, view.cache.generation, view.cache.loadedGeneration, report.delta.from);
    });
    await gestures.typeInto(view, { row: 0, column: columns.title }, "Kept");
    await gestures.addRow(view);
    await gestures.typeInto(view, { row: 500, column: columns.title }, "Added");
    expect((await view.session.commit()).ok).toBe(true);
    // The page on screen was read before the commit.
    expect(look(view, 0, columns.title)).toEqual({ text: "Kept", kind: "text" });
    expect(view.rows.row(0).tone).toBeNull();
    await until(() => view.cache.loadedGeneration >= view.cache.generation && view.cache.waitingSince === null);
    expect(look(view, 0, columns.title)).toEqual({ text: "Kept", kind: "text" });
    expect(view.rows.rowCount).toBe(501);
  });

  it("a refused commit leaves everything staged and says which row", async () => {
    const view = await open("film");
    await gestures.typeInto(view, { row: 0, column: columns.title }, "Fine");
    await gestures.typeInto(view, { row: 1, column: columns.id }, "6");
    const outcome = await view.session.commit();
    expect(outcome.ok).toBe(false);
    const { commitError, counts: staged, index } = view.session.store.getState();
    expect(commitError?.code).toBe("commit.constraint");
    expect(staged.dirty).toBe(2);
    const [id] = commitError?.rows ?? [];
    expect(index.row(id ?? "")?.values[0]?.column).toBe("id");
    expect(inFile("SELECT title FROM film WHERE id = 2")).toEqual([["Film 1"]]);
  });

  it("a row changed by someone else is a conflict with both values, and can be settled", async () => {
    const view = await open("film");
    await gestures.typeInto(view, { row: 0, column: columns.title }, "Mine");
    const other = new Database(path);
    other.exec("UPDATE film SET title = 'Theirs' WHERE id = 2");
    other.close();
    expect((await view.session.commit()).ok).toBe(false);
    const [conflict] = view.session.conflicts();
    expect(conflict).toMatchObject({
      kind: "changed",
      columns: [{ column: "title", base: "Film 1", mine: "Mine", theirs: "Theirs" }],
    });
    await view.session.resolve([{ id: conflict?.id ?? "", column: null, take: "mine" }]);
    expect((await view.session.commit()).ok).toBe(true);
    expect(inFile("SELECT title FROM film WHERE id = 2")).toEqual([["Mine"]]);
  });
});

describe("the clipboard", () => {
  it("takes cells as tab-separated text, with headers, or as INSERT", async () => {
    const view = await open("film");
    await copySelection(view, clipboard, select(0, columns.id, 1, columns.year), "cells");
    expect(clipboard.text).toBe("2\tFilm 1\t9007199254740993\n4\tFilm 2\t1902");
    await copySelection(view, clipboard, select(0, columns.title, 0, columns.year), "headers");
    expect(clipboard.text).toBe("title\tyear\nFilm 1\t9007199254740993");
    await copySelection(view, clipboard, select(2, columns.id, 2, columns.poster), "insert");
    expect(clipboard.text).toBe(
      `INSERT INTO "film" ("id", "title", "year", "rating", "seen", "poster") VALUES (6, 'Film 3', 1903, 0.3, 1, x'89504e470d0a1a0a');`,
    );
  });

  it("copies several ranges as one table where they are one, and nothing that was not selected", async () => {
    const view = await open("film");
    const at = (...cells: Parameters<typeof select>) => select(...cells).ranges;
    const copy = (...ranges: (readonly CellRange[])[]) =>
      copySelection(view, clipboard, { cursor: null, ranges: ranges.flat() }, "cells");
    expect(await copy(at(0, columns.title), at(4, columns.title))).toBeNull();
    expect(clipboard.text).toBe("Film 1\nFilm 5");
    expect(await copy(at(0, columns.id, 1, columns.id), at(0, columns.year, 1, columns.year))).toBeNull();
    expect(clipboard.text).toBe("2\t9007199254740993\n4\t1902");
    // Two ranges that lie over one another are one.
    expect(await copy(at(1, columns.id, 1, columns.title), at(1, columns.title, 1, columns.year))).toBeNull();
    expect(clipboard.text).toBe("4\tFilm 2\t1902");
    expect((await copy(at(0, columns.id), at(2, columns.title)))?.message).toContain("do not form a table");
    expect((await copy(at(0, columns.id, 3, columns.id), at(2, columns.year)))?.message).toContain(
      "do not form a table",
    );
    expect(clipboard.text).toBe("4\tFilm 2\t1902");
  });

  it("copies INSERT statements that run: without the columns that SQLite computes", async () => {
    const view = await open("film");
    await copySelection(view, clipboard, select(0, 0, 1, columns.words), "insert");
    const db = new Database(path);
    db.exec(`DELETE FROM film WHERE id IN (2, 4); ${clipboard.text}`);
    expect(db.prepare("SELECT id, words FROM film WHERE id < 5").raw().all()).toEqual([
      [2, 6],
      [4, 6],
    ]);
    db.close();
  });

  it("gives whole values of previews and rows that are not loaded", async () => {
    const view = await open("film");
    await copySelection(view, clipboard, select(4, columns.long), "cells");
    expect(clipboard.text).toHaveLength(300_000);
    await copySelection(view, clipboard, select(0, columns.title, 499, columns.title), "cells");
    expect(clipboard.text.split("\n")).toHaveLength(500);
    expect(clipboard.text).toContain("Film 500");
  });

  it("brings NULL, BLOB and storage class back when it was ours", async () => {
    const view = await open("film");
    await copySelection(view, clipboard, select(2, columns.poster, 2, columns.note), "cells");
    expect(await pasteOver(view, clipboard, select(9, columns.poster))).toBeNull();
    expect(look(view, 9, columns.poster)).toMatchObject({ kind: "blob", tone: "changed" });
    expect((await view.session.commit()).ok).toBe(true);
    expect(inFile("SELECT hex(poster) FROM film WHERE id = 20")).toEqual([[png.toString("hex").toUpperCase()]]);
  });

  it("pastes a table over cells and past the end, as one step", async () => {
    const view = await open("film");
    clipboard.text = "One\t2001\nTwo\t2002\nThree\t2003\n";
    expect(await pasteOver(view, clipboard, select(498, columns.title))).toBeNull();
    expect(counts(view)).toMatchObject({ dirty: 2, new: 1 });
    await view.session.undo();
    expect(counts(view)).toMatchObject({ dirty: 0, new: 0 });
    await view.session.redo();
    expect((await view.session.commit()).ok).toBe(true);
    expect(inFile("SELECT title, year, typeof(year) FROM film WHERE id >= 998 ORDER BY id")).toEqual([
      ["One", 2001n, "integer"],
      ["Two", 2002n, "integer"],
      ["Three", 2003n, "integer"],
    ]);
  });

  it("fills a selection with one value, and repeats a table that fits several times", async () => {
    const view = await open("film");
    clipboard.text = "1999";
    await pasteOver(view, clipboard, select(0, columns.year, 4, columns.year));
    expect(counts(view).dirty).toBe(5);
    await view.session.rollback();
    clipboard.text = "a\nb";
    await pasteOver(view, clipboard, select(0, columns.title, 3, columns.title));
    expect([0, 1, 2, 3].map((row) => look(view, row, columns.title)?.text)).toEqual(["a", "b", "a", "b"]);
  });

  it("makes new rows, by the names of their columns when the first line has them", async () => {
    const view = await open("film");
    clipboard.text = "year\ttitle\n1950\tRashomon\n1954\tSeven Samurai";
    expect(await pasteRows(view, clipboard)).toBeNull();
    expect((await view.session.commit()).ok).toBe(true);
    expect(inFile("SELECT title, year FROM film WHERE id > 1000 ORDER BY year")).toEqual([
      ["Rashomon", 1950n],
      ["Seven Samurai", 1954n],
    ]);
  });

  it("pasted as new rows they get new keys where theirs are taken, as duplicates do; free ones are theirs", async () => {
    const view = await open("film");
    clipboard.text = "id\ttitle\n2\tTaken\n2000\tFree\n2000\tTwice\n1\tFree too";
    expect(await pasteRows(view, clipboard)).toBeNull();
    expect(await pasteRows(view, clipboard)).toBeNull();
    expect(await view.session.commit()).toMatchObject({ ok: true });
    expect(inFile("SELECT id, title FROM film WHERE id IN (1, 2, 2000) ORDER BY id")).toEqual([
      [1n, "Free too"],
      [2n, "Film 1"],
      [2000n, "Free"],
    ]);
    expect(inFile("SELECT title FROM film WHERE id > 1000 AND id <> 2000 ORDER BY title").flat()).toEqual([
      "Free",
      "Free too",
      "Taken",
      "Taken",
      "Twice",
      "Twice",
    ]);
  });

  it("fills only what is selected: nothing between two ranges, and no part of a range that does not fit", async () => {
    const view = await open("film");
    const [a, b] = [select(0, columns.title).ranges, select(4, columns.title, 5, columns.title).ranges];
    clipboard.text = "Pasted";
    expect(await pasteOver(view, clipboard, { cursor: null, ranges: [...a, ...b] })).toBeNull();
    expect([0, 1, 2, 3, 4, 5, 6].map((row) => look(view, row, columns.title)?.text)).toEqual([
      "Pasted",
      "Film 2",
      "Film 3",
      "Film 4",
      "Pasted",
      "Pasted",
      "Film 7",
    ]);
    await view.session.undo();
    expect(counts(view).dirty).toBe(0);
    clipboard.text = "a\nb";
    const refused = await pasteOver(view, clipboard, { cursor: null, ranges: [...a, ...b] });
    expect(refused?.message).toContain("do not fit each of the selected ranges");
    expect(counts(view).dirty).toBe(0);
  });

  it("leaves a cell as it is when it says that already, whatever its storage class", async () => {
    const db = new Database(path);
    db.exec(
      "UPDATE film SET rating = 9e999, year = '', note = NULL WHERE id = 2; UPDATE film SET rating = -9e999 WHERE id = 4",
    );
    db.close();
    const view = await open("film");
    clipboard.text = "\tInf";
    expect(await pasteOver(view, clipboard, select(0, columns.year))).toBeNull();
    clipboard.text = "-Inf";
    expect(await pasteOver(view, clipboard, select(1, columns.rating))).toBeNull();
    clipboard.text = "";
    expect(await gestures.typeInto(view, { row: 0, column: columns.note }, "")).toBeNull();
    expect(counts(view).dirty).toBe(0);
  });

  it("says what it left out and which texts went among numbers; TRUE of a spreadsheet is 1", async () => {
    const view = await open("film");
    const said: string[] = [];
    clipboard.text = "x\t1950\t8\tTRUE\r\ny\t3,5\tlow\tfalse\r\n";
    expect(await pasteOver(view, clipboard, select(0, columns.title), { say: (words) => said.push(words) })).toBeNull();
    expect(said).toEqual(["Pasted, but: 2 texts in year, rating, where numbers belong"]);
    expect([0, 1].map((row) => view.rows.value(row, columns.seen))).toEqual([1n, 0n]);
    clipboard.text = "words\ttitle\n7\tNew";
    expect(await pasteRows(view, clipboard, { say: (words) => said.push(words) })).toBeNull();
    expect(said[1]).toBe("Pasted, but: words left out, being computed");
    clipboard.text = "fine";
    await pasteOver(view, clipboard, select(0, columns.title), { say: (words) => said.push(words) });
    expect(said).toHaveLength(2);
  });

  it("takes no other row, and makes no new one, for one that is gone since the view was read", async () => {
    const view = await open("film");
    const db = new Database(path);
    db.exec("DELETE FROM film WHERE id > 200");
    db.close();
    clipboard.text = Array.from({ length: 40 }, (_, i) => `T${i}`).join("\n");
    const failed = await pasteOver(view, clipboard, select(430, columns.title));
    expect(failed?.message).toBe("Row 431 is not there any more: the file has changed meanwhile.");
    expect(counts(view)).toMatchObject({ dirty: 0, new: 0 });
  });

  it("sets all selected cells to an empty text, as one step", async () => {
    const view = await open("film");
    expect(await gestures.setEmpty(view, select(1, columns.title, 3, columns.title))).toBeNull();
    expect([1, 2, 3].map((row) => look(view, row, columns.title)?.kind)).toEqual(["empty", "empty", "empty"]);
    await view.session.undo();
    expect(counts(view).dirty).toBe(0);
  });

  it("refuses what is too wide, in words, and changes nothing", async () => {
    const view = await open("film");
    clipboard.text = "a\tb\tc";
    expect((await pasteOver(view, clipboard, select(0, columns.long)))?.code).toBe("value.refused");
    expect(counts(view).dirty).toBe(0);
  });
});

describe("finding a row by its key", () => {
  it("gives its place in the natural order, or null when it is gone", async () => {
    const view = await open("film");
    const { client, rows } = view;
    for (const id of [2n, 4n, 500n, 998n, 1000n]) {
      expect(await findRow(client, rows.table, [id], 500)).toBe(Number(id) / 2 - 1);
    }
    expect(await findRow(client, rows.table, [7n], 500)).toBeNull();
    expect(await findRow(client, rows.table, [99_999n], 500)).toBeNull();
  });
});
