/** Rows that fit a filter only as they are staged are shown with it; over the real engine. */
import { expect, it } from "vitest";
import { Joining } from "../../../renderer/rows/layers/joining.ts";
import * as gestures from "../../../renderer/rows/edits/table-gestures.ts";
import type { RowFilter } from "../../../src-shared/model/row-filter.ts";
import { type OpenTable, openTable, selectCells } from "./open-table.ts";

const sql = `CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, word TEXT COLLATE NOCASE, body BLOB);
  INSERT INTO t VALUES (1, 1, 'Pear', zeroblob(200000)), (2, 2, 'fig', NULL), (3, 3, 'lime', x'00');`;

interface Filtered extends OpenTable {
  filter(...filter: RowFilter[]): Promise<void>;
  /** The ids of the rows that are shown; "+" before one that the filter does not take as it is stored. */
  ids(): string[];
}

async function filtered(): Promise<Filtered> {
  const opened = await openTable(sql, "t");
  const { client, cache, rows, session } = opened.context;
  const show = rows.setJoined.bind(rows);
  const joining = new Joining({ client, table: rows.table, session, cache, show });
  session.store.subscribe(() => joining.follow());
  return {
    ...opened,
    async filter(...filter) {
      cache.setSource({ ...cache.source, filter });
      cache.request(0, 50);
      joining.follow();
      await expect.poll(() => cache.loaded && cache.waitingSince === null).toBe(true);
    },
    ids: () =>
      Array.from({ length: rows.rowCount }, (_, row) =>
        [row >= rows.fileRows && row < rows.freshFrom ? "+" : "", rows.cell(row, 0)?.text].join(""),
      ),
  };
}

const is = (column: string, value: bigint | string | null): RowFilter => ({ column, operator: "=", value });

it("a cell staged as 11 over 1 is found as 11 and as 1, and the bar is told", async () => {
  const { context, filter, ids } = await filtered();
  const { rows } = context;
  await gestures.typeInto(context, { row: 0, column: 1 }, "11");
  expect(rows.joinedRows).toBeNull();
  await filter(is("n", 11n));
  await expect.poll(ids).toEqual(["+1"]);
  expect([rows.fileRows, rows.joinedRows]).toEqual([0, 1]);
  expect(rows.row(0)).toMatchObject({ label: "+", tone: "changed" });
  expect(rows.rowHint(0)).toContain("Fits the filter only as it is staged");
  expect(rows.value(0, 1)).toBe(11n);
  // It is found by its key, and edited as any other row.
  const key = rows.rowKeys.at(0)?.key ?? "";
  expect(rows.rowKeys.find(new Set([key])).get(key)).toBe(0);
  await filter(is("n", 1n));
  await expect.poll(() => [ids(), rows.joinedRows]).toEqual([["1"], 0]);
  await filter(is("word", "lime"));
  await expect.poll(() => [ids(), rows.joinedRows]).toEqual([["3"], null]);
});

it("what is taken back goes, what is staged meanwhile comes, new rows stay last", async () => {
  const { context, filter, ids } = await filtered();
  await filter({ column: "word", operator: "contains", value: "im" });
  expect(ids()).toEqual(["3"]);
  await gestures.typeInto(context, { row: 0, column: 2 }, "lemon");
  expect(ids()).toEqual(["3"]);
  await filter({ column: "word", operator: "contains", value: "emo" });
  await expect.poll(ids).toEqual(["+3"]);
  await gestures.addRow(context);
  expect(ids()).toEqual(["+3", "4"]);
  expect(await gestures.revertRows(context, selectCells(0, 0))).toBeNull();
  await expect.poll(ids).toEqual(["4"]);
});

it("by the column's collation, by an SQL condition, by a search in all columns; a value that is not there whole is not guessed", async () => {
  const { context, filter, ids } = await filtered();
  await gestures.typeInto(context, { row: 1, column: 2 }, "FIGS");
  await gestures.typeInto(context, { row: 0, column: 1 }, "77");
  await filter(is("word", "figs"));
  await expect.poll(ids).toEqual(["+2"]);
  await filter({ rawSql: "word || n = 'FIGS2'" });
  await expect.poll(ids).toEqual(["+2"]);
  await filter({ rawSql: "n > 50" });
  await expect.poll(ids).toEqual(["+1"]);
  // Its BLOB did not come whole, and a search in all columns looks at that too.
  await filter({ anyColumn: "figs" });
  await expect.poll(ids).toEqual(["+2"]);
  await filter({ not: { column: "n", operator: "<", value: 50n } });
  await expect.poll(ids).toEqual(["+1"]);
});

it("of many staged rows each one is looked at", async () => {
  const { context, filter, ids } = await filtered();
  const { client, session } = context;
  await client.ask("console.run", {
    runId: crypto.randomUUID(),
    sql: "WITH RECURSIVE c(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM c WHERE i < 609) INSERT INTO t (id, n) SELECT i, 0 FROM c",
  });
  context.cache.invalidate();
  context.cache.request(0, 620);
  await expect.poll(() => context.rows.fileRows).toBe(603);
  expect(await gestures.setAllTyped(context, selectCells(3, 1, 602, 1), "5")).toBeNull();
  expect(session.store.getState().index.size).toBe(600);
  await filter(is("n", 5n));
  await expect.poll(() => ids().length).toBe(600);
});
