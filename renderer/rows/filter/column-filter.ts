/**
 * The filter row's side of a view's conditions: the field over a column shows the first condition on that column that its
 * language can say, and typing there changes that one. So chips and fields are two looks at one list.
 */
import type { RowFilter } from "../../../src-shared/model/row-filter.ts";
import {
  type FilteredColumn,
  formatFilterText,
  parseFilterText,
  type TextFilter,
} from "../../../src-shared/sql/filter-text.ts";

/** What the field over a column shows. `at`: the condition's place in the list; -1 when there is none. */
export interface ColumnFilter {
  readonly at: number;
  readonly text: string;
  /** The condition counts. */
  readonly on: boolean;
}

function isAbout(filter: RowFilter, column: string): filter is TextFilter {
  return "column" in filter && filter.column === column && filter.operator !== "in";
}

/** The condition that the field over a column shows. */
export function columnFilter(filter: readonly RowFilter[], column: FilteredColumn): ColumnFilter {
  for (const [at, part] of filter.entries()) {
    if (!isAbout(part, column.name)) continue;
    const { enabled = true, ...condition } = part;
    const text = formatFilterText(condition as TextFilter, column);
    if (text !== null) return { at, text, on: enabled };
  }
  return { at: -1, text: "", on: true };
}

/**
 * The conditions after this text was typed over the column; the same list when it changes nothing (a text that is not yet a
 * condition, such as `>`). What was switched off counts again once it is typed anew.
 */
export function withColumnText(
  filter: readonly RowFilter[],
  column: FilteredColumn,
  text: string,
): readonly RowFilter[] {
  const before = columnFilter(filter, column);
  if (text.trim() === "") return before.at < 0 ? filter : filter.filter((_, i) => i !== before.at);
  const condition = parseFilterText(text, column);
  if (!condition || before.text === formatFilterText(condition, column)) return filter;
  return before.at < 0 ? [...filter, condition] : filter.with(before.at, condition);
}

/** The list with the condition at a place replaced, or taken out. */
export function replaced(filter: readonly RowFilter[], at: number, next: RowFilter | null): readonly RowFilter[] {
  if (next === null) return filter.filter((_, i) => i !== at);
  return at < filter.length ? filter.with(at, next) : [...filter, next];
}

/** The list with the condition at a place switched on or off. */
export function switched(filter: readonly RowFilter[], at: number): readonly RowFilter[] {
  const part = filter[at];
  if (!part) return filter;
  const { enabled = true, ...rest } = part;
  return filter.with(at, enabled ? { ...part, enabled: false } : (rest as RowFilter));
}
