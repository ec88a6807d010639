/** The data folder of a run that only takes a picture: fresh settings, beside whatever Joinery is running. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endLog } from "./log.ts";

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
 * Makes one. It is removed at the end, except for what Chromium's helper processes still write when ours is gone already: the
 * next such run removes that.
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
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  process.once("exit", () => {
    // Engines that end after us would be logged into a folder that is gone.
    endLog();
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
