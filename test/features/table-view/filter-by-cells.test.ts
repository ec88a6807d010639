/** Filters made of selected cells, asked of the real engine. */
import { expect, it } from "vitest";
import { filterByCells, meantCells } from "../../../renderer/rows/filter/filter-by-cells.ts";
import { typeInto } from "../../../renderer/rows/edits/table-gestures.ts";
import type { RowFilter } from "../../../src-shared/model/row-filter.ts";
import { openTable, selectCells } from "./open-table.ts";

const tags = `
  CREATE TABLE tag(id INTEGER PRIMARY KEY, word, n INTEGER);
  INSERT INTO tag(word, n) VALUES ('a', 1), ('A', 2), (NULL, 3), (1, 4), ('1', 5), (1.0, 6), (x'31', 7), ('a', 8);
  INSERT INTO tag(word) VALUES (printf('%.*c', 200000, 'x'));
`;
const word = 1;

async function opened() {
  const { context } = await openTable(tags, "tag");
  const found = async (filter: RowFilter | null) => {
    const source = { table: { schema: "main", name: "tag" }, order: [], filter: filter ? [filter] : [] };
    const page = await context.client.ask("rows.readPage", { source, offset: 0, limit: 20 });
    return page.rows.map((row) => row[0]);
  };
  const by = (row: number, selection: ReturnType<typeof selectCells>, same = true) =>
    filterByCells(context, { row, column: word }, selection, same);
  return { context, found, by };
}

it("one value, and what is NULL", async () => {
  const { found, by } = await opened();
  expect(await found(await by(0, selectCells(0, word)))).toEqual([1n, 8n]);
  expect(await found(await by(2, selectCells(2, word)))).toEqual([3n]);
  expect((await found(await by(2, selectCells(2, word), false))).length).toBe(8);
});

it("several cells of a column: rows with one of them, or with none", async () => {
  const { found, by } = await opened();
  const four = selectCells(0, word, 3, word);
  expect(await by(1, four)).toEqual({ column: "word", operator: "in", values: ["a", "A", null, 1n] });
  expect(await found(await by(1, four))).toEqual([1n, 2n, 3n, 4n, 6n, 8n]);
  expect(await found(await by(1, four, false))).toEqual([5n, 7n, 9n]);
});

it("a cell beside the selection, or one of several columns, means itself", async () => {
  const { found, by } = await opened();
  expect(await found(await by(4, selectCells(0, word, 3, word)))).toEqual([5n]);
  expect(await found(await by(1, selectCells(0, 0, 3, word)))).toEqual([2n]);
  expect(meantCells({ row: 1, column: 1 }, selectCells(0, 1, 3, 1))).toHaveLength(1);
});

it("what the file holds counts; a value too large for it says so", async () => {
  const { context, found, by } = await opened();
  await typeInto(context, { row: 0, column: word }, "staged");
  expect(await found(await by(0, selectCells(0, word)))).toEqual([1n, 8n]);
  await expect(by(8, selectCells(8, word))).rejects.toThrow("nothing to filter by");
});
