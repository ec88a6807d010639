/** Queries saved as files. */
import * as v from "valibot";

/** Below the folder of queries, `/` between folders, without `.sql`: `reports/top movies`. */
export const QueryPathSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(400));

export const SavedQuerySchema = v.object({
  path: QueryPathSchema,
  /** When the file was changed last; milliseconds since 1970. */
  modified: v.number(),
  /** The beginning of its text. */
  head: v.string(),
});
export type SavedQuery = v.InferOutput<typeof SavedQuerySchema>;
