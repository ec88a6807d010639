/** Staged rows with the tables they belong to, as the schema is now. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { objectKey } from "../../../src-shared/model/names.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import type { SchemaReader } from "./ground-edit.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { checkedKey, keyColumns } from "./row-address.ts";
import { type Entry, isNew } from "./unit-of-work.ts";

/** Throws an AppError with the staged rows concerned when a table is gone or its rows are addressed otherwise now. */
export function plannedRows(entries: readonly Entry[], schema: SchemaReader): PlannedRow[] {
  const tables = new Map<string, Table>();
  // Rows of one table mostly come one after another.
  let last: Table | null = null;
  return entries.map((entry) => {
    const { row, id } = entry.staged;
    try {
      const isLast = last !== null && last.name === row.table.name && last.schema === row.table.schema;
      const key = isLast ? "" : objectKey(row.table);
      const table = isLast ? (last as Table) : (tables.get(key) ?? schema.table(row.table));
      if (!isLast) tables.set(key, table);
      last = table;
      keyColumns(table);
      if (!isNew(row)) checkedKey(table, row.key);
      return { entry, table };
    } catch (thrown) {
      // The row has to be told with the reason.
      throw thrown instanceof AppError ? new AppError({ ...thrown.data, rows: [id] }) : thrown;
    }
  });
}
