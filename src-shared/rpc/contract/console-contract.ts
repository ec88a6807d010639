/** Questions about the user's own SQL: `console.…`. */
import * as v from "valibot";
import { CellRowsSchema } from "../../model/cell.ts";
import { HistoryEntrySchema, HistoryQuestionSchema } from "../../model/console-history.ts";
import { RunReportSchema } from "../../model/console.ts";
import { ParameterSchema } from "../../model/parameter.ts";
import { AdviceSchema, PlanNodeSchema } from "../../model/query-plan.ts";
import { CellChunkSchema } from "../../model/rows.ts";
import { TableSchema } from "../../model/schema.ts";
import { ScriptMarkSchema, SqlWordsSchema } from "../../model/sql-words.ts";
import { TriedRowSchema } from "../../model/tried.ts";
import { procedure } from "../procedure.ts";
import { Nothing, Count, PageSize, RunId } from "./forms.ts";

export const consoleContract = {
  /**
   * Runs a script, statement by statement; events `console.progress` tell how far it is. Answers when it ended, also when
   * a statement failed (its report says so).
   */
  "console.run": procedure(
    "console",
    "never",
    v.object({
      runId: RunId,
      sql: v.pipe(v.string(), v.maxLength(256 * 1024 * 1024)),
      /** Values for its parameters; those it does not have are left aside. */
      parameters: v.optional(v.array(ParameterSchema)),
      /** Halves of characters in its string literals are bytes that are no UTF-8 (formats/text-file.ts); else they are refused. */
      keptBytes: v.optional(v.boolean()),
      /**
       * `auto`: a script without transaction control of its own is stored whole or not at all. `manual`: its first write
       * begins a transaction that stays open.
       */
      transaction: v.optional(v.picklist(["auto", "manual"])),
      /** It may read and write other files (ATTACH, VACUUM INTO); without this, such a script is refused: `sql.outside`. */
      outside: v.optional(v.boolean()),
      /** Runs on a copy of the database instead, and reports what it changed there. */
      onCopy: v.optional(v.boolean()),
      /** The run on a copy that this repeats: refused when the database was written since. */
      asTried: v.optional(RunId),
    }),
    RunReportSchema,
  ),
  /** Rows that a run on a copy changed in one of the tables of its report. */
  "console.readTried": procedure(
    "console",
    "safe",
    v.object({ runId: RunId, table: Count, offset: Count, limit: PageSize }),
    v.object({ rows: v.array(TriedRowSchema) }),
  ),
  /** Asks a run to stop at its next row; ending the process is for main (shell `engine.stop`). */
  "console.stop": procedure("console", "never", v.object({ runId: RunId }), Nothing),
  /** Rows of a statement's result, also while it is still running. */
  "console.readRows": procedure(
    "console",
    "safe",
    v.object({ runId: RunId, statement: Count, offset: Count, limit: PageSize }),
    v.object({ rows: CellRowsSchema }),
  ),
  /**
   * The rows of a statement that ended go to a file, and are a table for all `rows.…` questions from then on (its name:
   * model/result-table.ts), whatever becomes of this process.
   */
  "console.shareRows": procedure(
    "console",
    "safe",
    v.object({ runId: RunId, statement: Count }),
    v.object({ rows: v.number() }),
  ),
  /** A piece of one value of a result; the column by its place, because names may repeat. */
  "console.readCell": procedure(
    "console",
    "safe",
    v.object({
      runId: RunId,
      statement: Count,
      row: Count,
      column: Count,
      offset: Count,
      length: v.pipe(Count, v.maxValue(16 * 1024 * 1024)),
    }),
    CellChunkSchema,
  ),
  /** Ends the transaction that a script left open. */
  "console.endTransaction": procedure(
    "console",
    "never",
    v.object({ action: v.picklist(["commit", "rollback"]) }),
    Nothing,
  ),
  /** EXPLAIN QUERY PLAN of a text's first statement, which is not run; in the order of SQLite's rows. */
  "console.plan": procedure(
    "console",
    "safe",
    v.object({
      sql: v.pipe(v.string(), v.maxLength(16 * 1024 * 1024)),
      /** Those without a value count as NULL. */
      parameters: v.optional(v.array(ParameterSchema)),
    }),
    v.object({ nodes: v.array(PlanNodeSchema) }),
  ),
  /**
   * The indexes that a text's first statement would use, tried on a copy of the database: plan and time without and with them.
   * Runs the statement, there. Not asked again after its process ended: ending it is how it is stopped.
   */
  "console.advise": procedure(
    "console",
    "never",
    v.object({
      sql: v.pipe(v.string(), v.maxLength(16 * 1024 * 1024)),
      parameters: v.optional(v.array(ParameterSchema)),
    }),
    AdviceSchema,
  ),
  /** Mistakes of a script, found without running any of it. */
  "console.check": procedure(
    "console",
    "safe",
    v.object({ sql: v.pipe(v.string(), v.maxLength(1024 * 1024)) }),
    v.object({ marks: v.array(ScriptMarkSchema) }),
  ),
  /** Tables that only the console's connection sees: temporary ones and those of attached databases. */
  "console.outside": procedure("console", "safe", Nothing, v.object({ tables: v.array(TableSchema) })),
  /** Functions, pragmas, collations and modules of this build of SQLite. */
  "console.words": procedure("read", "safe", Nothing, SqlWordsSchema),
  /** Past runs of the console, newest first, of this database or of all. */
  "console.history": procedure(
    "read",
    "safe",
    HistoryQuestionSchema,
    v.object({ entries: v.array(HistoryEntrySchema), more: v.boolean() }),
  ),
  /** What is kept of a past run's text (all of it, if it was not longer than 1 M characters); null when it is gone. */
  "console.historyText": procedure("read", "safe", v.object({ id: Count }), v.object({ sql: v.nullable(v.string()) })),
  /** Forgets all past runs, of all databases. */
  "console.clearHistory": procedure("read", "never", Nothing, Nothing),
  /** Forgets the results of a run. */
  "console.release": procedure("console", "never", v.object({ runId: RunId }), Nothing),
} as const;
