/** Writes the planned rows inside a transaction that is already open; gives what became of each. */
import type { Statement } from "better-sqlite3";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { RowKey } from "../../../src-shared/model/rows.ts";
import type { Connection } from "../connection/connection.ts";
import type { CommitPlan, PlannedRow } from "./plan-commit.ts";
import { keyReserver } from "./reserve-keys.ts";
import { type RowChange, StatementMaker } from "./statements.ts";
import { givenRowid, toChange } from "./to-change.ts";

/** A row that was written; `key` is where it is now, null when it is nowhere (deleted) or cannot be told. */
export interface WrittenRow {
  readonly row: PlannedRow;
  readonly change: RowChange;
  readonly key: RowKey | null;
}

/** A statement that failed, and the row it was for. */
export class RowFailure extends Error {
  readonly row: PlannedRow;
  /** What was thrown; null when the statement ran but did not change exactly one row. */
  readonly thrown: unknown;
  constructor(row: PlannedRow, thrown: unknown) {
    super("A staged row could not be written");
    this.row = row;
    this.thrown = thrown;
  }
}

/** The changes of a plan in their order, each made just before it is needed: keys depend on what ran before. */
export function* changesOf(plan: CommitPlan, connection: Connection, triggers: boolean) {
  const reserve = keyReserver(connection, plan.rows, triggers);
  for (const row of plan.rows) {
    const ours = row.entry.staged.state === "new" && givenRowid(row) === null ? reserve(row.table) : null;
    yield { row, change: toChange(row, ours) };
  }
}

/** Throws a RowFailure; the transaction may be over then (ON CONFLICT ROLLBACK, RAISE(ROLLBACK), a full disk). */
export function writeRows(connection: Connection, plan: CommitPlan, triggers: boolean): WrittenRow[] {
  const runner = new StatementRunner(connection);
  const written: WrittenRow[] = [];
  for (const { row, change } of changesOf(plan, connection, triggers)) {
    let key: RowKey | null;
    try {
      key = writeRow(runner, row, change);
    } catch (thrown) {
      // Whatever it was, it must be told with the row it happened to.
      throw thrown instanceof RowFailure ? thrown : new RowFailure(row, thrown);
    }
    if (!connection.db.inTransaction) throw new RowFailure(row, transactionEnded());
    written.push({ row, change, key });
  }
  return written;
}

function writeRow(runner: StatementRunner, row: PlannedRow, change: RowChange): RowKey | null {
  const { changes, lastInsertRowid, returned } = runner.run(change);
  if (changes !== 1) throw new RowFailure(row, null);
  if (returned) return returned;
  if (change.kind === "insert") return row.table.identity.kind === "rowid" ? [lastInsertRowid] : null;
  return change.kind === "delete" ? null : change.key;
}

/** Keeps what it prepared by the text of the statement: thousands of rows share a few. */
class StatementRunner {
  readonly #connection: Connection;
  readonly #maker = new StatementMaker();
  readonly #prepared = new Map<string, Statement<unknown[], RowKey>>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  run(change: RowChange): { changes: number; lastInsertRowid: bigint; returned?: RowKey } {
    const { sql, parameters } = this.#maker.make(change);
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#connection.db.prepare<unknown[], RowKey>(sql);
      if (statement.reader) statement.raw(true);
      this.#prepared.set(sql, statement);
    }
    if (statement.reader) {
      const rows = statement.all(parameters);
      const returned = rows[0];
      return { changes: rows.length, lastInsertRowid: 0n, ...(returned ? { returned } : {}) };
    }
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { changes, lastInsertRowid: BigInt(lastInsertRowid) };
  }
}

function transactionEnded(): AppError {
  return new AppError({
    code: "commit.failed",
    message: "A trigger of the database ended the transaction.",
    next: "Look at the table's triggers; everything is still staged.",
  });
}
