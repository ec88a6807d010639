/** Starts the Electron app of this checkout. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CommandError } from "./command-error.ts";
import { exitCodes } from "./exit-codes.ts";
import { notice } from "./report-error.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const at = (path: string) => fileURLToPath(new URL(path, new URL("../..", import.meta.url)));

/** Milliseconds after which an app that has not ended is taken for started. */
const STARTED_MS = 2000;

/**
 * Starts the app with these arguments and leaves it running. Returns when it runs, or when it handed its arguments to one
 * that runs already. On a display of our own making, which ends with us, it waits until the app ends.
 * Throws a CommandError with exit code 3 when it cannot be started.
 */
export async function startApp(args: readonly string[]): Promise<void> {
  if (!existsSync(at("build/run.mjs"))) {
    throw cannotStart("The app is not part of this installation.", "Start it from Joinery's source folder.");
  }
  buildApp();
  const launch = await prepare();
  const ownDisplay = launch.env.DISPLAY !== process.env.DISPLAY;
  const app = spawn(launch.runtime.executable, [...launch.switches, ROOT, ...args], {
    env: launch.env,
    detached: !ownDisplay,
    stdio: ownDisplay ? ["ignore", "ignore", "inherit"] : "ignore",
  });
  const ended = new Promise<number>((resolve, reject) => {
    app.once("error", (error) =>
      reject(cannotStart(`Electron could not be started (${error.message}).`, "Run npm ci.")),
    );
    app.once("exit", (code) => resolve(code ?? 1));
  });
  const code = await Promise.race([ended, ownDisplay ? ended : afterStart()]);
  launch.close();
  app.unref();
  if (code !== 0) throw cannotStart(`The app ended at once with code ${code}.`, "Run npm start to see why.");
}

/** Brings the built app up to date with the sources, in a process of its own: Vite is no part of the command line. */
function buildApp(): void {
  if (!existsSync(at(".vite/build/main.cjs"))) notice("building the app …");
  const built = spawnSync(process.execPath, [at("build/run.mjs"), "build-app"], { cwd: ROOT, encoding: "utf8" });
  if (built.status === 0) return;
  const detail = built.stderr.trim();
  throw cannotStart("The app could not be built.", "Run npm ci, then npm start to see why.", detail);
}

async function prepare() {
  try {
    const { prepareLaunch } = await import("../../build/runtime/launch.ts");
    return await prepareLaunch();
  } catch (thrown) {
    if (!(thrown instanceof Error) || thrown.name !== "SetupError") throw thrown;
    const [sentence = "", ...rest] = thrown.message.split(/(?<=\.) /);
    throw cannotStart(sentence, rest.join(" ") || "Run npm start to see more.");
  }
}

function afterStart(): Promise<0> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(0), STARTED_MS).unref();
  });
}

function cannotStart(message: string, next: string, detail?: string): CommandError {
  return new CommandError(
    { code: "engine.stopped", message, next, ...(detail === undefined || detail === "" ? {} : { detail }) },
    exitCodes.cannotOpen,
  );
}
