/**
 * Writes one staged row of a view through its INSTEAD OF trigger. SQLite counts no changes of a view, and what a trigger
 * does is its own affair: so the row is proven to be the one that was meant before, and looked for again after.
 */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { RowKey } from "../../../src-shared/model/rows.ts";
import type { Connection } from "../connection/connection.ts";
import { rowWords } from "./commit-errors.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { keyColumns } from "./row-address.ts";
import { RowFailure } from "./row-failure.ts";
import type { StatementRunner } from "./statement-runner.ts";
import { type RowChange, StatementMaker } from "./statements.ts";

/** Gives the row's key as it is now; null when it is gone or the view chooses it. Throws a RowFailure. */
export function writeViewRow(
  connection: Connection,
  runner: StatementRunner,
  row: PlannedRow,
  staged: RowChange,
): RowKey | null {
  const change = { ...staged, returning: [] };
  if (change.kind !== "insert") proveOne(connection, row, change);
  const before = totalChanges(connection);
  runner.run(change);
  if (totalChanges(connection) === before) throw new RowFailure(row, nothingDone(row, "did nothing"));
  if (change.kind === "delete") {
    if (matching(connection, { ...change, guards: [] }) > 0)
      throw new RowFailure(row, nothingDone(row, "left the row in place"));
    return null;
  }
  const key = keyAfter(change);
  if (change.kind === "update" && !isUnchanged(change) && matching(connection, change) > 0) {
    throw new RowFailure(row, nothingDone(row, "did not store the values"));
  }
  return key;
}

/** Exactly one row of the view has this key; it still holds what the change is based on. */
function proveOne(connection: Connection, row: PlannedRow, change: RowChange): void {
  if (matching(connection, change) !== 1) {
    const rows = matching(connection, { ...change, guards: [] });
    // None, or it holds something else: a conflict, which is told by comparing.
    throw new RowFailure(row, rows > 1 ? notOne(row) : null);
  }
  if (matching(connection, { ...change, guards: [] }) > 1) throw new RowFailure(row, notOne(row));
}

/** How many rows have the key and fulfil the guards, at most two. */
function matching(connection: Connection, change: RowChange): number {
  const { sql, parameters } = new StatementMaker().make({ ...change, kind: "check", sets: [], returning: [] });
  let found = 0;
  for (const guards of connection.query({ sql: `select * from (${sql}) limit 16`, parameters }).rows) {
    if (guards.every((guard) => guard === 1n)) found++;
  }
  return Math.min(found, 2);
}

/** Every value that is set is the one the row had: that it still has it proves nothing. */
function isUnchanged(change: RowChange): boolean {
  return change.sets.every(({ column, value }) => change.guards.some((g) => g.column === column && g.base === value));
}

/** The key with what was set of it; null for a new row that leaves a part of it open. */
function keyAfter(change: RowChange): RowKey | null {
  const columns = keyColumns(change.table);
  const sets = new Map(change.sets.map((set) => [set.column, set.value]));
  const { key } = change;
  if (key && !columns.some((column) => sets.has(column))) return key;
  if (!key && !columns.every((column) => sets.has(column))) return null;
  return columns.map((column, i) => sets.get(column) ?? key?.[i] ?? null);
}

/** Counts what triggers change, too. */
function totalChanges(connection: Connection): bigint {
  return BigInt(Number(connection.value({ sql: "select total_changes()", parameters: [] })));
}

function nothingDone(row: PlannedRow, what: string): AppError {
  return new AppError({
    code: "commit.failed",
    message: `${rowWords(row)} was not stored: the INSTEAD OF trigger of the view ${what}.`,
    next: "Look at the view's triggers; nothing was written and everything is still staged.",
  });
}

function notOne(row: PlannedRow): AppError {
  return new AppError({
    code: "commit.failed",
    message: `${rowWords(row)} cannot be told apart: several rows of the view have these values.`,
    next: "Change the tables the view is made of.",
  });
}
