/**
 * The session: a unit of work over one database (decision D2). Edits are staged in a journal of Joinery's own and hold no
 * lock on the user's file until they are committed in one transaction.
 * Lists of columns are arrays, not objects: a column may be called `__proto__`.
 * The words are SQLAlchemy's: new, dirty, deleted (https://docs.sqlalchemy.org/en/21/orm/session_state_management.html).
 */
import * as v from "valibot";
import { CellSchema, ScalarSchema } from "./cell.ts";
import { NameSchema, ObjectNameSchema } from "./names.ts";
import { type RowKey, RowKeySchema } from "./rows.ts";

/** A row of the file by its key, or a row that exists only in the session by the id it was staged with. */
export const RowRefSchema = v.union([
  v.object({ table: ObjectNameSchema, key: RowKeySchema }),
  v.object({ table: ObjectNameSchema, newId: v.pipe(v.string(), v.maxLength(64)) }),
]);
export type RowRef = v.InferOutput<typeof RowRefSchema>;

/** One change of one row, as a gesture makes it. */
export const RowEditSchema = v.variant("op", [
  /**
   * Set a cell. `base` is the value the user saw (absent for a new row); the commit is guarded by it. `seen` is the revision of
   * the session up to whose commits `base` and `row` know the file, where that is not the one of the whole gesture.
   */
  v.object({
    op: v.literal("set"),
    row: RowRefSchema,
    column: NameSchema,
    value: ScalarSchema,
    base: v.optional(CellSchema),
    seen: v.optional(v.number()),
  }),
  /** A new row. Columns that are absent get their defaults at commit. `newId` is made by the page (a UUID). */
  v.object({
    op: v.literal("insert"),
    table: ObjectNameSchema,
    newId: v.pipe(v.string(), v.maxLength(64)),
    values: v.array(v.object({ column: NameSchema, value: ScalarSchema })),
  }),
  /** Delete a row of the file, or forget a new one. */
  v.object({ op: v.literal("delete"), row: RowRefSchema }),
  /** Take back what is staged of a row, or of one column of it. */
  v.object({ op: v.literal("revert"), row: RowRefSchema, column: v.optional(NameSchema) }),
]);
export type RowEdit = v.InferOutput<typeof RowEditSchema>;

/** All that is staged of one row. */
export const StagedRowSchema = v.object({
  /** Stable while the row is staged. */
  id: v.string(),
  state: v.picklist(["new", "dirty", "deleted"]),
  row: RowRefSchema,
  /**
   * Of a new row that brings no key: the key (rowid) it will get. Other staged rows may refer to it; should another program
   * take it, the row gets another one, and they follow.
   */
  rowid: v.optional(v.bigint()),
  /** Columns with a staged value; for a deleted row, the columns it was based on. */
  values: v.array(
    v.object({
      column: NameSchema,
      /** What the file held when the edit was based on it; absent for a new row. */
      base: v.optional(CellSchema),
      /** What will be stored; absent for a deleted row. */
      value: v.optional(ScalarSchema),
    }),
  ),
});
export type StagedRow = v.InferOutput<typeof StagedRowSchema>;

/** What a staged row is called: by its key, as its table declares it, and by what its label column holds. */
export const RowNameSchema = v.object({
  /** Empty for a new row whose key SQLite will choose. */
  key: v.array(v.object({ column: NameSchema, value: ScalarSchema })),
  label: CellSchema,
});
export type RowName = v.InferOutput<typeof RowNameSchema>;

/** Figures of the session that are always shown. */
const SessionHeadSchema = {
  /** Grows by one with every gesture, undo, redo and commit; never repeats for one journal. */
  revision: v.number(),
  counts: v.object({ new: v.number(), dirty: v.number(), deleted: v.number(), tables: v.number() }),
  /** What Undo would take back, in the words of the gesture; null when there is nothing. */
  undoLabel: v.nullable(v.string()),
  redoLabel: v.nullable(v.string()),
};

/** The whole session. */
export const SessionStateSchema = v.object({
  ...SessionHeadSchema,
  rows: v.array(StagedRowSchema),
  /** Sentences about what happened while the app was away (for example a commit that turned out to be done). */
  notices: v.array(v.string()),
});
export type SessionState = v.InferOutput<typeof SessionStateSchema>;

/** What one gesture, undo, redo or commit changed in the session. */
export const SessionDeltaSchema = v.object({
  ...SessionHeadSchema,
  /** The revision this delta starts from; a page that is elsewhere reads the whole state again. */
  from: v.number(),
  changed: v.array(StagedRowSchema),
  /** Ids of rows that are staged no more; all of them, without a list of tens of thousands, after a commit of everything. */
  removed: v.custom<string[] | "all">(
    (x) => x === "all" || (Array.isArray(x) && x.every((id) => typeof id === "string")),
    "Expected ids of staged rows",
  ),
});
export type SessionDelta = v.InferOutput<typeof SessionDeltaSchema>;

/** One statement that a commit will run, guarded by what the edit was based on. */
export const PlannedStatementSchema = v.object({
  /** Id of the staged row it comes from. */
  id: v.string(),
  /** SQL with `?` placeholders: exactly what runs. */
  sql: v.string(),
  parameters: v.array(ScalarSchema),
  /** What it does, easy to read: values written in, the row by the key its table declares, without guards. */
  plain: v.string(),
});
export type PlannedStatement = v.InferOutput<typeof PlannedStatementSchema>;

export const CommitReportSchema = v.object({
  /** Its place in the history (`session.history`); null when there was nothing to commit. */
  commitId: v.nullable(v.number()),
  inserted: v.number(),
  updated: v.number(),
  deleted: v.number(),
  tables: v.array(ObjectNameSchema),
  milliseconds: v.number(),
  /**
   * The key each new row got, and keys that an edit changed, by the staged row's id. Checked by hand: there may be tens of
   * thousands.
   */
  keys: v.custom<{ id: string; key: RowKey }[]>(
    (x) => Array.isArray(x) && x.every((moved) => typeof moved?.id === "string" && Array.isArray(moved.key)),
    "Expected keys by ids of staged rows",
  ),
  delta: SessionDeltaSchema,
});
export type CommitReport = v.InferOutput<typeof CommitReportSchema>;

/** A staged change whose base is no longer what the file holds. */
export const ConflictSchema = v.object({
  id: v.string(),
  row: RowRefSchema,
  /** `changed`: a column holds something else now; `gone`: the row is not there; `exists`: a new row's key is taken. */
  kind: v.picklist(["changed", "gone", "exists"]),
  columns: v.array(
    v.object({
      column: NameSchema,
      base: v.optional(CellSchema),
      mine: v.optional(CellSchema),
      theirs: v.optional(CellSchema),
    }),
  ),
});
export type Conflict = v.InferOutput<typeof ConflictSchema>;
