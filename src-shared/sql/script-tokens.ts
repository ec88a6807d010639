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

/** The tokens of a text, read as they are asked for. A byte order mark where a token could begin counts as blank, as in SQLite. */
export function* scriptTokens(sql: string): Generator<ScriptToken, void, undefined> {
  for (let from = 0; from < sql.length; ) {
    let marked: number | null = null;
    for (const { type, text, span } of tokenize(from > 0 ? sql.slice(from) : sql)) {
      const start = span.offset + from;
      // The parser's own tokenizer takes it for the beginning of a name.
      if (text.startsWith("\uFEFF")) {
        marked = start + 1;
        break;
      }
      yield { name: tokenName(type) ?? "ILLEGAL", text, start, end: start + text.length };
    }
    if (marked === null) return;
    from = marked;
  }
}

/** The name an identifier or string token stands for: quotes of any of SQLite's four kinds taken off, doubled ones undone. */
export function nameOf(text: string): string {
  const quote = text[0];
  if (quote === "[") return text.slice(1, -1);
  if (quote !== '"' && quote !== "`" && quote !== "'") return text;
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}
