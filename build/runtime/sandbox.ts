import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Runtime } from "./runtime.ts";
import { notice, SetupError } from "./say.ts";
import { isRoot } from "./shell.ts";

const sysctl = (name: string): string | null => {
  try {
    return readFileSync(path.join("/proc/sys/kernel", name), "utf8").trim();
  } catch {
    return null;
  }
};

/** Whether this kernel lets ordinary users make the namespaces that Chromium's sandbox is built on. */
const userNamespaces = (): boolean =>
  sysctl("unprivileged_userns_clone") !== "0" && sysctl("apparmor_restrict_unprivileged_userns") !== "1";

/** Whether Chromium's set-uid helper is installed as it has to be. */
function helperReady(folder: string): boolean {
  const stats = statSync(path.join(folder, "chrome-sandbox"), { throwIfNoEntry: false });
  return stats !== undefined && stats.uid === 0 && (stats.mode & 0o4755) === 0o4755;
}

let said = false;

/**
 * The switches Electron needs about its sandbox on this machine: none, but `--no-sandbox` for root, whom Chromium refuses to
 * sandbox (with a notice).
 *
 * @throws SetupError with the lines to run where an ordinary user's sandbox cannot start. It is never switched off for them.
 */
export function sandboxSwitches(runtime: Runtime): string[] {
  if (process.platform !== "linux") return [];
  if (isRoot()) {
    if (!said)
      notice("you are root, and Chromium has no sandbox for root: running with --no-sandbox. Prefer an ordinary user.");
    said = true;
    return ["--no-sandbox"];
  }
  if (userNamespaces() || helperReady(runtime.folder)) return [];
  const helper = path.join(runtime.folder, "chrome-sandbox");
  throw new SetupError(
    "This system does not let programs make the sandbox that Electron runs pages in. Allow Electron's helper to, once, then " +
      `run the command again:\n  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
  );
}
