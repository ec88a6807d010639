/** The side panel: editors by what a value is, storage classes, dropped files, a row as a form. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { makeDatabase, readDatabase } from "./databases.ts";
import { type JoineryApp, launchJoinery } from "./harness.ts";
import { GridOnPage } from "./grid.ts";

let joinery: JoineryApp;
test.afterEach(async () => {
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

const sql = `
  CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT);
  INSERT INTO person VALUES (1, 'Ada'), (2, 'Grace');
  CREATE TABLE note(id INTEGER PRIMARY KEY, author INTEGER REFERENCES person, made TEXT, data TEXT, raw BLOB, free);
  INSERT INTO note VALUES (1, 1, '2026-01-31 10:20', '{"n":9007199254740993,"a":[1,2]}', x'8950', 5),
    (2, 2, '2026-02-01 11:00', 'plain', NULL, '7');
`;

/** What axe objects to in the side panel. */
async function objections(page: Page): Promise<string[]> {
  const panel = "[data-testid='cell-panel'], [data-testid='row-form'], [aria-label='Side panel']";
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).include(panel).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(", ")}`);
}

test("a value is edited by what it is: JSON, date, bytes, another storage class, a dropped file", async () => {
  const path = makeDatabase(sql);
  joinery = await launchJoinery({ files: [path] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "note");
  await grid.click(grid.cell(0, "data"));
  await grid.press("Shift+Enter");
  const panel = page.getByTestId("cell-panel");
  await panel.getByRole("button", { name: "JSON", exact: true }).click();
  const json = panel.getByTestId("cell-json");
  await expect(json).toHaveValue(/"n": 9007199254740993,\n/);
  await json.fill('{"n": 9007199254740995,');
  await json.press("Control+Enter");
  await expect(panel.getByRole("status")).toContainText("Not stored yet");
  expect(await objections(page)).toEqual([]);
  await json.fill('{"n": 9007199254740995, "n": 1.0}');
  await json.press("Control+Enter");
  await expect(grid.cell(0, "data")).toHaveText('{"n":9007199254740995,"n":1.0}');

  await grid.click(grid.cell(0, "made"));
  await panel.getByTestId("cell-date").fill("2026-03-05T06:07:00");
  await panel.getByTestId("cell-date").press("Enter");
  await expect(grid.cell(0, "made")).toHaveText("2026-03-05 06:07");
  await panel.getByRole("button", { name: "Set to NULL" }).press("Enter");
  await expect(grid.cell(0, "made")).toHaveAttribute("data-kind", "null");
  await panel.getByRole("button", { name: "Set to Now" }).press("Space");
  await expect(grid.cell(0, "made")).toHaveText(/^20\d\d-\d\d-\d\d \d\d:\d\d/);
  await expect(panel.getByRole("button", { name: "Set to the Default" })).toBeHidden();
  await grid.mirror.focus();
  await grid.press("Control+z", "Control+z");
  await expect(grid.cell(0, "made")).toHaveText("2026-03-05 06:07");

  await grid.click(grid.cell(0, "raw"));
  await panel.getByRole("button", { name: "Edit Hex" }).click();
  await panel.getByTestId("cell-hex-edit").fill("89 50 4e 4");
  await expect(panel.getByRole("status")).toContainText("half a byte");
  await panel.getByTestId("cell-hex-edit").fill("89504e47");
  await panel.getByTestId("cell-hex-edit").press("Control+Enter");
  await expect(grid.cell(0, "raw")).toHaveText("BLOB 4 B");

  // The panel stands where the last column is; the cursor brings it into view.
  await grid.click(grid.cell(0, "raw"));
  await grid.press("ArrowRight");
  const storage = panel.getByLabel("Storage class");
  await expect(storage).toHaveValue("integer");
  await storage.selectOption("text");
  await expect(grid.cell(0, "free")).toHaveAttribute("data-kind", "text");
  await grid.mirror.focus();
  await grid.press("ArrowDown");
  await storage.selectOption("real");
  await expect(grid.cell(1, "free")).toHaveText("7.0");

  await grid.mirror.focus();
  await grid.press("ArrowLeft");
  await expect(panel.getByRole("heading")).toHaveText("raw");
  await panel.evaluate((element) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([new Uint8Array([1, 2, 3])], "three.bin"));
    for (const type of ["dragover", "drop"]) {
      element.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
    }
  });
  await expect(grid.cell(1, "raw")).toHaveText("BLOB 3 B");

  await grid.mirror.focus();
  await grid.press("Control+s");
  await expect
    .poll(() => readDatabase(path, "SELECT made, data, hex(raw), typeof(free), free FROM note ORDER BY id"))
    .toEqual([
      ["2026-03-05 06:07", '{"n":9007199254740995,"n":1.0}', "89504E47", "text", "5"],
      ["2026-02-01 11:00", "plain", "010203", "real", 7],
    ]);
});

test("a row is a form that is walked up and down, with its parents' names", async () => {
  const path = makeDatabase(sql);
  joinery = await launchJoinery({ files: [path] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "note");
  await grid.click(grid.cell(0, "author"));
  await grid.press("Control+i");
  await page.getByRole("button", { name: "Row", exact: true }).click();
  const form = page.getByTestId("row-form");
  await expect(form.getByRole("button", { name: "Ada" })).toBeVisible();
  expect(await objections(page)).toEqual([]);
  await form.getByRole("textbox", { name: /^made/ }).fill("soon");
  await form.getByRole("textbox", { name: /^made/ }).press("Enter");
  await expect(grid.cell(0, "made")).toHaveText("soon");
  // A part of a name is its key, here too.
  await form.getByRole("textbox", { name: /^author/ }).fill("gra");
  await form.getByRole("textbox", { name: /^author/ }).press("Enter");
  await expect(form.getByRole("button", { name: "Grace" })).toBeVisible();
  await form.getByRole("button", { name: "Row after" }).click();
  await expect(form.getByRole("textbox", { name: /^made/ })).toHaveValue("2026-02-01 11:00");
  await expect(form.getByRole("button", { name: "Row after" })).toBeDisabled();
  await form.getByRole("button", { name: "Grace" }).click();
  await expect(page.getByRole("grid", { name: "person", exact: true })).toBeVisible();
  await expect.poll(() => grid.active()).toMatch(/^1,/);
});

test("a foreign key shows its parent: what it is called, its fields, the way there, and another one to choose", async () => {
  const path = makeDatabase(`PRAGMA foreign_keys = OFF;
    CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, born INTEGER, town TEXT);
    INSERT INTO person VALUES (1, 'Ada', 1815, 'London'), (2, 'Grace', 1906, 'New York'), (3, 'Emmy', 1882, 'Erlangen');
    CREATE TABLE note(id INTEGER PRIMARY KEY, author INTEGER REFERENCES person, body TEXT);
    INSERT INTO note VALUES (1, 1, 'a'), (2, 2, 'b'), (3, NULL, 'c'), (4, 99, 'd');
    CREATE TABLE loan(id INTEGER PRIMARY KEY, person INTEGER REFERENCES person);
  `);
  joinery = await launchJoinery({ files: [path] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "note");
  await grid.click(grid.cell(0, "author"));
  await grid.press("Control+i");
  const card = page.getByTestId("parent-card");
  await expect(card).toHaveAccessibleName("Refers to person");
  await expect(card).toContainText("Ada");
  await expect(card.locator("dl > div")).toHaveText(["born1815", "townLondon"]);
  expect(await objections(page)).toEqual([]);
  // It follows the cursor, and says what is not there.
  await grid.mirror.focus();
  await grid.press("ArrowDown");
  await expect(card).toContainText("Grace");
  await grid.press("ArrowDown");
  await expect(card).toContainText("Refers to no row.");
  await grid.press("ArrowDown");
  await expect(card).toContainText("There is no row of person with this key.");
  await grid.press("ArrowRight");
  await expect(card).toBeHidden();
  await grid.press("ArrowLeft");
  // Another parent by a part of its name, with the keyboard.
  await card.getByRole("button", { name: "Choose another row of person…" }).press("Enter");
  const field = card.getByRole("combobox");
  await expect(field).toBeFocused();
  await expect(card.getByRole("option")).toHaveText(["Ada 1", "Emmy 3", "Grace 2"]);
  expect(await objections(page)).toEqual([]);
  await field.press("Escape");
  await expect(card.getByRole("button", { name: "Choose another row of person…" })).toBeFocused();
  await page.keyboard.press("Enter");
  await field.fill("emm");
  await expect(card.getByRole("option")).toHaveText(["Emmy 3"]);
  await field.press("Enter");
  await expect(grid.cell(3, "author")).toHaveAccessibleName("3, Emmy, changed, was 99");
  await expect(card.locator("dl > div")).toHaveText(["born1882", "townErlangen"]);
  await card.getByRole("button", { name: /^Go to/ }).click();
  await expect(page.getByRole("grid", { name: "person", exact: true })).toBeVisible();
  await expect.poll(() => grid.active()).toMatch(/^2,/);
  // The panel is the window's: it is open here too, on the part that was shown; children are counted, empty ones last.
  await expect(page.getByTestId("cell-panel").filter({ visible: true })).toBeVisible();
  await page.getByRole("button", { name: "Children", exact: true }).filter({ visible: true }).click();
  await grid.mirror.focus();
  await grid.press("ArrowUp");
  const children = page.getByTestId("child-rows").filter({ visible: true });
  await expect(children.getByRole("button", { name: "note", exact: true })).toHaveAttribute("aria-expanded", "true");
  await expect(children.getByRole("button", { name: "loan", exact: true })).toHaveAttribute("aria-expanded", "false");
  await expect(children.locator("[data-none]")).toHaveText("0");
  const back = await GridOnPage.open(page, "note");
  await back.click(back.cell(0, "body"));
  await expect(page.getByText("No foreign key of another table refers to note.")).toBeVisible();
});

test("the row's form says keys, what must have a value, and what is stored otherwise than declared", async () => {
  const path = makeDatabase(`
    CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE odd(id INTEGER PRIMARY KEY, n INTEGER NOT NULL, who INTEGER REFERENCES person, twice AS (n * 2), flag BOOLEAN);
    INSERT INTO odd VALUES (1, 'many', NULL, 1);
  `);
  joinery = await launchJoinery({ files: [path] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "odd");
  await grid.click(grid.cell(0, "n"));
  await grid.press("Control+i");
  const panel = page.getByTestId("cell-panel");
  await expect(panel).toContainText("Declared INTEGER, NOT NULL");
  await expect(panel.getByLabel("Storage class")).toHaveValue("text");
  await page.getByRole("button", { name: "Row", exact: true }).click();
  const field = (name: string) => page.getByTestId("row-form").locator(`[data-column=${name}]`);
  await expect(field("n").locator("label")).toContainText("NOT NULLINTEGER TEXT");
  await expect(field("id").locator("[title]").first()).toHaveAttribute("title", "id, primary key");
  await expect(field("who").locator("[title]").first()).toHaveAttribute("title", "who, refers to person");
  await expect(field("twice").locator("[title]").first()).toHaveAttribute("title", "twice, generated");
  await field("flag").getByRole("checkbox").click();
  await expect(grid.cell(0, "flag")).toHaveText("false");
  // One line a field.
  const boxes = await Promise.all(["n", "who", "flag"].map((name) => field(name).boundingBox()));
  expect(boxes.map((box) => Math.round(box?.height ?? 0))).toEqual([26, 26, 26]);
  expect(await objections(page)).toEqual([]);
});
