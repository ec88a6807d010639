import { describe, expect, it } from "vitest";
import { gridColumns, measureColumns } from "../../../renderer/rows/grid-columns.ts";
import type { CachedRow } from "../../../renderer/rows/cached-row.ts";
import { movedCell } from "../../../renderer/ui/data-grid/grid-view.ts";
import type { GridSource } from "../../../renderer/ui/data-grid/grid-source.ts";
import type { Cell } from "../../../src-shared/model/cell.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import { openTable } from "./open-table.ts";

const column = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  type: "",
  affinity: "blob",
  notNull: false,
  defaultSql: null,
  primaryKey: 0,
  kind: "ordinary",
  collation: "BINARY",
  ...more,
});
const columns = [
  column("id", { type: "INTEGER", affinity: "integer", primaryKey: 1 }),
  column("born", { type: "DATE", affinity: "numeric" }),
  column("rating"),
  column("word"),
  column("parent", { type: "INT", affinity: "integer" }),
  column("area", { type: "REAL", affinity: "real", kind: "virtual" }),
];
const table = {
  schema: "main",
  name: "t",
  columns,
  foreignKeys: [{ columns: ["parent"], parentTable: "t", parentColumns: ["id"], onUpdate: "", onDelete: "" }],
} as unknown as Table;
const row = (...cells: Cell[]): CachedRow => ({ cells, key: null, keyText: null, generation: 0, estimated: false });
const rows = Array.from({ length: 100 }, (_, i) =>
  row(BigInt(i), "2000-01-01", 6.5, i === 99 ? "x".repeat(5000) : "short", null, 1.5),
);

describe("columns of a table", () => {
  const measured = measureColumns(table, columns, rows, 10_000_000);
  const grid = gridColumns(table, columns, [{ column: "born", direction: "desc" }], { word: 333 }, measured);
  const by = (name: string) => grid.find((c) => c.name === name);

  it("stand right when they hold numbers, by type or by what they hold", () => {
    expect(grid.map((c) => [c.name, c.align])).toEqual([
      ["id", "right"],
      ["born", "left"],
      ["rating", "right"],
      ["word", "left"],
      ["parent", "right"],
      ["area", "right"],
    ]);
  });

  it("say key, parent and computed, and how they sort", () => {
    expect(grid.map((c) => c.badge)).toEqual(["key", undefined, undefined, undefined, "foreignKey", "generated"]);
    expect(by("born")).toMatchObject({ direction: "desc", sortPlace: 0 });
  });

  it("are as wide as most of their values, keys as the number of rows, dragged ones as they were dragged", () => {
    expect(by("word")?.width).toBe(333);
    expect(measured.widths.get("word")).toBeLessThan(150);
    expect(by("id")?.width).toBeGreaterThan(String(10_000_000).length * 6.5);
  });
});

describe("where an edit goes on", () => {
  const source = { rowCount: 3, columns: [1, 2] } as unknown as GridSource;
  it.each([
    [0, 0, "down", 1, 0],
    [2, 0, "down", 2, 0],
    [0, 1, "up", 0, 1],
    [0, 0, "right", 0, 1],
    [0, 1, "right", 1, 0],
    [2, 1, "right", 2, 1],
    [1, 0, "left", 0, 1],
    [0, 0, "left", 0, 0],
  ] as const)("from %i,%i %s to %i,%i", (fromRow, fromColumn, move, toRow, toColumn) => {
    expect(movedCell({ row: fromRow, column: fromColumn }, move, source)).toEqual({ row: toRow, column: toColumn });
  });
});

it("a column may be called as what every object has", async () => {
  const { shown, context } = await openTable(
    `CREATE TABLE t("constructor" TEXT, "__proto__" TEXT, "toString" TEXT, "a
b" TEXT); INSERT INTO t VALUES ('a', 'b', 'c', 'd')`,
    "t",
  );
  expect(shown()).toEqual([["a", "b", "c", "d"]]);
  expect(context.rows.columns.map(({ type }) => type)).toEqual(["TEXT", "TEXT", "TEXT", "TEXT"]);
  expect(context.rows.columns.every(({ width }) => width > 0)).toBe(true);
  expect(context.rows.columns[3]?.title).toBe("a ↵ b");
});
