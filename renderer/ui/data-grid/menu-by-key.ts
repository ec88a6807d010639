/** What the menu key means: the active cell, or the whole columns or rows that are selected, as if right-clicked. */
import type { GridMetrics } from "@deephaven/grid";
import { boxOf } from "./grid-painter.ts";
import type { CellRange, GridMenuEvent, GridSelection } from "./grid-source.ts";
import { headerHeight } from "./header-painter.ts";

/** `host` is where the grid stands in the window; `wanted` asks for the menu of the active cell's column. */
export function menuByKey(
  metrics: GridMetrics,
  host: { readonly x: number; readonly y: number },
  { cursor, ranges }: GridSelection,
  wanted?: "column",
): GridMenuEvent | null {
  if (!cursor) return null;
  const all = (is: (range: CellRange) => boolean): boolean => ranges.length > 0 && ranges.every(is);
  const rows = all((range) => range.wholeRows);
  const target = wanted ?? (rows ? "row" : all((range) => range.wholeColumns) ? "column" : "cell");
  const box = boxOf({ metrics }, cursor.column, cursor.row) ?? { x: 0, y: 0, height: 0 };
  const x = host.x + (target === "row" ? 4 : metrics.gridX + box.x + 4);
  const y = host.y + (target === "column" ? headerHeight : metrics.gridY + box.y + box.height);
  return {
    target,
    row: target === "column" ? null : cursor.row,
    column: target === "row" ? null : cursor.column,
    x,
    y,
  };
}
