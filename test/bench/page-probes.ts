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
  /** CPU seconds the page's main thread worked, for each second that passed. */
  readonly busy: number;
}

interface Probes {
  endFrames: () => { times: number[]; longTasks: number[] };
  measured: Promise<number>;
}

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
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const worked = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
  };
  const from = { worked: await worked(), at: performance.now() };
  await work();
  const busy = (await worked()) - from.worked;
  const passed = (performance.now() - from.at) / 1000;
  await session.detach();
  const ended = await page.evaluate(() => (globalThis as unknown as Probes).endFrames());
  return { ...ended, busy: busy / passed };
}

export function frameWords(name: string, { times, longTasks, busy }: Frames): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);
  return `${name}: ${times.length} frames, median ${at(0.5)} ms, p95 ${at(0.95)}, p99 ${at(0.99)}, slowest ${at(1)}; ${longTasks.length} tasks over 50 ms, longest ${Math.max(0, ...longTasks).toFixed(0)} ms; main thread busy ${(busy * 100).toFixed(0)} %`;
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
