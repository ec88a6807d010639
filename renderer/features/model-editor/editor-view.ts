/** Where one stands in the model editor: the object, the view of it, the panel and the dialog that are open. Kept. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";

export type ModelMode = "form" | "sql" | "diagram";

/** What is being made: a dialog is open for it. */
export type NewObject = "table" | "view" | "trigger" | "virtual" | "relationship" | "sql";

export interface EditorView {
  /** Name of a table, view or virtual table, as the draft has it; null: none was chosen yet. */
  readonly object: string | null;
  readonly mode: ModelMode;
  /** The plan is shown. */
  readonly planShown: boolean;
  readonly making: NewObject | null;
  /** Another number each time an object is chosen; the same when it is only called otherwise. */
  readonly chosen: number;
  /** A table to bring into view in the diagram; null again when it is. */
  readonly inDiagram: { readonly table: string } | null;
}

const KEY = "model-view";

export class EditorViewStore {
  readonly store: StoreApi<EditorView>;
  readonly #workspace: WorkspaceStore;

  constructor(workspace: WorkspaceStore) {
    this.#workspace = workspace;
    const kept = workspace.get<Partial<EditorView>>(KEY);
    this.store = createStore<EditorView>(() => ({
      object: kept?.object ?? null,
      mode: kept?.mode ?? "form",
      planShown: kept?.planShown ?? false,
      making: null,
      chosen: 0,
      inDiagram: null,
    }));
  }

  /** Shows an object, in the view that is open or another. A diagram gives way to the form. */
  show(object: string, mode?: ModelMode): void {
    const now = this.store.getState();
    this.#set({ object, mode: mode ?? (now.mode === "diagram" ? "form" : now.mode), chosen: now.chosen + 1 });
  }

  /** Shows a table in the diagram. */
  showInDiagram(object: string): void {
    this.#set({ object, mode: "diagram", inDiagram: { table: object } });
  }

  /** Another table is meant from here on; the diagram stays. */
  select(object: string): void {
    this.#set({ object });
  }

  /** The diagram has it in view. */
  shownInDiagram(): void {
    this.#set({ inDiagram: null });
  }

  /** The object that is shown has another name. */
  renamed(object: string): void {
    this.#set({ object });
  }

  setMode(mode: ModelMode): void {
    this.#set({ mode });
  }

  showPlan(planShown: boolean): void {
    this.#set({ planShown });
  }

  make(making: NewObject | null): void {
    this.#set({ making });
  }

  #set(part: Partial<EditorView>): void {
    this.store.setState(part);
    const { making: _making, chosen: _chosen, inDiagram: _inDiagram, ...kept } = this.store.getState();
    this.#workspace.set(KEY, kept);
  }
}
