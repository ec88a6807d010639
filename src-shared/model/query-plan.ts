/** What EXPLAIN QUERY PLAN says. Source: https://www.sqlite.org/eqp.html */
import * as v from "valibot";

export const PlanNodeSchema = v.object({
  id: v.number(),
  /** `id` of the node it belongs to; 0 at the top. */
  parent: v.number(),
  /** SQLite's words. */
  detail: v.string(),
});
export type PlanNode = v.InferOutput<typeof PlanNodeSchema>;
