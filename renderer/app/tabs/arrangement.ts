/** Small questions about how tabs are arranged in the parts of a window. */
import type { WorkspaceModel, WorkspaceNode } from "react-resizable-panels";
import type { TabData } from "./tab-data.ts";

export type Arrangement = WorkspaceModel<TabData>;
export type Tabset = Extract<WorkspaceNode<TabData>, { tabs: unknown }>;

/** The parts of the window that hold tabs, in reading order. */
export function tabsets(node: WorkspaceNode<TabData>): Tabset[] {
  return node.type === "split" ? node.children.flatMap(tabsets) : [node];
}

/** The part that holds a tab. */
export function tabsetOf(model: Arrangement | undefined, id: string | null): Tabset | undefined {
  return model && tabsets(model.root).find(({ tabs }) => tabs.some((tab) => tab.id === id));
}

/** Ids of open tabs: the one in front, those that were before it, then what is shown beside it, then the others. */
export function byRecency(active: string | null, before: readonly string[], sets: readonly Tabset[]): string[] {
  const all = new Set(sets.flatMap(({ tabs }) => tabs.map(({ id }) => id)));
  const shown = sets.flatMap(({ selectedId }) => selectedId ?? []);
  const ids = new Set([...(active === null ? [] : [active]), ...before, ...shown, ...all]);
  return [...ids].filter((id) => all.has(id));
}
