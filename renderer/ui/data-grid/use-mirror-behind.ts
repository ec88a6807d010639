/**
 * `data-behind` on the mirror for as long as it does not yet show what is painted, so that a test need not guess when to look
 * or where to click. Not aria-busy: on the element with the focus a screen reader would say "busy" with every key. Set by
 * hand, because React takes no part in a view that moves.
 */
import { type RefObject, useEffect } from "react";
import type { Resting, RestingView } from "./resting-view.ts";

/** `shown` is what was rendered of it; `selectionShown`: with the selection of now. */
export function useMirrorBehind(
  mirror: RefObject<HTMLElement | null>,
  resting: RestingView,
  shown: Resting,
  selectionShown: boolean,
): void {
  useEffect(() => {
    const say = (): void => {
      mirror.current?.toggleAttribute("data-behind", resting.behind || shown !== resting.now || !selectionShown);
    };
    say();
    resting.onBehind = say;
  }, [mirror, resting, shown, selectionShown]);
}
