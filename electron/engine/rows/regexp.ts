/**
 * Regular expressions in filters: JavaScript's, because SQLite has none of its own. They can take for ever ((a+)+$ on
 * aaaa…), so whatever runs them has a limit of time.
 */
import vm from "node:vm";
import { type RawBuilder, sql } from "kysely";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Connection } from "../connection/connection.ts";
import { flagsOf } from "../connection/regexp-flags.ts";

/** Not to be called from views and triggers of a file (directOnly), nor found by chance. */
const FUNCTION = "joinery_regexp";

/** Longer texts are not matched: their search would hold the engine for long even with a harmless expression. */
const LONGEST_MATCHED = 16 * 1024 * 1024;

/** Lets a connection match regular expressions. */
export function addRegexp(connection: Connection): void {
  let known = { pattern: undefined as unknown, flags: undefined as unknown, regexp: /(?:)/ };
  connection.db.function(
    FUNCTION,
    { directOnly: true, deterministic: true, safeIntegers: true },
    (pattern: unknown, flags: unknown, text: string | null) => {
      if (text === null) return null;
      if (known.pattern !== pattern || known.flags !== flags) {
        known = { pattern, flags, regexp: new RegExp(String(pattern), String(flags)) };
      }
      return known.regexp.test(text) ? 1n : 0n;
    },
  );
}

/** SQL that matches a cell (no BLOB). Throws an AppError `sql.syntax` when the pattern is no regular expression. */
export function regexpCall(cell: RawBuilder<unknown>, pattern: string, caseSensitive: boolean): RawBuilder<unknown> {
  const flags = flagsOf(pattern, caseSensitive);
  // A number's text is SQLite's, so that 2.0 is found as it is shown.
  const short = sql`octet_length(${cell}) <= ${sql.raw(String(LONGEST_MATCHED))}`;
  return sql`${short} AND ${sql.raw(FUNCTION)}(${pattern}, ${flags}, CAST(${cell} AS TEXT))`;
}

/**
 * Runs `work` for at most that long; V8 looks at the time also while it backtracks in an expression. Throws an AppError
 * when the time is up; SQLite then ends its statement by itself. What runs in SQLite alone is not interrupted.
 */
export function withRegexpBudget<T>(milliseconds: number, work: () => T): T {
  let result: { value: T } | { thrown: unknown } | undefined;
  const run = () => {
    try {
      result = { value: work() };
    } catch (thrown) {
      // Kept, because an error that leaves another context is none of this one's classes.
      result = { thrown };
    }
  };
  try {
    new vm.Script("run()").runInContext(vm.createContext({ run }), { timeout: milliseconds });
  } catch (thrown) {
    if ((thrown as { code?: unknown } | null)?.code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw thrown;
    throw tookTooLong(milliseconds);
  }
  if (result && "value" in result) return result.value;
  throw result?.thrown;
}

function tookTooLong(milliseconds: number): AppError {
  return new AppError({
    code: "engine.stopped",
    message: `The regular expression was stopped after ${milliseconds / 1000} seconds.`,
    next: "Write it so that it has fewer ways to match, for example without repetition inside a repetition.",
  });
}
