/** Orders that are built, as a view follows them: over the real engine. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from "vitest";
import { KeptOrder } from "../../../renderer/rows/kept-order.ts";
import { PageCache } from "../../../renderer/rows/page-cache.ts";
import type { RowFilter, RowSource } from "../../../src-shared/model/rows.ts";
import { until } from "../../fixtures/open-rooms.ts";
import { type JoinedEngine, joinEngine } from "../../harness/port-pair.ts";

/** More than the engine sorts and searches for each page. */
const ROWS = 60_000;
let folder: string;
let path: string;
let joined: JoinedEngine;
let closing: (() => void)[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "joinery-kept-"));
  path = join(folder, "a.db");
  const db = new Database(path);
  db.exec(`
    PRAGMA synchronous = OFF;
    CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, word TEXT);
    CREATE TABLE small(id INTEGER PRIMARY KEY);
    WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 5000) INSERT INTO small SELECT i FROM i;
    CREATE VIEW v AS SELECT * FROM t WHERE n < 500;
    WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < ${ROWS})
    INSERT INTO t SELECT i, (i * 7919) % 1000, 'w' || i FROM i;
  `);
  db.close();
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  joined = joinEngine({ kind: "file", path, readOnly: false });
});
afterEach(() => {
  for (const close of closing) close();
  closing = [];
  joined.close();
});

const sourceOf = (order: RowSource["order"], filter: RowFilter[] = [], name = "t"): RowSource => ({
  table: { schema: "main", name },
  order,
  filter,
});
const byN = [{ column: "n", direction: "asc" as const }];

function open(source: RowSource, kind: "table" | "view" = "table") {
  const keptOrder = new KeptOrder(joined.client, kind);
  const placements: string[] = [];
  const cache: PageCache = new PageCache({
    source,
    read: async (...question) => {
      const page = await keptOrder.read(...question);
      placements.push(page.placement);
      return page;
    },
    changed: () => keptOrder.follow(cache),
  });
  closing.push(keptOrder.listen(cache), () => cache.close());
  return { keptOrder, cache, placements };
}

const ids = (cache: PageCache, ...rows: number[]) => rows.map((row) => cache.row(row)?.cells[0]);

describe("an order that is built", () => {
  it("is waited for when nothing else gives the rows, then leads anywhere", async () => {
    const { cache, keptOrder, placements } = open(sourceOf(byN));
    cache.request(0, 30);
    await until(() => cache.pending || cache.loaded);
    expect(placements[0]).toBe("pending");
    expect(keptOrder.building).toMatchObject({ sorted: true });
    // As many rows as the table has: the scroll bar is right from the beginning.
    expect(cache.total.rows).toBe(ROWS);
    await until(() => cache.loaded && keptOrder.building === null);
    const db = new Database(path);
    const expected = db.prepare("SELECT id FROM t ORDER BY n, id").pluck().all() as number[];
    db.close();
    expect(ids(cache, 0, 1, 30)).toEqual([0, 1, 30].map((row) => BigInt(expected[row] ?? -1)));
    cache.request(ROWS - 20, ROWS - 1);
    await until(() => cache.row(ROWS - 1) !== undefined && !cache.pending);
    expect(ids(cache, ROWS - 20, ROWS - 1)).toEqual([ROWS - 20, ROWS - 1].map((row) => BigInt(expected[row] ?? -1)));
    expect(cache.total).toEqual({ rows: ROWS, quality: "exact" });
  });

  it("of a filter tells how many rows there are, and the first page does not wait for it", async () => {
    const { cache, keptOrder, placements } = open(sourceOf([], [{ column: "n", operator: "<", value: 100n }]));
    cache.request(0, 30);
    await until(() => cache.loaded);
    expect(placements[0]).toBe("exact");
    expect(cache.total.quality).toBe("atLeast");
    await until(() => cache.total.quality === "exact" && keptOrder.building === null);
    expect(cache.total.rows).toBe(ROWS / 10);
    cache.request(5900, 5999);
    await until(() => cache.row(5999) !== undefined);
    expect(cache.row(6000)).toBeUndefined();
  });

  it("is not needed for the rows of a small table, whose total is asked for once", async () => {
    const few: RowFilter[] = [{ rawSql: "id % 2" }];
    const { cache, keptOrder, placements } = open(sourceOf([], few, "small"));
    cache.request(0, 30);
    await until(() => cache.total.quality === "exact" && keptOrder.building === null);
    expect(cache.total.rows).toBe(2500);
    const reads = placements.length;
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(placements.length).toBe(reads);
    expect(cache.total).toEqual({ rows: 2500, quality: "exact" });
  });

  it("without any row ends with an exact nothing", async () => {
    const { cache, keptOrder } = open(sourceOf([], [{ column: "word", operator: "=", value: "none" }]));
    cache.request(0, 30);
    await until(() => cache.loaded && cache.total.quality === "exact" && keptOrder.building === null);
    expect(cache.total.rows).toBe(0);
    expect(cache.error).toBeNull();
  });

  it("is given up for another one, which is the one that counts", async () => {
    const { cache, keptOrder } = open(sourceOf(byN));
    cache.request(0, 30);
    await until(() => keptOrder.building !== null);
    cache.setSource(sourceOf([{ column: "word", direction: "desc" }]));
    await until(() => cache.loaded && keptOrder.building === null);
    expect(ids(cache, 0)).toEqual([9999n]);
    expect(cache.error).toBeNull();
  });

  it("is stopped, says so, and is begun again by trying again", async () => {
    const { cache, keptOrder } = open(sourceOf(byN));
    cache.request(0, 30);
    await until(() => keptOrder.building !== null);
    keptOrder.stop();
    expect(keptOrder.building).toBeNull();
    expect(cache.error?.code).toBe("engine.stopped");
    cache.retry();
    await until(() => cache.loaded);
    expect(ids(cache, 0)).toEqual([1000n]);
  });

  it("is built again after the file changed, and what was on screen stays until then", async () => {
    const { cache, keptOrder } = open(sourceOf(byN));
    cache.request(0, 30);
    await until(() => cache.loaded && keptOrder.building === null);
    const db = new Database(path);
    db.exec("UPDATE t SET n = -5 WHERE id = 77");
    cache.invalidate();
    expect(ids(cache, 0)).toEqual([1000n]);
    await until(() => cache.row(0)?.cells[0] === 77n);
    db.exec("UPDATE t SET n = (id * 7919) % 1000 WHERE id = 77");
    db.close();
  });

  it("says why it cannot be built", async () => {
    const { cache } = open(sourceOf(byN, [{ rawSql: "n >" }]));
    cache.request(0, 30);
    await until(() => cache.error !== null);
    expect(cache.error?.code).toBe("sql.syntax");
  });

  it("is not kept of a view, whose rows are read and counted as they are", async () => {
    const { cache, placements } = open(sourceOf(byN, [], "v"), "view");
    cache.request(0, 30);
    await until(() => cache.total.quality === "exact");
    expect(cache.total.rows).toBe(ROWS / 2);
    expect(new Set(placements)).toEqual(new Set(["exact"]));
  });
});
