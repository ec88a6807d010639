/** A failed statement in words: what happened, where, what became of the script, what to do. */
import { AppError, type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { asAppError } from "../engine-error.ts";
import { placeOfError } from "./error-place.ts";
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
  const data = toAppErrorData(asAppError(thrown, { path }));
  const place = placeOfError(script, statement, index, data.detail ?? "");
  return { ...data, next: outcome === null ? data.next : `${data.next.replace(/\.$/, "")}; ${outcome}.`, place };
}

/** Refuses a script with a NUL character: SQLite would silently not run what follows it (reliability finding 12). */
export function refuseNul(script: string): void {
  const offset = script.indexOf("\0");
  if (offset < 0) return;
  const before = script.slice(0, offset).split(/\r\n|\r|\n/);
  throw new AppError({
    code: "sql.syntax",
    message: "The script holds a NUL character, and SQLite would not run what stands after it.",
    next: "Remove the character and run the script again.",
    place: { statement: 0, offset, line: before.length, column: (before.at(-1) ?? "").length + 1 },
  });
}
