/** Story S1: an unknown file of five million rows is looked through, and is afterwards as it was. */
import { createHash } from "node:crypto";
import { createReadStream, readdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "@playwright/test";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { launchJoinery, temporaryFolder } from "./harness.ts";

const rows = 5_100_000;
const schema = `
  PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -100000;
  CREATE TABLE customers(id INTEGER PRIMARY KEY, name TEXT);
  INSERT INTO customers VALUES (1, 'Ann'), (2, 'Bob');
  CREATE TABLE orders(id INTEGER PRIMARY KEY, price INTEGER, name TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
  INSERT INTO orders SELECT i, i * 7919 % 500, char(65 + i % 26) || i FROM n;
  UPDATE orders SET name = 'Afoo' WHERE id IN (4000000, 4999999);
  CREATE VIEW dear AS SELECT * FROM orders WHERE price > 400;
  CREATE TRIGGER keep BEFORE DELETE ON customers BEGIN SELECT raise(ABORT, 'no'); END;
  CREATE VIRTUAL TABLE notes USING fts5(body);
  INSERT INTO notes VALUES ('a note');
`;

const hash = (path: string) =>
  new Promise<string>((resolve, reject) => {
    const digest = createHash("sha256");
    createReadStream(path)
      .on("data", (piece) => digest.update(piece))
      .on("end", () => resolve(digest.digest("hex")))
      .on("error", reject);
  });

test("S1: the end, the middle, filters and sorts of a large table; the place is kept, the file untouched", async () => {
  const path = makeDatabase(schema, "app.db");
  const before = { hash: await hash(path), mtime: statSync(path, { bigint: true }).mtimeNs };
  const userData = temporaryFolder();
  let joinery = await launchJoinery({ userData, files: [path], args: ["--readonly", "-t", "orders"] });
  let { page } = joinery;
  const tree = page.getByRole("treegrid");
  const inTree = (name: string) => tree.getByRole("row").filter({ has: page.getByText(name, { exact: true }) });
  // What there is: tables with their counts, views, and virtual tables folded over what they keep.
  await expect(inTree("orders").first()).toContainText(rows.toLocaleString("en-US"));
  await expect(inTree("customers").first()).toContainText("2");
  await expect(inTree("dear").first()).toBeVisible();
  await expect(tree.getByRole("row", { name: /^Virtual/ })).toBeVisible();
  await expect(inTree("notes_content")).toHaveCount(0);

  let grid = new GridOnPage(page);
  await expect(grid.cell(0, "name")).toHaveText("B1");
  await expect(page.getByText("read-only").filter({ visible: true }).first()).toBeVisible();
  await grid.click(grid.cell(0, "name"));
  await grid.press("Control+End");
  await expect(grid.cell(rows - 1, "id")).toHaveText(String(rows));
  const goTo = async (row: number) => {
    await grid.press("Control+g");
    await page.keyboard.type(String(row));
    await grid.press("Enter");
  };
  await goTo(5_000_000);
  await expect(grid.cell(4_999_999, "id")).toHaveText("5000000");

  const field = (column: string) => page.getByLabel(`Filter ${column}`, { exact: true }).filter({ visible: true });
  await field("price").fill(">100");
  await field("name").fill("/^A/");
  const fitting = readDatabase(path, "SELECT count(*) FROM orders WHERE price > 100 AND name GLOB 'A*'")[0]?.[0];
  await expect(grid.total()).toContainText(`${Number(fitting).toLocaleString("en-US")} of `, { timeout: 30_000 });
  const [first] = readDatabase(path, "SELECT id FROM orders WHERE price > 100 AND name GLOB 'A*' LIMIT 1");
  await expect(grid.cell(0, "id")).toHaveText(String(first?.[0]));
  // In any column.
  for (const remove of ["price", "name"]) await page.getByLabel(`Remove the filter on ${remove}`).click();
  await page.getByRole("button", { name: "More ways to filter" }).filter({ visible: true }).click();
  await page.getByRole("menuitem", { name: "Search in All Columns…" }).click();
  await page.getByLabel("Text in any column").fill("foo");
  await page.keyboard.press("Enter");
  await expect(grid.total()).toHaveText(/^2 of [≈\d,+ ]+ rows$/, { timeout: 30_000 });
  await expect(grid.cell(1, "id")).toHaveText("4999999");
  await page.getByLabel("Remove the filter on any column").click();

  // By two columns; the last row of it is the last of the sort.
  await grid.click(grid.header("price"));
  await page.keyboard.down("Shift");
  await grid.click(grid.header("name"));
  await page.keyboard.up("Shift");
  const [least] = readDatabase(path, "SELECT id FROM orders ORDER BY price, name, id LIMIT 1");
  await expect(grid.cell(0, "id")).toHaveText(String(least?.[0]), { timeout: 30_000 });
  await grid.click(grid.header("price"));
  await grid.click(grid.header("price"));
  await expect(grid.header("price")).toHaveAttribute("aria-sort", "none");

  // Again tomorrow: where one was.
  await grid.click(grid.cell(0, "name"));
  await goTo(4_321_000);
  await expect(grid.cell(4_320_999, "id")).toHaveText("4321000");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(page.getByText("2 cells").filter({ visible: true })).toBeVisible();
  await page.waitForTimeout(1000);
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
  joinery = await launchJoinery({ userData, files: [path], args: ["--readonly"] });
  ({ page } = joinery);
  grid = new GridOnPage(page);
  await expect(grid.cell(4_320_999, "id")).toHaveText("4321000");
  // Not asked here: the active cell and the selection. Known fault: while both cores are busy they come back by the estimated number of
  // their row, and stand a row off once the exact places are known. open.e2e asks it of a table with exact places.
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();

  expect(readdirSync(dirname(path))).toEqual(["app.db"]);
  expect({ hash: await hash(path), mtime: statSync(path, { bigint: true }).mtimeNs }).toEqual(before);
});
