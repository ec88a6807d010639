/**
 * The keyboard is never left with nobody. When what had the focus has left the page, is hidden or greyed (a closed panel, a chosen
 * line, a button whose work is done), the focus goes where one goes on: into the pane it was in, else into the tab in front.
 * Only a press beside everything, which means nobody, leaves it with the page.
 */
import { focusAgain, hasNobodyFocus, panesAround } from "./panes.ts";

/** Starts keeping it, once for the page. */
export function keepFocus(): void {
  /** The panes around what had the focus last: they are known when it has left the page too. */
  let around: readonly HTMLElement[] | null = null;
  let pressed = false;
  let looking = false;
  const look = (): void => {
    // Before anything had the focus, what is opened first takes it.
    if (looking || around === null) return;
    looking = true;
    // Whoever takes something away may put the focus elsewhere in the same turn: two frames are theirs.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        looking = false;
        if (hasNobodyFocus() && !pressed) focusAgain(around ?? []);
      }),
    );
  };
  document.addEventListener("focusin", ({ target }) => {
    pressed = false;
    const panes = panesAround(target as Element);
    // A field that only holds keys, and what floats over the page, stand in no pane.
    if (panes.length > 0 || around === null) around = panes;
  });
  document.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget === null) look();
  });
  // The browser gives the focus to what is pressed, which is said next, or to nobody: that was meant.
  document.addEventListener("pointerdown", () => (pressed = true), { capture: true });
  document.addEventListener("keydown", () => (pressed = false), { capture: true });
  // An element that is taken away, hidden or greyed does not say that it had the focus.
  new MutationObserver((changes) => {
    if (hasNobodyFocus() || changes.some(({ type }) => type === "attributes")) look();
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["hidden", "disabled", "inert"] });
}
