/** What surrounds a commit: which rows it takes, what the file does with them by itself, its history. */
import * as v from "valibot";
import { NameSchema, ObjectNameSchema } from "./names.ts";
import { ConflictSchema, SessionDeltaSchema } from "./session.ts";

/** Ids of the staged rows that are meant; null: all. An id that is not staged (any more) is an error, never ignored. */
export const OnlySchema = v.nullable(v.array(v.string()));
export type Only = v.InferOutput<typeof OnlySchema>;

/** What the file's foreign keys would do to rows that are not staged, if everything staged were committed now. */
export const CascadeSchema = v.object({
  /** Rows of each table that would be deleted, or stay with other values; every row once. */
  tables: v.array(v.object({ table: ObjectNameSchema, deleted: v.number(), changed: v.number() })),
  /** The same by foreign key: a row that two of them change is in both. */
  links: v.array(
    v.object({
      /** The table whose rows are touched, and its columns that refer to `parent`. */
      table: ObjectNameSchema,
      columns: v.array(NameSchema),
      parent: ObjectNameSchema,
      /** What becomes of the rows: `update` is ON UPDATE CASCADE of a value that another action changed. */
      action: v.picklist(["delete", "setNull", "setDefault", "update"]),
      rows: v.number(),
    }),
  ),
  /** Rows that forbid the deletion: the commit would fail. */
  blockers: v.array(
    v.object({
      table: ObjectNameSchema,
      columns: v.array(NameSchema),
      parent: ObjectNameSchema,
      /** The action as the foreign key has it: RESTRICT, NO ACTION, or SET NULL on a column that must have a value. */
      action: v.string(),
      rows: v.number(),
    }),
  ),
  /** False when counting was given up after some seconds: all figures are "at least" then. */
  complete: v.boolean(),
});
export type Cascade = v.InferOutput<typeof CascadeSchema>;

/** One commit of the past. */
export const CommitEntrySchema = v.object({
  /** Grows with every commit; to be given to `session.undoCommit`. */
  id: v.number(),
  /** When it was committed: ISO 8601, UTC. */
  at: v.string(),
  /** The labels of the gestures it wrote. */
  label: v.string(),
  inserted: v.number(),
  updated: v.number(),
  deleted: v.number(),
  /** Rows that foreign keys changed along with it and that are undone with it. */
  cascaded: v.number(),
  /** Rows that triggers changed, and cascades too large to be kept: undoing does not bring these back. */
  others: v.number(),
  tables: v.array(
    v.object({ table: ObjectNameSchema, inserted: v.number(), updated: v.number(), deleted: v.number() }),
  ),
  /** Why it cannot be undone, as a sentence; null when it can. */
  notUndoable: v.nullable(v.string()),
});
export type CommitEntry = v.InferOutput<typeof CommitEntrySchema>;

/** What staging many rows at once came to (a patch file, the inverse of a commit). */
export const StagedManySchema = v.object({
  delta: SessionDeltaSchema,
  /** Staged, with the bases they came with, so the commit will find the same unless they are settled before. */
  conflicts: v.array(ConflictSchema),
  /** Not staged, each with a sentence why. */
  leftOut: v.array(v.object({ table: ObjectNameSchema, row: v.string(), reason: v.string() })),
});
export type StagedMany = v.InferOutput<typeof StagedManySchema>;
