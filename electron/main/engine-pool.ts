/** Engines ready to go: one spare is kept warm, so that stopping a query costs no process start (about 100 ms). */
import { EngineProcess } from "./engine-process.ts";

/** The next spare starts when the machine has had time for what the last one was taken for. */
const REFILL_MS = 500;

let spare: EngineProcess | undefined;
let timer: NodeJS.Timeout | undefined;
let closed = false;

/** Starts the spare, unless there is one or the app is ending. The app must be ready. */
export function warmEngine(): void {
  timer = undefined;
  if (!spare?.alive && !closed) spare = new EngineProcess();
}

/** Gives a process that has opened nothing yet: the spare, or a new one. */
export function takeEngine(): EngineProcess {
  const engine = spare?.alive ? spare : new EngineProcess();
  spare = undefined;
  timer ??= setTimeout(warmEngine, REFILL_MS);
  return engine;
}

/** Ends the spare for good. */
export function closePool(): void {
  closed = true;
  clearTimeout(timer);
  spare?.end("closed");
}
