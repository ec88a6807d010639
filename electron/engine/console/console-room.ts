/** The user's own SQL: runs scripts on a connection of their own and keeps the results until they are released. */
import { AppError, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { RunReport } from "../../../src-shared/model/console.ts";
import type { EngineParams } from "../../../src-shared/rpc/engine-contract.ts";
import type { Connections } from "../connection/connections.ts";
import { removeResults, resultFolder } from "../connection/result-file.ts";
import type { EngineOptions, Room } from "../engine-context.ts";
import { asAppError, withAppErrors } from "../engine-error.ts";
import { checkScript } from "./check-script.ts";
import { DatabaseCopy } from "./copy/database-copy.ts";
import { TryRun } from "./copy/try-run.ts";
import { advise } from "./advice/advise.ts";
import { withEstimates } from "./advice/estimate.ts";
import { explainPlan } from "./advice/explain-plan.ts";
import { RunHistory } from "./history/run-history.ts";
import { refuseOutside } from "./outside.ts";
import { outsideTables } from "./outside-tables.ts";
import { readCell } from "./read-cell.ts";
import { readPragmas, readWords } from "./read-words.ts";
import { withRegexpOperator } from "./regexp-operator.ts";
import type { ResultRows } from "./result-rows.ts";
import { ScriptRun } from "./run-script.ts";
import { TransactionLog } from "./transaction-log.ts";
import { waitForLock } from "./wait-for-lock.ts";

/** Opens the room; its connection is opened by the first run. */
export function openConsoleRoom(connections: Connections, options: EngineOptions): Room<"console"> {
  const runs = new Map<string, KeptRun>();
  const log = new TransactionLog();
  const folder = resultFolder(options);
  const history = new RunHistory(options.journalFolder, connections.realPath);
  /** Runs share one connection, so they wait for each other. */
  let queue: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let closed = false;
  const userConsole = () => withRegexpOperator(connections.console());
  /** Names of this build's pragmas, once they were asked for. */
  let pragmas: ReadonlySet<string> | null = null;

  async function run(question: EngineParams<"console.run">): Promise<RunReport> {
    const { runId, sql, parameters = [], transaction = "auto", outside = false, onCopy = false, asTried } = question;
    const { keptBytes = false } = question;
    if (runs.has(runId)) throw badRun("A run with this id exists already.");
    const values = new Map(parameters.map(({ name, value }) => [name, value]));
    if (!outside || onCopy) refuseOutside(sql, values, onCopy);
    const kept: KeptRun = { script: null, tried: null };
    const script = new ScriptRun({
      runId,
      sql,
      parameters: values,
      keptBytes,
      path: connections.realPath,
      resultFolder: folder,
      transaction: onCopy ? "auto" : transaction,
      log: onCopy ? new TransactionLog() : log,
      ...(onCopy ? { onStatement: (connection, statement) => kept.tried?.note(connection, statement) } : {}),
      emit: options.emit,
    });
    kept.script = script;
    runs.set(runId, kept);
    waiting++;
    const before = queue;
    const done = (async () => {
      await before;
      let began = performance.now();
      try {
        if (closed) throw badRun("The database was closed.");
        if (asTried !== undefined) refuseOther(asTried);
        if (onCopy) {
          kept.tried = await startTry(script);
          return await script.run(
            withRegexpOperator(kept.tried.connection),
            async (report) => kept.tried?.finish(report) ?? {},
          );
        }
        history.begin(runId, sql);
        began = performance.now();
        const report = await script.run(userConsole());
        history.end(runId, { report });
        return report;
      } catch (thrown) {
        if (!onCopy) history.end(runId, { error: toAppErrorData(thrown), milliseconds: performance.now() - began });
        forget(runId);
        throw thrown;
      } finally {
        waiting--;
        // Released while it was running: only now nothing adds rows to it any more.
        if (!runs.has(runId)) closeRun(kept);
      }
    })();
    queue = done.catch(() => undefined);
    return done;
  }

  /** Waits for the runs before it, and has those after it wait. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  }

  async function startTry(script: ScriptRun): Promise<TryRun> {
    const version = connections.version().data;
    const stopped = () => script.isStopped;
    return new TryRun(
      await DatabaseCopy.take(connections, options.scratchFolder, { keepBefore: true, stopped }),
      version,
    );
  }

  /** What was tried must be tried on what is there now. */
  function refuseOther(triedId: string): void {
    const tried = runs.get(triedId)?.tried;
    if (tried && tried.version === connections.version().data) return;
    throw new AppError({
      code: "sql.failed",
      message: "The database was written since the script was tried, so it might do something else now.",
      next: "Try it again, then apply it.",
    });
  }

  function forget(runId: string): void {
    const kept = runs.get(runId);
    runs.delete(runId);
    if (kept) closeRun(kept);
  }

  function runOf(runId: string): ScriptRun {
    const script = runs.get(runId)?.script;
    if (!script) throw badRun("The results of this run are not kept any more.");
    return script;
  }

  const rowsOf = (runId: string, statement: number): ResultRows | null => runOf(runId).rows(statement);

  return {
    handlers: {
      "console.run": run,
      "console.stop": ({ runId }) => {
        runs.get(runId)?.script?.stop();
      },
      "console.readRows": ({ runId, statement, offset, limit }) => {
        return { rows: rowsOf(runId, statement)?.page(offset, limit) ?? [] };
      },
      "console.shareRows": ({ runId, statement }) => ({ rows: runOf(runId).share(statement) }),
      "console.readCell": ({ runId, statement, row, column, offset, length }) =>
        readCell(rowsOf(runId, statement), { row, column, offset, length }),
      "console.endTransaction": async ({ action }) => {
        if (waiting > 0) throw transactionError("A script is still running.", "Wait until it ends, or stop it first.");
        const connection = connections.console();
        if (!connection.db.inTransaction)
          throw transactionError("No transaction is open.", "Nothing needs to be done.");
        const sql = action === "commit" ? "COMMIT" : "ROLLBACK";
        const end = () => connection.run({ sql, parameters: [] });
        const again = () => !closed && connection.db.inTransaction;
        await inTurn(() => waitForLock(end, { again, onWait: () => undefined })).catch((thrown: unknown) => {
          throw asAppError(thrown, { path: connections.realPath });
        });
        log.read(connection);
        return undefined;
      },
      "console.plan": async ({ sql, parameters = [] }) => {
        await queue;
        const values = new Map(parameters.map(({ name, value }) => [name, value]));
        const connection = userConsole();
        return { nodes: withEstimates(connection, sql, explainPlan(connection, sql, values, connections.realPath)) };
      },
      "console.advise": ({ sql, parameters = [] }) => {
        const values = new Map(parameters.map(({ name, value }) => [name, value]));
        return inTurn(async () => {
          refuseOutside(sql, values, true);
          const never = () => closed;
          const copy = await DatabaseCopy.take(connections, options.scratchFolder, {
            keepBefore: false,
            stopped: never,
          });
          try {
            return advise(withRegexpOperator(copy.connection), sql, values);
          } finally {
            copy.close();
          }
        });
      },
      "console.check": async ({ sql }) => {
        await queue;
        const connection = userConsole();
        pragmas ??= new Set(readPragmas(connection));
        return { marks: checkScript(connection, sql, pragmas) };
      },
      "console.outside": async () => {
        await queue;
        return withAppErrors({}, () => ({ tables: outsideTables(connections.console()) }));
      },
      "console.words": () => withAppErrors({ path: connections.realPath }, () => readWords(connections.reader())),
      "console.history": (question) => withAppErrors({}, () => history.list(question)),
      "console.historyText": ({ id }) => withAppErrors({}, () => ({ sql: history.text(id) })),
      "console.clearHistory": () => {
        withAppErrors({}, () => history.clear());
        return undefined;
      },
      "console.readTried": ({ runId, table, offset, limit }) => {
        const tried = runs.get(runId)?.tried;
        if (!tried) throw badRun("What this run changed is not kept any more.");
        return { rows: tried.rows(table, offset, limit) };
      },
      "console.release": ({ runId }) => {
        if (runs.has(runId)) forget(runId);
        else removeResults(folder, runId);
      },
    },
    close() {
      closed = true;
      for (const kept of runs.values()) closeRun(kept);
      runs.clear();
      history.close();
    },
  };
}

/** A run whose results can be read. */
interface KeptRun {
  script: ScriptRun | null;
  /** What it changed, when it was a try on a copy. */
  tried: TryRun | null;
}

function closeRun({ script, tried }: KeptRun): void {
  script?.close();
  tried?.close();
}

function badRun(message: string): AppError {
  return new AppError({ code: "request.invalid", message, next: "Run the script again." });
}

function transactionError(message: string, next: string): AppError {
  return new AppError({ code: "sql.failed", message, next });
}
