/** `session.importPatch`: stages the rows of a patch file with the bases it brings, never with those of this file. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { StagedMany } from "../../../src-shared/model/commit.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import type { Connection } from "../connection/connection.ts";
import { sameName } from "../schema/same-name.ts";
import { checkValue } from "./check-value.ts";
import { findConflicts } from "./find-conflicts.ts";
import type { SchemaReader } from "./ground-edit.ts";
import { sqlLiteral } from "../../../src-shared/sql/sql-literal.ts";
import { committedNewIds } from "./journal/commit-log.ts";
import { addressOf, type PatchRow, readPatch } from "./patch-file.ts";
import { plannedRows } from "./planned-rows.ts";
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
  const written = rows.some((row) => row.state === "new") ? committedNewIds(session.journal.connection) : null;
  for (const row of rows) {
    try {
      if (row.state === "new" && written?.has(row.newId)) throw notStaged("This new row was committed here already.");
      const some = toEdits(row, schema.table(row.table));
      const id = stagedId((some[0] as GroundedEdit).row);
      if (session.entry(id)) throw notStaged("This row has staged changes here already.");
      if (ids.has(id)) throw notStaged("The patch holds this row twice.");
      ids.add(id);
      edits.push(...some);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      leftOut.push({ table: row.table, row: rowText(row), reason: thrown.data.message });
    }
  }
  const delta = session.stage("Apply patch", edits, (edit) => edit);
  const staged = session.entries().filter((entry) => ids.has(entry.staged.id));
  return { delta, conflicts: findConflicts(reader, plannedRows(staged, schema)), leftOut };
}

function toEdits(row: PatchRow, table: Table): GroundedEdit[] {
  const object = { schema: table.schema, name: table.name };
  keyColumns(table);
  if (table.readOnlyReason !== null) throw notStaged(`“${table.name}” cannot be edited: ${table.readOnlyReason}`);
  const columnOf = (name: string) => {
    const column = table.columns.find((c) => c.name === name);
    if (!column) throw notStaged(`“${table.name}” has no column “${name}” here.`);
    if (column.kind !== "ordinary") throw notStaged(`“${name}” cannot be edited here.`);
    return column;
  };
  if (row.state === "new") {
    for (const { column, value } of row.values) checkValue(table, columnOf(column), value, true);
    return [{ op: "insert", row: { table: object, newId: row.newId }, values: row.values }];
  }
  const names = addressOf(table);
  const fits = names.length === row.key.length && names.every((n, i) => sameName(n, row.key[i]?.column ?? ""));
  if (!fits)
    throw notStaged(
      `Rows of “${table.name}” are addressed by ${names.join(", ")} here, and not by ${row.key.map((k) => k.column).join(", ")}.`,
    );
  const key = checkedKey(
    table,
    row.key.map((part) => part.value),
  );
  const ref: RowRef = { table: object, key };
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
