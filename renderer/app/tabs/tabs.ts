/** The tabs of one database: opened, closed, reopened, kept. The arrangement itself is the Workspace component's. */
import type { TabNode, WorkspaceImperativeHandle, WorkspaceModel, WorkspaceNode } from "react-resizable-panels";
import { createStore } from "zustand/vanilla";
import type { ObjectName } from "../../../src-shared/model/names.ts";
import type { Query } from "../../../src-shared/model/query.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";
import { linkTo, nameOfQuery, type SavedLink } from "../../features/sql-console/library/saved-link.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import { freeConsoleTitle, type TabData, tabId } from "./tab-data.ts";

type Handle = WorkspaceImperativeHandle<TabData>;
type Model = WorkspaceModel<TabData>;

/** Closed tabs that can be had back. */
const MOST_CLOSED = 20;

/** All tabs of a model, in reading order. */
export function allTabs(node: WorkspaceNode<TabData>): TabNode<TabData>[] {
  return node.type === "split" ? node.children.flatMap(allTabs) : node.tabs;
}

function tabsets(node: WorkspaceNode<TabData>): Extract<WorkspaceNode<TabData>, { tabs: unknown }>[] {
  return node.type === "split" ? node.children.flatMap(tabsets) : [node];
}

export interface TabsState {
  readonly activeId: string | null;
  readonly active: TabData | null;
  readonly count: number;
  readonly closed: number;
  /** A row to bring into view in the tab of its table; another object each time it is asked for. */
  readonly target: { readonly id: string; readonly row: RowRef; readonly column?: string | undefined } | null;
}

export class Tabs {
  readonly store = createStore<TabsState>(() => ({
    activeId: null,
    active: null,
    count: 0,
    closed: 0,
    target: null,
  }));
  readonly #workspace: WorkspaceStore;
  readonly #closed: TabNode<TabData>[];
  readonly #onClosed: (tab: TabNode<TabData>) => void;
  /** No tabs were ever kept of this database: it is opened for the first time. */
  readonly isFresh: boolean;
  #handle: Handle | null = null;
  #known = new Map<string, TabNode<TabData>>();

  /** `onClosed` hears of each tab that was closed, however that was done. */
  constructor(workspace: WorkspaceStore, onClosed: (tab: TabNode<TabData>) => void) {
    this.#workspace = workspace;
    this.#onClosed = onClosed;
    this.isFresh = this.keptModel() === undefined;
    this.#closed = workspace.get<TabNode<TabData>[]>("closed-tabs") ?? [];
    this.store.setState({ closed: this.#closed.length });
  }

  /** The component is there (null: gone). */
  attach(handle: Handle | null): void {
    this.#handle = handle;
    if (handle) this.look(handle.getModel());
  }

  /**
   * The arrangement changed, or the focus went from one part of it to another. `stay`: the tab in front is still meant,
   * although another part of the window had the last click (it was dragged there).
   */
  look(model = this.#handle?.getModel(), stay = false): void {
    if (!model) return;
    const sets = tabsets(model.root);
    const before = this.store.getState().activeId;
    const kept = stay ? sets.find((set) => set.selectedId === before) : undefined;
    const activeSet = this.#handle?.getActiveTabsetId();
    const selected = (kept ?? sets.find((set) => set.id === activeSet) ?? sets[0])?.selectedId ?? null;
    const tabs = sets.flatMap((set) => set.tabs);
    const now = new Map(tabs.map((tab) => [tab.id, tab]));
    for (const [id, tab] of this.#known) if (!now.has(id)) this.#remember(tab);
    this.#known = now;
    const active = selected === null ? null : (now.get(selected)?.data ?? null);
    this.store.setState({ activeId: selected, active, count: tabs.length, closed: this.#closed.length });
    this.#workspace.set("tabs", model);
  }

  /** Opens or shows a tab; gives its id. */
  open(data: TabData, title: string): string {
    const id = tabId(data);
    if (this.#known.has(id)) this.#handle?.selectTab(id);
    else this.#handle?.addTab({ id, title, data });
    this.look();
    return id;
  }

  openTable(object: ObjectName): string {
    return this.open({ kind: "table", object }, object.name);
  }

  /** Shows a row (and a column of it) in its table. */
  goTo(row: RowRef, column?: string): void {
    this.store.setState({ target: { id: tabId({ kind: "table", object: row.table }), row, column } });
    this.openTable(row.table);
  }

  showDdl(object: ObjectName, what: "table" | "index" | "trigger"): void {
    this.open({ kind: "ddl", object, what }, object.name);
  }

  /** Shows the model editor. */
  openModels(): string {
    return this.open({ kind: "model" }, "Models");
  }

  /** A console with this text; the cursor stands at its end. */
  newConsole(text = ""): void {
    const id = crypto.randomUUID();
    if (text !== "") this.#keepText(id, text);
    const titles = [...this.#known.values()].map((tab) => tab.title ?? "");
    this.open({ kind: "console", id }, freeConsoleTitle(titles));
  }

  /** A query builder with this document; gives the tab's id. */
  newBuilder(query: Query): string {
    const id = crypto.randomUUID();
    this.#workspace.set(`builder:${id}`, { query, past: [], future: [] });
    const { from } = query.select;
    return this.open({ kind: "builder", id }, from && from.kind !== "query" ? `Query of ${from.name}` : "New query");
  }

  /** A saved query in a console of its own; one that shows it already comes to the front. */
  openQuery(query: { path: string; text: string; modified: number }): void {
    const { path, text, modified } = query;
    for (const [tab, { data }] of this.#known) {
      const link = data.kind === "console" && this.#workspace.get<SavedLink>(`console-query:${data.id}`);
      if (link && link.path === path) return this.select(tab);
    }
    const id = crypto.randomUUID();
    this.#keepText(id, text);
    this.#workspace.set(`console-query:${id}`, linkTo(path, modified, text));
    this.open({ kind: "console", id }, nameOfQuery(path));
  }

  #keepText(id: string, text: string): void {
    this.#workspace.set(`console:${id}`, { text, anchor: text.length, head: text.length });
  }

  select(id: string): void {
    this.#handle?.selectTab(id);
    this.look();
  }

  close(id = this.store.getState().activeId): void {
    if (id !== null) this.#handle?.closeTab(id);
    this.look();
  }

  /** The tab that was closed last, with what was in it. */
  reopen(): void {
    const tab = this.#closed.pop();
    if (!tab) return;
    this.#keepClosed();
    this.open(tab.data, tab.title ?? "");
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
    return [...this.#known.values()]
      .filter(({ data }) => data.kind === "console")
      .map(({ id, title }) => ({ id, title: title ?? "" }));
  }

  #remember(tab: TabNode<TabData>): void {
    this.#closed.push({ id: tab.id, title: tab.title, data: tab.data });
    // What falls off the end is forgotten for good, with its text.
    for (const old of this.#closed.splice(0, Math.max(0, this.#closed.length - MOST_CLOSED))) {
      const { data } = old;
      if (data.kind !== "console" && data.kind !== "builder") continue;
      this.#workspace.set(tabId(data), undefined);
      this.#workspace.set(`console-query:${data.id}`, undefined);
    }
    this.#keepClosed();
    this.#onClosed(tab);
  }

  #keepClosed(): void {
    this.#workspace.set("closed-tabs", this.#closed);
    this.store.setState({ closed: this.#closed.length });
  }

  /** The arrangement that was kept, if it is one. */
  keptModel(): unknown {
    return this.#workspace.get<Model>("tabs");
  }
}
