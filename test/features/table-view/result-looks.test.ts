/** What a result shows beside its values: labels of parents, and what the user's own SQL makes of them. Over the real engine. */
import { describe, expect, test } from "vitest";
import { Dressing } from "../../../renderer/rows/layers/dressing.ts";
import { ParentLabels } from "../../../renderer/rows/relations/parent-labels.ts";
import { labelColumn } from "../../../renderer/rows/relations/relations.ts";
import { StagedParents } from "../../../renderer/rows/relations/staged-parents.ts";
import { resultRelations } from "../../../renderer/features/result-view/result-relations.ts";
import { openResult } from "./open-result.ts";

const ddl = `
  CREATE TABLE studio (id INTEGER PRIMARY KEY, name TEXT, owner INT REFERENCES studio);
  CREATE TABLE place (country TEXT, zip TEXT, name TEXT, PRIMARY KEY (country, zip));
  CREATE TABLE film (id INTEGER PRIMARY KEY REFERENCES studio, title TEXT, studio INT REFERENCES studio, country TEXT, zip TEXT,
    FOREIGN KEY (country, zip) REFERENCES place);
  CREATE VIEW shelf AS SELECT title, studio AS made_by FROM film;
  INSERT INTO studio VALUES (1, 'Ealing', NULL), (2, 'Gaumont', 1), (3, NULL, NULL);
  INSERT INTO place VALUES ('GB', 'W5', 'London');
  INSERT INTO film VALUES (1, 'One', 2, 'GB', 'W5'), (2, 'Two', 2, NULL, 'W5'), (3, 'Nine', NULL, 'GB', 'W5');
`;

async function labelled(sql: string) {
  const result = await openResult(ddl, sql);
  const { rows, context, session, names, schema, statement } = result;
  const relations = resultRelations(statement.origins, names, schema);
  const labels = new ParentLabels({
    client: context.client,
    relations,
    labelOf: ({ parent, parentColumns }) => labelColumn(parent, parentColumns, undefined),
    changed: () => rows.changed(),
    staged: new StagedParents(session),
  });
  rows.setLabels(labels);
  const look = () =>
    Array.from({ length: rows.rowCount }, (_, row) =>
      rows.columns.map((_column, column) => rows.cell(row, column)?.label),
    );
  look();
  return { ...result, relations, look };
}

describe("labels of parents in a result", () => {
  test("stand where a column is a foreign key, under whatever name, and change with what is staged", async () => {
    const { look, type } = await labelled(
      "SELECT f.id AS key, f.title, f.studio AS by, s.owner FROM film f LEFT JOIN studio s ON s.id = f.studio ORDER BY 1",
    );
    await expect.poll(look).toEqual([
      ["Ealing", undefined, "Gaumont", "Ealing"],
      ["Gaumont", undefined, "Gaumont", "Ealing"],
      ["", undefined, "", ""],
    ]);
    expect(await type(2, "by", "1")).toBe(null);
    await expect.poll(() => look()[2]?.[2]).toBe("Ealing");
  });

  test("stand through views, DISTINCT, GROUP BY, and by keys of several columns that are all there", async () => {
    const views = await labelled("SELECT made_by, title FROM shelf ORDER BY title DESC");
    await expect.poll(() => views.look().map(([by]) => by)).toEqual(["Gaumont", "Gaumont", ""]);
    const groups = await labelled("SELECT studio, count(*), min(studio) FROM film GROUP BY 1 ORDER BY 1");
    await expect.poll(groups.look).toEqual([
      ["", undefined, undefined],
      ["Gaumont", undefined, undefined],
    ]);
    const distinct = await labelled("SELECT DISTINCT zip, country FROM film ORDER BY country");
    await expect.poll(distinct.look).toEqual([
      ["", undefined],
      ["London", undefined],
    ]);
  });

  test.each([
    "SELECT studio FROM film UNION SELECT id FROM film",
    "SELECT studio + 0 AS studio FROM film",
    "SELECT zip FROM film",
    "SELECT a.country, b.zip FROM film a, film b",
    "WITH studio(id) AS (SELECT 1) SELECT studio.id FROM studio",
    "SELECT max(studio) AS studio FROM film",
  ])("do not stand where it is not certain: %s", async (sql) => {
    expect((await labelled(sql)).relations).toEqual([]);
  });
});

test("SQL of the user's own and conditions count with what a result shows, staged values among it", async () => {
  const result = await openResult(ddl, "SELECT id, title, title AS again, id * 10 AS tens FROM film ORDER BY id");
  const { rows, context } = result;
  const dressing = new Dressing({
    client: context.client,
    table: rows.table,
    expressions: new Map([["title", "upper(title) || ' ' || tens"]]),
    rules: [{ column: "tens", condition: { column: "tens", operator: ">", value: 15n }, tint: "red", row: false }],
    changed: () => rows.changed(),
    onEndless: () => {},
  });
  rows.setLooking({ dressing });
  const text = (column: string) => [0, 1, 2].map((row) => rows.cell(row, rows.placeOf(column))?.text);
  await expect.poll(() => text("title")).toEqual(["ONE 10", "TWO 20", "NINE 30"]);
  expect([0, 1, 2].map((row) => rows.cell(row, 3)?.tint)).toEqual([undefined, "red", "red"]);
  expect(text("again")).toEqual(["One", "Two", "Nine"]);
  await result.type(0, "title", "Uno");
  await expect.poll(() => text("title")[0]).toBe("UNO 10");
  expect((await result.session.commit()).ok).toBe(true);
  await expect.poll(() => text("title")[0]).toBe("UNO 10");
});
