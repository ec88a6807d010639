/** The diagram: drawn, moved, searched, coloured, kept, saved as a picture, by mouse and by keyboard (story S7, step 5). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { makeDatabase, readDatabase } from "./databases.ts";
import { copyOfShared, type JoineryApp, launchJoinery, temporaryFolder } from "./harness.ts";

let joinery: JoineryApp;
let path: string;
test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  path = copyOfShared("sakila.db");
  joinery = await launchJoinery({ files: [path] });
});
test.afterEach(() => expect(joinery.pageErrors).toEqual([]));
test.afterAll(() => joinery.close());

const tableIn = (page: Page, name: string): Locator =>
  page.getByTestId("diagram").getByRole("group", { name: new RegExp(`^${name} `) });
const placeOf = async (page: Page, name: string) => {
  const box = await tableIn(page, name).boundingBox();
  if (!box) throw new Error(`${name} is not on screen`);
  return box;
};
/** How far one table is from another, in the diagram's own pixels: wherever one looks, however large. */
const apart = async (page: Page, one: string, other: string) => {
  const placeIn = async (name: string) => {
    const style = (await tableIn(page, name).getAttribute("style")) ?? "";
    const [, x, y] = /translate\((-?[\d.]+)px, ?(-?[\d.]+)px\)/.exec(style) ?? [];
    return { x: Number(x), y: Number(y) };
  };
  const [a, b] = [await placeIn(one), await placeIn(other)];
  return { x: b.x - a.x, y: b.y - a.y };
};
const lines = (page: Page) => page.getByTestId("diagram-lines").locator("g");

async function checkAxe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include("[data-testid=diagram]").analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))])).toEqual([]);
}

test("all tables and foreign keys are drawn, none over another; axe finds nothing, in light and in dark", async () => {
  const { page } = joinery;
  await page.getByRole("button", { name: "Diagram" }).click();
  await expect(page.locator(".react-flow__node")).toHaveCount(16);
  await expect(lines(page)).toHaveCount(22);
  const boxes = await page.locator(".react-flow__node").evaluateAll((nodes) =>
    nodes.map((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      return { x, y, width, height };
    }),
  );
  const over = boxes.filter((a, at) =>
    boxes.some(
      (b, other) =>
        at !== other && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
    ),
  );
  expect(over).toEqual([]);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await joinery.screenshot(`sakila-${colorScheme}`);
    await checkAxe(page);
  }
  await page.emulateMedia({ colorScheme: null });
});

test("a table is dragged, moved with the arrow keys and put back by undo; Enter opens it", async () => {
  const { page } = joinery;
  const before = await apart(page, "film", "actor");
  const box = await placeOf(page, "actor");
  await page.mouse.move(box.x + 40, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + 120, box.y - 20, { steps: 8 });
  await page.mouse.up();
  await expect.poll(() => apart(page, "film", "actor")).not.toEqual(before);
  const dragged = await apart(page, "film", "actor");
  await page.keyboard.press("Control+ArrowRight");
  await expect.poll(async () => (await apart(page, "film", "actor")).x).toBeGreaterThan(dragged.x);
  await page.keyboard.press("Control+z");
  await expect.poll(() => apart(page, "film", "actor")).toEqual(dragged);
  await page.keyboard.press("Control+z");
  await expect.poll(() => apart(page, "film", "actor")).toEqual(before);
  await page.keyboard.press("Control+Shift+z");
  await expect.poll(() => apart(page, "film", "actor")).toEqual(dragged);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("model-form").getByLabel("Table name", { exact: true })).toHaveValue("actor");
  await page.keyboard.press("Control+Shift+m");
  await expect(tableIn(page, "actor")).toBeVisible();
});

test("the search goes to a table and to a column of one; what is found has the focus", async () => {
  const { page } = joinery;
  await page.keyboard.press("Control+f");
  const field = page.getByRole("combobox", { name: "Find a table or column" });
  await field.fill("original");
  await expect(page.getByRole("option")).toHaveText(["original_language_idfilm"]);
  await page.keyboard.press("Enter");
  await expect(tableIn(page, "film")).toBeFocused();
  await expect(page.locator("[data-hot][data-column]")).toHaveText(/original_language_id/);
  await expect(field).toHaveValue("");
});

test("neighbours only, with how far; a colour; fewer columns; all of it by menus and the bar", async () => {
  const { page } = joinery;
  const menu = await joinery.chooseInContextMenu(
    () => tableIn(page, "film").click({ button: "right", position: { x: 30, y: 10 } }),
    "Green",
  );
  expect(menu).toContain("Neighbours Only");
  await joinery.chooseInContextMenu(() => page.keyboard.press("Shift+F10"), "One Foreign Key Away");
  await expect(page.locator(".react-flow__node")).toHaveCount(5);
  await expect(lines(page)).toHaveCount(5);
  await page.getByLabel("How many foreign keys away").selectOption("2");
  await expect(page.locator(".react-flow__node")).toHaveCount(9);
  await joinery.screenshot("neighbours");
  await page.getByRole("button", { name: "Show all tables" }).click();
  await expect(page.locator(".react-flow__node")).toHaveCount(16);
  await page.getByRole("group", { name: "Columns" }).getByRole("button", { name: "Keys" }).click();
  await expect(tableIn(page, "film").locator("[data-column]")).toHaveCount(3);
  await page.getByRole("group", { name: "Columns" }).getByRole("button", { name: "None" }).click();
  await expect(page.locator(".react-flow__node [data-column]")).toHaveCount(0);
  await expect(lines(page)).toHaveCount(22);
  await joinery.screenshot("names-only");
  await page.getByRole("group", { name: "Columns" }).getByRole("button", { name: "All" }).click();
});

test("tables are coloured by group until that is switched off; names are large enough when it opens; no second list", async () => {
  const { page } = joinery;
  const coloured = page.locator(".react-flow__node [class*=_blue_], .react-flow__node [class*=_orange_]");
  await expect(coloured.first()).toBeVisible();
  const byGroup = page.getByRole("button", { name: "Colour by group" });
  await byGroup.click();
  await expect(coloured).toHaveCount(0);
  await byGroup.click();
  await expect(coloured.first()).toBeVisible();
  await page.getByRole("button", { name: "Zoom to fit" }).click();
  // On screen, in pixels: the font's size times the zoom.
  const size = () =>
    tableIn(page, "film")
      .locator("[class*=_title_]")
      .evaluate((title) => {
        const zoom = title.getBoundingClientRect().height / (title as HTMLElement).offsetHeight;
        return Number.parseFloat(getComputedStyle(title).fontSize) * zoom;
      });
  await expect.poll(size).toBeGreaterThanOrEqual(11.5);
  await expect(page.getByRole("listbox", { name: "Models" })).toHaveCount(0);
  await page.getByRole("radio", { name: "Form" }).click();
  await expect(page.getByRole("listbox", { name: "Models" })).toBeVisible();
  // Where there is no room for a list, the models are a choice in the bar.
  await joinery.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1000, 700));
  const choice = page.getByRole("combobox", { name: "Model", exact: true });
  await choice.selectOption("actor");
  await expect(page.getByTestId("model-form").getByLabel("Table name", { exact: true })).toHaveValue("actor");
  await expect(page.getByRole("listbox", { name: "Models" })).toHaveCount(0);
  await joinery.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await page.getByRole("radio", { name: "Diagram" }).click();
});

test("an SVG of its own, and a PNG of the same", async () => {
  const { page } = joinery;
  const [svgFile, pngFile] = [join(temporaryFolder(), "d.svg"), join(temporaryFolder(), "d.png")];
  await joinery.answerSaveDialog(svgFile);
  await page.getByRole("button", { name: "Save as a picture" }).click();
  await page.getByRole("menuitem", { name: "SVG" }).click();
  await expect(page.getByText("Saved d.svg")).toBeVisible();
  const svg = readFileSync(svgFile, "utf8");
  const read = await page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
    return {
      fault: parsed.querySelector("parsererror")?.textContent ?? null,
      texts: [...parsed.querySelectorAll("text")].map((element) => element.textContent),
      size: [parsed.documentElement.getAttribute("width"), parsed.documentElement.getAttribute("height")].map(Number),
    };
  }, svg);
  expect(read.fault).toBeNull();
  expect(read.texts).toEqual(expect.arrayContaining(["film", "original_language_id", "SMALLINT UNSIGNED"]));
  expect(svg).not.toMatch(/oklch|var\(/);
  await joinery.answerSaveDialog(pngFile);
  await page.getByRole("button", { name: "Save as a picture" }).click();
  await page.getByRole("menuitem", { name: "PNG" }).click();
  await expect(page.getByText("Saved d.png")).toBeVisible();
  const png = readFileSync(pngFile);
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(read.size.map((side) => side * 2));
});

test("a list says the same in words; what was placed, coloured and shown is there after a restart", async () => {
  const { userData } = joinery;
  let { page } = joinery;
  const placed = await apart(page, "film", "actor");
  await page.getByRole("button", { name: "Show as a list" }).click();
  const list = page.getByTestId("diagram-list");
  const row = list.getByRole("row", { name: /^rental/ });
  await expect(row.getByRole("button")).toHaveText([
    "rental",
    "staff_id → staff",
    "inventory_id → inventory",
    "customer_id → customer",
    "payment.rental_id",
  ]);
  await row.getByRole("button", { name: "inventory_id → inventory" }).click();
  await expect(
    list
      .getByRole("row", { name: /^inventory/ })
      .getByRole("button")
      .first(),
  ).toBeFocused();
  await checkAxe(page);
  await page.getByRole("button", { name: "Show as a list" }).click();
  // What is kept is on disk within a second.
  await page.waitForTimeout(1000);
  await joinery.close();
  joinery = await launchJoinery({ files: [path], userData });
  ({ page } = joinery);
  await expect(tableIn(page, "film")).toBeVisible();
  await expect(tableIn(page, "film").locator("[data-table]")).toHaveClass(/green/);
  await expect.poll(() => apart(page, "film", "actor")).toEqual(placed);
  // A table that is made meanwhile moves nothing.
  await page.keyboard.press("Control+t");
  await page.keyboard.type("CREATE TABLE award(id INTEGER PRIMARY KEY, film_id INTEGER REFERENCES film);");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("schema-tree").getByText("award")).toBeVisible();
  await joinery.chooseInContextMenu(
    () => page.getByTestId("schema-tree").getByText("award").click({ button: "right" }),
    "Show in Diagram",
  );
  await expect(tableIn(page, "award")).toBeFocused();
  await expect.poll(() => apart(page, "film", "actor")).toEqual(placed);
});

test("a foreign key is drawn with the mouse, chosen in a dialog, dropped by its menu: changes of the draft, with undo", async () => {
  await joinery.close();
  const made = makeDatabase(`
    CREATE TABLE author(id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE book(id INTEGER PRIMARY KEY, title TEXT, author INTEGER);
    CREATE TABLE review(id INTEGER PRIMARY KEY, text TEXT, book INTEGER REFERENCES book);
    INSERT INTO author VALUES (1, 'Woolf'); INSERT INTO book VALUES (1, 'Orlando', 1);`);
  joinery = await launchJoinery({ files: [made] });
  const { page } = joinery;
  await page.getByRole("button", { name: "Diagram" }).click();
  await expect(lines(page)).toHaveCount(1);
  const row = (table: string, column: number) => tableIn(page, table).locator(`[data-column='${column}']`);
  /** From the grip of a column to the middle of something else. */
  const draw = async (from: Locator, to: Locator) => {
    await from.hover();
    const [start, goal] = [await from.boundingBox(), await to.boundingBox()];
    if (!start || !goal) throw new Error("not on screen");
    await page.mouse.move(start.x + start.width - 1, start.y + start.height / 2);
    await page.mouse.down();
    await page.mouse.move(goal.x + goal.width / 3, goal.y + 8, { steps: 6 });
  };
  await draw(row("book", 2), row("author", 0));
  await expect(page.getByText("book.author → author.id")).toBeVisible();
  await joinery.screenshot("drawing");
  await page.mouse.up();
  await expect(lines(page)).toHaveCount(2);
  await expect(page.getByTestId("diagram-lines").locator("[data-new]")).toHaveCount(1);
  await expect(page.getByTestId("draft-bar")).toContainText("1 change");

  // A key to a table: a new column there.
  await draw(row("author", 0), tableIn(page, "review"));
  await page.mouse.up();
  await expect(row("review", 3)).toHaveText(/author_id/);
  await expect(lines(page)).toHaveCount(3);
  await page.keyboard.press("Control+z");
  await expect(lines(page)).toHaveCount(2);
  await page.keyboard.press("Control+Shift+z");
  await expect(lines(page)).toHaveCount(3);

  await page.getByRole("button", { name: "Add a foreign key" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a foreign key" });
  await dialog.getByLabel("Table", { exact: true }).selectOption("author");
  await dialog.getByLabel("Refers to").selectOption("author");
  await expect(dialog.getByText("author.parent_id (new column) → author.id")).toBeVisible();
  await dialog.getByRole("button", { name: "Add foreign key" }).click();
  await expect(lines(page)).toHaveCount(4);
  await checkAxe(page);
  await joinery.screenshot("drawn");

  const old = page.getByTestId("diagram-lines").locator("g:not([data-new])").first();
  await joinery.chooseInContextMenu(() => old.dispatchEvent("contextmenu"), "Drop Foreign Key");
  await expect(lines(page)).toHaveCount(3);
  await page.getByTestId("draft-bar").getByRole("button", { name: "Apply" }).click();
  await expect(page.getByTestId("diagram-lines").locator("[data-new]")).toHaveCount(0);
  await expect(lines(page)).toHaveCount(3);
  const keys = readDatabase(
    made,
    `SELECT m.name, f."from", f."table", f."to" FROM sqlite_schema m, pragma_foreign_key_list(m.name) f ORDER BY 1, 2`,
  );
  expect(keys).toEqual([
    ["author", "parent_id", "author", "id"],
    ["book", "author", "author", "id"],
    ["review", "author_id", "author", "id"],
  ]);
  expect(readDatabase(made, "SELECT title, author FROM book")).toEqual([["Orlando", 1]]);
});

test("a table that is renamed in the draft keeps its place and its colour; a file without tables says so", async () => {
  const { page } = joinery;
  await joinery.chooseInContextMenu(
    () => tableIn(page, "book").click({ button: "right", position: { x: 30, y: 10 } }),
    "Teal",
  );
  const before = await apart(page, "author", "book");
  await tableIn(page, "book").focus();
  await page.keyboard.press("Enter");
  const name = page.getByTestId("model-form").getByLabel("Table name", { exact: true });
  await name.fill("novel");
  await name.press("Enter");
  await page.getByRole("radio", { name: "Diagram" }).click();
  await expect(tableIn(page, "novel").locator("[data-table]")).toHaveClass(/teal/);
  expect(await apart(page, "author", "novel")).toEqual(before);
  await joinery.close();
  joinery = await launchJoinery({ files: [makeDatabase("PRAGMA user_version = 1")] });
  await joinery.page.getByRole("button", { name: "Diagram" }).click();
  await expect(joinery.page.getByText("No tables yet")).toBeVisible();
});
