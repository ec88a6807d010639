/**
 * Rows whose rowid is another one by now: VACUUM, a dump and others give new ones where no column shows them. Such a row is found
 * by its declared key, so that no staged change meets a stranger.
 */
import { sql } from "kysely";
import { storageOf } from "../../../src-shared/model/cell.ts";
import type { RowKey } from "../../../src-shared/model/rows.ts";
import type { Index, Table } from "../../../src-shared/model/schema.ts";
import type { Conflict } from "../../../src-shared/model/session.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { portableKeys } from "./portable-key.ts";
import { keyColumns, keyCondition, rowidColumn } from "./row-address.ts";
import type { EntryChanges } from "./session.ts";
import { type Entry, isNew, stagedId } from "./unit-of-work.ts";

/** The rowid of the row that has exactly this key, by class and bytes; null when there is none. */
export function rowidByKey(reader: Connection, table: Table, columns: readonly string[], key: RowKey): bigint | null {
  const rowid = name(keyColumns(table)[0] as string);
  const exact = columns.map(
    (column, i) =>
      sql`typeof(${name(column)}) = ${storageOf(key[i] ?? null)} and (+${name(column)}) collate binary is ${key[i] ?? null}`,
  );
  const where = sql`${keyCondition(table, (i) => sql.val(key[i] ?? null), columns)} and ${sql.join(exact, sql` and `)}`;
  const found = reader.value(sql`select ${rowid} from ${objectName(table)} where ${where}`.compile(compiler));
  return typeof found === "bigint" ? found : null;
}

/** Staged rows in conflict that only moved, at their places of now: what was staged of each goes with it. */
export function movedRows(
  reader: Connection,
  rows: readonly PlannedRow[],
  conflicts: readonly Conflict[],
  indexes: readonly Index[],
): EntryChanges {
  const keyOf = portableKeys(indexes);
  const inConflict = new Set(conflicts.map(({ id }) => id));
  const moved = new Map<string, Entry>();
  for (const row of rows) {
    const { entry, table } = row;
    const { staged } = entry;
    if (!inConflict.has(staged.id) || isNew(staged.row) || table.identity.kind !== "rowid" || rowidColumn(table))
      continue;
    const key = keyOf(row);
    if (!key?.declared) continue;
    const rowid = rowidByKey(reader, table, key.columns, key.key);
    if (rowid === null || rowid === staged.row.key[0]) continue;
    const to = { table: staged.row.table, key: [rowid] };
    moved.set(staged.id, { ...entry, staged: { ...staged, id: stagedId(to), row: to } });
  }
  const staying = new Set(rows.map(({ entry }) => entry.staged.id).filter((id) => !moved.has(id)));
  // Where another staged row stands, it is for the user to settle.
  for (const [id, entry] of moved) if (staying.has(entry.staged.id)) moved.delete(id);
  const changes = new Map<string, Entry | undefined>();
  for (const id of moved.keys()) changes.set(id, undefined);
  for (const entry of moved.values()) changes.set(entry.staged.id, entry);
  return changes;
}
