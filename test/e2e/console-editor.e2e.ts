/** Writing SQL on the real app: completion, marks, definitions, formatting, several cursors. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { consoleOn } from "./console.ts";
import { copyOfSample, type JoineryApp, launchJoinery } from "./harness.ts";

let joinery: JoineryApp;
let page: Page;

const { write, editor, openConsole } = consoleOn(() => page);
const suggestions = () => page.locator(".cm-tooltip-autocomplete");

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  joinery = await launchJoinery({ files: [await copyOfSample()] });
  page = joinery.page;
  await openConsole();
});
test.afterAll(async () => {
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

test("mistakes are marked before anything is run, and go when they are mended", async () => {
  await write("delete from door_log;\nselect titel from movies;\nselec 1;");
  await expect(page.locator(".cm-lintRange-error")).toHaveText(["titel", "selec"]);
  await expect(page.locator(".cm-lintRange-warning")).toHaveText("delete");
  await page.locator(".cm-lintRange-error").first().hover();
  await expect(page.locator(".cm-tooltip-lint")).toContainText("No such column: titel.");
  await joinery.screenshot("marks");
  await write("select count(*) > 0 as kept from door_log");
  await expect(page.locator(".cm-lintRange-error, .cm-lintRange-warning")).toHaveCount(0);
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("grid-mirror").filter({ visible: true }).getByRole("gridcell").first()).toHaveText("1");
});

test("the condition of a join comes from the foreign key", async () => {
  await write("select * from loans l join members m ");
  await page.keyboard.type("on ");
  await expect(suggestions()).toContainText("l.member_id = m.id");
  await joinery.screenshot("join");
  await page.waitForTimeout(100);
  await page.keyboard.press("Enter");
  await expect(editor()).toContainText("on l.member_id = m.id");
});

test("pragmas, their values and functions of this build are offered with a word on each", async () => {
  await write("");
  await page.keyboard.type("pragma jour");
  await expect(suggestions()).toContainText("journal_mode");
  await expect(page.locator(".cm-completionInfo")).toContainText("How transactions are made safe");
  await joinery.screenshot("pragma");
  await page.keyboard.press("Escape");
});

test("a snippet has fields to go through", async () => {
  await write("");
  await page.keyboard.type("upd");
  await expect(suggestions()).toContainText("update … where");
  await suggestions().locator("li", { hasText: "update … where" }).click();
  await page.keyboard.type("movies");
  await page.keyboard.press("Tab");
  await page.keyboard.type("title");
  await expect(editor()).toContainText("update moviesset title = value");
});

test("hovering a name tells what it is; F12 and Ctrl+click open its definition", async () => {
  await write("select m.title from movies m;");
  // By coordinates: words of a line are no elements of their own.
  const box = await page.locator(".cm-line").first().boundingBox();
  const left = (box?.x ?? 0) + 8;
  const char = 7.83;
  // "movies" begins at the 20th character.
  await page.mouse.move(left + char * 22, (box?.y ?? 0) + 10);
  const tip = page.locator(".cm-definition");
  await expect(tip).toContainText("movies");
  await expect(tip).toContainText("integer, primary key");
  await joinery.screenshot("hover");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("F12");
  await expect(page.getByRole("tab", { name: "movies" }).last()).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("textbox", { name: "DDL of movies" })).toContainText("CREATE TABLE");
  await page.keyboard.press("Control+w");
  await page.keyboard.down("Control");
  await page.mouse.click(left + char * 22, (box?.y ?? 0) + 10);
  await page.keyboard.up("Control");
  await expect(page.getByRole("textbox", { name: "DDL of movies" })).toContainText("CREATE TABLE");
  await page.keyboard.press("Control+w");
});

test("formatting keeps what SQLite reads, as one step to undo", async () => {
  await write("select a,b from t where x=1 and y=2; -- kept");
  await page.keyboard.press("Shift+Alt+F");
  await expect(page.locator(".cm-line")).toHaveText([
    "select",
    "  a,",
    "  b",
    "from",
    "  t",
    "where",
    "  x = 1",
    "  and y = 2; -- kept",
  ]);
  await page.keyboard.press("Control+z");
  await expect(editor()).toHaveText("select a,b from t where x=1 and y=2; -- kept");
});

test("several cursors write at once", async () => {
  await write("a\nb\nc");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+Alt+ArrowDown");
  await page.keyboard.press("Control+Alt+ArrowDown");
  await page.keyboard.type("x");
  await expect(page.locator(".cm-line")).toHaveText(["xa", "xb", "xc"]);
  await page.keyboard.press("Escape");
});

test("axe finds nothing in a console with marks and an open list", async () => {
  await write("select titel from movies;\nselect * from mov");
  await expect(page.locator(".cm-lintRange-error").first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include(".cm-editor").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" ")}`)).toEqual(
    [],
  );
});

test("completes what only the console sees, and what is called in a FROM clause", async () => {
  await write(
    "create temp table draft (wording text, stars int); attach ':memory:' as shelf; create table shelf.books (isbn)",
  );
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("messages").filter({ visible: true })).toContainText("3");
  await write("select * from d");
  await page.keyboard.press("Control+Space");
  await expect(suggestions()).toContainText("draft");
  await page.keyboard.press("Escape");
  await write("select wo from draft");
  for (let i = 0; i < " from draft".length; i++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Control+Space");
  await expect(suggestions()).toContainText("wording");
  await page.keyboard.press("Escape");
  await write("select * from shelf.");
  await page.keyboard.press("Control+Space");
  await expect(suggestions()).toContainText("books");
  await page.keyboard.press("Escape");
  await write("select * from json_e");
  await page.keyboard.press("Control+Space");
  await expect(suggestions()).toContainText("(json, root)");
  await joinery.screenshot("completion-functions");
  await page.keyboard.press("Escape");
  await write("detach shelf; drop table draft");
  await page.keyboard.press("Control+Enter");
  await write("select * from dra");
  await page.keyboard.press("Control+Space");
  await expect(suggestions()).toHaveCount(0);
});
