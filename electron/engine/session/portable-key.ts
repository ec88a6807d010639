/**
 * How a row is addressed where rowids may be others: in a copy of the file, by another program. By the key that its table
 * declares, with the values that the edit was based on. Pure.
 */
import { type Cell, isPreview, type Scalar } from "../../../src-shared/model/cell.ts";
import type { RowKey } from "../../../src-shared/model/rows.ts";
import type { Index, Table } from "../../../src-shared/model/schema.ts";
import { sameName } from "../schema/same-name.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { type Entry, isNew } from "./unit-of-work.ts";

export interface PortableKey {
  readonly columns: readonly string[];
  readonly key: RowKey;
  /** False: a rowid that no column shows. It says nothing of a copy, and of this file only until the next VACUUM. */
  readonly declared: boolean;
}

/**
 * The columns by which rows of a table can be found in any copy, best first: what its identity shows, the PRIMARY KEY, UNIQUE
 * columns without NULLs, other UNIQUE columns (for rows that have no NULL in them). Empty when there is nothing but a rowid.
 */
export function declaredKeys(table: Table, indexes: readonly Index[]): readonly (readonly string[])[] {
  const { identity } = table;
  if (identity.kind === "none") return [];
  if (identity.kind !== "rowid") return [identity.columns];
  if (identity.column !== null) return [[identity.column]];
  const column = (name: string | null) => table.columns.find((c) => name !== null && sameName(c.name, name));
  const unique = indexes
    .filter(
      (i) => i.unique && !i.partial && i.origin !== "pk" && i.schema === table.schema && sameName(i.table, table.name),
    )
    .map((index) => index.columns.map(column))
    .filter((columns) => columns.every((c) => c?.kind === "ordinary")) as Table["columns"][];
  const primary = table.columns.filter((c) => c.primaryKey > 0).toSorted((a, b) => a.primaryKey - b.primaryKey);
  const isSure = (columns: Table["columns"]) => columns.every((c) => c.notNull);
  const keys = [primary, ...unique.filter(isSure), ...unique.filter((columns) => !isSure(columns))];
  return keys.filter((columns) => columns.length > 0).map((columns) => columns.map((c) => c.name));
}

/** What a row of the file held in a column when its edit was based on it; undefined when that is not known. */
export function baseOf(entry: Entry, column: string): Cell | undefined {
  const edited = entry.staged.values.find((v) => v.column === column);
  return edited?.base !== undefined ? edited.base : entry.witness.find((w) => w.column === column)?.base;
}

/** The key of a row of the file; null for a new row. `keys` are the table's declared ones. */
export function portableKey({ entry, table }: PlannedRow, keys: readonly (readonly string[])[]): PortableKey | null {
  const { row } = entry.staged;
  if (isNew(row)) return null;
  const { identity } = table;
  if (identity.kind === "none") return null;
  if (identity.kind !== "rowid") return { columns: identity.columns, key: row.key, declared: true };
  if (identity.column !== null) return { columns: [identity.column], key: row.key, declared: true };
  const found = wholeKey(keys, (column) => baseOf(entry, column));
  return found ? { ...found, declared: true } : { columns: [identity.alias], key: row.key, declared: false };
}

/** The first of the keys that a row has a value for in each column: NULLs are equal to nothing, and previews are not whole. */
export function wholeKey(
  keys: readonly (readonly string[])[],
  held: (column: string) => Cell | undefined,
): { columns: readonly string[]; key: RowKey } | null {
  for (const columns of keys) {
    const key = columns.map(held);
    if (key.every((part): part is Scalar => part !== undefined && part !== null && !isPreview(part))) {
      return { columns, key };
    }
  }
  return null;
}

/** Gives each row's portable key; the declared keys of a table are looked for once. */
export function portableKeys(indexes: readonly Index[]): (row: PlannedRow) => PortableKey | null {
  const known = new Map<Table, readonly (readonly string[])[]>();
  return (row) => {
    const keys = known.get(row.table) ?? declaredKeys(row.table, indexes);
    known.set(row.table, keys);
    return portableKey(row, keys);
  };
}
