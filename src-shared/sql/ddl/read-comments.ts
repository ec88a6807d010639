/** Comments of a table's text, and what each speaks of. */
import type { ScriptToken } from "../script-tokens.ts";
import type { Place, TableParts } from "./table-parts.ts";

export interface DdlComment extends Place {
  /** Without its marks. */
  readonly text: string;
}

export interface TableComments {
  /** Before the opening bracket, or after it on its line with the columns on lines of their own; else null. */
  readonly table: DdlComment | null;
  /** One for each column: the comment after it on its line, else the one just before it. */
  readonly columns: readonly (DdlComment | null)[];
}

/** Finds the comments; `tokens` are those of the text. */
export function readComments(
  { sql, namePlace, inside, columns }: TableParts,
  tokens: readonly ScriptToken[],
): TableComments {
  const firstToken = columns[0]?.start ?? inside.end;
  const line = sql.indexOf("\n", inside.start);
  const breaks = line >= 0 && line < firstToken;
  const onLine = breaks ? comments(sql, inside.start, firstToken).filter(({ start }) => start < line) : [];
  const table = onLine.at(-1) ?? comments(sql, namePlace.end, inside.start - 1).at(-1) ?? null;
  let at = 0;
  return {
    table,
    columns: columns.map(({ start, end }, i) => {
      while ((tokens[at]?.start ?? sql.length) < end) at++;
      const next = tokens[at];
      const comma = next?.name === "COMMA" ? next : null;
      const after = commentAfter(sql, end, next?.start ?? sql.length, comma, tokens[at + 1]?.start ?? sql.length);
      const from = columns[i - 1]?.end ?? onLine.at(-1)?.end ?? inside.start;
      return after ?? commentBefore(sql, from, start, i > 0);
    }),
  };
}

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
