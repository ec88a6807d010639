/** `session.importPatch`: stages the rows of a patch file with the bases it brings, never with those of this file. */
import { createHash } from "node:crypto";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { StagedMany } from "../../../src-shared/model/commit.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";
import type { Cell } from "../../../src-shared/model/cell.ts";
import type { ObjectName } from "../../../src-shared/model/names.ts";
import { type RowKey, rowKeyText } from "../../../src-shared/model/rows.ts";
import type { Column, Index, Table } from "../../../src-shared/model/schema.ts";
import type { Connection } from "../connection/connection.ts";
import { isLocked } from "../engine-error.ts";
import { sameName } from "../schema/same-name.ts";
import { checkValue } from "./check-value.ts";
import { conflictsOfStaged } from "./find-conflicts.ts";
import type { SchemaReader } from "./ground-edit.ts";
import { sqlLiteral } from "../../../src-shared/sql/sql-literal.ts";
import { committedNewIds } from "./journal/commit-log.ts";
import { type PatchRow, readPatch } from "./patch-file.ts";
import { rowidByKey } from "./moved-rows.ts";
import { declaredKeys, wholeKey } from "./portable-key.ts";
import { checkedKey, keyColumns } from "./row-address.ts";
import type { Session } from "./session.ts";
import { type GroundedEdit, stagedId } from "./unit-of-work.ts";

/**
 * Rows that do not fit this database (no such table or column, addressed otherwise, a value its column refuses), and rows
 * that have staged changes already, are left out with the reason. Throws an AppError `patch.unreadable`.
 */
export function importPatch(session: Session, schema: SchemaReader, reader: Connection, text: string): StagedMany {
  const rows = readPatch(text);
  const leftOut: StagedMany["leftOut"] = [];
  const edits: GroundedEdit[] = [];
  const ids = new Set<string>();
  const { indexes } = schema.read();
  const written = rows.some((row) => row.state === "new") ? committedNewIds(session.journal.connection) : null;
  for (const row of rows) {
    try {
      if (row.state === "new" && written?.has(row.newId)) throw notStaged("This new row was committed here already.");
      const table = schema.table(row.table);
      const some =
        row.state === "new" ? toInsert(row, table) : toEdits(row, table, addressed(row, table, indexes, reader));
      const id = stagedId((some[0] as GroundedEdit).row);
      if (session.entry(id)) throw notStaged("This row has staged changes here already.");
      if (ids.has(id)) throw notStaged("The patch holds this row twice.");
      ids.add(id);
      edits.push(...some);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || isLocked(thrown)) throw thrown;
      leftOut.push({ table: row.table, row: rowText(row), reason: thrown.data.message });
    }
  }
  const delta = session.stage("Apply patch", edits, (edit) => edit);
  const staged = session.entries().filter((entry) => ids.has(entry.staged.id));
  return { delta, conflicts: conflictsOfStaged(reader, staged, schema), leftOut };
}

type NewRow = Extract<PatchRow, { state: "new" }>;
type KnownRow = Exclude<PatchRow, NewRow>;

/** The columns of a table that a patch may write. Throws an AppError for others, and for a table that cannot be edited. */
function columnsOf(table: Table): (name: string) => Column {
  keyColumns(table);
  if (table.readOnlyReason !== null) throw notStaged(`“${table.name}” cannot be edited: ${table.readOnlyReason}`);
  return (name) => {
    const column = table.columns.find((c) => c.name === name);
    if (!column) throw notStaged(`“${table.name}” has no column “${name}” here.`);
    if (column.kind !== "ordinary") throw notStaged(`“${name}” cannot be edited here.`);
    return column;
  };
}

function toInsert(row: NewRow, table: Table): GroundedEdit[] {
  const columnOf = columnsOf(table);
  for (const { column, value } of row.values) checkValue(table, columnOf(column), value, true);
  return [{ op: "insert", row: { table: nameOf(table), newId: row.newId }, values: row.values }];
}

/** The key here of a row that a patch names by a key of its table. */
function addressed(row: KnownRow, table: Table, indexes: readonly Index[], reader: Connection): RowKey {
  const { identity } = table;
  const keys = declaredKeys(table, indexes);
  const inOrder = (columns: readonly string[]): RowKey | null => {
    const values = columns.map((column) => row.key.find((part) => sameName(part.column, column))?.value);
    return columns.length === row.key.length && values.every((value) => value !== undefined) ? values : null;
  };
  const isByRowid = identity.kind === "rowid" && identity.column === null;
  const own = inOrder(isByRowid ? [identity.alias] : keyColumnsShown(table));
  if (own && !isByRowid) return checkedKey(table, own);
  if (isByRowid) {
    // An older patch names a row by rowid, with its key among what it held.
    const known = own ? keyAmongBases(row, keys) : null;
    const columns = own ? known?.columns : keys.find((some) => inOrder(some) !== null);
    const key = own ? known?.key : columns && inOrder(columns);
    if (columns && key) return [findRowid(reader, table, columns, key)];
    if (own) return checkedKey(table, own);
  }
  const names = isByRowid ? (keys[0] ?? [identity.alias]) : keyColumnsShown(table);
  throw notStaged(
    `Rows of “${table.name}” are addressed by ${names.join(", ")} here, and not by ${row.key.map((k) => k.column).join(", ")}.`,
  );
}

function keyColumnsShown(table: Table): readonly string[] {
  return table.identity.kind === "rowid" ? [table.identity.column ?? table.identity.alias] : keyColumns(table);
}

function keyAmongBases(row: KnownRow, keys: readonly (readonly string[])[]) {
  const bases = new Map<string, Cell>();
  if (row.state === "dirty") for (const { column, base } of row.witness) bases.set(column, base);
  for (const { column, base } of row.values) bases.set(column, base);
  return wholeKey(keys, (column) => bases.get(column));
}

/**
 * The rowid of the row with exactly this key. When there is none, a rowid that stands for the key and that no row has: so the
 * change is staged, and found to be about a row that is gone.
 */
function findRowid(reader: Connection, table: Table, columns: readonly string[], key: RowKey): bigint {
  const found = rowidByKey(reader, table, columns, key);
  if (found !== null) return found;
  const digest = createHash("sha256").update(rowKeyText(key)).digest();
  return -(2n ** 62n) - (digest.readBigUInt64BE() >> 3n);
}

const nameOf = ({ schema, name }: Table): ObjectName => ({ schema, name });

function toEdits(row: KnownRow, table: Table, key: RowKey): GroundedEdit[] {
  const columnOf = columnsOf(table);
  const ref: RowRef = { table: nameOf(table), key };
  if (row.state === "deleted") {
    for (const { column } of row.values) columnOf(column);
    // A column that only this copy has would go with the row unseen.
    const known = new Set(row.values.map((c) => c.column));
    const more = table.columns.find((c) => c.kind === "ordinary" && !known.has(c.name));
    if (more)
      throw notStaged(
        `“${table.name}” has a column “${more.name}” here that the patch does not know, so the row is not deleted.`,
      );
    return [{ op: "delete", row: ref, seen: row.values }];
  }
  for (const { column } of row.witness) columnOf(column);
  return row.values.map(({ column, base, value }): GroundedEdit => {
    checkValue(table, columnOf(column), value, false);
    return { op: "set", row: ref, column, value, base, witness: row.witness };
  });
}

function rowText(row: PatchRow): string {
  if (row.state === "new") {
    const first = row.values.find((c) => c.value !== null);
    return first ? `new row, ${first.column} = ${sqlLiteral(first.value).slice(0, 60)}` : "new row";
  }
  return row.key.map(({ column, value }) => `${column} = ${sqlLiteral(value).slice(0, 60)}`).join(", ");
}

function notStaged(message: string): AppError {
  return new AppError({ code: "value.refused", message, next: "The other rows of the patch are staged." });
}
