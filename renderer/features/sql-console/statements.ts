/** Which statement of a script the cursor means, for "run the statement at the cursor". */
import type { Span } from "../../../src-shared/model/console.ts";
import { statementSpans } from "../../../src-shared/sql/split-script.ts";

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
