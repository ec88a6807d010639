/** A staged row as the change that writes it. Pure. */
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import { keyColumns, rowidColumn } from "./row-address.ts";
import type { PlannedRow } from "./plan-commit.ts";
import type { RowChange } from "./statements.ts";
import { isNew, type SeenCell } from "./unit-of-work.ts";

/** `rowid` is the key reserved for a new row; null lets SQLite choose, or the row brings its own. */
export function toChange({ entry, table }: PlannedRow, rowid: bigint | null): RowChange {
  const { row, state, values } = entry.staged;
  // The staged cells themselves are handed on where they fit: a commit may hold tens of thousands.
  const sets = values.filter((v): v is typeof v & { value: Scalar } => v.value !== undefined);
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
  const based = values.filter((v): v is typeof v & { base: Cell } => v.base !== undefined);
  const others = entry.witness.filter((w) => based.every((b) => b.column !== w.column));
  const guards: readonly SeenCell[] = others.length > 0 ? [...based, ...others] : based;
  if (state === "deleted") return { kind: "delete", table, key: row.key, sets: [], guards, returning: [] };
  // A key that is edited is what SQLite makes of it ('5' in an INTEGER column is 5), so it is asked for.
  const returning = sets.some((s) => isKeyColumn(table, s.column)) ? shownKey(table) : [];
  return { kind: "update", table, key: row.key, sets, guards, returning };
}

function isKeyColumn({ identity }: Table, column: string): boolean {
  return identity.kind === "rowid" ? identity.column === column : shownKey({ identity }).includes(column);
}

/** The key as columns: the rowid under the name of its column, if it has one. */
function shownKey({ identity }: Pick<Table, "identity">): readonly string[] {
  if (identity.kind === "none") return [];
  return identity.kind === "rowid" ? [identity.column ?? identity.alias] : identity.columns;
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
