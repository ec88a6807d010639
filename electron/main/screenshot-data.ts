/** The data folder of a run that only takes a picture: fresh settings, beside whatever Joinery is running. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "joinery-screenshot-";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: there is one, of another user.
    return (thrown as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Makes one, and removes those of runs that are over. Its own it leaves to the next one: removed while Chromium still shuts
 * down, it made one exit in five crash or wait for ever.
 */
export function makeScreenshotData(): string {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (Number.isNaN(owner) || isAlive(owner)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's; not ours to remove.
    }
  }
  return mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
}
