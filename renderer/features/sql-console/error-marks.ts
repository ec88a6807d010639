/** Where the errors of a run are underlined in the editor. */
import { sqlTokens } from "./sql-tokens.ts";
import type { Run } from "./console-lane.ts";

/** From and to in the editor's text, and the words at the mark: the sentence and the next step. */
export function errorMarks(run: Run): { from: number; to: number; message: string }[] {
  return run.statements.flatMap(({ error }) => {
    const offset = error?.place?.offset;
    if (!error || offset == null) return [];
    const token = sqlTokens(run.sql).find(({ start, end }) => offset >= start && offset < end);
    const [start, end] = token ? [token.start, token.end] : [Math.max(0, offset - 1), Math.max(1, offset)];
    return [{ from: run.offset + start, to: run.offset + end, message: `${error.message}\n${error.next}` }];
  });
}
