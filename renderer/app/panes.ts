/** F6: from pane to pane, as in every desktop program. Panes are elements with `data-pane`. */

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
 * moment. Gives up after three seconds, or when the user has gone elsewhere.
 */
export function focusIntoTab(id: string): void {
  const from = document.activeElement;
  const until = performance.now() + 3000;
  const attempt = () => {
    if (performance.now() > until || (document.activeElement !== from && document.activeElement !== document.body))
      return;
    const content = document.querySelector<HTMLElement>(`[data-tab-content="${CSS.escape(id)}"]`);
    const target = content?.querySelector<HTMLElement>("[data-autofocus], [role=grid], .cm-content, .react-flow__node");
    if (target?.checkVisibility()) target.focus();
    else setTimeout(attempt, 40);
  };
  attempt();
}
