/** The page's side of rules told early: asked once for quick gestures, taken away by undo, given up when it does not end. */
import { expect, onTestFinished, test } from "vitest";
import { openSessionStore } from "../../renderer/rpc/session-store.ts";
import { verdictOf } from "../../renderer/rows-view/pending-verdict.ts";
import { followChecks } from "../../renderer/rpc/staged-checks.ts";
import { typeInto } from "../../renderer/rows/edits/table-gestures.ts";
import { until } from "../fixtures/open-rooms.ts";
import { openTable } from "./table-view/open-table.ts";

const sql = `create table t (id integer primary key, n int check (n > 0), s text not null);
  insert into t values (1, 1, 'a'), (2, 2, 'b');`;

test("a cell that would be refused says why, until it is mended, undone or left out", async () => {
  const { context } = await openTable(sql, "t");
  const { session, client, rows } = context;
  onTestFinished(followChecks({ client, session, stopLane: () => {}, pause: 0 }));
  const problems = () => session.store.getState().problems;
  session.store.subscribe((now, before) => now.problems !== before.problems && rows.changed());
  expect(await typeInto(context, { row: 0, column: 1 }, "-1")).toBeNull();
  await until(() => problems().size === 1);
  expect(rows.cell(0, 1)?.problem).toBe("The row breaks CHECK (n > 0).");
  expect(rows.cell(0, 1)?.hint).toMatch(
    /^The row breaks CHECK.*Change “n” so that it holds\.\n\nNot committed; was 1$/,
  );
  expect(rows.cell(0, 2)?.problem).toBeUndefined();
  expect(rows.row(0)).toMatchObject({ tone: "changed", problem: true });
  session.choose(problems().keys(), false);
  await until(() => problems().size === 0);
  session.choose([...session.store.getState().leftOut], true);
  await until(() => problems().size === 1);
  await session.undo();
  await until(() => problems().size === 0);
  expect(rows.row(0)).toMatchObject({ tone: null });
});

test("another program can make a change good, or bad", async () => {
  const { context, path } = await openTable(`${sql} create unique index one on t (s)`, "t");
  const { session, client } = context;
  onTestFinished(followChecks({ client, session, stopLane: () => {}, pause: 0 }));
  expect(await typeInto(context, { row: 0, column: 2 }, "b")).toBeNull();
  await until(() => session.store.getState().problems.size === 1);
  const { default: Database } = await import("better-sqlite3");
  const other = new Database(path);
  other.exec("update t set s = 'c' where id = 2");
  other.close();
  await until(() => session.store.getState().problems.size === 0);
});

test("a conflict is known before a commit: counted, shown with the file's value, settled, followed", async () => {
  const { context, path } = await openTable(sql, "t");
  const { session, client, rows, cache } = context;
  onTestFinished(followChecks({ client, session, stopLane: () => {}, pause: 0 }));
  expect(await typeInto(context, { row: 0, column: 1 }, "10")).toBeNull();
  expect(await typeInto(context, { row: 1, column: 2 }, "mine")).toBeNull();
  const { default: Database } = await import("better-sqlite3");
  const other = new Database(path);
  other.exec("update t set n = 7 where id = 1; update t set s = 'theirs' where id = 2");
  other.close();
  await until(() => verdictOf(session.store.getState()).conflicts === 2);
  rows.stuck = new Map(session.conflicts().map((conflict) => [conflict.id, conflict]));
  // The page on screen was read before: what the file has is known all the same.
  expect(rows.cell(0, 1)).toMatchObject({ tone: "conflict", said: "in conflict, was 1, the file has 7" });
  expect(rows.row(0)).toMatchObject({ tone: "conflict", said: "in conflict" });
  const [first] = session.conflicts();
  await session.resolve([{ id: first?.id ?? "", column: null, take: "mine" }]);
  expect(session.conflicts().map(({ id }) => id)).not.toContain(first?.id);
  await session.undo();
  await until(() => verdictOf(session.store.getState()).conflicts === 2);
  await session.rollback();
  expect(verdictOf(session.store.getState())).toEqual({ conflicts: 0, wouldFail: 0 });
  cache.invalidate();
});

test("rows that forbid a deletion count among what would fail", async () => {
  const children = "create table c (id integer primary key, t references t); insert into c values (1, 2), (2, 2);";
  const { context } = await openTable(`${sql} ${children}`, "t");
  const { session, client } = context;
  onTestFinished(followChecks({ client, session, stopLane: () => {}, pause: 0 }));
  await session.stage("Delete", [{ op: "delete", row: { table: { schema: "main", name: "t" }, key: [2n] } }]);
  await until(() => verdictOf(session.store.getState()).wouldFail === 1);
  expect(session.store.getState().cascade?.blockers).toMatchObject([{ rows: 2 }]);
  await session.undo();
  await until(() => verdictOf(session.store.getState()).wouldFail === 0);
});

test("a question that does not end is given up with its process, and none is asked after it", async () => {
  const { context } = await openTable(sql, "t");
  let [asked, stopped] = [0, 0];
  const client = {
    ask: (name: string, params: never) => {
      if (name !== "session.check") return context.client.ask(name as "session.read", params);
      asked++;
      return new Promise(() => {});
    },
    on: context.client.on.bind(context.client),
  } as unknown as typeof context.client;
  const session = openSessionStore(client);
  onTestFinished(() => session.close());
  await session.reload();
  onTestFinished(followChecks({ client, session, stopLane: () => stopped++, pause: 0, patience: 20 }));
  await typeInto({ ...context, session }, { row: 0, column: 1 }, "-1");
  await until(() => stopped === 1);
  await typeInto({ ...context, session }, { row: 1, column: 1 }, "-1");
  await until(() => session.store.getState().counts.dirty === 2);
  expect([asked, stopped]).toEqual([1, 1]);
  expect(session.store.getState().problems.size).toBe(0);
});
