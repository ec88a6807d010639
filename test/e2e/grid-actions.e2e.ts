/** What is done in a grid is done in every grid: a table's, a result's, nested rows. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { consoleOn } from "./console.ts";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { type JoineryApp, temporaryFolder } from "./harness.ts";
import { sharedApp } from "./shared-app.ts";

const app = sharedApp();
let joinery: JoineryApp;
let page: Page;
let path: string;
const { run, cells, editor } = consoleOn(() => page);

test.beforeEach(async () => {
  path = makeDatabase(`
    CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT DEFAULT 'untitled', year INT, seen BOOLEAN, at TEXT DEFAULT current_timestamp);
    INSERT INTO film VALUES (1, 'One', 2001, 0, NULL), (2, 'Two', 2002, 1, NULL), (3, 'Three', 2003, 0, NULL), (4, 'Four', 2004, 0, NULL);
    CREATE TABLE line(id INTEGER PRIMARY KEY, film INTEGER REFERENCES film, words TEXT);
    INSERT INTO line VALUES (1, 1, 'first'), (2, 1, 'second'), (3, 2, 'third');
  `);
  joinery = await app.open({ files: [path], table: "film" });
  page = joinery.page;
  await GridOnPage.open(page, "film");
});

const film = () => new GridOnPage(page, "film");
const statusBar = () => page.getByTestId("status-bar");
const question = (name: RegExp) => page.getByRole("dialog", { name });

/** Answers the dialog; gives the file's text once it is written. */
async function exportTo(name: string, heading: RegExp, choose: () => Promise<unknown> = async () => {}) {
  const file = join(temporaryFolder(), name);
  await joinery.answerSaveDialog(file);
  await expect(question(heading)).toBeVisible();
  await choose();
  await page.getByRole("button", { name: "Export…", exact: true }).click();
  await expect(page.getByText(new RegExp(`^Exported .* to ${name}`))).toBeVisible();
  return readFileSync(file, "utf8");
}

test("cells of a result: default, now, empty, check boxes by Space, values saved; typing says why one is locked", async () => {
  await page.keyboard.press("Control+t");
  await run("SELECT id, title, seen, at, year + 1 AS next FROM film ORDER BY id");
  const result = new GridOnPage(page);
  const inMenu = (row: number, column: string, label: string) =>
    joinery.chooseInContextMenu(() => result.click(result.cell(row, column), { button: "right" }), label);
  await expect(result.cell(0, "title")).toHaveText("One");
  await inMenu(0, "title", "Set to the Default");
  await expect(result.cell(0, "title")).toHaveText("untitled");
  await inMenu(1, "title", "Set to Empty Text");
  await expect(result.cell(1, "title")).toHaveAttribute("data-kind", "empty");
  await result.click(result.cell(0, "at"));
  await result.press("Control+;");
  await expect(result.cell(0, "at")).toHaveText(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  await result.click(result.cell(0, "seen"));
  await result.press("Space");
  await expect(result.cell(0, "seen")).toHaveAttribute("data-tone", "changed");
  await inMenu(0, "seen", "Revert This Cell");
  await expect(result.cell(0, "seen")).not.toHaveAttribute("data-tone", "changed");
  await result.press("Space");
  await expect(result.cell(0, "seen")).toHaveAttribute("data-tone", "changed");

  await result.click(result.cell(0, "next"));
  await page.keyboard.type("x");
  await expect(statusBar()).toContainText("This column is calculated: its values stand in no table.");

  const folder = temporaryFolder();
  await joinery.answerOpenDialog(folder);
  await inMenu(2, "title", "Save Value as a File…");
  await expect(statusBar()).toContainText("1 value of film saved");
  expect(readFileSync(join(folder, "3 title.txt"), "utf8")).toBe("Three");

  await result.press("Control+s");
  await expect
    .poll(() => readDatabase(path, "SELECT title, seen, at IS NOT NULL FROM film WHERE id < 3 ORDER BY id"))
    .toEqual([
      ["untitled", 1, 1],
      ["", 1, 0],
    ]);
});

test("a table's rows are exported as they are shown, or what is selected: by key, menu and toolbar", async () => {
  const grid = film();
  await page.getByRole("textbox", { name: "Filter year", exact: true }).fill(">2001");
  await expect(statusBar()).toContainText("3 of 4 rows");
  await joinery.chooseInContextMenu(() => grid.click(grid.header("year"), { button: "right" }), "Sort Descending");
  for (const column of ["seen", "at"]) {
    await joinery.chooseInContextMenu(() => grid.click(grid.header(column), { button: "right" }), "Hide Column");
    await expect(grid.header(column)).toHaveCount(0);
  }
  await expect(grid.cell(0, "title")).toHaveText("Four");
  await grid.click(grid.cell(0, "title"));
  await grid.press("Control+e");
  expect(await exportTo("all.csv", /^Export 3 rows, 3 columns/)).toBe(
    "id,title,year\r\n4,Four,2004\r\n3,Three,2003\r\n2,Two,2002\r\n",
  );

  // How it was exported last is kept; a selection is offered where there is one.
  await grid.click(grid.cell(1, "title"));
  await grid.press("Shift+ArrowDown", "Shift+ArrowRight");
  await joinery.command("rows.export");
  const asSelected = () =>
    question(/^Export/)
      .getByLabel("Rows")
      .selectOption("selected");
  expect(await exportTo("some.csv", /^Export/, asSelected)).toBe("title,year\r\nThree,2003\r\nTwo,2002\r\n");

  await grid.type(0, "title", "staged");
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await expect(page.getByText("Pending changes are in no file yet")).toBeVisible();
  const asMarkdown = () => page.getByLabel("Format").selectOption("markdown");
  expect(await exportTo("all.md", /^Export 3 rows/, asMarkdown)).toContain("| Four |");
});

test("the tree exports a table that is not open; nested rows are exported and filtered by what they hold", async () => {
  const node = page.getByTestId("schema-tree").getByRole("row", { name: /^line, table/ });
  await joinery.chooseInContextMenu(() => node.click({ button: "right" }), "Export Rows…");
  expect(await exportTo("line.csv", /^Export all rows, 3 columns/)).toBe(
    "id,film,words\r\n1,1,first\r\n2,1,second\r\n3,2,third\r\n",
  );
  await expect(page.getByRole("tab", { name: /^line/ })).toHaveCount(0);

  const grid = film();
  await grid.fold(0);
  const lines = new GridOnPage(page, "line of row 1");
  await lines.click(lines.cell(1, "words"));
  await lines.press("Control+e");
  expect(await exportTo("nested.csv", /^Export 2 rows/)).toContain("1,first\r\n2,second\r\n");
  await joinery.chooseInContextMenu(
    () => lines.click(lines.cell(1, "words"), { button: "right" }),
    "Only Rows with This Value",
  );
  await expect(page.getByRole("tab", { name: /^line/, selected: true })).toBeVisible();
  await expect(statusBar()).toContainText("1 of 3 rows");
});

test("the result in front is exported from the editor too", async () => {
  await page.keyboard.press("Control+t");
  await run("SELECT id, title FROM film WHERE id < 3 ORDER BY id");
  await expect(cells("title")).toHaveText(["One", "Two"]);
  await expect(editor()).toBeFocused();
  await page.keyboard.press("Control+e");
  expect(await exportTo("film.csv", /^Export 2 rows, 2 columns/)).toBe("id,title\r\n1,One\r\n2,Two\r\n");
});

test("the first rows of a built query are copied in every format, by menu and key", async () => {
  await joinery.command("builder.new");
  const first = new GridOnPage(page, "First rows of the query");
  await expect(first.cell(1, "title")).toHaveText("Two");
  await first.click(first.cell(0, "title"));
  await first.press("Shift+ArrowDown", "Shift+ArrowRight");
  const labels = await joinery.chooseInContextMenu(
    () => first.click(first.cell(1, "year"), { button: "right" }),
    "Markdown",
  );
  expect(labels.filter((label) => label !== "").slice(0, 3)).toEqual(["Copy", "Copy with Headers", "Copy As"]);
  expect(labels).not.toContain("Set to NULL");
  const clipboard = () => joinery.electron.evaluate(({ clipboard: board }) => board.readText());
  await expect.poll(clipboard).toBe("| title | year |\n| --- | ---: |\n| One | 2001 |\n| Two | 2002 |");
  await first.press("Control+Alt+c");
  await expect.poll(clipboard).toContain(`INSERT INTO "query" ("title", "year") VALUES ('One', 2001);`);
});
