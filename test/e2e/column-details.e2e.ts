/** What a header menu opens and a selection comes to, in the real app: formats, statistics, sums. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { makeDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { copyOfShared, type JoineryApp } from "./harness.ts";
import { sharedApp } from "./shared-app.ts";

const app = sharedApp();
let joinery: JoineryApp;

test("a column is shown in another format, which is kept; what is edited and added up is the value", async () => {
  const path = makeDatabase(`
    CREATE TABLE visit(id INTEGER PRIMARY KEY, at INTEGER, size INTEGER, tint TEXT);
    INSERT INTO visit VALUES (1, 1500000000, 11468, '#ff8800'), (2, 1500000060, 5, 'no colour'), (3, NULL, 70000000, '#08f');
  `);
  joinery = await app.open({ files: [path] });
  let grid = await GridOnPage.open(joinery.page, "visit");
  const showAs = async (column: string, format: string) => {
    await joinery.chooseInContextMenu(() => grid.click(grid.header(column), { button: "right" }), "Show as…");
    await joinery.page.getByRole("radio", { name: format }).check();
    await joinery.page.keyboard.press("Escape");
  };
  // From the right: a column that becomes wider moves those after it.
  await showAs("tint", "Colour");
  await expect(grid.cell(1, "tint")).toHaveText("no colour");
  await showAs("size", "File size");
  await expect(grid.cell(0, "size")).toHaveText("11.2 KB");
  await showAs("at", "Time from Unix Seconds");
  await expect(grid.cell(0, "at")).toHaveText("2017-07-14 02:40:00");
  await expect(grid.cell(2, "at")).toHaveText("NULL");
  await expect(grid.header("at")).toContainText("as time");
  await expect(grid.mirror).toBeFocused();
  await grid.click(grid.cell(0, "at"));
  await grid.press("Enter");
  await expect(grid.editor()).toHaveValue("1500000000");
  await grid.press("Escape");
  await grid.press("Shift+ArrowDown", "Shift+ArrowDown");
  await expect(joinery.page.getByTestId("selection-words")).toHaveText(
    "3 cells selected · Σ 3,000,000,060 · ⌀ 1,500,000,030 · min 1,500,000,000 · max 1,500,000,060 · 2 distinct · 1 NULL",
  );
  // What is kept is on disk within a second.
  await joinery.page.waitForTimeout(1000);
  joinery = await app.restart({ files: [path] });
  grid = new GridOnPage(joinery.page);
  await expect(grid.cell(0, "at")).toHaveText("2017-07-14 02:40:00");
});

test("statistics of a column, of the rows that are shown, and from there to a filter", async () => {
  joinery = await app.open({ files: [copyOfShared("chinook.db")] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "Track");
  await joinery.chooseInContextMenu(() => grid.click(grid.header("GenreId"), { button: "right" }), "Statistics…");
  const statistics = page.getByTestId("column-statistics");
  await expect(statistics).toContainText("3,503");
  await expect(statistics).toContainText("Distinct25");
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .include("[data-testid='column-statistics']")
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(", ")}`)).toEqual([]);
  await statistics.getByRole("button").first().click();
  await expect(grid.total()).toHaveText(/^1,297 of [≈\d,+ ]+ rows$/);
  await expect(page.getByTestId("filter-chip").filter({ visible: true })).toHaveText(["GenreId = 1"]);
  await joinery.chooseInContextMenu(() => grid.click(grid.header("Composer"), { button: "right" }), "Statistics…");
  await expect(statistics).toContainText("of the rows shown");
  await expect(statistics).toContainText("Rows1,297");
});

test("a column of many rows is added up by the engine when one asks", async () => {
  const path = makeDatabase(`
    CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER);
    WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 300000) INSERT INTO t SELECT i, i % 10 FROM i;
  `);
  joinery = await app.open({ files: [path] });
  const grid = await GridOnPage.open(joinery.page, "t");
  await expect(grid.total()).toHaveText("300,000 rows");
  await grid.click(grid.cell(0, "n"));
  await grid.press("Control+ ");
  const words = joinery.page.getByTestId("selection-words");
  await expect(words).toContainText("300,000 cells");
  await words.getByRole("button", { name: "Add Up" }).click();
  await expect(words).toContainText("Σ 1,350,000 · ⌀ 4.5 · min 0 · max 9 · 10 distinct");
  // A smaller one is added up without being asked for, also where its rows are not in the page.
  await grid.click(grid.cell(0, "n"));
  await grid.press("Control+g");
  await joinery.page.keyboard.type("50000");
  await grid.press("Enter");
  await joinery.page.keyboard.press("Control+Shift+Home");
  await expect(words).toContainText("distinct");
});
