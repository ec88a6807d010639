/** Draft, plan and apply on a small schema: what each says, and what is in the file afterwards. */
import Database from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import { openConnections } from "../../../electron/engine/connection/connections.ts";
import { applyOperations } from "../../../electron/engine/models/apply.ts";
import type { SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { makeDatabase, tempFolder } from "../../fixtures/temp-database.ts";
import { ask } from "../session/open-session.ts";
import { openModels } from "./open-models.ts";

const FILMS = `
  CREATE TABLE director (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE film (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- the number
    title TEXT NOT NULL,
    year INT,
    director INTEGER REFERENCES director(id) ON DELETE CASCADE
  );
  CREATE INDEX film_year ON film(year);
  CREATE VIEW recent AS SELECT title FROM film WHERE year > 2000;
  CREATE TRIGGER film_ai AFTER INSERT ON film BEGIN SELECT 1; END;
  INSERT INTO director VALUES (1, 'Varda'), (2, 'Kurosawa');
  INSERT INTO film VALUES (1, 'Cléo', 1962, 1), (7, 'Ran', 1985, 2);
`;

describe("draft", () => {
  test("shows the schema as it would be and touches nothing", () => {
    const path = makeDatabase(FILMS);
    const models = openModels(path);
    const { schema, refusals } = models.draft(
      { op: "renameTable", table: "film", to: "movie" },
      { op: "addColumn", table: "movie", sql: "rating REAL" },
    );
    expect(refusals).toEqual([]);
    const movie = schema.tables.find(({ name }) => name === "movie");
    expect(movie?.columns.map(({ name }) => name)).toEqual(["id", "title", "year", "director", "rating"]);
    expect(schema.tables.find(({ name }) => name === "recent")?.sql).toContain('"movie"');
    expect(ask(path, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name = 'movie'")).toEqual([]);
  });

  test("a refusal names its operation, and the schema is the one before it", () => {
    const models = openModels(makeDatabase(FILMS));
    const { schema, refusals } = models.draft(
      { op: "addColumn", table: "film", sql: "rating REAL" },
      { op: "dropColumn", table: "film", column: "nope" },
      { op: "dropTable", table: "film" },
    );
    expect(refusals).toMatchObject([{ operation: 1, message: expect.stringContaining("There is no column “nope”") }]);
    expect(schema.tables.find(({ name }) => name === "film")?.columns.at(-1)?.name).toBe("rating");
  });

  test("folds what belongs together", () => {
    const models = openModels(makeDatabase(FILMS));
    const { settled } = models.draft(
      { op: "createTable", sql: "CREATE TABLE review (id INTEGER PRIMARY KEY, body TEXT)" },
      { op: "addColumn", table: "review", sql: "stars INT" },
      { op: "renameColumn", table: "review", column: "body", to: "words" },
      { op: "addColumn", table: "film", sql: "rating REAL" },
      { op: "renameColumn", table: "film", column: "rating", to: "score" },
      { op: "changeColumn", table: "film", column: "score", notNull: true, default: "0" },
      { op: "createTable", sql: "CREATE TABLE gone (a)" },
      { op: "dropTable", table: "gone" },
      { op: "renameColumn", table: "film", column: "year", to: "y" },
      { op: "renameColumn", table: "film", column: "y", to: "year" },
    );
    expect(settled).toMatchObject([
      { op: "createTable", sql: expect.stringMatching(/words.*stars/s) },
      { op: "addColumn", table: "film", sql: expect.stringMatching(/^"?score"? REAL.*NOT NULL/) },
    ]);
  });
});

describe("plan and apply", () => {
  test("native steps and a rebuild; rows, rowids, the sequence, the index, the trigger, the view and the comment stay", () => {
    const path = makeDatabase(FILMS);
    const models = openModels(path);
    const operations = [
      { op: "renameColumn", table: "film", column: "title", to: "name" },
      { op: "changeColumn", table: "film", column: "year", type: "INTEGER", default: "2000" },
      { op: "addUnique", table: "director", columns: ["name"], name: "director_name" },
    ] satisfies SchemaOperation[];
    const plan = models.plan(...operations);
    expect(plan.refusals).toEqual([]);
    expect(plan.steps.map(({ route, rows }) => [route, rows])).toEqual([
      ["native", 0],
      ["rebuild", 2],
      ["rebuild", 2],
    ]);
    models.apply(...operations);
    expect(models.events).toContainEqual({ name: "database.changed", data: { schemaChanged: true } });
    expect(ask(path, "SELECT * FROM film")).toEqual([
      [1n, "Cléo", 1962n, 1n],
      [7n, "Ran", 1985n, 2n],
    ]);
    expect(ask(path, "SELECT seq FROM sqlite_sequence")).toEqual([[7n]]);
    expect(ask(path, "SELECT name FROM sqlite_schema ORDER BY name")).toEqual([
      ["director"],
      ["film"],
      ["film_ai"],
      ["film_year"],
      ["recent"],
      ["sqlite_autoindex_director_1"],
      ["sqlite_sequence"],
    ]);
    expect(String(ask(path, "SELECT sql FROM sqlite_schema WHERE name = 'film'"))).toContain("-- the number");
    expect(ask(path, "PRAGMA integrity_check")).toEqual([["ok"]]);
    expect(ask(path, "PRAGMA foreign_key_check")).toEqual([]);
  });

  test("rebuilds of one table that follow each other copy its rows once", () => {
    const path = makeDatabase(FILMS);
    const models = openModels(path);
    const { plan } = models.apply(
      { op: "moveColumn", table: "film", column: "year", position: "first" },
      { op: "changeColumn", table: "film", column: "title", type: "VARCHAR(100)", collation: "NOCASE" },
      { op: "addColumn", table: "film", sql: "rating REAL DEFAULT 5", position: { after: "title" } },
      { op: "changeColumn", table: "film", column: "year", type: "TEXT" },
      { op: "addUnique", table: "film", columns: ["title", "year"] },
    );
    expect(plan.steps.map(({ sql }) => sql.filter((text) => text.startsWith("INSERT")).length)).toEqual([
      0, 0, 0, 0, 1,
    ]);
    expect(ask(path, "SELECT year, id, title, rating, director FROM film")).toEqual([
      ["1962", 1n, "Cléo", 5, 1n],
      ["1985", 7n, "Ran", 5, 2n],
    ]);
    models.apply(...plan.reverse);
    expect(ask(path, "SELECT * FROM film")[0]).toEqual([1n, "Cléo", 1962n, 1n]);
    // What one type does to a value on the way to another is not skipped.
    const there = { op: "changeColumn" as const, table: "film", column: "title", acceptLossy: true };
    ask(path, "UPDATE film SET title = '007' WHERE id = 7");
    models.apply({ ...there, type: "INTEGER" }, { ...there, type: "TEXT" });
    expect(ask(path, "SELECT title FROM film")).toEqual([["Cléo"], ["7"]]);
  });

  test("a parent keeps its children through a rebuild", () => {
    const path = makeDatabase(FILMS);
    openModels(path).apply({ op: "changeColumn", table: "director", column: "name", default: "'?'" });
    expect(ask(path, "SELECT count(*) FROM film")).toEqual([[2n]]);
  });

  test("what the rows do not allow is refused with the rows and the choices, and nothing changes", () => {
    const path = makeDatabase(`${FILMS} INSERT INTO film(title) VALUES ('Untold');`);
    const before = ask(path, "SELECT * FROM sqlite_schema");
    const models = openModels(path);
    const { refusals } = models.plan({ op: "changeColumn", table: "film", column: "year", notNull: true });
    expect(refusals[0]?.detail).toContain("'Untold'");
    expect(refusals[0]?.choices.map(({ label }) => label)).toEqual([
      "Fill them with 0",
      "Delete these rows",
      "Leave the column nullable",
    ]);
    expect(models.refused({ op: "changeColumn", table: "film", column: "year", notNull: true }).code).toBe(
      "schema.refused",
    );
    expect(ask(path, "SELECT * FROM sqlite_schema")).toEqual(before);
    for (const choice of refusals[0]?.choices ?? []) expect(models.plan(...choice.operations).refusals).toEqual([]);
  });

  test.each([
    ["a view on a view", "CREATE VIEW v2 AS SELECT n FROM v1", "view “v2”"],
    [
      "an INSTEAD OF trigger",
      "CREATE TRIGGER vi INSTEAD OF INSERT ON v1 BEGIN INSERT INTO p(n) VALUES (new.n); END",
      "trigger “vi”",
    ],
  ])("a column under %s: SQLite refuses, and the plan offers to keep the views' column names", (_, more, title) => {
    const path = makeDatabase(
      `CREATE TABLE p (id INTEGER PRIMARY KEY, n); CREATE VIEW v1 AS SELECT n FROM p; ${more}; INSERT INTO p VALUES (1, 'x');`,
    );
    const models = openModels(path);
    const { refusals } = models.plan({ op: "renameColumn", table: "p", column: "n", to: "name" });
    const [keep, drop] = refusals[0]?.choices ?? [];
    expect([keep?.label, drop?.label]).toEqual(["Keep the column names of “v1”", `Drop the ${title} as well`]);
    models.apply(...(keep?.operations ?? []));
    expect(ask(path, "SELECT n FROM v1")).toEqual([["x"]]);
    expect(ask(path, "SELECT name FROM p")).toEqual([["x"]]);
    expect(ask(path, "SELECT count(*) FROM sqlite_schema")).toEqual([[3n]]);
  });

  test("the reverse gives the old schema back", () => {
    const path = makeDatabase(FILMS);
    const models = openModels(path);
    const before = ask(path, "SELECT * FROM film");
    const { plan } = models.apply(
      { op: "addColumn", table: "film", sql: "rating REAL" },
      { op: "moveColumn", table: "film", column: "year", position: "first" },
    );
    expect(plan.reversible).toBe("exact");
    models.apply(...plan.reverse);
    expect(ask(path, "SELECT * FROM film")).toEqual(before);
  });

  test("a plan made for another schema is not applied", () => {
    const path = makeDatabase(FILMS);
    const models = openModels(path);
    const { schemaVersion } = models.plan({ op: "dropIndex", name: "film_year" });
    ask(path, "CREATE TABLE other (a)");
    const apply = () =>
      models.engine.handlers["models.apply"]({ operations: [{ op: "dropIndex", name: "film_year" }], schemaVersion });
    expect(apply).toThrow("The schema was changed since this plan was made.");
  });

  test("in memory and read-only", () => {
    const memory = openModels(null);
    memory.apply({ op: "createTable", sql: "CREATE TABLE t (a)" }, { op: "addColumn", table: "t", sql: "b UNIQUE" });
    expect(memory.draft().schema.tables.find(({ name }) => name === "t")?.columns).toHaveLength(2);
    const readOnly = openModels(makeDatabase(FILMS), { readOnly: true });
    expect(readOnly.plan({ op: "dropTable", table: "director" }).refusals[0]?.message).toContain(
      "a foreign key of “film”",
    );
    expect(readOnly.refused({ op: "dropTable", table: "film" }).code).toBe("file.readOnly");
  });
});

describe("odd wishes", () => {
  test("renames past a view and a trigger that did not work before, several in one plan, and back", () => {
    const path = makeDatabase(
      `${FILMS} CREATE VIEW bad AS SELECT nope FROM gone; CREATE TRIGGER bad_ai AFTER DELETE ON film BEGIN INSERT INTO gone VALUES (1); END;`,
    );
    const models = openModels(path);
    const { plan } = models.apply(
      { op: "renameColumn", table: "film", column: "title", to: "name" },
      { op: "changeColumn", table: "film", column: "year", default: "1" },
      { op: "renameTable", table: "film", to: "movie" },
      { op: "renameColumn", table: "movie", column: "name", to: "label" },
    );
    expect(plan.warnings[0]).toContain("“bad”");
    expect(ask(path, "SELECT label FROM movie")).toEqual([["Cléo"], ["Ran"]]);
    expect(ask(path, "SELECT tbl_name, sql FROM sqlite_schema WHERE name = 'bad_ai'")).toEqual([
      ["movie", expect.stringContaining('ON "movie"')],
    ]);
    models.apply(...plan.reverse);
    expect(ask(path, "SELECT title FROM film")).toHaveLength(2);
    expect(ask(path, "PRAGMA integrity_check")).toEqual([["ok"]]);
  });

  test("a name in other letters", () => {
    const path = makeDatabase(FILMS);
    const models = openModels(path);
    const { plan } = models.apply({ op: "renameTable", table: "film", to: "Film" });
    expect(ask(path, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'film'")).toEqual([["Film"]]);
    expect(ask(path, "SELECT * FROM sqlite_sequence")).toEqual([["Film", 7n]]);
    expect(String(ask(path, "SELECT sql FROM sqlite_schema WHERE name = 'recent'"))).toContain('"Film"');
    models.apply(...plan.reverse);
    expect(ask(path, "SELECT count(*) FROM film")).toEqual([[2n]]);
  });

  test("a column that becomes the rowid: rows without a value are numbered after the others", () => {
    const path = makeDatabase(
      "CREATE TABLE t (a INTEGER, b); INSERT INTO t (rowid, a, b) VALUES (9, 1, 'x'), (8, NULL, 'y'), (3, 2, 'z');",
    );
    const { plan } = openModels(path).apply({
      op: "setPrimaryKey",
      table: "t",
      columns: [{ name: "a" }],
      autoincrement: true,
    });
    expect(plan.reversible).toBe("schema");
    expect(ask(path, "SELECT a, b FROM t")).toEqual([
      [1n, "x"],
      [2n, "z"],
      [3n, "y"],
    ]);
  });

  test("a computed column loses its default, and its values are told", () => {
    const path = makeDatabase(FILMS);
    const { steps } = openModels(path).apply({
      ...({
        op: "changeColumn",
        table: "film",
        column: "year",
        generated: { expression: "id * 2", kind: "stored" },
      } as const),
    }).plan;
    expect(steps[0]?.touched).toMatchObject([{ what: "values of “year” would go", count: 2 }]);
    expect(ask(path, "SELECT year FROM film")).toEqual([[2n], [14n]]);
  });
});

describe("others meanwhile", () => {
  test("read what was, up to the commit, also in rollback mode and beyond what fits SQLite's cache", () => {
    const path = makeDatabase(`CREATE TABLE t (id INTEGER PRIMARY KEY, a);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) INSERT INTO t SELECT i, zeroblob(1000000) FROM n;`);
    const connections = openConnections({
      source: { kind: "file", path, readOnly: false },
      journalFolder: null,
      scratchFolder: tempFolder(),
      emit: () => {},
    });
    onTestFinished(() => connections.close());
    let seen: unknown = null;
    const before = () => {
      seen = ask(path, "SELECT count(*), (SELECT sql FROM sqlite_schema) FROM t");
    };
    applyOperations(connections, [{ op: "changeColumn", table: "t", column: "a", default: "5" }], null, { before });
    expect(seen).toEqual([[40n, "CREATE TABLE t (id INTEGER PRIMARY KEY, a)"]]);
    expect(String(ask(path, "SELECT sql FROM sqlite_schema")[0]?.[0])).toContain("DEFAULT 5");
  });

  test("hold the file: it is not changed, and says so", () => {
    const path = makeDatabase(FILMS);
    const other = new Database(path);
    other.exec("BEGIN IMMEDIATE");
    expect(openModels(path).refused({ op: "dropIndex", name: "film_year" }).code).toBe("file.locked");
    other.exec("ROLLBACK");
    other.close();
  });
});
