/** A literal that only newer versions of SQLite know hides nothing of the table it stands in. */
import { expect, test } from "vitest";
import { openModels } from "../models/open-models.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

const literals = [
  "1_000",
  "0x10",
  "0x1_0",
  "1e5",
  "1_0.5e1_0",
  ".5",
  "+1",
  "-0x1",
  "TRUE",
  "CURRENT_TIMESTAMP",
  "(1 + 1)",
  "x'ab'",
  '"dq"',
  "'it''s'",
  "bare",
];

test.each(literals)("DEFAULT %s", (literal) => {
  const path = makeDatabase(
    `CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT COLLATE NOCASE, k INT CHECK (k IN (1, 2_0, 0x1F)), d DEFAULT ${literal})`,
  );
  const table = openModels(path)
    .draft()
    .schema.tables.find(({ name }) => name === "t");
  expect(table).toMatchObject({ autoincrement: true });
  expect(table?.columns.map(({ collation }) => collation)).toEqual(["BINARY", "NOCASE", "BINARY", "BINARY"]);
  expect(table?.columns[2]?.choices).toEqual([1n, 20n, 31n]);
});
