/** F6: from pane to pane, as in every desktop program. Panes are elements with `data-pane`. */
import { focusWhenThere } from "../ui/focus-when-there.ts";

/** Where one can go, in reading order. */
function panes(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter((pane) => pane.checkVisibility());
}

/** The first thing in a pane that takes the focus: what is marked for it, the tree, editor or grid before buttons. */
function firstFocusable(pane: HTMLElement): HTMLElement | null {
  const wanted = [
    "[data-autofocus]",
    "[role=treegrid]",
    ".cm-content",
    "[role=grid]",
    ".react-flow__node.selected",
    ".react-flow__node",
    "[tabindex='0']",
    "input, button, [tabindex]",
  ];
  for (const selector of wanted) {
    for (const element of pane.querySelectorAll<HTMLElement>(selector)) {
      if (element.checkVisibility({ visibilityProperty: true }) && !element.matches(":disabled")) return element;
    }
  }
  return null;
}

/** Moves the focus to the next (1) or previous (-1) pane, round. */
export function focusPane(by: 1 | -1): void {
  const all = panes();
  const at = all.findIndex((pane) => pane.contains(document.activeElement));
  for (let step = 1; step <= all.length; step++) {
    const pane = all[(at + by * step + all.length * 2) % all.length];
    const target = pane && firstFocusable(pane);
    if (!target) continue;
    target.focus();
    if (pane.contains(document.activeElement)) return;
  }
}

/**
 * Puts the focus into a tab's content as soon as there is a grid or editor to take it: one that was just opened takes a
 * moment. Keys that are pressed until then are those of the tab, not of where the focus was.
 */
export function focusIntoTab(id: string): void {
  focusInTab(id, (content) =>
    content.querySelector<HTMLElement>("[data-autofocus], [role=grid], .cm-content, .react-flow__node"),
  );
}

/** The same with a target of the caller's: null as long as what the tab shows is not yet what is meant. */
export function focusInTab(id: string, find: (content: HTMLElement) => HTMLElement | null | undefined): void {
  focusWhenThere(() => {
    const content = document.querySelector<HTMLElement>(`[data-tab-content="${CSS.escape(id)}"]`);
    const target = content && find(content);
    return target?.checkVisibility() ? target : null;
  });
}
