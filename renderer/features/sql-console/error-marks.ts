/** What is underlined in the editor: errors of a run, and mistakes found before it. Pure. */
import type { ScriptMark } from "../../../src-shared/model/sql-words.ts";
import { invisibleCharacters } from "../../../src-shared/sql/invisible.ts";
import { sqlTokens, type Token } from "./sql-tokens.ts";
import type { Run } from "./console-lane.ts";

export interface EditorMark {
  readonly from: number;
  readonly to: number;
  /** The sentence and the next step. */
  readonly message: string;
  readonly severity: "error" | "warning";
  /** It is about a character that cannot be seen: all of them can be removed at once. */
  readonly invisible: boolean;
}

/** The token at an offset, or the character before it where none is (a statement that ends too early). */
function placeAt(tokens: readonly Token[], offset: number): { from: number; to: number } {
  const token = tokens.find(({ start, end }) => offset >= start && offset < end);
  return token ? { from: token.start, to: token.end } : { from: Math.max(0, offset - 1), to: Math.max(1, offset) };
}

/** Marks of a run that has ended. */
export function errorMarks(run: Run): EditorMark[] {
  return run.statements.flatMap(({ error }) => {
    const offset = error?.place?.offset;
    if (!error || offset == null) return [];
    const { from, to } = placeAt(sqlTokens(run.sql), offset);
    const invisible = invisibleCharacters(run.sql).some((one) => one.offset === offset);
    return [
      {
        invisible,
        from: run.offset + from,
        to: run.offset + to,
        message: `${error.message}\n${error.next}`,
        severity: "error" as const,
      },
    ];
  });
}

/** Marks of a text that was checked. */
export function checkMarks(text: string, marks: readonly ScriptMark[]): EditorMark[] {
  if (marks.length === 0) return [];
  const tokens = sqlTokens(text);
  const hidden = new Set(invisibleCharacters(text).map(({ offset }) => offset));
  return marks.map(({ offset, severity, message, next }) => ({
    ...placeAt(tokens, offset),
    invisible: hidden.has(offset),
    message: `${message}\n${next}`,
    severity,
  }));
}
