/**
 * The console's wait for another program's lock: as long as a change of the schema waits, in steps, so that Stop and other questions are
 * answered meanwhile. Each try waits as long as the connection's busy timeout by itself.
 */
import { isBusy } from "../engine-error.ts";

/** In all. */
export const PATIENCE_MS = 5000;
/** Between two tries. */
const PAUSE_MS = 50;

interface Waiting {
  /** Is it worth it, and harmless, to do it again? */
  again(): boolean;
  /** Told once, before the first further try. */
  onWait(): void;
}

/** Does `work`, again while another program holds the lock it needs. Throws what it threw last. */
export async function waitForLock<T>(work: () => T | Promise<T>, { again, onWait }: Waiting): Promise<T> {
  let until: number | null = null;
  for (;;) {
    try {
      return await work();
    } catch (thrown) {
      if (!isBusy(thrown) || !again()) throw thrown;
      if (until === null) onWait();
      until ??= performance.now() + PATIENCE_MS;
      if (performance.now() >= until) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
