/** Rows that a table's tab is asked to bring into view, by database and table: the last request wins. */
import { createStore } from "zustand/vanilla";
import { type ObjectName, objectKey } from "../../../src-shared/model/names.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";

export interface TableTarget {
  readonly row: RowRef;
  readonly column?: string | undefined;
}

export const tableTargets = createStore<Readonly<Record<string, TableTarget>>>(() => ({}));

/** The key of a table's requests. */
export function targetKey(handle: string, table: ObjectName): string {
  return `${handle} ${objectKey(table)}`;
}

/** Asks the tab of the row's table to show it, now or when it is opened. */
export function askForRow(handle: string, row: RowRef, column?: string): void {
  tableTargets.setState({ [targetKey(handle, row.table)]: { row, column } });
}
