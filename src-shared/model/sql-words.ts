/** What this build of SQLite knows by name, for completion and hover. */
import * as v from "valibot";

export const SqlFunctionSchema = v.object({
  name: v.string(),
  kind: v.picklist(["scalar", "aggregate", "window"]),
  /** Numbers of arguments it takes; -1 for any. */
  arities: v.array(v.number()),
});
export type SqlFunction = v.InferOutput<typeof SqlFunctionSchema>;

export const SqlWordsSchema = v.object({
  functions: v.array(SqlFunctionSchema),
  pragmas: v.array(v.string()),
  collations: v.array(v.string()),
  /** Modules of virtual tables. */
  modules: v.array(v.string()),
});
export type SqlWords = v.InferOutput<typeof SqlWordsSchema>;

/** What an editor marks before a script is run. */
export const ScriptMarkSchema = v.object({
  /** UTF-16 offset in the script. */
  offset: v.number(),
  severity: v.picklist(["error", "warning"]),
  message: v.string(),
  next: v.string(),
});
export type ScriptMark = v.InferOutput<typeof ScriptMarkSchema>;
