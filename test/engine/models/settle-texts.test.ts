/** Texts of tables that a draft creates and goes on editing: as one would have written them. */
import { describe, expect, it } from "vitest";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { openModels } from "./open-models.ts";

const create: SchemaOperation = { op: "createTable", sql: "CREATE TABLE movies (\n  id INTEGER PRIMARY KEY\n)" };

function textAfter(...operations: SchemaOperation[]): string {
  const { settled, refusals, schema } = openModels(null).draft(create, ...operations);
  expect(refusals).toEqual([]);
  expect(settled).toHaveLength(1);
  const [only] = settled;
  const [made] = schema.tables;
  const sql = only?.op === "createTable" ? only.sql : "";
  // What is shown in the draft is what would be run.
  expect(made?.sql).toBe(sql);
  return sql;
}

describe("a table that is still a draft", () => {
  const columns: SchemaOperation[] = [
    { op: "addColumn", table: "movies", sql: "title TEXT" },
    { op: "addColumn", table: "movies", sql: "year INTEGER" },
  ];

  it("has each new column on a line of its own", () => {
    expect(textAfter(...columns)).toBe(
      "CREATE TABLE movies (\n  id INTEGER PRIMARY KEY,\n  title TEXT,\n  year INTEGER\n)",
    );
  });

  it("is renamed without quotes that nobody wrote", () => {
    const renamed = textAfter(
      ...columns,
      { op: "addCheck", table: "movies", expression: "year > 1880" },
      { op: "renameColumn", table: "movies", column: "year", to: "made" },
      { op: "renameTable", table: "movies", to: "films" },
    );
    expect(renamed).toBe(
      "CREATE TABLE films (\n  id INTEGER PRIMARY KEY,\n  title TEXT,\n  made INTEGER,\n  CHECK (made > 1880)\n)",
    );
  });

  it("may speak of itself", () => {
    const renamed = textAfter(
      { op: "addColumn", table: "movies", sql: "sequel_of INTEGER REFERENCES movies(id)" },
      { op: "renameTable", table: "movies", to: "films" },
    );
    expect(renamed.replaceAll('"', "")).toBe(
      "CREATE TABLE films (\n  id INTEGER PRIMARY KEY\n, sequel_of INTEGER REFERENCES films(id))",
    );
  });
});
