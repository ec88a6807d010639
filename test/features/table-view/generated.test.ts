/** What the file holds of generated columns is not shown as true once what they are computed from is changed. */
import { expect, it } from "vitest";
import { typeInto } from "../../../renderer/rows/edits/table-gestures.ts";
import { openTable } from "./open-table.ts";

it("a generated cell of a changed row is computed on commit, if it is computed from what was changed", async () => {
  const { context } = await openTable(
    `CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT, Year INTEGER, decade AS (year / 10 * 10), age AS (2020 - decade),
      caption AS ("title" || '!') STORED);
     INSERT INTO film VALUES (1, 'M', 1931)`,
    "film",
  );
  const { rows } = context;
  const look = (column: string) => rows.cell(0, rows.placeOf(column));
  const computed = { text: "computed", kind: "default", said: "on commit" };
  expect(look("decade")?.text).toBe("1930");
  await typeInto(context, { row: 0, column: rows.placeOf("Year") }, "1945");
  expect(look("decade")).toMatchObject(computed);
  // By another generated column.
  expect(look("age")).toMatchObject(computed);
  expect(look("caption")?.text).toBe("M!");
  await typeInto(context, { row: 0, column: rows.placeOf("title") }, "N");
  expect(look("caption")).toMatchObject(computed);
});
