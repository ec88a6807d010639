/**
 * Frame times of the real app while ten million rows are scrolled for a minute, by wheel and by bar; and how soon it reacts
 * while a sort of all of them runs. Painted in software on a virtual display where there is no other.
 */
import { expect, type Page, test } from "@playwright/test";
import { GridOnPage } from "../e2e/grid.ts";
import { type JoineryApp, launchJoinery } from "../e2e/harness.ts";
import { bigTablePath, makeBigTable } from "./big-table.ts";
import { framesDuring, frameWords, reaction, timeWords, untilGone } from "./page-probes.ts";

const rows = Number(process.env.BENCH_ROWS ?? 10_000_000);
const seconds = Number(process.env.BENCH_SECONDS ?? 60);

async function openEvents(): Promise<{ joinery: JoineryApp; page: Page; grid: GridOnPage }> {
  makeBigTable(bigTablePath(rows), rows);
  const joinery = await launchJoinery({ files: [bigTablePath(rows)], args: ["--readonly"] });
  const grid = await GridOnPage.open(joinery.page, "events");
  return { joinery, page: joinery.page, grid };
}

test("a minute of scrolling through ten million rows", async () => {
  const { joinery, page, grid } = await openEvents();
  const box = await grid.mirror.boundingBox();
  if (!box) throw new Error("no grid");
  await page.mouse.move(box.x + 200, box.y + 300);
  // From the middle, so that every page has to be fetched.
  await grid.click(grid.cell(0, "kind"));
  await grid.press("Control+g");
  await page.keyboard.type(String(rows / 2));
  await grid.press("Enter");
  await page.mouse.move(box.x + 200, box.y + 300);
  await page.waitForTimeout(1000);

  const wheel = await framesDuring(page, async () => {
    const until = Date.now() + (seconds / 2) * 1000;
    for (let i = 0; Date.now() < until; i++) await page.mouse.wheel(0, i % 400 < 300 ? 180 : -180);
  });
  const bar = { x: box.x + box.width - 6, top: box.y + 70, bottom: box.y + box.height - 20 };
  await page.mouse.move(bar.x, (bar.top + bar.bottom) / 2);
  await page.mouse.down();
  const dragged = await framesDuring(page, async () => {
    const until = Date.now() + (seconds / 2) * 1000;
    for (let i = 0; Date.now() < until; i++) {
      const part = 0.5 + 0.45 * Math.sin(i / 60);
      await page.mouse.move(bar.x, bar.top + part * (bar.bottom - bar.top));
    }
    await page.mouse.up();
    // Coming to rest counts: the mirror is brought up to date then.
    await page.waitForTimeout(500);
  });
  // It comes to rest somewhere, with its rows.
  await expect(grid.mirror.locator("[role=gridcell]").first()).not.toHaveAttribute("data-kind", "loading");
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
  console.log(`\n${frameWords("wheel", wheel)}\n${frameWords("bar", dragged)}`);
  expect(Math.min(wheel.times.length, dragged.times.length)).toBeGreaterThan(seconds);
});

test("typing, scrolling, another tab and Stop while ten million rows are sorted", async () => {
  const { joinery, page, grid } = await openEvents();
  const box = await grid.mirror.boundingBox();
  if (!box) throw new Error("no grid");
  const figures: Record<string, number[]> = { typing: [], scrolling: [], "another tab": [], Stop: [] };
  const reading = page.getByTestId("reading").filter({ visible: true });
  const stop = reading.getByRole("button", { name: "Stop" });
  await grid.click(grid.header("amount"));
  await expect(reading).toBeVisible();
  await page.mouse.move(box.x + 200, box.y + 300);
  for (let i = 0; i < 20; i++)
    figures.scrolling?.push(await reaction(page, "wheel", () => page.mouse.wheel(0, i % 2 === 0 ? 240 : -240)));
  for (const tab of ["accounts", "events", "accounts"]) {
    const open = page.getByRole("tab", { name: tab });
    figures["another tab"]?.push(await reaction(page, "pointerdown", () => open.click()));
  }
  const field = page.getByLabel("Filter name").filter({ visible: true });
  await field.focus();
  for (const key of "abcdefghijkl")
    figures.typing?.push(await reaction(page, "keydown", () => page.keyboard.press(key)));
  await page.getByRole("tab", { name: "events" }).click();
  await expect(reading).toBeVisible();
  for (const column of ["customer", "kind", "at", "note", "amount"]) {
    const press = () => stop.click();
    figures.Stop?.push(await untilGone(page, "pointerdown", "[data-testid=reading]", press));
    // Another order: a sort anew.
    await grid.click(grid.header(column));
    await expect(reading).toBeVisible();
  }
  await joinery.close();
  for (const [name, times] of Object.entries(figures)) console.log(timeWords(name, times));
});

test("typing in a console and scrolling a table while a statement runs for ever", async () => {
  const { joinery, page, grid } = await openEvents();
  const box = await grid.mirror.boundingBox();
  if (!box) throw new Error("no grid");
  await page.keyboard.press("Control+t");
  const editor = page.getByRole("textbox", { name: /^SQL of / }).filter({ visible: true });
  await expect(editor).toBeFocused();
  await page.keyboard.insertText(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;\n",
  );
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("button", { name: "Stop" }).filter({ visible: true })).toBeEnabled();
  const typing: number[] = [];
  const frames = await framesDuring(page, async () => {
    for (const key of "select at, kind, amount from events where customer = 12 and amount > 3 ")
      typing.push(await reaction(page, "keydown", () => page.keyboard.press(key === " " ? "Space" : key)));
  });
  await page.getByRole("tab", { name: "events" }).click();
  await page.mouse.move(box.x + 200, box.y + 300);
  const scrolling: number[] = [];
  for (let i = 0; i < 60; i++) scrolling.push(await reaction(page, "wheel", () => page.mouse.wheel(0, 480)));
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
  console.log(`${timeWords("typing in the console", typing)}\n${timeWords("scrolling the table", scrolling)}`);
  console.log(frameWords("while typing", frames));
});
