/** What is highlighted is what the status bar counts and what the gestures act on: in tables, results and nested rows. */
import { expect, type Page, test } from "@playwright/test";
import Database from "better-sqlite3";
import { consoleOn } from "./console.ts";
import { makeDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import type { JoineryApp } from "./harness.ts";
import { sharedApp } from "./shared-app.ts";

const app = sharedApp();
let joinery: JoineryApp;

const movies = `
  CREATE TABLE movies(id INTEGER PRIMARY KEY, title TEXT, year INTEGER, note TEXT);
  CREATE TABLE cast(id INTEGER PRIMARY KEY, movie INTEGER REFERENCES movies(id), name TEXT);
  INSERT INTO movies WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 400)
    SELECT n, 'title ' || n, 1900 + n, 'note ' || n FROM s;
  INSERT INTO cast WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 8)
    SELECT n, 1, 'name ' || n FROM s;
`;

const words = (page: Page) => page.getByTestId("selection-words").filter({ visible: true });

/** The cells that are told as selected, as `row:column,column`, of the rows on screen. */
async function selected(grid: GridOnPage): Promise<string[]> {
  await grid.rest();
  return grid.mirror.evaluate((mirror) =>
    [...mirror.querySelectorAll("[data-row]")].flatMap((row) => {
      const cells = [...row.querySelectorAll("[role=gridcell][aria-selected=true]")];
      const names = cells.map((cell) => cell.getAttribute("data-column"));
      return names.length > 0 ? [`${row.getAttribute("data-row")}:${names.join()}`] : [];
    }),
  );
}

const rowsOf = (rows: readonly number[], columns = "id,title,year,note") => rows.map((row) => `${row}:${columns}`);

/** Row numbers of the rows on screen that are staged as deleted. */
async function deleted(grid: GridOnPage): Promise<number[]> {
  await grid.rest();
  return grid.mirror
    .locator("[data-row][data-tone=deleted]")
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute("data-row"))));
}

async function open(path = makeDatabase(movies)): Promise<GridOnPage> {
  joinery = await app.open({ files: [path] });
  return GridOnPage.open(joinery.page, "movies");
}

async function withKeys(page: Page, keys: readonly string[], work: () => Promise<unknown>): Promise<void> {
  for (const key of keys) await page.keyboard.down(key);
  await work();
  for (const key of keys) await page.keyboard.up(key);
}

test("a row number sets the anchor: keys extend whole rows from it, and Delete takes those", async () => {
  const grid = await open();
  const { page } = joinery;
  await grid.click(grid.rowNumber(2));
  await grid.press("Shift+ArrowDown");
  expect(await selected(grid)).toEqual(rowsOf([2, 3]));
  await expect(words(page)).toHaveText(/^2 rows selected/);
  await grid.press("Delete");
  await expect.poll(() => deleted(grid)).toEqual([2, 3]);
  await grid.press("Control+z");
  await expect.poll(() => deleted(grid)).toEqual([]);

  // Deep in the table.
  await grid.press("Control+g");
  await page.keyboard.type("281");
  await grid.press("Enter");
  await expect(grid.cell(280, "title")).toHaveText("title 281");
  await grid.click(grid.rowNumber(280));
  await grid.press("Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowUp");
  await expect(words(page)).toHaveText(/^2 rows selected/);
  expect(await selected(grid)).toEqual(rowsOf([280, 281]));
  await grid.press("Delete");
  await expect.poll(() => deleted(grid)).toEqual([280, 281]);
  await expect(page.getByRole("group", { name: "Pending changes" })).toContainText("2 changes");
  await grid.press("Control+z");

  await grid.click(grid.rowNumber(280));
  await grid.press("Shift+End", "Shift+ArrowRight");
  await expect(words(page)).toHaveText(/^1 row selected/);
  await grid.press("Control+Shift+End");
  await expect(words(page)).toHaveText(/^120 rows selected/);
  await grid.press("Control+Shift+Home");
  await expect(words(page)).toHaveText(/^281 rows selected/);
  // A plain move goes from the active cell.
  await grid.press("ArrowDown");
  await expect.poll(() => grid.active()).toBe("281,0");
  expect(await selected(grid)).toEqual(["281:id"]);
});

test("Shift and Ctrl on row numbers, cells and headers add, extend and take away", async () => {
  const grid = await open();
  const { page } = joinery;
  const control = (of: ReturnType<GridOnPage["cell"]>) => withKeys(page, ["Control"], () => grid.click(of));
  const shift = (of: ReturnType<GridOnPage["cell"]>) => withKeys(page, ["Shift"], () => grid.click(of));
  await grid.click(grid.rowNumber(1));
  await shift(grid.rowNumber(4));
  await control(grid.rowNumber(3));
  await control(grid.rowNumber(6));
  expect(await selected(grid)).toEqual(rowsOf([1, 2, 4, 6]));
  await expect(words(page)).toHaveText(/^4 rows selected/);
  await grid.press("Delete");
  await expect.poll(() => deleted(grid)).toEqual([1, 2, 4, 6]);
  await grid.press("Control+z");

  // A cell that was only the active one is no part of a selection of rows.
  await grid.click(grid.cell(0, "title"));
  await control(grid.rowNumber(5));
  expect(await selected(grid)).toEqual(rowsOf([5]));

  // Cells in all columns are no whole rows.
  await grid.click(grid.cell(2, "id"));
  await shift(grid.cell(3, "note"));
  expect(await selected(grid)).toEqual(rowsOf([2, 3]));
  await expect(words(page)).toHaveText(/^8 cells selected/);
  await control(grid.header("id"));
  await control(grid.header("id"));
  await expect(words(page)).toHaveText(/^6 cells selected/);

  // Out of a range again, from inside of it.
  await control(grid.cell(2, "title"));
  expect(await selected(grid)).toEqual(["2:year,note", "3:title,year,note"]);
  await expect(words(page)).toHaveText(/^5 cells selected/);
  await grid.press("Alt+Delete");
  await expect(grid.cell(3, "note")).toHaveText("NULL");
  await expect(grid.cell(2, "title")).toHaveText("title 3");
  await expect(grid.cell(2, "year")).toHaveText("NULL");
  await grid.press("Control+z");

  await grid.press("Escape");
  await control(grid.header("title"));
  await expect(words(page)).toHaveText(/^400 cells selected/);
  await grid.press("Shift+ArrowRight");
  await expect(words(page)).toHaveText(/^800 cells selected/);
});

test("an untouched tab: nothing is selected and nothing is done; keys begin at the first cell in sight", async () => {
  const grid = await open();
  const { page } = joinery;
  await grid.mirror.focus();
  await grid.press("Delete", "Alt+Delete", "Control+d");
  await expect(page.getByRole("group", { name: "Pending changes" })).toBeHidden();
  await grid.press("Shift+PageDown");
  await expect(words(page)).toHaveText(/^\d+ cells selected/);
  await grid.press("Control+Home");
  expect(await selected(grid)).toEqual(["0:id"]);
  await grid.press("Control+a");
  await expect(words(page)).toHaveText(/^400 rows selected/);
  await grid.press("Shift+ArrowDown");
  await expect(words(page)).toHaveText(/^400 rows selected/);
});

test("hidden columns, filters, undo and new rows: the selection stays on what it was of, or goes", async () => {
  const grid = await open();
  const { page } = joinery;
  await grid.click(grid.cell(2, "year"));
  await grid.press("Shift+ArrowDown");
  await joinery.chooseInContextMenu(() => grid.click(grid.header("title"), { button: "right" }), "Hide Column");
  await expect(grid.header("title")).toHaveCount(0);
  await expect.poll(() => selected(grid)).toEqual(["2:year", "3:year"]);
  await expect.poll(() => grid.active()).toBe("2,1");
  await grid.press("Alt+Delete");
  await expect(grid.cell(3, "year")).toHaveText("NULL");
  await expect(grid.cell(3, "note")).toHaveText("note 4");
  await grid.press("Control+z");

  // New rows at the end are selected, deleted, and leave nothing selected that was not.
  await grid.press("Insert");
  await expect.poll(() => grid.active()).toMatch(/^400,/);
  await grid.press("Insert");
  await expect.poll(() => grid.active()).toMatch(/^401,/);
  await grid.click(grid.rowNumber(400));
  await grid.press("Shift+ArrowDown");
  await expect(words(page)).toHaveText(/^2 rows selected/);
  await grid.press("Delete");
  await expect(grid.rowNumber(400)).toHaveCount(0);
  expect((await selected(grid)).length).toBeLessThanOrEqual(1);
  await expect(words(page)).toBeHidden();
  await expect(page.getByRole("group", { name: "Pending changes" })).toBeHidden();
  await grid.press("Delete");
  expect(await deleted(grid)).toEqual([]);
});

test("results of the console and nested rows select as tables do, and the status bar counts where one is", async () => {
  const grid = await open();
  const { page } = joinery;
  await grid.fold(0);
  const inner = new GridOnPage(page, "cast of row 1");
  await expect(inner.cell(3, "name")).toHaveText("name 4");
  await inner.click(inner.rowNumber(2));
  await inner.press("Shift+ArrowDown");
  expect(await selected(inner)).toEqual(["2:id,name", "3:id,name"]);
  await expect(words(page)).toHaveText(/^2 rows selected/);
  await inner.press("Delete");
  await expect.poll(() => deleted(inner)).toEqual([2, 3]);
  await inner.press("Control+z");

  const { run, openConsole, mirror } = consoleOn(() => page);
  await openConsole();
  await run("select id, title from movies");
  const result = new GridOnPage(page);
  await expect(mirror().locator("[data-row='4'] [role=gridcell]").first()).toHaveText("5");
  await result.click(result.rowNumber(2));
  await result.press("Shift+ArrowDown");
  await expect(words(page)).toHaveText(/^2 rows selected/);
  expect(await selected(result)).toEqual(["2:id,title", "3:id,title"]);
  await result.press("Control+c");
  await expect
    .poll(() => joinery.electron.evaluate(({ clipboard }) => clipboard.readText()))
    .toBe("3\ttitle 3\n4\ttitle 4");
});

test("another program moves rows, then another order does: what is selected goes with its rows, or nothing is", async () => {
  const path = makeDatabase(movies);
  const grid = await open(path);
  const { page } = joinery;
  const pending = page.getByRole("group", { name: "Pending changes" });
  await grid.click(grid.rowNumber(3));
  await grid.press("Shift+ArrowDown");
  expect(await selected(grid)).toEqual(rowsOf([3, 4]));
  const db = new Database(path);
  db.exec("DELETE FROM movies WHERE id = 2; INSERT INTO movies VALUES (-1, 'a', 1, ''), (-2, 'b', 2, '')");
  db.close();
  await expect(grid.cell(0, "title")).toHaveText("b");
  expect(await selected(grid)).toEqual(rowsOf([4, 5]));
  await grid.press("Delete");
  await expect.poll(() => deleted(grid)).toEqual([4, 5]);
  await expect(grid.cell(4, "title")).toHaveText("title 4");
  await grid.press("Control+z");
  await expect.poll(() => deleted(grid)).toEqual([]);

  // By year it is the third, then the last but two of 401, which is not among the first that are read: nothing is active.
  await grid.click(grid.cell(2, "title"));
  await grid.click(grid.header("year"));
  await expect(grid.cell(0, "title")).toHaveText("a");
  await expect.poll(() => selected(grid)).toEqual(["2:title"]);
  await grid.click(grid.header("year"));
  await expect(grid.cell(0, "title")).toHaveText("title 400");
  await expect.poll(() => selected(grid)).toEqual([]);
  await grid.press("Delete");
  // The first arrow shows where one is.
  await grid.press("ArrowDown");
  await expect.poll(() => grid.active()).toBe("0,0");
  await expect(pending).toBeHidden();
});
