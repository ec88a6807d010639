import { expect, it } from "vitest";
import type { RowsChange } from "../../../renderer/rows/table-rows.ts";
import { typeInto } from "../../../renderer/rows/edits/table-gestures.ts";
import { until } from "../../fixtures/open-rooms.ts";
import { openTable } from "./open-table.ts";

const many = `
  CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT INTO t SELECT i, 'v' || i FROM n;
`;

it("pages that come in while one scrolls are no news to the view around the grid: its columns and facts stay", async () => {
  const { context } = await openTable(many, "t");
  const { rows, cache } = context;
  // How many rows there are is known a moment after the first ones: that is news.
  await until(() => {
    if (cache.total.quality !== "exact" && cache.waitingSince === null) cache.invalidate();
    return cache.total.quality === "exact" && cache.waitingSince === null;
  });
  const changes: RowsChange[] = [];
  rows.subscribe((change) => changes.push(change));
  const before = { columns: rows.columns, facts: rows.facts() };
  cache.request(3000, 3040);
  await until(() => rows.value(3000, 1) === "v3001" && cache.waitingSince === null);
  expect(changes).not.toEqual([]);
  expect(changes).not.toContain("all");
  expect(rows.columns).toBe(before.columns);
  expect(rows.facts()).toEqual(before.facts);
});

it("what a person did, another order and other widths are news at once", async () => {
  const { context } = await openTable(many, "t");
  const { rows, session } = context;
  const changes: RowsChange[] = [];
  const stop = session.store.subscribe(() => rows.changed());
  rows.subscribe((change) => changes.push(change));
  const { columns } = rows;
  rows.setWidths({ v: 300 });
  expect(changes).toEqual(["all"]);
  expect(rows.columns).not.toBe(columns);
  await typeInto(context, { row: 1, column: 1 }, "other");
  await until(() => rows.value(1, 1) === "other");
  expect(changes.every((change) => change === "all")).toBe(true);
  stop();
});
