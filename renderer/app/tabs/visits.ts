/**
 * Back and Forward through the places of tables that relations led away from. A table has one tab, so a place is more
 * than a tab: its order, filter, scroll and cell come back too.
 */
import { createStore } from "zustand/vanilla";
import type { ObjectName } from "../../../src-shared/model/names.ts";
import type { RowFilter } from "../../../src-shared/model/rows.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";
import type { CellPlace } from "../../ui/data-grid/grid-source.ts";
import type { ViewPlace } from "../../features/table-view/use-place.ts";
import { tabId } from "./tab-data.ts";
import type { Tabs } from "./tabs.ts";

/** Places that are remembered each way. */
const most = 100;

interface Visit {
  readonly object: ObjectName;
  readonly place: ViewPlace;
}

export interface VisitsState {
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  /** Where the table of a tab is to go; another object each time. */
  readonly wanted: { readonly id: string; readonly place: ViewPlace } | null;
}

/** Tells where a tab's table is now; `cell` when it is known better than by the grid. */
export type TellPlace = (cell: CellPlace | null) => ViewPlace;

export class Visits {
  readonly store = createStore<VisitsState>(() => ({ canGoBack: false, canGoForward: false, wanted: null }));
  readonly #tabs: Pick<Tabs, "store" | "openTable" | "goTo">;
  readonly #tellers = new Map<string, TellPlace>();
  #back: Visit[] = [];
  #forward: Visit[] = [];

  constructor(tabs: Pick<Tabs, "store" | "openTable" | "goTo">) {
    this.#tabs = tabs;
  }

  /** A table is shown in a tab; gives the function that says it is gone. */
  register(id: string, tell: TellPlace): () => void {
    this.#tellers.set(id, tell);
    return () => {
      if (this.#tellers.get(id) === tell) this.#tellers.delete(id);
    };
  }

  /** Follows a relation: to a row of a table (with its other rows around it), or to the rows of a filter. */
  go(to: { object: ObjectName; filter: RowFilter[]; row?: RowRef | undefined }, from: CellPlace): void {
    const here = this.#here(from);
    if (here) this.#back = [...this.#back, here].slice(-most);
    this.#forward = [];
    if (to.row) {
      this.#tabs.goTo(to.row);
      this.#told(null);
    } else {
      this.#show({ object: to.object, place: { order: [], filter: to.filter, cell: { row: 0, column: 0 }, top: 0 } });
    }
  }

  back(): void {
    const visit = this.#back.pop();
    if (!visit) return;
    const here = this.#here(null);
    if (here) this.#forward.push(here);
    this.#show(visit);
  }

  forward(): void {
    const visit = this.#forward.pop();
    if (!visit) return;
    const here = this.#here(null);
    if (here) this.#back.push(here);
    this.#show(visit);
  }

  #here(cell: CellPlace | null): Visit | null {
    const { active, activeId } = this.#tabs.store.getState();
    const tell = activeId === null ? undefined : this.#tellers.get(activeId);
    return active?.kind === "table" && tell ? { object: active.object, place: tell(cell) } : null;
  }

  #show({ object, place }: Visit): void {
    this.#tabs.openTable(object);
    // Its own object: the same place may be wanted twice.
    this.#told({ id: tabId({ kind: "table", object }), place: { ...place } });
  }

  #told(wanted: VisitsState["wanted"]): void {
    this.store.setState({ canGoBack: this.#back.length > 0, canGoForward: this.#forward.length > 0, wanted });
  }
}
