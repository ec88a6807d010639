import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";

/** The absolute path of a program on the PATH, or null. */
export function which(program: string): string | null {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(folder, program);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here; the next folder may have it.
    }
  }
  return null;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** Standard output of a short command in the C locale; empty when it cannot be run. */
export function outputOf(command: string, args: string[]): string {
  const { stdout } = spawnSync(command, args, { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
  return stdout ?? "";
}
