/** Tabs that were closed and can be had back, the last one first, with what was in them. */
import type { TabNode } from "react-resizable-panels";
import type { TableViewState } from "../../rows/view-state.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import { contentKey, isTabData, type TabData } from "./tab-data.ts";

const MOST = 20;

export interface ClosedTab extends Pick<TabNode<TabData>, "id" | "title" | "data"> {
  /** What a table's tab showed. */
  readonly view?: TableViewState | undefined;
}

export class ClosedTabs {
  readonly #workspace: WorkspaceStore;
  readonly #tabs: ClosedTab[];

  constructor(workspace: WorkspaceStore) {
    this.#workspace = workspace;
    const kept = workspace.get<ClosedTab[]>("closed-tabs");
    this.#tabs = Array.isArray(kept) ? kept.filter((tab) => isTabData(tab.data)) : [];
  }

  get all(): readonly ClosedTab[] {
    return this.#tabs;
  }

  push(tab: ClosedTab): void {
    this.#tabs.push(tab);
    // What falls off the end is forgotten for good, with its text.
    for (const { data } of this.#tabs.splice(0, Math.max(0, this.#tabs.length - MOST))) {
      if (data.kind !== "console" && data.kind !== "builder") continue;
      this.#workspace.set(contentKey(data), undefined);
      this.#workspace.set(`console-query:${data.id}`, undefined);
    }
    this.#keep();
  }

  /** The one that was closed last, which is closed no more; `id`: that one. */
  take(id = this.#tabs.at(-1)?.id): ClosedTab | undefined {
    const at = this.#tabs.findLastIndex((tab) => tab.id === id);
    const [tab] = at < 0 ? [] : this.#tabs.splice(at, 1);
    if (tab) this.#keep();
    return tab;
  }

  /** Puts another tab in the place of each. */
  follow(followed: (tab: ClosedTab) => ClosedTab): void {
    this.#tabs.splice(0, this.#tabs.length, ...this.#tabs.map(followed));
    this.#keep();
  }

  #keep(): void {
    this.#workspace.set("closed-tabs", this.#tabs);
  }
}
