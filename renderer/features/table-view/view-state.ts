/** What a table view wants back after a restart: JSON, kept by its owner in the workspace. */
import { fromTagged, type TaggedScalar, toTagged } from "../../../src-shared/model/cell-json.ts";
import type { Condition, OrderTerm } from "../../../src-shared/model/rows.ts";

export interface TableViewState {
  /** Widths that were dragged, by column name, in CSS pixels. */
  readonly widths?: Readonly<Record<string, number>>;
  readonly order?: readonly OrderTerm[];
  readonly filter?: readonly { readonly column: string; readonly operator: string; readonly value: TaggedScalar }[];
  /** The cell panel is open. */
  readonly inspector?: boolean;
}

const operators: readonly string[] = ["=", "<>", "<", "<=", ">", ">=", "contains", "like", "isNull", "isNotNull"];

/** Conditions in a form JSON can carry. */
export function keptFilter(filter: readonly Condition[]): NonNullable<TableViewState["filter"]> {
  return filter.map(({ column, operator, value }) => ({ column, operator, value: toTagged(value) }));
}

/** Kept conditions that still fit the table; what another version or another schema wrote is left out. */
export function readFilter(state: TableViewState | undefined, columns: readonly string[]): Condition[] {
  return (state?.filter ?? []).flatMap(({ column, operator, value }): Condition[] => {
    if (!columns.includes(column) || !operators.includes(operator)) return [];
    try {
      return [{ column, operator: operator as Condition["operator"], value: fromTagged(value) }];
    } catch {
      return [];
    }
  });
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
