/** A commit of some staged rows must not break what is staged of the others; and where it needs one of them, it says which. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { type Cell, isPreview, type Scalar, sameScalar } from "../../../src-shared/model/cell.ts";
import type { Conflict } from "../../../src-shared/model/session.ts";
import { sameName } from "../schema/same-name.ts";
import { rowWords } from "./commit-errors.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { refersTo } from "./plan-commit.ts";
import { rowidColumn } from "./row-address.ts";
import { isNew } from "./unit-of-work.ts";

/** A row that was left out would be in conflict with this very commit (a cascade takes it along, a trigger changes it). */
export function leftOutError(row: PlannedRow, conflict: Conflict): AppError {
  const happens =
    conflict.kind === "gone" ? "deleted" : conflict.kind === "exists" ? "kept from being added" : "changed";
  return new AppError({
    code: "commit.constraint",
    message: `${rowWords(row)} has a staged change that was left out of this commit, and would be ${happens} by it.`,
    next: "Commit it together with the others, or take it back first; nothing was written and everything is still staged.",
    rows: [row.entry.staged.id],
  });
}

/** The staged row that was left out and without which `row` cannot be written, as far as its values tell; null: none. */
export function companion(row: PlannedRow, leftOut: readonly PlannedRow[]): PlannedRow | null {
  return leftOut.find((other) => isParent(row, other) || isChild(row, other) || holdsValue(row, other)) ?? null;
}

/** Adds to a failed rule's error that a row was left out which may be what is missing. */
export function withCompanion(error: AppError, other: PlannedRow): AppError {
  const { data } = error;
  return new AppError({
    ...data,
    next: `${rowWords(other)} is staged too but was left out: commit it together with this one. Everything is still staged.`,
    rows: [...(data.rows ?? []), other.entry.staged.id],
  });
}

/** `row` refers to what `other` will hold. */
function isParent(row: PlannedRow, other: PlannedRow): boolean {
  return row.table.foreignKeys.some(
    (key) =>
      refersTo(row.table, key, other.table) &&
      key.columns.length > 0 &&
      key.columns.every((column, i) => same(valueOf(row, column), valueOf(other, key.parentColumns[i] ?? ""))),
  );
}

/** `other` gives up referring to what `row` held. */
function isChild(row: PlannedRow, other: PlannedRow): boolean {
  return other.table.foreignKeys.some(
    (key) =>
      refersTo(other.table, key, row.table) &&
      key.columns.length > 0 &&
      key.columns.every((column, i) => same(baseOf(other, column), baseOf(row, key.parentColumns[i] ?? ""))),
  );
}

/** `other` gives up a value of the same column that `row` takes. */
function holdsValue(row: PlannedRow, other: PlannedRow): boolean {
  if (row.table !== other.table) return false;
  return row.entry.staged.values.some(({ column, value }) => value !== undefined && same(value, baseOf(other, column)));
}

/** NULL refers to nothing and takes nothing. */
function same(a: Cell | undefined, b: Cell | undefined): boolean {
  return a !== undefined && b !== undefined && a !== null && b !== null && !isPreview(b) && sameScalar(a, b);
}

function valueOf({ entry, table }: PlannedRow, column: string): Scalar | undefined {
  const { values, rowid } = entry.staged;
  const isKey = rowid !== undefined && sameName(rowidColumn(table) ?? "", column);
  return values.find((v) => sameName(v.column, column))?.value ?? (isKey ? rowid : undefined);
}

/** What the row held in the file, as far as it is staged or part of its key. */
function baseOf({ entry, table }: PlannedRow, column: string): Cell | undefined {
  const { row, values } = entry.staged;
  const base = values.find((v) => sameName(v.column, column))?.base;
  if (base !== undefined || isNew(row)) return base;
  const { identity } = table;
  const names = identity.kind === "rowid" ? [identity.column] : identity.kind === "none" ? [] : identity.columns;
  const place = names.findIndex((name) => name !== null && sameName(name, column));
  return place < 0 ? undefined : row.key[place];
}
