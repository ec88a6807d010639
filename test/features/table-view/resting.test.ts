/** A view that is hidden keeps still, and shows what happened meanwhile when it is seen again. */
import Database from "better-sqlite3";
import { expect, test, vi } from "vitest";
import { typeInto } from "../../../renderer/rows/edits/table-gestures.ts";
import { until } from "../../fixtures/open-rooms.ts";
import { openTable } from "./open-table.ts";

test("nobody is told of staged edits and nothing is read while it rests; then once, with what is there now", async () => {
  const { context, path, shown } = await openTable(
    "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x'), (2, 'y')",
    "t",
  );
  const { rows, cache, client, session } = context;
  const told = vi.fn<() => void>();
  const stop = rows.subscribe(told);
  const follow = client.on("database.changed", () => cache.invalidate());
  session.store.subscribe(() => rows.changed());
  rows.rests = true;
  cache.rests = true;
  const asked = vi.spyOn(client, "ask");

  await typeInto(context, { row: 0, column: 1 }, "staged");
  const other = new Database(path);
  other.exec("UPDATE t SET a = 'theirs' WHERE id = 2");
  other.close();
  const { generation } = cache;
  await until(() => cache.generation > generation);
  expect(told).not.toHaveBeenCalled();
  expect(asked.mock.calls.filter(([name]) => name === "rows.readPage")).toEqual([]);

  rows.rests = false;
  expect(told).toHaveBeenCalledOnce();
  expect(shown()[0]).toEqual(["1", "staged"]);
  cache.rests = false;
  await until(() => shown()[1]?.[1] === "theirs");
  stop();
  follow();
});
