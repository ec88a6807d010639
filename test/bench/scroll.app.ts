/**
 * Frame times of the real app while ten million rows are scrolled for a minute, by wheel and by bar; and how soon it reacts
 * while a sort of all of them runs. Painted in software on a virtual display where there is no other.
 */
import { expect, type Page, test } from "@playwright/test";
import { GridOnPage } from "../e2e/grid.ts";
import { type JoineryApp, launchJoinery } from "../e2e/harness.ts";
import { bigTablePath, makeBigTable } from "./big-table.ts";

const rows = Number(process.env.BENCH_ROWS ?? 10_000_000);
const seconds = Number(process.env.BENCH_SECONDS ?? 60);

interface Frames {
  readonly times: number[];
  /** Tasks that held the page for more than 50 ms. */
  readonly longTasks: number[];
}

/** Counts frames in the page from now on. */
async function beginFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const times: number[] = [];
    const longTasks: number[] = [];
    let last = performance.now();
    let going = true;
    const frame = (now: number) => {
      times.push(now - last);
      last = now;
      if (going) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) longTasks.push(entry.duration);
    });
    observer.observe({ type: "longtask" });
    Object.assign(globalThis, {
      endFrames: () => {
        going = false;
        observer.disconnect();
        return { times: times.slice(2), longTasks };
      },
    });
  });
}

const endFrames = (page: Page): Promise<Frames> =>
  page.evaluate(() => (globalThis as unknown as { endFrames: () => Frames }).endFrames());

function words(name: string, { times, longTasks }: Frames): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);
  return `${name}: ${times.length} frames, median ${at(0.5)} ms, p95 ${at(0.95)}, p99 ${at(0.99)}, slowest ${at(1)}; ${longTasks.length} tasks over 50 ms, longest ${Math.max(0, ...longTasks).toFixed(0)} ms`;
}

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

  await beginFrames(page);
  const wheelUntil = Date.now() + (seconds / 2) * 1000;
  for (let i = 0; Date.now() < wheelUntil; i++) await page.mouse.wheel(0, i % 400 < 300 ? 180 : -180);
  const wheel = await endFrames(page);

  await beginFrames(page);
  const bar = { x: box.x + box.width - 6, top: box.y + 70, bottom: box.y + box.height - 20 };
  const barUntil = Date.now() + (seconds / 2) * 1000;
  await page.mouse.move(bar.x, (bar.top + bar.bottom) / 2);
  await page.mouse.down();
  for (let i = 0; Date.now() < barUntil; i++) {
    const part = 0.5 + 0.45 * Math.sin(i / 60);
    await page.mouse.move(bar.x, bar.top + part * (bar.bottom - bar.top));
  }
  await page.mouse.up();
  const dragged = await endFrames(page);
  // It comes to rest somewhere, with its rows.
  await expect(grid.mirror.locator("[role=gridcell]").first()).not.toHaveAttribute("data-kind", "loading");
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
  console.log(`\n${words("wheel", wheel)}\n${words("bar", dragged)}`);
  expect(Math.min(wheel.times.length, dragged.times.length)).toBeGreaterThan(seconds);
});

/** Milliseconds from an input event in the page until the frame after it was handled. */
async function reaction(page: Page, event: string, gesture: () => Promise<unknown>): Promise<number> {
  await page.evaluate((type) => {
    const reacted = new Promise<number>((resolve) => {
      const seen = ({ timeStamp }: Event) =>
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)));
      addEventListener(type, seen, { once: true, capture: true, passive: true });
    });
    Object.assign(globalThis, { reacted });
  }, event);
  await gesture();
  return page.evaluate(() => (globalThis as unknown as { reacted: Promise<number> }).reacted);
}

test("typing, scrolling, another tab and Stop while ten million rows are sorted", async () => {
  const { joinery, page, grid } = await openEvents();
  const box = await grid.mirror.boundingBox();
  if (!box) throw new Error("no grid");
  const middle = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
  const figures: Record<string, number[]> = { typing: [], scrolling: [], "another tab": [] };
  await grid.click(grid.header("amount"));
  const reading = page.getByTestId("reading").filter({ visible: true });
  await expect(reading).toBeVisible();
  await page.mouse.move(box.x + 200, box.y + 300);
  for (let i = 0; i < 10; i++)
    figures.scrolling?.push(await reaction(page, "wheel", () => page.mouse.wheel(0, i % 2 === 0 ? 240 : -240)));
  for (const tab of ["accounts", "events", "accounts"]) {
    const open = page.getByRole("tab", { name: tab });
    figures["another tab"]?.push(await reaction(page, "pointerdown", () => open.click()));
  }
  const field = page.getByLabel("Filter name").filter({ visible: true });
  await field.focus();
  for (const key of "abcdef") figures.typing?.push(await reaction(page, "keydown", () => page.keyboard.press(key)));
  await page.getByRole("tab", { name: "events" }).click();
  await expect(reading).toBeVisible();
  const stop = reading.getByRole("button", { name: "Stop" });
  const from = Date.now();
  await stop.click();
  await expect(reading).toBeHidden();
  const stopped = Date.now() - from;
  await joinery.close();
  for (const [name, times] of Object.entries(figures)) {
    console.log(
      `${name}: median ${middle(times).toFixed(1)} ms, slowest ${Math.max(...times).toFixed(1)} ms of ${times.length}`,
    );
  }
  console.log(`Stop, with Playwright's own time: ${stopped} ms`);
});
