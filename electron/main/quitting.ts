/** The end of the app: engines get a moment to close their files, then it is over, whatever they do. */
import { app, powerMonitor } from "electron";
import { closePool } from "./engine-pool.ts";
import { closeAllDatabases } from "./open-databases.ts";
import { log } from "./log.ts";

/** Longer than an engine's own time to close (engine-process.ts); the system does not wait for ever at shutdown. */
const PATIENCE_MS = 2500;

let underWay = false;

/** Whether the app is ending: nothing may be asked any more. */
export const quitting = (): boolean => underWay;

/** A window has something that would be lost: the app goes on. */
export function stayOpen(): void {
  underWay = false;
}

/** Takes care that engines are closed before the app ends. */
export function closeEnginesAtQuit(): void {
  let closed = false;
  app.on("before-quit", () => {
    underWay = true;
  });
  powerMonitor.on("shutdown", () => app.quit());
  app.on("will-quit", (event) => {
    if (closed) return;
    event.preventDefault();
    closePool();
    const late = new Promise<void>((resolve) => setTimeout(resolve, PATIENCE_MS));
    void Promise.race([closeAllDatabases(), late])
      .catch((thrown: unknown) => log.error("Closing did not go well.", thrown))
      .then(() => {
        closed = true;
        // Within will-quit, which may still be going on, Electron takes no second quit.
        setImmediate(() => app.quit());
      });
  });
}
