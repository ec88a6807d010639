/** What tables can hold at the ends: 2,000 columns, a cell of 900 MB, names of any kind, damaged text, ends of numbers. */
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "@playwright/test";
import { quoteName } from "../../src-shared/sql/quote-name.ts";
import { oddNames } from "../fixtures/odd-names.ts";
import { readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

let joinery: JoineryApp;
test.afterEach(async () => {
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

/** By Node's own SQLite, which takes values twice as long as better-sqlite3 does. */
function make(): string {
  const path = join(temporaryFolder(), "extremes.db");
  const db = new DatabaseSync(path);
  db.exec("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF");
  const columns = Array.from({ length: 1999 }, (_, i) => `c${i} ${i % 2 === 0 ? "INTEGER" : "TEXT"}`);
  db.exec(`CREATE TABLE wide(id INTEGER PRIMARY KEY, ${columns.join(", ")})`);
  db.exec(`INSERT INTO wide(id, c0, c1998) VALUES (1, 10, 20), (2, 30, 40)`);
  db.exec("CREATE TABLE huge(id INTEGER PRIMARY KEY, note TEXT, body BLOB)");
  db.exec("INSERT INTO huge VALUES (1, 'small', x'0102'), (2, 'large', zeroblob(900000000)), (3, 'after', NULL)");
  const names = oddNames.filter(
    (name, i) => !oddNames.slice(0, i).some((other) => other.toLowerCase() === name.toLowerCase()),
  );
  db.exec(`CREATE TABLE odd(${names.map((name) => `${quoteName(name)} TEXT`).join(", ")})`);
  db.exec(`INSERT INTO odd VALUES (${names.map((_, i) => `'v${i}'`).join(", ")})`);
  db.exec(`CREATE TABLE ends(id INTEGER PRIMARY KEY, v);
    INSERT INTO ends(v) VALUES (9223372036854775807), (-9223372036854775808), (9e999), (-9e999), (-0.0), (1e-320),
      (CAST(x'61ff62' AS TEXT)), (CAST(x'610062' AS TEXT)), (char(8238) || 'txt.exe'), ('two' || char(10) || 'lines')`);
  db.close();
  return path;
}

test("each is shown, said what it is, and edited as far as SQLite takes it", async () => {
  const path = make();
  joinery = await launchJoinery({ files: [path] });
  const { page } = joinery;

  let grid = await GridOnPage.open(page, "wide");
  await grid.click(grid.cell(0, "id"));
  await grid.press("End");
  await expect(grid.cell(0, "c1998")).toHaveText("20");
  await expect(grid.mirror).toHaveAttribute("aria-colcount", "2001");
  await grid.type(1, "c1998", "41");
  await grid.press("Control+s");
  await expect
    .poll(() => readDatabase(path, "SELECT c0, c1998 FROM wide"))
    .toEqual([
      [10, 20],
      [30, 41],
    ]);

  // 900 MB: its row is there with the others; the value is too large to be read here, and says so.
  grid = await GridOnPage.open(page, "huge");
  await expect(grid.cell(1, "body")).toHaveText("BLOB 858 MB");
  await expect(grid.cell(2, "note")).toHaveText("after");
  await grid.click(grid.cell(1, "body"));
  await grid.press("Shift+Enter");
  const panel = page.getByTestId("cell-panel").filter({ visible: true });
  await expect(panel.getByTestId("cell-facts")).toHaveText("858 MB");
  await expect(panel.getByTestId("error")).toContainText("900 MB; more than 536 MB cannot be read");
  await grid.click(grid.cell(0, "note"));
  await page.keyboard.type("beside");
  await page.keyboard.press("Enter");
  await grid.click(grid.rowNumber(1));
  await page.getByRole("button", { name: "Delete rows" }).filter({ visible: true }).click();
  await expect(grid.rowNumber(1)).toContainText("deleted");
  await grid.press("Control+s");
  await expect
    .poll(() => readDatabase(path, "SELECT id, note FROM huge"), { timeout: 30_000 })
    .toEqual([
      [1, "beside"],
      [3, "after"],
    ]);

  // Names are one line, and nothing in them turns what follows.
  grid = await GridOnPage.open(page, "odd");
  const titles = await grid.mirror.getByRole("columnheader").allTextContents();
  expect(titles.join("|")).not.toMatch(/[\u202a-\u202e\n]/);
  await grid.click(grid.cell(0, "it's"));
  await page.keyboard.type("edited");
  await page.keyboard.press("Enter");
  await grid.press("Control+s");
  await expect.poll(() => readDatabase(path, `SELECT "it's" FROM odd`)).toEqual([["edited"]]);

  grid = await GridOnPage.open(page, "ends");
  const shown = ["9223372036854775807", "-9223372036854775808", "Inf", "-Inf", "-0.0", "1e-320", "a\ufffdb", "a␀b"];
  for (const [row, text] of [...shown, "⟨RLO⟩txt.exe", "two ↵ lines"].entries()) {
    await expect(grid.cell(row, "v")).toHaveText(text);
  }
  await grid.type(0, "v", "9223372036854775806");
  await grid.press("Control+s");
  await expect
    .poll(() => readDatabase(path, "SELECT CAST(v AS TEXT) FROM ends WHERE id = 1"))
    .toEqual([["9223372036854775806"]]);
});
