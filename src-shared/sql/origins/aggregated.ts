/** Does an expression make one row of many? */
import { type Expr, traverse } from "sqlite3-parser";

/** Source: https://www.sqlite.org/lang_aggfunc.html, and the percentile functions of this build. */
const AGGREGATES = new Set(
  [
    "avg count group_concat string_agg sum total median percentile percentile_cont percentile_disc",
    "json_group_array json_group_object jsonb_group_array jsonb_group_object",
  ].flatMap((names) => names.split(" ")),
);
/** These are plain functions with two arguments and more. */
const OF_ONE = new Set(["max", "min"]);

/** Is there an aggregate in it, outside of windows and of subqueries, which have rows of their own? */
export function isAggregated(expr: Expr): boolean {
  let found = false;
  traverse(expr, {
    enter(node) {
      if (node.type === "Select") return "skip";
      if (node.type !== "FunctionCallExpr" && node.type !== "FunctionCallStarExpr") return "continue";
      if (node.filterOver?.overClause) return "continue";
      const name = node.name.name.toLowerCase();
      const args = node.type === "FunctionCallExpr" ? (node.args ?? []).length : 0;
      if (!AGGREGATES.has(name) && !(OF_ONE.has(name) && args === 1)) return "continue";
      found = true;
      return "break";
    },
  });
  return found;
}
