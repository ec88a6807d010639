/**
 * Random edits, pastes, deletions, undos, redos, roll backs and commits through the page's own gestures and the real engine:
 * after each of them the grid shows the database with what is staged over it, and the file holds what was committed.
 * The other side is a plain model that knows nothing of journals: rows by key, and a list of states for undo.
 */
import Database from "better-sqlite3";
import fc from "fast-check";
import { expect, it } from "vitest";
import { pasteOver, pasteRows } from "../../../renderer/rows/edits/copy-paste.ts";
import * as gestures from "../../../renderer/rows/edits/table-gestures.ts";
import { isFresh } from "../../../renderer/rpc/staged-index.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { until } from "../../fixtures/open-rooms.ts";
import { type OpenTable, openTable, selectCells, testClipboard } from "./open-table.ts";

const names = ["id", "a", "b"] as const;
/** undefined: left open in a new row. */
type Values = readonly (Scalar | undefined)[];
/** Rows by key or by the id of a new row; a row that is deleted keeps its values. */
type State = ReadonlyMap<string, { readonly values: Values; readonly deleted: boolean }>;

const text = fc.constantFrom("x", "yy", "it's", 'say "hi"', "é\u0000z", "two\nlines");
const number = fc.integer({ min: -9, max: 9 }).map(String);
const place = fc.nat(20);
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant("type" as const), row: place, column: fc.constantFrom(1, 2), text, number }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("null" as const), row: place, rows: fc.nat(3) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("paste" as const),
      row: place,
      block: fc.array(fc.tuple(text, number), { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("pasteRows" as const),
      block: fc.array(fc.tuple(text, number), { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("delete" as const), row: place, rows: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("fill" as const), row: place, rows: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("add" as const) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("undo" as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("redo" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("rollback" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("commit" as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** As spreadsheets write a field: in quotes where it holds one of their own signs. */
const field = (written: string) => (/["\t\n]/.test(written) ? `"${written.replaceAll('"', '""')}"` : written);
const tsv = (block: readonly (readonly string[])[]) => block.map((row) => row.map(field).join("\t")).join("\n");

/** A row's name in the model. */
function nameAt({ context }: OpenTable, row: number): string | null {
  const ref = context.rows.at(row)?.ref;
  if (!ref) return null;
  return isFresh(ref) ? ref.newId : String(ref.key[0]);
}

/** What the grid shows, in the words of the model. */
function shownBy(opened: OpenTable): State {
  const { rows } = opened.context;
  const state = new Map<string, { values: Values; deleted: boolean }>();
  for (let row = 0; row < rows.rowCount; row++) {
    const values = names.map((_, column) => rows.value(row, column) as Scalar | undefined);
    state.set(nameAt(opened, row) ?? "?", { values, deleted: rows.at(row)?.staged?.state === "deleted" });
  }
  return state;
}

function storedIn(path: string): State {
  const db = new Database(path, { readonly: true });
  db.defaultSafeIntegers(true);
  const rows = db.prepare("SELECT id, a, b FROM t ORDER BY id").raw(true).all() as Scalar[][];
  db.close();
  return new Map(rows.map((values) => [String(values[0]), { values, deleted: false }]));
}

const plain = (state: State) =>
  [...state].map(([name, row]) => [
    name,
    row.deleted,
    row.values.map((v) => (v === undefined ? "left open" : typeof v === "bigint" ? `${v}n` : v)),
  ]);
const same = (a: State, b: State) => JSON.stringify(plain(a)) === JSON.stringify(plain(b));

class Model {
  now: State;
  stored: State;
  #undo: State[] = [];
  #redo: State[] = [];
  constructor(stored: State) {
    this.now = stored;
    this.stored = stored;
  }
  /** A gesture's outcome; what changes nothing is no step. */
  become(next: State): void {
    if (same(next, this.now)) return;
    this.#undo.push(this.now);
    this.#redo = [];
    this.now = next;
  }
  undo(): void {
    const before = this.#undo.pop();
    if (before === undefined) return;
    this.#redo.push(this.now);
    this.now = before;
  }
  redo(): void {
    const after = this.#redo.pop();
    if (after === undefined) return;
    this.#undo.push(this.now);
    this.now = after;
  }
  committed(stored: State): void {
    [this.now, this.stored, this.#undo, this.#redo] = [stored, stored, [], []];
  }
}

/** Rows from `first` on whose cells are set; deleted ones are passed over. */
function withCells(
  opened: OpenTable,
  state: State,
  first: number,
  count: number,
  set: (i: number, before: Values) => Values,
): State {
  const next = new Map(state);
  for (let i = 0; i < count; i++) {
    const name = nameAt(opened, first + i);
    const row = name === null ? undefined : next.get(name);
    if (name !== null && row && !row.deleted) next.set(name, { ...row, values: set(i, row.values) });
  }
  return next;
}

/** The state with rows that the grid has and the model does not know yet, which must hold this. */
function withFresh(opened: OpenTable, state: State, expected: readonly Values[]): State {
  const next = new Map(state);
  const fresh = [...shownBy(opened)].filter(([name]) => !state.has(name));
  expect(fresh.map(([, row]) => row.values.slice(1))).toEqual(expected.map((values) => values.slice(1)));
  for (const [i, [, { values }]] of fresh.entries()) {
    // A new row without a key is given one that nobody has, before it is stored.
    if (expected[i]?.[0] !== undefined) expect(values[0]).toEqual(expected[i][0]);
    else {
      expect(typeof values[0]).toBe("bigint");
      expect([...state.values()].map((row) => row.values[0])).not.toContain(values[0]);
    }
  }
  for (const [name, row] of fresh) next.set(name, row);
  return next;
}

async function run(opened: OpenTable, model: Model, doing: Step): Promise<void> {
  const { context, path } = opened;
  const { rows, session, cache } = context;
  const count = rows.rowCount;
  const at = "row" in doing ? (count === 0 ? 0 : doing.row % count) : 0;
  const last = "rows" in doing ? Math.min(at + doing.rows, count - 1) : at;
  if (count === 0 && "row" in doing) return;
  switch (doing.do) {
    case "type": {
      const typed = doing.column === 1 ? doing.text : doing.number;
      const value = doing.column === 1 ? typed : BigInt(typed);
      const next = withCells(opened, model.now, at, 1, (_, before) => before.with(doing.column, value));
      await gestures.typeInto(context, { row: at, column: doing.column }, typed);
      model.become(next);
      return;
    }
    case "null": {
      const next = withCells(opened, model.now, at, last - at + 1, (_, before) => before.with(1, null));
      await gestures.setNull(context, selectCells(at, 1, last, 1));
      model.become(next);
      return;
    }
    case "fill": {
      const value = rows.value(at, 2) as Scalar | undefined;
      // What a new row leaves open is nothing to be copied.
      const next =
        value === undefined
          ? model.now
          : withCells(opened, model.now, at + 1, last - at, (_, before) => before.with(2, value));
      if (last > at) await gestures.fillDown(context, selectCells(at, 2, last, 2));
      if (last > at) model.become(next);
      return;
    }
    case "paste": {
      const { block } = doing;
      const inside = Math.min(block.length, count - at);
      const values = (i: number, before: Values): Values =>
        before.with(1, block[i]?.[0] ?? null).with(2, BigInt(block[i]?.[1] ?? 0));
      const next = withCells(opened, model.now, at, inside, values);
      const failed = await pasteOver(context, testClipboard(tsv(block)), selectCells(at, 1));
      if (failed) return;
      model.become(
        withFresh(
          opened,
          next,
          block.slice(inside).map(([a, b]) => [undefined, a, BigInt(b)]),
        ),
      );
      return;
    }
    case "pasteRows": {
      // Three columns: the key is given, too high to be taken.
      const { block } = doing;
      const lines = block.map(([a, b]) => ["", a, b]);
      const failed = await pasteRows(context, testClipboard(tsv([[...names], ...lines])));
      if (failed) throw new Error(failed.message);
      model.become(
        withFresh(
          opened,
          model.now,
          block.map(([a, b]) => [null, a, BigInt(b)]),
        ),
      );
      return;
    }
    case "delete": {
      const next = new Map(model.now);
      for (let row = at; row <= last; row++) {
        const name = nameAt(opened, row);
        const before = name === null ? undefined : next.get(name);
        if (name === null || !before) continue;
        // A deleted row shows what the file holds.
        const stored = model.stored.get(name);
        if (stored) next.set(name, { values: stored.values, deleted: true });
        else next.delete(name);
      }
      const ranges = [
        { firstRow: at, lastRow: last, firstColumn: 0, lastColumn: 2, wholeRows: true, wholeColumns: false },
      ];
      await gestures.deleteRows(context, { cursor: { row: at, column: 0 }, ranges });
      model.become(next);
      return;
    }
    case "add":
      await gestures.addRow(context);
      model.become(withFresh(opened, model.now, [[undefined, undefined, undefined]]));
      return;
    case "undo":
      await session.undo();
      model.undo();
      return;
    case "redo":
      await session.redo();
      model.redo();
      return;
    case "rollback":
      await session.rollback();
      model.become(model.stored);
      return;
    case "commit": {
      const expected = [...model.now.values()].filter((row) => !row.deleted).map(({ values }) => values.slice(1));
      const outcome = await session.commit();
      expect(outcome.ok).toBe(true);
      const stored = storedIn(path);
      const open = (values: Values) => values.map((value) => value ?? null);
      expect([...stored.values()].map(({ values }) => values.slice(1))).toEqual(expected.map(open));
      // With nothing staged there is nothing to commit: what was rolled back can still be had back.
      if (same(model.now, model.stored)) return;
      model.committed(stored);
      const { generation } = cache;
      cache.invalidate();
      await until(() => cache.loadedGeneration > generation && cache.waitingSince === null);
    }
  }
}

/** New rows in the order of the grid: which of them comes first after an undo is nobody's promise. */
const sorted = (state: State) => plain(state).sort((a, b) => String(a[0]).localeCompare(String(b[0])));

it("grid = database + staged edits, whatever is done", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const opened = await openTable(
        `CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INTEGER);
         INSERT INTO t VALUES (1, 'one', 1), (2, NULL, 2), (5, 'five', NULL), (9, '', -9223372036854775808);`,
        "t",
      );
      const model = new Model(storedIn(opened.path));
      for (const doing of steps) {
        await run(opened, model, doing);
        await opened.context.session.settled();
        expect(sorted(shownBy(opened))).toEqual(sorted(model.now));
        // Nothing but a commit writes.
        if (doing.do !== "commit") expect(plain(storedIn(opened.path))).toEqual(plain(model.stored));
      }
    }),
    { numRuns: 40 },
  );
});
