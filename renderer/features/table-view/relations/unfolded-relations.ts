/** Which tables of children are read with every row, and which only when they are unfolded; remembered per database. */
import { objectKey } from "../../../../src-shared/model/names.ts";
import type { WorkspaceStore } from "../../../rpc/workspace-store.ts";
import type { Relation } from "./relations.ts";

const key = "unfolded-relations";

/** A text that is the same for the same relation. */
export function relationText({ child, columns, parent }: Relation): string {
  return JSON.stringify([objectKey(parent), objectKey(child), columns]);
}

export class UnfoldedRelations {
  readonly #workspace: Pick<WorkspaceStore, "get" | "set">;
  readonly #listeners = new Set<() => void>();
  #all: ReadonlySet<string>;

  constructor(workspace: Pick<WorkspaceStore, "get" | "set">) {
    this.#workspace = workspace;
    const kept = workspace.get<unknown>(key);
    this.#all = new Set(Array.isArray(kept) ? kept.filter((text) => typeof text === "string") : []);
  }

  /** The same set until it changes. */
  get all(): ReadonlySet<string> {
    return this.#all;
  }

  set(relation: Relation, always: boolean): void {
    const next = new Set(this.#all);
    if (always) next.add(relationText(relation));
    else next.delete(relationText(relation));
    this.#all = next;
    this.#workspace.set(key, [...next]);
    for (const listener of this.#listeners) listener();
  }

  /** Calls back when it changes; gives the function that stops it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const known = new WeakMap<WorkspaceStore, UnfoldedRelations>();

/** Those of a database: one object for all its tabs. */
export function unfoldedRelationsOf(workspace: WorkspaceStore): UnfoldedRelations {
  const found = known.get(workspace) ?? new UnfoldedRelations(workspace);
  known.set(workspace, found);
  return found;
}
