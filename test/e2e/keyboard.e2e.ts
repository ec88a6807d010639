/** The keyboard alone: where the focus is after each thing that opens or closes, the panes that F6 knows, and dialogs that hold the keys. */
import { expect, type Page, test } from "@playwright/test";
import { makeDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import type { JoineryApp } from "./harness.ts";
import { sharedApp } from "./shared-app.ts";

const app = sharedApp();
let joinery: JoineryApp;
let page: Page;

const sql = `
  CREATE TABLE studios(id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE movies(id INTEGER PRIMARY KEY, title TEXT, studio_id INTEGER REFERENCES studios(id));
  INSERT INTO studios VALUES (1, 'Palisade'), (2, 'Northern');
  INSERT INTO movies VALUES (1, 'Letters', 1), (2, 'Harbour', 2), (3, 'Lanterns', 1);
`;

const open = async (): Promise<GridOnPage> => {
  joinery = await app.open({ files: [makeDatabase(sql, "keys.db")] });
  page = joinery.page;
  const grid = new GridOnPage(page);
  // Nothing is pressed: what is opened has the keys.
  await expect(grid.mirror).toBeFocused();
  await expect(grid.cell(0, "name")).toHaveText("Palisade");
  return grid;
};

/** The innermost pane that has the focus; "(nobody)" for the page itself. */
const pane = () =>
  page.evaluate(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) return "(nobody)";
    return activeElement.closest<HTMLElement>("[data-pane]")?.dataset["pane"] ?? "(none)";
  });

/** The panes F6 leads through from here, until it is back. */
async function round(key = "F6"): Promise<string[]> {
  const from = await pane();
  const found = [from];
  for (let step = 0; step < 15; step++) {
    await page.keyboard.press(key);
    const now = await pane();
    if (now === from) return found;
    found.push(now);
  }
  throw new Error(`F6 does not come back: ${found.join(", ")}`);
}

test("what is opened has the focus, and arrow keys go on from there", async () => {
  const grid = await open();
  await grid.press("ArrowDown");
  await expect.poll(() => grid.active()).not.toBeNull();
  joinery = await app.open({ files: [makeDatabase("", "empty.db")] });
  page = joinery.page;
  await expect(page.getByRole("button", { name: "New table…" })).toBeFocused();
  await page.keyboard.press("Control+F4");
  await expect(page.getByTestId("welcome").locator(":focus")).toHaveCount(1);
});

test("F6 and Shift+F6 know every pane of a table's tab in reading order", async () => {
  const grid = await open();
  await grid.type(0, "name", "Palisade Film");
  await page.keyboard.press("Control+Shift+C");
  await page.keyboard.press("Control+i");
  await expect(page.getByRole("toolbar", { name: "Side panel" })).toBeVisible();
  await grid.mirror.focus();
  const forward = await round();
  expect(forward).toEqual(["content", "side", "pending", "toolbar", "schema", "tabs", "bar"]);
  const back = await round("Shift+F6");
  expect(back).toEqual([forward[0], ...forward.slice(1).toReversed()]);
  // The tree gives the focus to the table that is shown.
  await page.keyboard.press("F6");
  while ((await pane()) !== "schema") await page.keyboard.press("F6");
  await expect(page.locator(":focus")).toHaveAttribute("aria-selected", "true");
});

test("F6 in a console, a builder and the models", async () => {
  await open();
  await page.keyboard.press("Control+t");
  await expect(page.getByRole("textbox", { name: "SQL of Query 1" })).toBeFocused();
  await page.keyboard.type("select 1");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("result")).toBeVisible();
  expect(await round()).toEqual(["editor", "bar", "results", "toolbar", "schema", "tabs"]);
  await page.keyboard.press("Control+Shift+B");
  await expect.poll(pane).toBe("query");
  await expect(
    page.getByTestId("builder").getByTestId("grid-mirror").or(page.getByText("The first rows")),
  ).toBeVisible();
  expect(await round()).toEqual(expect.arrayContaining(["query", "toolbar", "schema", "tabs"]));
  await page.keyboard.press("Control+Shift+L");
  await expect.poll(pane).toBe("models");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("F6");
  await expect.poll(pane).toBe("model");
  await expect(page.getByLabel("Table name", { exact: true })).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.type("_of_old");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("draft-bar")).toBeVisible();
  await page.keyboard.press("F6");
  await expect.poll(pane).toBe("draft");
});

test("Ctrl+Shift+L leads from the diagram to the list of models", async () => {
  await open();
  await page.keyboard.press("Control+Shift+M");
  await expect(page.locator(".react-flow__node:focus")).toHaveCount(1);
  await page.keyboard.press("Control+Shift+L");
  await expect.poll(pane).toBe("models");
  await expect(page.getByTestId("model-form")).toBeVisible();
});

test("the diagram is one Tab stop; keys go from table to table in it", async () => {
  await open();
  await page.keyboard.press("Control+Shift+M");
  const nodes = page.locator(".react-flow__node");
  await expect(nodes).toHaveCount(2);
  await expect(page.locator(".react-flow__node[tabindex='0']")).toHaveCount(1);
  const here = () => page.evaluate(() => document.activeElement?.getAttribute("data-id") ?? null);
  const first = await here();
  expect(first).not.toBeNull();
  await page.keyboard.press("PageDown");
  const second = await here();
  expect(second).not.toBe(first);
  // The stop goes along.
  await expect(page.locator(".react-flow__node[tabindex='0']")).toHaveAttribute("data-id", second ?? "");
  await page.keyboard.press("PageDown");
  expect(await here()).toBe(first);
  const seen = new Set<string | null>();
  for (const way of ["ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"]) {
    await page.keyboard.press(way);
    seen.add(await here());
  }
  expect(seen.size).toBe(2);
  await page.keyboard.press("Tab");
  expect(await here()).toBeNull();
  await page.keyboard.press("Shift+Tab");
  expect(await here()).not.toBeNull();
});

test("the places: brought back, or opened, by button and key; the one in front is marked", async () => {
  await open();
  const places = page.getByRole("toolbar", { name: "Database" }).getByRole("group", { name: "Places" });
  const pressed = () => places.locator("[aria-pressed=true]");
  await expect(places.getByRole("button")).toHaveText(["Rows", "Console", "Builder", "Models", "Diagram"]);
  await expect(pressed()).toHaveText("Rows");
  await page.keyboard.press("Alt+2");
  await expect(page.getByRole("textbox", { name: "SQL of Query 1" })).toBeFocused();
  await expect(pressed()).toHaveText("Console");
  await page.keyboard.press("Alt+3");
  await expect.poll(pane).toBe("query");
  await expect(pressed()).toHaveText("Builder");
  await places.getByRole("button", { name: "Diagram" }).click();
  await expect(page.locator(".react-flow__node:focus")).toHaveCount(1);
  await expect(pressed()).toHaveText("Diagram");
  await places.getByRole("button", { name: "Models" }).click();
  await expect(page.getByTestId("model-form")).toBeVisible();
  await expect(pressed()).toHaveText("Models");
  await page.keyboard.press("Alt+2");
  await expect(page.getByTestId("tabs").getByRole("tab")).toHaveCount(4);
  await expect(page.getByRole("textbox", { name: "SQL of Query 1" })).toBeFocused();
  await page.keyboard.press("Alt+1");
  await expect(new GridOnPage(page).mirror).toBeFocused();
  // One stop, where one was in it; arrow keys inside.
  await page.keyboard.press("F6");
  await expect.poll(pane).toBe("toolbar");
  await expect(places.getByRole("button", { name: "Diagram" })).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(places.getByRole("button", { name: "Models" })).toBeFocused();
});

test("at 1,020 px and narrower the toolbar fits: words give way to icons last", async () => {
  const grid = await open();
  await grid.type(0, "name", "Palisade Film");
  // A name must not be NULL.
  await grid.click(grid.cell(1, "name"));
  await page.keyboard.press("Alt+Delete");
  const bar = page.getByRole("toolbar", { name: "Database" });
  await expect(bar.getByText("1 would fail")).toBeVisible();
  const window = await joinery.electron.browserWindow(page);
  const places = ["Rows", "Console", "Builder", "Models", "Diagram"];
  for (const width of [1400, 1280, 1020, 960, 760, 640]) {
    await window.evaluate((shown, to) => shown.setContentSize(to, 700), width);
    await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
    for (const name of [...places, "Undo", "2 changes", "Roll back", "Commit", "Go to table"]) {
      await expect(bar.getByRole("button", { name }).first()).toBeInViewport({ ratio: 1 });
    }
    await expect(bar.getByTestId("problems")).toBeInViewport({ ratio: 1 });
    // The heading over it is for the ear, and has no line of its own.
    expect((await bar.boundingBox())?.y).toBe(0);
    await expect(bar.getByText("1 would fail")).toBeVisible({ visible: width > 820 });
    await expect(bar.getByText("Diagram", { exact: true })).toBeVisible({ visible: width > 960 });
    await joinery.screenshot(`toolbar-${width}`);
  }
});

test("nothing that opens or closes leaves the keyboard with nobody", async () => {
  const grid = await open();
  await grid.type(0, "name", "Palisade Film");
  const walk = [
    "view.inspector",
    "view.inspector",
    "view.pending",
    "view.pending",
    "session.preview",
    "session.history",
    "view.sidebar",
    "view.sidebar",
    "console.new",
    "console.history",
    "console.history",
    "console.library",
    "console.library",
    "tab.close",
    "tab.reopen",
    "builder.new",
    "tab.close",
    "model.open",
    "model.diagram",
    "model.open",
    "tab.close",
    "tab.close",
    "tab.close",
    "tab.reopen",
  ];
  for (const id of walk) {
    await joinery.command(id);
    await expect.poll(pane, { message: `after ${id}` }).not.toBe("(nobody)");
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    expect(await pane(), `some time after ${id}`).not.toBe("(nobody)");
  }
});

test("a panel closed by its own button gives the focus back to the tab", async () => {
  const grid = await open();
  await page.keyboard.press("Control+Shift+C");
  await page.getByRole("button", { name: "Close pending changes" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("pending-changes")).toBeHidden();
  await expect(grid.mirror).toBeFocused();
  // The tree, folded away with the focus in it.
  while ((await pane()) !== "schema") await page.keyboard.press("F6");
  await page.keyboard.press("Control+b");
  await expect(grid.mirror).toBeFocused();
});

test("a palette holds the keys, gives way to another one, and Esc gives the focus back", async () => {
  const grid = await open();
  const dialogs = page.getByRole("dialog");
  await page.keyboard.press("Control+p");
  await page.keyboard.type("movies");
  await page.keyboard.press("Control+t");
  await expect(page.getByTestId("tabs").getByRole("tab")).toHaveCount(1);
  await page.keyboard.press("Control+Shift+P");
  await expect(page.getByRole("dialog", { name: "Run a command" })).toBeVisible();
  await expect(dialogs).toHaveCount(1);
  await page.keyboard.press("F1");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await expect(dialogs).toHaveCount(1);
  await page.keyboard.press("Control+p");
  await expect(page.getByRole("searchbox", { name: "Go to table, view or console" })).toBeFocused();
  await expect(dialogs).toHaveCount(1);
  await page.keyboard.type("mov");
  await page.keyboard.press("Escape");
  await expect(dialogs).toHaveCount(0);
  await expect(grid.mirror).toBeFocused();
  // What is chosen in the menu bar is done in place of the palette.
  await page.keyboard.press("Control+p");
  await joinery.command("console.new");
  await expect(dialogs).toHaveCount(0);
  await expect(page.getByRole("textbox", { name: "SQL of Query 1" })).toBeFocused();
});

test("Ctrl+P finds by letters here and there, and columns; what one had last comes first", async () => {
  await open();
  await page.keyboard.press("Control+p");
  const offered = page.getByRole("menu", { name: "Go to table, view or console" }).getByRole("menuitem");
  await expect(offered).toHaveText(["studios", "movies", /sqlite_schema/]);
  await page.keyboard.type("mvs");
  await expect(offered.first()).toHaveText("movies");
  await expect(offered.first().locator("b")).toHaveText(["m", "v", "s"]);
  await page.keyboard.press("Control+a");
  await page.keyboard.type("title");
  await expect(offered).toHaveText(["movies.titlecolumn"]);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("grid", { name: "movies", exact: true })).toBeFocused();
  await page.keyboard.press("Control+p");
  await expect(offered).toHaveText(["movies", "studios", /sqlite_schema/]);
  await page.keyboard.press("Escape");
});

test("Esc in the history and in the saved queries leads back to the editor", async () => {
  await open();
  const editor = page.getByRole("textbox", { name: "SQL of Query 1" });
  await page.keyboard.press("Control+t");
  await expect(editor).toBeFocused();
  for (const [key, field] of [
    ["Control+Shift+H", "Find in the history"],
    ["Control+Alt+l", "Find in saved queries"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole("searchbox", { name: field })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(editor).toBeFocused();
  }
});
