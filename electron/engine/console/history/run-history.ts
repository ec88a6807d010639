/** Writes down what the console runs, and finds it again. */
import type { AppErrorData } from "../../../../src-shared/errors/app-error.ts";
import type { HistoryEntry, HistoryQuestion } from "../../../../src-shared/model/console-history.ts";
import type { RunReport } from "../../../../src-shared/model/console.ts";
import type { Connection } from "../../connection/connection.ts";
import { openHistoryFile } from "./history-file.ts";
import { listRuns } from "./list-runs.ts";

/** Runs kept at most, and the length of their texts together, in UTF-16 units. */
export const MOST_RUNS = 10_000;
export const MOST_TEXT = 64 * 1024 * 1024;
/** Of a longer text its beginning is kept. */
export const LONGEST_TEXT = 1024 * 1024;

/** How a run ended. */
export type RunEnd = { readonly report: RunReport } | { readonly error: AppErrorData; readonly milliseconds: number };

export class RunHistory {
  readonly #folder: string | null;
  readonly #path: string | null;
  #opened: Connection | null = null;
  #closed = false;

  /** `folder` null: nothing is kept. `path`: of the database, null in memory. The file is opened at the first use. */
  constructor(folder: string | null, path: string | null) {
    this.#folder = folder;
    this.#path = path;
  }

  /** A run begins. A history that cannot be written must not keep SQL from running, so nothing is thrown. */
  begin(runId: string, sql: string): void {
    this.#quietly((history) => {
      const kept = cut(sql);
      history.run({
        sql: "INSERT INTO run (run_id, process, path, at, state, length, sql) VALUES (?, ?, ?, ?, 'running', ?, ?)",
        parameters: [runId, BigInt(process.pid), this.#path, BigInt(Date.now()), BigInt(sql.length), kept],
      });
      prune(history);
    });
  }

  /** The run ended. Throws nothing, as `begin`. */
  end(runId: string, end: RunEnd): void {
    this.#quietly((history) => {
      const statements = "report" in end ? end.report.statements : [];
      const error = "report" in end ? (statements.find(({ state }) => state === "failed")?.error ?? null) : end.error;
      const { milliseconds } = "report" in end ? end.report : end;
      const changes = statements.filter((statement) => statement.changes !== null);
      const sum = (numbers: readonly number[]) => BigInt(numbers.reduce((a, b) => a + b, 0));
      history.run({
        sql: `UPDATE run SET state = ?, milliseconds = ?, statements = ?, rows = ?, changes = ?, error = ?
              WHERE run_id = ? AND state = 'running'`,
        parameters: [
          error === null ? "done" : error.code === "engine.stopped" ? "stopped" : "failed",
          milliseconds,
          BigInt(statements.length),
          sum(statements.map(({ rows }) => rows)),
          changes.length === 0 ? null : sum(changes.map((statement) => statement.changes ?? 0)),
          error === null ? null : [error.message, error.detail].filter(Boolean).join(" ").slice(0, 2000),
          runId,
        ],
      });
    });
  }

  /** Runs that fit the question, newest first. Throws when the history cannot be read. */
  list(question: HistoryQuestion): { entries: HistoryEntry[]; more: boolean } {
    const history = this.#open();
    return history === null ? { entries: [], more: false } : listRuns(history, this.#path, question);
  }

  /** What is kept of a run's text; null when the run is not kept any more. */
  text(id: number): string | null {
    const found = this.#open()?.value({ sql: "SELECT sql FROM run WHERE id = ?", parameters: [BigInt(id)] });
    return typeof found === "string" ? found : null;
  }

  /** Forgets all runs, of all databases, and their traces in the file. */
  clear(): void {
    const history = this.#open();
    if (history === null) return;
    history.run({ sql: "DELETE FROM run", parameters: [] });
    history.run({ sql: "VACUUM", parameters: [] });
    history.pragma("wal_checkpoint(TRUNCATE)");
  }

  /** A run that ends later is not written any more. */
  close(): void {
    this.#closed = true;
    this.#opened?.close();
    this.#opened = null;
  }

  #open(): Connection | null {
    if (this.#folder !== null && !this.#closed) this.#opened ??= openHistoryFile(this.#folder);
    return this.#opened;
  }

  #quietly(work: (history: Connection) => void): void {
    try {
      const history = this.#open();
      if (history) work(history);
    } catch {
      // A full disk or a locked file: the user's SQL matters more than the note about it.
    }
  }
}

/** Not cut inside a character. */
function cut(sql: string): string {
  const head = sql.slice(0, LONGEST_TEXT);
  return head.length < sql.length && /[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head;
}

function prune(history: Connection): void {
  history.run({
    sql: `DELETE FROM run WHERE id <= (
            SELECT id FROM (
              SELECT id, row_number() OVER newest AS n, sum(min(length, ?)) OVER newest AS text FROM run
              WINDOW newest AS (ORDER BY id DESC)
            ) WHERE n > ? OR (text > ? AND n > 1) ORDER BY id DESC LIMIT 1)`,
    parameters: [BigInt(LONGEST_TEXT), BigInt(MOST_RUNS), BigInt(MOST_TEXT)],
  });
}
