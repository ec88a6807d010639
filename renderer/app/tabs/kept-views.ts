/**
 * What is kept of the views in table tabs, by tab. The rule: each open tab keeps its own, and a table that is opened anew
 * begins as the tab of it that was closed last. A second tab begins with the look of the one beside it (columns, formats),
 * but with all rows from the top: it is opened for another question.
 */
import { createStore } from "zustand/vanilla";
import type { WorkspaceKey } from "../../rpc/workspace-keys.ts";
import { activeFilter } from "../../../src-shared/model/row-filter.ts";
import { type KeptFilter, readKeptFilter } from "../../../src-shared/model/row-filter-json.ts";
import { filterInWords } from "../../rows/filter/filter-words.ts";
import type { TableViewState } from "../../rows/view-state.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import { type TableTab, tabId } from "./tab-data.ts";

const keyOf = (id: string): WorkspaceKey => `view:${id}`;

export class KeptViews {
  /** What the filters of tabs say, by tab id; tabs that show all rows have none. */
  readonly words = createStore<ReadonlyMap<string, string>>(() => new Map());
  readonly #workspace: WorkspaceStore;

  constructor(workspace: WorkspaceStore) {
    this.#workspace = workspace;
  }

  read(id: string): TableViewState | undefined {
    return this.#workspace.get<TableViewState>(keyOf(id));
  }

  keep(id: string, state: TableViewState | undefined): void {
    this.#workspace.set(keyOf(id), state);
    this.#tell(id, state);
  }

  /** These tabs are open: says what their filters are, also of those whose content was not shown yet. */
  opened(ids: Iterable<string>): void {
    for (const id of ids) if (!this.words.getState().has(id)) this.#tell(id, this.read(id));
  }

  /** One more tab of a table begins with the look of another, and with these conditions. */
  begin(tab: TableTab, like: string, filter: readonly KeptFilter[] = []): void {
    const { order: _order, place: _place, ...look } = wanted(this.read(like) ?? {});
    const top = { top: 0, left: 0, cell: { row: 0, column: 0 }, ranges: [] };
    this.keep(tabId(tab), { ...look, filter, ...(filter.length > 0 ? { place: top } : {}) });
  }

  /** A tab that shows what another one shows. */
  duplicate(from: string, tab: TableTab): void {
    this.keep(tabId(tab), this.read(from));
  }

  /** A tab was closed: gives what it showed, for when it is had back. `last`: no other tab of its table is open. */
  closed(tab: TableTab, last: boolean): TableViewState | undefined {
    const id = tabId(tab);
    const kept = this.read(id);
    const state = kept && wanted(kept);
    if (tab.copy !== undefined) this.keep(id, undefined);
    const first = tabId({ kind: "table", object: tab.object });
    if (last) this.#workspace.set(keyOf(first), state);
    return state;
  }

  #tell(id: string, state: TableViewState | undefined): void {
    const before = this.words.getState();
    const says = wordsOf(state);
    if ((before.get(id) ?? "") === says) return;
    const now = new Map(before);
    if (says === "") now.delete(id);
    else now.set(id, says);
    this.words.setState(now, true);
  }
}

/** Opened anew, the rows of a view are wanted, however long they took. */
function wanted({ unanswered: _unanswered, ...state }: TableViewState): TableViewState {
  return state;
}

/** The conditions that count, in words; "" for none. What cannot be read is told by the view itself. */
function wordsOf(state: TableViewState | undefined): string {
  const filter = (state?.filter ?? []).flatMap((kept) => readKeptFilter(kept) ?? []);
  return activeFilter(filter).map(filterInWords).join(", ");
}
