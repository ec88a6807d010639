/** Blocks below rows grow when it is known what is in them, and push the active cell out of sight: it is to stay there. */
import type { GridMetrics } from "@deephaven/grid";

interface Seen {
  readonly row: number;
  readonly view: string;
}

export class KeptInSight {
  #seen: Seen | null = null;

  /** Was this row on screen in the very same view a moment ago, and is not any more? */
  isLost(metrics: GridMetrics, row: number | null): boolean {
    const { top, topOffset, height, topVisible, bottomVisible } = metrics;
    const view = [top, topOffset, height].join();
    const before = this.#seen;
    const inSight = row !== null && row >= topVisible && row <= bottomVisible;
    this.#seen = row !== null && inSight ? { row, view } : null;
    return !inSight && before !== null && before.row === row && before.view === view;
  }
}
