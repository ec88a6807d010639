/** Rows with a block below them: the triangle at their number, and the ground of the block, which is drawn by its owner. */
import type { GridMetrics, GridRenderState } from "@deephaven/grid";
import type { GridLook } from "./grid-colors.ts";

/** Right edge of what a click on a triangle may hit, in CSS pixels from the left of the grid. */
export const foldReach = 20;
const middle = 11;

/** The measures with rows as high as their own lines; their places stay. */
export function withoutBlocks(metrics: GridMetrics): GridMetrics {
  const lines = (heights: ReadonlyMap<number, number>) =>
    new Map([...heights].map(([row, height]) => [row, Math.min(height, metrics.rowHeight)]));
  return { ...metrics, allRowHeights: lines(metrics.allRowHeights) };
}

/** Covers the lines between cells where a block lies, in case it is not there yet. */
export function paintBlockGrounds(context: CanvasRenderingContext2D, look: GridLook, state: GridRenderState): void {
  const { gridX, gridY, rowHeight, visibleRows, allRowYs, width, maxY } = state.metrics;
  const { colors } = look;
  visibleRows.forEach((row, i) => {
    const top = (allRowYs.get(row) ?? 0) + rowHeight;
    const next = visibleRows[i + 1];
    const bottom = next === undefined ? maxY : (allRowYs.get(next) ?? 0);
    if (bottom <= top) return;
    context.fillStyle = colors.head;
    context.fillRect(gridX, gridY + top + 1, width, bottom - top - 1);
    context.fillStyle = colors.line;
    context.fillRect(gridX, gridY + bottom, width, 1);
  });
}

/** The triangle of a row: to the right where it is closed, down where it is open. */
export function paintFold(
  context: CanvasRenderingContext2D,
  { colors }: GridLook,
  { mouseX, mouseY, metrics }: GridRenderState,
  line: { readonly top: number; readonly height: number },
  state: "open" | "closed",
): void {
  const x = middle;
  const y = line.top + Math.round(Math.min(line.height, metrics.rowHeight) / 2) + 0.5;
  const over = mouseX !== null && mouseY !== null && mouseX <= foldReach;
  const under = over && mouseY >= line.top && mouseY < line.top + line.height;
  context.strokeStyle = under ? colors.text : state === "open" ? colors.textSoft : colors.textFaint;
  context.lineWidth = 1.25;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.beginPath();
  if (state === "closed") {
    context.moveTo(x - 1.5, y - 3.5);
    context.lineTo(x + 2, y);
    context.lineTo(x - 1.5, y + 3.5);
  } else {
    context.moveTo(x - 3.5, y - 1.5);
    context.lineTo(x, y + 2);
    context.lineTo(x + 3.5, y - 1.5);
  }
  context.stroke();
}
