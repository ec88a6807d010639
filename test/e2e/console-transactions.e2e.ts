/** How the console stores what scripts write, on the real app: auto, manual, tried on a copy, beyond the file. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { consoleOn } from "./console.ts";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

let joinery: JoineryApp;
let page: Page;
let path: string;

const { write, run, messages, bar, openConsole } = consoleOn(() => page);
const transaction = () => page.getByTestId("transaction");
const tried = () => page.getByTestId("tried").filter({ visible: true });
const stored = (sql: string) => readDatabase(path, sql);

async function axe(within: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include(within).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" ")}`);
}

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  path = makeDatabase(`
    CREATE TABLE movies(id INTEGER PRIMARY KEY, title TEXT, year INTEGER, poster BLOB);
    CREATE TABLE reviews(id INTEGER PRIMARY KEY, movie INTEGER REFERENCES movies ON DELETE CASCADE, stars REAL);
    INSERT INTO movies VALUES (1, 'Alien', 1979, NULL), (2, 'Stalker', 1979, x'ffd8ff'), (3, 'M', 1931, NULL);
    INSERT INTO reviews VALUES (1, 1, 4.5), (2, 2, 5), (3, 2, 4);`);
  joinery = await launchJoinery({ files: [path] });
  page = joinery.page;
  await openConsole();
});
test.afterAll(async () => {
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

test("manual keeps what was written waiting, says what and who waits, and ends it by hand", async () => {
  await bar().getByRole("radio", { name: "Manual" }).click();
  await run("update movies set year = year + 1;\ndelete from reviews where id = 1");
  await expect(transaction()).toContainText("3 rows of movies and 1 of reviews changed, not stored yet.");
  await expect(transaction()).toContainText("Other programs cannot write until it ends.");
  expect(stored("SELECT sum(year) FROM movies")).toEqual([[1979 + 1979 + 1931]]);
  await joinery.screenshot("manual");
  expect(await axe("[data-testid='transaction']")).toEqual([]);
  await transaction().getByRole("button", { name: "Roll back" }).click();
  await expect(transaction()).toHaveCount(0);
  await run("delete from reviews where id = 1");
  await transaction().getByRole("button", { name: "Commit" }).click();
  await expect(transaction()).toHaveCount(0);
  expect(stored("SELECT count(*) FROM reviews")).toEqual([[2]]);
  await bar().getByRole("radio", { name: "Auto" }).click();
});

test("an open transaction is asked about before it would be lost, and named where it stands in the way", async () => {
  await bar().getByRole("radio", { name: "Manual" }).click();
  await run("update movies set year = 1 where id = 3");
  await expect(transaction()).toBeVisible();
  await joinery.answerQuestions(1);
  await joinery.command("database.close");
  await expect.poll(() => joinery.askedQuestions()).toEqual(["Close test.db and roll back the open transaction?"]);
  await joinery.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => joinery.askedQuestions()).toContain("A transaction of the console is open.");
  await expect(transaction()).toBeVisible();
  const grid = await GridOnPage.open(page, "reviews");
  await grid.type(0, "stars", "1.5");
  await page.keyboard.press("Control+s");
  await expect(page.locator("[data-sonner-toast]").first()).toContainText("The console has a transaction open");
  await page.keyboard.press("Control+z");
  await page.getByRole("tab", { name: "Query 1" }).click();
  await transaction().getByRole("button", { name: "Roll back" }).click();
  await bar().getByRole("radio", { name: "Auto" }).click();
});

test("a try shows the rows a script would change, cascades too, then applies it", async () => {
  await write(
    "update movies set title = 'Aliens', year = 1986 where id = 1;\ndelete from movies where id = 2;\ncreate table tags(name);",
  );
  await bar().getByRole("button", { name: "Try it" }).click();
  await expect(tried()).toContainText("Nothing is stored yet: 1 row updated, 3 deleted; 1 change of the schema.");
  await tried()
    .getByRole("button", { name: /^movies/ })
    .click();
  await expect(tried().getByRole("row").nth(1)).toContainText("Alien → Aliens");
  await expect(tried().getByRole("row").nth(2)).toContainText("Stalker");
  await joinery.screenshot("tried");
  expect(await axe("[data-testid='tried']")).toEqual([]);
  expect(stored("SELECT count(*) FROM movies")).toEqual([[3]]);
  await tried().getByRole("button", { name: "Apply to the database" }).click();
  await expect(messages()).toContainText("1 row changed");
  await expect(page.getByRole("tab", { name: "Changes" })).toHaveCount(0);
  expect(stored("SELECT title FROM movies ORDER BY id")).toEqual([["Aliens"], ["M"]]);
});

test("a script that reaches outside is asked about first, and says what it did", async () => {
  const copy = join(temporaryFolder(), "copy.db");
  await joinery.answerQuestions(1);
  await run(`vacuum into '${copy}'`);
  await expect(messages().getByTestId("error")).toContainText("reaches outside the database");
  expect(existsSync(copy)).toBe(false);
  await joinery.answerQuestions(0);
  await page.keyboard.press("Control+Enter");
  await expect(messages()).toContainText(`A copy of the database was written to “${copy}”.`);
  expect(await joinery.askedQuestions()).toEqual(["Run a script that reaches outside the database?"]);
  expect(existsSync(copy)).toBe(true);
});

test("in the dark and narrow", async () => {
  await joinery.command("theme.dark");
  await write("delete from movies; insert into movies(id, title) values (9, 'Ikiru')");
  await page.keyboard.press("Control+Alt+Enter");
  await expect(tried()).toContainText("1 row inserted, 2 deleted");
  await joinery.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(760, 560));
  await expect.poll(() => page.evaluate("innerWidth")).toBeLessThan(800);
  await joinery.screenshot("narrow-dark");
  expect(await axe("[data-testid='tried']")).toEqual([]);
});
