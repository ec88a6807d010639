/**
 * Runs the builder's query again whenever it changes: a moment after the last change, and never two at a time. What is still
 * running then is ended with its process, which serves nothing else.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { FirstRows } from "../../../src-shared/model/compiled-query.ts";
import type { Query } from "../../../src-shared/model/query.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";

/** Rows shown. */
export const FIRST_ROWS = 200;

export interface LiveState {
  readonly state: "waiting" | "running" | "done" | "failed" | "stopped";
  /** `performance.now()` when it was sent. */
  readonly began: number;
  /** The last rows that came: shown until there are others. */
  readonly rows: FirstRows | null;
  readonly error: AppErrorData | null;
}

export interface LiveRun {
  readonly store: StoreApi<LiveState>;
  /** This is the query now: it runs after a moment, unless another follows. */
  show(query: Query): void;
  /** Ends what is running, if it is. */
  stop(): Promise<void>;
  close(): void;
}

interface LiveRunOptions {
  readonly client: EngineClient;
  /** Ends the process of the lane (shell `engine.stop`). */
  readonly stopLane: () => Promise<void>;
  /** Milliseconds from the last change until it runs. */
  readonly delay?: number;
}

export function openLiveRun({ client, stopLane, delay = 250 }: LiveRunOptions): LiveRun {
  const store = createStore<LiveState>(() => ({ state: "waiting", began: 0, rows: null, error: null }));
  let timer: ReturnType<typeof setTimeout> | null = null;
  let running: AbortController | null = null;
  /** Counts what was asked for, so that what was overtaken while it waited does not begin any more. */
  let turn = 0;

  /** What runs is not wanted any more. */
  async function end(): Promise<void> {
    if (!running) return;
    // Aborted before its process ends: so the client does not ask it again.
    running.abort();
    running = null;
    await stopLane();
  }

  async function run(query: Query): Promise<void> {
    const mine = ++turn;
    await end();
    if (mine !== turn) return;
    const own = new AbortController();
    running = own;
    store.setState({ state: "running", began: performance.now() });
    try {
      const rows = await client.ask("queries.run", { query, limit: FIRST_ROWS }, { signal: own.signal });
      if (running === own) store.setState({ state: "done", rows, error: null });
    } catch (thrown) {
      if (running === own) store.setState({ state: "failed", error: toAppErrorData(thrown) });
    } finally {
      if (running === own) running = null;
    }
  }

  const cancel = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  return {
    store,
    show(query) {
      cancel();
      timer = setTimeout(() => void run(query), delay);
    },
    async stop() {
      cancel();
      turn++;
      store.setState({ state: "stopped" });
      await end();
    },
    close() {
      cancel();
      turn++;
      void end();
    },
  };
}
