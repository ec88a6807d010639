/** A GridSource as @deephaven/grid wants it: its model and its column widths. */
import { type EditableGridModel, GridMetricCalculator, type GridMetricState, GridModel } from "@deephaven/grid";
import type { GridSource } from "./grid-source.ts";

/**
 * Claims to be editable because only then the active cell is drawn; its own editor is never opened (grid-keys.ts and
 * grid-mouse.ts answer first), ours is a DOM overlay (cell-editor.tsx).
 */
export class SourceModel extends GridModel implements EditableGridModel {
  readonly source: GridSource;
  readonly isEditable = true;

  constructor(source: GridSource) {
    super();
    this.source = source;
  }

  get rowCount(): number {
    return this.source.rowCount;
  }
  get columnCount(): number {
    return this.source.columns.length;
  }
  override get floatingLeftColumnCount(): number {
    return this.source.pinned ?? 0;
  }
  textForCell(column: number, row: number): string {
    return this.source.cell(row, column)?.text ?? "";
  }
  textForColumnHeader(column: number): string {
    const shown = this.source.columns[column];
    return shown?.title ?? shown?.name ?? "";
  }
  override textForRowHeader(row: number): string {
    return this.source.row(row).label;
  }
  isEditableRange(): boolean {
    return false;
  }
  editValueForCell(column: number, row: number): string {
    return this.textForCell(column, row);
  }
  async setValueForCell(): Promise<void> {}
  async setValueForRanges(): Promise<void> {}
  async setValues(): Promise<void> {}
  isValidForCell(): boolean {
    return false;
  }
}

/** Narrowest and widest a column can be dragged to, in CSS pixels. */
const narrowest = 36;
const widest = 1600;

/** Column widths come from the source; while a column is dragged its width is kept here and told when it is let go. */
export class SourceMetrics extends GridMetricCalculator {
  readonly #source: GridSource;
  #dragged: number | null = null;

  constructor(source: GridSource) {
    super();
    this.#source = source;
  }

  override calculateColumnWidth(_column: number, modelColumn: number, _state: GridMetricState): number {
    const width = this.#source.columns[modelColumn]?.width ?? 120;
    this.calculatedColumnWidths.set(modelColumn, width);
    return width;
  }

  /** With the block that lies below the row. */
  override getVisibleRowHeight(row: number, state: GridMetricState): number {
    const own = super.getVisibleRowHeight(row, state);
    const { below } = this.#source;
    if (!below || below.isEmpty) return own;
    const { height, theme } = state;
    return own + below.height(row, height - this.getGridY(state) - theme.scrollBarSize - 2 * own);
  }

  /** A row counts as seen when its own line is, whatever lies below it: the cursor goes from line to line. */
  override getBottomVisible(...args: Parameters<GridMetricCalculator["getBottomVisible"]>): number {
    const { below } = this.#source;
    if (!below || below.isEmpty) return super.getBottomVisible(...args);
    const [state, ys, , rows] = args;
    const room = state.height - this.getGridY(state) - state.theme.scrollBarSize;
    return rows.findLast((row) => (ys.get(row) ?? 0) + state.theme.rowHeight <= room) ?? rows[0] ?? 0;
  }

  override getTopVisible(...args: Parameters<GridMetricCalculator["getTopVisible"]>): number {
    const { below } = this.#source;
    if (!below || below.isEmpty) return super.getTopVisible(...args);
    const [, ys, , rows] = args;
    // All that is on screen may be one block.
    return rows.find((row) => (ys.get(row) ?? 0) >= 0) ?? rows.at(-1) ?? 0;
  }

  /** A drag that goes on beyond the column's own beginning would make those before it narrow too: only the first one counts. */
  override setColumnWidth(column: number, size: number): void {
    this.#dragged ??= column;
    if (this.#dragged !== column) return;
    super.setColumnWidth(column, Math.min(widest, Math.max(narrowest, Math.round(size))));
  }

  /** The width a drag ended with; null when no column was dragged. From here on the source's own width counts again. */
  takeDragged(): { column: number; width: number } | null {
    const column = this.#dragged;
    this.#dragged = null;
    if (column === null) return null;
    const width = this.userColumnWidths.get(column);
    this.userColumnWidths = new Map();
    return width === undefined ? null : { column, width };
  }
}
