/** Where in a script the error of a statement is. */
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import { offsetOfComplaint } from "../../../src-shared/sql/complaint-place.ts";
import type { ScriptStatement } from "../../../src-shared/sql/split-script.ts";

/** The place for an AppError: the complaint's, or the statement's beginning when SQLite does not tell. */
export function placeOfError(
  script: string,
  statement: ScriptStatement,
  index: number,
  complaint: string,
): NonNullable<AppErrorData["place"]> {
  const offset = statement.span.start + (offsetOfComplaint(statement.sql, complaint) ?? 0);
  return { statement: index, ...placeIn(script, offset) };
}

/** Line and column, from 1, of an offset in a text. */
export function placeIn(text: string, offset: number): { offset: number; line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { offset, line: before.length, column: (before.at(-1) ?? "").length + 1 };
}
