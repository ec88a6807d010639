/** A query plan as a tree, with what each step costs in words. Pure. Source of the steps: https://www.sqlite.org/eqp.html */
import type { PlanNode } from "../../../../src-shared/model/query-plan.ts";

/**
 * `scan`: reads every row of a table · `indexScan`: reads a whole index · `search`: goes to the rows by a key ·
 * `sort`: sorts in a temporary B-tree · `temporary`: collects rows in one · `automatic`: builds an index for this run only.
 */
export type PlanMark = "scan" | "indexScan" | "search" | "sort" | "temporary" | "automatic";

export interface PlanStep {
  readonly id: number;
  readonly detail: string;
  readonly mark: PlanMark | null;
  /** Rows it visits each time it runs, estimated; null where that cannot be told. */
  readonly rows: number | null;
  readonly steps: readonly PlanStep[];
}

export const markWords: Readonly<Record<PlanMark, string>> = {
  scan: "reads every row",
  indexScan: "reads the whole index",
  search: "by key",
  sort: "sorts",
  temporary: "temporary B-tree",
  automatic: "builds an index for this run only",
};

/** What marks a step; `derived` are names of subqueries and CTEs, whose rows are not those of a table. */
export function planMark(detail: string, derived: ReadonlySet<string>): PlanMark | null {
  if (/ USING AUTOMATIC /.test(detail)) return "automatic";
  if (/^USE TEMP B-TREE FOR (?:.* )?ORDER BY$/.test(detail)) return "sort";
  if (/TEMP B-TREE/.test(detail) || detail.startsWith("MATERIALIZE ")) return "temporary";
  if (detail.startsWith("SEARCH ")) return "search";
  if (!detail.startsWith("SCAN ") || detail === "SCAN CONSTANT ROW") return null;
  if (/ USING (?:COVERING )?INDEX | USING INTEGER PRIMARY KEY/.test(detail)) return "indexScan";
  // A virtual table's own index number tells nothing of how much it reads.
  if (/ VIRTUAL TABLE INDEX /.test(detail)) return null;
  const name = detail.slice("SCAN ".length).replace(/ LEFT-JOIN$| EXISTS$/, "");
  return derived.has(name) || /^\d+ CONSTANT ROWS?$|^\d+-ROW VALUES CLAUSE$|^\(?subquery-/i.test(name) ? null : "scan";
}

/** The steps at the top, each with those below it, in SQLite's order. */
export function planTree(nodes: readonly PlanNode[]): PlanStep[] {
  const derived = new Set(nodes.flatMap(({ detail }) => /^(?:CO-ROUTINE|MATERIALIZE) (.+)$/.exec(detail)?.[1] ?? []));
  const known = new Set(nodes.map(({ id }) => id));
  const below = (parent: number): PlanStep[] =>
    nodes
      .filter((node) => (known.has(node.parent) && node.parent !== node.id ? node.parent : 0) === parent)
      .map(({ id, detail, rows = null }) => ({
        id,
        detail,
        rows,
        mark: planMark(detail, derived),
        steps: below(id),
      }));
  return below(0);
}

/** How often each mark is there, worst first. */
export function countMarks(steps: readonly PlanStep[]): [PlanMark, number][] {
  const counts = new Map<PlanMark, number>();
  const count = (step: PlanStep) => {
    if (step.mark) counts.set(step.mark, (counts.get(step.mark) ?? 0) + 1);
    step.steps.forEach(count);
  };
  steps.forEach(count);
  const order: PlanMark[] = ["scan", "automatic", "sort", "temporary", "indexScan", "search"];
  return order.flatMap((mark): [PlanMark, number][] => (counts.has(mark) ? [[mark, counts.get(mark) ?? 0]] : []));
}

/**
 * Rows the plan visits in all, estimated: SCAN and SEARCH at one level are loops inside each other. Null where one of them
 * cannot be told.
 */
export function rowsVisited(steps: readonly PlanStep[]): number | null {
  let visited = 0;
  let times = 1;
  for (const { detail, rows, steps: below } of steps) {
    const inner = rowsVisited(below);
    if (inner === null) return null;
    // A correlated subquery runs once for each row of the loops around it.
    visited += detail.startsWith("CORRELATED") ? inner * times : inner;
    if (!/^(?:SCAN|SEARCH) /.test(detail)) continue;
    if (rows === null) return null;
    times *= rows;
    visited += times;
  }
  return visited;
}
