/** What is kept of a table's view, when its columns have other names. Pure. */
import { type RenamedTable, renamedColumn, renamedConditions } from "../../src-shared/model/renames.ts";
import type { TableViewState } from "../rows/view-state.ts";

/** How rows are shown, as it is kept, with the new names of the columns. */
export function renamedView(state: TableViewState, renamed: RenamedTable): TableViewState {
  const { widths, order, filter, formats, rules, columns, ...rest } = state;
  const name = (column: string) => renamedColumn(renamed, column);
  const keyed = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).map(([column, value]) => [name(column), value]));
  const listed = (names: readonly string[] | undefined) => names?.map(name);
  const [inOrder, hidden, pinned] = [listed(columns?.order), listed(columns?.hidden), listed(columns?.pinned)];
  return {
    ...rest,
    ...(widths && { widths: keyed(widths) }),
    ...(order && { order: renamedConditions(renamed, order) }),
    ...(filter && { filter: renamedConditions(renamed, filter) }),
    ...(formats && { formats: keyed(formats) }),
    ...(rules && { rules: renamedConditions(renamed, rules) }),
    ...(columns && {
      columns: { ...columns, ...(inOrder && { order: inOrder }), ...(hidden && { hidden }), ...(pinned && { pinned }) },
    }),
  };
}
