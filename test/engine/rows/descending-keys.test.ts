/** Keys that are stored from high to low, or in both directions: any place of a table of several anchors (4,096 rows each). */
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import type { RowPage } from "../../../src-shared/model/rows.ts";
import { openRooms, until } from "../../fixtures/open-rooms.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

const ROWS = 20_000;

it.each([
  ["PRIMARY KEY(a DESC)", "a DESC"],
  ["PRIMARY KEY(a DESC, b DESC)", "a DESC, b DESC"],
  ["PRIMARY KEY(b, a DESC)", "b, a DESC"],
  ["PRIMARY KEY(b DESC, a)", "b DESC, a"],
  ["PRIMARY KEY(b, a)", "b, a"],
])("rows by %s stand where SQLite has them, before their order is known and after", async (key, order) => {
  const path = makeDatabase(`CREATE TABLE t(a INTEGER, b INTEGER, ${key}) WITHOUT ROWID;
    INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS}) SELECT i, i % 7 FROM n`);
  const db = new Database(path, { readonly: true });
  const keys = db
    .prepare(`SELECT a FROM t ORDER BY ${order}`)
    .pluck()
    .all()
    .map((a) => BigInt(a as number));
  db.close();
  const rooms = openRooms(path);
  const check = (): RowPage[] =>
    [0, 4000, 4095, 4096, 4097, 8191, 8192, 12_345, ROWS - 100, ROWS - 1].map((offset) => {
      const page = rooms.page("t", offset, 100);
      expect(page.placement).toBe("exact");
      expect(
        page.rows.map(([a]) => a),
        `from place ${offset}`,
      ).toEqual(keys.slice(offset, offset + 100));
      return page;
    });
  check();
  // Keys that mix directions are not seeked: what their total is, is told by a page at the end.
  const isMixed = order.includes(",") && order.split(",").filter((term) => term.endsWith(" DESC")).length === 1;
  if (isMixed) return;
  await until(() => rooms.page("t", 0, 1).total.quality === "exact");
  for (const page of check()) expect(page.total).toEqual({ rows: ROWS, quality: "exact" });
  // Backwards from the end, in another order and with a filter: the number of all rows is not that of those that fit.
  const filter = [{ rawSql: "b < 3" }];
  const sorted = { order: [{ column: "b", direction: "asc" as const }], filter };
  const fitting = keys.filter((a) => a % 7n < 3n).length;
  const last = rooms.page("t", fitting - 10, 100, sorted);
  expect(last.rows).toHaveLength(10);
  expect(last.rows.every(([, b]) => b === 2n)).toBe(true);
  expect(last.total).toEqual({ rows: fitting, quality: "exact" });
});
