/**
 * `npm start [-- file.db … --screenshot out.png]`: builds the app if its sources changed, finds an Electron, opens the files,
 * or the sample database when none is named. Ends when the app ends, with its exit code.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { buildApp } from "./build-app.ts";
import { prepareLaunch } from "./runtime/launch.ts";
import { fail } from "./runtime/say.ts";
import { appArguments } from "./start/arguments.ts";
import { sampleDatabase } from "./start/sample.ts";
import { ROOT } from "./tools/paths.ts";
import { endWithUs } from "./tools/tool.ts";

async function start(): Promise<void> {
  // npm moves into the project's folder and leaves the folder the user was in here.
  const cwd = process.env.INIT_CWD ?? process.cwd();
  const { args, opensSomething } = appArguments(process.argv.slice(2), cwd);
  await buildApp();
  const launch = await prepareLaunch();
  const files = opensSomething ? [] : [sampleDatabase()];
  const app = spawn(launch.runtime.executable, [...launch.switches, ROOT, ...args, ...files], {
    cwd,
    env: launch.env,
    stdio: "inherit",
  });
  endWithUs(app);
  app.once("error", fail);
  app.once("exit", (code, signal) => {
    launch.close();
    process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0));
  });
}

await start().catch(fail);
