/**
 * From a press on another tab to the frame that shows it: tabs that were seen lately, at rest and while ten million rows are
 * sorted. Painted in software on a virtual display where there is no other. With PROFILE=file
 * a CPU profile of the page is written beside.
 */
import { writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { expect, type Page, test } from "@playwright/test";
import { GridOnPage } from "../e2e/grid.ts";
import { launchJoinery } from "../e2e/harness.ts";
import { bigTablePath, makeBigTable } from "./big-table.ts";

const rows = Number(process.env.BENCH_ROWS ?? 10_000_000);

interface Switch {
  /** Milliseconds from the press until the frame was made. */
  readonly shown: number;
  /** What of it the page worked, on its one thread. */
  readonly worked: number;
}

/** Presses a tab, as a hand does: nothing of the test's runs in the page while it is measured. */
async function press(page: Page, name: string): Promise<Switch> {
  const tab = page.getByRole("tab", { name });
  const box = await tab.boundingBox();
  if (!box) throw new Error(`no tab ${name}`);
  await page.mouse.move(box.x + 30, box.y + box.height / 2);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  const busy = async () => {
    const { metrics } = await cdp.send("Performance.getMetrics");
    return (metrics.find((metric) => metric.name === "TaskDuration")?.value ?? 0) * 1000;
  };
  await page.evaluate((wanted) => {
    const shown = new Promise<number>((resolve) => {
      const pressed = ({ timeStamp }: Event) => {
        const look = () => {
          const grids = [...document.querySelectorAll<HTMLElement>(`[role=grid][aria-label="${wanted}"]`)];
          const painted = grids.some((grid) => grid.checkVisibility() && grid.querySelector("[role=gridcell]"));
          // After the frame's own work: a timer comes once it is done.
          if (painted) setTimeout(() => resolve(performance.now() - timeStamp));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      };
      addEventListener("pointerdown", pressed, { once: true, capture: true });
    });
    Object.assign(globalThis, { shown });
  }, name);
  const before = await busy();
  await page.mouse.down();
  const shown = await page.evaluate(() => (globalThis as unknown as { shown: Promise<number> }).shown);
  const worked = (await busy()) - before;
  await page.mouse.up();
  await cdp.detach();
  await page.waitForTimeout(120);
  return { shown, worked };
}

function words(name: string, all: readonly Switch[]): string {
  const figures = (of: (one: Switch) => number) => {
    const sorted = all.map(of).toSorted((a, b) => a - b);
    const at = (place: number) => (sorted[place] ?? 0).toFixed(0);
    return `median ${at(sorted.length >> 1)} ms, least ${at(0)}, most ${at(sorted.length - 1)}`;
  };
  return `${name}: ${figures(({ shown }) => shown)}; worked ${figures(({ worked }) => worked)}`;
}

test("from tab to tab", async () => {
  makeBigTable(bigTablePath(rows), rows);
  const joinery = await launchJoinery({ files: [bigTablePath(rows)], args: ["--readonly"] });
  const { page } = joinery;
  const grid = await GridOnPage.open(page, "events");
  await page.waitForTimeout(1500);
  const back = async (times: number) => {
    const all: Switch[] = [];
    for (let i = 0; i < times; i++) all.push(await press(page, i % 2 === 0 ? "accounts" : "events"));
    return all;
  };
  await back(4);
  const profiler = await page.context().newCDPSession(page);
  if (process.env.PROFILE) {
    await profiler.send("Profiler.enable");
    await profiler.send("Profiler.setSamplingInterval", { interval: 200 });
    await profiler.send("Profiler.start");
  }
  const atRest = await back(30);
  if (process.env.PROFILE) {
    const { profile } = await profiler.send("Profiler.stop");
    writeFileSync(process.env.PROFILE, JSON.stringify(profile));
  }
  await grid.click(grid.header("amount"));
  const reading = page.getByTestId("reading").filter({ visible: true });
  await expect(reading).toBeVisible();
  const sorting = await back(20);
  await page.getByRole("tab", { name: "events" }).click();
  await expect(reading).toBeVisible();
  expect(joinery.pageErrors).toEqual([]);
  await joinery.close();
  console.log(
    `\nload ${loadavg()[0]?.toFixed(1)}\n${words("seen before", atRest)}\n${words("while rows are sorted", sorting)}`,
  );
});
