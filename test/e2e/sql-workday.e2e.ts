/** Story S6, a SQL workday: parameters, four results, an edit in a join, the plan and its index, Stop, yesterday's query. */
import { expect, type Page, test } from "@playwright/test";
import { consoleOn } from "./console.ts";
import { GridOnPage } from "./grid.ts";
import { copyOfSample, type JoineryApp, launchJoinery } from "./harness.ts";
import { readDatabase } from "./databases.ts";

let joinery: JoineryApp;
let page: Page;
let path: string;

const { write, run, editor, mirror, cells, messages, bar, openConsole } = consoleOn(() => page);
const changes = () => page.getByRole("toolbar", { name: "Database" });

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  path = await copyOfSample();
  joinery = await launchJoinery({ files: [path] });
  page = joinery.page;
  await openConsole();
});
test.afterAll(async () => {
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

test("1: where id = :id asks, and remembers", async () => {
  const form = page.getByRole("dialog", { name: "Values of the parameters" });
  await run("select id, title from movies where id = :id");
  await form.getByLabel("Value of :id").fill("7");
  await page.keyboard.press("Enter");
  await expect(cells("id")).toHaveText(["7"]);
  await page.keyboard.press("Control+Enter");
  await expect(form.getByLabel("Value of :id")).toHaveValue("7");
  await page.keyboard.press("Enter");
  await expect(form).toHaveCount(0);
});

test("2: four statements give four results with time and rows", async () => {
  await run(
    "select 1;\nselect id from movies;\nupdate members set phone = phone where id < 4;\nselect count(*) from loans",
  );
  await page.getByRole("tab", { name: "Messages 4" }).click();
  const lines = messages().getByRole("listitem");
  await expect(lines).toHaveCount(4);
  await expect(lines.nth(1)).toContainText("1,400 rows");
  await expect(lines.nth(2)).toContainText("3 rows changed");
  for (let i = 0; i < 4; i++) await expect(lines.nth(i)).toContainText(/\d m?s/);
});

test("3: a cell of a joined result is staged with the rest", async () => {
  const grid = new GridOnPage(page);
  await run(
    "select m.id, m.title, s.id as studio_id, s.name from movies m join studios s on s.id = m.studio_id order by m.id limit 9",
  );
  await expect(page.getByTestId("result-editing")).toContainText("Edits movies, studios");
  await grid.click(cells("title").first(), { clickCount: 2 });
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Staged in a join");
  await page.keyboard.press("Enter");
  await expect(cells("title").first()).toHaveAttribute("data-tone", "changed");
  await expect(changes()).toContainText("1 change");
});

test("4: the plan scans; with the index it suggests it searches", async () => {
  await write("select id, title from movies where original_title = :name order by id");
  await page.keyboard.press("Control+Shift+E");
  const plan = page.getByTestId("plan").filter({ visible: true });
  await expect(plan.getByRole("listitem").first()).toContainText("SCAN movies");
  await plan.getByRole("button", { name: "Find an index" }).click();
  await expect(plan.getByTestId("advice")).toContainText("ON movies (original_title");
  await joinery.answerQuestions(0);
  await plan.getByRole("button", { name: "Create the index…" }).click();
  await expect(plan.getByRole("listitem").first()).toContainText("SEARCH movies USING INDEX");
  expect(readDatabase(path, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'movies_original_title%'")).toEqual([
    [1],
  ]);
  await expect(changes()).toContainText("1 change");
});

test("5: a runaway recursion is stopped; other tabs and staged edits are alive", async () => {
  await run("with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n");
  await expect(bar().getByRole("button", { name: "Stop" })).toBeVisible();
  // Other tabs go on meanwhile.
  await page.getByRole("tab", { name: "movies" }).click();
  await expect(mirror().getByRole("gridcell").first()).toBeVisible();
  await page.getByRole("tab", { name: "Query 1" }).click();
  const from = Date.now();
  await bar().getByRole("button", { name: "Stop" }).click();
  await expect(messages()).toContainText("Stopped after");
  console.info(`Stop took ${Date.now() - from} ms.`);
  await expect(changes()).toContainText("1 change");
  await run("select 6 * 7");
  await expect(mirror().getByRole("gridcell").first()).toHaveText("42");
});

test("6: yesterday's query is found, with its text, file, time, rows and duration", async () => {
  const { userData } = joinery;
  await joinery.close();
  joinery = await launchJoinery({ userData });
  page = joinery.page;
  await expect(editor()).toBeVisible();
  await expect(changes()).toContainText("1 change");
  await editor().click();
  await page.keyboard.press("Control+Shift+H");
  const history = page.getByTestId("console-history").filter({ visible: true });
  await history.getByRole("checkbox", { name: "All databases" }).check();
  await history.getByRole("searchbox").fill("join studios");
  await expect(history.getByRole("row")).toHaveCount(1);
  const row = history.getByRole("row");
  await expect(row).toContainText("select m.id, m.title");
  await expect(row).toContainText(/9 rows · \d/);
  await expect(row).toContainText(/\d\d:\d\d/);
  await expect(row).toContainText(".db");
  await joinery.screenshot("history");
});
