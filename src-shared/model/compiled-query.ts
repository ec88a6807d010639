/** What the builder's query becomes: SQL, the same in other languages, and its first rows. */
import * as v from "valibot";
import { AppErrorDataSchema } from "../errors/app-error.ts";
import { CellRowsSchema, ScalarSchema } from "./cell.ts";

export const ResultColumnSchema = v.object({
  name: v.string(),
  /** Declared type of the column it comes from; null for an expression. */
  type: v.nullable(v.string()),
});
export type ResultColumn = v.InferOutput<typeof ResultColumnSchema>;

export const CompiledQuerySchema = v.object({
  /** As Kysely compiles it; its parameters are `?`. */
  sql: v.string(),
  parameters: v.array(ScalarSchema),
  /** Columns of the result; null when SQLite does not accept the SQL: `error` says why. */
  columns: v.nullable(v.array(ResultColumnSchema)),
  error: v.nullable(AppErrorDataSchema),
  /** The same query in the words of others. */
  code: v.object({ kysely: v.string(), sqlalchemy: v.string(), drizzle: v.string() }),
});
export type CompiledQuery = v.InferOutput<typeof CompiledQuerySchema>;

export const FirstRowsSchema = v.object({
  columns: v.array(ResultColumnSchema),
  rows: CellRowsSchema,
  /** There are more rows than these. */
  more: v.boolean(),
  milliseconds: v.number(),
});
export type FirstRows = v.InferOutput<typeof FirstRowsSchema>;
