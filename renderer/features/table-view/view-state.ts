/** What a table view wants back after a restart: JSON, kept by its owner in the workspace. */
import type { OrderTerm, RowFilter } from "../../../src-shared/model/rows.ts";
import { type KeptFilter, keepFilter, readKeptFilter } from "../../../src-shared/model/row-filter-json.ts";
import type { Formats } from "./formats/kept-formats.ts";
import type { ColumnLayout } from "./columns/column-layout.ts";

export interface TableViewState {
  /** Widths that were dragged, by column name, in CSS pixels. */
  readonly widths?: Readonly<Record<string, number>>;
  readonly order?: readonly OrderTerm[];
  readonly filter?: readonly KeptFilter[];
  /** How columns are shown, by column name. */
  readonly formats?: Formats;
  /** Hidden, pinned and moved columns. */
  readonly columns?: ColumnLayout;
  /** The cell panel is open. */
  readonly inspector?: boolean;
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
  return (state?.order ?? []).filter((term) => columns.includes(term.column));
}

/** The order after a click on a header: ascending, descending, none. `add` keeps the other columns. */
export function nextOrder(order: readonly OrderTerm[], column: string, add: boolean): OrderTerm[] {
  const at = order.findIndex((term) => term.column === column);
  const before = order[at];
  const next: OrderTerm[] = !before
    ? [{ column, direction: "asc" }]
    : before.direction === "asc"
      ? [{ column, direction: "desc" }]
      : [];
  if (!add) return next;
  if (at < 0) return [...order, ...next];
  return [...order.slice(0, at), ...next, ...order.slice(at + 1)];
}
