/** The order of new or deleted rows of one table that refer to each other. Pure. */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { rowKeyText } from "../../../src-shared/model/rows.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import { sameName } from "../schema/same-name.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { rowidColumn } from "./row-address.ts";

/** New rows parents first, deleted rows children first; `cyclic` when they refer in a circle. */
export function orderRows(
  table: Table,
  rows: readonly PlannedRow[],
  state: "new" | "deleted",
): { rows: readonly PlannedRow[]; cyclic: boolean } {
  const keys = table.foreignKeys.filter((key) => sameName(key.parentTable, table.name));
  if (keys.length === 0 || rows.length < 2) return { rows, cyclic: false };
  const part = state === "new" ? "value" : "base";
  /** Per foreign key: the row that has these values in the parent columns. */
  const parents = keys.map((key) => {
    const byValues = new Map<string, PlannedRow>();
    for (const row of rows) {
      const text = valuesText(row, key.parentColumns, part);
      if (text !== null) byValues.set(text, row);
    }
    return byValues;
  });
  const parentsOf = (row: PlannedRow) =>
    keys.flatMap((key, i) => {
      const text = valuesText(row, key.columns, part);
      const parent = text === null ? undefined : parents[i]?.get(text);
      return parent && parent !== row ? [parent] : [];
    });
  const sorted = depthFirst(rows, parentsOf);
  return state === "new" ? sorted : { ...sorted, rows: sorted.rows.toReversed() };
}

/** Each row after those it depends on. Without recursion: a list of 100,000 replies must not overflow the stack. */
function depthFirst(rows: readonly PlannedRow[], parentsOf: (row: PlannedRow) => PlannedRow[]) {
  const sorted: PlannedRow[] = [];
  const state = new Map<PlannedRow, "open" | "done">();
  let cyclic = false;
  for (const start of rows) {
    const stack = [start];
    while (stack.length > 0) {
      const row = stack.at(-1) as PlannedRow;
      if (state.get(row) === undefined) {
        state.set(row, "open");
        for (const parent of parentsOf(row)) {
          if (state.get(parent) === undefined) stack.push(parent);
          else if (state.get(parent) === "open") cyclic = true;
        }
        continue;
      }
      stack.pop();
      if (state.get(row) === "open") {
        state.set(row, "done");
        sorted.push(row);
      }
    }
  }
  return { rows: sorted, cyclic };
}

/** The values of some columns as a text; null when one is NULL or not known, so that it refers to nothing. */
function valuesText({ entry, table }: PlannedRow, columns: readonly string[], part: "value" | "base"): string | null {
  if (columns.length === 0) return null;
  const values: Scalar[] = [];
  for (const column of columns) {
    const isKey = part === "value" && sameName(rowidColumn(table) ?? "", column);
    const value =
      entry.staged.values.find((v) => sameName(v.column, column))?.[part] ?? (isKey ? entry.staged.rowid : undefined);
    if (value === undefined || value === null) return null;
    if (typeof value === "object" && !(value instanceof Uint8Array)) return null;
    values.push(value);
  }
  return rowKeyText(values);
}
