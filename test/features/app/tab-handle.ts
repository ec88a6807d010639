/** One part of a window with tabs in it, as the arrangement's component keeps it; without the component. */
import type { TabNode, WorkspaceImperativeHandle } from "react-resizable-panels";
import type { Arrangement, Tabset } from "../../../renderer/app/tabs/arrangement.ts";
import type { TabData } from "../../../renderer/app/tabs/tab-data.ts";
import type { Tabs } from "../../../renderer/app/tabs/tabs.ts";

/** Attaches an arrangement of one part, with what was kept of it; as the component it tells `tabs` what changed. */
export function attachTo(tabs: Tabs): void {
  const kept = tabs.keptModel() as Arrangement | undefined;
  let set: Tabset = (kept?.root as Tabset | undefined) ?? { type: "tabset", id: "set", tabs: [] };
  const model = (): Arrangement => ({ version: 1, root: set });
  const change = (now: Partial<Tabset>) => {
    set = { ...set, ...now };
    tabs.look(model());
  };
  const handle: Partial<WorkspaceImperativeHandle<TabData>> = {
    getModel: model,
    getActiveTabsetId: () => set.id,
    addTab(tab: TabNode<TabData>, { index = set.tabs.length, select = true } = {}) {
      change({ tabs: set.tabs.toSpliced(index, 0, tab), ...(select ? { selectedId: tab.id } : {}) });
      return true;
    },
    selectTab: (selectedId) => change({ selectedId }),
    closeTab(id) {
      const at = set.tabs.findIndex((tab) => tab.id === id);
      const rest = set.tabs.filter((tab) => tab.id !== id);
      const selectedId = set.selectedId === id ? rest[Math.min(at, rest.length - 1)]?.id : set.selectedId;
      change({ tabs: rest, selectedId });
    },
  };
  tabs.attach(handle as WorkspaceImperativeHandle<TabData>);
}
