/**
 * Random sessions against a plain model: gestures, undo, redo, roll back, restarts, other programs writing, commits with
 * conflicts. After every step what is staged, and after every commit the file, is what the model says. RUNS=n for more.
 */
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stagedId } from "../../../electron/engine/session/unit-of-work.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { Conflict, RowEdit, RowRef } from "../../../src-shared/model/session.ts";
import { failure, makeDatabase, newRow, type OpenSession, openSession, row } from "./open-session.ts";

const COLUMNS = ["a", "b"] as const;
type Column = (typeof COLUMNS)[number];
type Cells = Record<Column, Scalar>;
/** A staged row in the plainest form: what it was based on, what it sets. */
interface Staged {
  readonly state: "new" | "dirty" | "deleted";
  readonly ref: RowRef;
  readonly base: Partial<Cells>;
  readonly value: Partial<Cells>;
}
type Overlay = ReadonlyMap<string, Staged>;

interface Step {
  readonly what:
    | "set"
    | "insert"
    | "delete"
    | "revert"
    | "undo"
    | "redo"
    | "rollback"
    | "theirs"
    | "commit"
    | "commitSome"
    | "undoCommit"
    | "restart";
  readonly at: number;
  readonly column: Column;
  readonly value: Scalar;
  readonly more: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom<Step["what"][]>(
    ...(["set", "set", "set", "set", "insert", "delete", "revert", "theirs"] as const),
    ...(["undo", "undo", "redo", "rollback", "commit", "commitSome", "commitSome", "undoCommit", "restart"] as const),
  ),
  at: fc.nat(7),
  column: fc.constantFrom(...COLUMNS),
  value: fc.constantFrom<Scalar[]>(null, 0n, 1n, 1.5, "x", "X", ""),
  more: fc.nat(99),
});

/** The session's rules, written down once more without its code. */
class Model {
  file = new Map<bigint, Cells>();
  history: Overlay[] = [new Map()];
  place = 0;

  get overlay(): Overlay {
    return this.history[this.place] as Overlay;
  }

  gesture(change: (rows: Map<string, Staged>) => void): void {
    const rows = new Map(this.overlay);
    change(rows);
    if (rows.size === this.overlay.size && [...rows].every(([id, r]) => this.overlay.get(id) === r)) return;
    this.history = [...this.history.slice(0, this.place + 1), rows];
    this.place++;
  }

  set(rows: Map<string, Staged>, ref: RowRef, column: Column, value: Scalar, seen: Scalar): void {
    const id = stagedId(ref);
    const old = rows.get(id) ?? { state: "dirty", ref, base: {}, value: {} };
    const base = old.state === "new" ? {} : { ...old.base, [column]: column in old.base ? old.base[column] : seen };
    const next: Staged = { ...old, base, value: { ...old.value, [column]: value } };
    if (old.state === "dirty" && Object.is(base[column], value)) this.drop(rows, old, [column]);
    // The value it has already is no change.
    else if (!(column in old.value) || !Object.is(old.value[column], value)) rows.set(id, next);
  }

  drop(rows: Map<string, Staged>, old: Staged, columns: readonly Column[]): void {
    const without = (cells: Partial<Cells>) =>
      Object.fromEntries(Object.entries(cells).filter(([c]) => !columns.includes(c as Column)));
    const next: Staged = { ...old, base: without(old.base), value: without(old.value) };
    if (old.state === "dirty" && Object.keys(next.value).length === 0) rows.delete(stagedId(old.ref));
    else if (columns.some((c) => c in old.value)) rows.set(stagedId(old.ref), next);
  }

  /** Rows that were committed are in no state of the history any more; steps that changed nothing else are no steps. */
  forget(ids: ReadonlySet<string>): void {
    const states = this.history.map((rows) => new Map([...rows].filter(([id]) => !ids.has(id))));
    const same = (a: Overlay, b: Overlay) => a.size === b.size && [...a].every(([id, r]) => b.get(id) === r);
    const kept = states.map((rows, i) => i === 0 || !same(rows, states[i - 1] as Overlay));
    this.place = kept.slice(1, this.place + 1).filter(Boolean).length;
    this.history = states.filter((_, i) => kept[i]);
  }

  conflicts(only: ReadonlySet<string> | null): Map<string, { kind: string; columns: Column[] }> {
    const found = new Map<string, { kind: string; columns: Column[] }>();
    for (const [id, { ref, base }] of this.overlay) {
      if (only && !only.has(id)) continue;
      if (!("key" in ref)) continue;
      const theirs = this.file.get(ref.key[0] as bigint);
      const columns = COLUMNS.filter((c) => c in base && (!theirs || !Object.is(theirs[c], base[c])));
      if (!theirs || columns.length > 0) found.set(id, { kind: theirs ? "changed" : "gone", columns });
    }
    return found;
  }
}

class Run {
  readonly model = new Model();
  readonly path: string;
  readonly folder: string;
  open: OpenSession;
  fresh = 0;
  lastCommit: { id: number; before: Map<bigint, Cells>; after: Map<bigint, Cells> } | null = null;

  constructor(mode: string) {
    const made = makeDatabase(`pragma journal_mode = ${mode}; create table t (id integer primary key, a, b);`);
    this.path = made.path;
    this.folder = made.folder;
    for (let i = 1n; i <= 5n; i++) this.theirs("insert into t values (?, ?, 0)", i, i);
    for (let i = 1n; i <= 5n; i++) this.model.file.set(i, { a: i, b: 0n });
    this.open = openSession(this.path, this.folder);
  }

  theirs(sql: string, ...parameters: unknown[]): void {
    const db = new Database(this.path);
    db.pragma("synchronous = OFF");
    db.prepare(sql).run(...parameters);
    db.close();
  }

  async stage(edit: RowEdit): Promise<void> {
    await this.open.session["session.stage"]({ label: "Model", edits: [edit] });
  }

  async take({ what, at, column, value, more }: Step): Promise<void> {
    const { model } = this;
    const keys = [...model.file.keys()];
    const key = keys[at % Math.max(1, keys.length)];
    const staged = [...model.overlay.values()];
    const some = staged[at % Math.max(1, staged.length)];
    if (what === "set") {
      const ref = some?.state === "new" && more % 2 === 0 ? some.ref : key === undefined ? null : row("t", key);
      if (!ref) return;
      const seen = "key" in ref ? (model.file.get(ref.key[0] as bigint) as Cells)[column] : null;
      const edit: RowEdit = {
        op: "set",
        row: ref,
        column,
        value,
        ...("key" in ref && more % 3 > 0 ? { base: seen } : {}),
      };
      if (model.overlay.get(stagedId(ref))?.state === "deleted") {
        expect((await failure(() => this.stage(edit))).code).toBe("value.refused");
        return;
      }
      await this.stage(edit);
      model.gesture((rows) => model.set(rows, ref, column, value, seen));
    } else if (what === "insert") {
      const ref = newRow("t", `n${this.fresh++}`);
      await this.stage({
        op: "insert",
        table: ref.table,
        newId: (ref as { newId: string }).newId,
        values: [{ column, value }],
      });
      model.gesture(
        (rows) => void rows.set(stagedId(ref), { state: "new", ref, base: {}, value: { [column]: value } }),
      );
    } else if (what === "delete") {
      const ref = some?.state === "new" ? some.ref : key === undefined ? null : row("t", key);
      if (!ref) return;
      await this.stage({ op: "delete", row: ref });
      model.gesture((rows) => {
        const old = rows.get(stagedId(ref));
        if (!("key" in ref)) rows.delete(stagedId(ref));
        else if (old?.state !== "deleted") {
          const base = { ...model.file.get(ref.key[0] as bigint), ...old?.base };
          rows.set(stagedId(ref), { state: "deleted", ref, base, value: {} });
        }
      });
    } else if (what === "revert") {
      if (!some) return;
      await this.stage({ op: "revert", row: some.ref, ...(more % 2 ? { column } : {}) });
      model.gesture((rows) => {
        if (more % 2 === 0) rows.delete(stagedId(some.ref));
        else if (some.state !== "deleted") model.drop(rows, some, [column]);
      });
    } else if (what === "undo") {
      await this.open.session["session.undo"](undefined);
      model.place = Math.max(0, model.place - 1);
    } else if (what === "redo") {
      await this.open.session["session.redo"](undefined);
      model.place = Math.min(model.history.length - 1, model.place + 1);
    } else if (what === "rollback") {
      await this.open.session["session.rollback"](undefined);
      model.gesture((rows) => rows.clear());
    } else if (what === "restart") {
      this.open.close();
      this.open = openSession(this.path, this.folder);
    } else if (what === "theirs") {
      if (key === undefined) return;
      if (more % 5 === 0 && keys.length > 2) {
        this.theirs("delete from t where id = ?", key);
        model.file.delete(key);
      } else {
        this.theirs(`update t set ${column} = ? where id = ?`, value, key);
        model.file.set(key, { ...(model.file.get(key) as Cells), [column]: value });
      }
    } else if (what === "commitSome") {
      await this.commit(more, new Set([...model.overlay.keys()].filter((_, i) => (more >> (i % 6)) % 2 === 0)));
    } else if (what === "undoCommit") await this.undoCommit();
    else await this.commit(more, null);
    await this.compare();
  }

  /** With nothing staged and nobody else writing, undoing the last commit leads to the file before it. */
  async undoCommit(): Promise<void> {
    const { model } = this;
    await this.commit(0, null);
    const [last] = (await this.open.session["session.history"]({ before: null, limit: 1 })).commits;
    if (!last || !this.lastCommit || last.id !== this.lastCommit.id) return;
    const { before, after } = this.lastCommit;
    if (this.text(model.file) !== this.text(after)) return;
    const { conflicts, leftOut } = await this.open.session["session.undoCommit"]({ commitId: last.id });
    expect([conflicts, leftOut]).toEqual([[], []]);
    await this.open.session["session.commit"]({ only: null });
    model.file = new Map(before);
    model.history = [new Map()];
    model.place = 0;
    this.lastCommit = null;
    this.expectFile();
  }

  text(file: ReadonlyMap<bigint, Cells>): string {
    const cells = [...file].sort(([a], [b]) => Number(a - b)).map(([id, { a, b }]) => [id, a, b]);
    return JSON.stringify(cells, (_, x) => (typeof x === "bigint" ? `${x}n` : x));
  }

  expectFile(): void {
    const db = new Database(this.path).defaultSafeIntegers(true);
    const rows = db.prepare("select id, a, b from t").raw(true).all() as [bigint, Scalar, Scalar][];
    db.close();
    expect(new Map(rows.map(([id, a, b]) => [id, { a, b }]))).toEqual(new Map([...this.model.file].sort()));
  }

  async commit(more: number, only: ReadonlySet<string> | null): Promise<void> {
    const { model } = this;
    const ask = () =>
      this.open.session["session.commit"]({ only: only && [...only].filter((id) => model.overlay.has(id)) });
    const expected = model.conflicts(only);
    // Another program's change is found by the statement it stands in the way of; nothing else makes a commit fail here.
    if (expected.size > 0) {
      const error = await failure(ask);
      expect(error.code).toBe("commit.conflict");
      const told = (error.conflicts as Conflict[]).map((c) => [
        c.id,
        { kind: c.kind, columns: COLUMNS.filter((column) => c.columns.some((x) => x.column === column)) },
      ]);
      expect(new Map(told as [string, { kind: string; columns: Column[] }][])).toEqual(expected);
      await this.compare();
      await this.resolve(expected, more);
      await this.compare();
    }
    const before = new Map(model.file);
    const report = await ask();
    const keys = new Map(report.keys.map((k) => [k.id, k.key[0] as bigint]));
    const written = new Set<string>();
    for (const [id, { state, ref, value }] of model.overlay) {
      if (only && !only.has(id)) continue;
      written.add(id);
      const key = "key" in ref ? (ref.key[0] as bigint) : (keys.get(id) as bigint);
      if (state === "new") expect(model.file.has(key)).toBe(false);
      if (state === "deleted") model.file.delete(key);
      else model.file.set(key, { ...(model.file.get(key) ?? { a: null, b: null }), ...value });
    }
    if (written.size > 0) this.lastCommit = { id: report.commitId as number, before, after: new Map(model.file) };
    if (written.size === model.overlay.size && written.size > 0) {
      model.history = [new Map()];
      model.place = 0;
    } else model.forget(written);
    this.expectFile();
  }

  async resolve(conflicts: ReadonlyMap<string, { kind: string; columns: Column[] }>, more: number): Promise<void> {
    const { model } = this;
    let n = more;
    const choices = [...conflicts].map(([id, { kind }]) => {
      const { state } = model.overlay.get(id) as Staged;
      const mine = kind === "gone" ? state === "deleted" : n++ % 2 === 0;
      return { id, column: null, take: mine ? ("mine" as const) : ("theirs" as const) };
    });
    await this.open.session["session.resolve"]({ choices });
    model.gesture((rows) => {
      for (const { id, take } of choices) {
        const { kind, columns } = conflicts.get(id) as { kind: string; columns: Column[] };
        const old = rows.get(id) as Staged;
        if (kind === "gone" || (take === "theirs" && old.state === "deleted")) rows.delete(id);
        else if (take === "theirs") model.drop(rows, old, columns);
        else {
          const theirs = model.file.get((old.ref as { key: bigint[] }).key[0] as bigint) as Cells;
          const base = { ...old.base, ...Object.fromEntries(columns.map((c) => [c, theirs[c]])) };
          rows.set(id, { ...old, base });
          const same = columns.filter((c) => old.state === "dirty" && Object.is(base[c], old.value[c]));
          if (same.length > 0) model.drop(rows, { ...old, base }, same);
        }
      }
    });
  }

  async compare(): Promise<void> {
    const state = await this.open.session["session.read"](undefined);
    const told = state.rows.map((r): [string, Staged] => {
      const cells = (part: "base" | "value") =>
        Object.fromEntries(
          r.values.flatMap((v) => (v[part] === undefined || v.column === "id" ? [] : [[v.column, v[part]]])),
        );
      return [r.id, { state: r.state, ref: r.row, base: cells("base"), value: cells("value") }];
    });
    expect(new Map(told)).toEqual(this.model.overlay);
    expect(state.undoLabel !== null).toBe(this.model.place > 0);
    expect(state.redoLabel !== null).toBe(this.model.place < this.model.history.length - 1);
    const count = (what: string) => told.filter(([, r]) => r.state === what).length;
    expect(state.counts).toEqual({
      new: count("new"),
      dirty: count("dirty"),
      deleted: count("deleted"),
      tables: told.length > 0 ? 1 : 0,
    });
  }

  close(): void {
    this.open.close();
    rmSync(dirname(this.path), { recursive: true, force: true });
  }
}

test.for(["delete", "wal"])("random sessions do what the model does (%s)", { timeout: 300_000 }, async (mode) => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const run = new Run(mode);
      try {
        for (const one of steps) await run.take(one);
        await run.commit(steps.length, null);
      } finally {
        run.close();
      }
    }),
    { numRuns: Number(process.env.RUNS ?? 25) },
  );
});
