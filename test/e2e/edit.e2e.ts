/** Editing in the real app: into the session, out of it, into the file. */
import { expect, test } from "@playwright/test";
import Database from "better-sqlite3";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { copyOfShared, type JoineryApp } from "./harness.ts";
import { sharedApp } from "./shared-app.ts";

const app = sharedApp();
let joinery: JoineryApp;

const films = `
  CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT NOT NULL, year INTEGER, note,
    status TEXT CHECK (status IN ('seen', 'wanted')), seen BOOLEAN, poster BLOB,
    CHECK (length(title) < 40));
  INSERT INTO film VALUES
    (1, 'Metropolis', 1927, NULL, 'seen', 1, NULL), (2, 'M', 1931, '', 'seen', 0, x'0102'),
    (3, 'Stalker', 1979, 'long', 'wanted', NULL, NULL), (4, 'Solaris', 9007199254740993, NULL, NULL, 0, NULL);
  CREATE TABLE review(id INTEGER PRIMARY KEY, film INTEGER NOT NULL REFERENCES film(id), stars INTEGER);
  INSERT INTO review VALUES (1, 1, 5);
`;

async function openFilms(path = makeDatabase(films)) {
  joinery = await app.open({ files: [path] });
  return { path, page: joinery.page };
}

const changes = (n: string) => joinery.page.getByRole("group", { name: "Pending changes" }).getByText(n);

test("typing replaces, Enter goes down, Tab right, Esc leaves; a value that did not change stages nothing", async () => {
  const { page } = await openFilms();
  const grid = await GridOnPage.open(page, "film");
  await grid.click(grid.cell(0, "title"));
  await grid.press("F2", "Enter");
  await expect.poll(() => grid.active()).toBe("1,1");
  await grid.press("Enter", "Tab");
  await expect.poll(() => grid.active()).toBe("1,2");
  await grid.press("Enter");
  await expect(grid.editor()).toHaveValue("1931");
  await page.keyboard.type("2000");
  await grid.press("Escape");
  await expect(grid.cell(1, "year")).toHaveText("1931");
  // NULL opens empty, and left empty it is NULL still.
  await grid.click(grid.cell(0, "note"));
  await grid.press("F2");
  await expect(grid.editor()).toHaveValue("");
  await grid.press("Enter");
  await expect(grid.cell(0, "note")).toHaveAttribute("data-kind", "null");
  await expect(grid.cell(1, "note")).toHaveAttribute("data-kind", "empty");
  await expect(page.getByRole("group", { name: "Pending changes" })).toBeHidden();

  await grid.type(3, "year", "9007199254740995");
  await expect(grid.cell(3, "year")).toHaveText("9007199254740995");
  await expect(grid.cell(3, "year")).toHaveAttribute("data-tone", "changed");
  await expect(grid.row(3)).toHaveAttribute("data-tone", "changed");
  await expect(changes("1 change · 1 table")).toBeVisible();
  // Back to what it was: nothing is left to commit.
  await grid.type(3, "year", "9007199254740993");
  await expect(page.getByRole("group", { name: "Pending changes" })).toBeHidden();
});

test("what is typed is stored exactly; undo and redo go through the session; commit writes, roll back forgets", async () => {
  const { path, page } = await openFilms();
  const grid = await GridOnPage.open(page, "film");
  await grid.type(0, "title", "Metropolis (restored)");
  await grid.type(2, "year", "-9223372036854775808");
  await grid.click(grid.cell(2, "note"));
  await grid.press("Alt+Delete");
  await expect(grid.cell(2, "note")).toHaveAttribute("data-kind", "null");
  await grid.press("Control+z", "Control+z");
  await expect(grid.cell(2, "year")).toHaveText("1979");
  await grid.press("Control+y");
  await expect(grid.cell(2, "year")).toHaveText("-9223372036854775808");
  await grid.press("Control+Shift+z");
  await grid.press("Control+s");
  await expect(page.getByRole("group", { name: "Pending changes" })).toBeHidden();
  await expect(grid.cell(0, "title")).toHaveText("Metropolis (restored)");
  await expect(grid.cell(0, "title")).not.toHaveAttribute("data-tone", "changed");
  expect(
    readDatabase(path, "SELECT title, CAST(year AS TEXT), typeof(year), note FROM film WHERE id IN (1, 3)"),
  ).toEqual([
    ["Metropolis (restored)", "1927", "integer", null],
    ["Stalker", "-9223372036854775808", "integer", null],
  ]);

  await grid.type(1, "title", "gone again");
  await page.getByRole("button", { name: "Roll back" }).click();
  await expect(grid.cell(1, "title")).toHaveText("M");
  await grid.mirror.focus();
  await grid.press("Control+z");
  await expect(grid.cell(1, "title")).toHaveText("gone again");
});

test("a click elsewhere commits what was typed, and the focus stays where it went", async () => {
  const { page } = await openFilms();
  const grid = await GridOnPage.open(page, "film");
  await grid.click(grid.cell(0, "title"));
  await page.keyboard.type("left behind");
  await page.getByRole("searchbox").first().click();
  await expect(grid.cell(0, "title")).toHaveText("left behind");
  await expect(page.getByRole("searchbox").first()).toBeFocused();
  // In the grid: the clicked cell is the active one.
  await grid.click(grid.cell(1, "title"));
  await page.keyboard.type("left too");
  await grid.click(grid.cell(3, "year"));
  await expect(grid.cell(1, "title")).toHaveText("left too");
  await expect.poll(() => grid.active()).toBe("3,2");
  await expect(grid.mirror).toBeFocused();
});

test("Ctrl+S while typing commits what is being typed", async () => {
  const { path, page } = await openFilms();
  const grid = await GridOnPage.open(page, "film");
  await grid.click(grid.cell(1, "title"));
  await page.keyboard.type("M – Eine Stadt sucht einen Mörder");
  await grid.press("Control+s");
  await expect
    .poll(() => readDatabase(path, "SELECT title FROM film WHERE id = 2"))
    .toEqual([["M – Eine Stadt sucht einen Mörder"]]);
  await expect(page.getByRole("group", { name: "Pending changes" })).toBeHidden();
});

test("rows are added, duplicated and deleted; deleted ones stay in sight until the commit", async () => {
  const { path, page } = await openFilms();
  const grid = await GridOnPage.open(page, "film");
  await grid.click(grid.cell(0, "title"));
  await grid.press("Insert");
  await expect(grid.rowNumber(4)).toContainText("*, new row");
  await expect(grid.cell(4, "id")).toHaveText("5");
  await expect.poll(() => grid.active()).toBe("4,1");
  await page.keyboard.type("Nostalghia");
  await grid.press("Tab");
  await expect.poll(() => grid.active()).toBe("4,2");
  await page.keyboard.type("1983");
  await grid.press("Enter");
  await grid.click(grid.rowNumber(1));
  await grid.press("Control+d");
  await expect(grid.cell(5, "title")).toHaveText("M");
  await expect(grid.cell(5, "poster")).toHaveText("BLOB 2 B");
  await grid.click(grid.rowNumber(2));
  await grid.press("Delete");
  await expect(grid.row(2)).toHaveAttribute("data-tone", "deleted");
  await expect(grid.rowNumber(2)).toContainText("deleted");
  await expect(changes("3 changes · 1 table")).toBeVisible();
  const labels = await joinery.chooseInContextMenu(() => grid.press("Shift+F10"), null);
  expect(labels).toContain("Revert This Row");
  await grid.press("Control+s");
  await expect(page.getByRole("group", { name: "Pending changes" })).toBeHidden();
  await expect(grid.total()).toHaveText("5 rows");
  expect(readDatabase(path, "SELECT title, year, hex(poster) FROM film WHERE id > 3 OR id = 2 ORDER BY id")).toEqual([
    ["M", 1931, "0102"],
    ["Solaris", 9007199254740992, ""],
    ["Nostalghia", 1983, ""],
    ["M", 1931, "0102"],
  ]);
});

test("a list offers the values that a CHECK allows, and booleans", async () => {
  const { path, page } = await openFilms();
  const grid = await GridOnPage.open(page, "film");
  await grid.click(grid.cell(3, "status"));
  await grid.press("Enter");
  await expect(page.getByRole("listbox").getByRole("option")).toHaveText(["seen", "wanted"]);
  await grid.press("ArrowDown", "ArrowDown", "Enter");
  await expect(grid.cell(3, "status")).toHaveText("wanted");
  await expect(grid.cell(0, "seen")).toHaveAttribute("data-kind", "boolean");
  await grid.click(grid.cell(1, "seen"));
  await grid.press("Enter");
  await page.getByRole("option", { name: "true" }).click();
  await expect(grid.cell(1, "seen")).toHaveText("true");
  await grid.mirror.focus();
  // Space is the check box's key, in the grid as elsewhere.
  await grid.click(grid.cell(1, "seen"));
  await grid.press(" ");
  await expect(grid.cell(1, "seen")).toHaveText("false");
  await grid.press(" ");
  await expect(grid.cell(1, "seen")).toHaveText("true");
  // What is not typed into says so, instead of nothing.
  await grid.click(grid.cell(1, "poster"));
  await page.keyboard.type("x");
  await expect(page.getByText("This value is edited in the cell panel")).toBeVisible();
  // The mouse is told what a column is and what a changed cell was.
  const canvas = page.locator("canvas").first();
  const status = await grid.middle(grid.header("status"));
  await page.mouse.move(status.x, status.y - 10);
  await expect(canvas).toHaveAttribute("title", "status\nTEXT\nOne of seen, wanted");
  const changed = await grid.middle(grid.cell(1, "seen"));
  await page.mouse.move(changed.x, changed.y);
  await expect(canvas).toHaveAttribute("title", "Not committed; was false");
  await grid.press("Control+s");
  await expect
    .poll(() => readDatabase(path, "SELECT status, seen FROM film WHERE id IN (2, 4)"))
    .toEqual([
      ["seen", 1],
      ["wanted", 0],
    ]);

  // The same choices in the cell panel and in the row as a form, by keyboard.
  await grid.click(grid.cell(3, "status"));
  await grid.press("Shift+Enter");
  const choice = page.getByTestId("cell-panel").getByTestId("choice");
  await expect(choice.getByRole("option")).toHaveText(["NULL", "seen", "wanted"]);
  await choice.focus();
  await choice.press("ArrowUp");
  await expect(grid.cell(3, "status")).toHaveText("seen");
  await page
    .getByRole("button", { name: "Row", exact: true })
    .or(page.getByRole("tab", { name: "Row" }))
    .click();
  const form = page.getByTestId("row-form");
  await form.getByRole("checkbox", { name: /^seen/ }).click();
  await expect(grid.cell(3, "seen")).toHaveText("true");
  await form.getByRole("button", { name: "Set seen to NULL" }).click();
  await expect(grid.cell(3, "seen")).toHaveAttribute("data-kind", "null");
  await form.getByLabel(/^seen/).selectOption({ label: "true" });
  await expect(grid.cell(3, "seen")).toHaveText("true");
});

test("a value that is no key is refused with a reason, and what was typed is not lost", async () => {
  const path = makeDatabase("CREATE TABLE exact(id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO exact VALUES (1, 5)");
  const { page } = await openFilms(path);
  const grid = await GridOnPage.open(page, "exact");
  await grid.click(grid.cell(0, "id"));
  await page.keyboard.type("five");
  await grid.press("Enter");
  await expect(page.getByTestId("error")).toBeVisible();
  await expect(grid.editor()).toHaveValue("five");
  await grid.press("Control+a");
  await page.keyboard.type("6");
  await grid.press("Enter");
  await expect(page.getByTestId("error")).toBeHidden();
  await expect(grid.cell(0, "id")).toHaveText("6");
});

test("cells are copied, pasted over cells and past the end in one step, and copied from above", async () => {
  const { path, page } = await openFilms();
  const grid = await GridOnPage.open(page, "film");
  await grid.click(grid.cell(0, "title"));
  await grid.press("Shift+ArrowRight", "Shift+ArrowDown", "Control+c");
  const clipboard = () => joinery.electron.evaluate(({ clipboard: board }) => board.readText());
  await expect.poll(clipboard).toBe("Metropolis\t1927\nM\t1931");
  await joinery.electron.evaluate(({ clipboard: board }) => board.writeText("Ikiru\t1952\r\nRan\t1985\r\n"));
  await grid.click(grid.cell(3, "title"));
  await grid.press("Control+v");
  await expect(grid.cell(3, "title")).toHaveText("Ikiru");
  await expect(grid.cell(4, "title")).toHaveText("Ran");
  await expect(changes("2 changes")).toBeVisible();
  await grid.press("Control+z");
  await expect(page.getByRole("group", { name: "Pending changes" })).toBeHidden();
  await grid.press("Control+y");
  await grid.click(grid.cell(2, "year"));
  await grid.press("Control+'");
  await expect(grid.cell(2, "year")).toHaveText("1931");
  await grid.press("Control+s");
  await expect
    .poll(() => readDatabase(path, "SELECT title, year FROM film WHERE id > 2"))
    .toEqual([
      ["Stalker", 1931],
      ["Ikiru", 1952],
      ["Ran", 1985],
    ]);
});

test("a commit that a rule refuses says which row and which rule; everything stays staged and can be mended", async () => {
  const { path, page } = await openFilms();
  const grid = await GridOnPage.open(page, "film");
  await grid.type(1, "title", "fine");
  // A rule that only the commit can judge; CHECK … IN is told while one types.
  await grid.type(2, "title", "a title that is longer than any title may be");
  await grid.press("Control+s");
  const panel = page.getByTestId("pending-changes");
  await expect(panel.getByTestId("error")).toContainText("CHECK");
  await expect(panel.getByText("refused by the commit")).toBeVisible();
  await expect(grid.row(2)).toHaveAttribute("data-tone", "conflict");
  await expect(grid.row(1)).toHaveAttribute("data-tone", "changed");
  expect(readDatabase(path, "SELECT title FROM film WHERE id = 2")).toEqual([["M"]]);

  // From the panel to the row, mend it, commit.
  await page.getByRole("button", { name: "Close", exact: false }).first().waitFor({ state: "attached" });
  await grid.press("Control+w");
  await expect(grid.mirror).toBeHidden();
  await panel.getByRole("button", { name: "id 3", exact: true }).click();
  await expect.poll(() => grid.active()).toMatch(/^2,/);
  await grid.type(2, "title", "Stalker II");
  await expect(panel.getByTestId("error")).toBeHidden();
  await grid.press("Control+s");
  await expect(page.getByRole("group", { name: "Pending changes" })).toBeHidden();
  expect(readDatabase(path, "SELECT title, status FROM film WHERE id IN (2, 3)")).toEqual([
    ["fine", "seen"],
    ["Stalker II", "wanted"],
  ]);
});

test("the panel shows old and new, the SQL, and takes single values, rows and tables back", async () => {
  const { page } = await openFilms();
  const grid = await GridOnPage.open(page, "film");
  await grid.type(0, "title", "One");
  await grid.type(0, "year", "1");
  await grid.type(1, "title", "Two");
  await grid.press("Control+Shift+c");
  const panel = page.getByTestId("pending-changes");
  await expect(panel.getByRole("heading", { level: 2 })).toHaveText("2 changes in 1 table");
  await expect(panel.getByRole("listitem").first()).toContainText("Metropolis");
  await panel.getByRole("button", { name: "SQL" }).click();
  await expect(panel.getByTestId("preview-sql")).toContainText("'Two'");
  await panel.getByRole("button", { name: "Changes", exact: true }).click();
  await joinery.command("session.preview");
  await expect(panel.getByTestId("preview-sql")).toContainText("'Two'");
  await panel.getByRole("button", { name: "Close pending changes" }).click();
  await joinery.command("session.preview");
  await expect(panel.getByTestId("preview-sql")).toContainText("'Two'");
  await panel.getByRole("button", { name: "Changes", exact: true }).click();
  await panel.getByRole("button", { name: "Revert year of id 1" }).click();
  await expect(grid.cell(0, "year")).toHaveText("1927");
  await panel.getByRole("button", { name: "Revert id 2" }).click();
  await expect(grid.cell(1, "title")).toHaveText("M");
  await panel.getByRole("button", { name: "Revert table" }).click();
  await expect(panel.getByText("No pending changes").first()).toBeVisible();
  await grid.mirror.focus();
  await grid.press("Control+z");
  await expect(grid.cell(0, "title")).toHaveText("One");
});

test("a row that another program changed is a conflict with all three values", async () => {
  const { path, page } = await openFilms();
  const grid = await GridOnPage.open(page, "film");
  await grid.type(0, "title", "mine");
  const other = new Database(path);
  other.exec("UPDATE film SET title = 'theirs' WHERE id = 1");
  other.close();
  await grid.press("Control+s");
  const conflict = page.getByTestId("conflict");
  await expect(conflict.getByRole("row").nth(1)).toContainText("Metropolis");
  await expect(conflict.getByRole("row").nth(1)).toContainText("mine");
  await expect(conflict.getByRole("row").nth(1)).toContainText("theirs");
  await conflict.getByRole("button", { name: /^Keep yours/ }).click();
  await expect(conflict).toBeHidden();
  await grid.mirror.focus();
  await grid.press("Control+s");
  await expect.poll(() => readDatabase(path, "SELECT title FROM film WHERE id = 1")).toEqual([["mine"]]);
});

test("staged edits are there again after a restart, in the grid and in the count", async () => {
  const { path, page } = await openFilms();
  let grid = await GridOnPage.open(page, "film");
  await grid.type(0, "title", "unfinished");
  await joinery.answerQuestions(0);
  joinery = await app.restart({ files: [path] });
  grid = await GridOnPage.open(joinery.page, "film");
  await expect(grid.cell(0, "title")).toHaveText("unfinished");
  await expect(grid.cell(0, "title")).toHaveAttribute("data-tone", "changed");
  await expect(changes("1 change · 1 table")).toBeVisible();
  expect(readDatabase(path, "SELECT title FROM film WHERE id = 1")).toEqual([["Metropolis"]]);
});

test("a text of the cell panel is edited, and a foreign key that points nowhere is named", async () => {
  joinery = await app.open({ files: [copyOfShared("chinook.db")] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "Album");
  await grid.click(grid.cell(0, "Title"));
  await grid.press("Shift+Enter");
  const text = page.getByTestId("cell-text");
  await expect(text).toHaveValue("For Those About To Rock We Salute You");
  await text.fill("Two\nlines");
  await grid.click(grid.cell(1, "Title"));
  await expect(grid.cell(0, "Title")).toHaveText("Two ↵ lines");
  await grid.type(0, "ArtistId", "99999");
  await grid.press("Control+s");
  await expect(page.getByTestId("pending-changes").getByTestId("error")).toContainText("FOREIGN KEY");
});
