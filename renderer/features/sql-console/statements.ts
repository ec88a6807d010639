/**
 * Where statements of a script begin and end, for "run the statement at the cursor". The same boundaries as the engine's:
 * a semicolon ends a statement, except inside CREATE TRIGGER, which ends with `END;`.
 * Source: https://www.sqlite.org/c3ref/complete.html
 */
import type { Span } from "../../../src-shared/model/console.ts";
import { sqlTokens, type Token } from "./sql-tokens.ts";

const headWords = new Set(["EXPLAIN", "QUERY", "PLAN", "CREATE", "TEMP", "TEMPORARY"]);

/** Spans of the statements, with their semicolons; empty ones and comments alone are left out. */
export function statementSpans(text: string): Span[] {
  const spans: Span[] = [];
  let first: Token | null = null;
  let last: Token | null = null;
  let head = true;
  let trigger = false;
  let before: Token[] = [];
  const close = () => {
    if (first && last) spans.push({ start: first.start, end: last.end });
    first = last = null;
    head = true;
    trigger = false;
    before = [];
  };
  for (const token of sqlTokens(text)) {
    if (token.kind === "comment") continue;
    const semicolon = token.kind === "symbol" && token.value === ";";
    if (semicolon && first === null) continue;
    first ??= token;
    last = token;
    if (head && token.kind === "word" && token.value === "TRIGGER") trigger = true;
    if (head && !(token.kind === "word" && headWords.has(token.value))) head = false;
    if (semicolon && (!trigger || (before.at(-1)?.value === "END" && before.at(-2)?.value === ";"))) close();
    else before.push(token);
  }
  close();
  return spans;
}

/**
 * The statement the cursor is in: the one around it, or just before it on the same line, or the next one; null when there
 * is none.
 */
export function statementAt(text: string, position: number): Span | null {
  const spans = statementSpans(text);
  const around = spans.find(({ start, end }) => position >= start && position < end);
  if (around) return around;
  const before = spans.findLast(({ end }) => end <= position);
  if (before && !text.slice(before.end, position).includes("\n")) return before;
  return spans.find(({ start }) => start >= position) ?? before ?? null;
}
