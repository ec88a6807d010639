/** With the system's own colours forced (Windows contrast themes): no word is painted over, and states differ by form. */
import { expect, type Locator, type Page, test } from "@playwright/test";
import Database from "better-sqlite3";
import { makeDatabase } from "./databases.ts";
import { GridOnPage } from "./grid.ts";
import { sharedApp } from "./shared-app.ts";

const app = sharedApp();
let page: Page;
let path: string;
test.beforeEach(async () => {
  path = makeDatabase(
    "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b TEXT); INSERT INTO t VALUES (1, 'a', 'b'), (2, 'c', 'd'), (3, 'e', 'f')",
  );
  ({ page } = await app.open({ files: [path] }));
});

/** How many of these pixels differ clearly from each other in two pictures. */
async function differing(pictures: readonly [Buffer, Buffer]): Promise<number> {
  return page.evaluate(
    async (coded) => {
      const [a, b] = await Promise.all(
        coded.map(async (text) => {
          const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
          const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
          const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
          context?.drawImage(image, 0, 0);
          return context?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
        }),
      );
      let found = 0;
      for (let i = 0; i < (a?.length ?? 0); i += 4) {
        const far = [0, 1, 2].some((part) => Math.abs((a?.[i + part] ?? 0) - (b?.[i + part] ?? 0)) > 60);
        if (far) found++;
      }
      return found;
    },
    pictures.map((picture) => picture.toString("base64")),
  );
}

/** Can the words be told from what is below them? Without their ink there is another picture. */
async function expectReadable(element: Locator): Promise<void> {
  const inked = await element.screenshot();
  const ink = (color: string) =>
    element.evaluate((found, value) => {
      for (const one of [found, ...found.querySelectorAll("*")]) {
        (one as HTMLElement).style.setProperty("-webkit-text-fill-color", value);
      }
    }, color);
  await ink("transparent");
  const bare = await element.screenshot();
  await ink("");
  expect(await differing([inked, bare])).toBeGreaterThan(20);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`words on the accent can be read: the primary button, menus, the palette, completion (${colorScheme})`, async () => {
    await page.emulateMedia({ forcedColors: "active", colorScheme });
    const grid = await GridOnPage.open(page, "t");
    await grid.type(0, "a", "staged");
    await expectReadable(page.getByRole("button", { name: "Commit", exact: true }));
    await page.keyboard.press("Control+p");
    await expect(page.getByRole("menuitem").first()).toBeVisible();
    await page.keyboard.press("ArrowDown");
    await expectReadable(page.locator(".menu-item[data-focused]"));
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
    await page.keyboard.press("Control+t");
    await expect(page.getByRole("textbox", { name: /^SQL of / })).toBeFocused();
    await page.keyboard.insertText("select a from t where ");
    await expectReadable(page.getByRole("button", { name: /^Run/ }).first());
    await page.keyboard.press("Control+Space");
    await expectReadable(page.locator(".cm-tooltip-autocomplete li[aria-selected]"));
  });
}

test("what is pressed or selected is told by a line, and a conflict from a change by its form", async () => {
  await page.emulateMedia({ forcedColors: "active" });
  const grid = await GridOnPage.open(page, "t");
  await grid.type(0, "a", "mine");
  await grid.type(1, "a", "mine too");
  await page.keyboard.press("Control+Shift+c");
  const views = page.getByRole("group", { name: "What is shown" });
  const lineOf = (pressed: boolean) =>
    views
      .locator(`[aria-pressed=${pressed}]`)
      .first()
      .evaluate((button) => getComputedStyle(button).boxShadow);
  expect(await lineOf(true)).toContain("inset");
  expect(await lineOf(false)).toBe("none");
  // The same value in both rows, so that only the marks can differ.
  const other = new Database(path);
  other.exec("UPDATE t SET a = 'theirs' WHERE id = 2");
  other.close();
  await expect(grid.cell(1, "a")).toHaveAttribute("data-tone", "conflict");
  await expect(grid.cell(0, "a")).toHaveAttribute("data-tone", "changed");
  await grid.rest();
  const corner = async (row: number): Promise<Buffer> => {
    const box = await grid.cell(row, "a").boundingBox();
    if (!box) throw new Error("not on screen");
    return page.screenshot({ clip: { x: box.x + box.width - 14, y: box.y, width: 14, height: 14 } });
  };
  expect(await differing([await corner(0), await corner(1)])).toBeGreaterThan(20);
});
