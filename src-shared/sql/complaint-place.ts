/**
 * Where in a statement an error is. better-sqlite3 does not expose `sqlite3_error_offset()`, so the place is found again from
 * SQLite's words: `near "x"` by parsing, a name it complains of among the statement's tokens.
 */
import { parseStmt } from "sqlite3-parser";
import { nameOf, type ScriptToken, scriptTokens } from "./script-tokens.ts";

/** SQLite's complaints that carry a name. Source: the calls of sqlite3ErrorMsg() in SQLite's sources. */
const NAMING = [
  /^no such [a-z ]+: (.+?)(?: - should this be .*)?$/s,
  /^table .+ has no column named (.+)$/s,
  /^(?:ambiguous column name|duplicate column name|duplicate WITH table name|unknown database):? (.+)$/s,
  /^there is already an? [a-z]+ named (.+)$/s,
  /^(?:table|view|index|trigger) "?(.+?)"? (?:already exists|may not be .+|has \d+ columns but .+)$/s,
  /^(?:wrong number of arguments to function|misuse of (?:aggregate|aggregate function|window function):?) (.+?)(?:\(\))?$/s,
  /^cannot modify (.+) because it is a view$/s,
  /^cannot (?:INSERT into|UPDATE) generated column "(.+)"$/s,
] as const;

/** UTF-16 offset in the statement of what SQLite complains of; null when its words do not tell. */
export function offsetOfComplaint(sql: string, complaint: string): number | null {
  const near = /^near "(.*)": syntax error$/s.exec(complaint)?.[1];
  if (near !== undefined) return offsetOfSyntaxError(sql, near);
  if (complaint === "incomplete input") return sql.length;
  const illegal = /^unrecognized token: "(.*)"$/s.exec(complaint)?.[1];
  if (illegal !== undefined) return findToken(sql, (token) => token.name === "ILLEGAL" || token.text === illegal);
  for (const pattern of NAMING) {
    const named = pattern.exec(complaint)?.[1];
    if (named !== undefined) return offsetOfName(sql, named);
  }
  return null;
}

/** The parser stops at the same token as SQLite, of whose grammar it is made; else the first token that reads like it. */
function offsetOfSyntaxError(sql: string, near: string): number | null {
  const parsed = parseStmt(sql, { allowTrailing: true });
  const error = parsed.status === "error" ? parsed.errors[0] : undefined;
  if (error && sql.startsWith(near, error.span.offset)) return error.span.offset;
  return findToken(sql, (token) => token.text === near);
}

function findToken(sql: string, fits: (token: ScriptToken) => boolean): number | null {
  for (const token of scriptTokens(sql)) if (fits(token)) return token.start;
  return null;
}

/** `x`, `t.x` or `main.t.x`, however it is quoted in the statement. */
function offsetOfName(sql: string, named: string): number | null {
  // SQLite repeats a name with its double quotes where it could have been meant as a string.
  const wanted = named.toLowerCase().replace(/^"(.*)"$/s, "$1");
  const parts: ScriptToken[] = [];
  for (const token of scriptTokens(sql)) {
    if (token.name === "DOT") continue;
    const previous = parts.at(-1);
    if (previous && sql.slice(previous.end, token.start).trim() !== ".") parts.length = 0;
    parts.push(token);
    const dotted = parts.map((part) => nameOf(part.text).toLowerCase());
    for (let from = 0; from < dotted.length; from++) {
      if (dotted.slice(from).join(".") === wanted) return parts[from]?.start ?? null;
    }
  }
  // SQLite adds the schema's name where the statement has none ("no such table: main.t" of a trigger or view).
  const dot = named.indexOf(".");
  return dot > 0 ? offsetOfName(sql, named.slice(dot + 1)) : null;
}
