/** What selected cells come to: the page's sums are the engine's, and both are said in words. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { summariseCells } from "../../../renderer/rows/summarise-cells.ts";
import { figure, summaryWords } from "../../../renderer/rows-view/summary/summary-words.ts";
import { summaryHere } from "../../../renderer/rows-view/summary/use-selection-summary.ts";
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import { joinEngine } from "../../harness/port-pair.ts";

const value: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constant(null),
  fc.bigInt({ min: -3n, max: 3n }),
  fc.constantFrom(2n ** 63n - 1n, -(2n ** 63n), 9007199254740993n),
  fc.constantFrom(0.1, 0.2, 2, -0.0, 1e300, 9007199254740992, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.constantFrom("", "a", "B", "ab", "é", "\uffee", "😀", "10"),
  fc.constantFrom(new Uint8Array(), new Uint8Array([97]), new Uint8Array([97, 0])),
);

describe("what cells come to", () => {
  it("is in the page what the engine says of the file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "joinery-summary-"));
    const path = join(folder, "a.db");
    const db = new Database(path);
    db.exec("PRAGMA synchronous = OFF; CREATE TABLE t(a, b)");
    const insert = db.prepare("INSERT INTO t VALUES (?, ?)");
    const joined = joinEngine({ kind: "file", path, readOnly: true });
    const source = { table: { schema: "main", name: "t" }, order: [], filter: [] };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value), { maxLength: 12 }), async (rows) => {
        db.exec("DELETE FROM t");
        db.transaction(() => rows.forEach((row) => insert.run(...row)))();
        const page = await joined.client.ask("rows.readPage", { source, offset: 0, limit: 100 });
        const said = await joined.client.ask("rows.aggregate", {
          source,
          ranges: [{ firstRow: 0, lastRow: null, columns: ["a", "b"] }],
        });
        const own = summariseCells(page.rows.flat());
        // A sum of reals depends on the order in which they are added.
        const close = (a: unknown, b: unknown) =>
          typeof a === "number" && typeof b === "number" && Number.isFinite(a) && Number.isFinite(b)
            ? expect(Math.abs(a - b)).toBeLessThanOrEqual(Math.abs(b) * 1e-12 + 1e-12)
            : expect(a).toEqual(b);
        close(own?.sum.value, said.sum.value);
        close(own?.average, said.average);
        // Of equal values (2 and 2.0, 0 and -0.0) either may be the least.
        for (const end of ["min", "max"] as const) expect(Number(own?.[end]) + 0).toEqual(Number(said[end]) + 0);
        const { sum: _sum, average: _average, min: _min, max: _max, ...rest } = said;
        expect(own).toMatchObject({ ...rest, sum: { quality: said.sum.quality } });
        if (typeof said.min === "string") expect(own?.min).toBe(said.min);
        if (typeof said.max === "string") expect(own?.max).toBe(said.max);
      }),
      { numRuns: 100 },
    );
    joined.close();
    db.close();
    rmSync(folder, { recursive: true });
  });

  it("adds integers exactly and tenths as people do", () => {
    expect(figure(summariseCells([9007199254740993n, 9007199254740993n])?.sum.value as bigint)).toBe(
      "18,014,398,509,481,986",
    );
    expect(figure(summariseCells([0.1, 0.2])?.sum.value as number)).toBe("0.3");
  });

  it("is said in words, without what says nothing", () => {
    const words = (...cells: Cell[]) => summaryWords(summariseCells(cells) ?? ({} as never)).join(" · ");
    expect(words(1n, 2n, null)).toBe("Σ 3 · ⌀ 1.5 · min 1 · max 2 · 2 distinct · 1 NULL");
    // Names have no ends that say something; dates do.
    expect(words("b", "a", "a")).toBe("2 distinct");
    expect(words("2024-01-31", "2023-02-01 10:00")).toBe("min 2023-02-01 10:00 · max 2024-01-31 · 2 distinct");
    expect(words(1914n, 2012n)).toBe("Σ 3926 · ⌀ 1963 · min 1914 · max 2012 · 2 distinct");
    expect(words(10n, 10n, 11n)).toContain("⌀ 10.33 ");
    expect(words(2n ** 63n - 1n, 1n)).toContain("Σ ≈ 9,223,372,036,850,000,000.0");
    expect(words(null, null)).toBe("0 distinct · 2 NULL");
  });

  it("is left to the engine where rows or values are not here", () => {
    const range = { firstRow: 0, lastRow: 1, firstColumn: 0, lastColumn: 0, wholeRows: false, wholeColumns: false };
    const cells: (Cell | undefined)[] = [1n, 2n];
    const rows = {
      at: (row: number) => (row in cells ? ({} as never) : undefined),
      value: (row: number) => cells[row],
    };
    expect(summaryHere(rows, [range])?.sum.value).toBe(3n);
    expect(summaryHere(rows, [{ ...range, lastRow: 2 }])).toBeNull();
    cells[1] = { storage: "text", head: "x", bytes: 9_000_000 };
    expect(summaryHere(rows, [range])).toBeNull();
    // What a new row leaves open is no value.
    cells[1] = undefined;
    expect(summaryHere(rows, [range])?.cells).toBe(1);
  });
});
