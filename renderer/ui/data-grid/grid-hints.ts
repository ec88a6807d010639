/** What the system's tooltip says over the canvas: of a header what the column is, of a row's number what it is called by, of a cell what does not fit. */
import { type Grid, GridUtils } from "@deephaven/grid";
import type { GridLook } from "./grid-colors.ts";
import type { GridSource } from "./grid-source.ts";
import { isCut } from "./grid-view.ts";
import { headerHeight } from "./header-painter.ts";

/** No tooltip is longer. */
const longest = 600;

/** What is said at this place of the canvas; "" where there is nothing to say. */
function hintAt(grid: Grid, source: GridSource, look: GridLook, x: number, y: number): string {
  const { metrics } = grid;
  if (!metrics) return "";
  const { row, column } = GridUtils.getGridPointFromXY(x, y, metrics);
  if (x < metrics.gridX) return row === null || y < metrics.gridY ? "" : (source.rowHint?.(row) ?? "");
  if (column === null) return "";
  if (y < metrics.gridY) return y < headerHeight ? (source.columnHint?.(column) ?? "") : "";
  const cell = row === null ? undefined : source.cell(row, column);
  if (!cell) return "";
  const width = metrics.allColumnWidths.get(column) ?? 0;
  const whole = !cell.image && isCut(cell, width, look) ? [[cell.text, cell.label].filter(Boolean).join("  ")] : [];
  return [...whole, ...(cell.hint ? [cell.hint] : []), ...(cell.problem ? [cell.problem] : [])].join("\n\n");
}

/** Keeps the canvas's tooltip to what is under the mouse. */
export function sayHints(grid: Grid, source: () => GridSource, look: () => GridLook): void {
  const { canvas } = grid;
  canvas?.addEventListener("mousemove", ({ offsetX, offsetY, buttons }) => {
    const hint = buttons === 0 ? hintAt(grid, source(), look(), offsetX, offsetY) : "";
    const said = hint.length > longest ? `${hint.slice(0, longest)}…` : hint;
    if (canvas.title !== said) canvas.title = said;
  });
}
