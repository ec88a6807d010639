/** Tells main, once, that what the window was opened for is on screen (`--screenshot` waits for it). */
import { useEffect } from "react";
import { askShell } from "../rpc/shell-client.ts";

let told = false;

const listeners = new Set<() => void>();

/** Calls back once it was said. */
export function whenPainted(listener: () => void): void {
  listeners.add(listener);
}

/** Says it after the next paint. */
export function tellPainted(): void {
  if (told) return;
  told = true;
  // Two frames: what is committed now is on screen then.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      void askShell("window.painted");
      for (const listener of listeners) listener();
    }),
  );
}

/** Says it when `ready` becomes true. */
export function usePainted(ready: boolean): void {
  useEffect(() => {
    if (ready) tellPainted();
  }, [ready]);
}
