/**
 * Which tables of children are read with every row, and which only when they are unfolded; remembered per database, for the
 * side panel and for the rows of grids apart: what is read at one's side all day need not stand between rows.
 */
import type { WorkspaceKey } from "../../rpc/workspace-keys.ts";
import { objectKey } from "../../../src-shared/model/names.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import type { Relation } from "./relations.ts";

const keys = { panel: "unfolded-relations", rows: "unfolded-under-rows" } as const;
/** Where children are unfolded. */
export type UnfoldedWhere = keyof typeof keys;

const texts = new WeakMap<Relation, string>();

/** A text that is the same for the same relation. Asked for every row on screen at every frame. */
export function relationText(relation: Relation): string {
  const known = texts.get(relation);
  if (known !== undefined) return known;
  const { child, columns, parent } = relation;
  const text = JSON.stringify([objectKey(parent), objectKey(child), columns]);
  texts.set(relation, text);
  return text;
}

function keptTexts(workspace: Pick<WorkspaceStore, "get">, key: WorkspaceKey): ReadonlySet<string> {
  const kept = workspace.get<unknown>(key);
  return new Set(Array.isArray(kept) ? kept.filter((text) => typeof text === "string") : []);
}

export class UnfoldedRelations {
  readonly #workspace: Pick<WorkspaceStore, "get" | "set">;
  readonly #key: WorkspaceKey;
  readonly #listeners = new Set<() => void>();
  #all: ReadonlySet<string>;

  constructor(workspace: Pick<WorkspaceStore, "get" | "set">, where: UnfoldedWhere = "panel") {
    this.#workspace = workspace;
    this.#key = keys[where];
    this.#all = keptTexts(workspace, this.#key);
  }

  /** Another one wrote what is kept. */
  reread(): void {
    this.#all = keptTexts(this.#workspace, this.#key);
    for (const listener of this.#listeners) listener();
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
    this.#workspace.set(this.#key, [...next]);
    for (const listener of this.#listeners) listener();
  }

  /** Calls back when it changes; gives the function that stops it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const known: Record<UnfoldedWhere, WeakMap<WorkspaceStore, UnfoldedRelations>> = {
  panel: new WeakMap(),
  rows: new WeakMap(),
};

/** Those of a database: one object for all its tabs. */
export function unfoldedRelationsOf(workspace: WorkspaceStore, where: UnfoldedWhere): UnfoldedRelations {
  const found = known[where].get(workspace) ?? new UnfoldedRelations(workspace, where);
  known[where].set(workspace, found);
  return found;
}
