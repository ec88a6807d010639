/**
 * Back and Forward through the places of tables that relations led away from. Each tab has its own way here: following a
 * relation takes it along into the tab that is led to, a tab one goes to by hand keeps its own. A place is more than a
 * tab: its order, filter, scroll and cell come back too, because following may have changed what the tab showed.
 */
import { createStore } from "zustand/vanilla";
import type { ObjectName } from "../../../src-shared/model/names.ts";
import { keepFilter } from "../../../src-shared/model/row-filter-json.ts";
import { type Renames, renamedConditions, renamedObject, renamesOf } from "../../../src-shared/model/renames.ts";
import type { RowFilter } from "../../../src-shared/model/rows.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";
import type { CellPlace } from "../../ui/data-grid/grid-source.ts";
import type { ViewPlace } from "../../features/table-view/use-place.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import { keepWays, readWays, type Visit, type Way } from "./kept-ways.ts";
import { renamedTabId, tabId } from "./tab-data.ts";
import type { Tabs } from "./tabs.ts";

/** Places that are remembered each way. */
const most = 100;

const nowhere: Way = { back: [], forward: [] };

export interface VisitsState {
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  /** Where the table of a tab is to go; another object each time. */
  readonly wanted: { readonly id: string; readonly place: ViewPlace } | null;
}

/** Where a relation leads: to a row (with its other rows around it), or to the rows of a filter. */
export interface Led {
  readonly object: ObjectName;
  readonly filter: RowFilter[];
  readonly row?: RowRef | undefined;
}

/** Tells where a tab's table is now; `cell` when it is known better than by the grid. */
export type TellPlace = (cell: CellPlace | null) => ViewPlace;

type TabsOfVisits = Pick<Tabs, "store" | "all" | "open" | "openTable" | "openTableInNewTab" | "goTo">;

export class Visits {
  readonly store = createStore<VisitsState>(() => ({ canGoBack: false, canGoForward: false, wanted: null }));
  readonly #tabs: TabsOfVisits;
  readonly #tellers = new Map<string, TellPlace>();
  readonly #workspace: WorkspaceStore;
  readonly #ways: Map<string, Way>;

  constructor(tabs: TabsOfVisits, workspace: WorkspaceStore) {
    this.#tabs = tabs;
    this.#workspace = workspace;
    this.#ways = readWays(workspace);
    tabs.store.subscribe((now, before) => {
      if (now.activeId !== before.activeId) this.#told();
    });
  }

  /** A table is shown in a tab; gives the function that says it is gone. */
  register(id: string, tell: TellPlace): () => void {
    this.#tellers.set(id, tell);
    return () => {
      if (this.#tellers.get(id) === tell) this.#tellers.delete(id);
    };
  }

  /** Follows a relation from a cell of the tab in front; gives the id of the tab that shows where it leads. */
  go(to: Led, from: CellPlace, inNewTab = false): string {
    const here = this.#here(from);
    const { back } = this.#way();
    const id = inNewTab
      ? this.#tabs.openTableInNewTab(to.object, to.row ? [] : to.filter.map(keepFilter))
      : this.#tabs.openTable(to.object);
    this.#setWay(id, { back: [...back, ...(here ? [here] : [])].slice(-most), forward: [] });
    if (to.row) {
      this.#tabs.goTo(to.row, undefined, id);
      this.#told(null);
    } else {
      const place: ViewPlace = { order: [], filter: to.filter, cell: { row: 0, column: 0 }, top: 0 };
      // A new tab has begun there.
      this.#told(inNewTab ? null : { id, place });
    }
    return id;
  }

  back(): void {
    const { back, forward } = this.#way();
    const visit = back.at(-1);
    const here = this.#here(null);
    if (visit) this.#show(visit, { back: back.slice(0, -1), forward: here ? [...forward, here] : forward });
  }

  forward(): void {
    const { back, forward } = this.#way();
    const visit = forward.at(-1);
    const here = this.#here(null);
    if (visit) this.#show(visit, { back: here ? [...back, here] : back, forward: forward.slice(0, -1) });
  }

  /** Whether there is somewhere to go from a tab; the store says when it may be another answer. */
  canGo(id: string): { readonly back: boolean; readonly forward: boolean } {
    const { back, forward } = this.#ways.get(id) ?? nowhere;
    return { back: back.length > 0, forward: forward.length > 0 };
  }

  /** Tables and columns have other names: the ways lead to them as before. */
  follow(renames: Renames): void {
    const followed = ({ tab, place }: Visit): Visit => ({
      tab: { ...tab, object: renamedObject(renames, tab.object) },
      place: renamedConditions(renamesOf(renames, tab.object), place),
    });
    const ways = [...this.#ways].map(
      ([id, { back, forward }]) =>
        [renamedTabId(renames, id), { back: back.map(followed), forward: forward.map(followed) }] as const,
    );
    this.#ways.clear();
    for (const [id, way] of ways) this.#ways.set(id, way);
    keepWays(this.#workspace, this.#ways, this.#ways.keys());
  }

  /** The way of the tab in front. */
  #way(): Way {
    const { activeId } = this.#tabs.store.getState();
    return (activeId === null ? undefined : this.#ways.get(activeId)) ?? nowhere;
  }

  #setWay(id: string, way: Way): void {
    this.#ways.set(id, way);
    const open = this.#tabs.all.map((tab) => tab.id);
    keepWays(this.#workspace, this.#ways, open);
  }

  #here(cell: CellPlace | null): Visit | null {
    const { active, activeId } = this.#tabs.store.getState();
    const tell = activeId === null ? undefined : this.#tellers.get(activeId);
    return active?.kind === "table" && tell ? { tab: active, place: tell(cell) } : null;
  }

  #show({ tab, place }: Visit, way: Way): void {
    // It may have been closed since.
    const id = this.#tabs.open(tab, tab.object.name);
    this.#setWay(tabId(tab), way);
    // Its own object: the same place may be wanted twice.
    this.#told({ id, place: { ...place } });
  }

  /** The content of a tab is gone: when it is made anew, nothing leads it anywhere. */
  left(id: string): void {
    if (this.store.getState().wanted?.id === id) this.#told(null);
  }

  #told(wanted: VisitsState["wanted"] = this.store.getState().wanted): void {
    const { back, forward } = this.#way();
    this.store.setState({ canGoBack: back.length > 0, canGoForward: forward.length > 0, wanted });
  }
}
