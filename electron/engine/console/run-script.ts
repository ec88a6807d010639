/** One run of a script: its statements one after another, their reports and their rows. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { RunReport, StatementReport } from "../../../src-shared/model/console.ts";
import { resultTable } from "../../../src-shared/model/result-table.ts";
import type { EngineEvent } from "../../../src-shared/rpc/engine-events.ts";
import { resultFile } from "../connection/result-file.ts";
import type { Connection } from "../connection/connection.ts";
import type { ParameterValues } from "./bind-parameters.ts";
import { ioBytes, ioSince } from "./io.ts";
import { Pace, Throttle } from "./pace.ts";
import type { ResultRows } from "./result-rows.ts";
import { type RunStatement, runStatement, type StatementRunner } from "./run-statement.ts";
import { ScriptTransaction } from "./script-transaction.ts";
import { hasHalves, withBytesAsCasts } from "../../../src-shared/sql/kept-bytes.ts";
import { type ScriptStatement, splitScript } from "../../../src-shared/sql/split-script.ts";
import { bytesInUtf16, refuseHalves, refuseNul, statementError, Stopped } from "./statement-error.ts";
import { statementNotice } from "./statement-notice.ts";
import type { TransactionLog } from "./transaction-log.ts";
import { type StatementKind, statementKind } from "./statement-kind.ts";
import { PATIENCE_MS, waitForLock } from "./wait-for-lock.ts";

/** Milliseconds between two `console.progress` events of a statement that is giving rows. */
const PROGRESS_MS = 100;
/** In a script of more statements than this, beginning and end of each are told only as often as progress is. */
const TOLD_ONE_BY_ONE = 500;

export interface RunOptions {
  readonly runId: string;
  readonly sql: string;
  readonly parameters: ParameterValues;
  /** Halves of characters in its string literals are bytes that are no UTF-8 (formats/text-file.ts). */
  readonly keptBytes: boolean;
  /** Absolute path of the database, for messages; null in memory. */
  readonly path: string | null;
  /** Folder for results that are too large for memory. */
  readonly resultFolder: string;
  readonly transaction: "auto" | "manual";
  /** What the connection's transaction does is noted there. */
  readonly log: TransactionLog;
  /** Of a run on a copy: called with each statement just before it runs. */
  readonly onStatement?: (connection: Connection, sql: string) => void;
  emit(event: EngineEvent): void;
}

export class ScriptRun {
  readonly #options: RunOptions;
  readonly #script: readonly ScriptStatement[];
  readonly #statements: RunStatement[];
  readonly #pace = new Pace();
  readonly #throttle = new Throttle(PROGRESS_MS);
  #stopped = false;
  #end: (() => void) | null = null;

  /** Cuts the script into statements. Throws an AppError `sql.syntax` when it holds what SQLite cannot be given as it is. */
  constructor(options: RunOptions) {
    refuseNul(options.sql);
    refuseHalves(options.sql, options.keptBytes);
    this.#options = options;
    this.#script = splitScript(options.sql);
    this.#statements = this.#script.map(({ span }, index) => ({ report: emptyReport(index, span), rows: null }));
  }

  /**
   * Runs it. Gives the report also when a statement failed; what is thrown is a mistake of ours. `finish` is the last thing
   * done, with what it gives in the report.
   */
  async run(connection: Connection, finish?: (report: RunReport) => Promise<Partial<RunReport>>): Promise<RunReport> {
    const began = performance.now();
    const kinds = this.#script.map(({ sql }) => statementKind(sql));
    const transaction = new ScriptTransaction(connection, kinds, this.#options.transaction);
    let wrote = false;
    for (const [index, statement] of this.#script.entries()) {
      const kind = kinds[index] ?? "read";
      if (!(await this.#runOne(connection, transaction, statement, index, kind, wrote))) break;
      wrote ||= kind === "change" || kind === "define";
    }
    const open = this.#options.log.read(connection);
    let report: RunReport = {
      runId: this.#options.runId,
      statements: this.#statements.map(({ report }) => report),
      transactionOpen: connection.db.open && connection.db.inTransaction,
      ...(open ? { transaction: open } : {}),
      milliseconds: elapsed(began),
    };
    if (finish) report = { ...report, ...(await finish(report)) };
    this.#options.emit({ name: "console.done", data: report });
    return report;
  }

  /** Rows of a statement; null for a statement that gives none or is not there. */
  rows(statement: number): ResultRows | null {
    return this.#statements[statement]?.rows ?? null;
  }

  /**
   * Puts all rows of a statement into a file that other processes may read, and tells how many there are. Throws an AppError
   * when it still runs or cannot be written.
   */
  share(statement: number): number {
    const { report, rows } = this.#statements[statement] ?? {};
    if (!rows || report?.state === "running") throw stillRunning();
    rows.share();
    return rows.count;
  }

  /** Was it asked to stop? */
  get isStopped(): boolean {
    return this.#stopped;
  }

  /** Ends the run before its next row or statement. */
  stop(): void {
    this.#stopped = true;
  }

  /** Stops, lets go of the connection at once and forgets all rows. */
  close(): void {
    this.stop();
    this.#end?.();
    for (const { rows } of this.#statements) rows?.close();
  }

  /** Runs one statement into its report; tells whether the next may run. */
  async #runOne(
    connection: Connection,
    transaction: ScriptTransaction,
    statement: ScriptStatement,
    index: number,
    kind: StatementKind,
    wrote: boolean,
  ): Promise<boolean> {
    const into = this.#statements[index] as RunStatement;
    const last = index === this.#script.length - 1;
    const began = performance.now();
    const { inTransaction } = connection.db;
    into.report.state = "running";
    this.#tell(into.report);
    // So that what was told is on its way before SQLite may hold the process for an hour.
    if (this.#fewStatements || this.#pace.due()) await this.#pace.rest();
    const io = this.#fewStatements ? ioBytes() : null;
    try {
      if (this.#stopped) throw new Stopped();
      transaction.before(kind);
      this.#options.onStatement?.(connection, statement.sql);
      const sql = this.#writable(connection, statement.sql);
      await waitForLock(() => runStatement(this.#runner(connection, into, began), sql, kind, into), {
        // A statement that gave rows has begun; SQLite took back all of any other.
        again: () => !this.#stopped && connection.db.open && (into.rows?.count ?? 0) === 0,
        onWait: () => this.#waits(into),
      });
      this.#options.log.note(connection, statement.sql, kind, into.report.changes);
      if (last) {
        const again = () => !this.#stopped && connection.db.open;
        await waitForLock(() => transaction.finish(), { again, onWait: () => this.#waits(into) });
      }
      into.report.state = "done";
      const notice = statementNotice(statement.sql, this.#options.parameters, inTransaction);
      delete into.report.notice;
      if (notice !== undefined) into.report.notice = notice;
    } catch (thrown) {
      delete into.report.notice;
      const outcome = connection.db.open ? transaction.failed({ inTransaction, wrote }) : null;
      const { sql: script, path } = this.#options;
      into.report.error = statementError(thrown, { script, statement, index, outcome, path });
      into.report.state = "failed";
    }
    into.report.milliseconds = elapsed(began);
    const bytes = ioSince(io);
    if (bytes) into.report.io = bytes;
    this.#tell(into.report);
    return into.report.state === "done";
  }

  /** Another program holds the lock that the statement needs. */
  #waits({ report }: RunStatement): void {
    report.notice = `Another program is writing the database: waiting for it, ${PATIENCE_MS / 1000} seconds at most.`;
    this.#emit(report);
  }

  #runner(connection: Connection, into: RunStatement, began: number): StatementRunner {
    return {
      connection,
      spillPlace: (columns) => {
        const result = { runId: this.#options.runId, statement: into.report.index };
        return { path: resultFile(this.#options.resultFolder, result), table: resultTable(result).name, columns };
      },
      parameters: this.#options.parameters,
      onCopy: this.#options.onStatement !== undefined,
      pace: this.#pace,
      stopped: () => this.#stopped,
      progress: () => {
        into.report.milliseconds = elapsed(began);
        if (this.#throttle.pass()) this.#emit(into.report);
      },
      endable: (end) => {
        this.#end = end;
      },
    };
  }

  /** The statement as better-sqlite3 can be given it. */
  #writable(connection: Connection, sql: string): string {
    if (!this.#options.keptBytes || !hasHalves(sql)) return sql;
    // There the bytes of a cast are read as UTF-16.
    if (connection.pragma("encoding")[0]?.[0] !== "UTF-8") throw bytesInUtf16();
    return withBytesAsCasts(sql);
  }

  get #fewStatements(): boolean {
    return this.#script.length <= TOLD_ONE_BY_ONE;
  }

  #tell(report: StatementReport): void {
    if (this.#fewStatements || report.state === "failed" || this.#throttle.pass()) this.#emit(report);
  }

  #emit(report: StatementReport): void {
    this.#options.emit({ name: "console.progress", data: { runId: this.#options.runId, statement: { ...report } } });
  }
}

function stillRunning(): AppError {
  return new AppError({
    code: "request.invalid",
    message: "The rows of this statement are not all there yet.",
    next: "Wait until it ends, or stop it first.",
  });
}

function emptyReport(index: number, span: StatementReport["span"]): StatementReport {
  return { index, span, state: "skipped", columns: [], rows: 0, changes: null, milliseconds: 0, error: null };
}

/** Milliseconds since `began`, to a hundredth. */
function elapsed(began: number): number {
  return Math.round((performance.now() - began) * 100) / 100;
}
