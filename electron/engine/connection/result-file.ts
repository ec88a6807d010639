/** Where the rows of a result are, for the process that writes them and those that read them. */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ResultName } from "../../../src-shared/model/result-table.ts";
import type { EngineOptions } from "../engine-context.ts";

/** The folder of all results of an open database. */
export function resultFolder(options: Pick<EngineOptions, "sharedFolder" | "scratchFolder">): string {
  return options.sharedFolder ?? options.scratchFolder;
}

/** Absolute path of a result's file. */
export function resultFile(folder: string, { runId, statement }: ResultName): string {
  return join(folder, `result-${runId}-${statement}.db`);
}

/** Removes what a process that was ended left of a run. */
export function removeResults(folder: string, runId: string): void {
  let files: string[] = [];
  try {
    files = readdirSync(folder);
  } catch {
    // No folder: no result was ever written.
  }
  const begin = `result-${runId}-`;
  for (const file of files) {
    if (file.startsWith(begin) && /^\d+\.db(-journal)?$/.test(file.slice(begin.length))) {
      rmSync(join(folder, file), { force: true });
    }
  }
}
