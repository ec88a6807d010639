/** Watches, frame by frame, whether the fields below the headers stand under the columns that are painted. */
import type { Page } from "@playwright/test";

/** What `stop` tells of the frames since `start`. */
export interface SeenFields {
  readonly frames: number;
  /** The farthest that a field stood beside its column, in CSS pixels, with its name. */
  readonly worst: number;
  readonly at: string;
  /** Columns that were painted without their field. */
  readonly missing: number;
}

/** Begins to look; gives the function that ends it. Of the grid that is shown. */
export async function watchHeadFields(page: Page): Promise<() => Promise<SeenFields>> {
  await page.evaluate(() => {
    interface Painted {
      readonly gridX: number;
      readonly visibleColumns: readonly number[];
      readonly floatingLeftWidth: number;
      readonly allColumnXs: ReadonlyMap<number, number>;
      readonly allColumnWidths: ReadonlyMap<number, number>;
    }
    const seen = { frames: 0, worst: 0, at: "", missing: 0, stopped: false };
    Object.assign(globalThis, { seenFields: seen });
    const canvas = [...document.querySelectorAll("canvas")].find((one) => one.checkVisibility());
    if (!canvas) throw new Error("no grid");
    // What was painted last is known to the grid alone: a canvas does not say where its columns are.
    const key = Object.keys(canvas).find((name) => name.startsWith("__reactFiber$")) ?? "";
    interface Fiber {
      readonly return: Fiber | null;
      readonly stateNode: object | null;
    }
    let fiber: Fiber | null = (canvas as unknown as Record<string, Fiber>)[key] ?? null;
    while (fiber && !(fiber.stateNode && "renderState" in fiber.stateNode)) fiber = fiber.return;
    const grid = fiber?.stateNode as { renderState: { metrics: Painted } } | undefined;
    if (!grid) throw new Error("no grid instance");
    const look = (): void => {
      const { metrics } = grid.renderState;
      const { left, right } = canvas.getBoundingClientRect();
      seen.frames++;
      const fields = new Map(
        [...document.querySelectorAll("[data-head]")]
          .filter((field) => field.checkVisibility())
          .map((field) => [Number(field.getAttribute("data-head")), field.getBoundingClientRect()]),
      );
      for (const column of metrics.visibleColumns) {
        const x = (metrics.allColumnXs.get(column) ?? 0) + metrics.gridX + left;
        const end = x + (metrics.allColumnWidths.get(column) ?? 0);
        if (end <= left + metrics.gridX + metrics.floatingLeftWidth || x >= right) continue;
        const field = fields.get(column);
        if (!field) seen.missing++;
        const off = field ? Math.max(Math.abs(field.left - x), Math.abs(field.right - end)) : 0;
        if (off > seen.worst) [seen.worst, seen.at] = [off, `column ${column}`];
      }
    };
    // After the frame has been painted, whoever painted in it first.
    const channel = new MessageChannel();
    channel.port1.addEventListener("message", look);
    channel.port1.start();
    const next = (): void => {
      if (seen.stopped) return;
      channel.port2.postMessage(null);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  return () =>
    page.evaluate(() => {
      const { seenFields: seen } = globalThis as unknown as { seenFields: SeenFields & { stopped: boolean } };
      seen.stopped = true;
      const { frames, worst, at, missing } = seen;
      return { frames, worst, at, missing };
    });
}
