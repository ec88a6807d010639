/** A failed statement in words: what happened, where, what became of the script, what to do. */
import { AppError, type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { asAppError } from "../engine-error.ts";
import { invisibleAdvice, invisibleCharacters, withVisibleMarks } from "../../../src-shared/sql/invisible.ts";
import { misplacedByte } from "../../../src-shared/sql/kept-bytes.ts";
import { placeIn, placeOfError } from "./error-place.ts";
import type { ScriptStatement } from "../../../src-shared/sql/split-script.ts";

/** Thrown inside a run that the user stopped. */
export class Stopped extends AppError {
  constructor() {
    super({ code: "engine.stopped", message: "The script was stopped.", next: "Run it again when you need it." });
  }
}

export interface FailedStatement {
  readonly script: string;
  readonly statement: ScriptStatement;
  readonly index: number;
  /** What became of the script's changes, to end a sentence with; null when there is nothing to say. */
  readonly outcome: string | null;
  /** Absolute path of the database; null in memory. */
  readonly path: string | null;
}

/** The error of a statement's report. */
export function statementError(
  thrown: unknown,
  { script, statement, index, outcome, path }: FailedStatement,
): AppErrorData {
  const data = { ...toAppErrorData(asAppError(thrown, { path })) };
  // What nobody can see is named: it is hardly ever meant, and SQLite's words show it no more than the text does.
  const isSql = data.code === "sql.syntax" || data.code === "sql.failed";
  const found = isSql ? invisibleCharacters(statement.sql) : [];
  if (found[0]) {
    data.message = withVisibleMarks(data.message);
    data.next = invisibleAdvice(found);
  }
  const place = found[0]
    ? { statement: index, ...placeIn(script, statement.span.start + found[0].offset) }
    : placeOfError(script, statement, index, data.detail ?? "");
  return { ...data, next: outcome === null ? data.next : `${data.next.replace(/\.$/, "")}; ${outcome}.`, place };
}

/** Refuses a script with a NUL character: SQLite would silently not run what follows it (reliability finding 12). */
export function refuseNul(script: string): void {
  const offset = script.indexOf("\0");
  if (offset < 0) return;
  throw new AppError({
    code: "sql.syntax",
    message: "The script holds a NUL character, and SQLite would not run what stands after it.",
    next: "Remove the character and run the script again.",
    place: { statement: 0, ...placeIn(script, offset) },
  });
}

/**
 * Refuses a script with half a character: it would be stored as U+FFFD. With `keptBytes` halves are bytes, and refused where they
 * cannot be kept: outside the string literals of statements whose text SQLite does not store.
 */
export function refuseHalves(script: string, keptBytes: boolean): void {
  const offset = keptBytes ? misplacedByte(script) : script.search(/\p{Surrogate}/u);
  if (offset === null || offset < 0) return;
  const unit = script.charCodeAt(offset).toString(16).toUpperCase();
  const place = { statement: 0, ...placeIn(script, offset) };
  if (!keptBytes) {
    throw new AppError({
      code: "sql.syntax",
      message: `The script holds half a character (U+${unit}), which cannot be stored.`,
      next: "Remove it and run the script again.",
      place,
    });
  }
  throw new AppError({
    code: "text.encoding",
    message: `The byte 0x${unit.slice(2)} is no UTF-8, and can be kept only inside a string literal of an INSERT, UPDATE, DELETE or SELECT.`,
    next: "Say which encoding the script is in, or save it as UTF-8.",
    place,
  });
}

/** Why a byte cannot be kept in this database. */
export function bytesInUtf16(): AppError {
  return new AppError({
    code: "text.encoding",
    message: "The statement holds bytes that are no UTF-8, and the database stores its texts as UTF-16.",
    next: "Say which encoding the script is in, or save it as UTF-8.",
  });
}
