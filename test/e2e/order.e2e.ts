/** Orders by several columns and orders that have to be built, in the real app. */
import { expect, test } from "@playwright/test";
import Database from "better-sqlite3";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import type { JoineryApp } from "./harness.ts";
import { sharedApp } from "./shared-app.ts";

const app = sharedApp();
let joinery: JoineryApp;

const many = (rows: number) => `
  CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, word TEXT);
  WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < ${rows})
  INSERT INTO t SELECT i, (i * 7919) % 1000, 'w' || ((i * 31) % 997) FROM i;
`;

test("a sort without an index leads anywhere, also by several columns, and is right there", async () => {
  const path = makeDatabase(many(150_000));
  joinery = await app.open({ files: [path] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "t");
  await joinery.chooseInContextMenu(() => grid.click(grid.header("n"), { button: "right" }), "Sort Descending");
  await joinery.chooseInContextMenu(
    () => grid.click(grid.header("word"), { button: "right" }),
    "Then by This, Ascending",
  );
  const expected = readDatabase(path, "SELECT id FROM t ORDER BY n DESC, word, id") as number[][];
  await expect(grid.cell(0, "id")).toHaveText(String(expected[0]?.[0]));
  await expect(grid.header("word")).toHaveAttribute("aria-sort", "ascending");
  await expect(grid.total()).toHaveText("150,000 rows");
  await grid.mirror.focus();
  await grid.press("Control+End");
  await expect(grid.cell(149_999, "id")).toHaveText(String(expected[149_999]?.[0]));
  await grid.press("Control+g");
  await page.keyboard.type("75000");
  await grid.press("Enter");
  await expect(grid.cell(74_999, "id")).toHaveText(String(expected[74_999]?.[0]));
  // Another program changes the file: what is on screen follows.
  const db = new Database(path);
  db.exec("UPDATE t SET n = -1 WHERE id = 5");
  db.close();
  await grid.press("Control+End");
  await expect(grid.cell(149_999, "id")).toHaveText("5");
  await joinery.chooseInContextMenu(() => grid.click(grid.header("n"), { button: "right" }), "Do Not Sort by This");
  await expect(grid.header("n")).toHaveAttribute("aria-sort", "none");
  await expect(grid.header("word")).toHaveAttribute("aria-sort", "ascending");
});

test("a search through a large table shows what it found, says how far it is, and is stopped", async () => {
  const path = makeDatabase(many(1_500_000));
  joinery = await app.open({ files: [path] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "t");
  // Each row that fits takes about a millisecond to be found out: all of them take ten seconds.
  const slow =
    "WITH RECURSIVE i(i) AS (SELECT id UNION ALL SELECT i + 1 FROM i WHERE i < id + 5000) SELECT max(i) FROM i";
  await page.getByRole("button", { name: "More ways to filter" }).click();
  await page.getByRole("menuitem", { name: "SQL Condition…" }).click();
  await page.getByRole("textbox", { name: "SQL condition" }).fill(`CASE WHEN word LIKE 'w99_' THEN (${slow}) > 0 END`);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("reading").filter({ visible: true })).toContainText("found");
  await expect(grid.cell(0, "word")).toHaveText(/^w99\d$/);
  await page.getByTestId("reading").filter({ visible: true }).getByRole("button", { name: "Stop" }).click();
  await expect(page.getByTestId("error").filter({ visible: true })).toContainText("was stopped");
  // Another filter is not held up by the one before.
  await page.getByLabel("Remove the filter on SQL").click();
  await page.getByLabel("Filter word").fill("=w1");
  await expect(page.getByTestId("error").filter({ visible: true })).toBeHidden();
  await expect(grid.total()).toHaveText(/^1,50\d of [≈\d,+ ]+ rows$/);
});
