/** A folder for scratch files of this process; made only when a result is too large for memory. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The folder's path and how to remove it. The name holds our process id: joinery.mjs removes it when we are killed. */
export function makeScratchFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `joinery-cli-${process.pid}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
