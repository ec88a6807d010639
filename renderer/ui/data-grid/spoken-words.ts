/** What a screen reader hears of a cell, a row and a header: what the canvas says by form, colour and place, in words. Pure. */
import type { CellLook, GridColumn, RowLook } from "./grid-source.ts";
import { titleOf } from "./grid-view.ts";

const toneWords = { new: "new row", changed: "changed", deleted: "deleted", conflict: "in conflict" } as const;

/** A row's state; "" when nothing is staged of it. */
export function rowStateWords({ tone, said, problem }: RowLook): string {
  return joined(said ?? (tone ? toneWords[tone] : ""), problem ? "would fail" : "");
}

/** The name of a cell: value, label of a key, state, what a commit would refuse. undefined: not loaded. */
export function cellWords(cell: CellLook | undefined, row: RowLook): string {
  if (!cell) return "loading";
  const value = cell.kind === "empty" ? "empty text" : cell.text;
  // What is true of the whole row is heard in each of its cells: one may come from another row.
  const state = cell.said ?? (row.tone === "new" ? "new" : row.tone === "deleted" ? (row.said ?? "deleted") : "");
  const problem = cell.problem === undefined ? "" : `would fail because ${lowerFirst(cell.problem)}`;
  return joined(value, cell.label ?? "", state, problem);
}

/** The name of a header. The direction of its order is `aria-sort`; which of several orders it is stands here. */
export function headerWords(column: GridColumn, sorts: number): string {
  const { type, said = "", filtered, direction, sortPlace } = column;
  const place = direction && sortPlace && sorts > 1 ? `${ordinal(sortPlace)} of ${sorts} sort columns` : "";
  return joined(titleOf(column), type, said, filtered ? "filtered" : "", place);
}

function joined(...parts: readonly string[]): string {
  return parts.filter(Boolean).join(", ");
}

function ordinal(n: number): string {
  return ["first", "second", "third"][n - 1] ?? `number ${n}`;
}

/** A sentence inside another: "The row breaks …" begins small, “n” and x stay. */
function lowerFirst(sentence: string): string {
  const text = sentence.endsWith(".") ? sentence.slice(0, -1) : sentence;
  return /^[A-Z][a-z ]/.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text;
}
