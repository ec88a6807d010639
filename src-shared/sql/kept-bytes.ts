/**
 * Bytes of a script that are no UTF-8, as `decodeKeepingBytes` (formats/text-file.ts) keeps them. better-sqlite3 takes SQL as text only, so
 * a string literal with such bytes is written as the cast of a BLOB. Its unary plus takes the cast's affinity away again, so the
 * expression compares as the literal would.
 * Source: https://www.sqlite.org/datatype3.html, "Affinity of expressions"; https://www.sqlite.org/lang_expr.html#castexpr
 */
import { bytesOfText, isKeptByte } from "../formats/text-file.ts";
import { nameOf, type ScriptToken, scriptTokens } from "./script-tokens.ts";
import { statementSpans } from "./split-script.ts";
import { sqlLiteral } from "./sql-literal.ts";

/** Statements whose text SQLite does not keep: the cast stands nowhere afterwards. */
const NOT_STORED = new Set(["INSERT", "REPLACE", "UPDATE", "DELETE", "SELECT", "VALUES", "WITH"]);

/** What stands before a literal that is a value, and never before a name in quotes. */
const BEFORE_VALUE =
  /^(?:LP|COMMA|EQ|NE|LT|LE|GT|GE|IS|NOT|AND|OR|CONCAT|PTR|PLUS|MINUS|STAR|SLASH|REM|BITAND|BITOR|LSHIFT|RSHIFT|LIKE_KW|MATCH|BETWEEN|ESCAPE|SELECT|DISTINCT|WHERE|HAVING|WHEN|THEN|ELSE|CASE|LIMIT|OFFSET|RETURNING|BY)$/;

/** Has a text halves of characters, which no SQL can hold? */
export const hasHalves = (sql: string): boolean => !sql.isWellFormed();

/** UTF-16 offset in a script of the first half of a character where no byte can be kept; null when there is none. */
export function misplacedByte(script: string): number | null {
  if (!hasHalves(script)) return null;
  const allowed = new Set<number>();
  let from = 0;
  const allow = (start: number, end: number) => {
    for (let at = start; at < end; at++) if (isKeptByte(script.charCodeAt(at))) allowed.add(at);
  };
  for (const span of statementSpans(script)) {
    const statement = script.slice(span.start, span.end);
    for (const { start, end } of literalsWithBytes(statement)) allow(span.start + start, span.start + end);
  }
  // Between tokens are blanks and comments.
  for (const { start, end } of scriptTokens(script)) {
    allow(from, start);
    from = end;
  }
  allow(from, script.length);
  for (let at = 0; at < script.length; at++) {
    const code = script.codePointAt(at) ?? 0;
    if (code > 0xffff) at++;
    else if (code >= 0xd800 && code <= 0xdfff && !allowed.has(at)) return at;
  }
  return null;
}

/** The statement as SQLite can be given it: the same values, no halves of characters. */
export function withBytesAsCasts(sql: string): string {
  if (!hasHalves(sql)) return sql;
  let text = "";
  let from = 0;
  for (const { start, end, text: literal } of literalsWithBytes(sql)) {
    text += `${sql.slice(from, start)}(+CAST(${sqlLiteral(bytesOfText(nameOf(literal)))} AS TEXT))`;
    from = end;
  }
  // What is left stands in comments.
  return (text + sql.slice(from)).toWellFormed();
}

function literalsWithBytes(sql: string): ScriptToken[] {
  const tokens = [...scriptTokens(sql)];
  if (!NOT_STORED.has(tokens[0]?.name ?? "")) return [];
  return tokens.filter(
    (token, at) =>
      token.name === "STRING" &&
      token.text.startsWith("'") &&
      hasHalves(token.text) &&
      BEFORE_VALUE.test(tokens[at - 1]?.name ?? "") &&
      // `('a', 'b')` behind a table's name is a list of columns; `'a'.b` is a name too.
      tokens[at + 1]?.name !== "DOT" &&
      !isColumnList(tokens, at),
  );
}

/** `INSERT INTO t('a', 'b')`: is the literal in the brackets behind the table's name? */
function isColumnList(tokens: readonly ScriptToken[], at: number): boolean {
  const values = tokens.findIndex(({ name }) => name === "VALUES" || name === "SELECT" || name === "SET");
  const into = tokens.findIndex(({ name }) => name === "INTO");
  return into >= 0 && into < at && (values < 0 || at < values);
}
