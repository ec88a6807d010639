/** Stands for the app's main process (kill.test.ts): starts the engine's process and does nothing but live. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const worker = fileURLToPath(new URL("stage-and-commit.ts", import.meta.url));
fork(worker, process.argv.slice(2), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
