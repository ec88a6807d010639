/** Gestures on cells and rows as the edits that the session stages. Pure: what they mean, not when. */
import { type Cell, isPreview, type Scalar } from "../../../src-shared/model/cell.ts";
import { editText } from "../../../src-shared/model/cell-text.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import type { RowEdit } from "../../../src-shared/model/session.ts";
import type { CellPlace, CellRange, GridSelection } from "../../ui/data-grid/grid-source.ts";
import { isBoolean } from "../../values/cell-look.ts";
import { ownerOf } from "../cell-owners.ts";
import type { TableRows } from "../table-rows.ts";
import type { ShownRow } from "../cell-owners.ts";
import { storingAffinity, typedValue } from "../../values/typed-value.ts";

/** Can this column be written in a row? Generated and hidden columns cannot. */
export function isWritable(column: Pick<Column, "kind">): boolean {
  return column.kind === "ordinary";
}

/** Sets one cell. null: the row cannot be addressed or the column not written. */
export function setEdit(shown: ShownRow, column: Column, index: number, value: Scalar): RowEdit | null {
  const owner = ownerOf(shown, column.name);
  if (!owner || !isWritable(column) || owner.staged?.state === "deleted") return null;
  const base = owner.stored === undefined ? shown.file?.cells[index] : owner.stored;
  const seen = owner.seen === undefined ? {} : { seen: owner.seen };
  const edit: RowEdit = { op: "set", row: owner.ref, column: owner.column, value, ...seen };
  // What the user saw in the file, not what was staged over it: the commit is guarded by it.
  return base === undefined ? edit : { ...edit, base };
}

/** What clearing a cell leaves: NULL where it may be, else an empty text. */
export function clearedValue(column: Pick<Column, "notNull" | "primaryKey">): Scalar {
  return column.notNull || column.primaryKey > 0 ? "" : null;
}

/** The columns of a pasted or duplicated row that can be written, with their values. */
export function insertEdit(
  table: Table,
  newId: string,
  columns: readonly Column[],
  values: readonly (Scalar | undefined)[],
): RowEdit {
  const given = columns.flatMap((column, i) => {
    const value = values[i];
    return value === undefined || !isWritable(column) ? [] : [{ column: column.name, value }];
  });
  return { op: "insert", table: { schema: table.schema, name: table.name }, newId, values: given };
}

/** A new row of these rows, with what all of them hold where it has nothing else. */
export function newRow(
  rows: Pick<TableRows, "table" | "shownColumns" | "options">,
  values: readonly (Scalar | undefined)[] = [],
): RowEdit {
  const { given = [] } = rows.options;
  const all = rows.shownColumns.map(({ name }, i) =>
    values[i] === undefined ? given.find(({ column }) => column === name)?.value : values[i],
  );
  return insertEdit(rows.table, crypto.randomUUID(), rows.shownColumns, all);
}

/** Columns that a copy of a row leaves to the database: the key it makes by itself, and what is computed. */
export function isLeftOpen(table: Table, column: Column): boolean {
  const auto = table.identity.kind === "rowid" && table.identity.column === column.name;
  return auto || !isWritable(column);
}

/**
 * What typing or pasting this text over `before` means in a column; spreadsheets write TRUE and FALSE. What the cell says
 * already leaves it as it is: NULL is no empty text then, and `Inf` no text.
 */
export function pastedValue(table: Table, column: Column, text: string, before: Cell | undefined): Scalar {
  if (before !== undefined && !isPreview(before) && editText(before) === text) return before;
  const said = isBoolean(column) ? /^\s*(true|false)\s*$/i.exec(text)?.[1]?.toLowerCase() : undefined;
  return said ? (said === "true" ? 1n : 0n) : typedValue(text, storingAffinity(table, column), before);
}

/** The rectangle that holds all ranges; null without any. */
export function boundsOf(ranges: readonly CellRange[]): CellRange | null {
  const [first, ...rest] = ranges;
  if (!first) return null;
  let bounds = first;
  for (const range of rest) {
    bounds = {
      firstRow: Math.min(bounds.firstRow, range.firstRow),
      lastRow: Math.max(bounds.lastRow, range.lastRow),
      firstColumn: Math.min(bounds.firstColumn, range.firstColumn),
      lastColumn: Math.max(bounds.lastColumn, range.lastColumn),
      wholeRows: bounds.wholeRows && range.wholeRows,
      wholeColumns: bounds.wholeColumns && range.wholeColumns,
    };
  }
  return bounds;
}

/** Are the same columns selected in each of the rows that the ranges touch? */
export function formTable(ranges: readonly CellRange[]): boolean {
  // Between two neighbouring ends the same ranges hold in all rows.
  const ends = [...new Set(ranges.flatMap((range) => [range.firstRow, range.lastRow + 1]))];
  const columns = ends
    .map((row) => columnsIn(ranges.filter((range) => range.firstRow <= row && row <= range.lastRow)))
    .filter((found) => found !== "");
  return new Set(columns).size <= 1;
}

/** The columns that ranges hold, as a text that is the same for the same columns. */
function columnsIn(ranges: readonly CellRange[]): string {
  const sorted = ranges.map((r): [number, number] => [r.firstColumn, r.lastColumn]).sort((a, b) => a[0] - b[0]);
  return joined(sorted).join(" ");
}

/** Sorted spans [first, last] as few that do not overlap. */
function joined(sorted: readonly [number, number][]): [number, number][] {
  const spans: [number, number][] = [];
  for (const [first, last] of sorted) {
    const before = spans.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else spans.push([first, last]);
  }
  return spans;
}

/** One cell as a selection. */
export function oneCell(cell: CellPlace): GridSelection {
  const { row, column } = cell;
  const range = { firstRow: row, lastRow: row, firstColumn: column, lastColumn: column };
  return { cursor: cell, ranges: [{ ...range, wholeRows: false, wholeColumns: false }] };
}

/** How many rows the ranges touch, each once. */
export function rowCountOf(ranges: readonly CellRange[]): number {
  return rowSpans(ranges).reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** How many cells the ranges hold; cells in two ranges count twice. */
export function cellCountOf(ranges: readonly CellRange[]): number {
  return ranges.reduce((sum, r) => sum + (r.lastRow - r.firstRow + 1) * (r.lastColumn - r.firstColumn + 1), 0);
}

/** The rows of the ranges as spans [first, last] that do not overlap, in order. */
export function rowSpans(ranges: readonly CellRange[]): [number, number][] {
  return joined(ranges.map((r): [number, number] => [r.firstRow, r.lastRow]).sort((a, b) => a[0] - b[0]));
}
