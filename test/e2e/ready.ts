/** The Electron that tests start and the display they start it on: a virtual one for each worker, where that can be had. */
import { ensureDisplay, virtualDisplay, virtualDisplayFits } from "../../build/runtime/display.ts";
import { type Launch, launchOn, type Program } from "../../build/runtime/launch.ts";

/** How the set-up of the run tells its workers. */
const PROGRAM = "JOINERY_TEST_PROGRAM";

/** Called once a run, before the workers start. */
export function passProgram(program: Program): void {
  process.env[PROGRAM] = JSON.stringify(program);
}

/**
 * How many apps may run at once. Two, where each has a display, and with it a clipboard and a focus, of its own; two cores are
 * what CI has. On somebody's screen one after another.
 */
export const parallelApps = (): number => (virtualDisplayFits() ? 2 : 1);

async function prepare(): Promise<Launch> {
  const program = process.env[PROGRAM];
  if (program === undefined) throw new Error("Playwright's config names no test/e2e/set-up.ts as its globalSetup.");
  const display = virtualDisplayFits() ? await virtualDisplay() : await ensureDisplay();
  return launchOn(JSON.parse(program) as Program, display);
}

let prepared: Promise<Launch> | undefined;

/** How to start the app; made ready once a worker. */
export function ready(): Promise<Launch> {
  prepared ??= prepare();
  return prepared;
}
