/** The live rows over the real client and server. */
import { onTestFinished, expect, test } from "vitest";
import { queryOf } from "../../../renderer/features/query-builder/document.ts";
import { openLiveRun } from "../../../renderer/features/query-builder/live-run.ts";
import { until } from "../../fixtures/open-rooms.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";
import { joinEngine } from "../../harness/port-pair.ts";

function openLive() {
  const path =
    makeDatabase(`CREATE TABLE t (a); INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) SELECT i FROM n;
    CREATE TABLE u (b); INSERT INTO u VALUES ('x')`);
  const engine = joinEngine({ kind: "file", path, readOnly: false });
  onTestFinished(() => engine.close());
  let stopped = 0;
  const live = openLiveRun({
    client: engine.client,
    stopLane: () => {
      stopped++;
      return Promise.resolve();
    },
    delay: 5,
  });
  onTestFinished(() => live.close());
  return { live, stopped: () => stopped };
}

const table = (name: string) => queryOf({ schema: "main", name });

test("the first rows come, and whether there are more", async () => {
  const { live } = openLive();
  live.show(table("t"));
  await until(() => live.store.getState().state === "done");
  const { rows } = live.store.getState();
  expect([rows?.columns[0]?.name, rows?.rows.length, rows?.more]).toEqual(["a", 200, true]);
});

test("of changes in quick succession the last one runs", async () => {
  const { live, stopped } = openLive();
  live.show(table("t"));
  live.show(table("u"));
  await until(() => live.store.getState().state === "done");
  expect(live.store.getState().rows?.rows).toEqual([["x"]]);
  expect(stopped()).toBe(0);
});

test("what still runs is ended before the next one begins; its answer is not shown", async () => {
  const { live, stopped } = openLive();
  let followed = false;
  // Sent, and not answered yet: the engine has had no turn.
  live.store.subscribe(({ state }) => {
    if (state !== "running" || followed) return;
    followed = true;
    live.show(table("u"));
  });
  live.show(table("t"));
  await until(() => live.store.getState().state === "done" && live.store.getState().rows?.rows.length === 1);
  expect(live.store.getState().rows?.columns[0]?.name).toBe("b");
  expect(stopped()).toBeLessThanOrEqual(1);
});

test("what fails says why; the rows before it stay until there are others", async () => {
  const { live } = openLive();
  live.show(table("u"));
  await until(() => live.store.getState().state === "done");
  live.show(table("nope"));
  await until(() => live.store.getState().state === "failed");
  const { error, rows } = live.store.getState();
  expect(error?.detail).toContain("no such table: nope");
  expect(rows?.rows).toEqual([["x"]]);
});

test("stopped while the one before is still being ended: nothing begins any more", async () => {
  const path = makeDatabase("CREATE TABLE t (a)");
  const engine = joinEngine({ kind: "file", path, readOnly: false });
  onTestFinished(() => engine.close());
  const ending = Promise.withResolvers<void>();
  const states: string[] = [];
  const live = openLiveRun({ client: engine.client, stopLane: () => ending.promise, delay: 0 });
  onTestFinished(() => live.close());
  live.store.subscribe(({ state }) => {
    states.push(state);
    if (states.length === 1) live.show({ ...table("t"), limit: 1 });
  });
  live.show(table("t"));
  await until(() => states.length > 0);
  const stopping = live.stop();
  ending.resolve();
  await stopping;
  // A round trip later than anything that could have been sent.
  await engine.client.ask("schema.read", undefined);
  expect(states.at(-1)).toBe("stopped");
});
