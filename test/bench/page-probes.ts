/**
 * Measured inside the page, from an event's own time stamp to a frame: a test driver's time, and the pauses of a machine that
 * others load, are told apart from the page's. Times are wall time; `longTasks` say which script held the page.
 */
import type { Page } from "@playwright/test";
import { median } from "./measure.ts";

export interface Frames {
  readonly times: number[];
  /** Tasks that held the page for more than 50 ms. */
  readonly longTasks: number[];
  /** Milliseconds of CPU that each task of the page's main thread took: what others do to the machine is not in it. */
  readonly work: number[];
  /** For how long it was watched, in milliseconds. */
  readonly passed: number;
}

interface Probes {
  endFrames: () => { times: number[]; longTasks: number[] };
  measured: Promise<number>;
}

/** CPU times of all tasks of the page's main thread while `work` is done, in milliseconds; told by Chromium's own trace. */
async function tasksDuring(page: Page, work: () => Promise<unknown>): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  const events: Record<string, unknown>[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as Record<string, unknown>[])));
  await session.send("Tracing.start", { transferMode: "ReportEvents", categories: "toplevel" } as never);
  await work();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  const mains = events.filter(({ name, args }) => name === "thread_name" && isMain(args)).map(threadOf);
  const tasks = events.filter(({ name, tdur }) => name === "ThreadControllerImpl::RunTask" && tdur !== undefined);
  const perPage = mains.map((main) => tasks.filter((task) => threadOf(task) === main));
  // One of the pages is ours; a spare one does nothing.
  const busiest = perPage.toSorted((a, b) => b.length - a.length)[0] ?? [];
  return busiest.map(({ tdur }) => Number(tdur) / 1000);
}

const isMain = (args: unknown): boolean => (args as { name?: string }).name === "CrRendererMain";
const threadOf = ({ pid, tid }: Record<string, unknown>): string => `${pid}:${tid}`;

/** Counts frames of the page while `work` is done. */
export async function framesDuring(page: Page, work: () => Promise<unknown>): Promise<Frames> {
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
  const from = performance.now();
  let ended = { times: [] as number[], longTasks: [] as number[] };
  let passed = 0;
  const tasks = await tasksDuring(page, async () => {
    await work();
    passed = performance.now() - from;
    ended = await page.evaluate(() => (globalThis as unknown as Probes).endFrames());
  });
  return { ...ended, work: tasks, passed };
}

export function frameWords(name: string, { times, longTasks, work, passed }: Frames): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);
  const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), 0).toFixed(0);
  const busy = (work.reduce((a, b) => a + b, 0) / passed) * 100;
  return `${name}: ${times.length} frames, median ${at(0.5)} ms, p95 ${at(0.95)}, p99 ${at(0.99)}, slowest ${at(1)}; ${longTasks.length} tasks over 50 ms, longest ${most(longTasks)} ms; of CPU the longest took ${most(work)} ms, all ${busy.toFixed(0)} % of the time`;
}

/** Milliseconds from an input event in the page until the frame after it was handled is on its way to the screen. */
export async function reaction(page: Page, event: string, gesture: () => Promise<unknown>): Promise<number> {
  await page.evaluate((type) => {
    const measured = new Promise<number>((resolve) => {
      const seen = ({ timeStamp }: Event) =>
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)));
      addEventListener(type, seen, { once: true, capture: true, passive: true });
    });
    Object.assign(globalThis, { measured });
  }, event);
  await gesture();
  return page.evaluate(() => (globalThis as unknown as Probes).measured);
}

/** Milliseconds from an input event until the frame in which no element of this selector is seen any more. */
export async function untilGone(page: Page, event: string, selector: string, gesture: () => Promise<unknown>) {
  await page.evaluate(
    ({ type, selector }) => {
      const measured = new Promise<number>((resolve) => {
        const begin = ({ timeStamp }: Event) => {
          const look = () => {
            const seen = [...document.querySelectorAll(selector)].some((element) => element.checkVisibility());
            if (seen) requestAnimationFrame(look);
            else setTimeout(() => resolve(performance.now() - timeStamp));
          };
          requestAnimationFrame(look);
        };
        addEventListener(type, begin, { once: true, capture: true, passive: true });
      });
      Object.assign(globalThis, { measured });
    },
    { type: event, selector },
  );
  await gesture();
  return page.evaluate(() => (globalThis as unknown as Probes).measured);
}

/** Milliseconds from an input event until the frame in which a canvas draws this text. */
export async function untilDrawn(page: Page, event: string, text: string, gesture: () => Promise<unknown>) {
  await page.evaluate(
    ({ type, text }) => {
      const measured = new Promise<number>((resolve) => {
        const begin = ({ timeStamp }: Event) => {
          const { fillText } = CanvasRenderingContext2D.prototype;
          CanvasRenderingContext2D.prototype.fillText = function draw(...given) {
            fillText.apply(this, given);
            if (given[0] !== text) return;
            CanvasRenderingContext2D.prototype.fillText = fillText;
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)));
          };
        };
        addEventListener(type, begin, { once: true, capture: true, passive: true });
      });
      Object.assign(globalThis, { measured });
    },
    { type: event, text },
  );
  await gesture();
  return page.evaluate(() => (globalThis as unknown as Probes).measured);
}

/** `typing: median 14.0 ms, p95 30.1, slowest 39.2 of 40`. */
export function timeWords(name: string, times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const p95 = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? Number.NaN;
  return `${name}: median ${median([...times]).toFixed(1)} ms, p95 ${p95.toFixed(1)}, slowest ${(sorted.at(-1) ?? Number.NaN).toFixed(1)} of ${times.length}`;
}
