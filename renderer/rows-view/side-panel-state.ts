/** The panel beside the rows belongs to the window: it stays open, on the same part, whichever tab is shown. */
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

export type SidePart = "cell" | "row" | "children";

export interface SidePanelState {
  /** null: not said yet in this window; then what was kept with the first view counts. */
  readonly open: boolean | null;
  readonly part: SidePart;
}

export const sidePanel = createStore<SidePanelState>(() => ({ open: null, part: "cell" }));

/** A part of it, for a view that shows it. */
export function useSidePanel<T>(select: (state: SidePanelState) => T): T {
  return useStore(sidePanel, select);
}
