/**
 * The grid, which keeps still while it is hidden: what it painted stays on its canvas, and is what one sees at once when it
 * is shown again. The library would make the canvas of a hidden grid empty, and paint it twice when it comes back.
 */
import { Grid, type GridMetrics, type GridMetricState } from "@deephaven/grid";

export class RestingGrid extends Grid {
  /** It is hidden, or was until now. */
  #rests = false;
  /** Something changed while it was hidden. */
  #stale = false;
  /** How large it was when it was seen last. */
  #size = { width: 0, height: 0 };

  override handleResize(): void {
    const rested = this.#rests;
    if (this.#isHidden()) return;
    const { width, height } = this.canvasWrapper.current?.getBoundingClientRect() ?? { width: 0, height: 0 };
    const same = this.#size.width === Math.floor(width) && this.#size.height === Math.floor(height);
    if (!rested || !same) super.handleResize();
    else if (this.#stale) this.updateCanvas();
  }

  override updateCanvas(): void {
    if (this.#isHidden()) {
      this.#stale = true;
      return;
    }
    this.#stale = false;
    super.updateCanvas();
  }

  override updateMetrics(state = this.state): GridMetrics {
    if (this.metrics && this.#isHidden()) {
      this.#stale = true;
      return this.metrics;
    }
    return super.updateMetrics(state);
  }

  override getMetricState(state = this.state): GridMetricState {
    const measured = super.getMetricState(state);
    const { width, height } = measured;
    if (width > 0 || height > 0) {
      this.#size = { width, height };
      return measured;
    }
    // Where things are is still asked of a hidden grid: it is as large as it was.
    return { ...measured, ...this.#size };
  }

  #isHidden(): boolean {
    this.#rests = this.canvas?.checkVisibility() === false;
    return this.#rests;
  }
}
