/** What is being typed belongs to the commit, the close and the end: wherever it is typed, and however it is asked for. */
import Database from "better-sqlite3";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { consoleOn } from "./console.ts";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import type { JoineryApp } from "./harness.ts";
import { sharedApp } from "./shared-app.ts";

const app = sharedApp();
let joinery: JoineryApp;
let page: Page;
let path: string;
let grid: GridOnPage;
const { run, cells } = consoleOn(() => page);

test.beforeEach(async () => {
  path = makeDatabase(`
    CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT, json TEXT);
    INSERT INTO note VALUES (1, 'one', '{"a":[1]}'), (2, 'two', '[2]'), (3, 'three', '[3]');
    CREATE TABLE line(id INTEGER PRIMARY KEY, note INTEGER REFERENCES note, words TEXT);
    INSERT INTO line VALUES (1, 1, 'first');
  `);
  joinery = await app.open({ files: [path], table: "note" });
  page = joinery.page;
  grid = await GridOnPage.open(page, "note");
});

const inFile = (sql: string) => readDatabase(path, sql)[0]?.[0];
const panel = () => page.getByTestId("cell-panel").filter({ visible: true });
async function inspect(row: number, column: string): Promise<void> {
  await grid.click(grid.cell(row, column));
  if (!(await panel().isVisible())) await grid.press("Shift+Enter");
}
async function typeInto(field: Locator, text: string): Promise<void> {
  await field.press("Control+a");
  await page.keyboard.type(text);
}

test("a commit takes what is being typed: by key, menu and button, in every editor", async () => {
  await inspect(0, "body");
  await typeInto(panel().getByTestId("cell-text"), "by key");
  await grid.press("Control+s");
  await expect.poll(() => inFile("SELECT body FROM note WHERE id = 1")).toBe("by key");

  await inspect(1, "body");
  await typeInto(panel().getByTestId("cell-text"), "by menu");
  await joinery.command("session.commit");
  await expect.poll(() => inFile("SELECT body FROM note WHERE id = 2")).toBe("by menu");

  // The button is there once something is staged.
  await grid.type(2, "body", "staged");
  await inspect(2, "json");
  await panel().getByRole("button", { name: "JSON", exact: true }).click();
  await panel().getByTestId("cell-json").fill("[4]");
  await page.getByRole("button", { name: "Commit", exact: true }).click();
  await expect.poll(() => inFile("SELECT json FROM note WHERE id = 3")).toBe("[4]");

  await inspect(1, "json");
  const tree = panel().getByTestId("cell-json-tree");
  await panel().getByRole("button", { name: "Tree", exact: true }).click();
  await tree.getByRole("treeitem").last().click();
  await page.keyboard.press("F2");
  await tree.getByRole("textbox").fill("5");
  await grid.press("Control+s");
  await expect.poll(() => inFile("SELECT json FROM note WHERE id = 2")).toBe("[5]");

  await page.getByRole("button", { name: "Row", exact: true }).click();
  await typeInto(page.getByTestId("row-form").locator("[data-column=body] textarea"), "in the form");
  await grid.press("Control+s");
  await expect.poll(() => inFile("SELECT body FROM note WHERE id = 2")).toBe("in the form");
});

test("a commit takes what is typed in a result and in nested rows; JSON that is none is not committed", async () => {
  await grid.fold(0);
  const lines = new GridOnPage(page, "line of row 1");
  await lines.click(lines.cell(0, "words"));
  await page.keyboard.type("nested");
  await grid.press("Control+s");
  await expect.poll(() => inFile("SELECT words FROM line")).toBe("nested");

  await inspect(1, "json");
  await panel().getByRole("button", { name: "JSON", exact: true }).click();
  const json = panel().getByTestId("cell-json");
  await json.fill("[4");
  await json.press("Control+s");
  await expect(panel()).toContainText("Not stored yet");
  await json.press("Escape");
  await expect(page.getByRole("group", { name: "Pending changes" })).toBeHidden();

  await page.keyboard.press("Control+t");
  await run("SELECT id, body FROM note WHERE id = 2");
  const result = new GridOnPage(page);
  await result.click(cells("body"));
  await page.keyboard.type("in a result");
  await expect(result.editor()).toHaveValue("in a result");
  await result.press("Control+s");
  await expect.poll(() => inFile("SELECT body FROM note WHERE id = 2")).toBe("in a result");
  await expect(result.editor()).toBeHidden();
});

test("what is being typed is staged when its tab is closed or left", async () => {
  await inspect(0, "body");
  await typeInto(panel().getByTestId("cell-text"), "tab closed");
  await grid.press("Control+w");
  await expect(page.getByRole("group", { name: "Pending changes" })).toContainText("1 change");
  await expect(page.getByRole("tab", { name: /^note/ })).toHaveCount(0);
  await page.keyboard.press("Control+Shift+t");
  await expect(grid.cell(0, "body")).toHaveText("tab closed");

  await inspect(1, "body");
  await typeInto(panel().getByTestId("cell-text"), "tab switched");
  await grid.press("Control+t");
  await expect(page.getByRole("group", { name: "Pending changes" })).toContainText("2 changes");
  await page.keyboard.press("Control+w");
});

test("what is typed in a result is staged when its tab is left, when it runs again, exported and closed", async () => {
  const changes = (words: string) => expect(page.getByRole("group", { name: "Pending changes" })).toContainText(words);
  const result = new GridOnPage(page);
  const type = async (row: number, text: string): Promise<void> => {
    await result.click(result.cell(row, "body"));
    await page.keyboard.type(text);
    await expect(result.editor()).toHaveValue(text);
  };
  await page.keyboard.press("Control+t");
  await run("SELECT id, body FROM note ORDER BY id");
  await type(0, "left");
  await page.keyboard.press("Control+1");
  await changes("1 change");
  await page.keyboard.press("Control+2");
  await expect(result.cell(0, "body")).toHaveText("left");

  await type(1, "run again");
  await joinery.command("console.run");
  await changes("2 changes");
  await expect(result.cell(1, "body")).toHaveText("run again");

  await type(0, "exported");
  await page.keyboard.press("Control+e");
  const dialog = page.getByRole("dialog", { name: /^Export 3 rows/ });
  await expect(dialog).toContainText("Pending changes are in no file yet");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(result.cell(0, "body")).toHaveText("exported");

  await type(2, "closed");
  await page.keyboard.press("Control+w");
  await changes("3 changes");
});

test("what is being typed is staged when the app quits on it", async () => {
  await inspect(0, "body");
  await typeInto(panel().getByTestId("cell-text"), "in the panel");
  await grid.click(grid.cell(2, "body"));
  await page.keyboard.type("in the cell");
  joinery = await app.restart({ files: [path], table: "note" });
  page = joinery.page;
  grid = new GridOnPage(page, "note");
  await expect(grid.cell(0, "body")).toHaveText("in the panel");
  await expect(grid.cell(2, "body")).toHaveText("in the cell");
});

/** Another program writes; gives when the app shows it. */
async function elsewhere(sql: string, row: number, column: string, text: string): Promise<void> {
  const other = new Database(path);
  other.exec(sql);
  other.close();
  await expect(grid.cell(row, column)).toHaveText(text, { timeout: 15_000 });
}

test("an open cell editor stays with its row when rows above it go; of a row that is gone it says so", async () => {
  await grid.click(grid.cell(1, "body"));
  await page.keyboard.press("F2");
  await grid.editor().fill("Q");
  await elsewhere("DELETE FROM line; DELETE FROM note WHERE id = 1", 0, "body", "two");
  const [editor, cell] = [await grid.editor().boundingBox(), await grid.cell(0, "body").boundingBox()];
  expect(editor?.y).toBeLessThan((cell?.y ?? 0) + 2);
  await grid.editor().press("Enter");
  await expect(grid.cell(0, "body")).toHaveText("Q");
  await grid.press("Control+s");
  await expect.poll(() => readDatabase(path, "SELECT body FROM note ORDER BY id")).toEqual([["Q"], ["three"]]);

  await grid.click(grid.cell(0, "body"));
  await page.keyboard.press("F2");
  await grid.editor().fill("kept");
  await elsewhere("DELETE FROM note WHERE id = 2", 0, "body", "three");
  await grid.editor().press("Enter");
  await expect(page.getByText("is not there any more")).toBeVisible();
  await expect(grid.editor()).toHaveValue("kept");
  await expect(grid.editor()).toBeInViewport();
  await grid.editor().press("Escape");
  await expect(grid.editor()).toBeHidden();
  await expect(page.getByRole("group", { name: "Pending changes" })).toBeHidden();
});

test("what is typed in the cell panel and the row form stays with its row when rows shift", async () => {
  await inspect(1, "body");
  await typeInto(panel().getByTestId("cell-text"), "PANEL");
  await elsewhere("INSERT INTO note(id, body) VALUES (0, 'zero')", 0, "body", "zero");
  await page.keyboard.press("Control+s");
  await expect.poll(() => inFile("SELECT body FROM note WHERE id = 2")).toBe("PANEL");
  expect(inFile("SELECT body FROM note WHERE id = 1")).toBe("one");

  await grid.click(grid.cell(3, "body"));
  await page.getByRole("button", { name: "Row", exact: true }).click();
  await typeInto(page.getByTestId("row-form").locator("[data-column=body] textarea"), "FORM");
  await elsewhere("INSERT INTO note(id, body) VALUES (-1, 'minus')", 0, "body", "minus");
  await page.keyboard.press("Control+s");
  await expect.poll(() => inFile("SELECT body FROM note WHERE id = 3")).toBe("FORM");
  expect(inFile("SELECT body FROM note WHERE id = 2")).toBe("PANEL");
});

test("a text that is refused holds up no other database, and closing asks before it is lost", async () => {
  const shown = page.getByTestId("database").filter({ visible: true });
  const name = shown.getByLabel("Name of body", { exact: true });
  await joinery.command("model.open");
  await name.fill("json");
  await name.press("Enter");
  await expect(name).toHaveAttribute("aria-invalid", "true");
  // Its own commit says why it does nothing, and leads to the text.
  await page.getByRole("tab", { name: /^note/ }).click();
  await grid.type(0, "body", "waits");
  await joinery.command("session.commit");
  await expect(page.getByText("Not done: what is typed here cannot be stored as it is.")).toBeVisible();
  await expect(name).toBeFocused();
  expect(inFile("SELECT body FROM note WHERE id = 1")).toBe("one");

  // Another database goes on.
  const other = makeDatabase(
    "CREATE TABLE other(id INTEGER PRIMARY KEY, word TEXT); INSERT INTO other VALUES (1, 'a')",
  );
  await joinery.answerOpenDialog(other);
  await joinery.command("database.pick");
  const rows = await GridOnPage.open(page, "other");
  await rows.type(0, "word", "b");
  await joinery.command("session.commit");
  await expect.poll(() => readDatabase(other, "SELECT word FROM other")).toEqual([["b"]]);
  await joinery.command("database.close");
  await expect(page.getByTestId("database")).toHaveCount(1);
  await expect(name).toHaveValue("json");

  await joinery.answerQuestions(1);
  await joinery.command("database.close");
  await expect(name).toBeFocused();
  await joinery.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => joinery.askedQuestions()).toHaveLength(2);
  await expect(name).toBeFocused();

  // While the question stands, another database may be opened: it is not lost with the one that is closed.
  await joinery.electron.evaluate(({ dialog }) => {
    const late = Promise.withResolvers<Electron.MessageBoxReturnValue>();
    Object.assign(globalThis, { late });
    dialog.showMessageBox = () => late.promise;
  });
  await joinery.command("database.close");
  await joinery.command("database.pick");
  await expect(page.getByTestId("database")).toHaveCount(2);
  await joinery.electron.evaluate(() => {
    const { late } = globalThis as unknown as { late: PromiseWithResolvers<Electron.MessageBoxReturnValue> };
    late.resolve({ response: 0, checkboxChecked: false });
  });
  await expect(page.getByTestId("database")).toHaveCount(1);
  await expect(page.getByRole("grid", { name: "other" })).toBeVisible();
});
