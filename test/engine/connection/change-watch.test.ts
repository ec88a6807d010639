/** `database.changed` comes for what other programs and our own writer do, and for nothing else. */
import { renameSync } from "node:fs";
import Database from "better-sqlite3";
import { expect, it, onTestFinished, vi } from "vitest";
import { makeDatabase } from "../../fixtures/temp-database.ts";
import { openRooms, until } from "../../fixtures/open-rooms.ts";

const changed = (schemaChanged: boolean) => ({ name: "database.changed", data: { schemaChanged } });

it.each(["delete", "wal"])("tells a change of rows from one of the schema (%s)", async (mode) => {
  const path = makeDatabase(`PRAGMA journal_mode = ${mode}; CREATE TABLE t(a)`);
  const { info, events, connections } = openRooms(path);
  info();
  const other = new Database(path);
  other.exec("INSERT INTO t VALUES (1)");
  await until(() => events.length === 1);
  other.exec("CREATE TABLE u(a)");
  await until(() => events.length === 2);
  connections.writer().run({ sql: "INSERT INTO t VALUES (2)", parameters: [] });
  await until(() => events.length === 3);
  expect(events).toEqual([changed(false), changed(true), changed(false)]);
  other.close();
});

it("says nothing while nothing changes, and does not wait for locks", () => {
  vi.useFakeTimers({ toFake: ["setInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const path = makeDatabase("CREATE TABLE t(a)");
  const { info, events } = openRooms(path);
  info();
  const other = new Database(path);
  other.exec("BEGIN EXCLUSIVE");
  const looks = Array.from({ length: 5 }, () => {
    const began = performance.now();
    vi.advanceTimersByTime(500);
    return performance.now() - began;
  });
  other.exec("COMMIT");
  vi.advanceTimersByTime(500);
  other.close();
  expect(events).toEqual([]);
  // With waiting each look would take 250 ms; one may be slow because the machine is busy.
  expect(Math.min(...looks)).toBeLessThan(100);
});

it("works in memory", async () => {
  const { info, events, connections } = openRooms({ kind: "memory" });
  info();
  connections.console().run({ sql: "CREATE TABLE t(a)", parameters: [] });
  await until(() => events.length > 0);
  expect(events[0]).toEqual(changed(true));
});

it("tells once that the file was replaced", async () => {
  const path = makeDatabase("CREATE TABLE t(a)");
  const { info, events } = openRooms(path);
  info();
  renameSync(makeDatabase("CREATE TABLE other(a)"), path);
  await until(() => events.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(events).toHaveLength(1);
});
