/** Questions about staged edits and commits: `session.…`. */
import * as v from "valibot";
import { ChecksSchema } from "../../model/checks.ts";
import { CascadeSchema, CommitEntrySchema, OnlySchema, StagedManySchema } from "../../model/commit.ts";
import { NameSchema } from "../../model/names.ts";
import {
  CommitReportSchema,
  PlannedStatementSchema,
  RowEditSchema,
  RowNameSchema,
  SessionDeltaSchema,
  SessionStateSchema,
} from "../../model/session.ts";
import { procedure } from "../procedure.ts";
import { Nothing, Count } from "./forms.ts";

export const sessionContract = {
  "session.read": procedure("session", "safe", Nothing, SessionStateSchema),
  /**
   * Stages the edits of one gesture: one undo step, on disk when this answers. All or none. `seen`: the revision of the session
   * as the page knew it when they were made; what commits wrote since is what the edits are based on.
   */
  "session.stage": procedure(
    "session",
    "never",
    v.object({
      label: v.pipe(v.string(), v.maxLength(200)),
      edits: v.array(RowEditSchema),
      seen: v.optional(v.number()),
    }),
    SessionDeltaSchema,
  ),
  "session.undo": procedure("session", "never", Nothing, SessionDeltaSchema),
  "session.redo": procedure("session", "never", Nothing, SessionDeltaSchema),
  /** Takes back everything staged, as one gesture that can itself be undone. */
  "session.rollback": procedure("session", "never", Nothing, SessionDeltaSchema),
  /** What staged rows are called, by their ids, each with the column its table is known by; null for one that is not staged. */
  "session.names": procedure(
    "session",
    "safe",
    v.object({
      rows: v.pipe(v.array(v.object({ id: v.string(), label: v.nullable(NameSchema) })), v.maxLength(2000)),
    }),
    v.object({ names: v.array(v.nullable(RowNameSchema)) }),
  ),
  /** The statements a commit of these staged rows would run now, in their order. */
  "session.preview": procedure("session", "safe", v.object({ only: OnlySchema }), v.array(PlannedStatementSchema)),
  /** The same as an SQL script for any program and any copy of the file: whole or not at all, each row guarded. */
  "session.script": procedure("session", "safe", v.object({ only: OnlySchema }), v.object({ text: v.string() })),
  /** Writes these staged rows in one transaction, or nothing; the others stay staged. */
  "session.commit": procedure("session", "never", v.object({ only: OnlySchema }), CommitReportSchema),
  /** What the foreign keys of the file would do if these staged rows were committed now; counted, nothing is written. */
  "session.cascade": procedure("work", "safe", v.object({ only: OnlySchema }), CascadeSchema),
  /**
   * Rules of the file that these staged rows would break, as SQLite itself judges them; nothing is written or locked. A CHECK
   * can take for ever, so it has a process of its own, which can be ended.
   */
  "session.check": procedure("check", "safe", v.object({ only: OnlySchema }), ChecksSchema),
  /** Past commits, newest first; `before` is the id of the last one that is known already. */
  "session.history": procedure(
    "session",
    "safe",
    v.object({ before: v.nullable(Count), limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)) }),
    v.object({ commits: v.array(CommitEntrySchema), more: v.boolean() }),
  ),
  /** Stages the exact inverse of a past commit as one gesture, based on what that commit wrote. */
  "session.undoCommit": procedure("session", "never", v.object({ commitId: Count }), StagedManySchema),
  /** Staged rows as the text of a patch file (docs/patch-format.md), to be applied to another copy of the database. */
  "session.exportPatch": procedure("session", "safe", v.object({ only: OnlySchema }), v.object({ text: v.string() })),
  /** Stages what a patch file holds as one gesture, based on the values in it; tells at once what does not fit. */
  "session.importPatch": procedure(
    "session",
    "never",
    v.object({ text: v.pipe(v.string(), v.maxLength(256 * 1024 * 1024)) }),
    StagedManySchema,
  ),
  /**
   * Settles conflicts: `mine` bases the edit on what the file holds now, `theirs` drops it, `newKey` gives a new row another key
   * (in `column`, else in the last one of the key). One gesture.
   */
  "session.resolve": procedure(
    "session",
    "never",
    v.object({
      choices: v.array(
        v.object({ id: v.string(), column: v.nullable(NameSchema), take: v.picklist(["mine", "theirs", "newKey"]) }),
      ),
    }),
    SessionDeltaSchema,
  ),
  /** Rows staged for files that are gone from where they were and may be this one, moved or copied. */
  "session.leftBehind": procedure(
    "session",
    "safe",
    Nothing,
    v.array(v.object({ id: v.string(), path: v.string(), rows: v.number() })),
  ),
  /** Stages here what is left behind there, as one gesture; it is not staged there any more. */
  "session.takeOver": procedure("session", "never", v.object({ id: v.string() }), SessionDeltaSchema),
} as const;
