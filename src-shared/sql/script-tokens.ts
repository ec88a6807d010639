/**
 * SQL text as SQLite's tokenizer sees it, through sqlite3-parser (a port of SQLite's tokenize.c that knows its keywords).
 * Comments and blanks are left out; text no token can begin with comes as `ILLEGAL`, as in SQLite.
 */
import { tokenize, tokenName } from "sqlite3-parser";

export interface ScriptToken {
  /** SQLite's own name for it, without the TK_: `SELECT`, `ID`, `STRING`, `SEMI`, `ILLEGAL` … */
  readonly name: string;
  readonly text: string;
  /** UTF-16 offset in the text that was given. */
  readonly start: number;
  readonly end: number;
}

/** The tokens of a text, read as they are asked for. A byte order mark at its beginning counts as blank, as in SQLite. */
export function* scriptTokens(sql: string): Generator<ScriptToken, void, undefined> {
  const skipped = sql.startsWith("\uFEFF") ? 1 : 0;
  for (const { type, text, span } of tokenize(skipped > 0 ? sql.slice(skipped) : sql)) {
    const start = span.offset + skipped;
    yield { name: tokenName(type) ?? "ILLEGAL", text, start, end: start + text.length };
  }
}

/** The name an identifier or string token stands for: quotes of any of SQLite's four kinds taken off, doubled ones undone. */
export function nameOf(text: string): string {
  const quote = text[0];
  if (quote === "[") return text.slice(1, -1);
  if (quote !== '"' && quote !== "`" && quote !== "'") return text;
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}
