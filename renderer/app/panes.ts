/**
 * F6: from pane to pane, as in every desktop program. Panes are elements with `data-pane`; one may stand in another, and what has the
 * focus is in the innermost. Each says what in it takes the focus by what it holds, so no pane is in a list here.
 */
import { focusWhenThere } from "../ui/focus-when-there.ts";

const paneOf = (element: Element | null): HTMLElement | null => element?.closest<HTMLElement>("[data-pane]") ?? null;

/** The panes around an element, the innermost first. */
export function panesAround(element: Element): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let at = paneOf(element); at; at = paneOf(at.parentElement)) found.push(at);
  return found;
}

/** Is the focus with the page itself, so that keys go nowhere? */
export const hasNobodyFocus = (): boolean =>
  document.activeElement === null || document.activeElement === document.body;

/** What takes the focus in a pane, the best first: what is marked for it, a row that is chosen, an editor or grid before buttons. */
const targets = [
  "[data-autofocus]",
  "[role=treegrid] [role=row][aria-selected=true]",
  // It scrolls to the row that is chosen, which may not be in the page now.
  "[role=treegrid]",
  "[role=grid] [role=row][data-key]",
  ".cm-content",
  "[role=grid][data-testid=grid-mirror]",
  "[role=option][aria-selected=true]",
  "[role=listbox]",
  "[role=tab][aria-selected=true]",
  ".react-flow__node[tabindex='0']",
  "[role=group][tabindex='0']",
  "input, textarea, select, button, a[href], summary, [tabindex='0']",
];

const takesFocus = (element: HTMLElement): boolean =>
  element.checkVisibility({ visibilityProperty: true }) && !element.matches(":disabled, [inert] *, [data-separator]");

/** Where the focus was in each pane when it was left. */
const leftAt = new WeakMap<HTMLElement, HTMLElement>();

/** The element in a pane, and in none inside of it, that takes the focus. */
function targetIn(pane: HTMLElement): HTMLElement | null {
  const left = leftAt.get(pane);
  // A list may have put another row into the element since: it knows itself which of its rows is chosen.
  if (left && paneOf(left) === pane && takesFocus(left) && !left.matches("[role=row], [role=option]")) return left;
  return firstOf(pane, targets, (element) => paneOf(element) === pane);
}

/** The first that can have the focus, by the order of the selectors. */
function firstOf(
  within: ParentNode,
  selectors: readonly string[],
  fits: (element: HTMLElement) => boolean = () => true,
): HTMLElement | null {
  for (const selector of selectors) {
    for (const element of within.querySelectorAll<HTMLElement>(selector)) {
      if (fits(element) && takesFocus(element)) return element;
    }
  }
  return null;
}

interface Pane {
  readonly pane: HTMLElement;
  readonly target: HTMLElement;
}

/** The panes on screen that take the focus, in reading order: that of their targets, as panes may stand in one another. */
function panes(within: ParentNode = document): Pane[] {
  const shown = [...within.querySelectorAll<HTMLElement>("[data-pane]")];
  const found = shown.flatMap((pane) => {
    const target = targetIn(pane);
    return target ? [{ pane, target }] : [];
  });
  const follows = (a: Element, b: Element) => a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING;
  return found.sort((a, b) => (follows(a.target, b.target) ? -1 : 1));
}

/** Moves the focus to the next (1) or previous (-1) pane, round. */
export function focusPane(by: 1 | -1): void {
  const from = document.activeElement;
  const here = paneOf(from);
  if (here && from instanceof HTMLElement) leftAt.set(here, from);
  const all = panes();
  const at = all.findIndex(({ pane }) => pane === here);
  const start = at < 0 && by < 0 ? 0 : at;
  for (let step = 1; step <= all.length; step++) {
    const next = all[(start + by * step + all.length * 2) % all.length];
    // A tree that is come to from behind would go to its last row.
    if (next?.target.matches("[role=treegrid]") && from instanceof HTMLElement) from.blur();
    next?.target.focus();
    if (next && next.pane.contains(document.activeElement)) return;
  }
}

/**
 * Puts the focus where one goes on when what had it is gone: into the pane it was in, else into the tab in front, or, where no
 * database is open, into the first pane there is. `among` were the panes around it, the innermost first.
 */
export function focusAgain(among: readonly HTMLElement[]): void {
  const modal = [...document.querySelectorAll<HTMLElement>("[role=dialog]")].findLast((dialog) => takesFocus(dialog));
  const inFront = document.querySelectorAll<HTMLElement>("[data-tab-content]");
  const wanted = [...(modal ? [] : among), ...inFront].filter((place) => place.isConnected && place.checkVisibility());
  for (const place of wanted) {
    const isContent = place.dataset["tabContent"] !== undefined;
    const target = (isContent ? firstOf(place, contents) : null) ?? targetIn(place) ?? panes(place)[0]?.target;
    target?.focus();
    if (target && document.activeElement === target) return;
  }
  // A database that comes to the front takes the focus itself, when there is something in it that can have it.
  const comes = [...document.querySelectorAll("[data-database]")].some((frame) => frame.checkVisibility());
  const anywhere = modal ?? (comes ? null : panes()[0]?.target);
  anywhere?.focus();
}

/** A database came to the front: its tab takes the focus, unless something of it has it already. `frame`: what shows it. */
export function focusIntoFrame(frame: HTMLElement | null, tabId: string | null): void {
  const { activeElement } = document;
  const own = frame !== null && frame.contains(activeElement);
  if (own || activeElement?.closest("[role=dialog]")) return;
  if (tabId !== null) focusIntoTab(tabId);
  // Without a tab there are words with buttons in its place.
  else if (frame) focusWhenThere(() => firstOf(frame, ["[data-pane=tabs] [data-autofocus]"]));
}

/** What in a tab's content has the focus first. */
const contents = [
  "[data-autofocus]",
  "[data-pane=query] select",
  "[data-testid=grid-mirror]",
  ".cm-content",
  ".react-flow__node[tabindex='0']",
];

/**
 * Puts the focus into a tab's content as soon as there is a grid or editor to take it: one that was just opened takes a
 * moment. Keys that are pressed until then are those of the tab, not of where the focus was.
 */
export function focusIntoTab(id: string): void {
  focusInTab(id, (content) => firstOf(content, contents));
}

/** The same with a target of the caller's: null as long as what the tab shows is not yet what is meant. */
export function focusInTab(id: string, find: (content: HTMLElement) => HTMLElement | null | undefined): void {
  focusWhenThere(() => {
    const content = document.querySelector<HTMLElement>(`[data-tab-content="${CSS.escape(id)}"]`);
    const target = content && find(content);
    return target?.checkVisibility() ? target : null;
  });
}
