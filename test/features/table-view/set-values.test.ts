/** NULL, the DEFAULT and the present moment: as the menu, the keys and the cell panel set them. */
import { expect, test } from "vitest";
import * as gestures from "../../../renderer/rows/edits/table-gestures.ts";
import { openTable, selectCells } from "./open-table.ts";

const sql = `create table t (id integer primary key, n int default 5, s text not null default 'it''s', e text default (upper('x') || 1),
    at text default current_timestamp, plain, seen int, done date, g as (n + 1));
  insert into t (id, n, s, at, plain, seen, done) values (1, 1, 'a', '2020-01-02T03:04Z', 'p', 1600000000000, '2020-01-02'),
    (2, 2, 'b', null, 'q', null, null);`;
const columns = { n: 1, s: 2, e: 3, at: 4, plain: 5, seen: 6, done: 7, g: 8 };

test("the default is what SQLite makes of it now, NULL where there is none, one step for all cells", async () => {
  const { context, shown } = await openTable(sql, "t");
  expect(await gestures.setDefault(context, selectCells(0, columns.n, 1, columns.plain))).toBeNull();
  const [first, second] = shown();
  expect(first?.slice(1, 4)).toEqual(["5", "it's", "X1"]);
  expect(second?.slice(1, 4)).toEqual(["5", "it's", "X1"]);
  expect(first?.[columns.at]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  expect(first?.[columns.plain]).toBe("NULL");
  await context.session.undo();
  expect(shown()[0]?.slice(1, 6)).toEqual(["1", "a", "X1", "2020-01-02T03:04Z", "p"]);
});

test("a new row leaves the column open again; a computed column is left alone", async () => {
  const { context, shown } = await openTable(sql, "t");
  expect(await gestures.addRow(context)).toBeNull();
  expect(await gestures.typeInto(context, { row: 2, column: columns.n }, "7")).toBeNull();
  expect(await gestures.setNull(context, selectCells(2, columns.at))).toBeNull();
  expect(shown()[2]?.[columns.at]).toBe("NULL");
  expect(await gestures.setDefault(context, selectCells(2, columns.n, 2, columns.at))).toBeNull();
  expect(context.rows.value(2, columns.n)).toBeUndefined();
  expect(context.rows.value(2, columns.at)).toBeUndefined();
  expect(await gestures.setDefault(context, selectCells(0, columns.g))).toMatchObject({ code: "row.notAddressable" });
  expect((await context.session.commit()).ok).toBe(true);
});

test("now takes the form that the column keeps", async () => {
  const { context } = await openTable(sql, "t");
  const { rows } = context;
  const before = Date.now();
  expect(await gestures.setNow(context, selectCells(0, columns.at, 1, columns.done))).toBeNull();
  expect(rows.value(0, columns.at)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/);
  expect(rows.value(1, columns.at)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  expect(Number(rows.value(0, columns.seen))).toBeGreaterThanOrEqual(before);
  expect(Number(rows.value(1, columns.seen)) * 1000).toBeGreaterThan(before - 2000);
  expect(rows.value(0, columns.done)).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(rows.value(1, columns.done)).toMatch(/^\d{4}-\d\d-\d\d$/);
  await context.session.undo();
  expect(rows.value(0, columns.at)).toBe("2020-01-02T03:04Z");
});

test("NULL where the column forbids it is staged, and told", async () => {
  const { context, shown } = await openTable(sql, "t");
  expect(await gestures.setNull(context, selectCells(0, columns.s, 1, columns.s))).toBeNull();
  expect(shown().map((row) => row[columns.s])).toEqual(["NULL", "NULL"]);
  const { problems } = await context.client.ask("session.check", { only: null });
  expect(problems.map(({ message }) => message)).toEqual(Array(2).fill("“s” must have a value (NOT NULL)."));
});
