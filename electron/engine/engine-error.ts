/**
 * The only place that reads SQLITE_ codes and errno names: turns what SQLite, better-sqlite3 or the file system threw
 * into an AppError a user understands.
 * Source of the codes: https://www.sqlite.org/rescode.html
 */
import Database from "better-sqlite3";
import { AppError, type AppErrorCode, sentenceEnd } from "../../src-shared/errors/app-error.ts";

/** What was being done, to choose words by. */
export interface ErrorContext {
  /** The file that is concerned, for the sentence. */
  readonly path?: string | null;
  /** The connection is being opened, which in WAL mode makes files in the folder. */
  readonly opening?: boolean;
  /** There is a WAL beside it, and its folder cannot be written. */
  readonly walOutOfReach?: boolean;
  /** Name of the table or view that is read. */
  readonly object?: string;
}

interface Words {
  readonly code: AppErrorCode;
  readonly message: string;
  readonly next: string;
}

/**
 * An AppError for anything thrown; an AppError goes through as it is. SQLite's own words are kept in `detail` and its
 * extended code in `cause`. What this does not know becomes no AppError of ours: it is given back as it was thrown, and
 * `toAppErrorData` calls it internal.
 */
export function asAppError(thrown: unknown, context: ErrorContext = {}): unknown {
  if (thrown instanceof AppError || !(thrown instanceof Error)) return thrown;
  const code = codeOf(thrown);
  const words =
    thrown instanceof Database.SqliteError
      ? sqliteWords(code, thrown.message, context)
      : code
        ? systemWords(code, context)
        : driverWords(thrown.message, context);
  if (!words) return thrown;
  return new AppError({ ...words, detail: thrown.message, ...(code ? { cause: code } : {}) });
}

/** Does this error say that another connection holds a lock? */
export function isLocked(thrown: unknown): boolean {
  if (thrown instanceof AppError) return thrown.data.code === "file.locked";
  return thrown instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(thrown.code);
}

/** The same, of a lock that another program will let go of: what read an older state (BUSY_SNAPSHOT) would wait in vain. */
export function isBusy(thrown: unknown): boolean {
  return (
    thrown instanceof Database.SqliteError &&
    thrown.code.startsWith("SQLITE_BUSY") &&
    thrown.code !== "SQLITE_BUSY_SNAPSHOT"
  );
}

/** Does this error say that an expression could not be computed: for some value, or at all? */
export function isFailedExpression(thrown: unknown): boolean {
  return thrown instanceof Database.SqliteError && thrown.code === "SQLITE_ERROR";
}

/** Does this error say that another row has a value or key that must be UNIQUE? */
export function isValueTaken(thrown: unknown): boolean {
  return thrown instanceof Database.SqliteError && /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY|ROWID)$/.test(thrown.code);
}

/** Does this error say that a foreign key would not hold? */
export function isForeignKeyBroken(thrown: unknown): boolean {
  return thrown instanceof Database.SqliteError && thrown.code === "SQLITE_CONSTRAINT_FOREIGNKEY";
}

/** A rule of the schema that a row broke, or what else SQLite said of it. */
export interface BrokenRule {
  readonly rule: "check" | "notNull" | "type" | "unique" | "foreignKey" | "other";
  /** SQLite's words. */
  readonly words: string;
}

const RULES: Readonly<Record<string, BrokenRule["rule"]>> = {
  SQLITE_CONSTRAINT_CHECK: "check",
  SQLITE_CONSTRAINT_NOTNULL: "notNull",
  SQLITE_CONSTRAINT_DATATYPE: "type",
  SQLITE_MISMATCH: "type",
  SQLITE_CONSTRAINT_UNIQUE: "unique",
  SQLITE_CONSTRAINT_PRIMARYKEY: "unique",
  SQLITE_CONSTRAINT_ROWID: "unique",
  SQLITE_CONSTRAINT_FOREIGNKEY: "foreignKey",
};

/** Why a statement could not store a row; null when SQLite did not say so about the row. */
export function brokenRule(thrown: unknown): BrokenRule | null {
  if (!(thrown instanceof Database.SqliteError)) return null;
  const rule = RULES[thrown.code] ?? (/^SQLITE_(CONSTRAINT|ERROR$)/.test(thrown.code) ? "other" : null);
  return rule && { rule, words: thrown.message };
}

/** Runs `work`; what it throws comes out as an AppError. */
export function withAppErrors<T>(context: ErrorContext, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw asAppError(thrown, context);
  }
}

function codeOf(thrown: Error): string | undefined {
  const code = (thrown as { code?: unknown }).code;
  return typeof code === "string" ? code : undefined;
}

function fileWord(context: ErrorContext): string {
  return context.path ? `“${context.path}”` : "The database";
}

/** Codes whose whole family (`SQLITE_IOERR_READ` …) says the same come after the special ones. */
function sqliteWords(code: string | undefined, detail: string, context: ErrorContext): Words | null {
  const file = fileWord(context);
  const is = (family: string) => code === family || code?.startsWith(`${family}_`) === true;
  if (is("SQLITE_NOTADB"))
    return words(
      "file.notDatabase",
      `${file} is not a SQLite database, or it is encrypted.`,
      "Choose another file, or decrypt it with the program that made it.",
    );
  if (is("SQLITE_CORRUPT") && detail.startsWith("malformed database schema"))
    return words(
      "file.malformedSchema",
      `The schema stored in ${context.path ? file : "this database"} is malformed, so SQLite cannot read any of its tables.`,
      "Open a backup, or repair a copy with the sqlite3 tool (.recover).",
    );
  if (is("SQLITE_CORRUPT"))
    return context.object === undefined
      ? words(
          "file.corrupt",
          `${file} is damaged.`,
          "Open a backup, or recover a copy with the sqlite3 tool (.recover).",
        )
      : words(
          "object.unreadable",
          `“${context.object}” cannot be read because its pages in the file are damaged.`,
          "The other tables can still be read; recover a copy with the sqlite3 tool (.recover).",
        );
  // What could be opened is no WAL database there: it is the journal of a change that cannot be made.
  if (code === "SQLITE_READONLY_DIRECTORY" && context.opening !== true)
    return words(
      "file.readOnly",
      `The folder of ${context.path ? file : "the database"} cannot be written, and SQLite keeps its journal there while it writes, so nothing was changed.`,
      "Ask for the right to write the folder, or work on a copy in a folder of yours.",
    );
  if (
    code === "SQLITE_READONLY_DIRECTORY" ||
    code === "SQLITE_READONLY_CANTINIT" ||
    code === "SQLITE_READONLY_CANTLOCK" ||
    // Where a WAL is there already, SQLite only says that it cannot make the index of it.
    (is("SQLITE_CANTOPEN") && context.walOutOfReach === true)
  )
    return words(
      "file.walReadOnlyFolder",
      `${file} is in WAL mode and its folder cannot be written, so SQLite cannot open it there.`,
      "Copy the file, and the -wal file beside it, to a folder you can write, and open the copy.",
    );
  if (code === "SQLITE_READONLY_ROLLBACK" || code === "SQLITE_READONLY_RECOVERY")
    return words(
      "file.needsRecovery",
      `${file} was left in the middle of a change by another program and must be recovered before it can be read.`,
      "Open it for writing once so that SQLite can roll the change back, or open a copy together with its journal.",
    );
  if (code === "SQLITE_READONLY_DBMOVED")
    return words(
      "file.replaced",
      `${file} was moved, replaced or deleted while it was open.`,
      "Close it and open the file again.",
    );
  if (is("SQLITE_READONLY"))
    return words("file.readOnly", `${file} cannot be written.`, "Open it for writing, or check its permissions.");
  if (is("SQLITE_BUSY") || is("SQLITE_LOCKED"))
    return words(
      "file.locked",
      `${file} is locked by another program.`,
      "Try again when the other program is done with it.",
    );
  if (is("SQLITE_CANTOPEN") || is("SQLITE_PERM"))
    return words(
      "file.noPermission",
      `${file} could not be opened.`,
      "Check that you may read the file and its folder, then try again.",
    );
  if (is("SQLITE_FULL"))
    return words(
      "disk.full",
      `The disk ${context.path ? `of ${file} ` : ""}is full, so nothing was written.`,
      "Free some space and try again.",
    );
  if (is("SQLITE_IOERR"))
    return words(
      "disk.error",
      `Reading or writing ${context.path ? file : "the file"} failed.`,
      "Check the disk or the network drive, then try again.",
    );
  if (is("SQLITE_NOMEM"))
    return words(
      "engine.outOfMemory",
      "There is not enough memory for this.",
      "Close other databases or ask for less at once.",
    );
  if (is("SQLITE_TOOBIG"))
    return words(
      "value.tooLarge",
      "A value is larger than can be read at once (512 MB).",
      "Read a part of it, or use another tool for this value.",
    );
  if (is("SQLITE_CONSTRAINT"))
    return words("sql.constraint", constraintSentence(detail), "Change the values so that they fit the rule.");
  if (is("SQLITE_MISMATCH"))
    return words(
      "value.refused",
      "The value does not fit the type of its column.",
      "Enter a value of the column's type.",
    );
  if (is("SQLITE_AUTH"))
    return words("sql.failed", "This is not allowed in Joinery.", "Leave that part out of the statement.");
  if (is("SQLITE_INTERRUPT") || is("SQLITE_ABORT"))
    return words("sql.failed", "The statement was stopped before it ended.", "Run it again if you still need it.");
  if (is("SQLITE_ERROR") || is("SQLITE_SCHEMA") || is("SQLITE_RANGE") || is("SQLITE_NOLFS") || is("SQLITE_MISUSE"))
    return statementWords(detail, context);
  return null;
}

/** SQLITE_ERROR covers everything from a typing error to a missing module: its text tells. */
function statementWords(detail: string, context: ErrorContext): Words {
  if (context.object !== undefined) {
    return words(
      "object.unreadable",
      `“${context.object}” cannot be read: ${sentenceEnd(detail)}`,
      nextForUnreadable(detail),
    );
  }
  if (detail.startsWith("unsupported file format"))
    return words(
      "file.corrupt",
      `${fileWord(context)} has a format that this version of SQLite does not know.`,
      "Open it with a newer version of Joinery.",
    );
  if (/syntax error|incomplete input|unrecognized token/.test(detail))
    return words(
      "sql.syntax",
      syntaxSentence(detail),
      /^near "\."/.test(detail)
        ? "Commands that begin with a dot are the sqlite3 program's own: write SQL, such as a SELECT from sqlite_schema."
        : "Correct the statement and run it again.",
    );
  const [, child, parent] = /^foreign key mismatch - "(.*)" referencing "(.*)"$/s.exec(detail) ?? [];
  if (child !== undefined)
    return words(
      "sql.failed",
      `A foreign key of “${child}” refers to columns of “${parent}” that are not unique, or not there (foreign key mismatch).`,
      `Open “${child}” in the model editor: it names the columns, and makes them unique.`,
    );
  return words("sql.failed", `The statement failed: ${sentenceEnd(detail)}`, nextForUnreadable(detail));
}

/** What SQLite's parser says, as a sentence: `near "selec": syntax error` is “Syntax error near “selec”.”. */
export function syntaxSentence(detail: string): string {
  const [, near] = /^near "(.*)": syntax error$/s.exec(detail) ?? [];
  if (near !== undefined) return `Syntax error near “${near}”.`;
  const [, token] = /^unrecognized token: "(.*)"$/s.exec(detail) ?? [];
  if (token !== undefined) return `Unrecognized token “${token}”.`;
  if (detail === "incomplete input") return "The statement is incomplete.";
  return `Syntax error: ${sentenceEnd(detail)}`;
}

/** The error of reading a table or view that could not be described, with SQLite's words for why. */
export function unreadable(object: string, detail: string): AppError {
  return new AppError({ ...statementWords(detail, { object }), detail });
}

/** The error of reading, filtering or sorting by a column that SQLite cannot compute. */
export function unreadableColumn(object: string, column: string, detail: string): AppError {
  const message = `The column “${column}” of “${object}” cannot be computed: ${sentenceEnd(detail)}`;
  return new AppError({
    code: "object.unreadable",
    message,
    next: `The other columns can be read. ${nextForUnreadable(detail)}`,
    detail,
  });
}

/** The next step for SQLite's commonest complaints about what a statement or view refers to. */
function nextForUnreadable(detail: string): string {
  if (/^no such (table|view|column)/.test(detail)) {
    return detail.includes("should this be a string literal")
      ? "Its SQL writes a text in double quotes; write it in single quotes."
      : "Create what is missing, or correct the SQL that refers to it.";
  }
  if (/^no such module/.test(detail)) return "It needs an extension of the program that made it.";
  if (/^(?:no such function: |unsafe use of )regexp\b/i.test(detail)) {
    return "SQLite itself has no REGEXP, and Joinery has it only in the SQL that you run in a console: use LIKE or GLOB in views, triggers and rules.";
  }
  if (/^no such function|^unknown function/.test(detail)) return "It needs a function of the program that made it.";
  // Of a table whose only way to its rows is by such a key, SQLite says nothing but that there is none.
  if (/^no such collation|^no query solution$/.test(detail)) {
    return "It needs a collation that only the program which made the file has; COLLATE BINARY compares without one.";
  }
  if (/^unsafe use of/.test(detail))
    return "Joinery does not run functions with side effects from a schema it did not make.";
  return "Check its SQL.";
}

/** `UNIQUE constraint failed: t.a, t.b` → a sentence that names the rule and the columns. */
function constraintSentence(detail: string): string {
  const [, rule, where] = /^([A-Z ]+) constraint failed(?:: (.*))?$/s.exec(detail) ?? [];
  if (rule === "UNIQUE") return `Another row already has this value in ${where ?? "a unique column"} (UNIQUE).`;
  if (rule === "NOT NULL") return `${where ?? "A column"} must have a value (NOT NULL).`;
  if (rule === "CHECK") return `The row breaks the rule CHECK ${where ?? ""}.`.replace(" .", ".");
  if (rule === "FOREIGN KEY")
    return "A row that this one refers to does not exist, or other rows still refer to it (FOREIGN KEY).";
  return `The row breaks a rule of the table: ${sentenceEnd(detail)}`;
}

/** errno names of Node's file system errors. */
function systemWords(code: string, context: ErrorContext): Words | null {
  const file = fileWord(context);
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return words(
        "file.missing",
        `There is no file ${context.path ? file : "at this place"}.`,
        "Check the name, or create a new database.",
      );
    case "EISDIR":
      return words("file.directory", `${file} is a folder, not a database file.`, "Choose a file inside it.");
    case "EACCES":
    case "EPERM":
      return words(
        "file.noPermission",
        `You have no permission to open ${context.path ? file : "this file"}.`,
        "Ask its owner for the right to read it, or copy it to a folder of yours.",
      );
    case "EROFS":
      return words("file.readOnly", `${file} is on a disk that cannot be written.`, "Choose a place on another disk.");
    case "ENOSPC":
    case "EDQUOT":
      return words(
        "disk.full",
        `The disk ${context.path ? `of ${file} ` : ""}is full, so nothing was written.`,
        "Free some space and try again.",
      );
    case "EEXIST":
      return words("file.badName", `${file} exists already.`, "Choose another name.");
    case "ENAMETOOLONG":
    case "ELOOP":
    case "EINVAL":
    case "ERR_INVALID_ARG_VALUE":
      return words("file.badName", "The system does not accept this file name.", "Rename the file and open it again.");
    case "EIO":
      return words(
        "disk.error",
        `Reading ${context.path ? file : "the file"} failed.`,
        "Check the disk or the network drive, then try again.",
      );
    default:
      return null;
  }
}

/** Refusals of better-sqlite3 itself come as TypeError or RangeError without a code. */
function driverWords(detail: string, context: ErrorContext): Words | null {
  if (detail.includes("directory does not exist")) return systemWords("ENOENT", context);
  if (/memory|too (large|big)|Invalid (string|array) length|Array buffer allocation/i.test(detail)) {
    return words(
      "value.tooLarge",
      "A value is larger than can be read at once (512 MB).",
      "Read a part of it, or use another tool for this value.",
    );
  }
  return null;
}

function words(code: AppErrorCode, message: string, next: string): Words {
  return { code, message, next };
}
