/**
 * Row counts of the tree, one after the other in the lane for slow work: nothing waits for them, and a count that takes
 * too long is given up for good, for the next one.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { type ObjectName, objectKey } from "../../../src-shared/model/names.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";

/** Rows, or null when counting was given up. Absent: not counted yet. */
export type Counts = ReadonlyMap<string, number | null>;

interface RowCountsOptions {
  readonly client: EngineClient;
  /** Milliseconds a single count may take. */
  readonly patience?: number;
  /**
   * Longest wait between two rounds, in milliseconds. A round waits five times as long as the last one took, so that a
   * large file that changes every second is not counted all the time, and a small one at once.
   */
  readonly pause?: number;
}

export interface RowCounts {
  readonly store: StoreApi<Counts>;
  /** Counts these tables, in this order, forgetting any older list. Known counts stay shown meanwhile. */
  count(tables: readonly ObjectName[]): void;
  /** The file changed: counts the list again, soon. */
  again(): void;
  close(): void;
}

/** Makes the queue. Nothing is asked until `count`. */
export function makeRowCounts({ client, patience = 20_000, pause = 10_000 }: RowCountsOptions): RowCounts {
  const store = createStore<Counts>(() => new Map());
  let tables: readonly ObjectName[] = [];
  let round = 0;
  let took = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let closed = false;
  let counting: AbortController | null = null;
  let last: Promise<void> = Promise.resolve();
  /** Counting these took too long once: they are not counted again by themselves. */
  const tooLong = new Set<string>();

  const put = (table: ObjectName, rows: number | null) => {
    if (closed) return;
    const counts = new Map(store.getState());
    store.setState(counts.set(objectKey(table), rows), true);
  };

  async function countOne(table: ObjectName): Promise<void> {
    const abort = new AbortController();
    counting = abort;
    const clock = setTimeout(() => {
      tooLong.add(objectKey(table));
      abort.abort();
    }, patience);
    try {
      const source = { table, order: [], filter: [] };
      const total = await client.ask("rows.count", { source }, { signal: abort.signal });
      put(table, total.rows);
    } catch {
      // A broken table has no count; the tree says elsewhere why.
      put(table, null);
    } finally {
      clearTimeout(clock);
    }
  }

  async function run(): Promise<void> {
    const mine = ++round;
    // The count that is under way comes to its end first: a file that changes all the time would else never be counted.
    const before = last;
    const { promise, resolve } = Promise.withResolvers<void>();
    last = promise;
    await before;
    const began = Date.now();
    for (const table of tables) {
      if (mine !== round) break;
      if (tooLong.has(objectKey(table))) continue;
      await countOne(table);
    }
    took = Date.now() - began;
    resolve();
  }

  return {
    store,
    count(list) {
      tables = list;
      void run();
    },
    again() {
      if (timer !== null) return;
      timer = setTimeout(
        () => {
          timer = null;
          void run();
        },
        Math.min(pause, Math.max(300, 5 * took)),
      );
    },
    close() {
      closed = true;
      round++;
      counting?.abort();
      if (timer !== null) clearTimeout(timer);
    },
  };
}
