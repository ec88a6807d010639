/** The session as the page meets it: through the contract, validated both ways. */
import { expect, onTestFinished, test } from "vitest";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { SessionDelta } from "../../../src-shared/model/session.ts";
import { joinEngine } from "../../harness/port-pair.ts";
import { ask, insert, makeDatabase, remove, row, set } from "./open-session.ts";

const DDL =
  "create table t (id integer primary key, a, b text unique, big); insert into t values (1, 1, 'one', zeroblob(200000)), (2, x'00ff', 'two', null), (3, 2.5, 'three', 'x');";

function join(path: string, folder: string) {
  const joined = joinEngine({ kind: "file", path, readOnly: false }, folder);
  onTestFinished(() => joined.close());
  return joined;
}

test("staging, undo, preview, commit and their events cross with every value intact", async () => {
  const { path, folder } = makeDatabase(DDL);
  const { client } = join(path, folder);
  const events: SessionDelta[] = [];
  client.on("session.changed", (delta) => void events.push(delta));
  const page = await client.ask("rows.readPage", {
    source: { table: { schema: "main", name: "t" }, order: [], filter: [] },
    offset: 0,
    limit: 10,
  });
  const cell = (i: number, column: string) => page.rows[i]?.[page.columns.indexOf(column)] ?? null;
  const edits = [
    set(row("t", 1n), "a", 2n ** 62n, cell(0, "a")),
    set(row("t", 1n), "big", new Uint8Array([1, 2]), cell(0, "big")),
    set(row("t", 2n), "a", Number.POSITIVE_INFINITY, cell(1, "a")),
    remove(row("t", 3n)),
    insert("t", "new", { a: "text\0", b: null }),
  ];
  const delta = await client.ask("session.stage", { label: "Edit", edits });
  expect(delta.counts).toEqual({ new: 1, dirty: 2, deleted: 1, tables: 1 });
  await client.ask("session.undo", undefined);
  await client.ask("session.redo", undefined);
  const state = await client.ask("session.read", undefined);
  expect(state.rows).toEqual(delta.changed);
  expect(await client.ask("session.preview", { only: null })).toHaveLength(4);
  const report = await client.ask("session.commit", { only: null });
  expect(report).toMatchObject({ inserted: 1, updated: 2, deleted: 1, keys: [{ key: [4n] }] });
  await expect.poll(() => events.length).toBe(4);
  expect(events.map((e) => [e.from, e.revision])).toEqual([
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
  ]);
  expect(events.at(-1)).toEqual(report.delta);
  expect(ask(path, "select id, a, typeof(a) from t")).toEqual([
    [1n, 2n ** 62n, "integer"],
    [2n, Number.POSITIVE_INFINITY, "real"],
    [4n, "text\0", "text"],
  ]);
});

test("failures cross as data: conflicts with their cells, constraints with their row", async () => {
  const { path, folder } = makeDatabase(DDL);
  const { client } = join(path, folder);
  const failed = async (): Promise<AppError["data"]> => {
    try {
      await client.ask("session.commit", { only: null });
    } catch (thrown) {
      if (thrown instanceof AppError) return thrown.data;
    }
    throw new Error("It did not fail with an AppError");
  };
  await client.ask("session.stage", { label: "Edit", edits: [set(row("t", 1n), "b", "two", "one")] });
  const broken = await failed();
  expect(broken).toMatchObject({ code: "commit.constraint", rows: [expect.any(String)] });
  ask(path, "update t set b = 'theirs' where id = 1; update t set b = 'zwei' where id = 2");
  const conflict = await failed();
  expect(conflict).toMatchObject({
    code: "commit.conflict",
    conflicts: [{ kind: "changed", columns: [{ base: "one", mine: "two", theirs: "theirs" }] }],
  });
  await client.ask("session.resolve", { choices: [{ id: conflict.rows?.[0] ?? "", column: "b", take: "mine" }] });
  await client.ask("session.commit", { only: null });
  expect(ask(path, "select b from t where id = 1")).toEqual([["two"]]);
});

test("a table that has just been committed reads as committed", async () => {
  const { path, folder } = makeDatabase(DDL);
  const { client } = join(path, folder);
  const source = { table: { schema: "main", name: "t" }, order: [], filter: [] };
  await client.ask("rows.readPage", { source, offset: 0, limit: 10 });
  await client.ask("session.stage", { label: "Edit", edits: [insert("t", "n", { a: 9n })] });
  await client.ask("session.commit", { only: null });
  const page = await client.ask("rows.readPage", { source, offset: 0, limit: 10 });
  expect(page.rows).toHaveLength(4);
});
