/** What EXPLAIN QUERY PLAN says. Source: https://www.sqlite.org/eqp.html */
import * as v from "valibot";

export const PlanNodeSchema = v.object({
  id: v.number(),
  /** `id` of the node it belongs to; 0 at the top. */
  parent: v.number(),
  /** SQLite's words. */
  detail: v.string(),
  /** Rows it visits each time it runs, estimated; not given where that cannot be told. */
  rows: v.optional(v.number()),
});
export type PlanNode = v.InferOutput<typeof PlanNodeSchema>;

/** A statement as it ran on a copy. */
export const MeasuredSchema = v.object({
  nodes: v.array(PlanNodeSchema),
  milliseconds: v.number(),
  /** Rows it gave or changed; as far as it was read. */
  rows: v.number(),
  /** False: it was given up after some seconds. */
  complete: v.boolean(),
});
export type Measured = v.InferOutput<typeof MeasuredSchema>;

/** What indexes would do for a statement, tried on a copy of the database. */
export const AdviceSchema = v.object({
  /** How many indexes were tried. */
  tried: v.number(),
  /** Those that SQLite would use, with which it was quickest. */
  indexes: v.array(v.object({ name: v.string(), table: v.string(), sql: v.string() })),
  /** Bytes they take in the file. */
  bytes: v.number(),
  before: MeasuredSchema,
  /** With the indexes; null when there are none. */
  after: v.nullable(MeasuredSchema),
  /** Was it quicker with them by more than measuring wavers? What SQLite's planner takes need not be. */
  helps: v.boolean(),
});
export type Advice = v.InferOutput<typeof AdviceSchema>;
