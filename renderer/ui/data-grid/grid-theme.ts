/** Our tokens in the words of @deephaven/grid's theme. */
import type { GridThemeType } from "@deephaven/grid";
import { cellPadding } from "./cell-painter.ts";
import type { GridLook } from "./grid-colors.ts";
import { headerHeight } from "./header-painter.ts";

/** Height of a row in CSS pixels (docs/design.md: 24, on a 4 px grid). */
export const rowHeight = 24;

/** Room for the triangle that unfolds a row, before its number. */
export const foldWidth = 14;

/** Room for the row numbers of a grid with so many rows. */
export function rowHeadWidth(rowCount: number): number {
  return Math.max(36, 20 + String(Math.max(rowCount, 1)).length * 6.2);
}

/** Heights in CSS pixels, and whether rows can be unfolded. */
interface GridMeasures {
  readonly head?: number | undefined;
  /** Room below the headers. */
  readonly headSpace?: number | undefined;
  readonly row?: number | undefined;
  readonly folds?: boolean | undefined;
}

/** The theme for a look. */
export function gridTheme(
  { colors, fontData, fontHead }: GridLook,
  rowCount: number,
  { head = headerHeight, headSpace = 0, row = rowHeight, folds = false }: GridMeasures = {},
): Partial<GridThemeType> {
  return {
    autoSizeColumns: false,
    autoSizeRows: false,
    allowColumnReorder: false,
    allowRowReorder: false,
    allowRowResize: false,
    rowHeight: row,
    minRowHeight: row,
    columnHeaderHeight: head + headSpace,
    rowHeaderWidth: Math.ceil(rowHeadWidth(rowCount)) + (folds ? foldWidth : 0),
    cellHorizontalPadding: cellPadding,
    headerSeparatorHandleSize: 6,
    font: fontData,
    headerFont: fontHead,
    backgroundColor: colors.surface,
    textColor: colors.text,
    black: colors.text,
    white: colors.surface,
    gridColumnColor: colors.line,
    gridRowColor: colors.line,
    headerBackgroundColor: colors.head,
    headerColor: colors.text,
    headerSeparatorColor: colors.line,
    headerSeparatorHoverColor: colors.accent,
    columnHoverBackgroundColor: null,
    rowHoverBackgroundColor: null,
    selectedColumnHoverBackgroundColor: null,
    selectedRowHoverBackgroundColor: null,
    // Lists of colours are split at blanks, which our colours hold; the background says it already.
    rowBackgroundColors: "",
    floatingRowBackgroundColors: "",
    floatingGridColumnColor: colors.line,
    floatingGridRowColor: colors.line,
    // The painter draws one hairline there.
    floatingDividerOuterColor: "transparent",
    floatingDividerInnerColor: "transparent",
    selectionColor: colors.selectionVeil,
    selectionOutlineColor: colors.accent,
    selectionOutlineCasingColor: "transparent",
    scrollBarSize: 11,
    scrollBarHoverSize: 11,
    scrollBarSelectionTick: false,
    shadowColor: colors.line,
  };
}
