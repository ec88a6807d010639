import { readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { type ConsoleFixture, openConsole } from "./console-fixture.ts";

let c: ConsoleFixture;
beforeEach(async () => {
  c = openConsole();
  await c.run(`CREATE TABLE movies(id INTEGER PRIMARY KEY, title TEXT, year INT, studio INT);
    CREATE TABLE reviews(id INTEGER PRIMARY KEY, movie INT, "Order" INT);
    CREATE TABLE codes(code TEXT PRIMARY KEY, n) WITHOUT ROWID;
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
      INSERT INTO movies SELECT i, 'title ' || i, 1900 + i % 120, i % 50 FROM n;
    INSERT INTO reviews SELECT id, id % 700, id FROM movies`);
});
afterEach(() => c.close());

const advise = (sql: string) => Promise.resolve(c.handlers["console.advise"]({ sql }));
const indexes = async (sql: string) => (await advise(sql)).indexes.map(({ sql: create }) => create);

describe("advice", () => {
  test("finds the index of a comparison, tries it on a copy and leaves the file alone", async () => {
    const before = c.ask("PRAGMA data_version");
    const advice = await advise("SELECT * FROM movies WHERE title = 'title 77'");
    expect(advice.indexes).toEqual([
      { name: "movies_title", table: "movies", sql: "CREATE INDEX movies_title ON movies (title)" },
    ]);
    expect(advice.before.nodes.map(({ detail }) => detail)).toEqual(["SCAN movies"]);
    expect(advice.after?.nodes[0]?.detail).toBe("SEARCH movies USING INDEX movies_title (title=?)");
    expect([advice.before.rows, advice.after?.rows]).toEqual([1, 1]);
    expect(advice.bytes).toBeGreaterThan(10_000);
    expect(c.ask("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")).toEqual([]);
    expect(c.ask("PRAGMA data_version")).toEqual(before);
    expect(readdirSync(c.scratchFolder)).toEqual([]);
  });

  test.each([
    [
      "SELECT * FROM movies m WHERE m.studio = 3 AND m.year > 2000",
      ["CREATE INDEX movies_studio_year ON movies (studio, year)"],
    ],
    [
      "SELECT * FROM movies WHERE studio = 3 ORDER BY title LIMIT 5",
      ["CREATE INDEX movies_studio_title ON movies (studio, title)"],
    ],
    ["SELECT * FROM movies ORDER BY year LIMIT 3", ["CREATE INDEX movies_year ON movies (year)"]],
    ['DELETE FROM reviews WHERE "Order" = 5', ['CREATE INDEX reviews_Order ON reviews ("Order")']],
    // A key, a unique key, everything at once: nothing to be had.
    ["SELECT * FROM movies WHERE id = 5", []],
    ["SELECT * FROM codes WHERE code = 'x'", []],
    ["SELECT count(*) FROM movies", []],
    ["SELECT 1", []],
  ])("%s", async (sql, expected) => {
    expect(await indexes(sql)).toEqual(expected);
  });

  test("of a join, the side that is looked up", async () => {
    const [index] = await indexes("SELECT count(*) FROM movies m JOIN reviews r ON r.movie = m.id WHERE m.year = 1950");
    expect(index).toMatch(/ON (?:reviews \(movie\)|movies \(year\))/);
  });

  test("an index that SQLite takes and that is no quicker is not offered, with the figures", async () => {
    await c.run(`CREATE TABLE flags(id INTEGER PRIMARY KEY, flag INT, text TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
        INSERT INTO flags SELECT i, 1, 'text of some length ' || i FROM n`);
    const advice = await advise("SELECT sum(length(text)) FROM flags WHERE flag = 1");
    expect(advice.after?.nodes[0]?.detail).toContain("flags_flag");
    // As it was measured, whatever else the machine does: usually it is twice as slow.
    const { before, after } = advice;
    expect(advice.helps).toBe((after?.milliseconds ?? 0) < before.milliseconds * 0.9);
    expect((await advise("SELECT sum(length(text)) FROM flags WHERE text = 'x'")).helps).toBe(true);
    expect((await advise("SELECT 1")).helps).toBe(false);
  });

  test("what changes rows is taken back between its runs", async () => {
    const advice = await advise("UPDATE movies SET year = year + 1 WHERE title = 'title 5'");
    expect([advice.before.rows, advice.after?.rows]).toEqual([1, 1]);
    expect(advice.indexes).toHaveLength(1);
  });

  test.each([
    ["CREATE TABLE x(a)", "only help a statement that reads"],
    ["SELECT nope FROM movies", "no such column"],
    ["VACUUM INTO 'x'", "reaches outside"],
  ])("refuses %s", async (sql, words) => {
    const { message } = await advise(sql).then(() => ({ message: "" }), toAppErrorData);
    expect(message).toContain(words);
  });
});

describe("estimates", () => {
  const rows = async (sql: string) => (await c.handlers["console.plan"]({ sql })).nodes.map(({ rows: n }) => n);
  test("come from the ends of tables and unique keys", async () => {
    expect(await rows("SELECT * FROM movies")).toEqual([2000]);
    expect(await rows("SELECT * FROM movies AS m WHERE m.id = 3")).toEqual([1]);
    expect(await rows("SELECT * FROM codes WHERE code = 'a'")).toEqual([1]);
    expect(await rows("SELECT * FROM codes")).toEqual([undefined]);
  });
  test("and from ANALYZE where it ran", async () => {
    await c.run("CREATE INDEX by_studio ON movies(studio, year); DELETE FROM movies WHERE id > 1000; ANALYZE");
    expect(await rows("SELECT * FROM movies WHERE studio = 3")).toEqual([20]);
    expect(await rows("SELECT * FROM movies WHERE year + 0 = 3")).toEqual([1000]);
  });
});
