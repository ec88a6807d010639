/** The filter row, chips, groups and SQL of a table view in the real app. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { makeDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { copyOfShared, type JoineryApp } from "./harness.ts";
import { watchHeadFields } from "./head-fields.ts";
import { sharedApp } from "./shared-app.ts";

const app = sharedApp();
let joinery: JoineryApp;

const field = (column: string) =>
  joinery.page.getByLabel(`Filter ${column}`, { exact: true }).filter({ visible: true });
const chips = () => joinery.page.getByTestId("filter-chip").filter({ visible: true });

test("typing over a column filters; chips switch off without losing; Esc clears and goes back to the rows", async () => {
  joinery = await app.open({ files: [copyOfShared("chinook.db")] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "Track");
  await grid.click(grid.cell(0, "Name"));
  await grid.press("Control+f");
  await expect(field("Name")).toBeFocused();
  await page.keyboard.type("love");
  await expect(grid.total()).toHaveText(/^114 of [≈\d,+ ]+ rows$/);
  await expect(chips()).toHaveText(["Name contains love"]);
  // Tab goes on to the next column's field, also past the edge of the window.
  for (let i = 0; i < 6; i++) await page.keyboard.press("Tab");
  await expect(field("Bytes")).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.type(">300000");
  await expect(grid.total()).toHaveText(/^29 of [≈\d,+ ]+ rows$/);
  await page.getByLabel("Use the filter on Name").click();
  await expect(grid.total()).toHaveText(/^1,069 of [≈\d,+ ]+ rows$/);
  // Back to where its column is: the fields to the right were brought into sight whole.
  await grid.mirror.focus();
  await grid.press("Home");
  await expect(field("Name")).toHaveAttribute("data-off", "true");
  await page.getByLabel("Use the filter on Name").click();
  await expect(grid.total()).toHaveText(/^29 of [≈\d,+ ]+ rows$/);
  await field("Milliseconds").focus();
  await page.keyboard.press("Escape");
  await expect(grid.total()).toHaveText(/^114 of [≈\d,+ ]+ rows$/);
  await page.keyboard.press("Escape");
  await expect(grid.mirror).toBeFocused();
});

test("a cell staged as 11 over 1 is shown by =11 and by =1, and the status bar says what filters look at", async () => {
  joinery = await app.open({
    files: [makeDatabase("CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO t VALUES (1, 1), (2, 2)")],
  });
  const grid = await GridOnPage.open(joinery.page, "t");
  const note = joinery.page.getByTestId("filter-and-staged");
  await grid.click(grid.cell(0, "n"));
  await joinery.page.keyboard.type("11");
  await grid.press("Enter");
  await expect(grid.cell(0, "n")).toHaveText("11");
  await expect(note).toBeHidden();
  await field("n").fill("=11");
  await expect(grid.total()).toHaveText(/^0 of [\d,]+ rows$/);
  await expect(note).toHaveText("+ 1 row as staged · filters look at the file");
  await expect(grid.cell(0, "n")).toHaveText("11");
  await field("n").fill("=1");
  await expect(grid.total()).toHaveText(/^1 of [\d,]+ rows$/);
  await expect(note).toHaveText("filters look at the file");
  await expect(grid.cell(0, "n")).toHaveText("11");
  await field("n").fill("=11");
  await expect(note).toContainText("1 row as staged");
  await grid.mirror.focus();
  await joinery.page.keyboard.press("Control+s");
  await expect(note).toBeHidden();
  await expect(grid.total()).toHaveText(/^1 of [\d,]+ rows$/);
  await expect(grid.cell(0, "n")).toHaveText("11");
});

test("the label beside a foreign key is filtered and sorted by", async () => {
  joinery = await app.open({ files: [copyOfShared("chinook.db")] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "Album");
  await expect(grid.cell(0, "ArtistId")).toContainText("AC/DC");
  await field("ArtistId").fill("metal");
  await expect(grid.total()).toHaveText(/^10 of [≈\d,+ ]+ rows$/);
  await expect(chips()).toHaveText(["ArtistId → Name contains metal"]);
  await expect(grid.cell(0, "ArtistId")).toContainText("Metallica");
  await field("ArtistId").fill("@>=X");
  await expect(chips()).toHaveText(["ArtistId → Name ≥ X"]);
  await expect(grid.cell(0, "ArtistId")).toContainText("Zeca Pagodinho");
  await field("ArtistId").fill("");
  await expect(grid.total()).toHaveText("347 rows");
  const sortBy = (label: string) =>
    joinery.chooseInContextMenu(() => grid.click(grid.header("ArtistId"), { button: "right" }), label);
  await sortBy("Sort by Name, Descending");
  await expect(grid.cell(0, "ArtistId")).toContainText("Zeca Pagodinho");
  // A click on the header turns that order round; it ends after the other direction.
  await sortBy("Sort by Name, Ascending");
  await expect(grid.cell(0, "ArtistId")).toContainText("AC/DC");
  await grid.click(grid.header("ArtistId"));
  await expect(grid.cell(0, "ArtistId")).toContainText("Zeca Pagodinho");
});

test("find goes through the rows, replace stages one step that is undone as one", async () => {
  joinery = await app.open({ files: [copyOfShared("chinook.db")] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "Genre");
  await grid.click(grid.cell(0, "Name"));
  await grid.press("Control+h");
  const bar = page.getByRole("form", { name: "Find and replace" });
  await expect(bar.getByLabel("Find", { exact: true })).toBeFocused();
  await page.keyboard.type("rock");
  await page.keyboard.press("Enter");
  await expect.poll(() => grid.active()).toBe("4,1");
  await page.keyboard.press("Shift+Enter");
  await expect.poll(() => grid.active()).toBe("0,1");
  await bar.getByLabel("Replace with").fill("Stone");
  await bar.getByRole("button", { name: "Replace All" }).click();
  await expect(bar.getByRole("status")).toHaveText("Replaced in 2 cells");
  await expect(grid.cell(0, "Name")).toHaveText("Stone");
  await expect(grid.cell(4, "Name")).toHaveText("Stone And Roll");
  await expect(page.getByRole("group", { name: "Pending changes" })).toContainText("2 changes");
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .include("[aria-label='Find and replace']")
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(", ")}`)).toEqual([]);
  await bar.getByLabel("Find", { exact: true }).focus();
  await page.keyboard.press("Escape");
  await expect(grid.mirror).toBeFocused();
  await grid.press("Control+z");
  await expect(grid.cell(0, "Name")).toHaveText("Rock");
  await expect(page.getByRole("group", { name: "Pending changes" })).toBeHidden();
});

test("groups, a search in all columns and SQL; a mistake says what is wrong", async () => {
  joinery = await app.open({ files: [copyOfShared("chinook.db")] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "Track");
  const more = async (way: string) => {
    await page.getByRole("button", { name: "More ways to filter" }).filter({ visible: true }).click();
    await page.getByRole("menuitem", { name: way }).click();
  };
  await more("SQL Condition…");
  // The field that opens has the focus.
  await expect(page.getByRole("textbox", { name: "SQL condition" })).toBeFocused();
  await page.keyboard.type("length(Name) = 5 AND (GenreId IN (1, 2)");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("error").filter({ visible: true })).toContainText("A bracket is not closed.");
  await chips().getByRole("button").first().click();
  await page.getByRole("textbox", { name: "SQL condition" }).fill("length(Name) = 5");
  await page.keyboard.press("Enter");
  await expect(grid.total()).toHaveText(/^90 of [≈\d,+ ]+ rows$/);
  await more("Search in All Columns…");
  await expect(page.getByLabel("Text in any column")).toBeFocused();
  await page.keyboard.type("cobain");
  await page.keyboard.press("Enter");
  await expect(grid.total()).toHaveText(/^5 of [≈\d,+ ]+ rows$/);
  await page.getByLabel("Remove the filter on any column").click();
  await page.getByLabel("Remove the filter on SQL").click();
  await expect(grid.total()).toHaveText("3,503 rows");

  await more("Group with And and Or…");
  const group = page.getByRole("form", { name: "Group of conditions" });
  await expect(group.getByLabel("Which of these hold")).toBeFocused();
  await group.getByLabel("Column", { exact: true }).first().selectOption("Name");
  await group.getByLabel("Value", { exact: true }).first().fill("breed");
  await group.getByLabel("Column", { exact: true }).nth(1).selectOption("Composer");
  await group.getByLabel("Value", { exact: true }).nth(1).fill("cobain");
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .include("[aria-label='Group of conditions']")
    .include("[data-head]")
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(", ")}`)).toEqual([]);
  await group.getByRole("button", { name: "Apply" }).click();
  await expect(chips()).toHaveText(["Name contains breed or Composer contains cobain"]);
  await expect(grid.total()).toHaveText(/^26 of [≈\d,+ ]+ rows$/);

  await page.getByRole("button", { name: "SQL of these rows" }).filter({ visible: true }).click();
  await expect(page.getByTestId("view-sql")).toContainText(`instr(lower("Composer"), 'cobain') > 0`);
  await page.getByRole("button", { name: "Open in a Console" }).click();
  await page.getByRole("button", { name: "Run", exact: true }).filter({ visible: true }).click();
  await expect(page.getByTestId("grid-mirror").filter({ visible: true })).toHaveAttribute("aria-rowcount", "27");
});

test("fields stand under their columns in every frame: typed in, tabbed through, scrolled, at any zoom and width", async () => {
  const columns = Array.from({ length: 40 }, (_, i) => `${i % 3 === 0 ? "n" : "a_longer_name_"}${i} TEXT`).join(", ");
  joinery = await app.open({
    files: [makeDatabase(`CREATE TABLE wide(${columns}); INSERT INTO wide(n0) VALUES ('x');`)],
  });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "wide");
  const window = await joinery.electron.browserWindow(page);
  for (const [width, zoom] of [
    [1020, 1],
    [1400, 1.5],
    [1900, 2],
    [1020, 1.25],
  ] as const) {
    await window.evaluate(
      (opened, to) => {
        opened.setSize(to.width, 800);
        opened.webContents.setZoomFactor(to.zoom);
      },
      { width, zoom },
    );
    await grid.mirror.focus();
    await grid.press("Control+Home");
    await expect(grid.cell(0, "n0")).toHaveText("x");
    const stop = await watchHeadFields(page);
    await grid.press("Control+f");
    await expect(field("n0")).toBeFocused();
    await page.keyboard.type("a text that is much longer than the field is wide");
    for (let i = 0; i < 25; i++) await page.keyboard.press("Tab");
    await expect(field("a_longer_name_25")).toBeFocused();
    await expect(field("a_longer_name_25")).toBeInViewport({ ratio: 1 });
    await page.keyboard.type("another text that is longer than its field");
    // Empty again, so that there are rows.
    await page.keyboard.press("Escape");
    for (let i = 0; i < 25; i++) await page.keyboard.press("Shift+Tab");
    await expect(field("n0")).toBeFocused();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect(grid.mirror).toBeFocused();
    await expect(grid.cell(0, "n0")).toHaveText("x");
    await grid.press("End", "ArrowLeft", "Home", "Control+End", "Control+Home");
    const { x, y } = await grid.middle(grid.cell(0, "n0"));
    await page.mouse.move(x, y);
    for (let i = 0; i < 20; i++) await page.mouse.wheel(i < 12 ? 70 : -90, 0);
    await grid.rest();
    const seen = await stop();
    expect(seen.frames).toBeGreaterThan(10);
    expect(seen.missing, `${width} px, ${zoom}`).toBe(0);
    // Less than a pixel: where the field's own edge is rounded to the screen's pixels.
    expect(seen.worst, `${width} px, ${zoom}, ${seen.at}`).toBeLessThan(1.01);
    const scrolled = await page.evaluate(() =>
      [...document.querySelectorAll("[data-head]")]
        .flatMap((at) => (at.parentElement ? [at.parentElement, at.parentElement.parentElement] : []))
        .filter((at) => at !== null && (at.scrollLeft !== 0 || at.scrollTop !== 0)),
    );
    expect(scrolled).toEqual([]);
  }
});

test("while a filter is typed columns stand still, it says of how many rows, and a text over numbers has an edge", async () => {
  joinery = await app.open({ files: [copyOfShared("chinook.db")] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "Track");
  await expect(grid.total()).toHaveText("3,503 rows");
  const left = async () => (await grid.header("TrackId").boundingBox())?.x;
  const before = await left();
  const key = field("TrackId");
  await expect(key).toHaveAttribute("placeholder", "Filter");
  const style = (name: "borderTopColor" | "backgroundColor") =>
    key.evaluate((one, asked) => getComputedStyle(one)[asked as "borderTopColor"], name);
  expect(await style("borderTopColor")).not.toBe(await style("backgroundColor"));
  await key.fill("=7");
  await expect(grid.total()).toHaveText("1 of 3,503 rows");
  expect(await left()).toBe(before);
  await expect(key).not.toHaveAttribute("data-odd");
  await key.fill("nope(");
  await expect(key).toHaveAttribute("data-odd");
  await expect(key).toHaveAccessibleDescription(/this column holds numbers/);
  await key.press("Escape");
  await expect(grid.total()).toHaveText("3,503 rows");
  // The form begins with the operator that the column's field has.
  await grid.click(grid.cell(0, "TrackId"));
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await expect(page.getByLabel("Operator")).toHaveValue("=");
  await page.getByLabel("Column", { exact: true }).selectOption("Name");
  await expect(page.getByLabel("Operator")).toHaveValue("contains");
});
