/**
 * Writes the planned rows inside a transaction that is already open; gives what became of each.
 *
 * A row that wants a UNIQUE value which another staged row still has is put off until that one gave it up; rows that want
 * each other's are set aside first (exchange-values.ts). So the order is the plan's, except where UNIQUE forbids it.
 */
import type { Waiting, WrittenRow } from "./written-row.ts";
import type { RowKey } from "../../../src-shared/model/rows.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Connection } from "../connection/connection.ts";
import { isForeignKeyBroken, isValueTaken } from "../engine-error.ts";
import type { CommitRecord } from "./commit-record.ts";
import { findConflicts } from "./find-conflicts.ts";
import { exchangesWith, setAside } from "./exchange-values.ts";
import type { CommitPlan, PlannedRow } from "./commit-plan.ts";
import { isRowidFree, keyReserver } from "./reserve-keys.ts";
import { rowidColumn } from "./row-address.ts";
import { StatementRunner } from "./statement-runner.ts";
import type { RowChange } from "./statements.ts";
import { RowFailure } from "./row-failure.ts";
import { writeViewRow } from "./write-view-row.ts";
import { givenRowid, toChange } from "./to-change.ts";
import { type TriggerReach, triggerReach } from "./trigger-reach.ts";
import type { Link } from "./unit-of-work.ts";

/** Tries in both directions: enough for values that move up or down in a row, which is what people do. */
const PASSES = 4;
/** Where nothing can be set aside, moving values in any other order may take more. */
const PATIENT_PASSES = 100;

/**
 * Gives the function that makes the change of each row of a plan, to be asked just before the row is written: keys depend on
 * what ran before. `leftOut` are staged rows that are not written: their keys are theirs.
 */
function changeMaker(plan: CommitPlan, connection: Connection, reach: TriggerReach, leftOut: readonly PlannedRow[]) {
  const all = leftOut.length > 0 ? [...plan.rows, ...leftOut] : plan.rows;
  const linked = new Set<string>();
  for (const { entry } of all) for (const { to } of entry.links ?? NONE) linked.add(to);
  const reserve = keyReserver(connection, all, reach);
  return (row: PlannedRow): RowChange => {
    const { staged } = row.entry;
    if (staged.state !== "new" || givenRowid(row) !== null) return toChange(row, null);
    const { rowid: reserved } = staged;
    // Reserved keys that others had taken were given anew before (takenKeys). Rowids that no column shows were not, and
    // triggers may add rows meanwhile; a row that others refer to can only have the key they refer to.
    const isSure = rowidColumn(row.table) !== null && (!reach(row.table) || linked.has(staged.id));
    const isOurs = reserved !== undefined && (isSure || isRowidFree(connection, row.table, reserved));
    return toChange(row, isOurs ? reserved : reserve(row.table));
  };
}

const NONE: readonly Link[] = [];

/** The changes of a plan in their order, as they are before anything is written. */
export function changesOf(
  plan: CommitPlan,
  connection: Connection,
  reach: TriggerReach,
  leftOut: readonly PlannedRow[] = [],
): { row: PlannedRow; change: RowChange }[] {
  const make = changeMaker(plan, connection, reach, leftOut);
  return plan.rows.map((row) => ({ row, change: make(row) }));
}

/** `changes` counts the rows its own statements changed. Throws a RowFailure; the transaction may be over then (ON CONFLICT ROLLBACK, RAISE(ROLLBACK), a full disk). */
export function writeRows(
  connection: Connection,
  plan: CommitPlan,
  schema: DatabaseSchema,
  leftOut: readonly PlannedRow[],
  record: CommitRecord,
): { written: WrittenRow[]; changes: number } {
  const runner = new StatementRunner(connection);
  const triggers = schema.triggers.length > 0;
  const proven = provenDeletions(connection, plan);
  const written: WrittenRow[] = [];
  let waiting: Waiting[] = [];
  /** Writes it, or says what stands in its way for now. */
  const attempt = (row: PlannedRow, staged: RowChange, change: RowChange): unknown => {
    try {
      record.replaces(connection, row, change);
      const key =
        row.table.identity.kind === "values"
          ? writeViewRow(connection, runner, row, change)
          : proven.size > 0 && proven.has(row)
            ? deleteProven(runner, change)
            : writeRow(runner, row, change);
      // Without triggers, what ends a transaction also throws.
      if (triggers && !connection.db.inTransaction) throw new RowFailure(row, transactionEnded());
      written.push({ row, change: staged, key });
      return null;
    } catch (thrown) {
      if (thrown instanceof RowFailure) throw thrown;
      const later = isValueTaken(thrown) || (waiting.length > 0 && isForeignKeyBroken(thrown));
      // Whatever it was, it must be told with the row it happened to.
      if (!later || !connection.db.inTransaction) throw new RowFailure(row, thrown);
      return thrown;
    }
  };
  /** The last one put off was stopped by none that came after it, so it goes first; then the other way round. */
  const retry = (passes: number) => {
    for (let pass = 0, idle = 0; pass < passes && waiting.length > 0 && idle < 2; pass++) {
      const before = waiting.length;
      waiting = waiting.toReversed().filter((w) => {
        w.thrown = attempt(w.row, w.staged, w.change);
        return w.thrown !== null;
      });
      idle = waiting.length === before ? idle + 1 : 0;
    }
  };
  let last: RowChange["kind"] = "delete";
  const make = changeMaker(plan, connection, triggerReach(schema), leftOut);
  for (const row of plan.rows) {
    const change = make(row);
    // Before rows are deleted with what refers to them, all others should be where they belong.
    if (waiting.length > 0 && change.kind === "delete" && last !== "delete") retry(PASSES);
    last = change.kind;
    const thrown = attempt(row, change, change);
    if (thrown !== null) waiting.push({ row, staged: change, change, thrown });
  }
  retry(PASSES);
  if (waiting.length > 1 && setAside(connection, runner, schema, waiting)) retry(PASSES);
  retry(PATIENT_PASSES);
  const first = waiting.find((w) => isValueTaken(w.thrown)) ?? waiting[0];
  if (first) throw new RowFailure(first.row, first.thrown, exchangesWith(first, waiting));
  return { written, changes: runner.changes };
}

/**
 * Rows that the cascade of another deleted row may delete or change before their own turn are compared with the file before
 * anything is written: what becomes of them then is this commit's own doing.
 */
function provenDeletions(connection: Connection, { reachedByCascade: rows }: CommitPlan): ReadonlySet<PlannedRow> {
  const conflicts = new Set(findConflicts(connection, rows).map((conflict) => conflict.id));
  return new Set(rows.filter((row) => !conflicts.has(row.entry.staged.id)));
}

function deleteProven(runner: StatementRunner, change: RowChange): null {
  const { changes } = runner.run(change);
  // Not as it was any more, or gone already: a cascade of this commit was there first, and counts as a change of its own.
  if (changes === 0) {
    runner.run({ ...change, guards: [] });
    runner.changes++;
  }
  return null;
}

function writeRow(runner: StatementRunner, row: PlannedRow, change: RowChange): RowKey | null {
  const { changes, lastInsertRowid, returned } = runner.run(change);
  if (changes !== 1) throw new RowFailure(row, null);
  if (returned) return returned;
  if (change.kind === "insert") return row.table.identity.kind === "rowid" ? [BigInt(lastInsertRowid)] : null;
  return change.kind === "delete" ? null : change.key;
}

function transactionEnded(): AppError {
  return new AppError({
    code: "commit.failed",
    message: "A trigger of the database ended the transaction.",
    next: "Look at the table's triggers; everything is still staged.",
  });
}
