/** What a screen reader hears of rows: the names in the grid's mirror, and what its live region says. */
import { expect, type Page, test } from "@playwright/test";
import Database from "better-sqlite3";
import { makeDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { sharedApp } from "./shared-app.ts";

const films = `
  CREATE TABLE studio(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT, year INTEGER CHECK (year > 1890), studio INTEGER REFERENCES studio,
    note TEXT, decade INTEGER AS (year / 10 * 10));
  INSERT INTO studio VALUES (46, 'Ufa'), (47, 'Palisade Film');
  INSERT INTO film(id, title, year, studio, note) VALUES (1, 'Letters from Havana', 1990, 47, ''), (2, 'M', 1931, 46, NULL),
    (3, 'Ikiru', 1952, 46, 'x');
  WITH RECURSIVE n(i) AS (SELECT 4 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
    INSERT INTO film(id, title, year) SELECT i, 'Film ' || i, 1900 + i % 100 FROM n;
`;

const app = sharedApp();
let page: Page;
let path: string;
let grid: GridOnPage;
test.beforeEach(async () => {
  path = makeDatabase(films);
  ({ page } = await app.open({ files: [path] }));
  grid = await GridOnPage.open(page, "film");
});

const live = () => page.locator("[aria-live=polite]").filter({ visible: true });

test("a cell is heard with its value, label, state, and what the commit would say to it", async () => {
  const heard = (row: number, column: string, name: string) =>
    expect(grid.cell(row, column)).toHaveAccessibleName(name);
  await heard(0, "title", "Letters from Havana");
  await heard(0, "studio", "47, Palisade Film");
  await heard(0, "note", "empty text");
  await heard(1, "note", "NULL");
  await grid.type(0, "title", "A staged title");
  await heard(0, "title", "A staged title, changed, was Letters from Havana");
  await grid.type(1, "year", "1066");
  await heard(1, "year", "1066, changed, was 1931, would fail because the row breaks CHECK (year > 1890)");
  await expect(grid.rowNumber(1)).toHaveText("2, changed, would fail");
  await grid.click(grid.rowNumber(2));
  await grid.press("Delete");
  await heard(2, "title", "Ikiru, deleted");
  await expect(grid.cell(2, "title")).toHaveAccessibleName("Ikiru, deleted");
  // Another program: known before a commit, the file's value among it.
  const other = new Database(path);
  other.exec("UPDATE film SET title = 'Theirs' WHERE id = 1");
  other.close();
  await heard(0, "title", "A staged title, in conflict, was Letters from Havana, the file has Theirs");
  await expect(grid.rowNumber(0)).toHaveText("1, in conflict");
  await expect(page.getByTestId("problems")).toHaveText("1 conflict · 1 would fail");
  await grid.press("Control+z", "Insert");
  const fresh = grid.mirror.locator("[data-tone=new]");
  await expect(fresh.getByRole("gridcell").nth(1)).toHaveAccessibleName("NULL, new");
});

test("a header is heard with its badges, its filter, and its place among several orders", async () => {
  await expect(grid.header("id")).toHaveAccessibleName("id, INTEGER, primary key");
  await expect(grid.header("studio")).toHaveAccessibleName("studio, INTEGER, refers to studio");
  await expect(grid.header("decade")).toHaveAccessibleName("decade, INTEGER, generated");
  await grid.click(grid.header("year"), {});
  await expect(grid.header("year")).toHaveAttribute("aria-sort", "ascending");
  await expect(grid.header("year")).toHaveAccessibleName("year, INTEGER");
  await page.keyboard.down("Shift");
  await grid.click(grid.header("title"));
  await page.keyboard.up("Shift");
  await expect(grid.header("title")).toHaveAccessibleName("title, TEXT, second of 2 sort columns");
  await expect(grid.header("year")).toHaveAccessibleName("year, INTEGER, first of 2 sort columns");
  await page.getByRole("textbox", { name: "Filter title" }).fill("Film");
  await expect(grid.header("title")).toHaveAccessibleName("title, TEXT, filtered, second of 2 sort columns");
});

test("nothing is heard twice: moves are aria-activedescendant's, the live region has what changes under the cursor", async () => {
  await grid.click(grid.cell(0, "title"));
  await expect.poll(() => grid.active()).toBe("0,1");
  await expect(live()).toHaveText("");
  await grid.press("ArrowDown");
  await expect.poll(() => grid.active()).toBe("1,1");
  await grid.rest();
  await expect(live()).toHaveText("");
  const other = new Database(path);
  other.exec("UPDATE film SET title = 'M (1931)' WHERE id = 2");
  other.close();
  await expect(live()).toHaveText("title: M (1931)");
  await grid.press("ArrowUp");
  await expect.poll(() => grid.active()).toBe("0,1");
  await expect(live()).toHaveText("");
});

test("a cell that is not read yet is loading and busy, never empty", async () => {
  // The mirror as it is while a page is on its way: read in the very frames in which it comes.
  await grid.click(grid.cell(0, "title"));
  await grid.mirror.evaluate((mirror) => {
    const names = new Set<string>();
    const look = (): void => {
      for (const cell of mirror.querySelectorAll("[role=gridcell][data-kind=loading]")) {
        names.add(`${cell.getAttribute("aria-label")} ${cell.getAttribute("aria-busy")}`);
      }
    };
    new MutationObserver(look).observe(mirror, { subtree: true, childList: true, attributes: true });
    Object.assign(window, { loadingNames: names });
  });
  await grid.press("Control+End");
  await expect(grid.cell(2999, "title")).toHaveAccessibleName("Film 3000");
  const names = await page.evaluate(() => [...(window as unknown as { loadingNames: Set<string> }).loadingNames]);
  expect(names.filter((name) => name !== "loading true")).toEqual([]);
});
