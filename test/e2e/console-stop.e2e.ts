/**
 * Stop, on twenty kinds of work that would go on for ever or for long. Each is stopped and timed; the figures are printed. Afterwards
 * the file is whole, what was staged is staged, and the console goes on.
 */
import { expect, type Page, test } from "@playwright/test";
import Database from "better-sqlite3";
import { consoleOn } from "./console.ts";
import { makeDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { type JoineryApp, launchJoinery } from "./harness.ts";

const ROWS = 20_000;

const schema = `
  CREATE TABLE people(id INTEGER PRIMARY KEY, name TEXT);
  INSERT INTO people VALUES (1, 'Ada'), (2, 'Grace');
  CREATE TABLE big(id INTEGER PRIMARY KEY, a INT, b TEXT, c BLOB);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
    INSERT INTO big SELECT i, i * 7919 % 10007, hex(randomblob(200)), randomblob(1200) FROM n;
  CREATE VIEW never AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0;
  CREATE TABLE fires(x);
  CREATE TRIGGER forever AFTER INSERT ON fires BEGIN SELECT count(*) FROM never; END;
`;

const ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
/** Takes about as long for each row as a hash of a page would. */
const SLOW = "instr(hex(zeroblob(40000 + a)), 'x')";

const kinds: readonly (readonly [name: string, sql: string])[] = [
  ["recursion without rows", `${ENDLESS} SELECT count(*) FROM n`],
  ["recursion with rows", `${ENDLESS} SELECT i FROM n`],
  ["cross join, counted", "SELECT count(*) FROM big x, big y, big z WHERE x.a + y.a = z.a + 1"],
  ["cross join, sorted", "SELECT x.a FROM big x, big y, big z ORDER BY x.b || y.b || z.b"],
  ["cross join, grouped", "SELECT x.a + y.a, count(*) FROM big x, big y, big z GROUP BY 1"],
  ["cross join, distinct", "SELECT count(DISTINCT x.a * y.a * z.a) FROM big x, big y, big z"],
  ["window over a cross join", "SELECT sum(x.a) OVER (ORDER BY y.b, z.b) FROM big x, big y, big z"],
  ["correlated subquery", "SELECT sum((SELECT count(*) FROM big y, big z WHERE y.a + z.a > x.a)) FROM big x"],
  ["view that never yields", "SELECT * FROM never"],
  ["one endless function call", "SELECT instr(zeroblob(50000000), CAST(zeroblob(500000) || x'01' AS BLOB))"],
  ["mass INSERT", `${ENDLESS} INSERT INTO big(a, b) SELECT i, hex(randomblob(500)) FROM n`],
  ["mass UPDATE", "UPDATE big SET b = (SELECT count(*) FROM big y, big z WHERE y.a + z.a > big.a)"],
  ["mass DELETE", "DELETE FROM big WHERE (SELECT count(*) FROM big y, big z WHERE y.a + z.a > big.a) >= 0"],
  ["CREATE TABLE AS", `CREATE TABLE copy AS ${ENDLESS} SELECT i, randomblob(2000) FROM n`],
  ["CREATE INDEX", `CREATE INDEX slow ON big(${SLOW})`],
  ["VACUUM", "VACUUM"],
  ["ALTER TABLE DROP COLUMN", "ALTER TABLE big DROP COLUMN c"],
  ["trigger that never ends", "INSERT INTO fires VALUES (1)"],
  ["temporary table", `CREATE TEMP TABLE eaten AS ${ENDLESS} SELECT i, randomblob(2000) FROM n`],
  ["transaction left open by BEGIN", `BEGIN; DELETE FROM people; ${ENDLESS} INSERT INTO big(a) SELECT i FROM n`],
];

let joinery: JoineryApp;
let page: Page;
let path: string;

const { write, mirror, bar } = consoleOn(() => page);
const run = () => bar().getByRole("button", { name: "Run", exact: true });

test.beforeAll(async () => {
  path = makeDatabase(schema);
  joinery = await launchJoinery({ files: [path], args: ["--table=people"] });
  page = joinery.page;
});
test.afterAll(async () => {
  await joinery.close();
});

test("twenty kinds of endless work are stopped, and nothing is harmed", async () => {
  test.setTimeout(180_000);
  const grid = new GridOnPage(page);
  await expect(grid.cell(0, "name")).toHaveText("Ada");
  await grid.type(0, "name", "Ada Lovelace");
  await expect(page.getByRole("toolbar", { name: "Database" })).toContainText("1 change");
  await joinery.answerQuestions(0);
  await page.keyboard.press("Control+t");
  const figures: string[] = [];
  for (const [name, sql] of kinds) {
    await write(sql);
    await page.keyboard.press("Control+Enter");
    const stop = bar().getByRole("button", { name: "Stop", exact: true });
    // Some of these end by themselves on a quick machine: then there is nothing to stop.
    const began = await stop.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (began) await page.waitForTimeout(150);
    const from = Date.now();
    const pressed =
      began &&
      (await stop.click({ timeout: 3000 }).then(
        () => true,
        () => false,
      ));
    await expect(run()).toBeVisible({ timeout: 15_000 });
    figures.push(`${name.padEnd(34)} ${pressed ? `${Date.now() - from} ms` : "ended by itself"}`);
    if (pressed) expect(Date.now() - from, name).toBeLessThan(10_000);
    await write("select count(*) from people");
    await expect(run()).toBeEnabled();
    await page.keyboard.press("Control+Enter");
    await expect(mirror().getByRole("gridcell").first()).toHaveText("2", { timeout: 15_000 });
  }
  console.info(`Stop, from the click until the console is ready again:\n${figures.join("\n")}`);
  await expect(page.getByRole("toolbar", { name: "Database" })).toContainText("1 change");
  const db = new Database(path);
  expect(db.pragma("integrity_check", { simple: true })).toBe("ok");
  expect(db.prepare("SELECT count(*) FROM big").pluck().get()).toBe(ROWS);
  expect(db.prepare("SELECT count(*) FROM people").pluck().get()).toBe(2);
  expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name IN ('copy', 'eaten')").pluck().get()).toBe(0);
  db.close();
});
