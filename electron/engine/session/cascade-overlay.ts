/** Staged rows as the foreign keys will meet them: deleted ones are gone by then, edited ones refer to other rows. */
import { sql } from "kysely";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { type RowKey, rowKeyText } from "../../../src-shared/model/rows.ts";
import type { ForeignKey, Table } from "../../../src-shared/model/schema.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import { sameName } from "../schema/same-name.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { readCurrent } from "./read-current.ts";
import { keyColumns } from "./row-address.ts";
import { isNew } from "./unit-of-work.ts";

export interface Overlay {
  /** Is this row itself staged to be deleted? */
  isDeleted(table: Table, key: RowKey): boolean;
  /** Does a staged edit give this row other values in one of these columns? */
  isMoved(table: Table, key: RowKey, columns: readonly string[]): boolean;
  /** Rows of the file that staged edits make refer to one of these parents (texts of their keys). */
  movedTo(child: Table, key: ForeignKey, parent: Table, parents: ReadonlySet<string>): RowKey[];
}

/** New rows are not in it: what happens to them changes nothing that is in the file now. */
export function overlayOf(connection: Connection, staged: readonly PlannedRow[]): Overlay {
  // By name: the same table can be another object in the schema that is followed.
  const of = new Map<string, Map<string, PlannedRow>>();
  const textOf = (table: Table) => JSON.stringify([table.schema, table.name]);
  for (const planned of staged) {
    const { row } = planned.entry.staged;
    if (isNew(row)) continue;
    let rows = of.get(textOf(planned.table));
    if (!rows) of.set(textOf(planned.table), (rows = new Map()));
    rows.set(rowKeyText(row.key), planned);
  }
  const find = (table: Table, key: RowKey) => of.get(textOf(table))?.get(rowKeyText(key))?.entry.staged;
  const known = new Map<ForeignKey, { child: RowKey; parents: string[] }[]>();
  return {
    isDeleted: (table, key) => find(table, key)?.state === "deleted",
    isMoved: (table, key, columns) => {
      const row = find(table, key);
      return row?.state === "dirty" && row.values.some((v) => columns.some((c) => sameName(c, v.column)));
    },
    movedTo(child, key, parent, parents) {
      let moved = known.get(key);
      if (!moved) known.set(key, (moved = movedRows(connection, of.get(textOf(child)), key, parent)));
      return moved.filter((m) => m.parents.some((p) => parents.has(p))).map((m) => m.child);
    },
  };
}

/** Edited rows with the rows of the file that they will refer to. */
function movedRows(
  connection: Connection,
  staged: ReadonlyMap<string, PlannedRow> | undefined,
  key: ForeignKey,
  parent: Table,
): { child: RowKey; parents: string[] }[] {
  return Array.from(staged?.values() ?? []).flatMap(({ entry, table }) => {
    const { row, state, values } = entry.staged;
    if (isNew(row) || state !== "dirty" || !values.some((v) => key.columns.some((c) => sameName(c, v.column))))
      return [];
    const current = readCurrent(connection, table, row.key, key.columns) ?? [];
    const refers = key.columns.map((column, i) => {
      const edited = values.find((v) => sameName(v.column, column));
      return edited ? (edited.value ?? null) : ((current[i] ?? null) as Scalar);
    });
    if (refers.includes(null)) return [];
    const equal = refers.map((value, i) => sql`${name(key.parentColumns[i] ?? "")} = ${value}`);
    const query = sql`select ${sql.join(keyColumns(parent).map((n) => name(n)))} from ${objectName(parent)}
      where ${sql.join(equal, sql` and `)}`;
    return [{ child: row.key, parents: connection.query(query.compile(compiler)).rows.map(rowKeyText) }];
  });
}
