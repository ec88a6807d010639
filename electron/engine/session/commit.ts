/**
 * Writes staged rows in one transaction, or nothing.
 *
 * begin immediate → run every statement → intent into the journal (durable) → is it still the same file? → COMMIT →
 * is it still the same file? → journal: done, these rows are staged no more. A crash at any point leaves either no intent
 * (nothing was written), or an open one that settle-commit.ts decides by looking at the file.
 */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Only } from "../../../src-shared/model/commit.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import type { CommitReport, SessionDelta } from "../../../src-shared/model/session.ts";
import type { Connection } from "../connection/connection.ts";
import type { Connections } from "../connection/connections.ts";
import { asAppError } from "../engine-error.ts";
import { recordCascade } from "./cascade-record.ts";
import { type Chosen, chooseRows } from "./choose-rows.ts";
import { conflictError, exchangeError, foreignKeyError, ignoredError, rowError } from "./commit-errors.ts";
import { makeMarks } from "./commit-marks.ts";
import { CommitRecord, figuresByTable } from "./commit-record.ts";
import { findConflicts } from "./find-conflicts.ts";
import { explainForeignKey, findViolators } from "./foreign-key-words.ts";
import type { SchemaReader } from "./ground-edit.ts";
import type { Intent } from "./journal/intent.ts";
import { dropIntent, finishIntent, readOpenIntent, writeIntent } from "./journal/intents.ts";
import { writeVersion } from "./journal/versions.ts";
import { companion, leftOutError, withCompanion } from "./left-out.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { planCommit } from "./plan-commit.ts";
import { type PlannedRows, planRows, renewKeys } from "./renew-keys.ts";
import type { Session } from "./session.ts";
import { withStandIns } from "./stand-in.ts";
import { triggerReach } from "./trigger-reach.ts";
import type { Entry } from "./unit-of-work.ts";
import { assertSameFile, beginWriting, rollBack, whenUnlocked } from "./write-lock.ts";
import { RowFailure } from "./row-failure.ts";
import type { WrittenRow } from "./written-row.ts";
import { writeRows } from "./write-rows.ts";

export interface CommitPlace {
  readonly connections: Connections;
  readonly schema: SchemaReader;
  readonly session: Session;
  /** Tells the page what changed in the session before the commit's own answer. */
  tell(delta: SessionDelta): void;
}

/** What was written into the open transaction. */
interface Written {
  readonly rows: readonly WrittenRow[];
  readonly intent: Omit<Intent, "versions" | "all">;
  /** Rows that cascades changed along, to be kept as versions. */
  readonly cascaded: readonly Entry[];
  readonly leftOut: readonly PlannedRow[];
}

/**
 * Commits these staged rows. Throws an AppError: `row.gone` (not staged any more), `commit.conflict`, `commit.constraint`,
 * `commit.failed`, `file.locked`, `file.replaced`, `file.readOnly`, `disk.full`; nothing is written then, and everything
 * is still staged.
 */
export function commit(place: CommitPlace, only: Only): CommitReport {
  const { connections, schema, session } = place;
  const started = performance.now();
  session.follow();
  let rows = chooseRows(session, only);
  if (rows.chosen.length === 0) {
    const nothing = session.gesture("", () => new Map());
    return report(null, [], nothing, started);
  }
  assertSameFile(connections);
  const writer = connections.writer();
  beginWriting(writer);
  let written: Written;
  try {
    let planned = planRows(rows, schema);
    if (renewKeys(session, writer, rows, planned, place.tell)) {
      rows = chooseRows(session, only);
      planned = planRows(rows, schema);
    }
    const tables = new Set(planned.rows.map(({ table }) => table));
    written = withStandIns(writer, schema.read(), tables, () => {
      const done = writeStaged(place, writer, planned);
      writeDown(session, rows, done);
      assertSameFile(connections);
      endTransaction(place, writer, done);
      return done;
    });
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
  const delta = session.committed((position) =>
    open === null ? null : finishIntent(session.journal.connection, open.id, position),
  );
  return report(open?.id ?? null, written.rows, delta, started);
}

function writeStaged({ schema, session }: CommitPlace, writer: Connection, { rows, others }: PlannedRows): Written {
  const database = schema.read();
  const { tables } = database;
  const plan = planCommit(rows, tables);
  const before = others.length === 0 ? [] : findConflicts(writer, others);
  const cascade = recordCascade(writer, rows, tables);
  const record = new CommitRecord();
  if (plan.deferForeignKeys) writer.pragma("defer_foreign_keys = ON");
  const changesBefore = totalChanges(writer);
  let written: ReturnType<typeof writeRows>;
  try {
    written = writeRows(writer, plan, database, others, record);
  } catch (thrown) {
    throw thrown instanceof RowFailure ? failedRow(writer, thrown, rows, others, tables) : thrown;
  }
  const broken = others.length === 0 ? undefined : newConflict(writer, others, before);
  if (broken) throw broken;
  const along = cascade.finish();
  const kept = record.rows(
    writer,
    written.written,
    (row) => session.version(row.entry.staged.id) as number,
    triggerReach(database),
  );
  const intent = {
    ...figures(written.written),
    cascaded: along.entries.length,
    others: Math.max(0, totalChanges(writer) - changesBefore - written.changes - along.changes),
    tables: figuresByTable(written.written),
    marks: makeMarks(writer, written.written),
    rows: kept,
  };
  return { rows: written.written, intent, cascaded: along.entries, leftOut: others };
}

/** The error for a row that could not be written. Ends the transaction. */
function failedRow(
  writer: Connection,
  { row, thrown, other }: RowFailure,
  rows: readonly PlannedRow[],
  leftOut: readonly PlannedRow[],
  tables: readonly Table[],
): unknown {
  const failure = asAppError(thrown);
  const isConstraint = failure instanceof AppError && failure.data.code === "sql.constraint";
  // SQLite undid the failed statement only, so the rows before it can be looked at.
  const explanation =
    isConstraint && failure.data.detail === "FOREIGN KEY constraint failed" && writer.db.inTransaction
      ? explainForeignKey(writer, row, tables)
      : null;
  rollBack(writer);
  if (thrown === null || isConstraint) {
    const conflicts = findConflicts(writer, rows);
    // A broken rule is told as such, unless it is broken because a new row's key was taken meanwhile.
    const told = thrown === null || conflicts.some((c) => c.kind === "exists" && c.id === row.entry.staged.id);
    if (told && conflicts.length > 0) return conflictError(conflicts, rows);
  }
  if (thrown === null) return ignoredError(row);
  if (!(failure instanceof AppError)) return failure;
  const error = rowError(row, failure.data, explanation);
  const needed = isConstraint ? companion(row, leftOut) : null;
  if (needed) return withCompanion(error, needed);
  return other ? exchangeError(error, other) : error;
}

/** A staged row that is not written now must be as good to write afterwards as it was before. */
function newConflict(
  writer: Connection,
  leftOut: readonly PlannedRow[],
  before: ReturnType<typeof findConflicts>,
): AppError | undefined {
  const known = new Set(before.map((conflict) => conflict.id));
  const fresh = findConflicts(writer, leftOut).find((conflict) => !known.has(conflict.id));
  const row = fresh && leftOut.find((r) => r.entry.staged.id === fresh.id);
  return row && fresh ? leftOutError(row, fresh) : undefined;
}

function totalChanges(connection: Connection): number {
  return Number(connection.value({ sql: "SELECT total_changes()", parameters: [] }));
}

/** Writes the intent, if what is staged is still what was just written into the transaction. */
function writeDown(session: Session, { chosen, leftOut }: Chosen, { intent, cascaded }: Written): void {
  const { revision, journal } = session;
  journal.transaction(() => {
    session.follow();
    if (session.revision !== revision) {
      throw new AppError({
        code: "commit.failed",
        message: "Another window changed what is staged in the very moment of the commit.",
        next: "Look at the staged changes and commit again.",
      });
    }
    const along = cascaded.map((entry) => ({
      version: writeVersion(journal.connection, entry),
      role: "cascade" as const,
      key: null,
      before: [],
      after: [],
    }));
    const all = leftOut.length === 0;
    const versions = all ? session.versions() : chosen.map((entry) => session.version(entry.staged.id) as number);
    const whole = { ...intent, versions, all, rows: [...intent.rows, ...along] };
    writeIntent(journal.connection, whole, session.position);
  });
}

function endTransaction({ schema }: CommitPlace, writer: Connection, { rows: written, leftOut }: Written): void {
  try {
    whenUnlocked(writer, "COMMIT");
  } catch (thrown) {
    const error = asAppError(thrown);
    // Deferred foreign keys are checked here; the transaction is still open, so the violators can be found.
    if (error instanceof AppError && error.data.code === "sql.constraint" && writer.db.inTransaction) {
      const { rows, sentences } = findViolators(writer, written, schema.read().tables);
      const told = foreignKeyError(rows, sentences, error.data);
      const needed = rows.map((row) => companion(row, leftOut)).find((row) => row !== null);
      throw needed ? withCompanion(told, needed) : told;
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
  const counts = { insert: 0, update: 0, delete: 0, check: 0, count: 0 };
  for (const { change } of written) counts[change.kind]++;
  return { inserted: counts.insert, updated: counts.update, deleted: counts.delete };
}

function report(
  commitId: number | null,
  written: readonly WrittenRow[],
  delta: CommitReport["delta"],
  started: number,
): CommitReport {
  const tables = new Set<Table>();
  const keys: CommitReport["keys"] = [];
  for (const { row, change, key } of written) {
    tables.add(row.table);
    const moved = change.returning.length > 0 || (key !== change.key && change.kind === "update");
    if (key !== null && (change.kind === "insert" || moved)) {
      keys.push({ id: row.entry.staged.id, key });
    }
  }
  return {
    commitId,
    ...figures(written),
    tables: Array.from(tables, ({ schema, name }) => ({ schema, name })),
    milliseconds: performance.now() - started,
    keys,
    delta,
  };
}
