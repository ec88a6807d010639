/** Ctrl+C and the like: asks the work to stop, so that it can say what became of it. joinery.mjs kills us when it does not. */

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Calls `stop` at the first signal. `forget` gives the signals back their usual meaning. */
export function onInterrupt(stop: () => void): { happened(): boolean; forget(): void } {
  let happened = false;
  const listener = () => {
    // A terminal sends the signal to us and to joinery.mjs, which passes it on: those two are one.
    if (happened) return;
    happened = true;
    stop();
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  return {
    happened: () => happened,
    forget: () => {
      for (const signal of SIGNALS) process.off(signal, listener);
    },
  };
}
