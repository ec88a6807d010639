/**
 * Everything between a checkout and a running Electron, for `npm start`, the tests of the real app and `joinery open`:
 * the runtime, the system's libraries, a display, the sandbox.
 */
import { type Display, ensureDisplay } from "./display.ts";
import { resolveRuntime } from "./resolve.ts";
import type { Runtime } from "./runtime.ts";
import { sandboxSwitches } from "./sandbox.ts";
import { ensureLibraries } from "./system.ts";

export type { Runtime } from "./runtime.ts";

/** How to start Electron here. */
export interface Launch {
  runtime: Runtime;
  /** Switches to put before the app's own arguments, e.g. --no-sandbox for root. */
  switches: string[];
  /** The whole environment of the app: ours, the display, and nothing that would make Electron another program. */
  env: Record<string, string>;
  /** Ends the virtual display, if we started one. Also happens when our process ends. */
  close: () => void;
}

/** Variables that turn Electron into plain Node, change what it loads, or change how SQLite reads file names. */
const NEVER_PASSED = ["ELECTRON_RUN_AS_NODE", "NODE_OPTIONS", "SQLITE_USE_URI", "SQLITE_TMPDIR"];

/** Our environment for the app, with `extra` on top. */
export function appEnv(extra: Record<string, string>): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !NEVER_PASSED.includes(name)) env[name] = value;
  }
  return { ...env, ...extra };
}

/** What can be started, with all it needs of this system but a display. */
export type Program = Pick<Launch, "runtime" | "switches">;

/**
 * Finds or fetches the runtime and sees to the system's libraries.
 *
 * @throws SetupError with one sentence and a next step
 */
export async function prepareProgram(): Promise<Program> {
  const runtime = await resolveRuntime();
  ensureLibraries(runtime.executable);
  return { runtime, switches: sandboxSwitches(runtime) };
}

/** How to start a program on a display. */
export const launchOn = ({ runtime, switches }: Program, display: Display): Launch => ({
  runtime,
  switches: [...switches, ...display.switches],
  env: appEnv(display.env),
  close: display.close,
});

/**
 * Finds or fetches the runtime, sees to the system's libraries and a display.
 *
 * @returns how to start it; call close() when done
 * @throws SetupError with one sentence and a next step
 */
export async function prepareLaunch(): Promise<Launch> {
  return launchOn(await prepareProgram(), await ensureDisplay());
}
