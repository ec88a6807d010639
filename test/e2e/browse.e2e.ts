/** Looking through tables in the real app. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { makeDatabase, readDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { copyOfSample, copyOfShared, type JoineryApp } from "./harness.ts";
import { sharedApp } from "./shared-app.ts";

const app = sharedApp();
let joinery: JoineryApp;

const manyRows = `
  CREATE TABLE big(id INTEGER PRIMARY KEY, word TEXT, half REAL);
  INSERT INTO big WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 200000)
    SELECT n, 'word ' || n, n / 2.0 FROM s;
`;

test("rows are there after a double click, with their kinds, and the keyboard goes anywhere", async () => {
  joinery = await app.open({ files: [makeDatabase(manyRows)] });
  const grid = await GridOnPage.open(joinery.page, "big");
  await expect(grid.cell(0, "word")).toHaveText("word 1");
  await expect(grid.cell(0, "id")).toHaveAttribute("data-kind", "integer");
  await expect(grid.cell(0, "half")).toHaveText("0.5");
  await expect(grid.header("id")).toHaveAttribute("data-badge", "key");
  await expect(grid.total()).toHaveText("200,000 rows");
  await expect(grid.mirror).toHaveAttribute("aria-rowcount", "200001");

  await grid.click(grid.cell(0, "word"));
  await grid.press("Control+End");
  await expect(grid.cell(199_999, "half")).toHaveText("100000.0");
  await expect.poll(() => grid.active()).toBe("199999,2");
  await grid.press("PageUp", "Home");
  await expect.poll(() => grid.active()).toMatch(/^1999\d\d,0$/);
  await grid.press("Control+Home", "ArrowDown", "ArrowRight");
  await expect.poll(() => grid.active()).toBe("1,1");
  await grid.press("Control+g");
  await joinery.page.keyboard.type("123,456");
  await grid.press("Enter");
  await expect(grid.cell(123_455, "word")).toHaveText("word 123456");
  await expect.poll(() => grid.active()).toBe("123455,1");
});

test("a refresh keeps place and selection, and shows what another program wrote", async () => {
  const path = makeDatabase(manyRows);
  joinery = await app.open({ files: [path] });
  const grid = await GridOnPage.open(joinery.page, "big");
  await grid.click(grid.cell(3, "word"));
  await grid.press("Control+g");
  await joinery.page.keyboard.type("5000");
  await grid.press("Enter");
  await expect(grid.cell(4999, "word")).toHaveText("word 5000");
  const { default: Database } = await import("better-sqlite3");
  const other = new Database(path);
  other.exec("UPDATE big SET word = 'from outside' WHERE id = 5000");
  other.close();
  // Without a key pressed: the change is noticed by itself.
  await expect(grid.cell(4999, "word")).toHaveText("from outside");
  await grid.press("F5");
  await expect(grid.cell(4999, "word")).toHaveText("from outside");
  await expect.poll(() => grid.active()).toBe("4999,1");
});

test("headers sort up, down and not at all; Shift adds; widths are dragged; all of it is kept", async () => {
  const path = copyOfShared("chinook.db");
  joinery = await app.open({ files: [path] });
  const { page } = joinery;
  let grid = await GridOnPage.open(page, "Album");
  await grid.click(grid.header("Title"));
  await expect(grid.header("Title")).toHaveAttribute("aria-sort", "ascending");
  await expect(grid.cell(0, "Title")).toHaveText("...And Justice For All");
  await grid.click(grid.header("Title"));
  await expect(grid.cell(0, "Title")).toHaveText(/^\[/);
  await grid.click(grid.header("Title"));
  await expect(grid.header("Title")).toHaveAttribute("aria-sort", "none");
  await expect(grid.cell(0, "AlbumId")).toHaveText("1");

  await grid.click(grid.header("ArtistId"));
  await page.keyboard.down("Shift");
  await grid.click(grid.header("Title"));
  await page.keyboard.up("Shift");
  await expect(grid.cell(0, "Title")).toHaveText("For Those About To Rock We Salute You");
  await expect(grid.cell(1, "Title")).toHaveText("Let There Be Rock");

  const before = await grid.header("Title").boundingBox();
  if (!before) throw new Error("no header");
  const edge = { x: before.x + before.width, y: before.y + before.height / 2 };
  await page.mouse.move(edge.x, edge.y);
  await page.mouse.down();
  await page.mouse.move(edge.x + 80, edge.y, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => (await grid.header("Title").boundingBox())?.width).toBe(before.width + 80);

  // A second is what the workspace may take to be on disk.
  await page.waitForTimeout(1000);
  joinery = await app.restart({ files: [path] });
  await expect(joinery.page.getByRole("grid", { name: "Album" })).toBeVisible();
  grid = new GridOnPage(joinery.page);
  await expect(grid.cell(1, "Title")).toHaveText("Let There Be Rock");
  await expect(grid.header("ArtistId")).toHaveAttribute("aria-sort", "ascending");
  expect((await grid.header("Title").boundingBox())?.width).toBe(before.width + 80);
});

test("filters narrow the rows down, as chips that are changed and removed, and from a cell's menu", async () => {
  joinery = await app.open({ files: [copyOfShared("chinook.db")] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "Track");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByLabel("Column", { exact: true }).selectOption("Milliseconds");
  await page.getByLabel("Operator").selectOption(">");
  await page.getByLabel("Value", { exact: true }).fill("5000000");
  await page.keyboard.press("Enter");
  await expect(grid.total()).toHaveText(/^2 of [≈\d,+ ]+ rows$/);
  const chip = page.getByTestId("filter-chip");
  await expect(chip).toHaveText("Milliseconds > 5000000");
  await joinery.chooseInContextMenu(
    () => grid.click(grid.cell(0, "Name"), { button: "right" }),
    "Only Rows with This Value",
  );
  await expect(grid.total()).toHaveText(/^1 of [≈\d,+ ]+ rows$/);
  await expect(chip).toHaveCount(2);
  await page.getByLabel("Remove the filter on Name").click();
  await expect(grid.total()).toHaveText(/^2 of [≈\d,+ ]+ rows$/);
  await chip.getByRole("button").first().click();
  await page.getByLabel("Value", { exact: true }).fill("99999999");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No rows match")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(grid.total()).toHaveText("3,503 rows");
});

test("views and read-only files say why they are not edited; broken and empty objects say what to do", async () => {
  const path = makeDatabase(`
    CREATE TABLE empty(a, b);
    CREATE TABLE full(a INTEGER PRIMARY KEY, b TEXT);
    INSERT INTO full VALUES (1, 'x');
    CREATE VIEW shown AS SELECT b FROM full;
    CREATE VIEW kept AS SELECT a, b FROM full;
    CREATE TRIGGER kept_b INSTEAD OF UPDATE OF b ON kept BEGIN UPDATE full SET b = new.b WHERE a = old.a; END;
    CREATE VIEW broken AS SELECT * FROM nowhere;
  `);
  joinery = await app.open({ files: [path] });
  const { page } = joinery;
  const view = await GridOnPage.open(page, "shown");
  await expect(page.getByTestId("read-only-reason")).toBeVisible();
  await expect(view.mirror).toHaveAttribute("aria-readonly", "true");
  await view.click(view.cell(0, "b"));
  await page.keyboard.type("y");
  await expect(view.editor()).toBeHidden();

  // A view with an INSTEAD OF trigger is edited, as far as that goes.
  const kept = await GridOnPage.open(page, "kept");
  await kept.type(0, "b", "through the view");
  await kept.press("Control+s");
  await expect.poll(() => readDatabase(path, "SELECT b FROM full")).toEqual([["through the view"]]);
  await kept.click(kept.cell(0, "a"));
  await page.keyboard.type("7");
  await expect(kept.editor()).toBeHidden();

  const tree = page.getByRole("treegrid");
  await tree
    .getByRole("row")
    .filter({ has: page.getByText("broken", { exact: true }) })
    .dblclick();
  await expect(page.getByText(/^The view “broken” cannot be read: no such table/)).toBeVisible();
  await tree
    .getByRole("row")
    .filter({ has: page.getByText("empty", { exact: true }) })
    .dblclick();
  await expect(page.getByText("empty is empty")).toBeVisible();
  await page.getByRole("button", { name: "Add the First Row" }).click();
  await expect(new GridOnPage(page).rowNumber(0)).toContainText("*");
});

test("the cell panel shows pictures, JSON and bytes of the sample", async () => {
  joinery = await app.open({ files: [await copyOfSample()] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "movies");
  await grid.click(grid.cell(0, "title"));
  await grid.press("End", "ArrowLeft", "ArrowLeft", "Enter");
  const panel = page.getByTestId("cell-panel");
  await expect(panel.getByRole("heading")).toHaveText("poster");
  await expect(panel.locator("img")).toBeVisible();
  await expect(panel.locator("figcaption")).toHaveText("PNG 120 × 180");
  await expect(panel.getByTestId("cell-hex")).toContainText("89 50 4e 47");
  await grid.mirror.focus();
  await grid.press("ArrowLeft");
  await expect(panel.getByRole("heading")).toHaveText("details");
  await expect(panel.getByRole("treeitem", { name: /language/ })).toBeVisible();
  await panel.getByRole("button", { name: "JSON", exact: true }).click();
  await expect(panel.getByTestId("cell-json")).toHaveValue(/"language": "/);
  await expect(page.getByTestId("cell-facts")).toContainText(" characters · ");
});

test("a read that takes long says so and is stopped; other tables go on", async () => {
  const path = makeDatabase(`
    CREATE TABLE quick(a); INSERT INTO quick VALUES ('here');
    CREATE VIEW endless AS WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 1e12)
      SELECT count(*) AS n FROM s;
  `);
  joinery = await app.open({ files: [path] });
  const { page } = joinery;
  const tree = page.getByRole("treegrid");
  await tree
    .getByRole("row")
    .filter({ has: page.getByText("endless", { exact: true }) })
    .dblclick();
  await expect(page.getByTestId("reading")).toContainText("Reading the first rows");
  await page.getByTestId("reading").getByRole("button", { name: "Stop" }).click();
  await expect(page.getByTestId("error")).toContainText("Reading these rows was stopped.");
  await expect(page.getByTestId("reading")).toBeHidden();
  const grid = await GridOnPage.open(page, "quick");
  await expect(grid.cell(0, "a")).toHaveText("here");
});

test("the grid is a grid to screen readers, with nothing axe objects to", async () => {
  joinery = await app.open({ files: [copyOfShared("chinook.db")] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "Track");
  await grid.click(grid.cell(1, "Name"));
  await expect(page.getByRole("gridcell", { selected: true })).toHaveText("Balls to the Wall");
  await expect(grid.mirror).toBeFocused();
  await expect(grid.mirror.getByRole("columnheader", { name: "Name, NVARCHAR(200)" })).toBeVisible();
  await page.getByRole("button", { name: "Cell panel" }).click();
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .include("[data-testid='grid-mirror']")
    .include("[data-testid='cell-panel']")
    .include("[aria-label='Condition']")
    .analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(", ")}`)).toEqual([]);
});
