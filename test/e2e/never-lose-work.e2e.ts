/** Story S4: everything is killed; nothing that was typed is lost, also when the file changed, moved or went meanwhile. */
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import Database from "better-sqlite3";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { isRunning, type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

const schema = `
  CREATE TABLE film(id INTEGER PRIMARY KEY, title TEXT, year INTEGER);
  CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
  INSERT INTO film SELECT i, 'film ' || i, 1900 + i % 100 FROM n;
  INSERT INTO person SELECT id, 'person ' || id FROM film;
`;
const texts = ["select 1;\n-- one", "select title\nfrom film\nwhere year > 1950", "delete from person -- not yet"];

const pending = (page: Page) => page.getByRole("group", { name: "Pending changes" }).filter({ visible: true });
const editor = (page: Page) => page.getByRole("textbox", { name: /^SQL of / }).filter({ visible: true });

/** `kill -9` of every process of the app at once: main, engines, pages, and Chromium's own. */
async function killEverything({ electron }: JoineryApp): Promise<void> {
  const pids = await electron.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid));
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It went with the one before.
    }
  }
  await expect.poll(() => pids.filter(isRunning), { message: "processes that outlived kill -9" }).toEqual([]);
}

/** Types over ten titles (or names), from the first row down. */
async function editTen(grid: GridOnPage, column: string): Promise<void> {
  await grid.click(grid.cell(0, column));
  for (let i = 0; i < 10; i++) {
    await grid.page.keyboard.type(`edited ${i}`);
    await grid.press("Enter");
  }
  await expect(grid.cell(9, column)).toHaveText("edited 9");
}

test("S4: consoles, staged edits, filter and widths are back after kill -9 of everything; the file is untouched", async () => {
  const path = makeDatabase(schema, "work.db");
  const bytes = readFileSync(path);
  const userData = temporaryFolder();
  let joinery = await launchJoinery({ userData, files: [path] });
  let { page } = joinery;
  await expect(page.getByRole("treegrid")).toBeVisible();
  for (const text of texts) {
    await joinery.command("console.new");
    await editor(page).click();
    await page.keyboard.insertText(text);
    // The cursor stands before the last word.
    await page.keyboard.press("Control+ArrowLeft");
  }
  await editTen(await GridOnPage.open(page, "person"), "name");
  let grid = await GridOnPage.open(page, "film");
  await editTen(grid, "title");
  const before = await grid.header("title").boundingBox();
  if (!before) throw new Error("no header");
  const edge = { x: before.x + before.width, y: before.y + 10 };
  await page.mouse.move(edge.x, edge.y);
  await page.mouse.down();
  await page.mouse.move(edge.x + 90, edge.y, { steps: 4 });
  await page.mouse.up();
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByLabel("Column", { exact: true }).selectOption("year");
  await page.getByLabel("Operator").selectOption("<");
  await page.getByLabel("Value", { exact: true }).fill("1905");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("filter-chip")).toHaveText("year < 1905");
  await expect(pending(page)).toContainText("20 changes · 2 tables");
  // A second is what the workspace may take to be on disk.
  await page.waitForTimeout(1000);
  await killEverything(joinery);

  const started = Date.now();
  joinery = await launchJoinery({ userData });
  page = joinery.page;
  await expect(pending(page)).toContainText("20 changes · 2 tables");
  const shown = Date.now() - started;
  grid = new GridOnPage(page);
  await expect(page.getByRole("grid", { name: "film", exact: true })).toBeVisible();
  await expect(grid.cell(0, "title")).toHaveText("edited 0");
  console.log(
    `joinery: after kill -9 of everything the count was back ${shown} ms and the rows ${Date.now() - started} ms after the start, Electron's own included.`,
  );
  await expect(grid.cell(0, "title")).toHaveAttribute("data-tone", "changed");
  await expect(page.getByTestId("filter-chip")).toHaveText("year < 1905");
  await expect(grid.total()).toHaveText(/^25 of [≈\d,+ ]+ rows$/);
  expect((await grid.header("title").boundingBox())?.width).toBe(before.width + 90);
  for (const [i, text] of texts.entries()) {
    await page.getByRole("tab", { name: `Query ${i + 1}` }).click();
    await expect(editor(page)).toHaveText(text.replaceAll("\n", ""));
    await editor(page).focus();
    await page.keyboard.insertText("|");
    // Where the cursor stood.
    const at = text.search(/\w+$/);
    await expect(editor(page)).toContainText(`|${text.slice(at)}`);
  }
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(existsSync(`${path}-journal`) || existsSync(`${path}-wal`)).toBe(false);
  // It is offered to discard all of it, in one step that can be undone.
  const offer = page.locator("[data-sonner-toast]").filter({ hasText: "20 changes from before are staged" });
  await offer.getByRole("button", { name: "Roll Back" }).click();
  await expect(pending(page)).toHaveCount(0);
  // Undo belongs to what has the focus: not to the console's text.
  await (await GridOnPage.open(page, "person")).mirror.focus();
  await joinery.command("session.undo");
  await expect(pending(page)).toContainText("20 changes · 2 tables");
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

test.describe("between the kill and the next start", () => {
  let joinery: JoineryApp;
  let path: string;
  let userData: string;

  test.beforeEach(async () => {
    path = makeDatabase(schema, "work.db");
    userData = temporaryFolder();
    joinery = await launchJoinery({ userData, files: [path] });
    const grid = await GridOnPage.open(joinery.page, "person");
    await grid.type(0, "name", "mine");
    await grid.type(1, "name", "mine too");
    await expect(pending(joinery.page)).toContainText("2 changes");
    await joinery.page.waitForTimeout(1000);
    await killEverything(joinery);
  });
  test.afterEach(() => joinery.close());

  const commitAndSettle = async (): Promise<void> => {
    const { page } = joinery;
    await joinery.command("session.commit");
    await page
      .getByTestId("conflict")
      .getByRole("button", { name: /^Keep yours/ })
      .click();
    await expect(page.getByTestId("conflict")).toHaveCount(0);
    await joinery.command("session.commit");
    await expect(pending(page)).toHaveCount(0);
    expect(readDatabase(path, "SELECT name FROM person WHERE id < 3 ORDER BY id")).toEqual([["mine"], ["mine too"]]);
  };

  test("the file was changed: what was staged is there, and where both changed is a conflict", async () => {
    const other = new Database(path);
    other.exec("UPDATE person SET name = 'theirs' WHERE id = 2; INSERT INTO person VALUES (501, 'new')");
    other.close();
    joinery = await launchJoinery({ userData });
    const grid = new GridOnPage(joinery.page);
    await expect(grid.cell(0, "name")).toHaveAttribute("data-tone", "changed");
    await expect(grid.cell(1, "name")).toHaveAttribute("data-tone", "conflict");
    await commitAndSettle();
  });

  test("another file took its place: said, and every edit is checked against it", async () => {
    const copy = `${path}.new`;
    copyFileSync(path, copy);
    const other = new Database(copy);
    other.exec("UPDATE person SET name = 'theirs' WHERE id = 2");
    other.close();
    renameSync(copy, path);
    joinery = await launchJoinery({ userData });
    await expect(joinery.page.getByTestId("banner")).toContainText("replaced by another one");
    await expect(pending(joinery.page)).toContainText("2 changes");
    await commitAndSettle();
  });

  test("the file is away: said; once it is back, so is what was staged", async () => {
    renameSync(path, `${path}.away`);
    joinery = await launchJoinery({ userData });
    await expect(joinery.page.getByTestId("error")).toContainText("work.db");
    await joinery.close();
    renameSync(`${path}.away`, path);
    joinery = await launchJoinery({ userData });
    await expect(pending(joinery.page)).toContainText("2 changes");
    await expect(new GridOnPage(joinery.page).cell(0, "name")).toHaveText("mine");
  });

  test("the file was renamed: opened under its new name, all of it came along", async () => {
    const renamed = join(temporaryFolder(), "renamed.db");
    renameSync(path, renamed);
    joinery = await launchJoinery({ userData, files: [renamed] });
    await expect(joinery.page.getByTestId("banner")).toContainText("2 pending changes came along");
    await expect(pending(joinery.page)).toContainText("2 changes");
    // The tab it had in front is there as well.
    await expect(new GridOnPage(joinery.page).cell(0, "name")).toHaveText("mine");
    await joinery.command("session.commit");
    await expect(pending(joinery.page)).toHaveCount(0);
    expect(readDatabase(renamed, "SELECT name FROM person WHERE id < 3")).toEqual([["mine"], ["mine too"]]);
  });

  test("the file went to another disk: its changes are offered, taken over and undone", async () => {
    const elsewhere = join(temporaryFolder(), "work.db");
    copyFileSync(path, elsewhere);
    rmSync(path);
    joinery = await launchJoinery({ userData, files: [elsewhere] });
    const { page } = joinery;
    const offer = page.getByTestId("banner").filter({ hasText: "2 pending changes were kept for" });
    await expect(offer).toBeVisible();
    await joinery.screenshot("offer");
    await offer.getByRole("button", { name: "Take over" }).click();
    await expect(offer).toHaveCount(0);
    await expect(pending(page)).toContainText("2 changes");
    await joinery.command("session.undo");
    await expect(pending(page)).toHaveCount(0);
    await joinery.command("session.redo");
    await expect(pending(page)).toContainText("2 changes");
  });
});
