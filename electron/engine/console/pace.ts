/** Keeps a run from holding the process: other questions (read these rows, stop) are answered between its steps. */

/** Longest time between two rests, in milliseconds. */
const SLICE_MS = 12;

export class Pace {
  #rested = performance.now();

  /** Is it time to let others have the process? */
  due(): boolean {
    return performance.now() - this.#rested >= SLICE_MS;
  }

  /** Lets everything that waits in the event loop have its turn. */
  async rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#rested = performance.now();
  }
}

/** Lets something happen at most once in a while. */
export class Throttle {
  readonly #milliseconds: number;
  #last = Number.NEGATIVE_INFINITY;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  /** May it happen now? Then the time counts from now. */
  pass(): boolean {
    const now = performance.now();
    if (now - this.#last < this.#milliseconds) return false;
    this.#last = now;
    return true;
  }
}
