/** The SQL console on the real app. */
import { expect, type Page, test } from "@playwright/test";
import { consoleOn } from "./console.ts";
import { copyOfSample, type JoineryApp, launchJoinery } from "./harness.ts";

let joinery: JoineryApp;
let page: Page;

const { write, run, editor, mirror, messages, openConsole } = consoleOn(() => page);
const statusBar = () => page.getByTestId("status-bar");

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

test("several statements give several results, with rows and times", async () => {
  await run(
    "select 'one' as a, null as b;\nselect id, title from movies order by id;\nupdate members set phone = phone where id < 3",
  );
  await expect(page.getByRole("tab", { name: "Result 1 1" })).toHaveAttribute("aria-selected", "true");
  await expect(mirror().getByRole("gridcell").first()).toHaveText("one");
  await page.getByRole("tab", { name: "Result 2 1,400" }).click();
  await expect(mirror()).toHaveAttribute("aria-rowcount", "1401");
  await expect(statusBar()).toContainText("1,400 rows");
  await page.getByRole("tab", { name: "Messages 3" }).click();
  await expect(messages().getByRole("listitem")).toHaveCount(3);
  await expect(messages()).toContainText("2 rows changed");
  await expect(messages()).toContainText(/\d+(\.\d+)? ms/);
});

test("an error at line 3 is underlined there, with a sentence, a next step and the way to it", async () => {
  await run("select 1;\nselect 2;\nselec 3;");
  const error = messages().getByTestId("error");
  await expect(error).toHaveAttribute("data-code", "sql.syntax");
  await expect(error).toContainText("selec");
  await expect(page.locator(".cm-lintRange-error")).toHaveText("selec");
  await error.getByRole("button", { name: /line 3/ }).click();
  await expect(editor()).toBeFocused();
  await expect(page.locator(".cm-activeLine")).toHaveText("selec 3;");
});

test("a part is run when it is selected, and the statement at the cursor by its own key", async () => {
  await write("select 10 as ten;\nselect 20 as twenty;");
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+Shift+Enter");
  await expect(page.getByRole("tab", { name: "Messages 1" })).toBeVisible();
  await expect(mirror().getByRole("gridcell").first()).toHaveText("10");
  await editor().click();
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Shift+Home");
  await page.keyboard.press("F5");
  await expect(mirror().getByRole("gridcell").first()).toHaveText("20");
});

test("completes columns of the tables in the statement", async () => {
  await write("select  from movies m where m.id = 1");
  await page.keyboard.press("Control+Home");
  for (let i = 0; i < 7; i++) await page.keyboard.press("ArrowRight");
  await page.keyboard.type("tit");
  await expect(page.locator(".cm-tooltip-autocomplete")).toContainText("title");
  await page.waitForTimeout(100);
  await page.keyboard.press("Enter");
  await expect(editor()).toContainText("select title from movies");
});

test("a transaction left open is shown and ended", async () => {
  await run("begin; delete from door_log");
  await expect(page.getByTestId("transaction")).toContainText("Transaction open");
  await expect(statusBar()).toContainText("transaction open");
  await page.getByTestId("transaction").getByRole("button", { name: "Roll back" }).click();
  await expect(page.getByTestId("transaction")).toHaveCount(0);
  await run("select count(*) > 0 as kept from door_log");
  await expect(mirror().getByRole("gridcell").first()).toHaveText("1");
});

test("an endless query is stopped, and all goes on", async () => {
  await run("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n");
  await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
  await expect(page.getByRole("toolbar", { name: "Console" })).toContainText(/\d\.\d s/);
  const began = Date.now();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(messages()).toContainText("Stopped after");
  expect(Date.now() - began).toBeLessThan(3000);
  await run("select 7 * 6");
  await expect(mirror().getByRole("gridcell").first()).toHaveText("42");
  await expect(page.getByTestId("banner")).toHaveCount(0);
});

test("stopping asks before a transaction is lost", async () => {
  await run(
    "begin; delete from door_log;\nwith recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
  );
  await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
  await joinery.answerQuestions(1);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect.poll(() => joinery.askedQuestions()).toEqual(["Stop and roll back the open transaction?"]);
  await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
  await joinery.answerQuestions(0);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(messages()).toContainText("Stopped after");
  await run("select count(*) > 0 from door_log");
  await expect(mirror().getByRole("gridcell").first()).toHaveText("1");
});

test("parameters are asked for, typed, and remembered", async () => {
  await run("select id, :title as title, typeof(:part) as part from movies where id = :id");
  const form = page.getByRole("dialog", { name: "Values of the parameters" });
  await expect(form.getByLabel("Value of :title")).toBeFocused();
  await page.keyboard.type("it's");
  await form.getByLabel("Value of :part").fill("00ff");
  await form.getByLabel("Type of :part").selectOption("blob");
  await form.getByLabel("Value of :id").fill("x");
  await expect(form.getByLabel("Type of :id")).toHaveValue("text");
  await form.getByLabel("Value of :id").fill("3");
  await expect(form.getByLabel("Type of :id")).toHaveValue("integer");
  await form.getByLabel("Value of :part").fill("0");
  await expect(form).toContainText("Not pairs of hexadecimal digits.");
  await expect(form.getByRole("button", { name: "Run" })).toBeDisabled();
  await form.getByLabel("Value of :part").fill("00ff");
  await page.keyboard.press("Enter");
  await expect(form).toHaveCount(0);
  await expect(mirror().getByRole("gridcell")).toHaveText(["3", "it's", "blob"]);
  await run("select :id + 1");
  await expect(form.getByLabel("Value of :id")).toHaveValue("3");
  await page.keyboard.press("Escape");
  await expect(form).toHaveCount(0);
  await expect(editor()).toBeFocused();
});

test("the plan of the statement at the cursor is a tree with its costly steps marked", async () => {
  await write("select 1;\nselect * from movies where original_title = :title order by runtime_min desc");
  await page.keyboard.press("Control+Shift+E");
  const plan = page.getByTestId("plan").filter({ visible: true });
  await expect(plan.getByRole("listitem").first()).toContainText("SCAN movies");
  await expect(plan.getByRole("listitem").first()).toContainText("reads every row");
  await expect(plan).toContainText("USE TEMP B-TREE FOR ORDER BY");
  await write("select * from nowhere");
  await page.getByRole("toolbar", { name: "Console" }).getByRole("button", { name: "Plan" }).click();
  await expect(plan.getByTestId("error")).toContainText("nowhere");
  await plan.getByRole("button", { name: "Go to line" }).click();
  await expect(editor()).toBeFocused();
  // What is no result is put away: by its cross, and by Delete on its tab.
  await page.getByTestId("close-plan").filter({ visible: true }).click();
  await expect(plan).toHaveCount(0);
  await page.keyboard.press("Control+Shift+E");
  await page.getByRole("tab", { name: "Plan" }).click();
  await page.keyboard.press("Delete");
  await expect(plan).toHaveCount(0);
  await expect(editor()).toBeFocused();
});

test("the index a plan wants is tried on a copy, and made when one wants it", async () => {
  await write("select m.title from movies m where m.original_title = 'Nobody knows'");
  await page.keyboard.press("Control+Shift+E");
  const plan = page.getByTestId("plan").filter({ visible: true });
  await expect(plan).toContainText("≈ 1,400 rows visited");
  await plan.getByRole("button", { name: "Find an index" }).click();
  const advice = plan.getByTestId("advice");
  await expect(advice).toContainText("CREATE INDEX movies_original_title ON movies (original_title);");
  await expect(advice).toContainText("SCAN m");
  await expect(advice).toContainText("SEARCH m USING INDEX movies_original_title");
  await joinery.screenshot("advice");
  await joinery.answerQuestions(0);
  await advice.getByRole("button", { name: "Create the index…" }).click();
  await expect(plan.getByRole("listitem").first()).toContainText("SEARCH m USING INDEX movies_original_title");
  expect(await joinery.askedQuestions()).toEqual(["Create 1 index?"]);
  await plan.getByRole("button", { name: "Find an index" }).click();
  await expect(plan.getByTestId("advice")).toContainText("not there already");
});

test("a past run is found by a word, put into the editor or opened in a new console", async () => {
  await run("select 'yesterday' as found_again");
  await expect(mirror().getByRole("gridcell").first()).toHaveText("yesterday");
  await run("select 'today'");
  await expect(mirror().getByRole("gridcell").first()).toHaveText("today");
  await page.keyboard.press("Control+Shift+H");
  const history = page.getByTestId("console-history").filter({ visible: true });
  await expect(history.getByRole("row").first()).toContainText("select 'today'");
  await expect(history.getByRole("row").first()).toContainText(/1 row · \d/);
  await page.keyboard.type("FOUND_again");
  await expect(history.getByRole("row")).toHaveCount(1);
  await write("");
  await history.getByRole("button", { name: "Insert" }).click();
  await expect(editor()).toHaveText("select 'yesterday' as found_again");
  await history.getByRole("button", { name: "Open in a new console" }).click();
  await expect(page.getByRole("tab", { name: /^Query / })).toHaveCount(2);
  await expect(editor()).toHaveText("select 'yesterday' as found_again");
  await page.keyboard.press("Control+w");
  await expect(page.getByRole("tab", { name: /^Query / })).toHaveCount(1);
  await editor().click();
  await page.keyboard.press("Control+Shift+H");
  await expect(history).toHaveCount(0);
});

test("cells are copied as text that a spreadsheet takes", async () => {
  await run("select 1 as a, 'x' as b union all select 2, 'y'");
  await expect(mirror().getByRole("gridcell").first()).toHaveText("1");
  // The mirror lies behind the canvas: Tab leads into it, as for everybody without a mouse.
  await mirror().focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  await expect.poll(() => joinery.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe("1\tx\n2\ty");
});

test("Enter shows a value whole", async () => {
  await run("select replace(hex(zeroblob(3000)), '0', 'long ') as text, x'48656c6c6f00ff' as bytes");
  await expect(mirror().getByRole("gridcell").first()).toContainText("long long");
  await mirror().focus();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Enter");
  const panel = page.getByTestId("cell-panel").filter({ visible: true });
  await expect(panel).toContainText("TEXT · 30,000 characters · 29.3 KB");
  await mirror().focus();
  await page.keyboard.press("ArrowRight");
  await expect(panel).toContainText("BLOB · 7 B");
  await expect(panel).toContainText("48 65 6c 6c 6f 00 ff");
  await page.keyboard.press("Control+i");
  await expect(panel).toHaveCount(0);
});

test("text and cursor come back after a restart, and a closed console can be had back", async () => {
  await write("select 'kept'");
  await page.waitForTimeout(1000);
  const { userData } = joinery;
  joinery.electron.process().kill("SIGKILL");
  joinery = await launchJoinery({ userData });
  page = joinery.page;
  await expect(editor()).toHaveText("select 'kept'");
  await editor().click();
  await page.keyboard.press("Control+w");
  await expect(editor()).toHaveCount(0);
  await page.keyboard.press("Control+Shift+T");
  await expect(editor()).toHaveText("select 'kept'");
});
