/** Regular expressions as Joinery reads them: JavaScript's, because SQLite has none of its own. */
import { AppError } from "../../../src-shared/errors/app-error.ts";

/**
 * The flags of a pattern: with `u` a character outside the basic plane is one; some old patterns are only valid without. Throws an AppError
 * `sql.syntax` when it is no regular expression.
 */
export function flagsOf(pattern: string, caseSensitive: boolean): string {
  const fold = caseSensitive ? "" : "i";
  for (const flags of [`${fold}u`, fold]) {
    try {
      return new RegExp(pattern, flags).flags;
    } catch (thrown) {
      if (flags === fold) throw notRegexp(thrown);
    }
  }
  return fold;
}

function notRegexp(thrown: unknown): AppError {
  return new AppError({
    code: "sql.syntax",
    message: "This is not a regular expression.",
    next: "Correct it, or search for plain text instead.",
    detail: thrown instanceof Error ? thrown.message : String(thrown),
  });
}
