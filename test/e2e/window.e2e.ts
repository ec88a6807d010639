/** The frame: tabs, tree, palette, theme, zoom, panes, and what a screen reader is given. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { copyOfSample, type JoineryApp, launchJoinery } from "./harness.ts";

let joinery: JoineryApp;
let page: Page;

const tree = () => page.getByTestId("schema-tree").getByRole("treegrid");
const tab = (name: string) => page.getByTestId("tabs").getByRole("tab", { name });

/** Nothing that axe finds, landmarks and headings included. Legacy mode: Electron cannot open the pages axe would. */
async function expectAccessible(): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`)).toEqual([]);
}

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  joinery = await launchJoinery({ files: [await copyOfSample()] });
  page = joinery.page;
  await page.emulateMedia({ colorScheme: null });
  await expect(tree().getByRole("row", { name: /^movies, table/ })).toBeVisible();
});
test.afterAll(async () => {
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

test("the table most others refer to is open, and counts arrive beside the tables", async () => {
  await expect(tab("movies")).toHaveAttribute("aria-selected", "true");
  await expect(tree().getByRole("row", { name: /^movies, table/ })).toContainText("1,400");
});

test("Enter in the tree opens a table and takes the focus along; F6 goes from pane to pane", async () => {
  await tree()
    .getByRole("row", { name: /^audit_log, table/ })
    .focus();
  await page.keyboard.press("Enter");
  await expect(tab("audit_log")).toHaveAttribute("aria-selected", "true");
  await expect(page.getByTestId("grid-mirror").filter({ visible: true })).toBeFocused();
  // Round: after the last pane comes the first, and then the tree.
  await page.keyboard.press("F6");
  await expect(page.getByRole("toolbar", { name: "Database" }).locator(":focus")).toHaveCount(1);
  await page.keyboard.press("F6");
  await expect(tree().locator(":focus")).toHaveCount(1);
});

test("the tree's filter finds by name; a context menu shows the DDL", async () => {
  await page.getByRole("searchbox", { name: "Filter the schema" }).fill("loan");
  await expect(tree().getByRole("row", { name: /^movies/ })).toHaveCount(0);
  const labels = await joinery.chooseInContextMenu(
    () =>
      tree()
        .getByRole("row", { name: /^loans, table/ })
        .click({ button: "right" }),
    "Show DDL",
  );
  expect(labels).toEqual(
    expect.arrayContaining(["Open", "New Console with SELECT", "Edit Table…", "Copy Name", "Copy DDL", "Show DDL"]),
  );
  await expect(page.getByRole("textbox", { name: "DDL of loans" })).toContainText("CREATE TABLE");
  await page.getByRole("searchbox", { name: "Filter the schema" }).fill("");
});

test("tabs: round with Ctrl+Tab, closed by Ctrl+W and the middle button, had back", async () => {
  await expect(page.getByTestId("tabs").getByRole("tab")).toHaveCount(3);
  await page.keyboard.press("Control+Tab");
  await expect(tab("movies")).toHaveAttribute("aria-selected", "true");
  await expect(page.getByTestId("grid-mirror").filter({ visible: true })).toBeFocused();
  await page.keyboard.press("Control+Shift+Tab");
  await expect(tab("loans")).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("textbox", { name: "DDL of loans" })).toBeFocused();
  await page.keyboard.press("Control+w");
  await expect(page.getByTestId("tabs").getByRole("tab")).toHaveCount(2);
  await tab("audit_log").click({ button: "middle" });
  await expect(page.getByTestId("tabs").getByRole("tab")).toHaveCount(1);
  await page.keyboard.press("Control+Shift+T");
  await expect(tab("audit_log")).toBeVisible();
});

test("the palettes find tables and commands, by key", async () => {
  await page.keyboard.press("Control+p");
  await page.keyboard.type("cast");
  await page.keyboard.press("Enter");
  await expect(tab("cast_list")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Control+Shift+P");
  await page.keyboard.type("dark");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches)).toBe(true);
});

test("themes change every surface, and the window is accessible in both", async () => {
  const surface = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await surface();
  await expectAccessible();
  await joinery.command("theme.light");
  await expect.poll(surface).not.toBe(dark);
  await expectAccessible();
  await page.keyboard.press("Control+t");
  await page.keyboard.insertText("select 1;\nselec 2");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByTestId("messages")).toBeVisible();
  await expectAccessible();
});

test("zoom goes in steps and is said in the status bar", async () => {
  await page.keyboard.press("Control+=");
  await expect(page.getByTestId("status-bar")).toContainText("110 %");
  // As fast as one can press.
  for (let i = 0; i < 4; i++) await page.keyboard.press("Control+=");
  await expect(page.getByTestId("status-bar")).toContainText("200 %");
  await expectAccessible();
  await joinery.screenshot("zoom-200");
  await page.keyboard.press("Control+0");
  await expect(page.getByTestId("status-bar")).not.toContainText("%");
});

test("dialogs: keys and versions, closed with Esc", async () => {
  await page.keyboard.press("F1");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Ctrl+Shift+P");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Menu of the column");
  await expectAccessible();
  await page.keyboard.press("Escape");
  await joinery.command("app.about");
  await expect(page.getByRole("dialog", { name: "About Joinery" })).toContainText("SQLite");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("commands that cannot be done now are greyed in the native menu", async () => {
  await expect
    .poll(() =>
      joinery.electron.evaluate(({ Menu }) => {
        const item = (id: string) => Menu.getApplicationMenu()?.getMenuItemById(id)?.enabled;
        return { commit: item("session.commit"), newConsole: item("console.new") };
      }),
    )
    .toEqual({ commit: false, newConsole: true });
});

test("Edit's commands mean what the focused thing means by them", async () => {
  // The editor's own undo and paste, from the native menu.
  const editor = page.getByRole("textbox", { name: /^SQL of / }).filter({ visible: true });
  await editor.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("first");
  await page.keyboard.press("Escape");
  await joinery.electron.evaluate(({ clipboard }) => clipboard.writeText(" pasted"));
  await joinery.command("edit.paste");
  await expect(editor).toHaveText("first pasted");
  await joinery.command("session.undo");
  await expect(editor).toHaveText("first");

  // A text field's.
  const filter = page.getByRole("searchbox", { name: "Filter the schema" });
  await filter.focus();
  await joinery.command("edit.paste");
  await expect(filter).toHaveValue(" pasted");
  await joinery.command("session.undo");
  await expect(filter).toHaveValue("");

  // The session's, in a grid.
  await page.keyboard.press("Control+p");
  await page.keyboard.type("genres");
  await page.keyboard.press("Enter");
  const grid = page.getByTestId("grid-mirror").filter({ visible: true });
  await expect(grid).toBeFocused();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.type("Noirish");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("pending")).toContainText("1 change · 1 table");
  await expect(tab("genres").getByRole("img", { name: "has pending changes" })).toBeVisible();
  await joinery.command("session.undo");
  await expect(page.getByTestId("pending")).toHaveCount(0);
});

test("Ctrl+F in the tree goes to its filter", async () => {
  await tree().getByRole("row").first().focus();
  await page.keyboard.press("Control+f");
  await expect(page.getByRole("searchbox", { name: "Filter the schema" })).toBeFocused();
});

test("a tab dragged to the side splits the window and is the one that commands go to", async () => {
  await page.keyboard.press("Control+t");
  const console = page
    .getByTestId("tabs")
    .getByRole("tab", { name: /^Query/ })
    .last();
  const from = await console.boundingBox();
  const area = await page.getByTestId("tabs").boundingBox();
  if (!from || !area) throw new Error("nothing to drag");
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(area.x + area.width / 2, area.y + area.height / 2, { steps: 5 });
  await page.mouse.move(area.x + area.width - 12, area.y + area.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(page.getByTestId("tabs").getByRole("button", { name: "New SQL console" })).toHaveCount(2);
  await expect(page.getByRole("textbox", { name: /^SQL of/ }).last()).toBeFocused();
  await page.keyboard.press("Control+w");
  await expect(page.getByTestId("tabs").getByRole("button", { name: "New SQL console" })).toHaveCount(1);
});

test("the sidebar hides and comes back", async () => {
  await page.keyboard.press("Control+b");
  await expect.poll(async () => (await page.getByTestId("schema-tree").boundingBox())?.width ?? 0).toBeLessThan(5);
  await page.keyboard.press("Control+b");
  await expect.poll(async () => (await page.getByTestId("schema-tree").boundingBox())?.width ?? 0).toBeGreaterThan(150);
});
