/** Every question to the engine. One word travels: `rows.readPage` here is `rows/read-page.ts` in the engine. */
import * as v from "valibot";
import { HistoryEntrySchema, HistoryQuestionSchema } from "../model/console-history.ts";
import { RunReportSchema } from "../model/console.ts";
import { CellRowsSchema } from "../model/cell.ts";
import { ChecksSchema } from "../model/checks.ts";
import { CascadeSchema, CommitEntrySchema, OnlySchema, StagedManySchema } from "../model/commit.ts";
import { DatabaseInfoSchema } from "../model/database.ts";
import { EvaluatedSchema, EvaluateQuestionSchema } from "../model/evaluate.ts";
import { ExportOptionsSchema, ExportReportSchema, TicketSchema } from "../model/export.ts";
import { FindQuestionSchema, FoundCellSchema, ReplaceQuestionSchema } from "../model/find.ts";
import { ModelNamesSchema } from "../model/models.ts";
import { NameSchema, ObjectNameSchema } from "../model/names.ts";
import { ParameterSchema } from "../model/parameter.ts";
import { CompiledQuerySchema, FirstRowsSchema } from "../model/compiled-query.ts";
import { QuerySchema } from "../model/query.ts";
import { AdviceSchema, PlanNodeSchema } from "../model/query-plan.ts";
import {
  ChildGroupsSchema,
  ChildrenQuestionSchema,
  LabelsSchema,
  ParentChoicesSchema,
  ParentKeysSchema,
  ParentSchema,
} from "../model/related-rows.ts";
import { runIdForm } from "../model/result-table.ts";
import { CellChunkSchema, RowKeySchema, RowPageSchema, RowSourceSchema, RowTotalSchema } from "../model/rows.ts";
import {
  AppliedPlanSchema,
  ComparisonSchema,
  DraftSchema,
  DryRunSchema,
  LiteralRepairsSchema,
  RenameFactsSchema,
  SchemaOperationsSchema,
  SchemaPlanSchema,
} from "../model/schema-change.ts";
import { DatabaseSchemaSchema, TableSchema } from "../model/schema.ts";
import {
  CommitReportSchema,
  PlannedStatementSchema,
  RowEditSchema,
  SessionDeltaSchema,
  SessionStateSchema,
} from "../model/session.ts";
import { CellRangeSchema, ColumnStatisticsSchema, SummarySchema } from "../model/summary.ts";
import { ScriptMarkSchema, SqlWordsSchema } from "../model/sql-words.ts";
import { TriedRowSchema } from "../model/tried.ts";
import { procedure } from "./procedure.ts";

const Nothing = v.undefined();
const SchemaText = v.pipe(v.string(), v.maxLength(64 * 1024 * 1024));
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const PageSize = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5000));
const RunId = v.pipe(v.string(), v.regex(runIdForm));
/** Which view asks: a name the page gives it, the same as long as it is open, and no other view's in any window. */
const ViewId = v.pipe(v.string(), v.maxLength(200));

export const engineContract = {
  /** The file, its journal, whether it can be written and why not. */
  "database.info": procedure("read", "read", Nothing, DatabaseInfoSchema),

  /** Tables, views, indexes and triggers; broken ones with their error. */
  "schema.read": procedure("read", "read", Nothing, DatabaseSchemaSchema),

  /**
   * Rows from a place; never waits for a count or for an order that is still being built. With a `view`, an order that is
   * kept is used, and nothing is begun that would hold up others: the answer may be `pending`. It also gives up what
   * `rows.buildOrder` was building for another source of this view.
   */
  "rows.readPage": procedure(
    "read",
    "read",
    v.object({ source: RowSourceSchema, offset: Count, limit: PageSize, view: v.optional(ViewId) }),
    RowPageSchema,
  ),
  /**
   * Builds the order of a source for a view; events `rows.orderProgress` tell how far it is. `kept` is false where none can
   * be kept (rows without a key, a file that is written all the time): ask for pages without a view then.
   */
  "rows.buildOrder": procedure(
    "work",
    "read",
    v.object({ source: RowSourceSchema, view: ViewId }),
    v.object({ kept: v.boolean(), total: RowTotalSchema }),
  ),
  /** The view shows nothing that needs an order any more: what is being built for it is given up. */
  "rows.leaveOrder": procedure("read", "read", v.object({ view: ViewId }), Nothing),
  /** The rows with these keys, in the order asked; a row that is gone is left out. `placement` is exact, `offset` 0. */
  "rows.readKeys": procedure(
    "read",
    "read",
    v.object({ table: ObjectNameSchema, keys: v.pipe(v.array(RowKeySchema), v.maxLength(5000)) }),
    RowPageSchema,
  ),
  /** A piece of one value. */
  "rows.readCell": procedure(
    "read",
    "read",
    v.object({
      table: ObjectNameSchema,
      key: RowKeySchema,
      column: NameSchema,
      offset: Count,
      length: v.pipe(Count, v.maxValue(64 * 1024 * 1024)),
    }),
    CellChunkSchema,
  ),
  /** What SQL makes of values that are on screen: formats of the user's own, conditional formats, defaults. */
  "rows.evaluate": procedure("read", "read", EvaluateQuestionSchema, EvaluatedSchema),
  /** The exact number of rows. Slow on large tables, so it runs where it disturbs nothing. */
  "rows.count": procedure("work", "read", v.object({ source: RowSourceSchema }), RowTotalSchema),
  /** What the values of a column are: counts, ends, sum, commonest values, histogram. */
  "rows.statistics": procedure(
    "work",
    "read",
    v.object({ source: RowSourceSchema, column: NameSchema }),
    ColumnStatisticsSchema,
  ),
  /** At most `most` rows that lie evenly over all of a source, in its order; of texts their beginning, of BLOBs nothing. */
  "rows.sample": procedure(
    "work",
    "read",
    v.object({
      source: RowSourceSchema,
      columns: v.pipe(v.array(NameSchema), v.minLength(1), v.maxLength(20)),
      most: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
    }),
    v.object({ rows: CellRowsSchema, total: v.number(), every: v.number() }),
  ),
  /** Count, sum, average, least, greatest of the cells in some ranges; ranges that overlap count a cell twice. */
  "rows.aggregate": procedure(
    "work",
    "read",
    v.object({ source: RowSourceSchema, ranges: v.pipe(v.array(CellRangeSchema), v.maxLength(10_000)) }),
    SummarySchema,
  ),
  /** The next cell that holds a text; null when there is none in that direction. */
  "rows.find": procedure("work", "read", FindQuestionSchema, v.nullable(FoundCellSchema)),
  /** The texts after a replacement; here, because a regular expression can take for ever and this process can be ended. */
  "rows.replaceTexts": procedure("work", "read", ReplaceQuestionSchema, v.object({ texts: v.array(v.string()) })),
  /** The 0-based place of the row with this key; null when it is gone or does not fulfil the filter. */
  "rows.locate": procedure(
    "work",
    "read",
    v.object({ source: RowSourceSchema, key: RowKeySchema }),
    v.object({ row: v.nullable(v.number()) }),
  ),

  /** Labels of the parent rows that these values of a foreign key point to. Never takes long. */
  "rows.labels": procedure("read", "read", v.object({ parent: ParentSchema, keys: ParentKeysSchema }), LabelsSchema),
  /**
   * The key of the one row that has these values in these columns; null where there is none, several, or no index leads to
   * them. Never takes long.
   */
  "rows.keysOf": procedure(
    "read",
    "read",
    v.object({
      table: ObjectNameSchema,
      columns: v.pipe(v.array(NameSchema), v.minLength(1), v.maxLength(100)),
      values: v.pipe(v.array(RowKeySchema), v.maxLength(5000)),
    }),
    v.object({ keys: v.array(v.nullable(RowKeySchema)) }),
  ),
  /** Parent rows by part of their label, or by their key. Never takes long: see `complete`. */
  "rows.parents": procedure(
    "read",
    "read",
    v.object({
      parent: ParentSchema,
      text: v.pipe(v.string(), v.maxLength(1000)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
    ParentChoicesSchema,
  ),
  /** The rows that refer to each of many parents, in one question for all that are on screen. Never takes long. */
  "rows.readChildren": procedure("read", "read", ChildrenQuestionSchema, ChildGroupsSchema),
  /** The number of rows as far as `most`, or `atLeast`. Never takes long. */
  "rows.countSome": procedure(
    "read",
    "read",
    v.object({ source: RowSourceSchema, most: v.pipe(Count, v.maxValue(1_000_000)) }),
    RowTotalSchema,
  ),

  /**
   * Writes all rows of a source (a table's or a result's) to the file that the user chose, in the order and with the columns
   * given; the file is there whole or not at all. Events `transfer.progress` tell how far it is.
   */
  "transfer.exportRows": procedure(
    "work",
    "write",
    v.object({
      ticket: TicketSchema,
      source: RowSourceSchema,
      columns: v.pipe(v.array(v.object({ name: NameSchema, title: NameSchema })), v.minLength(1), v.maxLength(2000)),
      options: ExportOptionsSchema,
    }),
    ExportReportSchema,
  ),
  /** Ends an export before its next row, and removes what was written of it, also after its process was ended. */
  "transfer.giveUp": procedure("work", "read", v.object({ ticket: TicketSchema }), Nothing),

  "session.read": procedure("session", "read", Nothing, SessionStateSchema),
  /** Stages the edits of one gesture: one undo step, on disk when this answers. All or none. */
  "session.stage": procedure(
    "session",
    "write",
    v.object({ label: v.pipe(v.string(), v.maxLength(200)), edits: v.array(RowEditSchema) }),
    SessionDeltaSchema,
  ),
  "session.undo": procedure("session", "write", Nothing, SessionDeltaSchema),
  "session.redo": procedure("session", "write", Nothing, SessionDeltaSchema),
  /** Takes back everything staged, as one gesture that can itself be undone. */
  "session.rollback": procedure("session", "write", Nothing, SessionDeltaSchema),
  /** The statements a commit of these staged rows would run now, in their order. */
  "session.preview": procedure("session", "read", v.object({ only: OnlySchema }), v.array(PlannedStatementSchema)),
  /** Writes these staged rows in one transaction, or nothing; the others stay staged. */
  "session.commit": procedure("session", "write", v.object({ only: OnlySchema }), CommitReportSchema),
  /** What the foreign keys of the file would do if these staged rows were committed now; counted, nothing is written. */
  "session.cascade": procedure("work", "read", v.object({ only: OnlySchema }), CascadeSchema),
  /**
   * Rules of the file that these staged rows would break, as SQLite itself judges them; nothing is written or locked. A CHECK
   * can take for ever, so it has a process of its own, which can be ended.
   */
  "session.check": procedure("check", "read", v.object({ only: OnlySchema }), ChecksSchema),
  /** Past commits, newest first; `before` is the id of the last one that is known already. */
  "session.history": procedure(
    "session",
    "read",
    v.object({ before: v.nullable(Count), limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)) }),
    v.object({ commits: v.array(CommitEntrySchema), more: v.boolean() }),
  ),
  /** Stages the exact inverse of a past commit as one gesture, based on what that commit wrote. */
  "session.undoCommit": procedure("session", "write", v.object({ commitId: Count }), StagedManySchema),
  /** Staged rows as the text of a patch file (docs/patch-format.md), to be applied to another copy of the database. */
  "session.exportPatch": procedure("session", "read", v.object({ only: OnlySchema }), v.object({ text: v.string() })),
  /** Stages what a patch file holds as one gesture, based on the values in it; tells at once what does not fit. */
  "session.importPatch": procedure(
    "session",
    "write",
    v.object({ text: v.pipe(v.string(), v.maxLength(256 * 1024 * 1024)) }),
    StagedManySchema,
  ),
  /** Settles conflicts: `mine` bases the edit on what the file holds now, `theirs` drops it. One gesture. */
  "session.resolve": procedure(
    "session",
    "write",
    v.object({
      choices: v.array(
        v.object({ id: v.string(), column: v.nullable(NameSchema), take: v.picklist(["mine", "theirs"]) }),
      ),
    }),
    SessionDeltaSchema,
  ),
  /** Rows staged for files that are gone from where they were and may be this one, moved or copied. */
  "session.leftBehind": procedure(
    "session",
    "read",
    Nothing,
    v.array(v.object({ id: v.string(), path: v.string(), rows: v.number() })),
  ),
  /** Stages here what is left behind there, as one gesture; it is not staged there any more. */
  "session.takeOver": procedure("session", "write", v.object({ id: v.string() }), SessionDeltaSchema),

  /** What the page wants back after a restart (tabs, SQL texts, widths): JSON texts by key, kept beside the journal. */
  "workspace.read": procedure("session", "read", Nothing, v.array(v.object({ key: v.string(), value: v.string() }))),
  /** Keeps values (null forgets one); on disk when this answers. */
  "workspace.write": procedure(
    "session",
    "write",
    v.object({
      items: v.array(
        v.object({
          key: v.pipe(v.string(), v.maxLength(500)),
          value: v.nullable(v.pipe(v.string(), v.maxLength(64 * 1024 * 1024))),
        }),
      ),
    }),
    Nothing,
  ),

  /**
   * Runs a script, statement by statement; events `console.progress` tell how far it is. Answers when it ended, also when
   * a statement failed (its report says so).
   */
  "console.run": procedure(
    "console",
    "write",
    v.object({
      runId: RunId,
      sql: v.pipe(v.string(), v.maxLength(256 * 1024 * 1024)),
      /** Values for its parameters; those it does not have are left aside. */
      parameters: v.optional(v.array(ParameterSchema)),
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
    "read",
    v.object({ runId: RunId, table: Count, offset: Count, limit: PageSize }),
    v.object({ rows: v.array(TriedRowSchema) }),
  ),
  /** Asks a run to stop at its next row; ending the process is for main (shell `engine.stop`). */
  "console.stop": procedure("console", "write", v.object({ runId: RunId }), Nothing),
  /** Rows of a statement's result, also while it is still running. */
  "console.readRows": procedure(
    "console",
    "read",
    v.object({ runId: RunId, statement: Count, offset: Count, limit: PageSize }),
    v.object({ rows: CellRowsSchema }),
  ),
  /**
   * The rows of a statement that ended go to a file, and are a table for all `rows.…` questions from then on (its name:
   * model/result-table.ts), whatever becomes of this process.
   */
  "console.shareRows": procedure(
    "console",
    "read",
    v.object({ runId: RunId, statement: Count }),
    v.object({ rows: v.number() }),
  ),
  /** A piece of one value of a result; the column by its place, because names may repeat. */
  "console.readCell": procedure(
    "console",
    "read",
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
    "write",
    v.object({ action: v.picklist(["commit", "rollback"]) }),
    Nothing,
  ),
  /** EXPLAIN QUERY PLAN of a text's first statement, which is not run; in the order of SQLite's rows. */
  "console.plan": procedure(
    "console",
    "read",
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
    "write",
    v.object({
      sql: v.pipe(v.string(), v.maxLength(16 * 1024 * 1024)),
      parameters: v.optional(v.array(ParameterSchema)),
    }),
    AdviceSchema,
  ),
  /** Mistakes of a script, found without running any of it. */
  "console.check": procedure(
    "console",
    "read",
    v.object({ sql: v.pipe(v.string(), v.maxLength(1024 * 1024)) }),
    v.object({ marks: v.array(ScriptMarkSchema) }),
  ),
  /** Tables that only the console's connection sees: temporary ones and those of attached databases. */
  "console.outside": procedure("console", "read", Nothing, v.object({ tables: v.array(TableSchema) })),
  /** Functions, pragmas, collations and modules of this build of SQLite. */
  "console.words": procedure("read", "read", Nothing, SqlWordsSchema),
  /** Past runs of the console, newest first, of this database or of all. */
  "console.history": procedure(
    "read",
    "read",
    HistoryQuestionSchema,
    v.object({ entries: v.array(HistoryEntrySchema), more: v.boolean() }),
  ),
  /** What is kept of a past run's text (all of it, if it was not longer than 1 M characters); null when it is gone. */
  "console.historyText": procedure("read", "read", v.object({ id: Count }), v.object({ sql: v.nullable(v.string()) })),
  /** Forgets all past runs, of all databases. */
  "console.clearHistory": procedure("read", "write", Nothing, Nothing),
  /** What operations would make of the schema, tried without a row: cheap enough to ask at every key. */
  "models.draft": procedure("read", "read", v.object({ operations: SchemaOperationsSchema }), DraftSchema),
  /** How a change of the schema would be done, what it touches, and why it cannot be done; reads rows, writes nothing. */
  "models.plan": procedure("models", "read", v.object({ operations: SchemaOperationsSchema }), SchemaPlanSchema),
  /**
   * Does it, in one transaction. `schemaVersion` is that of the plan the user agreed to (null: whatever it is now). Throws
   * `schema.refused` with the plan's first refusal; nothing is changed then.
   */
  "models.apply": procedure(
    "models",
    "write",
    v.object({ operations: SchemaOperationsSchema, schemaVersion: v.nullable(v.number()) }),
    AppliedPlanSchema,
  ),
  /** Applies operations to a copy in the scratch folder and says what is different there. */
  "models.dryRun": procedure("models", "read", v.object({ operations: SchemaOperationsSchema }), DryRunSchema),
  /** Operations that add the schema of a text (CREATE statements in any order) to the database; what is there already is left out. */
  "models.createAll": procedure("read", "read", v.object({ sql: SchemaText }), ComparisonSchema),
  /** Operations that make the database's schema the one of the text; the same by tokens is the same. */
  "models.compare": procedure(
    "read",
    "read",
    v.object({ sql: SchemaText, renames: v.optional(RenameFactsSchema) }),
    ComparisonSchema,
  ),
  /** Texts in double quotes in stored SQL, which this SQLite takes for names: how they would be mended, or mended. */
  "models.repairLiterals": procedure("models", "write", v.object({ apply: v.boolean() }), LiteralRepairsSchema),

  /** The builder's query as SQL and as code; not run, only shown to SQLite. */
  "queries.compile": procedure(
    "read",
    "read",
    v.object({ query: QuerySchema, names: v.optional(ModelNamesSchema) }),
    CompiledQuerySchema,
  ),
  /** The first rows of the builder's query. Where SQLite finds none for too long, the process of the lane is ended. */
  "queries.run": procedure("query", "read", v.object({ query: QuerySchema, limit: PageSize }), FirstRowsSchema),
  /** Makes a view of the builder's query, in one transaction; gives the statement that was run. */
  "queries.createView": procedure(
    "session",
    "write",
    v.object({ name: v.pipe(v.string(), v.maxLength(1000)), query: QuerySchema }),
    v.object({ sql: v.string() }),
  ),

  /** Forgets the results of a run. */
  "console.release": procedure("console", "write", v.object({ runId: RunId }), Nothing),
} as const;

export type EngineContract = typeof engineContract;
export type EngineProcedure = keyof EngineContract;
/** What a caller gives. */
export type EngineParams<N extends EngineProcedure> = v.InferOutput<EngineContract[N]["params"]>;
/** What it gets. */
export type EngineResult<N extends EngineProcedure> = v.InferOutput<EngineContract[N]["result"]>;
