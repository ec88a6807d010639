/** A staged row as the change that writes it. Pure. */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { keyColumns, rowidColumn } from "./row-address.ts";
import type { PlannedRow } from "./plan-commit.ts";
import type { RowChange } from "./statements.ts";
import { isNew, type SeenCell } from "./unit-of-work.ts";

/** `rowid` is the key reserved for a new row; null lets SQLite choose, or the row brings its own. */
export function toChange({ entry, table }: PlannedRow, rowid: bigint | null): RowChange {
  const { row, state, values } = entry.staged;
  const sets: { column: string; value: Scalar }[] = [];
  for (const { column, value } of values) if (value !== undefined) sets.push({ column, value });
  if (isNew(row)) {
    const alias = rowidColumn(table);
    const given = sets.filter((s) => !(s.column === alias && s.value === null));
    const keyed =
      rowid === null
        ? given
        : [{ column: alias ?? (keyColumns(table)[0] as string), value: rowid as Scalar }, ...given];
    const returning = table.identity.kind === "primaryKey" ? table.identity.columns : [];
    return { kind: "insert", table, key: null, sets: keyed, guards: [], returning };
  }
  const guards: SeenCell[] = [];
  for (const { column, base } of values) if (base !== undefined) guards.push({ column, base });
  const based = guards.length;
  for (const seen of entry.witness) {
    if (!guards.some((guard, i) => i < based && guard.column === seen.column)) guards.push(seen);
  }
  if (state === "deleted") return { kind: "delete", table, key: row.key, sets: [], guards, returning: [] };
  // A key that is edited is what SQLite makes of it ('5' in an INTEGER column is 5), so it is asked for.
  const keys = table.identity.kind === "rowid" ? [table.identity.column ?? ""] : keyColumns(table);
  const returning = sets.some((s) => keys.includes(s.column)) ? keys : [];
  return { kind: "update", table, key: row.key, sets, guards, returning };
}

/** The rowid a new row asks for itself; null when it asks for none. */
export function givenRowid({ entry, table }: PlannedRow): bigint | null {
  const alias = rowidColumn(table);
  const value = entry.staged.values.find((v) => v.column === alias)?.value;
  if (value === undefined || value === null) return null;
  if (typeof value === "bigint") return value;
  // What an INTEGER PRIMARY KEY makes of '5' or 5.0; others were refused when they were staged.
  const number = Number(value);
  return Number.isSafeInteger(number) ? BigInt(number) : null;
}
