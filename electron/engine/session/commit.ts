/**
 * Writes everything that is staged in one transaction, or nothing.
 *
 * begin immediate → run every statement → intent into the journal (durable) → is it still the same file? → COMMIT →
 * is it still the same file? → journal: done, nothing staged. A crash at any point leaves either no intent (nothing was
 * written), or an open one that settle-commit.ts decides by looking at the file.
 */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import type { CommitReport } from "../../../src-shared/model/session.ts";
import type { Connection } from "../connection/connection.ts";
import type { Connections } from "../connection/connections.ts";
import { asAppError } from "../engine-error.ts";
import { conflictError, foreignKeyError, ignoredError, rowError } from "./commit-errors.ts";
import { makeMarks } from "./commit-marks.ts";
import { findConflicts } from "./find-conflicts.ts";
import { explainForeignKey, findViolators } from "./foreign-key-words.ts";
import type { SchemaReader } from "./ground-edit.ts";
import { dropIntent, finishIntent, type Intent, readOpenIntent, writeIntent } from "./journal/intents.ts";
import { planCommit } from "./plan-commit.ts";
import { plannedRows } from "./planned-rows.ts";
import type { Session } from "./session.ts";
import { assertSameFile, beginWriting, rollBack, whenUnlocked } from "./write-lock.ts";
import { RowFailure, type WrittenRow, writeRows } from "./write-rows.ts";

export interface CommitPlace {
  readonly connections: Connections;
  readonly schema: SchemaReader;
  readonly session: Session;
}

/**
 * Commits. Throws an AppError: `commit.conflict`, `commit.constraint`, `commit.failed`, `file.locked`, `file.replaced`,
 * `file.readOnly`, `disk.full`; nothing is written then, and everything is still staged.
 */
export function commit(place: CommitPlace): CommitReport {
  const { connections, session } = place;
  const started = performance.now();
  session.follow();
  if (session.isEmpty)
    return report(
      [],
      session.gesture("", () => new Map()),
      started,
    );
  assertSameFile(connections);
  const writer = connections.writer();
  beginWriting(writer);
  let written: WrittenRow[];
  try {
    written = writeStaged(place, writer);
    const intent = { ...figures(written), marks: makeMarks(writer, written) };
    writeDown(session, intent);
    assertSameFile(connections);
    endTransaction(place, writer, written);
  } catch (thrown) {
    abandon(session, writer);
    throw asAppError(thrown, { path: connections.realPath });
  }
  const open = readOpenIntent(session.journal.connection);
  if (open && connections.replaced()) {
    // It went into a file that nobody can reach any more: not done.
    session.journal.transaction(() => dropIntent(session.journal.connection, open.id));
    assertSameFile(connections);
  }
  const delta = session.committed(() => open !== null && finishIntent(session.journal.connection, open.id));
  return report(written, delta, started);
}

function writeStaged({ schema, session }: CommitPlace, writer: Connection): WrittenRow[] {
  const rows = plannedRows(session.entries(), schema);
  const { tables, triggers } = schema.read();
  const plan = planCommit(rows, tables);
  if (plan.deferForeignKeys) writer.pragma("defer_foreign_keys = ON");
  try {
    return writeRows(writer, plan, triggers.length > 0);
  } catch (thrown) {
    if (!(thrown instanceof RowFailure)) throw thrown;
    const failure = asAppError(thrown.thrown);
    const isConstraint = failure instanceof AppError && failure.data.code === "sql.constraint";
    // SQLite undid the failed statement only, so the rows before it can be looked at.
    const explanation =
      isConstraint && failure.data.detail === "FOREIGN KEY constraint failed" && writer.db.inTransaction
        ? explainForeignKey(writer, thrown.row, tables)
        : null;
    rollBack(writer);
    if (thrown.thrown === null || isConstraint) {
      const conflicts = findConflicts(writer, rows);
      // A broken rule is told as such, unless it is broken because a new row's key was taken meanwhile.
      const told =
        thrown.thrown === null || conflicts.some((c) => c.kind === "exists" && c.id === thrown.row.entry.staged.id);
      if (told && conflicts.length > 0) throw conflictError(conflicts);
    }
    if (thrown.thrown === null) throw ignoredError(thrown.row);
    throw failure instanceof AppError ? rowError(thrown.row, failure.data, explanation) : failure;
  }
}

/** Writes the intent, if what is staged is still what was just written into the transaction. */
function writeDown(session: Session, intent: Intent): void {
  const { revision } = session;
  session.journal.transaction(() => {
    session.follow();
    if (session.revision !== revision) {
      throw new AppError({
        code: "commit.failed",
        message: "Another window changed what is staged in the very moment of the commit.",
        next: "Look at the staged changes and commit again.",
      });
    }
    writeIntent(session.journal.connection, intent);
  });
}

function endTransaction({ schema }: CommitPlace, writer: Connection, written: readonly WrittenRow[]): void {
  try {
    whenUnlocked(writer, "COMMIT");
  } catch (thrown) {
    const error = asAppError(thrown);
    // Deferred foreign keys are checked here; the transaction is still open, so the violators can be found.
    if (error instanceof AppError && error.data.code === "sql.constraint" && writer.db.inTransaction) {
      const { rows, sentences } = findViolators(writer, written, schema.read().tables);
      throw foreignKeyError(rows, sentences, error.data);
    }
    throw thrown;
  }
}

/**
 * Nothing is to be written: the transaction goes, and the intent that said otherwise. When a COMMIT failed in a way that
 * ended the transaction, the intent stays open: only the file knows what became of it (settle-commit.ts).
 */
function abandon(session: Session, writer: Connection): void {
  const isOpen = writer.db.inTransaction;
  rollBack(writer);
  const intent = readOpenIntent(session.journal.connection);
  if (isOpen && intent) session.journal.transaction(() => dropIntent(session.journal.connection, intent.id));
}

function figures(written: readonly WrittenRow[]): Pick<Intent, "inserted" | "updated" | "deleted"> {
  const counts = { insert: 0, update: 0, delete: 0, check: 0 };
  for (const { change } of written) counts[change.kind]++;
  return { inserted: counts.insert, updated: counts.update, deleted: counts.delete };
}

function report(written: readonly WrittenRow[], delta: CommitReport["delta"], started: number): CommitReport {
  const tables = new Set<Table>();
  const keys: CommitReport["keys"] = [];
  for (const { row, change, key } of written) {
    tables.add(row.table);
    if (key !== null && (change.kind === "insert" || change.returning.length > 0)) {
      keys.push({ id: row.entry.staged.id, key });
    }
  }
  return {
    ...figures(written),
    tables: Array.from(tables, ({ schema, name }) => ({ schema, name })),
    milliseconds: performance.now() - started,
    keys,
    delta,
  };
}
