/**
 * Ends engines that eat the machine's memory. SQLite's own heap limit is inert in better-sqlite3's build, and a query over
 * `randomblob` took 10 GB before SQLite gave up (measured; docs/security.md).
 */
import { app } from "electron";
import { runningEngines } from "./engine-process.ts";
import { log } from "./log.ts";

const LIMIT_KB = 2 * 1024 * 1024;
const EVERY_MS = 1000;

/** Looks at the engines' memory every second. */
export function watchEngines(): void {
  setInterval(() => {
    if (runningEngines.size === 0) return;
    const metrics = new Map(app.getAppMetrics().map((metric) => [metric.pid, metric.memory.workingSetSize]));
    for (const engine of runningEngines) {
      if ((metrics.get(engine.pid ?? -1) ?? 0) <= LIMIT_KB) continue;
      log.warn("An engine used more than 2 GB of memory and was ended.");
      engine.end("memory");
    }
  }, EVERY_MS).unref();
}
