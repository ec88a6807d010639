/** Past runs of the console, of all databases. */
import * as v from "valibot";

export const HistoryEntrySchema = v.object({
  id: v.number(),
  /** Absolute path of the database; null in memory. */
  path: v.nullable(v.string()),
  /** When it was started, ISO 8601 in UTC. */
  at: v.string(),
  /** `lost`: its process ended before it did. */
  state: v.picklist(["running", "done", "failed", "stopped", "lost"]),
  milliseconds: v.nullable(v.number()),
  statements: v.number(),
  /** Rows of all its results together. */
  rows: v.number(),
  /** Rows it changed; null when it had no statement that does. */
  changes: v.nullable(v.number()),
  error: v.nullable(v.string()),
  /** The beginning of the text; `console.historyText` gives all that is kept. */
  head: v.string(),
  /** Length of what was run, in UTF-16 units. */
  length: v.number(),
});
export type HistoryEntry = v.InferOutput<typeof HistoryEntrySchema>;

export const HistoryQuestionSchema = v.object({
  /** Words that all stand in the text (ASCII letters in any case). */
  search: v.pipe(v.string(), v.maxLength(1000)),
  thisDatabase: v.boolean(),
  /** The id of the last entry that is known already; null from the newest on. */
  before: v.nullable(v.number()),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
});
export type HistoryQuestion = v.InferOutput<typeof HistoryQuestionSchema>;
