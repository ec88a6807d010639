/**
 * The draft of a schema change: gestures with undo and redo, kept in the workspace so that a kill loses none. What they make
 * of the schema is asked of the engine, which is the only one that knows; nobody keeps a second model of a table.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { type AppErrorData, toAppErrorData } from "../../../../src-shared/errors/app-error.ts";
import { type ModelNames, noNames } from "../../../../src-shared/model/models.ts";
import { lossesOf } from "../../../../src-shared/model/plan-losses.ts";
import type { AppliedPlan, Refusal, SchemaOperation } from "../../../../src-shared/model/schema-change.ts";
import type { DatabaseSchema } from "../../../../src-shared/model/schema.ts";
import { withDifference } from "../../../../src-shared/model/schema-difference.ts";
import type { EngineClient } from "../../../rpc/engine-client.ts";
import type { WorkspaceStore } from "../../../rpc/workspace-store.ts";
import { type Gesture, keptNames, namesAfter, operationsOf, unfitNames } from "./gesture.ts";

/** A change that was applied, and how to go back. */
export interface LastApplied {
  readonly label: string;
  readonly reverse: readonly SchemaOperation[];
  readonly reversible: "exact" | "schema" | "no";
  /** What going back does not bring back, as sentences; not there in what older versions kept. */
  readonly lost?: readonly string[];
  /** It took back another one: going back further is about the one before that. */
  readonly isUndo?: boolean;
}

/** Changes that can be gone back to; older ones are forgotten. */
const MOST_APPLIED = 50;

export interface DraftView {
  /** All gestures; those from `at` on were undone. */
  readonly gestures: readonly Gesture[];
  readonly at: number;
  /** The schema of the file; null until it was read. */
  readonly base: DatabaseSchema | null;
  /** As it would be. */
  readonly schema: DatabaseSchema | null;
  readonly names: ModelNames;
  /** What would be done, in as few operations as it takes. */
  readonly settled: readonly SchemaOperation[];
  /** Why the draft does not fit the file any more (it was changed elsewhere); none as long as it fits. */
  readonly refusals: readonly Refusal[];
  /** The last gesture, when it could not be taken into the draft. */
  readonly refused: { readonly gesture: Gesture; readonly error: AppErrorData | Refusal } | null;
  readonly applying: boolean;
  /** What was applied last. */
  readonly last: LastApplied | null;
  /** The changes in the file that were not taken back, the last one last. */
  readonly applied: readonly LastApplied[];
}

interface Kept {
  readonly gestures: readonly Gesture[];
  readonly at: number;
  readonly names: ModelNames;
  readonly last: LastApplied | null;
  readonly applied: readonly LastApplied[];
  /** Version of the schema when an apply began whose end was not heard of. */
  readonly applying: number | null;
}

const KEY = "model-draft";

export class DraftStore {
  readonly store: StoreApi<DraftView>;
  readonly #client: EngineClient;
  readonly #workspace: WorkspaceStore;
  /** What the names were before the draft. */
  #names: ModelNames;
  /** Version of the schema when an apply was begun whose end was not heard of yet. */
  #applying: number | null;
  /** One after the other: each question is about the gestures before it. */
  #turn: Promise<unknown> = Promise.resolve();
  readonly #stop: () => void;

  constructor(client: EngineClient, workspace: WorkspaceStore) {
    this.#client = client;
    this.#workspace = workspace;
    const kept = workspace.get<Partial<Kept>>(KEY);
    const gestures = Array.isArray(kept?.gestures) ? kept.gestures : [];
    this.#names = keptNames(kept?.names);
    this.#applying = kept?.applying ?? null;
    const at = Math.min(kept?.at ?? gestures.length, gestures.length);
    this.store = createStore<DraftView>(() => ({
      gestures,
      at,
      base: null,
      schema: null,
      names: namesAfter(this.#names, gestures.slice(0, at)),
      settled: [],
      refusals: [],
      refused: null,
      applying: false,
      last: kept?.last ?? null,
      applied: kept?.applied ?? (kept?.last ? [kept.last] : []),
    }));
    this.#stop = client.on("database.changed", ({ schemaChanged }) => {
      if (schemaChanged && this.store.getState().base !== null) void this.refresh();
    });
  }

  /** Stops listening. */
  close(): void {
    this.#stop();
  }

  /** Reads the file's schema (again) and what the draft makes of it. */
  refresh(): Promise<void> {
    return this.#next(() => this.#read());
  }

  /**
   * Takes a gesture into the draft; false when the engine refuses it: nothing is changed then but `refused`, which says why.
   */
  async add(gesture: Gesture): Promise<boolean> {
    const error = await this.take(gesture);
    this.#set({ refused: error && { gesture, error } });
    return error === null;
  }

  /** As `add`, but the reason of a refusal is given back: its place in the draft's operations is that of the gesture's own. */
  take(gesture: Gesture): Promise<AppErrorData | Refusal | null> {
    return this.#next(async () => {
      const { gestures, at } = this.store.getState();
      const done = withoutMerged(gestures.slice(0, at), gesture.merge);
      const unfit = unfitNames(gesture, namesAfter(this.#names, [...done, gesture]));
      if (unfit !== null) return unfit;
      if (gesture.fault) return gesture.fault;
      const error = await this.#try([...done, gesture]);
      if (!error || !("operation" in error) || error.operation === null || gesture.replaces) return error;
      return { ...error, operation: error.operation - operationsOf(done).length };
    });
  }

  /** Takes out the gesture at the end that has this word; none is there, nothing happens. */
  unmerge(merge: string): Promise<void> {
    return this.#next(async () => {
      const { gestures, at } = this.store.getState();
      if (gestures.slice(0, at).at(-1)?.merge === merge) await this.#try(gestures.slice(0, at - 1));
    });
  }

  /** Takes the last gesture back; it can be had again by `redo`. */
  undo(): Promise<void> {
    return this.#move(-1);
  }

  redo(): Promise<void> {
    return this.#move(1);
  }

  /** Takes one gesture out of the draft; false when what comes after it needs it. */
  remove(index: number): Promise<boolean> {
    return this.#next(async () => {
      const { gestures, at } = this.store.getState();
      const left = gestures.slice(0, at).filter((_, i) => i !== index);
      const error = await this.#try(left);
      const gesture = { label: `Without “${gestures[index]?.label ?? ""}”`, operations: [] };
      this.#set({ refused: error && { gesture, error } });
      return error === null;
    });
  }

  /** Takes back everything, as undo would: redo brings it again. */
  discard(): Promise<void> {
    return this.#next(async () => {
      this.#set({ at: 0, refused: null });
      this.#keep();
      await this.#read();
    });
  }

  /** The error of the last gesture was seen. */
  dismiss(): void {
    this.#set({ refused: null });
  }

  /**
   * Does what the draft says, in one transaction, for the schema the plan was made for. Throws an AppError; nothing is
   * changed then.
   */
  apply(schemaVersion: number | null): Promise<AppliedPlan> {
    return this.#next(async () => {
      const { gestures, at, settled, base, applied: before } = this.store.getState();
      const done = gestures.slice(0, at);
      this.#set({ applying: true });
      this.#applying = base?.version ?? 0;
      this.#keep();
      await this.#workspace.flush();
      try {
        const applied = await this.#client.ask("models.apply", { operations: [...settled], schemaVersion });
        const { reverse, reversible } = applied.plan;
        const changing = done.filter(({ operations }) => operations.length > 0);
        const label = changing.map((gesture) => gesture.label).join(", ");
        const lost = lossesOf(applied.plan).map(({ words }) => words);
        const isUndo = changing.length === 1 && changing[0]?.undoesLast === true;
        const last: LastApplied = { label, reverse, reversible, lost, isUndo };
        this.#names = namesAfter(this.#names, done);
        const stack = isUndo ? before.slice(0, -1) : [...before, last].slice(-MOST_APPLIED);
        this.#set({ gestures: [], at: 0, last, applied: stack });
        return applied;
      } finally {
        this.#applying = null;
        this.#set({ applying: false });
        this.#keep();
        await Promise.all([this.#workspace.flush(), this.#read()]);
      }
    });
  }

  /** Work that writes the schema beside the draft: what changes meanwhile is ours. */
  async writing<T>(work: () => Promise<T>): Promise<T> {
    this.#set({ applying: true });
    try {
      return await work();
    } finally {
      this.#set({ applying: false });
    }
  }

  /** Puts the reverse of the last change that was not taken back into the draft; each time it is applied, of the one before it. */
  reverseLast(): Promise<boolean> {
    const last = this.store.getState().applied.at(-1);
    if (!last || last.reverse.length === 0) return Promise.resolve(false);
    return this.add({ label: `Undo of: ${last.label}`, operations: last.reverse, undoesLast: true });
  }

  #move(by: 1 | -1): Promise<void> {
    return this.#next(async () => {
      const { gestures, at } = this.store.getState();
      const to = at + by;
      if (to < 0 || to > gestures.length) return;
      this.#set({ at: to, refused: null });
      this.#keep();
      await this.#read();
    });
  }

  /** Asks what these gestures make, and takes them; gives why not, when something is refused. */
  async #try(gestures: readonly Gesture[]): Promise<AppErrorData | Refusal | null> {
    try {
      const base = this.store.getState().base ?? (await this.#client.ask("schema.read", undefined));
      const draft = await this.#draft(base, operationsOf(gestures));
      const [refusal] = draft.refusals;
      if (refusal) return refusal;
      this.#set({
        gestures,
        at: gestures.length,
        base: draft.base,
        schema: draft.schema,
        settled: draft.settled,
        refusals: [],
        names: namesAfter(this.#names, gestures),
      });
      this.#keep();
      return null;
    } catch (thrown) {
      return toAppErrorData(thrown);
    }
  }

  async #read(): Promise<void> {
    try {
      const base = await this.#client.ask("schema.read", undefined);
      // An apply was cut off and the schema is another one: most likely it was done. Redo has the gestures if it was not.
      if (this.#applying !== null && !this.store.getState().applying) {
        if (base.version !== this.#applying) this.#set({ at: 0 });
        this.#applying = null;
        this.#keep();
      }
      const { gestures, at } = this.store.getState();
      const done = gestures.slice(0, at);
      const operations = operationsOf(done);
      const names = namesAfter(this.#names, done);
      const draft =
        operations.length === 0
          ? { base, schema: base, refusals: [], settled: [] }
          : await this.#draft(base, operations);
      this.#set({ ...draft, names });
      // The first gesture should find the engine ready: how a large schema hangs together takes a while to look up.
      if (operations.length === 0) this.#client.ask("models.draft", { operations }).catch(() => {});
    } catch (thrown) {
      this.#set({
        refused: { gesture: { label: "Reading the schema", operations: [] }, error: toAppErrorData(thrown) },
      });
    }
  }

  /** What operations make of the file's schema, which is read again where the engine knows a newer one. */
  async #draft(
    known: DatabaseSchema,
    operations: SchemaOperation[],
  ): Promise<Pick<DraftView, "refusals" | "settled"> & { base: DatabaseSchema; schema: DatabaseSchema }> {
    let base = known;
    for (;;) {
      const { schemaVersion, difference, refusals, settled } = await this.#client.ask("models.draft", { operations });
      if (schemaVersion === base.version) return { base, schema: withDifference(base, difference), refusals, settled };
      base = await this.#client.ask("schema.read", undefined);
    }
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  #set(part: Partial<DraftView>): void {
    this.store.setState(part);
  }

  #keep(): void {
    const { gestures, at, last, applied } = this.store.getState();
    const kept: Kept = { gestures, at, last, applied, names: this.#names, applying: this.#applying };
    const nothing = gestures.length === 0 && last === null && this.#names === noNames;
    this.#workspace.set(KEY, nothing ? undefined : kept);
    // A gesture is rare and worth more than a moment's delay.
    void this.#workspace.flush();
  }
}

function withoutMerged(gestures: readonly Gesture[], merge: string | undefined): readonly Gesture[] {
  return merge !== undefined && gestures.at(-1)?.merge === merge ? gestures.slice(0, -1) : gestures;
}
