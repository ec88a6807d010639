/**
 * A script with line breaks and indents as people write them. sql-formatter does it, statement by statement; what it gives
 * is only taken when SQLite would read the very same tokens and comments in it, else the statement stays as it was.
 */
import { formatDialect, sqlite } from "sql-formatter";
import { scriptTokens } from "../../../../src-shared/sql/script-tokens.ts";
import { statementSpans } from "../../../../src-shared/sql/split-script.ts";
import { sqlTokens } from "../sql-tokens.ts";

export interface Formatted {
  readonly text: string;
  /** Statements left as they were, because formatting would have changed what they mean, or failed. */
  readonly left: number;
}

/** Formats the statements of a text; what stands between them (comments, blank lines) stays. */
export function formatScript(text: string): Formatted {
  let formatted = "";
  let end = 0;
  let left = 0;
  for (const span of statementSpans(text)) {
    const sql = text.slice(span.start, span.end);
    const better = formatStatement(sql);
    if (better === null) left++;
    formatted += text.slice(end, span.start) + (better ?? sql);
    end = span.end;
  }
  return { text: formatted + text.slice(end), left };
}

function formatStatement(sql: string): string | null {
  try {
    const formatted = formatDialect(sql, {
      dialect: sqlite,
      keywordCase: "preserve",
      linesBetweenQueries: 0,
      expressionWidth: 60,
    });
    // Statements of a trigger and a column called `window` are where it errs.
    return sameMeaning(sql, formatted) ? formatted : null;
  } catch {
    // It does not know this syntax, or the statement is not finished: leaving it is the answer.
    return null;
  }
}

/** Do both hold the same tokens to SQLite, and the same comments? */
function sameMeaning(before: string, after: string): boolean {
  const tokens = (sql: string) => [...scriptTokens(sql)].map(({ text }) => text);
  const comments = (sql: string) =>
    sqlTokens(sql)
      .filter(({ kind }) => kind === "comment")
      .map(({ text }) => text.trim().replace(/\s+/g, " "));
  return equal(tokens(before), tokens(after)) && equal(comments(before), comments(after));
}

const equal = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, i) => text === b[i]);
