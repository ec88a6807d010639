/** A staged row as the change that writes it. Pure. */
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import { keyColumns, rowidColumn } from "./row-address.ts";
import type { PlannedRow } from "./commit-plan.ts";
import type { RowChange } from "./statements.ts";
import { isNew, type SeenCell } from "./unit-of-work.ts";

/** `rowid` is the key reserved for a new row; null lets SQLite choose, or the row brings its own. */
export function toChange({ entry, table }: PlannedRow, rowid: bigint | null): RowChange {
  const { row, state, values } = entry.staged;
  const key = keySet(table);
  if (state === "dirty" && entry.witness.length === 0) {
    // An edited cell has base and value, so the staged cells are both lists: a commit may hold tens of thousands.
    const edited = values as readonly { column: string; base: Cell; value: Scalar }[];
    const returning = edited.some((v) => key.has(v.column)) ? shownKey(table) : NONE;
    return { kind: "update", table, key: isNew(row) ? null : row.key, sets: edited, guards: edited, returning };
  }
  if (isNew(row)) {
    const alias = rowidColumn(table);
    const sets: { column: string; value: Scalar }[] = [];
    if (rowid !== null) sets.push({ column: alias ?? (keyColumns(table)[0] as string), value: rowid });
    for (const { column, value } of values) {
      if (value !== undefined && !(value === null && column === alias)) sets.push({ column, value });
    }
    const returning = table.identity.kind === "primaryKey" ? table.identity.columns : NONE;
    return { kind: "insert", table, key: null, sets, guards: NO_GUARDS, returning };
  }
  const sets = values.filter((v): v is typeof v & { value: Scalar } => v.value !== undefined);
  const based = values.filter((v): v is typeof v & { base: Cell } => v.base !== undefined);
  const others = entry.witness.filter((w) => based.every((b) => b.column !== w.column));
  const guards: readonly SeenCell[] = others.length > 0 ? [...based, ...others] : based;
  if (state === "deleted") return { kind: "delete", table, key: row.key, sets: [], guards, returning: [] };
  // A key that is edited is what SQLite makes of it ('5' in an INTEGER column is 5), so it is asked for.
  const returning = sets.some((s) => key.has(s.column)) ? shownKey(table) : NONE;
  return { kind: "update", table, key: row.key, sets, guards, returning };
}

const NONE: readonly string[] = [];
const NO_GUARDS: readonly SeenCell[] = [];
const keySets = new WeakMap<Table, ReadonlySet<string>>();

/** Columns whose edit moves a row to another key. */
function keySet(table: Table): ReadonlySet<string> {
  let known = keySets.get(table);
  if (!known) {
    const { identity } = table;
    const names = identity.kind === "rowid" ? (identity.column === null ? [] : [identity.column]) : shownKey(table);
    keySets.set(table, (known = new Set(names)));
  }
  return known;
}

/** The key as columns: the rowid under the name of its column, if it has one. */
function shownKey({ identity }: Pick<Table, "identity">): readonly string[] {
  // An INSTEAD OF trigger has nothing to give back.
  if (identity.kind === "none" || identity.kind === "values") return [];
  return identity.kind === "rowid" ? [identity.column ?? identity.alias] : identity.columns;
}

/** The rowid a new row asks for itself; null when it asks for none. */
export function givenRowid({ entry, table }: PlannedRow): bigint | null {
  const alias = rowidColumn(table);
  let value: Scalar | undefined;
  if (alias !== null) for (const v of entry.staged.values) if (v.column === alias) value = v.value;
  if (value === undefined || value === null) return null;
  if (typeof value === "bigint") return value;
  // What an INTEGER PRIMARY KEY makes of '5' or 5.0; others were refused when they were staged.
  const number = Number(value);
  return Number.isSafeInteger(number) ? BigInt(number) : null;
}
