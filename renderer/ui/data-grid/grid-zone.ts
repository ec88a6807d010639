/** Which part of a grid a point of its canvas is in. */
import type { Grid, GridPoint } from "@deephaven/grid";

export type Zone = "cell" | "row" | "column" | "corner" | "outside";

export function zoneOf(point: GridPoint, grid: Grid): Zone {
  const { metrics } = grid;
  if (!metrics) return "outside";
  const overHead = point.y < metrics.gridY;
  const overNumbers = point.x < metrics.gridX;
  if (overHead && overNumbers) return "corner";
  if (overHead) return point.column === null ? "outside" : "column";
  if (overNumbers) return point.row === null ? "outside" : "row";
  return point.row === null || point.column === null ? "outside" : "cell";
}
