/**
 * Values that cannot be staged: no SQLite value, or no key. What a rule of the table forbids is staged, and told beside it
 * (checks/staged-checks.ts).
 */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";

/** SQLITE_MAX_LENGTH as better-sqlite3 sets it. */
const LONGEST_VALUE = 536_870_888;
/** What SQLite takes for a number when a column converts text. Source: https://www.sqlite.org/datatype3.html §3 */
const NUMERIC = /^[ \t\n\v\f\r]*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[ \t\n\v\f\r]*$/i;

/** Throws an AppError `value.refused` or `value.tooLarge` when this column can surely not store this value. */
export function checkValue(table: Table, column: Column, value: Scalar, isNewRow: boolean): void {
  const why = refusal(table, column, value, isNewRow);
  if (why) {
    throw new AppError({
      code: "value.refused",
      message: `“${column.name}” cannot hold this value: ${why}.`,
      next: "Enter a value that fits the column.",
    });
  }
  if ((typeof value === "string" || value instanceof Uint8Array) && value.length > LONGEST_VALUE) {
    throw new AppError({
      code: "value.tooLarge",
      message: `A value for “${column.name}” is larger than 512 MB.`,
      next: "Enter a shorter value.",
    });
  }
}

function refusal(table: Table, column: Column, value: Scalar, isNewRow: boolean): string | null {
  if (typeof value === "number" && Number.isNaN(value)) return "SQLite has no NaN and would store NULL";
  if (typeof value === "bigint" && BigInt.asIntN(64, value) !== value) return "the integer needs more than 64 bits";
  if (typeof value === "string" && !value.isWellFormed()) return "the text holds half a character (a lone surrogate)";
  const isRowid = table.identity.kind === "rowid" && table.identity.column === column.name;
  if (!isRowid) return null;
  // NULL asks SQLite for the next key.
  if (value === null) return isNewRow ? null : "a primary key cannot be NULL";
  return integerRefusal(value);
}

function integerRefusal(value: Scalar): string | null {
  const refused = "it takes integers only";
  if (value instanceof Uint8Array) return refused;
  if (typeof value === "number") return Number.isInteger(value) ? null : refused;
  if (typeof value === "string" && !(NUMERIC.test(value) && Number.isInteger(Number(value)))) return refused;
  return null;
}
