/** Each view as axe sees it, whole page, light and dark: names, roles, contrast, one main, one heading of the first level, landmarks. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { GridOnPage } from "./grid.ts";
import { copyOfSample, type JoineryApp, launchJoinery } from "./harness.ts";

test.describe.configure({ mode: "serial" });
let joinery: JoineryApp;
let page: Page;
test.beforeAll(async () => {
  joinery = await launchJoinery({ files: [await copyOfSample()] });
  ({ page } = joinery);
  await expect(new GridOnPage(page).cell(0, "title")).toBeVisible();
});
test.afterAll(async () => {
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
});

async function expectAccessible(): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    // Legacy mode: Electron cannot open the pages axe would.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    const found = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 300))]);
    expect({ colorScheme, found }).toEqual({ colorScheme, found: [] });
  }
  await expect(page.getByRole("main")).toHaveCount(1);
  await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
  // What can be dragged has a name.
  const unnamed = await page
    .getByRole("separator")
    .evaluateAll((all) => all.filter((one) => (one as HTMLElement).tabIndex >= 0 && !one.ariaLabel).length);
  expect(unnamed).toBe(0);
}

const views: readonly (readonly [what: string, show: () => Promise<unknown>])[] = [
  ["a table", async () => expect(page.getByRole("heading", { level: 1 })).toHaveText("movies · film-club.db")],
  ["a table with its cell panel", () => page.keyboard.press("Control+i")],
  [
    "pending changes",
    async () => {
      await new GridOnPage(page).type(0, "title", "A staged title");
      await page.keyboard.press("Control+Shift+C");
      await expect(page.getByTestId("pending-changes")).toBeVisible();
    },
  ],
  [
    "a console with a result",
    async () => {
      await page.keyboard.press("Control+Shift+C");
      await page.keyboard.press("Alt+2");
      await expect(page.getByRole("textbox", { name: "SQL of Query 1" })).toBeFocused();
      await page.keyboard.insertText("select id, title from movies limit 5");
      await page.keyboard.press("Control+Enter");
      await expect(page.getByTestId("result")).toBeVisible();
    },
  ],
  ["the history", () => page.keyboard.press("Control+Shift+H")],
  [
    "a query builder",
    async () => {
      await page.keyboard.press("Alt+3");
      await page.getByTestId("builder").getByRole("combobox").first().selectOption({ label: "movies" });
      await expect(page.getByRole("grid", { name: "First rows of the query" })).toBeVisible();
    },
  ],
  [
    "a model as a form",
    async () => {
      await page.keyboard.press("Control+Shift+L");
      await expect(page.getByTestId("model-form")).toBeVisible();
    },
  ],
  [
    "the diagram",
    async () => {
      await page.keyboard.press("Control+Shift+M");
      await expect(page.locator(".react-flow__node").first()).toBeVisible();
    },
  ],
];

for (const [what, show] of views) {
  test(what, async () => {
    await show();
    await expectAccessible();
  });
}

test("palettes and dialogs", async () => {
  for (const key of ["Control+p", "Control+Shift+P", "F1"]) {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog")).toBeVisible();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
      expect(violations.map(({ id, nodes }) => [key, id, ...nodes.map(({ html }) => html.slice(0, 300))])).toEqual([]);
    }
  }
  await page.keyboard.press("Escape");
  // What is chosen by arrow keys comes into view in the list that scrolls.
  await page.keyboard.press("Control+Shift+P");
  await page.keyboard.press("ArrowUp");
  await expect(page.locator("[role=menuitem][data-focused]")).toBeInViewport();
  await page.keyboard.press("Escape");
});

test("the welcome screen", async () => {
  await page.keyboard.press("Control+F4");
  await expect(page.getByTestId("welcome")).toBeVisible();
  await expectAccessible();
});
