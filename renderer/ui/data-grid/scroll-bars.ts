/** Paints the scroll bars: a slim rounded thumb on the grid's own ground, as the rest of the app has them. */
import type { GridRenderState } from "@deephaven/grid";
import type { GridLook } from "./grid-colors.ts";

const thumb = 6;

/** Where the bars are is @deephaven/grid's (its mouse handlers drag them); how they look is ours. */
export function paintScrollBars(context: CanvasRenderingContext2D, state: GridRenderState, look: GridLook): void {
  const { metrics, theme, mouseX, mouseY } = state;
  const { colors } = look;
  const size = theme.scrollBarSize;
  const bar = (x: number, y: number, width: number, height: number, active: boolean): void => {
    context.fillStyle = active ? colors.textFaint : colors.thumb;
    context.beginPath();
    context.roundRect(x, y, width, height, thumb / 2);
    context.fill();
  };
  const inset = (size - thumb) / 2;
  if (metrics.hasVerticalBar) {
    const x = metrics.width - size;
    context.fillStyle = colors.surface;
    context.fillRect(x, metrics.barTop, size, metrics.height - metrics.barTop);
    context.fillStyle = colors.line;
    context.fillRect(x, metrics.barTop, 1, metrics.height - metrics.barTop);
    const active = state.isDraggingVerticalScrollBar || (mouseX !== null && mouseX >= x && !state.isDragging);
    bar(x + inset + 0.5, metrics.barTop + metrics.scrollY + 2, thumb, metrics.handleHeight - 4, active);
  }
  if (metrics.hasHorizontalBar) {
    const y = metrics.height - size;
    context.fillStyle = colors.surface;
    context.fillRect(0, y, metrics.width, size);
    context.fillStyle = colors.line;
    context.fillRect(0, y, metrics.width, 1);
    const active = state.isDraggingHorizontalScrollBar || (mouseY !== null && mouseY >= y && !state.isDragging);
    bar(metrics.barLeft + metrics.scrollX + 2, y + inset + 0.5, metrics.handleWidth - 4, thumb, active);
  }
}
