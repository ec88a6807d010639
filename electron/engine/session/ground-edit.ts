/**
 * A gesture's edit, checked against the schema and given what it lacks: canonical names, base values, witnesses.
 * Reads at most one row of the file, by its key; a cell edit that brings its base reads nothing in tables with an
 * INTEGER PRIMARY KEY.
 */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { type Cell, type CellPreview, isPreview } from "../../../src-shared/model/cell.ts";
import type { ObjectName } from "../../../src-shared/model/names.ts";
import type { RowKey } from "../../../src-shared/model/rows.ts";
import type { Column, DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import type { RowEdit, RowRef } from "../../../src-shared/model/session.ts";
import type { Connection } from "../connection/connection.ts";
import { checkValue } from "./check-value.ts";
import { readCurrent } from "./read-current.ts";
import { checkedKey, keyColumns } from "./row-address.ts";
import { type Entry, type GroundedEdit, isNew, type SeenCell } from "./unit-of-work.ts";

/** What the session asks of the schema room. */
export interface SchemaReader {
  /** Throws an AppError `object.missing`. */
  table(name: ObjectName): Table;
  read(): DatabaseSchema;
}

/** Of longer values class and length are kept: the whole ones would swell the journal. */
const LONGEST_WITNESS = 1024;

/** Grounds one edit of a row; `entry` is what is staged of that row so far. Throws an AppError that says why not. */
export function groundEdit(
  schema: SchemaReader,
  reader: Connection,
  edit: RowEdit,
  staged: (row: RowRef) => Entry | undefined,
): GroundedEdit {
  if (edit.op === "revert") {
    // Taking back must work even when the table is gone by now.
    return { op: "revert", row: edit.row, ...(edit.column === undefined ? {} : { column: edit.column }) };
  }
  const table = schema.table(edit.op === "insert" ? edit.table : edit.row.table);
  const object = { schema: table.schema, name: table.name };
  keyColumns(table);
  if (table.readOnlyReason !== null) {
    throw refused(`“${table.name}” cannot be edited: ${table.readOnlyReason}`, "Edit another table.");
  }
  refuseWithoutTrigger(table, edit);
  if (edit.op === "insert") {
    const values = edit.values.map(({ column, value }) => {
      const known = writable(table, column);
      checkValue(table, known, value, true);
      return { column: known.name, value };
    });
    return { op: "insert", row: { table: object, newId: edit.newId }, values };
  }
  const row: RowRef = isNew(edit.row)
    ? { table: object, newId: edit.row.newId }
    : { table: object, key: checkedKey(table, edit.row.key) };
  if (edit.op === "delete") {
    return { op: "delete", row, seen: isNew(row) ? [] : readSeen(reader, table, row.key, storedColumns(table)) };
  }
  // The schema's own text of the name: of thousands of edits that hold the same one, V8 compares it without reading it.
  const known = writable(table, edit.column);
  checkValue(table, known, edit.value, isNew(row));
  const grounded = { op: "set" as const, row, column: known.name, value: edit.value };
  if (isNew(row)) return { ...grounded, witness: [] };
  const before = staged(row);
  const based = before?.staged.values.some((v) => v.column === edit.column && v.base !== undefined);
  return {
    ...grounded,
    ...(based ? {} : { base: groundBase(reader, table, row.key, edit.column, edit.base) }),
    witness: before ? [] : readWitness(reader, table, row.key),
  };
}

/** A view takes only what it has an INSTEAD OF trigger for. */
function refuseWithoutTrigger(table: Table, edit: Exclude<RowEdit, { op: "revert" }>): void {
  const { insteadOf } = table;
  // Rows that are only staged can be forgotten and changed whatever the view takes.
  if (!insteadOf || (edit.op !== "insert" && isNew(edit.row))) return;
  if (edit.op === "set" ? insteadOf.update.includes(edit.column) : insteadOf[edit.op]) return;
  const what = { set: "UPDATE", insert: "INSERT", delete: "DELETE" }[edit.op];
  const where = edit.op === "set" && insteadOf.update.length > 0 ? ` of “${edit.column}”` : "";
  throw refused(
    `The view “${table.name}” has no INSTEAD OF ${what} trigger${where}.`,
    "Change the tables it is made of, or add such a trigger.",
  );
}

/** Columns whose values a row of the file holds: all but generated and hidden ones. */
function storedColumns(table: Table): string[] {
  return table.columns.filter((c) => c.kind === "ordinary").map((c) => c.name);
}

function writable(table: Table, name: string): Column {
  const column = table.columns.find((c) => c.name === name);
  if (!column) throw refused(`“${table.name}” has no column “${name}”.`, "Refresh the table; its columns changed.");
  if (column.kind !== "ordinary") {
    throw refused(
      `“${name}” cannot be edited: ${column.kind === "hidden" ? "it is a hidden column" : "its value is generated from other columns"}.`,
      "Edit the columns it depends on.",
    );
  }
  return column;
}

function readSeen(
  reader: Connection,
  table: Table,
  key: RowKey,
  columns: readonly string[],
  longest?: number,
): SeenCell[] {
  const cells = readCurrent(reader, table, key, columns, longest);
  if (!cells) {
    throw new AppError({
      code: "row.gone",
      message: `This row of “${table.name}” is not in the file any more.`,
      next: "Refresh the table.",
    });
  }
  return columns.map((column, i) => ({ column, base: cells[i] ?? null }));
}

/**
 * The declared key, else (also when it holds a NULL, which many rows may) the whole row, for rows that a rowid alone does not
 * hold on to.
 */
function readWitness(reader: Connection, table: Table, key: RowKey): SeenCell[] {
  if (table.identity.kind !== "rowid" || table.identity.column !== null) return [];
  const declared = table.columns.filter((c) => c.primaryKey > 0).map((c) => c.name);
  const seen = declared.length === 0 ? [] : readSeen(reader, table, key, declared, LONGEST_WITNESS);
  if (seen.length > 0 && seen.every(({ base }) => base !== null && !isPreview(base))) return seen;
  return readSeen(reader, table, key, storedColumns(table), LONGEST_WITNESS);
}

/**
 * The base of a first edit of a cell. What the user saw counts; where they saw only a preview, the cell is read again
 * and taken when it fits the preview. A preview that no longer fits stays, so that the commit finds the conflict.
 */
function groundBase(reader: Connection, table: Table, key: RowKey, column: string, base: Cell | undefined): Cell {
  if (base !== undefined && !isPreview(base)) return base;
  const current = readSeen(reader, table, key, [column])[0]?.base ?? null;
  if (base === undefined || fits(current, base)) return current;
  return { storage: base.storage, head: new Uint8Array(), bytes: base.bytes };
}

function fits(current: Cell, preview: CellPreview): boolean {
  if (isPreview(current)) return current.storage === preview.storage && current.bytes === preview.bytes;
  if (current instanceof Uint8Array) return preview.storage === "blob" && current.length === preview.bytes;
  if (typeof current !== "string" || preview.storage !== "text") return false;
  if (typeof preview.head === "string" && !preview.damaged && !current.startsWith(preview.head)) return false;
  // octet_length() counts in the encoding of the file: UTF-8 or UTF-16.
  return Buffer.byteLength(current, "utf8") === preview.bytes || current.length * 2 === preview.bytes;
}

function refused(message: string, next: string): AppError {
  return new AppError({ code: "value.refused", message, next });
}
