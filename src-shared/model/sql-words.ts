/** What this build of SQLite knows by name, for completion and hover. */
import * as v from "valibot";

export const SqlFunctionSchema = v.object({
  name: v.string(),
  kind: v.picklist(["scalar", "aggregate", "window"]),
  /** Numbers of arguments it takes; -1 for any. */
  arities: v.array(v.number()),
});
export type SqlFunction = v.InferOutput<typeof SqlFunctionSchema>;

/** What stands in a FROM clause and takes arguments. */
export const TableFunctionSchema = v.object({
  name: v.string(),
  columns: v.array(v.string()),
  arguments: v.array(v.string()),
});
export type TableFunction = v.InferOutput<typeof TableFunctionSchema>;

export const SqlWordsSchema = v.object({
  functions: v.array(SqlFunctionSchema),
  tableFunctions: v.array(TableFunctionSchema),
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
