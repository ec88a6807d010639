/** A command that moves the focus has moved it before the next key, on a page that is too busy to paint in between too. */
import { expect, type Page, test } from "@playwright/test";
import { makeDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import type { JoineryApp } from "./harness.ts";
import { sharedApp } from "./shared-app.ts";

const app = sharedApp();
let joinery: JoineryApp;

const control = 2;

/** Keys one right after the other while the page is busy: they all wait when it comes to them. `^f` is Ctrl+F. */
async function burst(page: Page, keys: readonly string[]): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const busy = page.evaluate(() => {
    const until = performance.now() + 400;
    while (performance.now() < until);
  });
  const send = (key: string): Promise<unknown>[] => {
    const held = key.length > 1 && key.startsWith("^");
    const name = held ? key.slice(1) : key;
    const isText = name.length === 1 && !held;
    const codes: Record<string, number> = { Enter: 13, F2: 113, F6: 117 };
    const windowsVirtualKeyCode = codes[name] ?? name.toUpperCase().charCodeAt(0);
    const event = { key: name, code: "", windowsVirtualKeyCode, modifiers: held ? control : 0 };
    const text = isText ? name : name === "Enter" ? "\r" : undefined;
    return [
      cdp.send("Input.dispatchKeyEvent", {
        ...event,
        type: text ? "keyDown" : "rawKeyDown",
        ...(text ? { text } : {}),
      }),
      cdp.send("Input.dispatchKeyEvent", { ...event, type: "keyUp" }),
    ];
  };
  await Promise.all([busy, ...keys.flatMap(send)]);
  await cdp.detach();
}

const columns = Array.from({ length: 40 }, (_, i) => `a_longer_name_${i} TEXT`).join(", ");

async function open(): Promise<GridOnPage> {
  const rows = `INSERT INTO wide(a_longer_name_0) WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 50)
    SELECT 'the row ' || n FROM s;`;
  joinery = await app.open({ files: [makeDatabase(`CREATE TABLE wide(${columns}); ${rows}`)] });
  const grid = await GridOnPage.open(joinery.page, "wide");
  await grid.click(grid.cell(3, "a_longer_name_0"));
  return grid;
}

/** Nothing was typed into a cell. */
async function expectUntouched({ page }: JoineryApp, grid: GridOnPage): Promise<void> {
  await expect(grid.editor()).toBeHidden();
  await expect(page.getByRole("group", { name: "Pending changes" })).toBeHidden();
}

test("Ctrl+F: into the field, also of a column that is not on screen", async () => {
  const grid = await open();
  const { page } = joinery;
  const field = (name: string) => page.getByLabel(`Filter ${name}`, { exact: true });
  await burst(page, ["^f", ..."the"]);
  await expect(field("a_longer_name_0")).toHaveValue("the");
  await expectUntouched(joinery, grid);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(grid.mirror).toBeFocused();
  await grid.press("End");
  await expect(grid.cell(3, "a_longer_name_39")).toBeVisible();
  // The active cell is in sight no longer.
  const { x, y } = await grid.middle(grid.cell(3, "a_longer_name_39"));
  await page.mouse.move(x, y);
  await page.mouse.wheel(-20_000, 0);
  await expect(grid.cell(3, "a_longer_name_0")).toBeVisible();
  await burst(page, ["^f", ..."the"]);
  await expect(field("a_longer_name_39")).toHaveValue("the");
  await expect(field("a_longer_name_39")).toBeInViewport({ ratio: 1 });
  await expectUntouched(joinery, grid);
});

test("Ctrl+G, Ctrl+H, Ctrl+P and F2 lead to their fields", async () => {
  const grid = await open();
  const { page } = joinery;
  await burst(page, ["^g", ..."12", "Enter"]);
  await expect.poll(() => grid.active()).toBe("11,0");
  await expectUntouched(joinery, grid);
  await burst(page, ["^h", ..."row"]);
  await expect(page.getByLabel("Find", { exact: true })).toHaveValue("row");
  await expectUntouched(joinery, grid);
  await page.keyboard.press("Escape");
  await expect(grid.mirror).toBeFocused();
  await burst(page, ["^p", ..."wi"]);
  await expect(page.getByRole("searchbox", { name: "Go to table, view or console" })).toHaveValue("wi");
  await expectUntouched(joinery, grid);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("searchbox", { name: "Go to table, view or console" })).toBeHidden();
  await expect(grid.mirror).toBeFocused();
  await burst(page, ["F2", ..."new", "Enter"]);
  await expect(grid.cell(11, "a_longer_name_0")).toHaveText("new");
  await expect(page.getByRole("group", { name: "Pending changes" })).toContainText("1 change");
});

test("a table that takes its time to open: keys are held for it, and nothing is typed where one was", async () => {
  const grid = await open();
  const { page } = joinery;
  // Two tabs of the table: Ctrl+Tab leads to one that has been made, a new one has to be.
  await burst(page, ["^p", ..."wide", "^Enter", ..."zz"]);
  await expect(page.getByRole("tab", { name: /^wide/ })).toHaveCount(2);
  await expect(page.getByTestId("held-keys")).toHaveCount(0);
  await expectUntouched(joinery, grid);
});

test("Ctrl+T: into the console that opens; F6: into the next pane", async () => {
  const grid = await open();
  const { page } = joinery;
  await burst(page, ["F6", ..."xyz"]);
  await expect(grid.mirror).not.toBeFocused();
  await expectUntouched(joinery, grid);
  await grid.mirror.focus();
  await burst(page, ["^t", ..."select 42"]);
  await expect(page.getByRole("textbox", { name: /^SQL of / }).filter({ visible: true })).toHaveText("select 42");
  await page.keyboard.press("Control+w");
  await expect(grid.mirror).toBeFocused();
  await burst(page, ["^k", ..."new sql console", "Enter", ..."select 7"]);
  await expect(page.getByRole("textbox", { name: /^SQL of / }).filter({ visible: true })).toHaveText("select 7");
  await page.keyboard.press("Control+w");
  await expectUntouched(joinery, grid);
});
