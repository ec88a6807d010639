/** Comments of a table's text, and what each speaks of. */
import type { ScriptToken } from "../script-tokens.ts";
import type { Place, TableParts } from "./table-parts.ts";

export interface DdlComment extends Place {
  /** Without its marks. */
  readonly text: string;
}

export interface TableComments {
  /** Before the opening bracket, or one of `ownComments`; else null. */
  readonly table: DdlComment | null;
  /** One for each column: the comment after it on its line, else the one just before it. */
  readonly columns: readonly (DdlComment | null)[];
}

/** Finds the comments; `tokens` are those of the text. */
export function readComments(parts: TableParts, tokens: readonly ScriptToken[]): TableComments {
  const { sql, namePlace, inside, columns } = parts;
  const own = ownComments(parts);
  const [first, last] = [own[0], own.at(-1)];
  const whole = first && last && { start: first.start, end: last.end, text: own.map(({ text }) => text).join(" ") };
  const table = whole ?? comments(sql, namePlace.end, inside.start - 1).at(-1) ?? null;
  let at = 0;
  return {
    table,
    columns: columns.map(({ start, end }, i) => {
      while ((tokens[at]?.start ?? sql.length) < end) at++;
      const next = tokens[at];
      const comma = next?.name === "COMMA" ? next : null;
      const after = commentAfter(sql, end, next?.start ?? sql.length, comma, tokens[at + 1]?.start ?? sql.length);
      const from = columns[i - 1]?.end ?? last?.end ?? inside.start;
      return after ?? commentBefore(sql, from, start, i > 0);
    }),
  };
}

/**
 * The comments between the opening bracket and the first column that speak of the table: those on the line of the bracket, with the
 * columns on lines of their own. Where there is none, those on lines of their own before the first column, if no other column has one
 * before it; else all but the last of them, which speaks of the column as the others do.
 */
function ownComments({ sql, inside, columns }: TableParts): DdlComment[] {
  const firstToken = columns[0]?.start ?? inside.end;
  const line = sql.indexOf("\n", inside.start);
  if (line < 0 || line > firstToken) return [];
  const all = comments(sql, inside.start, firstToken);
  const onLine = all.filter(({ start }) => start < line);
  if (onLine.length > 0) return onLine;
  // What stands on the line of the first column speaks of that.
  const above = all.filter(({ end }) => sql.slice(end, firstToken).includes("\n"));
  if (above.length < all.length) return above;
  const others = columns.slice(1);
  const before = others.some(({ start }, i) => commentBefore(sql, columns[i]?.end ?? start, start, true) !== null);
  return before || others.length === 0 ? above.slice(0, -1) : above;
}

/** Where the table's own part of its text ends and that of its first column begins: behind the bracket, and behind the comments that speak of the table. */
export function headEnd(parts: TableParts): number {
  const { sql, inside, columns } = parts;
  const end = ownComments(parts).at(-1)?.end ?? inside.start;
  const line = sql.indexOf("\n", end);
  return line < 0 || line > (columns[0]?.start ?? inside.end) ? end : lineWithBlanks(sql, end, line);
}

/** The end of the line where only blanks are left on it; else where one is: a comment of several lines stays whole. */
const lineWithBlanks = (sql: string, at: number, line: number): number =>
  sql.slice(at, line).trim() === "" ? line : at;

function commentAfter(sql: string, end: number, next: number, comma: Place | null, limit: number): DdlComment | null {
  const before = comments(sql, end, next)[0];
  if (before && !sql.slice(end, before.start).includes("\n")) return before;
  if (!comma) return null;
  const after = comments(sql, comma.end, limit)[0];
  // On a later line, or before the next column on this one, it speaks of that column.
  const ownLine = after && !sql.slice(comma.end, after.start).includes("\n");
  return ownLine && sql.slice(after.start, limit).includes("\n") ? after : null;
}

/** The last comment before a column; what stands on the line of the column before speaks of that one. */
function commentBefore(sql: string, from: number, start: number, follows: boolean): DdlComment | null {
  const line = follows ? sql.indexOf("\n", from) : -1;
  return comments(sql, line === -1 || line > start ? from : line, start).at(-1) ?? null;
}

const commentPattern = /--([^\n]*)|\/\*([\s\S]*?)(?:\*\/|$)/g;

/** The comments between two tokens, or in the text of a gap. */
export function comments(sql: string, start: number, end: number): DdlComment[] {
  return [...sql.slice(start, end).matchAll(commentPattern)].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
    text: (match[1] ?? match[2] ?? "").trim(),
  }));
}
