/** Scrolls while a drag is held above or below the rows: the farther out, the more rows a step. */
import { type Grid, type GridPoint, GridUtils } from "@deephaven/grid";

/** Milliseconds from step to step. */
const pause = 60;
/** No step is longer than this many rows. */
const longestStep = 40;

export class DragScroll {
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Scrolls when the point is outside of the rows, and gives the row that is at the edge then. False: it is inside. */
  follow({ y }: GridPoint, grid: Grid, reached: (row: number) => void): boolean {
    this.stop();
    const { metrics } = grid;
    if (!metrics) return false;
    const { y1, y2 } = GridUtils.getScrollDragBounds(metrics, metrics.top, metrics.left);
    const beyond = y > y2 ? y - y2 : y < y1 ? y - y1 : 0;
    if (beyond === 0) return false;
    const rows = Math.sign(beyond) * Math.min(longestStep, Math.ceil((Math.abs(beyond) / metrics.rowHeight) ** 1.5));
    const step = (): void => {
      const now = grid.metrics;
      if (!now) return;
      const edge = rows > 0 ? now.bottomVisible : now.topVisible;
      // Selecting up to a row brings it into view.
      reached(Math.max(0, Math.min(now.rowCount - 1, edge + rows)));
    };
    step();
    this.#timer = setInterval(step, pause);
    return true;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
