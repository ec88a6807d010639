/** Rows that our own commit wrote and that are edited again: how they look, and what the new edit is based on. */
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import * as gestures from "../../../renderer/rows/edits/table-gestures.ts";
import { setEdit } from "../../../renderer/rows/edits/row-edits.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { until } from "../../fixtures/open-rooms.ts";
import { type OpenTable, openTable } from "./open-table.ts";

const T = `CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, n INTEGER, at TEXT);
  CREATE TRIGGER stamp AFTER UPDATE OF a ON t BEGIN UPDATE t SET at = upper(NEW.a) WHERE id = NEW.id; END;
  INSERT INTO t VALUES (1, 'A', 1, ''), (2, 'B', 2, '');`;

/** As use-table-rows.ts does it; the pages are read again when a test says so. */
function listen({ context }: OpenTable): void {
  const { cache, rows, session } = context;
  session.onCommitted((committed) => {
    cache.invalidate();
    rows.settling.begin([...committed.rows], cache.generation, cache.loadedGeneration, committed.report.delta.from);
  });
}

async function open(): Promise<OpenTable> {
  const table = await openTable(T, "t");
  listen(table);
  return table;
}

/** Nothing is asked of the file by the table until it is let go on. */
const hold = ({ context }: OpenTable): void => void (context.cache.rests = true);
const goOn = async ({ context }: OpenTable): Promise<void> => {
  context.cache.rests = false;
  context.cache.request(0, 50);
  await until(() => context.cache.loadedGeneration === context.cache.generation && context.cache.waitingSince === null);
};

const look = ({ context: { rows } }: OpenTable, row: number, column: number) => [
  rows.cell(row, column)?.text,
  rows.cell(row, column)?.tone,
  rows.row(row).tone,
];
const values = (table: OpenTable, sql: string): unknown[][] => {
  const db = new Database(table.path);
  const rows = db.prepare(sql).raw().all() as unknown[][];
  db.close();
  return rows;
};

function edit({ context }: OpenTable, row: number, column: number, value: Scalar): Promise<unknown> {
  const shown = context.rows.at(row);
  const spec = context.rows.shownColumns[column];
  const made = shown && spec && setEdit(shown, spec, column, value);
  if (!made) throw new Error("not editable");
  return context.session.stage("Edit", [made]);
}

test("what is edited again after a commit looks staged: at once, when its page is there, and of a row that was new", async () => {
  const table = await open();
  const { session } = table.context;
  await edit(table, 0, 1, "A1");
  expect(look(table, 0, 1)).toEqual(["A1", "changed", "changed"]);
  hold(table);
  await session.commit();
  // Stored, and not read yet: as it is in the file, without marks.
  expect(look(table, 0, 1)).toEqual(["A1", undefined, null]);
  await edit(table, 0, 1, "A2");
  expect(look(table, 0, 1)).toEqual(["A2", "changed", "changed"]);
  await goOn(table);
  expect(look(table, 0, 1)).toEqual(["A2", "changed", "changed"]);
  // Two commits before the page is there: both are shown.
  hold(table);
  await session.commit();
  await edit(table, 0, 2, 10n);
  await session.commit();
  expect([look(table, 0, 1), look(table, 0, 2)]).toEqual([
    ["A2", undefined, null],
    ["10", undefined, null],
  ]);
  await goOn(table);
  await edit(table, 0, 1, "A3");
  expect(look(table, 0, 1)).toEqual(["A3", "changed", "changed"]);
  expect((await session.undo()).ok).toBe(true);
  // A deletion of a row that was just written, and the inverse of a commit.
  await gestures.deleteRows(table.context, {
    cursor: { row: 0, column: 0 },
    ranges: [{ firstRow: 0, lastRow: 0, firstColumn: 0, lastColumn: 3, wholeRows: true, wholeColumns: false }],
  });
  expect(table.context.rows.row(0).tone).toBe("deleted");
  await session.rollback();
  const history = await session.history(null, 1);
  await session.undoCommit(history.ok ? (history.value.commits[0]?.id ?? 0) : 0);
  expect(look(table, 0, 2)).toEqual(["1", "changed", "changed"]);
});

/** Starts a commit; when this answers, it was asked of the engine, and the page knows nothing of it yet. */
async function underWay({ context: { session } }: OpenTable): Promise<{ end: ReturnType<typeof session.commit> }> {
  const asked = new Promise<void>((resolve) => {
    const stop = session.store.subscribe(({ busy }) => {
      if (busy !== "commit") return;
      stop();
      resolve();
    });
  });
  const end = session.commit();
  await asked;
  return { end };
}

describe("the base of an edit is what our own commit wrote", () => {
  test("made while the commit is under way", async () => {
    const table = await open();
    const { session } = table.context;
    await edit(table, 0, 1, "A1");
    const committed = await underWay(table);
    const staged = edit(table, 0, 1, "B1");
    expect((await committed.end).ok).toBe(true);
    await staged;
    expect([...session.store.getState().index.rows()][0]?.values).toEqual([{ column: "a", base: "A1", value: "B1" }]);
    await goOn(table);
    expect(look(table, 0, 1)).toEqual(["B1", "changed", "changed"]);
    expect(await session.commit()).toMatchObject({ ok: true });
    expect(values(table, "SELECT a FROM t")).toEqual([["B1"], ["B"]]);
  });

  test("made before its page is read again: what was stored, not what was typed, and what a trigger wrote", async () => {
    const table = await open();
    const { session } = table.context;
    await edit(table, 0, 1, "x");
    await edit(table, 0, 2, "007");
    hold(table);
    await session.commit();
    await edit(table, 0, 2, 8n);
    await edit(table, 0, 3, "stamp");
    expect([...session.store.getState().index.rows()][0]?.values).toEqual([
      { column: "n", base: 7n, value: 8n },
      { column: "at", base: "X", value: "stamp" },
    ]);
    expect(await session.commit()).toMatchObject({ ok: true });
    expect(values(table, "SELECT n, at FROM t WHERE id = 1")).toEqual([[8, "stamp"]]);
  });

  test("made of what was on screen before the commit, however late it is staged", async () => {
    const table = await open();
    const { session, rows } = table.context;
    await edit(table, 0, 1, "A1");
    // As the cell panel keeps it while one types.
    const [shown, spec] = [rows.at(0), rows.shownColumns[1]];
    await session.commit();
    await goOn(table);
    const late = shown && spec && setEdit(shown, spec, 1, "B1");
    expect(await session.stage("Late", late ? [late] : [])).toMatchObject({ ok: true });
    expect([...session.store.getState().index.rows()][0]?.values).toEqual([{ column: "a", base: "A1", value: "B1" }]);
    expect(await session.commit()).toMatchObject({ ok: true });
  });

  test("of a row that moved to another key, and of one that was new", async () => {
    const table = await open();
    const { session } = table.context;
    await edit(table, 0, 0, 5n);
    await gestures.addRow(table.context);
    await edit(table, 2, 1, "new");
    const committed = await underWay(table);
    const late = [edit(table, 0, 1, "moved"), edit(table, 2, 1, "newer"), edit(table, 2, 2, 3n)];
    await committed.end;
    expect(await Promise.all(late)).toMatchObject([{ ok: true }, { ok: true }, { ok: true }]);
    expect(await session.commit()).toMatchObject({ ok: true });
    expect(values(table, "SELECT id, a, n FROM t ORDER BY id")).toEqual([
      [2, "B", 2],
      [5, "moved", 1],
      [6, "newer", 3],
    ]);
  });

  test("and what another program wrote over it since is a conflict", async () => {
    const table = await open();
    const { session } = table.context;
    await edit(table, 0, 1, "A1");
    hold(table);
    await session.commit();
    const db = new Database(table.path);
    db.exec("UPDATE t SET a = 'theirs' WHERE id = 1");
    db.close();
    await edit(table, 0, 1, "B1");
    expect(await session.commit()).toMatchObject({ ok: false, error: { code: "commit.conflict" } });
    expect(session.conflicts()[0]?.columns).toMatchObject([{ base: "A1", mine: "B1", theirs: "theirs" }]);
    // A commit that was refused wrote nothing: the base of what is staged stays.
    await edit(table, 0, 1, "B2");
    expect(session.store.getState().index.size).toBe(1);
    expect(await session.commit()).toMatchObject({ ok: false });
  });
});
