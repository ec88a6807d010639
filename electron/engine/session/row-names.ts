/** What a person calls staged rows: their declared keys, and what their label column holds. */
import type { RowName } from "../../../src-shared/model/session.ts";
import type { Index } from "../../../src-shared/model/schema.ts";
import type { Connection } from "../connection/connection.ts";
import { givenKey } from "./find-conflicts.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { baseOf, portableKeys } from "./portable-key.ts";
import { readCurrent } from "./read-current.ts";
import { isNew } from "./unit-of-work.ts";

/** The names of rows, each with the column it is known by; of a row of the file that was not seen whole, the label is read. */
export function rowNames(
  reader: Connection,
  rows: readonly { readonly row: PlannedRow; readonly label: string | null }[],
  indexes: readonly Index[],
): RowName[] {
  const keyOf = portableKeys(indexes);
  return rows.map(({ row, label }) => {
    const { entry, table } = row;
    const { staged } = entry;
    if (isNew(staged.row)) {
      const { identity } = table;
      const columns =
        identity.kind === "rowid" ? [identity.column ?? ""] : identity.kind === "primaryKey" ? identity.columns : [];
      const key = givenKey(row) ?? (staged.rowid === undefined ? [] : [staged.rowid]);
      const value = staged.values.find((v) => v.column === label)?.value;
      const shown = columns.includes("") ? [] : key.flatMap((part, i) => ({ column: columns[i] ?? "", value: part }));
      return { key: shown, label: value ?? null };
    }
    const found = keyOf(row);
    const key = (found?.columns ?? []).map((column, i) => ({ column, value: found?.key[i] ?? null }));
    if (label === null) return { key, label: null };
    const known = baseOf(entry, label);
    return {
      key,
      label: known === undefined ? (readCurrent(reader, table, staged.row.key, [label])?.[0] ?? null) : known,
    };
  });
}
