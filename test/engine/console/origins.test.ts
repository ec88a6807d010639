/** Which cells of a result are rows of tables: proven by the statement's text, confirmed by SQLite, never guessed. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSchemaRoom } from "../../../electron/engine/schema/schema-room.ts";
import { editableCells } from "../../../renderer/features/result-view/editable-cells.ts";
import type { StatementReport } from "../../../src-shared/model/console.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { type ConsoleFixture, openConsole } from "./console-fixture.ts";

let c: ConsoleFixture;
let schema: DatabaseSchema;

beforeAll(async () => {
  c = openConsole();
  await c.run(`
    CREATE TABLE film (id INTEGER PRIMARY KEY, title TEXT, year INT, parent INT REFERENCES film);
    CREATE TABLE actor (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
    CREATE TABLE role (film INT, actor INT, part TEXT, PRIMARY KEY (film, actor)) WITHOUT ROWID;
    CREATE TABLE country (code TEXT PRIMARY KEY, name TEXT, upper_name TEXT AS (upper(name)));
    CREATE TABLE note (text TEXT);
    CREATE TABLE shadow (rowid TEXT, v INT);
    CREATE TABLE hidden (rowid INT, oid INT, _rowid_ INT);
    CREATE TABLE "odd ""name" ("a b" INTEGER PRIMARY KEY, "[x]" TEXT);
    CREATE VIEW modern AS SELECT id AS film_id, title AS t FROM film WHERE year > 2000;
    CREATE VIEW twice AS SELECT id, title FROM film UNION ALL SELECT id, name FROM actor;
    CREATE VIEW per_year (y, n) AS SELECT year, count(*) FROM film GROUP BY year;
    CREATE VIEW on_view AS SELECT m.film_id, m.t, r.part FROM modern m JOIN role r ON r.film = m.film_id;
    INSERT INTO film VALUES (1, 'One', 2001, NULL), (2, 'Two', 1999, 1);
    INSERT INTO actor VALUES (1, 'Ann'), (2, 'Bob');
    INSERT INTO role VALUES (1, 1, 'hero'), (1, 2, 'foe');
  `);
  schema = openSchemaRoom(c.connections).read();
});
afterAll(() => c.close());

async function report(sql: string): Promise<StatementReport> {
  const { statements } = await c.run(sql);
  const last = statements.at(-1);
  if (!last || last.error) throw new Error(last?.error?.message ?? "nothing ran");
  return last;
}

/** `table.column` for each column that can be edited, `-` for each that cannot. */
async function editable(sql: string): Promise<string> {
  const { origins, columns } = await report(sql);
  const cells = editableCells(origins, columns.length, schema);
  return cells.columns
    .map((cell) => {
      if (!cell) return "-";
      const source = cells.sources[cell.source];
      return `${source?.table.name}${cell.source > 0 ? `/${cell.source}` : ""}.${cell.column.name}`;
    })
    .join(" ");
}

async function reasons(sql: string): Promise<string> {
  const { origins, columns } = await report(sql);
  return editableCells(origins, columns.length, schema).reasons.join(" | ");
}

describe("cells of a row that the result also has the key of", () => {
  const cases: [string, string][] = [
    ["SELECT id, title FROM film", "film.id film.title"],
    ["SELECT * FROM film WHERE year > 1990 ORDER BY title LIMIT 5", "film.id film.title film.year film.parent"],
    // The rowid is a key, and not written to.
    ["SELECT title, rowid FROM film", "film.title -"],
    ["SELECT title, oid + 0, film._rowid_ FROM film", "film.title - -"],
    ["SELECT f.title || '!', f.id, (f.title), year FROM main.film AS f", "- film.id film.title film.year"],
    // An alias that is another column's name.
    ["SELECT id, year AS title, title AS year FROM film", "film.id film.year film.title"],
    ["SELECT id AS title, title AS id FROM film", "film.id film.title"],
    // Names in every quoting.
    ['SELECT "a b", `[x]` FROM "odd ""name"', 'odd "name.a b odd "name.[x]'],
    ["SELECT FILM.ID, Title FROM Film", "film.id film.title"],
    // A join: each table by its own key.
    [
      "SELECT f.id, f.title, a.id, a.name, r.part FROM film f JOIN role r ON r.film = f.id JOIN actor a ON a.id = r.actor",
      "film.id film.title actor/2.id actor/2.name -",
    ],
    [
      "SELECT r.film, r.actor, r.part, a.name FROM role r, actor a WHERE a.id = r.actor",
      "role.film role.actor role.part -",
    ],
    [
      "SELECT f.*, a.* FROM film f LEFT JOIN actor a ON a.id = f.id",
      "film.id film.title film.year film.parent actor/1.id actor/1.name",
    ],
    // A self join: the key of one side tells nothing of the other.
    ["SELECT a.id, b.title FROM film a JOIN film b ON b.id = a.parent", "film.id -"],
    [
      "SELECT a.id, a.title, b.id, b.title FROM film a JOIN film b ON b.id = a.parent",
      "film.id film.title film/1.id film/1.title",
    ],
    ["SELECT a.title, b.id FROM film a, film b", "- film/1.id"],
    // Subqueries, common table expressions and views, within one another.
    ["SELECT x.t, x.k FROM (SELECT title AS t, id AS k FROM film WHERE year) x", "film.title film.id"],
    ["SELECT * FROM (SELECT * FROM (SELECT title, id FROM film))", "film.title film.id"],
    ["WITH a(k, t) AS (SELECT id, title FROM film), b AS (SELECT t, k FROM a) SELECT * FROM b", "film.title film.id"],
    ["WITH film AS (SELECT id, name AS title FROM actor) SELECT id, title FROM film", "actor.id actor.name"],
    ["WITH a AS (SELECT * FROM actor) SELECT x.id, y.name FROM a x, a y", "actor.id -"],
    ["SELECT film_id, t FROM modern", "film.id film.title"],
    ["SELECT * FROM on_view", "film.id film.title -"],
    ["SELECT v.t, r.* FROM on_view v JOIN role r ON r.film = v.film_id", "- role/2.film role/2.actor role/2.part"],
    // A declared key finds rows that are addressed by rowid.
    ["SELECT code, name, upper_name FROM country", "country.code country.name country.upper_name"],
    ["SELECT rowid, text FROM note", "- note.text"],
    // Only one name of the rowid is hidden by a column.
    ["SELECT oid, v, rowid FROM shadow", "- shadow.v shadow.rowid"],
    // NATURAL and USING: the column that both have is the left one.
    ["SELECT * FROM film NATURAL JOIN (SELECT id, name FROM actor)", "film.id film.title film.year film.parent -"],
    ["SELECT id, title, name FROM film JOIN actor USING (id)", "film.id film.title -"],
    [
      "SELECT id, title, actor.id, name FROM film LEFT JOIN actor USING (id)",
      "film.id film.title actor/1.id actor/1.name",
    ],
    // Windows and aggregates of subqueries leave rows what they are.
    ["SELECT id, title, row_number() OVER (ORDER BY year), sum(year) OVER () FROM film", "film.id film.title - -"],
    ["SELECT id, name, (SELECT count(*) FROM role r WHERE r.actor = a.id) AS n FROM actor a", "actor.id actor.name -"],
    ["SELECT id, max(title, 'x'), title FROM film", "film.id - film.title"],
    [
      "SELECT f.id, f.title, g.n FROM film f JOIN (SELECT year, count(*) AS n FROM film GROUP BY year) g USING (year)",
      "film.id film.title -",
    ],
    ["SELECT f.id, f.title FROM (film f JOIN role r ON r.film = f.id)", "film.id film.title"],
  ];
  test.each(cases)("%s", async (sql, expected) => {
    expect(await editable(sql)).toBe(expected);
  });
});

describe("nothing where a row is not one row of a table", () => {
  const cases = [
    "SELECT id, title FROM film UNION SELECT id, name FROM actor",
    "SELECT id, title FROM film UNION ALL SELECT id, name FROM actor",
    "SELECT id, title FROM film EXCEPT SELECT 5, 'x'",
    "SELECT DISTINCT id, title FROM film",
    "SELECT id, title FROM film GROUP BY id",
    "SELECT id, title, count(*) FROM film",
    "SELECT id, max(title) FROM film",
    "SELECT id, group_concat(title) FILTER (WHERE id > 1) FROM film",
    "SELECT * FROM twice",
    "SELECT * FROM per_year",
    "SELECT * FROM (SELECT DISTINCT * FROM film)",
    "WITH a AS (SELECT id, title FROM film UNION SELECT id, name FROM actor) SELECT * FROM a",
    "WITH RECURSIVE up(id, title, parent) AS (SELECT id, title, parent FROM film WHERE id = 2 UNION ALL SELECT f.id, f.title, f.parent FROM film f JOIN up ON f.id = up.parent) SELECT * FROM up",
    "VALUES (1, 2), (3, 4)",
    "SELECT 1, 'x'",
    "PRAGMA table_info(film)",
    "EXPLAIN SELECT * FROM film",
    "EXPLAIN QUERY PLAN SELECT id FROM film",
    "SELECT value FROM json_each('[1, 2]')",
    "SELECT id, title FROM film RIGHT JOIN actor USING (id)",
    "SELECT title FROM film",
    "SELECT rowid, oid, _rowid_ FROM hidden",
    "UPDATE film SET year = year RETURNING id, title",
  ];
  test.each(cases)("%s", async (sql) => {
    expect(await editable(sql)).toMatch(/^-( -)*$/);
    expect(await reasons(sql)).not.toBe("");
  });

  test("of temporary and attached tables, and of those that hide one of the file", async () => {
    await c.run(
      "CREATE TEMP TABLE actor (id INTEGER PRIMARY KEY, name TEXT); ATTACH ':memory:' AS other; CREATE TABLE other.away (id INTEGER PRIMARY KEY, v)",
    );
    expect(await editable("SELECT id, name FROM actor")).toBe("- -");
    expect(await reasons("SELECT id, name FROM actor")).toContain("is temporary");
    expect(await editable("SELECT id, name FROM main.actor")).toBe("actor.id actor.name");
    expect(await reasons("SELECT * FROM away")).toContain("attached");
    await c.run("DROP TABLE temp.actor; DETACH other");
  });
});

test.each([
  ["SELECT year, count(*), max(id) FROM film GROUP BY 1", "film.year - -"],
  ["SELECT DISTINCT parent AS p, title || '' FROM film", "film.parent -"],
  ["SELECT y, n FROM per_year", "film.year -"],
  ["SELECT parent, sum(year) OVER () FROM film", "film.parent -"],
  [
    "SELECT g.parent, f.title FROM (SELECT parent FROM film GROUP BY 1) g JOIN film f ON f.id = g.parent",
    "film.parent film.title",
  ],
  ["SELECT id FROM film UNION ALL SELECT id FROM actor", "-"],
  ["SELECT id FROM twice", "-"],
  ["SELECT DISTINCT id FROM (SELECT id FROM film EXCEPT SELECT 1)", "-"],
  [
    "WITH RECURSIVE up(id) AS (SELECT parent FROM film UNION SELECT parent FROM film JOIN up USING (id)) SELECT id FROM up",
    "-",
  ],
])("tells whose values they are, also where rows are put together: %s", async (sql, expected) => {
  const { origins } = await report(sql);
  const told = origins?.values.map((one) => (one ? `${origins.sources[one.source]?.name}.${one.column}` : "-"));
  expect(told?.join(" ")).toBe(expected);
});

test("says what would make it editable", async () => {
  expect(await reasons("SELECT title FROM film")).toBe("To edit cells of “film”, select its key too: id.");
  expect(await reasons("SELECT part, film FROM role")).toBe(
    "To edit cells of “role”, select its key too: film, actor.",
  );
  expect(await reasons("SELECT text FROM note")).toBe("To edit cells of “note”, select its key too: rowid.");
  expect(await reasons("SELECT DISTINCT id FROM film")).toBe("Rows merged by DISTINCT can’t be edited.");
});

test("a text that nests without end is run all the same", async () => {
  const deep = `SELECT ${"(".repeat(900)}1${")".repeat(900)} AS x FROM film`;
  expect((await report(deep)).rows).toBe(2);
  const views = Array.from(
    { length: 60 },
    (_, i) => `CREATE VIEW deep${i} AS SELECT * FROM ${i === 0 ? "film" : `deep${i - 1}`}`,
  );
  await c.run(views.join(";"));
  expect(await editable("SELECT * FROM deep20")).toBe("film.id film.title film.year film.parent");
  expect(await editable("SELECT * FROM deep59")).toMatch(/^-( -)*$/);
});
