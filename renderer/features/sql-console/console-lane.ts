/**
 * The console lane of one open database: runs of scripts, their progress, how they are stopped, and the transaction a
 * script may have left open. All consoles of a database share the lane, its connection and so its transaction.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { OpenTransaction, RunReport, StatementReport } from "../../../src-shared/model/console.ts";
import type { Parameter } from "../../../src-shared/model/parameter.ts";
import type { Tried } from "../../../src-shared/model/tried.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";

export interface Run {
  readonly runId: string;
  /** What was sent. */
  readonly sql: string;
  /** The values it was run with. */
  readonly parameters: readonly Parameter[];
  /** Offset of `sql` in the text of the editor, when it was a part of it. */
  readonly offset: number;
  readonly state: "running" | "stopping" | "done" | "stopped" | "failed";
  readonly statements: readonly StatementReport[];
  /** `performance.now()` when it was sent. */
  readonly began: number;
  readonly milliseconds: number;
  /** Why the whole run failed (not one of its statements: that is in its report). */
  readonly error: AppErrorData | null;
  /** The process that kept its rows is gone. */
  readonly lost: boolean;
  /** It ran on a copy: nothing of it is in the database. */
  readonly onCopy: boolean;
  /** What it changed on the copy, once it is known. */
  readonly tried: Tried | null;
}

/** How a run differs from an ordinary one. */
export interface RunHow {
  /** On a copy of the database, which is then compared. */
  readonly onCopy?: boolean;
  /** The run on a copy that this repeats on the database. */
  readonly asTried?: string;
}

/** `auto`: a script is stored whole or not at all. `manual`: what it writes waits for Commit or Roll back. */
export type TransactionMode = "auto" | "manual";

export interface LaneState {
  /** By console id: the last run of each. */
  readonly runs: ReadonlyMap<string, Run>;
  /** A script left a transaction open: nothing of it is stored yet. */
  readonly transactionOpen: boolean;
  /** What that transaction has done, as far as the last run told. */
  readonly transaction: OpenTransaction | null;
  readonly mode: TransactionMode;
  /** Why the transaction could not be ended. */
  readonly transactionError: AppErrorData | null;
}

export interface ConsoleLaneOptions {
  readonly client: EngineClient;
  /** Ends the lane's process at once (shell `engine.stop`). */
  readonly stopLane: () => Promise<void>;
  /** The process has to be ended and a transaction would be rolled back with it: may it? */
  readonly confirmLoss: () => Promise<boolean>;
  /** A script reads or writes other files, as the sentence says: may it? */
  readonly confirmOutside: (sentence: string) => Promise<boolean>;
  /** Milliseconds a run has to stop by itself. */
  readonly patience?: number;
}

export interface ConsoleLane {
  readonly store: StoreApi<LaneState>;
  run(consoleId: string, sql: string, offset: number, parameters?: Parameter[], how?: RunHow): Promise<void>;
  setMode(mode: TransactionMode): void;
  stop(consoleId: string): Promise<void>;
  /** Is a script of any console running? */
  isBusy(): boolean;
  endTransaction(action: "commit" | "rollback"): Promise<void>;
  /** Ends the lane's process at once, where no script runs: something it was asked takes too long. */
  endProcess(): Promise<void>;
  /** The lane's process is gone: with it the kept rows and the transaction. */
  gone(): void;
  /** A console was closed: its results may go. */
  forget(consoleId: string): void;
  close(): void;
}

const isUnderWay = (run: Run | undefined): run is Run => run?.state === "running" || run?.state === "stopping";

/** Did a statement of this run that is done open a transaction that none has ended since? */
function openedTransaction(run: Run): boolean {
  let open = false;
  for (const { span, state } of run.statements) {
    if (state !== "done") continue;
    const head = run.sql.slice(span.start, span.end).replace(/^(\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, "");
    if (/^(begin|savepoint)\b/i.test(head)) open = true;
    if (/^(commit|end|rollback(?!\s+(transaction\s+)?to\b))\b/i.test(head)) open = false;
  }
  return open;
}

/** Has this run written something that is stored only when the transaction is committed? */
const wroteInManual = (run: Run): boolean =>
  !run.onCopy && run.statements.some(({ state, changes }) => state === "done" && changes !== null);

/** Opens the lane; its process starts with the first run. */
export function openConsoleLane(options: ConsoleLaneOptions): ConsoleLane {
  const { client, stopLane, confirmLoss, confirmOutside, patience = 250 } = options;
  const store = createStore<LaneState>(() => ({
    runs: new Map(),
    transactionOpen: false,
    transaction: null,
    mode: "auto",
    transactionError: null,
  }));
  const endings = new Map<string, Promise<void>>();

  const change = (consoleId: string, runId: string, with_: Partial<Run>) => {
    const run = store.getState().runs.get(consoleId);
    if (run?.runId !== runId) return;
    store.setState(({ runs }) => ({ runs: new Map(runs).set(consoleId, { ...run, ...with_ }) }));
  };

  const stopListening = client.on("console.progress", ({ runId, statement }) => {
    for (const [consoleId, run] of store.getState().runs) {
      if (run.runId !== runId || !isUnderWay(run)) continue;
      const statements = [...run.statements];
      statements[statement.index] = statement;
      change(consoleId, runId, { statements: statements.filter(Boolean) });
    }
  });

  /** Asks the engine to run it; for a script that reaches outside, the user first. */
  async function ask(run: Run, { asTried }: RunHow): Promise<RunReport> {
    const question = {
      runId: run.runId,
      sql: run.sql,
      parameters: [...run.parameters],
      transaction: store.getState().mode,
      onCopy: run.onCopy,
      ...(asTried === undefined ? {} : { asTried }),
    };
    try {
      return await client.ask("console.run", question);
    } catch (thrown) {
      const { code, message } = toAppErrorData(thrown);
      if (code !== "sql.outside" || run.onCopy || !(await confirmOutside(message))) throw thrown;
      return await client.ask("console.run", { ...question, outside: true });
    }
  }

  async function runOnce(consoleId: string, run: Run, how: RunHow): Promise<void> {
    const { runId } = run;
    const elapsed = () => performance.now() - run.began;
    try {
      const report = await ask(run, how);
      const wasStopped = store.getState().runs.get(consoleId)?.state === "stopping";
      change(consoleId, runId, {
        state: wasStopped ? "stopped" : "done",
        statements: report.statements,
        tried: report.tried ?? null,
        milliseconds: elapsed(),
      });
      if (run.onCopy) return;
      const { transactionOpen, transaction = null } = report;
      store.setState({ transactionOpen, transaction, transactionError: null });
    } catch (thrown) {
      const wasStopped = store.getState().runs.get(consoleId)?.state === "stopping";
      const statements = (store.getState().runs.get(consoleId)?.statements ?? []).map((statement) =>
        statement.state === "running"
          ? { ...statement, state: "skipped" as const, milliseconds: elapsed() }
          : statement,
      );
      change(consoleId, runId, {
        state: wasStopped ? "stopped" : "failed",
        error: toAppErrorData(thrown),
        statements,
        milliseconds: elapsed(),
      });
    }
  }

  const release = (run: Run | undefined) => {
    // Also when the process that ran it is gone: its files may be there still.
    if (run) client.ask("console.release", { runId: run.runId }).catch(() => {});
  };

  return {
    store,
    isBusy: () => [...store.getState().runs.values()].some(isUnderWay),
    setMode(mode) {
      store.setState({ mode });
    },
    async run(consoleId, sql, offset, parameters = [], how = {}) {
      const last = store.getState().runs.get(consoleId);
      if (isUnderWay(last)) return;
      const run: Run = {
        runId: crypto.randomUUID(),
        sql,
        parameters,
        offset,
        state: "running",
        statements: [],
        began: performance.now(),
        milliseconds: 0,
        error: null,
        lost: false,
        onCopy: how.onCopy ?? false,
        tried: null,
      };
      store.setState(({ runs }) => ({ runs: new Map(runs).set(consoleId, run) }));
      // The run that tried it says what it was tried on: it goes when this one has begun.
      if (how.asTried === undefined) release(last);
      const ending = runOnce(consoleId, run, how);
      endings.set(run.runId, ending);
      await ending;
      endings.delete(run.runId);
      if (how.asTried !== undefined) release(last);
    },
    async stop(consoleId) {
      const run = store.getState().runs.get(consoleId);
      if (run?.state !== "running") return;
      change(consoleId, run.runId, { state: "stopping" });
      // SQLite may hold the process inside one row for ever: then nobody reads this question.
      client.ask("console.stop", { runId: run.runId }).catch(() => {});
      const ended = await Promise.race([
        endings.get(run.runId)?.then(() => true),
        new Promise<false>((resolve) => setTimeout(() => resolve(false), patience)),
      ]);
      if (ended !== false) return;
      const now = store.getState().runs.get(consoleId);
      if (!now || now.runId !== run.runId || !isUnderWay(now)) return;
      const { transactionOpen, mode } = store.getState();
      const loses =
        !now.onCopy && (transactionOpen || openedTransaction(now) || (mode === "manual" && wroteInManual(now)));
      if (loses && !(await confirmLoss())) {
        const then = store.getState().runs.get(consoleId);
        if (then?.runId === run.runId && then.state === "stopping") change(consoleId, run.runId, { state: "running" });
        return;
      }
      if (isUnderWay(store.getState().runs.get(consoleId))) await stopLane();
    },
    async endTransaction(action) {
      try {
        await client.ask("console.endTransaction", { action });
        store.setState({ transactionOpen: false, transaction: null, transactionError: null });
      } catch (thrown) {
        store.setState({ transactionError: toAppErrorData(thrown) });
      }
    },
    endProcess: () => stopLane(),
    gone() {
      store.setState(({ runs }) => ({
        runs: new Map([...runs].map(([id, run]) => [id, { ...run, lost: true }])),
        transactionOpen: false,
        transaction: null,
        transactionError: null,
      }));
    },
    forget(consoleId) {
      const run = store.getState().runs.get(consoleId);
      if (isUnderWay(run)) void this.stop(consoleId);
      release(run);
      const runs = new Map(store.getState().runs);
      runs.delete(consoleId);
      store.setState({ runs });
    },
    close: stopListening,
  };
}
