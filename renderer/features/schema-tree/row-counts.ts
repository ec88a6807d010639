/**
 * Row counts of the tree, one after the other in the lane for slow work: nothing waits for them, and a count that takes
 * too long is given up for the next one.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { type ObjectName, objectKey } from "../../../src-shared/model/names.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";

/** Rows, or null when counting was given up. Absent: not counted yet. */
export type Counts = ReadonlyMap<string, number | null>;

interface RowCountsOptions {
  readonly client: EngineClient;
  /** Ends whatever the lane does (shell `engine.stop`), so that a count can be given up. */
  readonly stopLane: () => Promise<void>;
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
export function makeRowCounts({ client, stopLane, patience = 20_000, pause = 10_000 }: RowCountsOptions): RowCounts {
  const store = createStore<Counts>(() => new Map());
  let tables: readonly ObjectName[] = [];
  let round = 0;
  let took = 0;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const put = (table: ObjectName, rows: number | null) => {
    const counts = new Map(store.getState());
    store.setState(counts.set(objectKey(table), rows), true);
  };

  async function countOne(table: ObjectName, mine: number): Promise<void> {
    let givenUp = false;
    // Again and again: the client asks a read once more when its process went away.
    const clock = setInterval(() => {
      givenUp = true;
      void stopLane();
    }, patience);
    try {
      const question = client.ask("rows.count", { source: { table, order: [], filter: [] } });
      const total = await question;
      if (mine === round) put(table, total.rows);
    } catch {
      // A broken table has no count; the tree says elsewhere why.
      if (mine === round) put(table, null);
    } finally {
      clearInterval(clock);
      if (givenUp && mine === round) put(table, null);
    }
  }

  async function run(): Promise<void> {
    const mine = ++round;
    const began = Date.now();
    for (const table of tables) {
      if (mine !== round) return;
      await countOne(table, mine);
    }
    took = Date.now() - began;
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
      round++;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
