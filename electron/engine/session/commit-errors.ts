/** A failed commit in words: which row, which rule, what to do. Everything stays staged. */
import { AppError, type AppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { Conflict } from "../../../src-shared/model/session.ts";
import { sqlLiteral } from "../../../src-shared/sql/sql-literal.ts";
import { givenKey } from "./find-conflicts.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { declaredKeys, portableKey } from "./portable-key.ts";
import { keyColumns } from "./row-address.ts";
import { isNew } from "./unit-of-work.ts";

const STAGED = "Correct it and commit again; everything is still staged.";

const REFERRED =
  "Delete those rows too, let them refer to another row, or take this deletion back; everything is still staged.";
const DELETED = "Take this deletion back, or change what forbids it, and commit again; everything is still staged.";

/** "Row id = 5 of “movies” cannot be deleted". */
function failing(row: PlannedRow): string {
  return `${rowWords(row)} cannot be ${row.entry.staged.state === "deleted" ? "deleted" : "stored"}`;
}

function nextStep(row: PlannedRow, { cause }: AppErrorData): string {
  if (row.entry.staged.state !== "deleted") return STAGED;
  return cause === "SQLITE_CONSTRAINT_FOREIGNKEY" ? REFERRED : DELETED;
}

/** "Row id = 5 of “movies”". */
export function rowWords(planned: PlannedRow): string {
  const { entry, table } = planned;
  const { row, values } = entry.staged;
  if (!isNew(row)) {
    const { columns, key } = portableKey(planned, declaredKeys(table, [])) ?? { columns: [], key: [] };
    return `Row ${columns.map((name, i) => `${name} = ${short(sqlLiteral(key[i] ?? null))}`).join(", ")} of “${table.name}”`;
  }
  const first = values.find((v) => v.value !== undefined && v.value !== null);
  const example = first ? ` (${first.column} = ${short(sqlLiteral(first.value ?? null))})` : "";
  return `A new row of “${table.name}”${example}`;
}

/** "k = 'a'": the key that a new row brings. */
function keyWords(row: PlannedRow): string {
  const names = row.table.identity.kind === "rowid" ? [row.table.identity.column ?? "rowid"] : keyColumns(row.table);
  const key = givenKey(row) ?? [];
  return names.map((name, i) => `${name} = ${short(sqlLiteral(key[i] ?? null))}`).join(", ");
}

/** The failure of one row's statement, from the AppError that SQLite's words were turned into. */
export function rowError(row: PlannedRow, data: AppErrorData, explanation: string | null): AppError {
  const rows = [row.entry.staged.id];
  const told = { rows, ...(data.detail ? { detail: data.detail } : {}), ...(data.cause ? { cause: data.cause } : {}) };
  if (data.code === "sql.constraint" || data.code === "value.refused") {
    const message = `${failing(row)}: ${lowerFirst(explanation ?? data.message)}`;
    return new AppError({ code: "commit.constraint", message, next: nextStep(row, data), ...told });
  }
  if (data.code === "value.tooLarge") {
    const message = `${rowWords(row)} cannot be stored: SQLite writes a row as a whole, and at most 512 MB of it.`;
    const next = "Take this change back; the row can be deleted here, and changed with the sqlite3 tool.";
    return new AppError({ code: "commit.failed", message, next, ...told });
  }
  if (data.code.startsWith("sql.") || data.code.startsWith("object.")) {
    const message = `${failing(row)}: ${lowerFirst(data.message)}`;
    return new AppError({ code: "commit.failed", message, next: `${data.next} Everything is still staged.`, ...told });
  }
  return new AppError({ ...data, rows });
}

/** Two staged rows want each other's UNIQUE values, and nothing could be set aside unnoticed in between. */
export function exchangeError(error: AppError, other: PlannedRow): AppError {
  return new AppError({
    ...error.data,
    next: `${rowWords(other)} has that value until it is written itself, and this table lets no row wait without it: give one of the two another value, commit, then give it its own.`,
    rows: [...(error.data.rows ?? []), other.entry.staged.id],
  });
}

/** A statement ran, and its row was neither changed by others nor by it. */
export function ignoredError(row: PlannedRow): AppError {
  return new AppError({
    code: "commit.failed",
    message: `${rowWords(row)} was not stored, because a trigger or an ON CONFLICT IGNORE rule of the table left it out.`,
    next: "Look at the table's triggers and rules; nothing was written and everything is still staged.",
    rows: [row.entry.staged.id],
  });
}

/** `rows` are all that the commit was to write. */
export function conflictError(conflicts: readonly Conflict[], rows: readonly PlannedRow[]): AppError {
  const taken = conflicts.filter(({ kind }) => kind === "exists");
  const changed = conflicts.length - taken.length;
  const many = changed > 1 ? `${changed} staged rows have` : "A staged row has";
  const told = changed > 0 ? `${many} been changed in the file by another program since you edited` : "";
  const first = rows.find((row) => row.entry.staged.id === taken[0]?.id);
  const more =
    taken.length > 1 ? `, and ${taken.length - 1} more new ${taken.length === 2 ? "row" : "rows"} likewise` : "";
  const unique = first
    ? `${failing(first)}: a row of the file has the same key, ${keyWords(first)} (UNIQUE)${more}`
    : "";
  return new AppError({
    code: "commit.conflict",
    message: `${told && unique ? `${told}; ${lowerFirst(unique)}` : told + unique}, so nothing was written.`,
    next:
      changed > 0
        ? "Choose for each whether yours or theirs is to stay, then commit again."
        : "Give it a new key, change that row instead, or drop yours, then commit again.",
    rows: conflicts.map(({ id }) => id),
    conflicts: [...conflicts],
  });
}

/** Rows that refer to nothing, found when the commit was about to end. */
export function foreignKeyError(
  rows: readonly PlannedRow[],
  sentences: readonly string[],
  data: AppErrorData,
): AppError {
  const first = rows[0] ? failing(rows[0]) : "The changes cannot be stored";
  return new AppError({
    ...data,
    code: "commit.constraint",
    message: `${first}: ${sentences[0] ?? "a row would refer to another one that does not exist (FOREIGN KEY)."}`,
    next: rows[0] ? nextStep(rows[0], data) : STAGED,
    rows: rows.map((row) => row.entry.staged.id),
  });
}

/** Only words of ours: a sentence may also begin with the name of a table. */
function lowerFirst(sentence: string): string {
  return sentence.replace(/^(Another|The|A) /, (word) => word.toLowerCase());
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
