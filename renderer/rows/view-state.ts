/** What a table view wants back after a restart: JSON, kept by its owner in the workspace. */
import type { AppErrorData } from "../../src-shared/errors/app-error.ts";
import type { OrderTerm, RowFilter } from "../../src-shared/model/rows.ts";
import { type KeptFilter, keepFilter, readKeptFilter } from "../../src-shared/model/row-filter-json.ts";
import type { KeptRule } from "./kept-rules.ts";
import type { Formats } from "../values/kept-formats.ts";
import type { ColumnLayout } from "./column-layout.ts";

/** Scroll and selection. */
export interface KeptPlace {
  /** First row and column on screen. */
  readonly top: number;
  readonly left: number;
  readonly cell: { readonly row: number; readonly column: number } | null;
  /** What is selected, when it is more than the cell. */
  readonly ranges: readonly KeptRange[];
}

/** First row, last row, first column, last column, and whether they were selected as whole rows or columns. */
export type KeptRange = readonly [number, number, number, number, ("rows" | "columns")?];

/** A kept place; null when there is none, or it is not one. */
export function readPlace(state: TableViewState | undefined): KeptPlace | null {
  const { top, left, cell, ranges } = state?.place ?? {};
  const isPlace = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 0;
  if (!isPlace(top) || !isPlace(left) || !Array.isArray(ranges)) return null;
  const goodCell = cell && isPlace(cell.row) && isPlace(cell.column) ? cell : null;
  const isRange = (range: unknown): range is KeptRange =>
    Array.isArray(range) &&
    range.slice(0, 4).filter(isPlace).length === 4 &&
    (range.length === 4 || (range.length === 5 && ["rows", "columns"].includes(range[4])));
  const goodRanges = ranges.filter(isRange);
  return { top, left, cell: goodCell, ranges: goodRanges };
}

export interface TableViewState {
  /** Widths that were dragged, by column name, in CSS pixels. */
  readonly widths?: Readonly<Record<string, number>>;
  readonly order?: readonly OrderTerm[];
  readonly filter?: readonly KeptFilter[];
  /** How columns are shown, by column name. */
  readonly formats?: Formats;
  /** Conditional formats. */
  readonly rules?: readonly KeptRule[];
  /** Hidden, pinned and moved columns. */
  readonly columns?: ColumnLayout;
  /** The cell panel is open. */
  readonly inspector?: boolean;
  /** Where one was. */
  readonly place?: KeptPlace;
  /** How it was exported last: read by whoever exports. */
  readonly exported?: unknown;
  /** Its rows were long in coming and had not come, or were stopped: they are read again when somebody wants them. */
  readonly unanswered?: boolean;
}

/** Why the rows of a view that was left without an answer are not read by themselves; null when they are. */
export function heldBecause(state: TableViewState | undefined): AppErrorData | null {
  if (state?.unanswered !== true) return null;
  return {
    code: "engine.stopped",
    message: "The rows of this view took long and had not come when it was left.",
    next: "Read them again when you want to wait for them, or narrow them down with another filter or order.",
  };
}

/** Conditions in a form JSON can carry. */
export function keptFilter(filter: readonly RowFilter[]): NonNullable<TableViewState["filter"]> {
  return filter.map(keepFilter);
}

/** Kept conditions that still fit the table; what another version or another schema wrote is left out. */
export function readFilter(state: TableViewState | undefined, columns: readonly string[]): RowFilter[] {
  return (state?.filter ?? []).flatMap((kept) => readKeptFilter(kept, columns) ?? []);
}

/** Kept order terms of columns that still exist. */
export function readOrder(state: TableViewState | undefined, columns: readonly string[]): OrderTerm[] {
  return (state?.order ?? []).filter(
    ({ column, through }) => columns.includes(column) && (through?.columns ?? []).every((own) => columns.includes(own)),
  );
}

/** The order after a click on a header: ascending, descending, none. `add` keeps the other columns. */
export function nextOrder(order: readonly OrderTerm[], column: string, add: boolean): OrderTerm[] {
  const at = order.findIndex((term) => term.column === column);
  const before = order[at];
  const next: OrderTerm[] = !before
    ? [{ column, direction: "asc" }]
    : before.direction === "asc"
      ? [{ ...before, direction: "desc" }]
      : [];
  if (!add) return next;
  if (at < 0) return [...order, ...next];
  return [...order.slice(0, at), ...next, ...order.slice(at + 1)];
}
