/** What a person does to a table's cells and rows: each gesture becomes one step of the session. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { type Cell, isPreview, sameScalar, type Scalar } from "../../../src-shared/model/cell.ts";
import type { Column } from "../../../src-shared/model/schema.ts";
import type { RowEdit } from "../../../src-shared/model/session.ts";
import { isFresh } from "../../rpc/staged-index.ts";
import type { CellPlace, CellRange, GridSelection } from "../../ui/data-grid/grid-source.ts";
import { plural } from "../../ui/format.ts";
import { assertFetchable, wholeValue } from "../read-value.ts";
import { gesture, type GestureContext, type GestureResult, stage } from "./gesture.ts";
import { HeldCell } from "./held-cell.ts";
import { clearedValue, isLeftOpen, newRow, pastedValue, rowSpans, setEdit } from "./row-edits.ts";
import { nowValue, typedTime } from "../../values/now-value.ts";
import { mostRows, rowsBetween } from "./row-ranges.ts";
import { cellOf, type ShownRow } from "../cell-owners.ts";

/** What a text typed over `before` means: by the column, and by what it is shown as. */
function typedInto({ rows }: GestureContext, column: Column, text: string, before: Cell | undefined): Scalar {
  const time = typedTime(text, column, before, rows.formatOf(column.name));
  return time ?? pastedValue(rows.table, column, text, before);
}

/**
 * Text typed into one cell: the one at a place, or one that an editor was opened on, wherever its row stands by now. The same value
 * again stages nothing; a row that is gone takes nothing (`row.gone`). Throws an AppError.
 */
export async function typeInto(
  context: GestureContext,
  cell: CellPlace | HeldCell,
  text: string,
): Promise<GestureResult> {
  const held = cell instanceof HeldCell ? cell : HeldCell.at(context.rows, cell);
  if (!held) return null;
  const { column, index, before } = held;
  const value = typedInto(context, column, text, before);
  if (before !== undefined && sameScalar(value, before)) return null;
  // Without a wait where the row is in sight: gestures are staged in the order they are made.
  const gone = held.now === null ? await held.gone(context.client) : null;
  return gone ?? stage(context, `Set ${column.name}`, [setEdit(held.shown, column, index, value)]);
}

/** True becomes false and false true. */
export function toggle(context: GestureContext, cell: CellPlace): Promise<GestureResult> {
  return typeInto(context, cell, context.rows.value(cell.row, cell.column) === 1n ? "0" : "1");
}

/** A column of a new row gets its default when the row is stored. */
const leaveOpen = Symbol("left open");

/** Sets every cell of the ranges to what `valueOf` gives for its column; undefined leaves the cell alone. */
async function setAll(
  context: GestureContext,
  ranges: readonly CellRange[],
  label: (cells: number) => string,
  valueOf: (column: number, shown: ShownRow) => Scalar | typeof leaveOpen | undefined,
): Promise<GestureResult> {
  const { client, rows, cache } = context;
  const edits: (RowEdit | null)[] = [];
  for (const range of ranges) {
    for (const shown of await rowsBetween(client, rows, cache.source, range.firstRow, range.lastRow)) {
      for (let column = range.firstColumn; column <= range.lastColumn; column++) {
        const spec = rows.shownColumns[column];
        const value = spec && valueOf(column, shown);
        if (!spec || value === undefined) continue;
        if (value === leaveOpen) {
          if (shown.ref) edits.push({ op: "revert", row: shown.ref, column: spec.name });
        } else edits.push(setEdit(shown, spec, column, value));
      }
    }
  }
  return stage(context, label(edits.length), edits);
}

/** Sets the cells to NULL, whatever they held. */
export function setNull(context: GestureContext, selection: GridSelection): Promise<GestureResult> {
  const label = (cells: number) => (cells === 1 ? "Set to NULL" : `Set ${plural(cells, "cell")} to NULL`);
  return gesture(() => setAll(context, selection.ranges, label, () => null));
}

/**
 * Sets cells to what their column's DEFAULT gives now (as SQLite evaluates it), NULL where there is none. In new rows the
 * column is left open again, so that it gets its default when the row is stored.
 */
export function setDefault(context: GestureContext, selection: GridSelection): Promise<GestureResult> {
  const { client, rows } = context;
  return gesture(async () => {
    const { schema, name } = rows.table;
    const columns = new Set(
      selection.ranges.flatMap((range) => rows.shownColumns.slice(range.firstColumn, range.lastColumn + 1)),
    );
    const given = [...columns].filter((column) => column.defaultSql !== null);
    const question = { table: { schema, name }, columns: [], rows: [[]], conditions: [] };
    const expressions = given.map((column) => column.defaultSql ?? "NULL");
    const answer = given.length > 0 ? await client.ask("rows.evaluate", { ...question, expressions }) : null;
    const failed = answer?.errors.find((error) => error !== null);
    if (failed) {
      throw new AppError({
        code: "value.refused",
        message: "The default of this column cannot be computed here.",
        next: "Type the value, or leave it open in a new row.",
        detail: failed,
      });
    }
    const values = new Map(given.map((column, i) => [column.name, answer?.rows[0]?.[i] ?? null]));
    const label = (cells: number) => `Set ${plural(cells, "cell")} to the default`;
    return setAll(context, selection.ranges, label, (column, shown) => {
      const spec = rows.shownColumns[column];
      if (!spec) return undefined;
      return shown.file ? (values.get(spec.name) ?? null) : leaveOpen;
    });
  });
}

/** Sets cells to the present moment, each in the form of its column. */
export function setNow(context: GestureContext, selection: GridSelection): Promise<GestureResult> {
  const { rows } = context;
  const now = new Date();
  const label = (cells: number) => (cells === 1 ? "Set to now" : `Set ${plural(cells, "cell")} to now`);
  return gesture(() =>
    setAll(context, selection.ranges, label, (column, shown) => {
      const spec = rows.shownColumns[column];
      if (!spec) return undefined;
      return nowValue(now, spec, cellOf(shown, spec.name, column), rows.formatOf(spec.name));
    }),
  );
}

/** Sets the cells to an empty text. */
export function setEmpty(context: GestureContext, selection: GridSelection): Promise<GestureResult> {
  const label = (cells: number) => (cells === 1 ? "Set to empty text" : `Set ${plural(cells, "cell")} to empty text`);
  return gesture(() => setAll(context, selection.ranges, label, () => ""));
}

/** Clears cells: to NULL where that is allowed, else to an empty text. */
export function clear(context: GestureContext, selection: GridSelection): Promise<GestureResult> {
  const { shownColumns } = context.rows;
  return gesture(() =>
    setAll(
      context,
      selection.ranges,
      (cells) => `Clear ${plural(cells, "cell")}`,
      (column) => {
        const spec = shownColumns[column];
        return spec && clearedValue(spec);
      },
    ),
  );
}

/** All cells take what was typed into one of them, each by the rules of its column. */
export function setAllTyped(context: GestureContext, selection: GridSelection, text: string): Promise<GestureResult> {
  const { rows } = context;
  return gesture(() =>
    setAll(
      context,
      selection.ranges,
      (cells) => `Set ${plural(cells, "cell")}`,
      (column, shown) => {
        const spec = rows.shownColumns[column];
        return spec && typedInto(context, spec, text, cellOf(shown, spec.name, column));
      },
    ),
  );
}

/** The first row of each range is copied into the others; a range of one row takes the values above it. */
export function fillDown(context: GestureContext, selection: GridSelection): Promise<GestureResult> {
  const ranges = selection.ranges.map((range) =>
    range.lastRow > range.firstRow ? { ...range, firstRow: range.firstRow + 1 } : range,
  );
  return copyAbove(context, { ...selection, ranges }, "Fill down");
}

/** The cells take the value of the row above their range. */
export function copyAbove(
  context: GestureContext,
  selection: GridSelection,
  label = "Copy from above",
): Promise<GestureResult> {
  const { client, rows, cache } = context;
  return gesture(async () => {
    const edits: (RowEdit | null)[] = [];
    for (const range of selection.ranges) {
      if (range.firstRow === 0) continue;
      const [above, ...below] = await rowsBetween(client, rows, cache.source, range.firstRow - 1, range.lastRow);
      if (!above) continue;
      for (let column = range.firstColumn; column <= range.lastColumn; column++) {
        const spec = rows.shownColumns[column];
        const value = spec && (await shownValue(context, above, column));
        if (spec && value !== undefined) for (const shown of below) edits.push(setEdit(shown, spec, column, value));
      }
    }
    return stage(context, label, edits);
  });
}

/** Deletes the rows that the ranges touch; forgets those that are not stored yet. */
export function deleteRows(context: GestureContext, selection: GridSelection): Promise<GestureResult> {
  return gesture(async () => {
    const edits: (RowEdit | null)[] = [];
    for (const shown of await selectedRows(context, selection.ranges)) {
      if (shown.staged?.state === "deleted") continue;
      edits.push(shown.ref && { op: "delete", row: shown.ref });
    }
    return stage(context, `Delete ${plural(edits.length, "row")}`, edits);
  });
}

/** The Delete key: deletes the rows when whole rows are all that is selected, else clears the cells. */
export function remove(context: GestureContext, selection: GridSelection): Promise<GestureResult> {
  if (selection.ranges.length === 0) return Promise.resolve(null);
  const areRows = selection.ranges.every((range) => range.wholeRows);
  return areRows ? deleteRows(context, selection) : clear(context, selection);
}

/** Takes back what is staged of these rows. */
export function revertRows(context: GestureContext, selection: GridSelection): Promise<GestureResult> {
  return gesture(async () => {
    const shown = await selectedRows(context, selection.ranges);
    const edits = shown.flatMap(({ staged }): RowEdit[] => {
      if (!staged) return [];
      return [isFresh(staged.row) ? { op: "delete", row: staged.row } : { op: "revert", row: staged.row }];
    });
    return stage(context, `Revert ${plural(edits.length, "row")}`, edits);
  });
}

/** A new row at the end; its columns get their defaults unless they are set before the commit. */
export function addRow(context: GestureContext): Promise<GestureResult> {
  return stage(context, "Add row", [newRow(context.rows)]);
}

/** Copies of the rows, at the end; keys that the database makes by itself are left to it. */
export function duplicateRows(context: GestureContext, selection: GridSelection): Promise<GestureResult> {
  const { rows } = context;
  return gesture(async () => {
    const edits: RowEdit[] = [];
    const all = await selectedRows(context, selection.ranges);
    const copied = rows.shownColumns.flatMap((column, i) => (isLeftOpen(rows.table, column) ? [] : [i]));
    assertFetchable(
      all.flatMap((shown) => copied.map((column) => shownCell(context, shown, column))),
      "Copy the row with INSERT … SELECT in a SQL console.",
    );
    for (const shown of all) {
      const values: (Scalar | undefined)[] = [];
      for (const [i, column] of rows.shownColumns.entries()) {
        values.push(isLeftOpen(rows.table, column) ? undefined : await shownValue(context, shown, i));
      }
      edits.push(newRow(rows, values));
    }
    return stage(context, edits.length === 1 ? "Duplicate row" : `Duplicate ${edits.length} rows`, edits);
  });
}

/** Each row of the ranges once. Throws an AppError when they are too many. */
export async function selectedRows(context: GestureContext, ranges: readonly CellRange[]): Promise<ShownRow[]> {
  const { client, rows, cache } = context;
  const all: ShownRow[] = [];
  for (const [first, last] of rowSpans(ranges)) {
    for (const row of await rowsBetween(client, rows, cache.source, first, last)) all.push(row);
    if (all.length > mostRows) {
      throw new AppError({
        code: "value.tooLarge",
        message: "These are too many rows for one gesture.",
        next: `Select at most ${mostRows.toLocaleString("en-US")} rows.`,
      });
    }
  }
  return all;
}

/** What a row shows in a column, as the page has it. */
export function shownCell(
  { rows }: Pick<GestureContext, "rows">,
  shown: ShownRow,
  column: number,
): { cell: Cell | undefined; column: string } {
  const name = rows.shownColumns[column]?.name ?? "";
  return { cell: cellOf(shown, name, column), column: name };
}

/** The whole value a row shows in a column, fetched when the page holds only a preview; undefined when left open. */
export async function shownValue(
  { client, rows }: Pick<GestureContext, "client" | "rows">,
  shown: ShownRow,
  column: number,
): Promise<Scalar | undefined> {
  const name = rows.shownColumns[column]?.name;
  const cell = name === undefined ? undefined : cellOf(shown, name, column);
  if (cell === undefined || name === undefined) return undefined;
  if (!isPreview(cell)) return cell;
  if (!shown.file?.key) {
    throw new AppError({
      code: "row.notAddressable",
      message: "A large value of these rows cannot be fetched, because rows of a view have no key.",
      next: "Select it in a SQL console instead.",
    });
  }
  return wholeValue(client, cell, { table: rows.table, key: shown.file.key, column: name });
}
