import { describe, expect, test, vi } from "vitest";
import { copyResult } from "../../../renderer/features/sql-console/copy-result.ts";
import { type ReadRows, ResultPages } from "../../../renderer/features/sql-console/result-pages.ts";
import { resultLook } from "../../../renderer/features/sql-console/result-source.ts";
import type { Cell } from "../../../src-shared/model/cell.ts";

const rowsFrom = (offset: number, limit: number, total: number): Cell[][] =>
  Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, i) => [BigInt(offset + i)]);

describe("ResultPages", () => {
  test("reads what is on screen and nothing else", async () => {
    const read = vi.fn<ReadRows>(async (offset: number, limit: number) => rowsFrom(offset, limit, 10_000));
    const pages = new ResultPages(read, () => {});
    pages.request(950, 990, 10_000);
    await vi.waitFor(() => expect(pages.row(990)).toEqual([990n]));
    expect(read.mock.calls).toEqual([[800, 200]]);
    expect(pages.row(0)).toBeUndefined();
  });

  test("reads the last page again when a running statement gave more rows, and does not hang on a short one", async () => {
    let total = 30;
    const read = vi.fn<ReadRows>(async (offset: number, limit: number) => rowsFrom(offset, limit, total));
    const pages = new ResultPages(read, () => {});
    pages.request(0, 40, 30);
    await vi.waitFor(() => expect(pages.row(29)).toEqual([29n]));
    total = 50;
    pages.request(0, 40, 50);
    await vi.waitFor(() => expect(pages.row(40)).toEqual([40n]));
    // It promises 60 but has 50: asked once more, then left alone.
    pages.request(0, 60, 60);
    await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(3));
    pages.request(0, 60, 60);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(read).toHaveBeenCalledTimes(3);
  });

  test("follows the view when it moved while pages were on their way", async () => {
    const read = vi.fn<ReadRows>(async (offset: number, limit: number) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return rowsFrom(offset, limit, 100_000);
    });
    const pages = new ResultPages(read, () => {});
    for (let top = 0; top < 20_000; top += 1000) pages.request(top, top + 40, 100_000);
    await vi.waitFor(() => expect(pages.row(19_040)).toEqual([19_040n]));
    expect(read.mock.calls.length).toBeLessThan(8);
  });

  test("keeps the failure until a page is read", async () => {
    const read = vi
      .fn<ReadRows>()
      .mockRejectedValueOnce(new Error("gone"))
      .mockResolvedValue([[1n]]);
    const pages = new ResultPages(read, () => {});
    pages.request(0, 0, 1);
    await vi.waitFor(() => expect(pages.failure).toBeInstanceOf(Error));
    pages.request(0, 0, 1);
    await vi.waitFor(() => expect(pages.failure).toBeNull());
  });
});

test("values are told apart by their look", () => {
  expect(resultLook(null)).toEqual({ text: "NULL", kind: "null" });
  expect(resultLook("")).toEqual({ text: "", kind: "empty" });
  expect(resultLook(5n)).toEqual({ text: "5", kind: "integer" });
  expect(resultLook(5)).toEqual({ text: "5.0", kind: "real" });
  expect(resultLook(1e300)).toEqual({ text: "1e+300", kind: "real" });
  expect(resultLook(new Uint8Array(2048))).toEqual({ text: "BLOB 2.0 KB", kind: "blob" });
  expect(resultLook({ storage: "text", head: "a\ufffd", bytes: 9, damaged: true })).toMatchObject({ kind: "damaged" });
});

test("copied cells come back as cells: tabs, line ends and quotes are quoted", async () => {
  const rows: Cell[][] = [
    ["a\tb", 1n],
    ['say "x"', null],
    ["two\nlines", new Uint8Array([1, 255])],
  ];
  const column = { type: "", align: "left", width: 1, sortable: false, direction: null } as const;
  const text = await copyResult({
    source: {
      columns: [
        { ...column, name: "t" },
        { ...column, name: "n" },
      ],
    },
    ranges: [{ firstRow: 0, lastRow: 2, firstColumn: 0, lastColumn: 1, wholeRows: false, wholeColumns: false }],
    headers: true,
    read: async (offset, limit) => rows.slice(offset, offset + limit),
  });
  expect(text).toBe('t\tn\n"a\tb"\t1\n"say ""x"""\t\n"two\nlines"\t01ff');
});
