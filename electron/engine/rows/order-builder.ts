/** Builds the natural orders of tables in the background, one at a time, and tells when one is known to its end. */
import { isLocked } from "../engine-error.ts";
import type { NaturalPlaces } from "./natural-places.ts";

/** How long a slice may take: a question that comes meanwhile waits no longer than this. */
const SLICE_MS = 4;
/** Between slices other questions are answered, and the other lanes get their share of the processor. */
const PAUSE_MS = 2;
/** Another program holds a lock: look again later. */
const LOCKED_PAUSE_MS = 1000;

export interface OrderBuilder {
  /** Builds this one next; it was asked for last, so someone looks at it. */
  build(places: NaturalPlaces): void;
  close(): void;
}

/**
 * `isCurrent` says whether the database is still in the state that an order describes; `ready` is called when an order
 * has reached its end. An order that fails (a damaged page) is given up without a word: its pages say why they fail.
 */
export function orderBuilder(
  isCurrent: (places: NaturalPlaces) => boolean,
  ready: (places: NaturalPlaces) => void,
): OrderBuilder {
  let wanted: NaturalPlaces[] = [];
  let timer: NodeJS.Timeout | null = null;

  const schedule = (milliseconds: number) => {
    timer = setTimeout(slice, milliseconds);
    // An order that nobody waits for is no reason to keep a process alive.
    timer.unref();
  };

  const slice = () => {
    timer = null;
    const places = wanted.at(-1);
    if (!places) return;
    let pause = PAUSE_MS;
    try {
      if (!isCurrent(places)) wanted.pop();
      else if (places.anchors.grow(SLICE_MS)) {
        wanted.pop();
        ready(places);
      }
    } catch (thrown) {
      // Nobody asked, so nobody can be told; the next page that is asked for meets the same error and tells it.
      if (isLocked(thrown)) pause = LOCKED_PAUSE_MS;
      else wanted.pop();
    }
    if (wanted.length > 0) schedule(pause);
  };

  return {
    build(places) {
      wanted = [...wanted.filter((other) => other !== places), places];
      if (!timer) schedule(PAUSE_MS);
    },
    close() {
      if (timer) clearTimeout(timer);
      timer = null;
      wanted = [];
    },
  };
}
