/** The stories S1, S3, S6 and S7 with the keyboard alone: nothing here presses the mouse, or puts the focus anywhere but by a key. */
import { expect, type Page, test } from "@playwright/test";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { copyOfSample, type JoineryApp } from "./harness.ts";
import { sharedApp } from "./shared-app.ts";

const app = sharedApp();
let joinery: JoineryApp;
let page: Page;
let grid: GridOnPage;

const open = async (path: string): Promise<void> => {
  joinery = await app.open({ files: [path] });
  page = joinery.page;
  grid = new GridOnPage(page);
  await expect(grid.mirror).toBeFocused();
};
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const type = (text: string) => page.keyboard.type(text);
const pane = () => page.evaluate(() => document.activeElement?.closest<HTMLElement>("[data-pane]")?.dataset["pane"]);

/** F6 until the focus is there. */
async function toPane(name: string): Promise<void> {
  for (let step = 0; step < 12 && (await pane()) !== name; step++) await press("F6");
  expect(await pane()).toBe(name);
}

/** To a table by Ctrl+P. */
async function goTo(table: string): Promise<void> {
  await press("Control+p");
  await expect(page.getByRole("dialog")).toBeVisible();
  await type(table);
  await press("Enter");
  await expect(page.getByRole("grid", { name: table, exact: true })).toBeFocused();
  await expect(grid.cell(0, "id")).not.toHaveAttribute("data-kind", "loading");
}

test("S1: a file is looked through: its tables, the end, a row by number, filters, a sort, and closed", async () => {
  const path = await copyOfSample();
  await open(path);
  await toPane("schema");
  await expect(page.locator(":focus")).toHaveAttribute("aria-selected", "true");
  await goTo("credits");
  await press("Control+End");
  const last = Number(readDatabase(path, "SELECT count(*) FROM credits")[0]?.[0]);
  await expect.poll(() => grid.active()).toMatch(new RegExp(`^${last - 1},`));
  await press("Control+g");
  await type("500");
  await press("Enter");
  await expect.poll(() => grid.active()).toMatch(/^499,/);
  await goTo("movies");
  await press("Control+Home", "ArrowRight", "Control+f");
  await expect(page.getByLabel("Filter title", { exact: true })).toBeFocused();
  await type("river");
  const rivers = readDatabase(path, "SELECT count(*) FROM movies WHERE title LIKE '%river%'")[0]?.[0];
  await expect(grid.total()).toContainText(`${Number(rivers)}`);
  await press("ArrowDown");
  await expect(grid.mirror).toBeFocused();
  // The column's menu sorts.
  await press("ArrowRight", "ArrowRight");
  await joinery.chooseInContextMenu(() => press("Alt+ArrowDown"), "Sort Ascending");
  await expect(page.locator("[role=columnheader][aria-sort=ascending]")).toHaveCount(1);
  await press("Control+F4");
  await expect(page.getByRole("grid", { name: "Recent databases" }).locator("[role=row]").first()).toBeFocused();
});

test("S3: a parent table is changed: planned, tried, applied, and undone", async () => {
  const path = makeDatabase(`
    CREATE TABLE authors(id INTEGER PRIMARY KEY, nmae TEXT, born TEXT);
    CREATE TABLE books(id INTEGER PRIMARY KEY, author INTEGER REFERENCES authors(id) ON DELETE CASCADE);
    INSERT INTO authors VALUES (1, 'Le Guin', '1929'), (2, 'Woolf', '1882');
    INSERT INTO books VALUES (1, 1), (2, 2);
  `);
  const schema = () => String(readDatabase(path, "SELECT sql FROM sqlite_schema WHERE name = 'authors'")[0]?.[0]);
  const before = schema();
  await open(path);
  await expect(grid.mirror).toHaveAttribute("aria-label", "authors");
  await press("Control+F2");
  await expect(page.getByLabel("Table name", { exact: true })).toBeFocused();
  const name = page.getByLabel("Name of nmae", { exact: true });
  for (let step = 0; step < 30 && !(await name.evaluate((field) => field === document.activeElement)); step++) {
    await press("Tab");
  }
  await expect(name).toBeFocused();
  await press("Control+a");
  await type("name");
  await press("Enter");
  await expect(page.getByTestId("draft-bar")).toContainText("1 change");
  await press("F7");
  await expect(page.getByTestId("plan-panel")).toBeFocused();
  await expect(page.getByTestId("plan-panel").locator("pre").first()).toBeVisible();
  await press("Shift+F7");
  await expect(page.getByTestId("dry-run")).toHaveAttribute("data-clean", "true");
  expect(schema()).toBe(before);
  await press("Control+F7");
  await expect(page.getByTestId("draft-bar")).toContainText("Applied:");
  expect(schema()).toMatch(/\bname"? TEXT/);
  expect(readDatabase(path, "SELECT count(*) FROM books")).toEqual([[2]]);
  await press("Control+Shift+P");
  await expect(page.getByRole("dialog")).toBeVisible();
  await type("undo last schema");
  await press("Enter");
  await expect(page.getByTestId("draft-bar")).toContainText("1 change");
  await press("Control+F7");
  await expect(page.getByTestId("draft-bar")).toContainText("Applied: Undo");
  expect(schema()).toMatch(/\bnmae"? TEXT/);
});

test("S6: a query is run and its result edited, planned, a runaway stopped, yesterday's found", async () => {
  await open(await copyOfSample());
  await press("Control+t");
  const editor = page.getByRole("textbox", { name: "SQL of Query 1" });
  await expect(editor).toBeFocused();
  await page.keyboard.insertText("select id, title from movies order by id limit 9");
  await press("Control+Enter");
  const result = page.getByTestId("result").getByTestId("grid-mirror");
  await expect(result.locator("[data-row='0'] [role=gridcell]").first()).toBeVisible();
  await toPane("results");
  await expect(result).toBeFocused();
  await press("Control+Home", "ArrowRight");
  await type("By keys alone");
  await press("Enter");
  await expect(page.getByRole("group", { name: "Pending changes" })).toContainText("1 change");
  await toPane("editor");
  await expect(editor).toBeFocused();
  await press("Control+Shift+E");
  await expect(page.getByTestId("plan").filter({ visible: true })).toBeVisible();
  await toPane("editor");
  await press("Control+a");
  await page.keyboard.insertText(
    "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
  );
  await press("Control+Enter");
  await expect(page.getByRole("toolbar", { name: "Console" }).getByRole("button", { name: "Stop" })).toBeVisible();
  await press("Control+.");
  await expect(page.getByTestId("messages")).toContainText("Stopped after");
  await press("Control+Shift+H");
  await expect(page.getByRole("searchbox", { name: "Find in the history" })).toBeFocused();
  await type("limit 9");
  await expect(page.getByTestId("console-history").getByRole("row")).toHaveCount(1);
  await press("Escape");
  await expect(editor).toBeFocused();
  // All of it is taken back.
  await press("Control+Alt+z");
  await expect(page.getByRole("group", { name: "Pending changes" })).toBeHidden();
});

test("S7: along a key and back, its children, a picture of the neighbours", async () => {
  await open(await copyOfSample());
  await goTo("movies");
  await press("Control+Home");
  const at = page.getByRole("grid", { name: "movies", exact: true });
  const studio = async () => (await at.locator("[data-row='3'] [data-column=studio_id]").textContent()) ?? "";
  await expect.poll(studio).toMatch(/^\d+/);
  const wanted = Number.parseInt(await studio(), 10);
  await press("Control+g");
  await type("4");
  await press("Enter");
  const columns = await at.getByRole("columnheader").evaluateAll((all) => all.map((one) => one.dataset["column"]));
  await press("Home");
  for (let step = 1; step < columns.indexOf("studio_id"); step++) await press("ArrowRight");
  await press("F4");
  await expect(page.getByRole("grid", { name: "studios", exact: true })).toBeFocused();
  await expect.poll(() => grid.active()).toBe(`${wanted - 1},0`);
  // What refers to it, below it, and back out.
  await press("Alt+Shift+ArrowRight", "Alt+Shift+ArrowDown");
  await expect(page.getByTestId("nested-rows").locator("[role=grid]:focus")).toHaveCount(1);
  await press("Escape");
  await expect(page.getByRole("grid", { name: "studios", exact: true })).toBeFocused();
  await press("Alt+ArrowLeft");
  await expect(at).toBeFocused();
  await expect.poll(() => grid.active()).toMatch(/^3,/);
  await press("Control+Shift+M");
  await expect(page.locator(".react-flow__node:focus")).toHaveCount(1);
  await press("Control+f");
  await type("studios");
  await press("Enter");
  await expect(page.locator(".react-flow__node:focus")).toHaveAttribute("data-id", /studios/);
  const labels = await joinery.chooseInContextMenu(() => press("Shift+F10"), null);
  expect(labels.length).toBeGreaterThan(3);
});
