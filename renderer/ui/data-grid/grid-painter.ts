/** Paints the grid: @deephaven/grid finds out what is where, this draws it in Joinery's look. */
import { GridColumnSeparatorMouseHandler, GridRenderer, type GridRenderState, GridUtils } from "@deephaven/grid";
import {
  type CellBox,
  cellPadding,
  followWidth,
  isFollowed,
  paintCell,
  paintCorner,
  paintFlag,
  paintFollow,
  paintWave,
} from "./cell-painter.ts";
import type { GridLook } from "./grid-colors.ts";
import type { SourceModel } from "./grid-model.ts";
import { paintBlockGrounds, paintFold, withoutBlocks } from "./fold-painter.ts";
import { headerHeight, paintHeader } from "./header-painter.ts";
import { paintScrollBars } from "./scroll-bars.ts";

type Context = CanvasRenderingContext2D;
const modelOf = (state: GridRenderState) => (state.model as SourceModel).source;

export class GridPainter extends GridRenderer {
  look: GridLook;
  /** Has the keyboard: the ring of the active cell is drawn in the accent, else in grey. */
  focused = false;
  /** The cell whose editor lies over it; nothing is drawn below. */
  editing: { row: number; column: number } | null = null;
  /** Height of the headers without what stands below them, in CSS pixels. */
  headHeight = headerHeight;
  /** Where a header that is dragged would be put: before this column (the number of columns: at the end). */
  dropBefore: number | null = null;

  constructor(look: GridLook) {
    super();
    this.look = look;
  }

  /** Rows are painted by their own lines; below some of them lies a block that is not ours. */
  override drawCanvas(state: GridRenderState): void {
    const { below } = modelOf(state);
    super.drawCanvas(!below || below.isEmpty ? state : { ...state, metrics: withoutBlocks(state.metrics) });
  }

  override drawGrid(context: Context, state: GridRenderState): void {
    super.drawGrid(context, state);
    const { below } = modelOf(state);
    if (below && !below.isEmpty) paintBlockGrounds(context, this.look, state);
  }

  override drawCellContent(context: Context, state: GridRenderState, column: number, row: number): void {
    const box = boxOf(state, column, row);
    const source = modelOf(state);
    const spec = source.columns[column];
    if (!box || !spec || (this.editing?.row === row && this.editing.column === column)) return;
    context.save();
    context.beginPath();
    context.rect(box.x, box.y, box.width, box.height);
    context.clip();
    const cell = source.cell(row, column);
    const { tone } = source.row(row);
    const isActive = state.selection.cursorColumn === column && state.selection.cursorRow === row;
    const selected = !isActive && state.selection.isCellSelected(column, row);
    paintCell(context, this.look, cell, box, { align: spec.align, selected, deleted: tone === "deleted" });
    if (cell?.tone) paintCorner(context, this.look, box, cell.tone);
    if (cell?.problem !== undefined) {
      const width = box.width - 2 * cellPadding;
      paintWave(context, this.look, box.x + cellPadding, width, box.y + box.height - 3.5);
    }
    const x = (state.mouseX ?? -1) - state.metrics.gridX - box.x;
    const y = (state.mouseY ?? -1) - state.metrics.gridY - box.y;
    const under = x >= 0 && x < box.width && y >= 0 && y < box.height;
    if (under && isFollowed(cell)) paintFollow(context, this.look, box, x >= box.width - followWidth);
    context.restore();
  }

  override drawCellBackground(context: Context, state: GridRenderState, column: number, row: number): void {
    const source = modelOf(state);
    const { colors } = this.look;
    const { tone } = source.row(row);
    const cell = source.cell(row, column);
    const fill =
      tone === "new"
        ? colors.successSoft
        : tone === "deleted"
          ? colors.dangerSoft
          : cell?.tone
            ? colors.warningSoft
            : null;
    const { glow = 0, tint } = cell ?? {};
    const box = fill || glow > 0 || tint ? boxOf(state, column, row) : null;
    if (!box) return;
    const paint = (color: string): void => {
      context.fillStyle = color;
      context.fillRect(box.x + 1, box.y + 1, box.width - 1, box.height - 1);
    };
    if (fill) paint(fill);
    if (tint) {
      // A chip inside the cell: what is staged fills it whole.
      context.fillStyle = colors[tint];
      context.beginPath();
      context.roundRect(box.x + 3, box.y + 3, box.width - 5, box.height - 5, 4);
      context.fill();
    }
    if (glow === 0) return;
    context.save();
    context.globalAlpha = glow;
    paint(colors.selection);
    context.restore();
  }

  /** The lines between cells, and one after the last column and the last row. */
  override drawGridLines(context: Context, state: GridRenderState): void {
    super.drawGridLines(context, state);
    const { metrics } = state;
    context.fillStyle = this.look.colors.line;
    const lastColumn = metrics.visibleColumns.at(-1);
    if (lastColumn !== undefined && lastColumn === metrics.columnCount - 1) {
      context.fillRect(metrics.maxX, 0, 1, metrics.maxY);
    }
    const lastRow = metrics.visibleRows.at(-1);
    if (lastRow !== undefined && lastRow === metrics.rowCount - 1) {
      context.fillRect(0, metrics.maxY, metrics.maxX + 1, 1);
    }
  }

  override drawActiveCell(context: Context, state: GridRenderState, column: number, row: number): void {
    const box = boxOf(state, column, row);
    if (!box) return;
    context.strokeStyle = this.focused ? this.look.colors.accent : this.look.colors.lineStrong;
    context.lineWidth = this.focused ? 2 : 1;
    const inset = this.focused ? 1 : 0.5;
    // Inside the hairlines of the cell, so that no neighbour cuts the ring.
    context.strokeRect(box.x + inset, box.y + inset, box.width - 2 * inset + 1, box.height - 2 * inset + 1);
  }

  override drawColumnHeaders(context: Context, state: GridRenderState): void {
    const { metrics, selection } = state;
    const { colors } = this.look;
    const source = modelOf(state);
    context.save();
    context.beginPath();
    context.fillStyle = colors.head;
    context.fillRect(metrics.gridX, 0, metrics.width, metrics.gridY);
    // As far as the rows go: above the scroll bar there is no column.
    context.rect(metrics.gridX, 0, metrics.width - metrics.gridX - metrics.verticalBarWidth, metrics.gridY);
    context.clip();
    context.textBaseline = "middle";
    // Pinned columns last: the others scroll below them.
    const scrolled = metrics.visibleColumns.filter((column) => column >= metrics.floatingLeftColumnCount);
    for (const column of [...scrolled, ...metrics.floatingColumns]) {
      const x = metrics.allColumnXs.get(column);
      const width = metrics.allColumnWidths.get(column);
      const spec = source.columns[column];
      if (x === undefined || width === undefined || !spec) continue;
      const marked = selection.isColumnSelected(column) || selection.cursorColumn === column;
      context.fillStyle = colors.head;
      context.fillRect(x + metrics.gridX, 0, width, metrics.gridY);
      paintHeader(context, this.look, spec, { x: x + metrics.gridX, width, height: this.headHeight }, marked);
      const isEdge = column === metrics.floatingLeftColumnCount - 1;
      context.fillStyle = isEdge ? colors.lineStrong : colors.line;
      context.fillRect(x + metrics.gridX + width, 0, 1, metrics.gridY);
    }
    this.#drawSeparator(context, state);
    this.#drawDrop(context, state);
    context.restore();
    context.fillStyle = colors.line;
    context.fillRect(metrics.gridX, metrics.gridY, metrics.width, 1);
  }

  /** What is below pinned columns is not seen through them. */
  override drawFloatingColumns(context: Context, state: GridRenderState): void {
    const { floatingLeftColumnCount, floatingLeftWidth, height } = state.metrics;
    if (floatingLeftColumnCount === 0) return;
    context.fillStyle = this.look.colors.surface;
    context.fillRect(0, 0, floatingLeftWidth, height);
    super.drawFloatingColumns(context, state);
    context.fillStyle = this.look.colors.lineStrong;
    context.fillRect(floatingLeftWidth, 0, 1, height);
  }

  /** The line where a dragged header would be put. */
  #drawDrop(context: Context, { metrics }: GridRenderState): void {
    if (this.dropBefore === null) return;
    const before = metrics.allColumnXs.get(this.dropBefore);
    const last = this.dropBefore - 1;
    const after = (metrics.allColumnXs.get(last) ?? 0) + (metrics.allColumnWidths.get(last) ?? 0);
    context.fillStyle = this.look.colors.accent;
    context.fillRect(metrics.gridX + (before ?? after) - 1, 0, 3, metrics.gridY);
  }

  /** The edge that a press would drag. */
  #drawSeparator(context: Context, state: GridRenderState): void {
    const { metrics, mouseX, mouseY, model, theme, draggingColumnSeparator, isDragging } = state;
    let index = draggingColumnSeparator?.index ?? null;
    if (index === null && !isDragging && mouseX !== null && mouseY !== null) {
      const point = GridUtils.getGridPointFromXY(mouseX, mouseY, metrics);
      index = GridColumnSeparatorMouseHandler.getColumnSeparator(point, metrics, model, theme)?.index ?? null;
    }
    const x = index === null ? undefined : metrics.allColumnXs.get(index);
    if (index === null || x === undefined) return;
    context.fillStyle = this.look.colors.accent;
    context.fillRect(metrics.gridX + x + (metrics.allColumnWidths.get(index) ?? 0) - 1, 0, 2, this.headHeight);
  }

  override drawScrollBars(context: Context, state: GridRenderState): void {
    paintScrollBars(context, state, this.look);
  }

  override drawRowHeaders(context: Context, state: GridRenderState): void {
    const { metrics, selection } = state;
    const { colors } = this.look;
    const source = modelOf(state);
    const width = metrics.rowHeaderWidth;
    context.save();
    context.fillStyle = colors.head;
    context.fillRect(0, 0, width, metrics.height);
    context.beginPath();
    context.rect(0, metrics.gridY, width, metrics.height);
    context.save();
    context.clip();
    context.textBaseline = "middle";
    for (const row of metrics.visibleRows) {
      const top = (metrics.allRowYs.get(row) ?? 0) + metrics.gridY;
      const height = metrics.allRowHeights.get(row) ?? 0;
      const head = source.row(row);
      if (selection.isRowSelected(row) || selection.cursorRow === row) {
        context.fillStyle = colors.headSelected;
        context.fillRect(0, top, width, height);
      }
      context.fillStyle = colors.line;
      // Above it too: between it and the row before may lie a block.
      context.fillRect(0, top, width, 1);
      context.fillRect(0, top + height, width, 1);
      const mark = { new: colors.success, changed: colors.warning, deleted: colors.danger, conflict: colors.danger };
      if (head.tone === "changed") {
        context.fillStyle = mark.changed;
        context.beginPath();
        context.moveTo(0, top + 1);
        context.lineTo(7, top + 1);
        context.lineTo(0, top + 8);
        context.fill();
      } else if (head.tone) {
        context.fillStyle = mark[head.tone];
        context.fillRect(0, top + 1, 3, height - 1);
        if (head.tone === "conflict") paintFlag(context, this.look, 0, top + 1);
      }
      const fold = source.below?.state(row) ?? null;
      if (fold) paintFold(context, this.look, state, { top, height }, fold);
      context.font = this.look.fontSmall;
      context.fillStyle = head.tone === "deleted" ? colors.dangerText : colors.textFaint;
      context.textAlign = "right";
      const middle = top + height / 2 + 0.5;
      context.fillText(head.label, width - 8, middle);
      if (head.problem) {
        const long = Math.max(8, context.measureText(head.label).width);
        paintWave(context, this.look, width - 8 - long, long, top + height - 3.5);
      }
      if (head.tone === "deleted") {
        const long = context.measureText(head.label).width;
        context.fillRect(width - 8 - long, Math.round(middle), long, 1);
      }
    }
    context.restore();
    context.fillStyle = colors.line;
    // On the pixels of the cells' own first lines, so that no line is double.
    context.fillRect(width, 0, 1, metrics.height);
    context.fillRect(0, metrics.gridY, width, 1);
    context.restore();
  }
}

/** Where a cell is, relative to the grid's own corner below the headers; null when it is not on screen. */
export function boxOf(state: Pick<GridRenderState, "metrics">, column: number, row: number): CellBox | null {
  const { allColumnXs, allColumnWidths, allRowYs, allRowHeights } = state.metrics;
  const x = allColumnXs.get(column);
  const y = allRowYs.get(row);
  const width = allColumnWidths.get(column);
  const height = allRowHeights.get(row);
  if (x === undefined || y === undefined || width === undefined || height === undefined) return null;
  // Without what lies below the row.
  return { x, y, width, height: Math.min(height, state.metrics.rowHeight) };
}
