/** Small sums over what is on screen. */
import type { GridMetrics } from "@deephaven/grid";
import { cellPadding } from "./cell-painter.ts";
import type { GridLook } from "./grid-colors.ts";
import type { CellLook, CellPlace, GridSource } from "./grid-source.ts";
import type { EditorMove } from "./cell-editor.tsx";

/** What the mirror shows: places and sizes in CSS pixels, relative to the grid. */
export interface MirrorView {
  readonly columns: readonly { readonly index: number; readonly x: number; readonly width: number }[];
  readonly rows: readonly { readonly index: number; readonly y: number; readonly height: number }[];
  readonly headWidth: number;
  readonly headHeight: number;
}

/** The window that the mirror shows. */
export function viewOf(metrics: GridMetrics): MirrorView {
  const { floatingColumns, floatingLeftColumnCount, floatingLeftWidth, allColumnXs, allColumnWidths } = metrics;
  // Columns that are wholly below the pinned ones are not on screen. The pinned ones come last: they lie over the others.
  const inSight = (index: number): boolean =>
    index >= floatingLeftColumnCount &&
    (allColumnXs.get(index) ?? 0) + (allColumnWidths.get(index) ?? 0) > floatingLeftWidth;
  return {
    columns: [...metrics.visibleColumns.filter(inSight), ...floatingColumns].map((index) => ({
      index,
      x: metrics.gridX + (metrics.allColumnXs.get(index) ?? 0),
      width: metrics.allColumnWidths.get(index) ?? 0,
    })),
    rows: metrics.visibleRows.map((index) => ({
      index,
      y: metrics.gridY + (metrics.allRowYs.get(index) ?? 0),
      // Without what lies below it.
      height: Math.min(metrics.allRowHeights.get(index) ?? 0, metrics.rowHeight),
    })),
    headWidth: metrics.gridX,
    headHeight: metrics.gridY,
  };
}

/** Would the mirror look the same? Then React has nothing to do. */
export function sameMirrorView(a: MirrorView, b: MirrorView): boolean {
  return (
    sameColumns(a, b) &&
    a.headHeight === b.headHeight &&
    a.rows.length === b.rows.length &&
    a.rows.every((row, i) => row.index === b.rows[i]?.index && row.y === b.rows[i]?.y)
  );
}

/** Are the same columns in the same places? */
function sameColumns(a: MirrorView, b: MirrorView): boolean {
  return (
    a.headWidth === b.headWidth &&
    a.columns.length === b.columns.length &&
    a.columns.every(
      (c, i) => c.index === b.columns[i]?.index && c.x === b.columns[i]?.x && c.width === b.columns[i]?.width,
    )
  );
}

/** Where a column stands in the window; null: not on screen. `host`: what the grid fills. */
export function columnPlace(column: number, metrics: GridMetrics | null | undefined, host: HTMLElement | null) {
  const left = metrics?.allColumnXs.get(column);
  const width = metrics?.allColumnWidths.get(column);
  const box = host?.getBoundingClientRect();
  if (!metrics || left === undefined || width === undefined || !box) return null;
  return { left: box.left + metrics.gridX + left, top: box.top, width };
}

/** Where the cursor goes after an edit: inside the grid, Tab past the last column goes on in the next row. */
export function movedCell(cell: CellPlace, move: Exclude<EditorMove, "all" | null>, source: GridSource): CellPlace {
  const lastRow = source.rowCount - 1;
  const lastColumn = source.columns.length - 1;
  const { row, column } = cell;
  if (move === "down") return { row: Math.min(row + 1, lastRow), column };
  if (move === "up") return { row: Math.max(row - 1, 0), column };
  if (move === "right") {
    if (column < lastColumn) return { row, column: column + 1 };
    return row < lastRow ? { row: row + 1, column: 0 } : cell;
  }
  if (column > 0) return { row, column: column - 1 };
  return row > 0 ? { row: row - 1, column: lastColumn } : cell;
}

/** A text that is another one when the view has moved or was resized. */
export function placeOfView({ top, left, topOffset, leftOffset, width, height, columnCount }: GridMetrics): string {
  return [top, left, topOffset, leftOffset, width, height, columnCount].join();
}

/** What a column is called, for the eye and the ear. */
export function titleOf(column: GridSource["columns"][number] | undefined): string {
  return column?.title ?? column?.name ?? "";
}

/** Room for what stands before a cell's text, as cell-painter.ts draws it. */
function markWidth({ kind, swatch }: CellLook): number {
  if (kind === "json") return 20;
  return kind === "damaged" || kind === "failed" || swatch !== undefined ? 18 : 0;
}

type Measure = (text: string, font: string) => number;

/** What a cell needs to be read whole, without the padding. */
function cellWidth(cell: CellLook, look: GridLook, measure: Measure): number {
  const text = measure(cell.text, cell.kind === "blob" ? look.fontMono : look.fontData) + markWidth(cell);
  // The label that a key stands for follows it, in the same font.
  return cell.label ? text + 8 + measure(cell.label, look.fontData) : text;
}

let context: CanvasRenderingContext2D | null = null;

function measurer(): Measure | null {
  context ??= document.createElement("canvas").getContext("2d");
  if (!context) return null;
  const canvas = context;
  return (text, font) => {
    canvas.font = font;
    return canvas.measureText(text.slice(0, 400)).width;
  };
}

/** The width that the header and the rows on screen need, in CSS pixels, between 48 and 600. */
export function fittingWidth(column: number, source: GridSource, look: GridLook, view: MirrorView): number {
  const measure = measurer();
  const spec = source.columns[column];
  if (!measure || !spec) return 120;
  let widest = Math.max(measure(spec.title ?? spec.name, look.fontHead) + 34, measure(spec.type, look.fontType));
  for (const { index } of view.rows) {
    const cell = source.cell(index, column);
    if (cell) widest = Math.max(widest, cellWidth(cell, look, measure));
  }
  return Math.round(Math.min(600, Math.max(48, widest + 2 * cellPadding + 2)));
}

/** Is a cell of this width too narrow for what it says? */
export function isCut(cell: CellLook, width: number, look: GridLook): boolean {
  const measure = measurer();
  return measure !== null && cellWidth(cell, look, measure) > width - 2 * cellPadding;
}
