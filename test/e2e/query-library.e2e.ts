/** Saved queries on the real app: plain files in a folder, saved, found, renamed, deleted. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { makeDatabase } from "./databases.ts";
import { type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

let joinery: JoineryApp;
let page: Page;
let folder: string;

const editor = () => page.getByRole("textbox", { name: /^SQL of / }).filter({ visible: true });
const bar = () => page.getByRole("toolbar", { name: "Console" }).filter({ visible: true });
const library = () => page.getByTestId("library").filter({ visible: true });
const file = (path: string) => join(folder, `${path}.sql`);

async function write(sql: string): Promise<void> {
  await editor().click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(sql);
}

async function axe(within: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include(within).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" ")}`);
}

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  joinery = await launchJoinery({ files: [makeDatabase("CREATE TABLE t(a); INSERT INTO t VALUES (1)", "film.db")] });
  page = joinery.page;
  folder = join(joinery.userData, "queries");
  await expect(page.getByTestId("schema-tree").getByRole("row", { name: /^t, table/ })).toBeVisible();
  await page.keyboard.press("Control+t");
  await expect(editor()).toBeFocused();
});
test.afterAll(async () => {
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

test("a console's text is saved as a plain file, for this database or for all, and saved again where it came from", async () => {
  await write("select a from t");
  await page.keyboard.press("Control+Shift+S");
  const dialog = page.getByRole("dialog", { name: "Save the query" });
  await dialog.getByLabel("Name").fill("reports/all of t");
  await expect(dialog).toContainText("film.db/reports/all of t.sql");
  await joinery.screenshot("save");
  expect(await axe("[role='dialog']")).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(bar()).toContainText("all of t");
  expect(readFileSync(file("film.db/reports/all of t"), "utf8")).toBe("select a from t");
  await write("select a, 2 from t");
  await expect(bar().getByRole("img", { name: "changed since it was saved" })).toBeVisible();
  await page.keyboard.press("Control+Shift+S");
  await expect(bar().getByRole("img", { name: "changed since it was saved" })).toHaveCount(0);
  expect(readFileSync(file("film.db/reports/all of t"), "utf8")).toBe("select a, 2 from t");
});

test("what another program wrote is not lost without a question", async () => {
  writeFileSync(file("film.db/reports/all of t"), "-- theirs");
  await write("select 3");
  await joinery.answerQuestions(2);
  await page.keyboard.press("Control+Shift+S");
  await expect
    .poll(() => joinery.askedQuestions())
    .toEqual([expect.stringContaining("was changed by another program")]);
  expect(readFileSync(file("film.db/reports/all of t"), "utf8")).toBe("-- theirs");
});

test("saved queries are found by their text, opened in a console of their own, renamed and deleted", async () => {
  mkdirSync(join(folder, "shared"), { recursive: true });
  writeFileSync(file("shared/needle"), "select 'needle in a haystack'");
  await bar().getByRole("button", { name: "Saved queries" }).click();
  await expect(library().getByRole("row")).toHaveCount(2);
  await expect(library().getByRole("row").first()).toContainText("film.db/reports/all of t");
  await joinery.screenshot("library");
  expect(await axe("[data-testid='library']")).toEqual([]);
  await page.keyboard.type("haystack");
  await expect(library().getByRole("row")).toHaveCount(1);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("tab", { name: "needle" })).toHaveAttribute("aria-selected", "true");
  await expect(editor()).toHaveText("select 'needle in a haystack'");
  await page.keyboard.press("Control+Alt+L");
  await page.keyboard.type("needle");
  await expect(library().getByRole("row")).toHaveCount(1);
  await joinery.chooseInContextMenu(
    () => library().getByRole("button", { name: "More for needle" }).click(),
    "Rename or Move…",
  );
  const dialog = page.getByRole("dialog", { name: "Rename or move the query" });
  await dialog.getByLabel("Name").fill("found/pin");
  await page.keyboard.press("Enter");
  await expect(library().getByRole("row")).toContainText("found/pin");
  await expect(bar()).toContainText("pin");
  expect(existsSync(file("found/pin"))).toBe(true);
  expect(existsSync(join(folder, "shared"))).toBe(false);
  await joinery.answerQuestions(0);
  await joinery.chooseInContextMenu(() => library().getByRole("button", { name: "More for pin" }).click(), "Delete…");
  await expect(library().getByRole("row")).toHaveCount(0);
  expect(existsSync(file("found/pin"))).toBe(false);
});

test("another folder, one that is in git for example, can be chosen", async () => {
  const other = temporaryFolder();
  writeFileSync(join(other, "theirs.sql"), "select 'theirs'");
  await joinery.answerOpenDialog(other);
  await library().getByRole("searchbox").fill("");
  await library().getByRole("button", { name: "Keep queries in another folder" }).click();
  await expect(library().getByRole("row")).toContainText("theirs");
});
