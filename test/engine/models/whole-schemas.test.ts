/** Whole schemas: compared with themselves and each other, made anew, and real databases read and compared. */
import { describe, expect, test } from "vitest";
import { schemaSql } from "../../../electron/cli/schema-text.ts";
import { tokenText } from "../../../electron/engine/models/statements.ts";
import type { Comparison, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { copyAlone, databasesIn, sharedData } from "../../fixtures/shared-data.ts";
import { makeDatabase, tempFolder } from "../../fixtures/temp-database.ts";
import { ask } from "../session/open-session.ts";
import { cases } from "./cases.ts";
import { type OpenModels, openModels } from "./open-models.ts";

const compare = (
  { engine }: OpenModels,
  sql: string,
  renames?: { table: string; to: string; columns: { column: string; to: string }[] }[],
) => engine.handlers["models.compare"]({ sql, ...(renames ? { renames } : {}) }) as Comparison;
const createAll = ({ engine }: OpenModels, sql: string) => engine.handlers["models.createAll"]({ sql }) as Comparison;
const textOf = (models: OpenModels) => schemaSql(models.draft().schema, false);

/** Name and text of everything that has one, in one form. */
function tokensOf(path: string): string[] {
  const rows = ask(
    path,
    "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
  );
  return rows.map(([name, sql]) => `${String(name)}: ${tokenText(String(sql))}`).sort();
}

describe("a schema compared with itself is the same, and made anew it is the same", () => {
  test.each(cases)("$name", ({ sql }) => {
    const path = makeDatabase(sql);
    const models = openModels(path);
    const text = textOf(models);
    expect(compare(models, text)).toEqual({ operations: [], refusals: [] });
    const again = makeDatabase("");
    const empty = openModels(again);
    const { operations, refusals } = createAll(empty, text);
    expect(refusals).toEqual([]);
    empty.apply(...operations);
    expect(tokensOf(again)).toEqual(tokensOf(path));
    // Nothing is left to be made.
    expect(createAll(empty, text)).toEqual({ operations: [], refusals: [] });
  });
});

describe("compare", () => {
  const NOW = `
    CREATE TABLE director (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT, year INT, director INT REFERENCES director);
    CREATE TABLE old (a);
    CREATE INDEX film_year ON film (year);
    CREATE VIEW recent AS SELECT title FROM film WHERE year > 2000;
    CREATE TRIGGER ai AFTER INSERT ON film BEGIN SELECT 1; END;
    INSERT INTO director VALUES (1, 'Varda'); INSERT INTO film VALUES (1, 'Cléo', 1962, 1);`;
  const THEN = `
    CREATE VIEW recent AS SELECT name FROM movie WHERE "year" > 1990;
    CREATE TABLE review (id INTEGER PRIMARY KEY, movie INT REFERENCES movie, words TEXT);
    CREATE TABLE movie (id INTEGER PRIMARY KEY, name TEXT, year INT, rating REAL, director INT REFERENCES director);
    CREATE TABLE director (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE);
    CREATE INDEX movie_name ON movie (name);
    CREATE TRIGGER ai AFTER INSERT ON movie BEGIN SELECT 2; END;`;

  test("gives operations that make one of the other; rows stay where renames are told", () => {
    const path = makeDatabase(NOW);
    const models = openModels(path);
    const renames = [{ table: "film", to: "movie", columns: [{ column: "title", to: "name" }] }];
    const { operations, refusals } = compare(models, THEN, renames);
    expect(refusals).toEqual([]);
    expect(operations.map(({ op }) => op)).toEqual([
      "renameTable",
      "renameColumn",
      "dropIndex",
      "createTable",
      "addColumn",
      "redefineTable",
      "dropTable",
      "createIndex",
      "redefineView",
      "redefineTrigger",
    ]);
    models.apply(...operations);
    expect(compare(models, THEN)).toEqual({ operations: [], refusals: [] });
    expect(ask(path, "SELECT * FROM movie")).toEqual([[1n, "Cléo", 1962n, null, 1n]]);
  });

  test("what is no CREATE statement, or makes nothing, is named", () => {
    const { operations, refusals } = compare(
      openModels(null),
      "CREATE TABLE a (x); INSERT INTO a VALUES (1); CREATE TABLE b (x,, y);",
    );
    expect(operations).toEqual([{ op: "createTable", sql: "CREATE TABLE a (x)" }]);
    expect(refusals.map(({ message }) => message)).toEqual([
      expect.stringContaining('near ",": syntax error'),
      expect.stringContaining("it is no CREATE statement"),
    ]);
  });
});

describe("create all", () => {
  test("what makes no object is left out and listed; a mistake is refused", () => {
    const models = openModels(makeDatabase("CREATE TABLE there (a)"));
    const dump = `PRAGMA foreign_keys=OFF; BEGIN TRANSACTION; CREATE TABLE t (a); INSERT INTO t VALUES ('${"x".repeat(99)}');
      CREATE TEMP TABLE w (a); CREATE VIEW v AS SELECT a FROM t; COMMIT;`;
    const { operations, refusals, skipped } = createAll(models, dump);
    expect(operations).toHaveLength(2);
    expect(refusals).toEqual([]);
    expect(skipped?.map((sql) => sql.slice(0, 16))).toEqual([
      "PRAGMA foreign_k",
      "BEGIN TRANSACTIO",
      "INSERT INTO t VA",
      "CREATE TEMP TABL",
      "COMMIT",
    ]);
    expect(Math.max(...(skipped?.map(({ length }) => length) ?? []))).toBeLessThan(62);
    expect(createAll(models, "CREATE TABLE b (a, a)").refusals[0]?.message).toContain(
      "cannot be made: duplicate column",
    );
    expect(createAll(models, "INSERT INTO t VALUES (1)")).toMatchObject({ operations: [], refusals: [] });
  });

  test("parents come first, also in a circle; what is there already is left out or refused", () => {
    const path = makeDatabase("CREATE TABLE there (a int); CREATE TABLE other (a)");
    const models = openModels(path);
    const { operations, refusals } = createAll(
      models,
      `CREATE TRIGGER tr AFTER INSERT ON child BEGIN SELECT 1; END;
       CREATE VIEW outer_view AS SELECT * FROM inner_view;
       CREATE VIEW inner_view AS SELECT * FROM child;
       CREATE TABLE child (id INTEGER PRIMARY KEY, p REFERENCES parent, x REFERENCES egg);
       CREATE TABLE egg (id INTEGER PRIMARY KEY, h REFERENCES hen); CREATE TABLE hen (id INTEGER PRIMARY KEY, e REFERENCES egg);
       CREATE TABLE parent (id INTEGER PRIMARY KEY);
       CREATE TABLE "there" (A INT); CREATE TABLE other (b);`,
    );
    const names = operations.map(
      (operation) => /(?:TABLE|VIEW|TRIGGER) "?(\w+)/.exec((operation as SchemaOperation & { sql: string }).sql)?.[1],
    );
    expect(names).toEqual(["parent", "hen", "egg", "child", "inner_view", "outer_view", "tr"]);
    expect(refusals.map(({ message }) => message)).toEqual([
      "There is a table “other” already, and it is not the same.",
    ]);
    models.apply(...operations);
    expect(ask(path, "PRAGMA foreign_key_check")).toEqual([]);
  });
});

const corpus = sharedData("corpus");
const main = sharedData(".");
const databases = [
  ...(corpus ? databasesIn(corpus).map((name) => ({ folder: corpus, name })) : []),
  ...(main ? ["chinook.db", "sakila.db", "northwind.db"].map((name) => ({ folder: main, name })) : []),
];

describe.skipIf(databases.length === 0)("real databases", () => {
  test("compared with themselves there is no difference; made anew they are the same", { timeout: 600_000 }, () => {
    const folder = tempFolder();
    const told: string[] = [];
    let compared = 0;
    for (const { folder: from, name } of databases) {
      const path = copyAlone(from, name, folder);
      let models: OpenModels;
      let schema: DatabaseSchema;
      try {
        models = openModels(path, { readOnly: true });
        ({ schema } = models.draft());
      } catch {
        // What cannot be opened is the corpus test's business.
        continue;
      }
      const text = schemaSql(schema, false);
      const { operations, refusals } = compare(models, text);
      if (operations.length + refusals.length > 0)
        told.push(`${name}: ${JSON.stringify([operations, refusals]).slice(0, 300)}`);
      const memory = openModels(null);
      const all = createAll(memory, text);
      const usual = all.refusals.filter(
        ({ message }) =>
          !/no such (module|function|collation)|unknown function|string literal|not authorized/.test(message),
      );
      if (usual.length > 0) told.push(`${name}: ${usual[0]?.message}`);
      if (all.operations.length > 0) {
        try {
          memory.apply(...all.operations);
          const again = compare(memory, text);
          if (again.operations.length > 0)
            told.push(`${name}, made anew: ${JSON.stringify(again.operations).slice(0, 300)}`);
        } catch (thrown) {
          told.push(`${name}, made anew: ${(thrown as Error).message}`);
        }
      }
      memory.close();
      models.close();
      compared++;
    }
    process.stdout.write(`compared with themselves: ${compared} databases\n`);
    expect(told).toEqual([]);
  });
});
