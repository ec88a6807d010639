/**
 * Values that SQLite would surely refuse, told while the user types and not at commit. Only what is certain: the commit
 * stays the judge of everything else (CHECK, UNIQUE, foreign keys, triggers).
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
  if (value === null) {
    // NULL asks SQLite for the next key.
    if (isRowid) return isNewRow ? null : "a primary key cannot be NULL";
    // NOT NULL ON CONFLICT REPLACE stores the default instead, IGNORE leaves the row out: the commit will tell.
    if (column.notNull && !/on\s+conflict/i.test(table.sql ?? "")) return "it must have a value (NOT NULL)";
    return null;
  }
  const chosen = choiceRefusal(column, value);
  if (chosen !== null) return chosen;
  if (isRowid) return integerRefusal(value);
  return table.strict ? strictRefusal(column.type.toUpperCase(), value) : null;
}

/**
 * CHECK (column IN (…)) alone: surely refused is what is none of the choices, as text or as a number, whatever the column
 * makes of it. Another collation may hold texts equal that are not.
 */
function choiceRefusal({ choices, collation }: Column, value: Scalar): string | null {
  if (!choices || collation.toUpperCase() !== "BINARY" || value === null) return null;
  const isOne = choices.some(
    (choice) =>
      String(choice) === String(value) ||
      (typeof value !== "object" && NUMERIC.test(String(choice)) && Number(choice) === Number(value)),
  );
  if (isOne) return null;
  const listed = choices.slice(0, 8).map((choice) => (typeof choice === "string" ? `'${choice}'` : String(choice)));
  return `its CHECK allows ${listed.join(", ")}${choices.length > 8 ? " …" : ""} only`;
}

/** Source: https://www.sqlite.org/stricttables.html §2 */
function strictRefusal(type: string, value: Scalar): string | null {
  switch (type) {
    case "INT":
    case "INTEGER":
      return integerRefusal(value);
    case "REAL":
      if (value instanceof Uint8Array) return "it takes real numbers only";
      return typeof value === "string" && !NUMERIC.test(value) ? "it takes real numbers only" : null;
    case "TEXT":
      return value instanceof Uint8Array ? "it takes text only" : null;
    case "BLOB":
      return value instanceof Uint8Array ? null : "it takes bytes only";
    default:
      return null;
  }
}

function integerRefusal(value: Scalar): string | null {
  const refused = "it takes integers only";
  if (value instanceof Uint8Array) return refused;
  if (typeof value === "number") return Number.isInteger(value) ? null : refused;
  if (typeof value === "string" && !(NUMERIC.test(value) && Number.isInteger(Number(value)))) return refused;
  return null;
}
