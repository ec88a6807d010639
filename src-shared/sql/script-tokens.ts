/**
 * SQL text as SQLite's tokenizer sees it, through sqlite3-parser (a port of SQLite's tokenize.c that knows its keywords).
 * Comments and blanks are left out; text no token can begin with comes as `ILLEGAL`, as in SQLite.
 */
import { tokenize, tokenName } from "sqlite3-parser";

export interface ScriptToken {
  /** SQLite's own name for it, without the TK_: `SELECT`, `ID`, `STRING`, `SEMI`, `QNUMBER`, `ILLEGAL` … */
  readonly name: string;
  readonly text: string;
  /** UTF-16 offset in the text that was given. */
  readonly start: number;
  readonly end: number;
}

/** The tokens of a text, read as they are asked for. A byte order mark where a token could begin counts as blank, as in SQLite. */
export function* scriptTokens(sql: string): Generator<ScriptToken, void, undefined> {
  let taken = 0;
  for (let from = 0; from < sql.length; ) {
    let marked: number | null = null;
    for (const { type, text, span } of tokenize(from > 0 ? sql.slice(from) : sql)) {
      const start = span.offset + from;
      if (start < taken) continue;
      // The parser's own tokenizer takes it for the beginning of a name.
      if (text.startsWith("\uFEFF")) {
        marked = start + 1;
        break;
      }
      const name = tokenName(type) ?? "ILLEGAL";
      const number = name === "ILLEGAL" ? separatedNumber(sql, start) : null;
      taken = start + (number ?? text).length;
      yield number === null ? { name, text, start, end: taken } : { name: "QNUMBER", text: number, start, end: taken };
    }
    if (marked === null) return;
    from = marked;
  }
}

/** `1_000`, which the tokenizer does not know: SQLite reads it from 3.46 on. Null when it is another thing. */
function separatedNumber(sql: string, start: number): string | null {
  separated.lastIndex = start;
  const [number] = separated.exec(sql) ?? [];
  return number?.includes("_") ? number : null;
}

const digits = "\\d+(?:_\\d+)*";
const exponent = `(?:e[+-]?${digits})?`;
/** Digits with single `_` between them, and nothing after it that would make it a name. */
const separated = new RegExp(
  `(?:0x[0-9a-f]+(?:_[0-9a-f]+)*|(?:${digits}(?:\\.(?:${digits})?)?|\\.${digits})${exponent})(?![\\w$\\u0080-\\uffff])`,
  "iy",
);

/** The name an identifier or string token stands for: quotes of any of SQLite's four kinds taken off, doubled ones undone. */
export function nameOf(text: string): string {
  const quote = text[0];
  if (quote === "[") return text.slice(1, -1);
  if (quote !== '"' && quote !== "`" && quote !== "'") return text;
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}
