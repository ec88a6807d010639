/** The page's mirror of the session over the real engine. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSessionStore, type SessionStore } from "../../renderer/rpc/session-store.ts";
import { StagedIndex } from "../../renderer/rpc/staged-index.ts";
import { AppError } from "../../src-shared/errors/app-error.ts";
import type { RowEdit, StagedRow } from "../../src-shared/model/session.ts";
import { type JoinedEngine, joinEngine } from "../harness/port-pair.ts";

const table = { schema: "main", name: "t" };
const set = (key: bigint, value: string): RowEdit => ({ op: "set", row: { table, key: [key] }, column: "v", value });
let folder: string;
let joined: JoinedEngine;
let first: SessionStore;
let second: SessionStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "joinery-session-"));
  const path = join(folder, "t.db");
  const db = new Database(path);
  db.exec("CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1,'a'),(2,'b'),(3,'c')");
  db.close();
  joined = joinEngine({ kind: "file", path, readOnly: false }, folder);
  first = openSessionStore(joined.client);
  second = openSessionStore(joined.client);
  await Promise.all([first.reload(), second.reload()]);
});

afterEach(() => {
  first.close();
  second.close();
  joined.close();
  rmSync(folder, { recursive: true, force: true });
});

const state = (store: SessionStore) => store.store.getState();
const values = (store: SessionStore) => [...state(store).index.rows()].map((row) => row.values[0]?.value);
async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 300 && !what(); i++) await new Promise((r) => setTimeout(r, 4));
  expect(what()).toBe(true);
}

describe("session store", () => {
  it("is ready after its first reading, with nothing staged", () => {
    expect(state(first)).toMatchObject({
      ready: true,
      counts: { new: 0, dirty: 0, deleted: 0, tables: 0 },
      undoLabel: null,
    });
  });

  it("has a gesture in it when staging answers, and so has every other window", async () => {
    expect(await first.stage("Set v", [set(1n, "x")])).toEqual({ ok: true, value: undefined });
    expect(values(first)).toEqual(["x"]);
    expect(state(first)).toMatchObject({ counts: { dirty: 1, tables: 1 }, undoLabel: "Set v" });
    await until(() => state(second).counts.dirty === 1);
    expect(values(second)).toEqual(["x"]);
    expect(state(second).revision).toBe(state(first).revision);
  });

  it("goes back and forth", async () => {
    await first.stage("one", [set(1n, "x")]);
    await first.stage("two", [set(2n, "y")]);
    await first.undo();
    expect(values(first)).toEqual(["x"]);
    expect(state(first)).toMatchObject({ undoLabel: "one", redoLabel: "two" });
    await second.redo();
    await until(() => state(first).counts.dirty === 2);
    await first.rollback();
    expect(state(first).index.size).toBe(0);
    await first.undo();
    expect(values(first)).toEqual(["x", "y"]);
  });

  it("tells what was committed before its rows leave, and is empty then", async () => {
    await first.stage("one", [
      set(1n, "x"),
      { op: "insert", table, newId: "n", values: [{ column: "v", value: "new" }] },
    ]);
    const told: { rows: number; still: number }[] = [];
    first.onCommitted(({ rows, report }) => {
      told.push({ rows: rows.length, still: state(first).index.size });
      expect(report).toMatchObject({ inserted: 1, updated: 1, deleted: 0 });
    });
    expect((await first.commit()).ok).toBe(true);
    expect(told).toEqual([{ rows: 2, still: 2 }]);
    expect(state(first)).toMatchObject({ busy: null, commitError: null, counts: { new: 0, dirty: 0 } });
    await until(() => state(second).index.size === 0);
  });

  it("commits a gesture that is still on its way, and tells that there is one", async () => {
    const staged = first.stage("one", [set(1n, "x")]);
    expect(state(first).staging).toBe(true);
    let committed = 0;
    first.onCommitted(({ rows }) => {
      committed = rows.length;
    });
    const outcome = await first.commit();
    expect(outcome.ok && outcome.value.updated).toBe(1);
    expect(committed).toBe(1);
    expect(await staged).toEqual({ ok: true, value: undefined });
    expect(state(first).staging).toBe(false);
  });

  it("keeps why a commit was refused until something changes", async () => {
    await first.stage("clash", [{ op: "set", row: { table, key: [1n] }, column: "id", value: 2n }]);
    expect((await first.commit()).ok).toBe(false);
    expect(state(first).commitError?.code).toBe("commit.constraint");
    expect(state(first).index.size).toBe(1);
    await first.undo();
    expect(state(first).commitError).toBeNull();
  });

  it("gives a refused gesture as data and stays as it was", async () => {
    const outcome = await first.stage("bad", [
      { op: "set", row: { table, key: [1n] }, column: "no such column", value: "x" },
    ]);
    expect(outcome.ok).toBe(false);
    expect(state(first)).toMatchObject({ busy: null, counts: { dirty: 0 } });
  });

  it.each(["stage", "undo", "redo"] as const)("an error of %s never hides what the journal holds", async (step) => {
    await first.stage("one", [set(1n, "x")]);
    if (step === "redo") await first.undo();
    const name = `session.${step}` as const;
    const handlers = joined.engine.handlers as Record<string, (params: unknown) => unknown>;
    const real = handlers[name];
    // Written, and what came after it failed; no other window tells of it.
    first.close();
    handlers[name] = (params) => {
      real?.(params);
      throw new AppError({ code: "disk.error", message: "Reading failed.", next: "Try again." });
    };
    const outcome = await (step === "stage" ? first.stage("two", [set(2n, "y")]) : first[step]());
    expect(outcome).toMatchObject({ ok: false, error: { code: "disk.error" } });
    expect(values(first)).toEqual({ stage: ["x", "y"], undo: [], redo: ["x"] }[step]);
    // Undo and redo have no place of their own to say it.
    expect(state(first).error?.code).toBe(step === "stage" ? undefined : "disk.error");
  });

  it("reads everything again when a delta does not fit", async () => {
    await first.stage("one", [set(1n, "x")]);
    await until(() => state(second).counts.dirty === 1);
    // As if a delta had been lost.
    second.store.setState({ revision: state(second).revision - 1 });
    state(second).index.reset([]);
    await first.stage("two", [set(2n, "y")]);
    await until(() => state(second).index.size === 2);
    expect(values(second)).toEqual(["x", "y"]);
  });

  it("previews the statements of a commit with their values written in", async () => {
    await first.stage("one", [set(1n, "it's")]);
    const outcome = await first.preview();
    expect(outcome.ok && outcome.value[0]?.plain).toContain("'it''s'");
    expect(await first.script()).toMatchObject({ ok: true, value: expect.stringContaining("'it''s'") });
  });
});

describe("staged index", () => {
  const staged = (id: string, key: bigint, state: StagedRow["state"] = "dirty"): StagedRow => ({
    id,
    state,
    row: { table, key: [key] },
    values: [],
  });
  const fresh = (id: string): StagedRow => ({ id, state: "new", row: { table, newId: id }, values: [] });

  it("finds rows by key, keeps new ones in order, and forgets tables with nothing staged", () => {
    const index = new StagedIndex();
    index.reset([staged("a", 1n), fresh("n1"), fresh("n2")]);
    expect(index.table(table)?.fresh.map((row) => row.id)).toEqual(["n1", "n2"]);
    index.apply({
      changed: [{ ...fresh("n1"), values: [{ column: "v", value: 1n }] }, staged("b", 2n, "deleted")],
      removed: ["a"],
    });
    expect(index.table(table)?.fresh.map((row) => row.id)).toEqual(["n1", "n2"]);
    expect(index.row("n1")?.values).toHaveLength(1);
    expect([...(index.table(table)?.byKey.values() ?? [])].map((row) => row.id)).toEqual(["b"]);
    index.apply({ changed: [], removed: ["b", "n1", "n2", "unknown"] });
    expect(index.table(table)).toBeUndefined();
    expect(index.size).toBe(0);
  });

  it("keeps the order of new rows in large deltas, and takes all away at once", () => {
    const index = new StagedIndex();
    index.reset([]);
    const many = Array.from({ length: 5000 }, (_, i) => fresh(`n${i}`));
    index.apply({ changed: [...many, staged("a", 1n)], removed: [] });
    const list = index.table(table)?.fresh;
    expect(list?.map((row) => row.id)).toEqual(many.map((row) => row.id));
    index.apply({ changed: [staged("a", 1n, "deleted")], removed: [] });
    expect(index.table(table)?.fresh).toBe(list);
    index.apply({ changed: [fresh("n0")], removed: ["n0", "n1"] });
    expect(index.table(table)?.fresh.map((row) => row.id)).toEqual([...many.slice(2).map((row) => row.id), "n0"]);
    index.apply({ changed: [], removed: "all" });
    expect([...index.rows()]).toEqual([]);
    expect(index.table(table)).toBeUndefined();
  });
});
