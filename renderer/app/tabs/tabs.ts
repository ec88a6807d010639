/** The tabs of one database: opened, closed, reopened, kept. The arrangement itself is the Workspace component's. */
import type { TabNode, WorkspaceImperativeHandle } from "react-resizable-panels";
import { createStore } from "zustand/vanilla";
import type { ObjectName } from "../../../src-shared/model/names.ts";
import type { Query } from "../../../src-shared/model/query.ts";
import type { KeptFilter } from "../../../src-shared/model/row-filter-json.ts";
import { type Renames, renamedQueries, renamesOf } from "../../../src-shared/model/renames.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";
import {
  linkTo,
  nameOfQuery,
  type OpenedQuery,
  type SavedLink,
} from "../../features/sql-console/library/saved-link.ts";
import { afterEditing } from "../../ui/open-editors.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import { renamedView } from "../renamed-view.ts";
import { type Arrangement, byRecency, tabsetOf, tabsets } from "./arrangement.ts";
import { ClosedTabs } from "./closed-tabs.ts";
import { KeptViews } from "./kept-views.ts";
import {
  contentKey,
  canBeDuplicated,
  freeConsoleTitle,
  isTabOf,
  nextCopy,
  renamedTab,
  type TabData,
  type TableTab,
  tabId,
} from "./tab-data.ts";

type Handle = WorkspaceImperativeHandle<TabData>;

export interface TabsState {
  readonly activeId: string | null;
  readonly active: TabData | null;
  readonly count: number;
  readonly closed: number;
  /** Ids in the order in which they were in front, the present one first. */
  readonly recent: readonly string[];
  /** A row to bring into view in a tab of its table; another object each time it is asked for. */
  /** Another number where what is kept of a tab was written by another: its content begins anew with it. */
  readonly generations: ReadonlyMap<string, number>;
  readonly target: { readonly id: string; readonly row: RowRef; readonly column?: string | undefined } | null;
}

export class Tabs {
  readonly store = createStore<TabsState>(() => ({
    activeId: null,
    active: null,
    count: 0,
    closed: 0,
    recent: [],
    generations: new Map(),
    target: null,
  }));
  readonly views: KeptViews;
  readonly #database: string;
  readonly #workspace: WorkspaceStore;
  readonly #closed: ClosedTabs;
  readonly #onClosed: (tab: TabNode<TabData>) => void;
  /** No tabs were ever kept of this database: it is opened for the first time. */
  readonly isFresh: boolean;
  #handle: Handle | null = null;
  /** What was to be opened before the component was there: a key may come in the first moment. */
  readonly #waiting: (() => void)[] = [];
  /** Ids of tabs that give way to the same under another name. */
  readonly #replaced = new Set<string>();
  /** In reading order. */
  #known: ReadonlyMap<string, TabNode<TabData>> = new Map();

  /** `onClosed` hears of each tab that was closed, however that was done. */
  /** `database`: handle of the one these tabs are of. */
  constructor(database: string, workspace: WorkspaceStore, onClosed: (tab: TabNode<TabData>) => void) {
    this.#database = database;
    this.#workspace = workspace;
    this.#onClosed = onClosed;
    this.isFresh = this.keptModel() === undefined;
    this.views = new KeptViews(workspace);
    this.#closed = new ClosedTabs(workspace);
    this.store.setState({ closed: this.#closed.all.length });
  }

  /** The tabs that are open, in reading order. */
  get all(): TabNode<TabData>[] {
    return [...this.#known.values()];
  }

  /** Nothing is open, and nothing about to be. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.store.getState().count === 0;
  }

  /** The component is there (null: gone). */
  attach(handle: Handle | null): void {
    this.#handle = handle;
    if (!handle) return;
    this.look(handle.getModel());
    for (const open of this.#waiting.splice(0)) open();
  }

  /**
   * The arrangement changed, or the focus went from one part of it to another. `stay`: the tab in front is still meant,
   * although another part of the window had the last click (it was dragged there).
   */
  look(model = this.#handle?.getModel(), stay = false): void {
    if (!model) return;
    const sets = tabsets(model.root);
    const { activeId: before, recent } = this.store.getState();
    const kept = stay ? sets.find((set) => set.selectedId === before) : undefined;
    const activeSet = this.#handle?.getActiveTabsetId();
    const selected = (kept ?? sets.find((set) => set.id === activeSet) ?? sets[0])?.selectedId ?? null;
    const known = this.#known;
    const now = new Map(sets.flatMap((set) => set.tabs).map((tab) => [tab.id, tab]));
    this.#known = now;
    this.views.opened([...now.keys()].filter((id) => !known.has(id)));
    for (const [id, tab] of known) if (!now.has(id) && !this.#replaced.has(id)) this.#remember(tab);
    this.store.setState({
      activeId: selected,
      active: selected === null ? null : (now.get(selected)?.data ?? null),
      count: now.size,
      closed: this.#closed.all.length,
      recent: selected === recent[0] && known.size === now.size ? recent : byRecency(selected, recent, sets),
    });
    this.#workspace.set("tabs", model);
  }

  /** Opens or shows a tab; gives its id. `beside`: right of the one in front, as what comes from it. */
  open(data: TabData, title: string, beside = false): string {
    const id = tabId(data);
    if (!this.#handle) this.#waiting.push(() => this.open(data, title, beside));
    else if (this.#known.has(id)) this.#handle.selectTab(id);
    else {
      this.#closed.take(id);
      this.#handle.addTab({ id, title, data }, beside ? this.#placeBeside() : {});
    }
    this.look();
    return id;
  }

  /** Shows a table: in the tab of it that was in front last, else in a new one. */
  openTable(object: ObjectName): string {
    const shown = this.#shownOf(object);
    if (shown === undefined) return this.open({ kind: "table", object }, object.name);
    this.select(shown);
    return shown;
  }

  /** Shows a table in a tab of its own, beside those it has: all its rows, or those of `filter`. */
  openTableInNewTab(object: ObjectName, filter: readonly KeptFilter[] = []): string {
    const like = this.#shownOf(object);
    const first: TableTab = { kind: "table", object };
    if (like === undefined && filter.length === 0) return this.open(first, object.name, true);
    const tab = like === undefined ? first : this.#another(object);
    this.views.begin(tab, like ?? tabId(first), filter);
    return this.open(tab, object.name, true);
  }

  /** A second tab that shows the same, where there can be one: of a table, a console, a query builder. */
  duplicate(id: string): string | null {
    const from = this.#known.get(id);
    if (!from || !canBeDuplicated(from.data)) return null;
    const { data, title = "" } = from;
    if (data.kind === "table") {
      const tab = this.#another(data.object);
      this.views.duplicate(id, tab);
      return this.open(tab, title, true);
    }
    if (data.kind !== "console" && data.kind !== "builder") return null;
    const copy = { kind: data.kind, id: crypto.randomUUID() } as const;
    this.#workspace.set(contentKey(copy), this.#workspace.get(contentKey(data)));
    const titles = this.all.map((tab) => tab.title ?? "");
    return this.open(copy, data.kind === "console" ? freeConsoleTitle(titles) : title, true);
  }

  /** The content of a tab is gone: when it is made anew, nothing leads it anywhere. */
  left(id: string): void {
    if (this.store.getState().target?.id === id) this.store.setState({ target: null });
  }

  /** Shows a row (and a column of it) in its table; `id`: in that tab of it. */
  goTo(row: RowRef, column?: string, id = this.openTable(row.table)): void {
    this.store.setState({ target: { id, row, column } });
  }

  /** The tab of a table that was in front last. */
  #shownOf(object: ObjectName): string | undefined {
    return this.store.getState().recent.find((id) => {
      const tab = this.#known.get(id);
      return tab && isTabOf(tab.data, object);
    });
  }

  #another(object: ObjectName): TableTab {
    const taken = [...this.all, ...this.#closed.all].map(({ data }) => data);
    return { kind: "table", object, copy: nextCopy(object, taken) };
  }

  #placeBeside(): { tabsetId?: string; index?: number } {
    const { activeId } = this.store.getState();
    const set = tabsetOf(this.#handle?.getModel(), activeId);
    return set ? { tabsetId: set.id, index: set.tabs.findIndex(({ id }) => id === activeId) + 1 } : {};
  }

  showDdl(object: ObjectName, what: "table" | "index" | "trigger"): void {
    this.open({ kind: "ddl", object, what }, object.name);
  }

  /** Shows the model editor. */
  openModels(): string {
    return this.open({ kind: "model" }, "Models");
  }

  /** A console with this text; the cursor stands at its end. Gives the tab's id. */
  newConsole(text = ""): string {
    const id = crypto.randomUUID();
    if (text !== "") this.#keepText(id, text);
    const titles = this.all.map((tab) => tab.title ?? "");
    return this.open({ kind: "console", id }, freeConsoleTitle(titles));
  }

  /** A query builder with this document; gives the tab's id. */
  newBuilder(query: Query): string {
    const id = crypto.randomUUID();
    this.#workspace.set(`builder:${id}`, { query, past: [], future: [] });
    const { from } = query.select;
    return this.open({ kind: "builder", id }, from && from.kind !== "query" ? `Query of ${from.name}` : "New query");
  }

  /** A saved query in a console of its own; one that shows it already comes to the front. */
  openQuery(query: OpenedQuery): void {
    const { path, text } = query;
    for (const [tab, { data }] of this.#known) {
      const link = data.kind === "console" && this.#workspace.get<SavedLink>(`console-query:${data.id}`);
      if (link && link.path === path) return this.select(tab);
    }
    const id = crypto.randomUUID();
    this.#keepText(id, text);
    this.#workspace.set(`console-query:${id}`, linkTo(query));
    this.open({ kind: "console", id }, nameOfQuery(path));
  }

  #keepText(id: string, text: string): void {
    this.#workspace.set(`console:${id}`, { text, anchor: text.length, head: text.length });
  }

  /**
   * Tables and columns have other names: their tabs, open and closed, go on under them, and builders with their queries. What is
   * kept of tables' views has them already.
   */
  follow(renames: Renames): void {
    this.#closed.follow((tab) => {
      const { data, view } = tab;
      const renamed = data.kind === "table" ? renamesOf(renames, data.object) : undefined;
      const next = { ...tab, ...this.#renamedNode(renames, tab) };
      return view && renamed ? { ...next, view: renamedView(view, renamed) } : next;
    });
    const before = this.all;
    for (const { data } of [...before, ...this.#closed.all]) {
      if (data.kind === "builder")
        this.#workspace.set(contentKey(data), renamedQueries(renames, this.#workspace.get(contentKey(data))));
    }
    const concerned = before.filter(({ data }) =>
      data.kind === "table" || data.kind === "ddl"
        ? renamesOf(renames, data.object) !== undefined
        : data.kind === "builder",
    );
    const moved = concerned.flatMap((tab) => {
      const node = this.#renamedNode(renames, tab);
      const set = tabsetOf(this.#handle?.getModel(), tab.id);
      return node.id === tab.id || !set ? [] : [{ tab, node, tabsetId: set.id, select: set.selectedId === tab.id }];
    });
    for (const { tab } of moved) this.#replaced.add(tab.id);
    // Names may be exchanged: what is taken until then comes when it is free, at the end.
    const later = moved.filter(({ node }) => this.#known.has(node.id));
    for (const { tab, node, tabsetId, select } of moved) {
      if (later.some((one) => one.node === node)) continue;
      const index = (tabsetOf(this.#handle?.getModel(), tab.id)?.tabs ?? []).findIndex(({ id }) => id === tab.id) + 1;
      this.#handle?.addTab(node, { tabsetId, index, select });
    }
    for (const { tab } of moved) this.#handle?.closeTab(tab.id);
    for (const { node, tabsetId, select } of later) this.#handle?.addTab(node, { tabsetId, select });
    const generations = new Map(this.store.getState().generations);
    for (const { id } of concerned) generations.set(id, (generations.get(id) ?? 0) + 1);
    this.store.setState({ generations });
    this.look();
    this.#replaced.clear();
    this.views.opened(this.#known.keys());
  }

  #renamedNode<T extends Pick<TabNode<TabData>, "id" | "title" | "data">>(renames: Renames, tab: T): T {
    const data = renamedTab(renames, tab.data);
    if (data === tab.data || !("object" in data) || !("object" in tab.data)) return tab;
    const title = tab.title === tab.data.object.name ? data.object.name : tab.title;
    return { ...tab, id: tabId(data), data, ...(title === undefined ? {} : { title }) };
  }

  select(id: string): void {
    this.#handle?.selectTab(id);
    this.look();
  }

  /** Once what is typed in it is taken; not when that is refused. */
  close(id = this.store.getState().activeId): void {
    afterEditing(
      () => {
        if (id !== null) this.#handle?.closeTab(id);
        this.look();
      },
      { database: this.#database, ...(id === null ? {} : { tabs: [id] }) },
    );
  }

  /** Closes the other tabs of the same part of the window; `after`: only those to the right of it. */
  closeOthers(id: string, after = false): void {
    const others = this.othersOf(id, after);
    afterEditing(
      () => {
        for (const other of others) this.#handle?.closeTab(other);
        this.look();
      },
      { database: this.#database, tabs: others },
    );
  }

  /** Ids of the other tabs in the same part of the window. */
  othersOf(id: string, after = false): string[] {
    const ids = tabsetOf(this.#handle?.getModel(), id)?.tabs.map((tab) => tab.id) ?? [];
    return after ? ids.slice(ids.indexOf(id) + 1) : ids.filter((other) => other !== id);
  }

  /** Moves a tab into a part of its own, at a side of the one it is in. */
  split(id: string, region: "right" | "bottom"): void {
    const set = tabsetOf(this.#handle?.getModel(), id);
    if (set) this.#handle?.moveTab(id, { tabsetId: set.id, region });
    this.select(id);
  }

  /** The tab that was closed last (or the closed one of this id), with what was in it. */
  reopen(id?: string): void {
    const tab = this.#closed.take(id);
    if (!tab) return;
    if (tab.view) this.views.keep(tab.id, tab.view);
    this.open(tab.data, tab.title ?? "");
  }

  /** The tab at this place, counted from 0 through all parts of the window; -1: the last. */
  selectAt(place: number): void {
    const tab = this.all.at(place);
    if (tab) this.select(tab.id);
  }

  /** The next (1) or previous (-1) tab, through all parts of the window and round. */
  step(by: 1 | -1): void {
    const ids = [...this.#known.keys()];
    const { activeId } = this.store.getState();
    const at = activeId === null ? -1 : ids.indexOf(activeId);
    const next = ids[(at + by + ids.length) % ids.length];
    if (next !== undefined) this.select(next);
  }

  /** The consoles that are open, in the order of their tabs. */
  openConsoles(): { id: string; title: string }[] {
    return this.all.filter(({ data }) => data.kind === "console").map(({ id, title }) => ({ id, title: title ?? "" }));
  }

  #remember(tab: TabNode<TabData>): void {
    const { id, title, data } = tab;
    const isLast = data.kind === "table" && !this.all.some((other) => isTabOf(other.data, data.object));
    const view = data.kind === "table" ? this.views.closed(data, isLast) : undefined;
    this.#closed.push({ id, title, data, ...(view ? { view } : {}) });
    this.#onClosed(tab);
  }

  /** The arrangement that was kept, if it is one. */
  keptModel(): unknown {
    return this.#workspace.get<Arrangement>("tabs");
  }
}
