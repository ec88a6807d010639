/** A schema that is read again after a change of one table: the others are remembered, and what depends on the change is not. */
import { describe, expect, it } from "vitest";
import { openModels } from "./open-models.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";

describe("a draft's schema", () => {
  const path = () =>
    makeDatabase(`CREATE TABLE parents(a INTEGER PRIMARY KEY, b TEXT); CREATE TABLE children(x REFERENCES parents, y);
      CREATE INDEX on_y ON children(y); CREATE VIEW v AS SELECT * FROM parents`);

  it("follows a parent's new key into foreign keys that name no columns", () => {
    const models = openModels(path());
    const keyOf = (draft: ReturnType<typeof models.draft>) =>
      draft.schema.tables.find(({ name }) => name === "children")?.foreignKeys[0]?.parentColumns;
    expect(keyOf(models.draft())).toEqual(["a"]);
    expect(keyOf(models.draft({ op: "setPrimaryKey", table: "parents", columns: [{ name: "b" }] }))).toEqual(["b"]);
    expect(keyOf(models.draft())).toEqual(["a"]);
    expect(
      keyOf(
        models.draft(
          { op: "dropTable", table: "parents" },
          { op: "createTable", sql: "CREATE TABLE parents(c PRIMARY KEY)" },
        ),
      ),
    ).toEqual(["c"]);
  });

  it("has the columns of views and the indexes as they are after it", () => {
    const models = openModels(path());
    models.draft();
    const { schema } = models.draft(
      { op: "addColumn", table: "parents", sql: "c INTEGER" },
      { op: "redefineIndex", name: "on_y", sql: "CREATE INDEX on_y ON children(y, x)" },
    );
    expect(schema.tables.find(({ name }) => name === "v")?.columns.map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(schema.indexes.map(({ name, columns }) => [name, columns])).toEqual([["on_y", ["y", "x"]]]);
    expect(models.draft().schema.indexes[0]?.columns).toEqual(["y"]);
  });
});
