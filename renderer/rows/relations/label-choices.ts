/** Which column of a table its rows are known by, as the user chose it; remembered per database, for all its tables. */
import { type ObjectName, objectKey } from "../../../src-shared/model/names.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";

const key = "label-columns";

export class LabelChoices {
  readonly #workspace: Pick<WorkspaceStore, "get" | "set">;
  readonly #listeners = new Set<() => void>();
  #chosen: Readonly<Record<string, string | null>>;

  constructor(workspace: Pick<WorkspaceStore, "get" | "set">) {
    this.#workspace = workspace;
    this.#chosen = workspace.get<Record<string, string | null>>(key) ?? {};
  }

  /** The column chosen; null: no label is wanted; undefined: it was left to the rule. */
  of(table: ObjectName): string | null | undefined {
    return Object.hasOwn(this.#chosen, objectKey(table)) ? this.#chosen[objectKey(table)] : undefined;
  }

  choose(table: ObjectName, column: string | null): void {
    this.#chosen = { ...this.#chosen, [objectKey(table)]: column };
    this.#workspace.set(key, this.#chosen);
    for (const listener of this.#listeners) listener();
  }

  /** Another one wrote what is kept. */
  reread(): void {
    this.#chosen = this.#workspace.get<Record<string, string | null>>(key) ?? {};
    for (const listener of this.#listeners) listener();
  }

  /** Calls back when something else was chosen; gives the function that stops it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const known = new WeakMap<WorkspaceStore, LabelChoices>();

/** The choices of a database: one object for all its tabs. */
export function labelChoicesOf(workspace: WorkspaceStore): LabelChoices {
  const found = known.get(workspace) ?? new LabelChoices(workspace);
  known.set(workspace, found);
  return found;
}
