/** Runs of SQL scripts in the console. */
import * as v from "valibot";
import { AppErrorDataSchema } from "../errors/app-error.ts";
import { NameSchema, ObjectNameSchema } from "./names.ts";
import { TriedSchema } from "./tried.ts";

/** A statement's place in the script, in UTF-16 code units from its beginning. */
export const SpanSchema = v.object({ start: v.number(), end: v.number() });
export type Span = v.InferOutput<typeof SpanSchema>;

/** From which rows of which tables the cells of a result come, as far as the statement proves it (sql/origins). */
export const ResultOriginsSchema = v.object({
  /** The tables as they stand in the statement, once for each time they do: a self join has one twice. */
  sources: v.array(ObjectNameSchema),
  /** One a column of the result: which of the sources, and its column (null: its rowid); null for what is calculated. */
  columns: v.array(v.nullable(v.object({ source: v.number(), column: v.nullable(NameSchema) }))),
  /** The same where only the value is known to be one of that column, while its row may be made of several (GROUP BY). */
  values: v.array(v.nullable(v.object({ source: v.number(), column: v.nullable(NameSchema) }))),
  /** Why no column comes from a row of its own, as a sentence. */
  reason: v.nullable(v.string()),
});
export type ResultOrigins = v.InferOutput<typeof ResultOriginsSchema>;

export const StatementReportSchema = v.object({
  /** 0-based place among the script's statements. */
  index: v.number(),
  span: SpanSchema,
  state: v.picklist(["running", "done", "failed", "skipped"]),
  /** Columns of the result; empty for a statement that gives none. Names may repeat. */
  columns: v.array(
    v.object({
      name: v.string(),
      /** Declared type of the column it comes from; null for an expression. */
      type: v.nullable(v.string()),
    }),
  ),
  /** null where they were not looked for. */
  origins: v.optional(v.nullable(ResultOriginsSchema)),
  /** Rows ready to be read with `console.readRows`; grows while running. */
  rows: v.number(),
  /** Rows it inserted, updated or deleted; null for a statement that only reads. */
  changes: v.nullable(v.number()),
  milliseconds: v.number(),
  error: v.nullable(AppErrorDataSchema),
  /** Bytes its process read and wrote by system calls meanwhile; not given where the system does not count them. */
  io: v.optional(v.object({ read: v.number(), written: v.number() })),
  /** Something worth knowing about what it did, as a sentence (a file it wrote, a setting SQLite ignored). */
  notice: v.optional(v.string()),
});
export type StatementReport = v.InferOutput<typeof StatementReportSchema>;

/** What a transaction that is open has done so far. */
export const OpenTransactionSchema = v.object({
  /** It wrote: until it ends, no other program can write the file. */
  holdsLock: v.boolean(),
  /** Rows changed by table, as the statements name it; null for changes of the schema. */
  changes: v.array(v.object({ table: v.nullable(v.string()), rows: v.number() })),
});
export type OpenTransaction = v.InferOutput<typeof OpenTransactionSchema>;

export const RunReportSchema = v.object({
  runId: v.string(),
  statements: v.array(StatementReportSchema),
  /** The script left a transaction open: nothing of it is stored until it is committed. */
  transactionOpen: v.boolean(),
  /** What that transaction has done so far; not given when none is open. */
  transaction: v.optional(OpenTransactionSchema),
  /** What a run on a copy changed there; not given for a run on the database. */
  tried: v.optional(TriedSchema),
  milliseconds: v.number(),
});
export type RunReport = v.InferOutput<typeof RunReportSchema>;
