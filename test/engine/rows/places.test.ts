/** Places in large tables: a guess at once, exact when the order is built, never wrong about which of the two. */
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import type { RowPage } from "../../../src-shared/model/rows.ts";
import { cpuMilliseconds } from "../../fixtures/cpu-time.ts";
import { openRooms, until } from "../../fixtures/open-rooms.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

const ROWS = 300_000;
const numbers = "WITH RECURSIVE n(i) AS (VALUES(0) UNION ALL SELECT i+1 FROM n WHERE i < 299999)";

/** The rowid at each place, for some ways in which rowids are spread. */
const spreads = {
  dense: { rowid: "i + 1", at: (i: number) => BigInt(i + 1) },
  "with gaps": { rowid: "i * 1000 - 5000", at: (i: number) => BigInt(i) * 1000n - 5000n },
  growing: { rowid: "i * i", at: (i: number) => BigInt(i) * BigInt(i) },
};

describe.each(Object.entries(spreads))("rowids %s", (_, { rowid, at }) => {
  const make = () =>
    makeDatabase(`CREATE TABLE t(v TEXT); ${numbers} INSERT INTO t(rowid, v) SELECT ${rowid}, 'row ' || i FROM n`);
  const placeOf = (page: RowPage) => Number(String(page.rows[0]?.[0]).slice(4));
  const exactly = (page: RowPage) => {
    expect(page.keys?.[0]).toEqual([at(page.offset)]);
    expect(page.rows[0]).toEqual([`row ${page.offset}`]);
  };

  it("are guessed within a few per cent, then exact", async () => {
    const { page, events } = openRooms(make());
    const first = page("t");
    exactly(first);
    expect(first).toMatchObject({ placement: "exact", total: { quality: "estimate" } });
    expect(Math.abs(first.total.rows - ROWS) / ROWS).toBeLessThan(0.05);
    for (const place of [100_000, 200_000, 290_000]) {
      const guessed = page("t", place, 50);
      expect(guessed).toMatchObject({ offset: place, placement: "estimated" });
      expect(guessed.rows).toHaveLength(50);
      expect(Math.abs(placeOf(guessed) - place) / ROWS).toBeLessThan(0.05);
    }
    // A short walk is exact before anything is built.
    exactly(page("t", 40_000, 10));
    await until(() => events.length > 0);
    expect(events).toEqual([
      {
        name: "rows.orderReady",
        data: { table: { schema: "main", name: "t" }, total: { rows: ROWS, quality: "exact" } },
      },
    ]);
    for (const place of [0, 4095, 4096, 4097, 123_456, 299_999]) {
      const page_ = page("t", place, 5);
      expect(page_).toMatchObject({ placement: "exact", total: { rows: ROWS, quality: "exact" } });
      exactly(page_);
    }
    expect(page("t", ROWS, 5)).toMatchObject({ rows: [], total: { rows: ROWS, quality: "exact" } });
  });

  it("the end is the end, also before it was counted", () => {
    const { page } = openRooms(make());
    const { rows: total } = page("t").total;
    const last = page("t", total - 10, 200);
    expect(last.rows.at(-1)).toEqual(["row 299999"]);
    expect(last.rows).toHaveLength(10);
  });
});

it("a change makes the order be built again, and places stay right", async () => {
  const path = makeDatabase(`CREATE TABLE t(id INTEGER PRIMARY KEY, v); ${numbers} INSERT INTO t SELECT i, i FROM n`);
  const { page, events } = openRooms(path);
  page("t");
  await until(() => events.some((event) => event.name === "rows.orderReady"));
  const other = new Database(path);
  other.exec("DELETE FROM t WHERE id < 1000; INSERT INTO t VALUES (900000, 1)");
  other.close();
  events.length = 0;
  const changed = page("t", 250_000, 1);
  expect(changed.placement === "estimated" || changed.keys?.[0]?.[0] === 251_000n).toBe(true);
  await until(() => events.some((event) => event.name === "rows.orderReady"));
  expect(page("t", 250_000, 1)).toMatchObject({ keys: [[251_000n]], total: { rows: ROWS - 999, quality: "exact" } });
});

it("questions are answered while an order is built", async () => {
  const path = makeDatabase(
    `CREATE TABLE t(a, b); ${numbers} INSERT INTO t SELECT i, i FROM n; INSERT INTO t SELECT * FROM t; INSERT INTO t SELECT * FROM t`,
  );
  const { page, events } = openRooms(path);
  page("t");
  let longest = 0;
  for (let last = cpuMilliseconds(); !events.some((event) => event.name === "rows.orderReady"); ) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    page("t", 10, 10);
    longest = Math.max(longest, cpuMilliseconds() - last);
    last = cpuMilliseconds();
  }
  expect(longest).toBeLessThan(100);
});

it("tables without rowid are built by key; small ones are counted at once", async () => {
  const { page, events } = openRooms(
    makeDatabase(`CREATE TABLE k(a TEXT, b INT, PRIMARY KEY(a, b)) WITHOUT ROWID; CREATE TABLE small(a);
      ${numbers} INSERT INTO k SELECT i % 7, i FROM n; ${numbers} INSERT INTO small SELECT i FROM n LIMIT 3000`),
  );
  expect(page("small").total).toEqual({ rows: 3000, quality: "exact" });
  expect(page("k").total.quality).toBe("atLeast");
  const early = page("k", 200_000, 3);
  await until(() => events.length > 0);
  const late = page("k", 200_000, 3);
  expect(late.keys).toEqual(early.keys);
  expect(late.total).toEqual({ rows: ROWS, quality: "exact" });
});

it("rowids at the ends of 64 bits", () => {
  const { page } = openRooms(
    makeDatabase(
      "CREATE TABLE t(a); INSERT INTO t(rowid, a) VALUES (-9223372036854775808, 1), (0, 2), (9223372036854775807, 3)",
    ),
  );
  expect(page("t", 0, 2)).toMatchObject({ keys: [[-(2n ** 63n)], [0n]], total: { rows: 3, quality: "exact" } });
  expect(page("t", 2, 2)).toMatchObject({ keys: [[2n ** 63n - 1n]], total: { rows: 3, quality: "exact" } });
});

it("sorted places behind the middle are found from the end", () => {
  const { page } = openRooms(
    makeDatabase(`CREATE TABLE t(id INTEGER PRIMARY KEY, v); ${numbers}
    INSERT INTO t SELECT i, CASE WHEN i % 3 THEN i % 5 END FROM n LIMIT 1000`),
  );
  for (const direction of ["asc", "desc"] as const) {
    const source = { order: [{ column: "v", direction }] };
    const all = page("t", 0, 1000, source);
    expect(all.total).toEqual({ rows: 1000, quality: "exact" });
    page("t", 0, 10);
    for (const [offset, limit] of [
      [400, 300],
      [501, 10],
      [900, 200],
      [999, 1],
      [1000, 5],
    ] as const) {
      const part = page("t", offset, limit, source);
      expect(part.keys).toEqual(all.keys?.slice(offset, offset + limit));
      expect(part.total).toEqual(all.total);
    }
  }
});
