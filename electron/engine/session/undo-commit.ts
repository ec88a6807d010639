/** `session.undoCommit`: stages the inverse of a past commit. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Connection } from "../connection/connection.ts";
import type { StagedMany } from "../../../src-shared/model/commit.ts";
import { conflictsOfStaged } from "./find-conflicts.ts";
import type { SchemaReader } from "./ground-edit.ts";
import { invertRow } from "./invert-commit.ts";
import { readCommitted } from "./journal/commit-log.ts";
import type { Session } from "./session.ts";
import { stagedId } from "./unit-of-work.ts";

/**
 * All rows or none: half an inverse would be a third state. Throws an AppError: `commit.forgotten`, `object.missing`,
 * `row.notAddressable`, `value.refused` (a row of it is staged to be deleted).
 */
export function undoCommit(session: Session, schema: SchemaReader, reader: Connection, commitId: number): StagedMany {
  const rows = readCommitted(session.journal.connection, commitId);
  if (!rows) {
    throw new AppError({
      code: "commit.forgotten",
      message: "The rows of this commit are not kept any more, so it cannot be undone.",
      next: "Take the values from a backup.",
    });
  }
  const edits = rows.flatMap((row) => invertRow(row, schema.table(row.entry.staged.row.table)));
  const delta = session.stage("Undo commit", edits, (edit) => edit);
  const ids = new Set(edits.map((edit) => stagedId(edit.row)));
  const staged = session.entries().filter((entry) => ids.has(entry.staged.id));
  return { delta, conflicts: conflictsOfStaged(reader, staged, schema), leftOut: [] };
}
