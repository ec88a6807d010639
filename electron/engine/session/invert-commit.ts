/** The inverse of a past commit as edits that are based on what that commit wrote. Pure. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { type Cell, isPreview, type Scalar } from "../../../src-shared/model/cell.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import { rowWords } from "./commit-errors.ts";
import type { LoggedRow } from "./journal/commit-log.ts";
import { checkedKey, rowidColumn, stagedKey } from "./row-address.ts";
import { type GroundedEdit, isNew, type SeenCell } from "./unit-of-work.ts";

/**
 * Edits that undo one row of a commit, in its table as it is now. Throws an AppError: `commit.forgotten` when a value was
 * too large to be kept, or a column is not there any more.
 */
export function invertRow(row: LoggedRow, table: Table): GroundedEdit[] {
  const { staged } = row.entry;
  const name = { schema: table.schema, name: table.name };
  if (staged.state === "deleted") return [reinsert(row, table)];
  const key = row.key ?? (isNew(staged.row) ? (stagedKey(table, staged) ?? []) : staged.row.key);
  const now: RowRef = { table: name, key: checkedKey(table, key) };
  if (staged.state === "new") return [{ op: "delete", row: now, seen: seenOf(row, table, now.key) }];
  const held = heldAfter(row);
  const edited = staged.values.filter((v) => v.value !== undefined);
  const names = new Set(edited.map((v) => v.column));
  const witness = row.entry.witness.filter((w) => !names.has(w.column));
  return edited.map(({ column }): GroundedEdit => {
    requireColumn(row, table, column);
    return {
      op: "set",
      row: now,
      column,
      value: wholeBefore(row, table, column),
      // The key tells what a column that is the rowid holds now ('5' became 5).
      base: column === rowidColumn(table) ? (now.key[0] ?? null) : (held.get(column) ?? null),
      witness,
    };
  });
}

function reinsert(row: LoggedRow, table: Table): GroundedEdit {
  const { staged } = row.entry;
  for (const { column } of staged.values) requireColumn(row, table, column);
  const values = staged.values.map(({ column }) => ({ column, value: wholeBefore(row, table, column) }));
  const rowid =
    isNew(staged.row) || table.identity.kind !== "rowid" || rowidColumn(table) !== null ? null : staged.row.key[0];
  return {
    op: "insert",
    row: { table: { schema: table.schema, name: table.name }, newId: crypto.randomUUID() },
    values,
    ...(typeof rowid === "bigint" ? { rowid } : {}),
  };
}

/** All that a new row held after its commit: deleting it must find it so. */
function seenOf(row: LoggedRow, table: Table, key: readonly Scalar[]): SeenCell[] {
  const held = heldAfter(row);
  return table.columns
    .filter((column) => column.kind === "ordinary")
    .map(({ name }) => ({
      column: name,
      base: name === rowidColumn(table) ? (key[0] ?? null) : (held.get(name) ?? null),
    }));
}

/** What a column held before the commit, whole. */
function wholeBefore(row: LoggedRow, table: Table, column: string): Scalar {
  const kept = row.before.find((b) => b.column === column)?.base;
  const base = kept === undefined ? row.entry.staged.values.find((v) => v.column === column)?.base : kept;
  if (base !== undefined && !isPreview(base)) return base;
  throw new AppError({
    code: "commit.forgotten",
    message: `${rowWords({ entry: row.entry, table })} cannot be brought back: what “${column}” held before was too large to be kept, or no valid text.`,
    next: "Undo the other rows by hand, or take this value from a backup.",
  });
}

function requireColumn(row: LoggedRow, table: Table, column: string): void {
  if (table.columns.some((c) => c.name === column && c.kind === "ordinary")) return;
  throw new AppError({
    code: "commit.forgotten",
    message: `${rowWords({ entry: row.entry, table })} cannot be brought back: “${table.name}” has no column “${column}” any more.`,
    next: "Undo the rows by hand.",
  });
}

/** What columns hold after the commit: what was staged for them, or what SQLite and triggers made of it. */
export function heldAfter({ entry, after }: LoggedRow): Map<string, Cell> {
  const held = new Map<string, Cell>();
  for (const { column, value } of entry.staged.values) if (value !== undefined) held.set(column, value);
  for (const { column, base } of after) held.set(column, base);
  return held;
}
