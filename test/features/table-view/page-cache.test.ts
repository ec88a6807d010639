import { describe, expect, it, vi } from "vitest";
import { PageCache, type PageCacheOptions } from "../../../renderer/rows/page-cache.ts";
import type { RowPage, RowSource } from "../../../src-shared/model/rows.ts";

const source: RowSource = { table: { schema: "main", name: "t" }, order: [], filter: [] };

/** A table of `rows` rows whose reads are answered when the test says so. */
function fakeTable(rows: number, options: Partial<PageCacheOptions> = {}) {
  const reads: {
    offset: number;
    signal: AbortSignal;
    source: RowSource;
    answer: (label?: string) => Promise<void>;
    fail: (e: Error) => Promise<void>;
  }[] = [];
  const changed = vi.fn<() => void>();
  const state = { rows };
  const cache = new PageCache({
    source,
    changed,
    pageSize: 10,
    ...options,
    read: (from, offset, limit, signal) =>
      new Promise((resolve, reject) => {
        const page = (label: string): RowPage => {
          const count = Math.max(0, Math.min(limit, state.rows - offset));
          return {
            offset,
            placement: "exact",
            columns: ["v"],
            keys: Array.from({ length: count }, (_, i) => [BigInt(offset + i)]),
            rows: Array.from({ length: count }, (_, i) => [`${label}${offset + i}`]),
            total: { rows: state.rows, quality: "exact" },
          };
        };
        const settle = async () => {
          await new Promise((r) => setTimeout(r));
        };
        reads.push({
          offset,
          signal,
          source: from,
          answer: (label = "") => {
            resolve(page(label));
            return settle();
          },
          fail: (error) => {
            reject(error);
            return settle();
          },
        });
      }),
  });
  return { cache, reads, changed, state };
}

const text = (cache: PageCache, row: number) => cache.row(row)?.cells[0];

describe("page cache", () => {
  it("asks for what is on screen, each page once, then for its neighbours", async () => {
    const { cache, reads } = fakeTable(1000);
    cache.request(0, 5);
    cache.request(0, 5);
    expect(reads.map((r) => r.offset)).toEqual([0]);
    await reads[0]?.answer();
    expect(text(cache, 5)).toBe("5");
    expect(cache.total).toEqual({ rows: 1000, quality: "exact" });
    expect(reads.map((r) => r.offset)).toEqual([0, 10]);
    await reads[1]?.answer();
    cache.request(15, 25);
    expect(reads.map((r) => r.offset)).toEqual([0, 10, 20, 30]);
  });

  it("asks for the neighbours of a place it leapt to only once the view rests there", async () => {
    const { cache, reads } = fakeTable(1000, { rest: 1 });
    cache.request(0, 5);
    await reads[0]?.answer();
    await reads[1]?.answer();
    cache.request(505, 515);
    expect(reads.map((r) => r.offset)).toEqual([0, 10, 500, 510]);
    await vi.waitFor(() => expect(reads.map((r) => r.offset)).toEqual([0, 10, 500, 510, 520, 490]));
  });

  it("has at most four questions open and asks for the current view when one is answered", async () => {
    const { cache, reads } = fakeTable(100_000);
    cache.request(0, 5);
    await reads[0]?.answer();
    for (let row = 1000; row < 50_000; row += 1000) cache.request(row, row + 5);
    const before = reads.length;
    expect(before).toBeLessThanOrEqual(5);
    await reads[1]?.answer();
    expect(reads.at(-1)?.offset).toBe(49_000);
  });

  it("shows stale rows until the new ones are there", async () => {
    const { cache, reads } = fakeTable(20);
    cache.request(0, 5);
    await reads[0]?.answer("old");
    cache.invalidate();
    expect(text(cache, 3)).toBe("old3");
    await reads.at(-1)?.answer("new");
    const again = reads.filter((r) => r.offset === 0);
    expect(again).toHaveLength(2);
    await again[1]?.answer("new");
    expect(text(cache, 3)).toBe("new3");
  });

  it("reads again what changed while it was read: after that, not beside it", async () => {
    const { cache, reads } = fakeTable(5);
    cache.request(0, 4);
    for (let times = 0; times < 3; times++) cache.invalidate();
    expect(reads).toHaveLength(1);
    await reads[0]?.answer("old");
    expect(text(cache, 0)).toBe("old0");
    expect(reads).toHaveLength(2);
    await reads[1]?.answer("new");
    expect(text(cache, 0)).toBe("new0");
    expect(reads).toHaveLength(2);
  });

  it("reads nothing before somebody wants it when it is held", async () => {
    const held = { code: "engine.stopped", message: "Not read.", next: "Read." } as const;
    const { cache, reads } = fakeTable(5, { held });
    cache.request(0, 4);
    cache.invalidate();
    expect(reads).toHaveLength(0);
    expect(cache.error).toEqual(held);
    cache.retry();
    await reads[0]?.answer();
    expect(cache.error).toBeNull();
    expect(text(cache, 0)).toBe("0");
  });

  it("shows the rows of the order before until the first page of the new one", async () => {
    const { cache, reads } = fakeTable(20);
    cache.request(0, 5);
    await reads[0]?.answer("a");
    cache.setSource({ ...source, order: [{ column: "v", direction: "desc" }] });
    expect(text(cache, 2)).toBe("a2");
    expect(reads.at(-1)?.source.order).toHaveLength(1);
    await reads.at(-1)?.answer("b");
    expect(text(cache, 2)).toBe("b2");
    expect(reads[1]?.signal.aborted).toBe(true);
  });

  it("forgets pages that were not looked at for long", async () => {
    const { cache, reads } = fakeTable(10_000, { capacity: 4 });
    for (let row = 0; row < 100; row += 10) {
      cache.request(row, row + 5);
      for (const read of reads.splice(0)) await read.answer();
    }
    expect(text(cache, 0)).toBeUndefined();
    expect(text(cache, 95)).toBe("95");
  });

  it("says why a read failed and tries again when asked", async () => {
    const { cache, reads } = fakeTable(20);
    cache.request(0, 5);
    await reads[0]?.fail(new Error("disk"));
    expect(cache.error?.code).toBe("internal");
    cache.request(0, 6);
    expect(reads).toHaveLength(1);
    cache.retry();
    await reads[1]?.answer();
    expect(cache.error).toBeNull();
    expect(text(cache, 1)).toBe("1");
  });

  it("gives up a read that is stopped: its late answer is not taken", async () => {
    const { cache, reads } = fakeTable(20);
    cache.request(0, 5);
    expect(cache.waitingSince).not.toBeNull();
    cache.stop();
    expect(cache.waitingSince).toBeNull();
    expect(cache.error?.code).toBe("engine.stopped");
    expect(reads[0]?.signal.aborted).toBe(true);
    await reads[0]?.answer();
    expect(text(cache, 0)).toBeUndefined();
  });

  it("keeps an exact total when a later page only knows an estimate", async () => {
    const { cache, reads } = fakeTable(1000);
    cache.request(0, 5);
    await reads[0]?.answer();
    cache.counted(source, { rows: 7, quality: "exact" });
    expect(cache.total.rows).toBe(1000);
  });

  it("rests while its view is hidden: nothing is asked, only the screen is kept, and what changed is read on waking", async () => {
    const { cache, reads } = fakeTable(1000);
    for (const first of [0, 300, 500]) {
      cache.request(first, first + 9);
      for (const read of reads.splice(0)) await read.answer();
      for (const read of reads.splice(0)) await read.answer();
    }
    expect(text(cache, 0)).toBe("0");
    cache.rests = true;
    expect(text(cache, 0)).toBeUndefined();
    expect(text(cache, 505)).toBe("505");
    cache.invalidate();
    cache.request(500, 509);
    expect(reads).toEqual([]);
    cache.rests = false;
    expect(reads.map(({ offset }) => offset)).toContain(500);
    expect(text(cache, 505)).toBe("505");
    for (const read of reads.splice(0)) await read.answer("new ");
    expect(text(cache, 505)).toBe("new 505");
  });
});
