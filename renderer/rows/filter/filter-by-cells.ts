/** The condition that selected cells stand for: rows with their values, or without them. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { isPreview, type Scalar, sameScalar } from "../../../src-shared/model/cell.ts";
import type { RowFilter } from "../../../src-shared/model/row-filter.ts";
import type { CellPlace, CellRange, GridSelection } from "../../ui/data-grid/grid-source.ts";
import { formatCount } from "../../ui/format.ts";
import type { GestureContext } from "../edits/gesture.ts";
import { selectedRows } from "../edits/table-gestures.ts";
import { assertComputed } from "../read-value.ts";

/** More values than these are no condition that one can read. */
const mostValues = 500;

/** The selected ranges that a cell's menu means: all of them when they lie in that cell's column, else that cell alone. */
export function meantCells({ row, column }: CellPlace, { ranges }: Pick<GridSelection, "ranges">): CellRange[] {
  const inColumn = ranges.every((range) => range.firstColumn === column && range.lastColumn === column);
  if (inColumn && ranges.some((range) => range.firstRow <= row && row <= range.lastRow)) return [...ranges];
  const alone = { firstRow: row, lastRow: row, firstColumn: column, lastColumn: column };
  return [{ ...alone, wholeRows: false, wholeColumns: false }];
}

/** By what the file holds: what is staged over it is in no file yet. null: these cells hold nothing yet. Throws an AppError. */
export async function filterByCells(
  context: GestureContext,
  cell: CellPlace,
  selection: Pick<GridSelection, "ranges">,
  same: boolean,
): Promise<RowFilter | null> {
  const column = context.rows.shownColumns[cell.column]?.name;
  if (column === undefined) return null;
  const values: Scalar[] = [];
  for (const { file } of await selectedRows(context, meantCells(cell, selection))) {
    const value = file?.cells[cell.column];
    if (value === undefined) continue;
    if (isPreview(value)) {
      assertComputed(value, column, "Filter by another column.");
      throw new AppError({
        code: "value.tooLarge",
        message: "A value as large as this is nothing to filter by.",
        next: "Filter by its beginning, or write an SQL condition.",
      });
    }
    if (values.some((other) => sameScalar(other, value))) continue;
    values.push(value);
    if (values.length > mostValues) {
      throw new AppError({
        code: "value.tooLarge",
        message: `More than ${formatCount(mostValues)} different values are too many for one condition.`,
        next: "Select fewer cells, or give the ends of a range: 10~20.",
      });
    }
  }
  const [value, ...others] = values;
  if (value === undefined) return null;
  if (others.length > 0) {
    const among: RowFilter = { column, operator: "in", values };
    return same ? among : { not: among };
  }
  const operator = value === null ? (same ? "isNull" : "isNotNull") : same ? "=" : "<>";
  return { column, operator, value };
}
