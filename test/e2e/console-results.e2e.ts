/** Results of the console as the app shows them: ordered, filtered, in formats, added up, edited, exported, drawn. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { consoleOn } from "./console.ts";
import { GridOnPage } from "./grid.ts";
import { copyOfSample, type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

let joinery: JoineryApp;
let page: Page;

const { run, editor, mirror, cells, openConsole } = consoleOn(() => page);
const grid = () => new GridOnPage(page);
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

async function sortBy(column: string, { shift = false } = {}): Promise<void> {
  if (shift) await page.keyboard.down("Shift");
  // Above the field: the upper part of the header.
  const box = await grid().header(column).boundingBox();
  if (!box) throw new Error("not on screen");
  await page.mouse.click(box.x + box.width / 2, box.y + 8);
  if (shift) await page.keyboard.up("Shift");
}

const first = (column: string) => cells(column).first();

test("is ordered by its headers and filtered by its fields, without running again", async () => {
  await run("select id, title, year, random() as dice, year as id from movies order by id");
  await expect(statusBar()).toContainText("1,400 rows");
  await expect(first("dice")).not.toHaveText("…");
  const dice = await first("dice").textContent();
  await sortBy("title");
  await expect(first("title")).toHaveText("A Balcony for Felix");
  await sortBy("title");
  await expect(first("title")).not.toHaveText("A Balcony for Felix");
  await sortBy("year");
  await sortBy("title", { shift: true });
  await expect(first("year")).toHaveText("1914");
  await page.getByRole("textbox", { name: "Filter year", exact: true }).fill(">=1990");
  await expect(statusBar()).toContainText(/ of [\d,]+ rows/);
  await expect(first("year")).toHaveText("1990");
  // One of two columns of one name.
  await page.getByRole("textbox", { name: "Filter id:1" }).fill("=1999");
  await expect(first("id:1")).toHaveText("1999");
  await page.getByRole("button", { name: "Remove the filter on year" }).click();
  await page.getByRole("button", { name: "Remove the filter on id:1" }).click();
  await sortBy("year");
  await sortBy("year");
  await expect(first("dice")).toHaveText(dice ?? "");
});

test("while rows still come, an order waits for the last of them", async () => {
  const query = (more: string) =>
    `with recursive n(i) as (select 1 union all select i + 1 from n ${more}) select i, -i as down from n`;
  const waiting = page.getByText("Sorts by down when all rows are here");
  // Without an end, so that it is surely still running.
  await run(query(""));
  await expect(first("i")).toHaveText("1");
  await sortBy("down");
  await expect(waiting).toBeVisible();
  await expect(first("i")).toHaveText("1");
  await page.getByRole("button", { name: "Never Mind" }).click();
  await expect(waiting).toBeHidden();
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expect(page.getByRole("button", { name: "Run", exact: true })).toBeEnabled();
  await run(query("where i < 500000"));
  await expect(first("i")).toHaveText("1");
  await sortBy("down");
  await expect(first("i")).toHaveText("500000", { timeout: 30_000 });
  await expect(waiting).toBeHidden();
});

test("says what selected cells come to, shows columns in formats and copies as other programs take it", async () => {
  await run("select 1 as n, 86400 as at union all select 2, 0 union all select null, 60");
  await expect(cells("n")).toHaveText(["1", "2", "NULL"]);
  await grid().click(first("n"));
  await page.keyboard.press("Control+Space");
  await expect(page.getByTestId("selection-words")).toContainText("Σ 3");
  const header = () => grid().click(grid().header("at"), { button: "right" });
  await joinery.chooseInContextMenu(header, "Show as…");
  await page.getByRole("radio", { name: /Unix Seconds/ }).check();
  await page.keyboard.press("Escape");
  await expect(first("at")).toHaveText("1970-01-02 00:00:00");
  await mirror().focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+Alt+c");
  await expect
    .poll(() => joinery.electron.evaluate(({ clipboard }) => clipboard.readText()))
    .toContain('INSERT INTO "result" ("n", "at") VALUES (2, 0);');
});

test("a cell of a join is edited, staged with the rest and committed; then the result says it is from before", async () => {
  await run(`select m.id, m.title, s.name as studio, s.id as "studio's id", m.year + 1 as next
    from movies m join studios s on s.id = m.studio_id order by m.id limit 50`);
  await expect(page.getByTestId("result-editing")).toContainText("Edits movies, studios");
  const studio = (await first("studio").textContent()) ?? "";
  await grid().click(first("studio"), { clickCount: 2 });
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Renamed Pictures");
  await page.keyboard.press("Enter");
  await expect(first("studio")).toHaveText("Renamed Pictures");
  await expect(first("studio")).toHaveAttribute("data-tone", "changed");
  await expect(page.getByRole("toolbar", { name: "Database" })).toContainText("1 change");
  // Every row of that studio shows it.
  await expect(mirror().getByText(studio, { exact: true })).toHaveCount(0);
  // What is calculated is not edited: it opens in the cell panel.
  await grid().click(first("next"), { clickCount: 2 });
  await expect(page.getByTestId("cell-panel").filter({ visible: true })).toContainText("next");
  await page.keyboard.press("Control+i");
  await page.keyboard.press("Control+s");
  await expect(page.getByTestId("result")).toContainText("from before the commit");
  await expect(first("studio")).toHaveText("Renamed Pictures");
  await expect(first("studio")).not.toHaveAttribute("data-tone", "changed");
  await page.getByRole("button", { name: "Run Again" }).click();
  await expect(page.getByTestId("result")).not.toContainText("from before the commit");
  await expect(first("studio")).toHaveText("Renamed Pictures");
});

test("shows what its foreign keys refer to and leads there; SQL of one's own, pictures and conditional formats as a table does", async () => {
  await run(
    "select m.id, title, m.studio_id as made_by, poster from movies m where studio_id is not null order by m.id",
  );
  const label = () => first("made_by");
  await expect(label()).toHaveText(/^\d+, [A-Z]/);
  const headerMenu = (column: string) => () => grid().click(grid().header(column), { button: "right" });
  const showAs = async (column: string, choose: () => Promise<void>): Promise<void> => {
    await joinery.chooseInContextMenu(headerMenu(column), "Show as…");
    await choose();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("radiogroup", { name: /^How .* is shown/ })).toHaveCount(0);
  };
  await showAs("title", async () => {
    await page.getByLabel("SQL expression").fill("upper(title) || ' / ' || made_by");
    await page.getByRole("button", { name: "Use" }).click();
    await expect(page.getByText("Custom SQL, shown")).toBeVisible();
  });
  await expect(first("title")).toHaveText(/^[^a-z]+ \/ \d+$/);
  await showAs("poster", () => page.getByRole("radio", { name: /Picture/ }).check());
  await expect(first("poster")).toHaveAttribute("data-kind", "blob");
  await joinery.screenshot("result-looks");
  await showAs("poster", () => page.getByRole("radio", { name: /As stored/ }).check());
  // A part of the parent's label stands for its key.
  await grid().click(label(), { clickCount: 2 });
  await page.keyboard.press("Control+a");
  await page.keyboard.type("umbra");
  await expect(page.getByRole("option", { name: /^Umbra Film/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(label()).toHaveText("55, Umbra Film");
  await page.keyboard.press("Control+z");
  await expect(label()).not.toHaveText("55, Umbra Film");
  await joinery.chooseInContextMenu(() => grid().click(label(), { button: "right" }), "Go to studios");
  await expect(page.getByRole("tab", { name: "studios", selected: true })).toBeVisible();
  await page.keyboard.press("Control+w");
  await expect(editor()).toBeVisible();
});

test("is exported to a file that is chosen natively, in the order and with the filter that is shown", async () => {
  await run("select id, title from movies order by id");
  await page.getByRole("textbox", { name: "Filter id", exact: true }).fill("<=3");
  await expect(statusBar()).toContainText(/3 of [\d,]+ rows/);
  await page.getByRole("button", { name: "Export" }).click();
  const dialog = page.getByRole("dialog", { name: /^Export 3 rows, 2 columns/ });
  await dialog.getByLabel("Format").selectOption("ndjson");
  const path = join(temporaryFolder(), "movies.ndjson");
  await joinery.answerSaveDialog(path);
  await dialog.getByRole("button", { name: "Export…" }).click();
  await expect(page.getByText("Exported 3 rows to movies.ndjson")).toBeVisible();
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).id)).toEqual([1, 2, 3]);
});

test("says why it cannot be edited", async () => {
  await run("select distinct title, id from movies");
  await expect(page.getByTestId("result-editing")).toHaveText("Read-only: Rows merged by DISTINCT can’t be edited.");
  await run("select title from movies");
  await expect(page.getByTestId("result-editing")).toContainText("select its key too: id");
});

test("rows of no columns, no rows and two thousand columns", async () => {
  await run("select title, id from movies where 0");
  await expect(statusBar()).toContainText("0 rows");
  await expect(mirror().getByRole("columnheader", { name: /^title/ })).toBeVisible();
  const many = Array.from({ length: 2000 }, (_, i) => `${i} as c${i}`).join(", ");
  await run(`select ${many}`);
  await expect(first("c0")).toHaveText("0");
  await grid().click(first("c0"));
  await page.keyboard.press("End");
  await expect(cells("c1999")).toHaveText("1999");
});

test("axe finds nothing", async () => {
  await run("select id, title from movies");
  await expect(first("title")).not.toHaveText("…");
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include("[data-testid=result]").analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test("is drawn as a chart by its columns, which is kept with the console and saved as a picture", async () => {
  const query =
    "select year || '-01-01' as released, certificate, count(*) as movies from movies where year > 1999 group by 1, 2";
  const chart = () => page.getByTestId("chart");
  const form = () => page.getByRole("group", { name: "Chart" });
  await run(query);
  await expect(first("movies")).not.toHaveText("…");
  await page.getByRole("button", { name: "Chart", exact: true }).click();
  await expect(chart()).toHaveAttribute("data-drawn", "true");
  await expect(chart()).toHaveAccessibleName(/^line of movies along released\. All \d+ rows/);
  await form().getByLabel("Colour").selectOption("certificate");
  await form().getByLabel("Type").selectOption("bar");
  // A filter of the rows is a filter of the picture.
  await page.getByRole("button", { name: "Chart", exact: true }).click();
  await page.getByRole("textbox", { name: "Filter certificate" }).fill("=PG");
  await expect(statusBar()).toContainText(/ of [\d,]+ rows/);
  await page.getByRole("button", { name: "Chart", exact: true }).click();
  await expect(page.getByTestId("chart-words")).toHaveText(/^All (1\d|2\d) rows$/);
  const path = join(temporaryFolder(), "chart.svg");
  await joinery.answerSaveDialog(path);
  const picture = page.getByRole("button", { name: "Picture" });
  await joinery.chooseInContextMenu(() => picture.click(), "Save as SVG…");
  await expect.poll(() => existsSync(path) && readFileSync(path, "utf8")).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
  const png = join(temporaryFolder(), "chart.png");
  await joinery.answerSaveDialog(png);
  await joinery.chooseInContextMenu(() => picture.click(), "Save as PNG…");
  await expect.poll(() => existsSync(png) && readFileSync(png).subarray(1, 4).toString()).toBe("PNG");
  // The next run is drawn the same way; a comment before the query decides for itself.
  await run(query);
  await expect(chart()).toHaveAccessibleName(/^bar of movies along released\. All [1-9]\d+ rows/);
  await run(`-- chart: {"type":"histogram","x":null,"y":["movies"],"series":null}\n${query}`);
  await expect(chart()).toHaveAccessibleName(/^histogram of movies/);
  // Rows of another kind are shown as rows: the chart's columns are not there.
  await run("select title, year from movies limit 3");
  await expect(first("title")).not.toHaveText("…");
  await expect(chart()).toHaveCount(0);
  await run(query);
  await expect(chart()).toHaveAttribute("data-drawn", "true");
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().include("[data-testid=result]").analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  await page.getByRole("button", { name: "Chart", exact: true }).click();
});
