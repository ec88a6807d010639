/**
 * The grid, which keeps still while it is hidden: what it painted stays on its canvas, and is what one sees at once when it
 * is shown again. The library would make the canvas of a hidden grid empty, and paint it twice when it comes back.
 */
import { Grid, type GridMetrics, type GridMetricState, type GridRangeIndex, type GridState } from "@deephaven/grid";

export class RestingGrid extends Grid {
  /** It is hidden, or was until now. */
  #rests = false;
  /** Something changed while it was hidden. */
  #stale = false;
  /** How large it was when it was seen last. */
  #size = { width: 0, height: 0 };
  /** Where it was told to go before it had any measures; the library would throw. */
  #moves: (() => void)[] = [];

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
    const measured = super.updateMetrics(state);
    const moves = this.#moves.splice(0);
    // After this frame: the library is in the middle of measuring.
    if (moves.length > 0) queueMicrotask(() => moves.forEach((move) => move()));
    return measured;
  }

  override moveViewToCell(column: GridRangeIndex, row: GridRangeIndex): void {
    if (this.metrics) super.moveViewToCell(column, row);
    else this.#moves.push(() => this.moveViewToCell(column, row));
  }

  override setViewState(viewState: Partial<GridState>, forceUpdate?: boolean): void {
    if (this.metrics) super.setViewState(viewState, forceUpdate);
    else this.#moves.push(() => this.setViewState(viewState, forceUpdate));
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
