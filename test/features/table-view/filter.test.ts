/** The page's side of filters: what fields and forms make, how chips say it, what is kept, over the real engine. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { columnFilter, switched, withColumnText } from "../../../renderer/rows/filter/column-filter.ts";
import { conditionOf, draftOf } from "../../../renderer/rows/filter/condition-value.ts";
import { filterWords } from "../../../renderer/rows/filter/filter-words.ts";
import { keptFilter, readFilter } from "../../../renderer/rows/view-state.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { RowFilter } from "../../../src-shared/model/row-filter.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import { type JoinedEngine, joinEngine } from "../../harness/port-pair.ts";

let folder: string;
let joined: JoinedEngine;
let table: Table;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "joinery-filter-"));
  const path = join(folder, "film.db");
  const db = new Database(path);
  db.exec(`
    CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT, year INTEGER, rating REAL, note);
    INSERT INTO film VALUES (1, 'Metropolis', 1927, 8.3, NULL), (2, 'M', 1931, 8.3, ''), (3, 'Stalker', 1979, 8.1, '10%'),
      (4, 'Solaris', 1972, 8.0, x'00'), (5, 'Mirror', 1975, 8.0, 'MIRROR'), (6, 'Big', 9007199254740993, NULL, 5);
  `);
  db.close();
  joined = joinEngine({ kind: "file", path, readOnly: false });
  const schema = await joined.client.ask("schema.read", undefined);
  table = schema.tables.find((t) => t.name === "film") as Table;
});
afterAll(() => {
  joined.close();
  rmSync(folder, { recursive: true });
});

const column = (name: string) => table.columns.find((c) => c.name === name) as Column;

async function ids(filter: readonly RowFilter[]): Promise<number[]> {
  const source = { table: { schema: "main", name: "film" }, order: [], filter: [...filter] };
  const page = await joined.client.ask("rows.readPage", { source, offset: 0, limit: 100 });
  return page.rows.map((cells) => Number(cells[0]));
}

const typed = (name: string, text: string, before: readonly RowFilter[] = []) =>
  withColumnText(before, column(name), text);

describe("the filter row", () => {
  it.each([
    ["title", "m", [1, 2, 5]],
    ["title", "=M", [2]],
    ["title", "<>M", [1, 3, 4, 5, 6]],
    ["title", "%s", [1, 4]],
    ["title", "/^[ms].*r/", [1, 3, 4, 5]],
    ["year", ">1975", [3, 6]],
    ["year", "1927~1972", [1, 2, 4]],
    ["year", "=9007199254740993", [6]],
    ["rating", "<8.1", [4, 5]],
    ["rating", "=NULL", [6]],
    ["note", "<>NULL", [2, 3, 4, 5, 6]],
    ["note", "=5", [6]],
  ])("%s: %s", async (name, text, expected) => {
    const filter = typed(name, text);
    expect(filter).toHaveLength(1);
    expect(await ids(filter)).toEqual(expected);
    // The field shows what was typed, read back from the condition.
    expect(columnFilter(filter, column(name))).toEqual({ at: 0, text, on: true });
  });

  it("changes its own condition and leaves the others, takes it out when emptied, waits for a whole one", async () => {
    const other: RowFilter = { column: "year", operator: ">", value: 1930n };
    let filter = typed("title", "m", [other]);
    expect(await ids(filter)).toEqual([2, 5]);
    filter = typed("title", "mi", filter);
    expect(filter).toHaveLength(2);
    expect(await ids(filter)).toEqual([5]);
    expect(typed("title", ">", filter)).toBe(filter);
    expect(typed("title", " mi ", filter)).toBe(filter);
    expect(typed("title", "", filter)).toEqual([other]);
    expect(typed("rating", "", filter)).toBe(filter);
  });

  it("shows a condition that is switched off as such, and typing switches it on again", async () => {
    const off = switched(typed("title", "m"), 0);
    expect(await ids(off)).toHaveLength(6);
    expect(columnFilter(off, column("title"))).toEqual({ at: 0, text: "m", on: false });
    expect(switched(off, 0)).toEqual(typed("title", "m"));
    expect(columnFilter(typed("title", "me", off), column("title"))).toMatchObject({ text: "me", on: true });
  });
});

describe("forms", () => {
  const draft = { column: "year", operator: "=" as const, text: "1927", high: "", caseSensitive: false };

  it("give values their column's storage class, and text to searches", async () => {
    expect(conditionOf(table, column("year"), draft)).toEqual({ column: "year", operator: "=", value: 1927n });
    expect(conditionOf(table, column("rating"), { ...draft, column: "rating", text: "8" })).toMatchObject({ value: 8 });
    expect(conditionOf(table, column("year"), { ...draft, operator: "contains" })).toMatchObject({ value: "1927" });
    const between = conditionOf(table, column("year"), { ...draft, operator: "between", text: "1927", high: "1931" });
    expect(await ids([between])).toEqual([1, 2]);
    expect(draftOf(between)).toMatchObject({ operator: "between", text: "1927", high: "1931" });
    const cased = { ...draft, column: "title", operator: "contains" as const, text: "M", caseSensitive: true };
    expect(await ids([conditionOf(table, column("title"), cased)])).toEqual([1, 2, 5]);
    expect(await ids([conditionOf(table, column("title"), { ...cased, text: "m" })])).toEqual([]);
    expect(draftOf(conditionOf(table, column("title"), cased))).toEqual(cased);
  });
});

const group: RowFilter = {
  any: [
    { column: "title", operator: "=", value: "M" },
    { all: [{ column: "year", operator: ">", value: 1974n }, { not: { rawSql: "note IS NULL" } }] },
    { column: "id", operator: "=", value: 1n, enabled: false },
  ],
};

describe("groups, searches and SQL", () => {
  it("hold in the engine and are said in words", async () => {
    expect(await ids([group])).toEqual([2, 3, 5, 6]);
    expect(filterWords(group)).toEqual({
      about: null,
      says: "title = M or (year > 1974 and (not SQL note IS NULL))",
    });
    expect(await ids([{ anyColumn: "mir" }])).toEqual([5]);
    const write = (column: string, value: Scalar) => (column === "seen" && value === 0n ? "1970-01-01" : null);
    const seen: RowFilter = { column: "seen", operator: "between", low: 0n, high: 5n };
    expect(filterWords({ not: seen }, write).says).toBe("not seen between 1970-01-01 and 5");
    expect(filterWords({ anyColumn: "mir", operator: "regex" })).toEqual({ about: "any column", says: "matches mir" });
    await expect(ids([{ rawSql: "1); DROP TABLE film; --" }])).rejects.toMatchObject({
      data: { code: "sql.syntax" },
    });
  });

  it("are kept through JSON with their storage classes; what does not fit the table is left out", () => {
    const filter: RowFilter[] = [
      group,
      { column: "note", operator: "=", value: new Uint8Array([0, 255]) },
      { column: "rating", operator: "between", low: Number.NEGATIVE_INFINITY, high: -0 },
      { column: "note", operator: "in", values: [null, 9007199254740993n, "x"], enabled: false },
      { anyColumn: "a", caseSensitive: true },
      { rawSql: "1" },
    ];
    const kept = JSON.parse(JSON.stringify({ filter: keptFilter(filter) }));
    const names = table.columns.map((c) => c.name);
    expect(readFilter(kept, names)).toEqual(filter);
    expect(readFilter(kept, ["note"])).toEqual([filter[1], filter[3], filter[4], filter[5]]);
    expect(
      readFilter({ filter: [{ column: "note", operator: "=", value: "untagged" }, {}, { any: 1 }] }, names),
    ).toEqual([]);
  });
});
