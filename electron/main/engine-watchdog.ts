/**
 * Ends engines that eat the machine's memory. SQLite's own heap limit is inert in better-sqlite3's build, and a query over
 * `randomblob` took 10 GB before SQLite gave up (measured; docs/security.md).
 */
import { totalmem } from "node:os";
import { app } from "electron";
import { type Lane, pooledLanes } from "../../src-shared/rpc/procedure.ts";
import { runningEngines } from "./engine-process.ts";
import { log } from "./log.ts";

const LIMIT_KB = 2 * 1024 * 1024;
const EVERY_MS = 1000;
/** Together they may use half of the machine's memory, and as much as one may in any case. */
const LIMIT_OF_ALL_KB = Math.max(LIMIT_KB, totalmem() / 1024 / 2);

/** An engine as it is looked at. */
export interface Weighed {
  readonly lane: Lane | null;
  readonly kilobytes: number;
}

/** Which engines are to be ended, and why. */
export interface TooLarge<E> {
  /** Each above its own limit. */
  readonly memory: readonly E[];
  /** Of the others, when they are too much together: those that only read, the largest first, until they are not. */
  readonly crowded: readonly E[];
}

/** Says which engines are to be ended. */
export function tooLarge<E extends Weighed>(
  engines: readonly E[],
  limit = LIMIT_KB,
  ofAll = LIMIT_OF_ALL_KB,
): TooLarge<E> {
  const memory = engines.filter(({ kilobytes }) => kilobytes > limit);
  const left = engines.filter((engine) => !memory.includes(engine));
  let sum = left.reduce((all, { kilobytes }) => all + kilobytes, 0);
  const crowded: E[] = [];
  const reading = left.filter(({ lane }) => lane !== null && pooledLanes[lane] !== undefined);
  for (const engine of reading.toSorted((a, b) => b.kilobytes - a.kilobytes)) {
    if (sum <= ofAll) break;
    crowded.push(engine);
    sum -= engine.kilobytes;
  }
  return { memory, crowded };
}

/** Looks at the engines' memory every second. */
export function watchEngines(): void {
  setInterval(() => {
    if (runningEngines.size === 0) return;
    const metrics = new Map(app.getAppMetrics().map((metric) => [metric.pid, metric.memory.workingSetSize]));
    const weighed = [...runningEngines].map((engine) => ({
      engine,
      lane: engine.lane,
      kilobytes: metrics.get(engine.pid ?? -1) ?? 0,
    }));
    const ended = tooLarge(weighed);
    for (const why of ["memory", "crowded"] as const) {
      for (const { engine, kilobytes } of ended[why]) {
        log.warn(`An engine that used ${Math.round(kilobytes / 1024)} MB of memory was ended (${why}).`);
        engine.end(why);
      }
    }
  }, EVERY_MS).unref();
}
