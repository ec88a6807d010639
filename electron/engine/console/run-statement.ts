/** Runs one statement and keeps its rows. */
import type Database from "better-sqlite3";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { StatementReport } from "../../../src-shared/model/console.ts";
import type { Connection } from "../connection/connection.ts";
import { findOrigins } from "./find-origins.ts";
import { bindArguments, type ParameterValues } from "./bind-parameters.ts";
import type { Pace } from "./pace.ts";
import { ResultRows } from "./result-rows.ts";
import type { SpillPlace } from "./spill-file.ts";
import { Stopped } from "./statement-error.ts";
import { pragmaOf, type StatementKind } from "./statement-kind.ts";

/** What can be seen of a statement of a run while it is running and after. */
export interface RunStatement {
  report: StatementReport;
  /** Rows of its result; null when it gives none, or before it ran. */
  rows: ResultRows | null;
}

/** What a statement is run with. */
export interface StatementRunner {
  readonly connection: Connection;
  /** Where rows of a result with these columns go when they are too many for memory. */
  readonly spillPlace: (columns: readonly string[]) => SpillPlace;
  readonly parameters: ParameterValues;
  /** It runs on a copy: its rows are none of the database's, so none is edited through them. */
  readonly onCopy: boolean;
  readonly pace: Pace;
  /** Was the run asked to stop? */
  stopped(): boolean;
  /** Told now and then while rows come. */
  progress(): void;
  /** Given the function that ends the statement at once, from outside; null when it has ended. */
  endable(end: (() => void) | null): void;
}

/**
 * Runs `sql` and fills in columns, rows and changes of `into`. Rows are kept as they come. Throws SqliteError, what
 * better-sqlite3 throws, an AppError of the scratch file or of a parameter without a value, or Stopped.
 */
export async function runStatement(
  runner: StatementRunner,
  sql: string,
  kind: StatementKind,
  into: RunStatement,
): Promise<void> {
  const { db } = runner.connection;
  refuseExplainedPragma(sql);
  const statement = db.prepare(sql) as Database.Statement<unknown[], Scalar[]>;
  const given = bindArguments(sql, runner.parameters);
  if (!statement.reader) {
    const { changes } = statement.run(...given);
    if (kind === "change") into.report.changes = changes;
    return;
  }
  into.report.columns = statement.columns().map(({ name, type }) => ({ name, type }));
  if (kind === "read" && !runner.onCopy) into.report.origins = findOrigins(runner.connection, sql, statement);
  // Of a try before, which had to wait for another program.
  into.rows?.close();
  into.rows = new ResultRows(runner.spillPlace(into.report.columns.map(({ name }) => name)));
  await keepRows(runner, statement.raw(true).iterate(...given), into, into.rows);
  if (kind === "change") {
    into.report.changes = Number(runner.connection.value({ sql: "SELECT changes()", parameters: [] }) ?? 0n);
  }
}

/** Pragmas that only read, with an argument. */
const READING = /_(?:info|xinfo|list|check)$/;

/** EXPLAIN changes nothing; but SQLite carries most PRAGMAs out while it compiles them. Throws an AppError. */
function refuseExplainedPragma(sql: string): void {
  const pragma = pragmaOf(sql);
  if (!pragma?.explained || !pragma.sets || READING.test(pragma.name)) return;
  throw new AppError({
    code: "sql.failed",
    message: "SQLite would carry this PRAGMA out instead of explaining it, so it was not run.",
    next: "Run the PRAGMA without EXPLAIN if you mean it.",
  });
}

async function keepRows(
  runner: StatementRunner,
  found: IterableIterator<Scalar[]>,
  into: RunStatement,
  rows: ResultRows,
): Promise<void> {
  const { pace } = runner;
  // An open iterator keeps its connection from being closed, so whoever closes must be able to end it.
  runner.endable(() => found.return?.());
  try {
    for (;;) {
      if (runner.stopped()) throw new Stopped();
      const next = found.next();
      if (next.done === true) return;
      rows.append(next.value);
      into.report.rows = rows.count;
      if (!pace.due()) continue;
      runner.progress();
      await pace.rest();
    }
  } finally {
    runner.endable(null);
    found.return?.();
  }
}
