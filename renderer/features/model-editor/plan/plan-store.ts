/** The plan of the draft, its dry run and its application: asked of the engine, thrown away when the draft is another one. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { type AppErrorData, toAppErrorData } from "../../../../src-shared/errors/app-error.ts";
import type { AppliedPlan, DryRun, SchemaOperation, SchemaPlan } from "../../../../src-shared/model/schema-change.ts";
import type { EngineClient } from "../../../rpc/engine-client.ts";
import type { DraftStore } from "../draft/draft-store.ts";

export interface PlanView {
  /** What is being asked; null: nothing. */
  readonly busy: "plan" | "dryRun" | "apply" | null;
  readonly plan: SchemaPlan | null;
  /** The operations the plan is of. */
  readonly operations: readonly SchemaOperation[];
  /** What was different on a copy. */
  readonly dryRun: DryRun | null;
  readonly error: AppErrorData | null;
  /** When what is running began, in milliseconds since 1970. */
  readonly since: number;
}

const nothing: PlanView = { busy: null, plan: null, operations: [], dryRun: null, error: null, since: 0 };

export class PlanStore {
  readonly store: StoreApi<PlanView> = createStore<PlanView>(() => nothing);
  readonly #client: EngineClient;
  readonly #draft: DraftStore;
  /** Ends what runs: it is inside one statement that cannot be asked to stop. */
  readonly #stopLane: () => Promise<void>;
  #asked = 0;
  #planning: { readonly operations: readonly SchemaOperation[]; readonly plan: Promise<SchemaPlan | null> } | null =
    null;

  constructor(client: EngineClient, draft: DraftStore, stopLane: () => Promise<void>) {
    this.#client = client;
    this.#draft = draft;
    this.#stopLane = stopLane;
    draft.store.subscribe(({ settled }, before) => {
      // What was planned is not what would be done now.
      if (settled !== before.settled && this.store.getState().busy !== "apply") this.#forget();
    });
  }

  /**
   * Makes the plan, unless it is there; null when that failed (`error` says why), was stopped, or the draft is another one
   * by now. Where the file's schema was only read anew meanwhile, as after our own last change, the same draft is planned
   * again: who pressed Apply must not find that nothing happened.
   */
  async plan(): Promise<SchemaPlan | null> {
    for (;;) {
      const before = this.#draft.store.getState();
      // One by one: each waits for the reading that made the one before it stale.
      // oxlint-disable-next-line no-await-in-loop
      const plan = await this.#planOf(before.settled);
      const now = this.#draft.store.getState();
      const readAnew = now.settled !== before.settled && now.gestures === before.gestures && now.at === before.at;
      if (plan !== null || !readAnew) return plan;
    }
  }

  #planOf(settled: readonly SchemaOperation[]): Promise<SchemaPlan | null> {
    const known = this.store.getState();
    if (known.plan && known.operations === settled) return Promise.resolve(known.plan);
    // The panel and a command may both ask: it is one plan.
    if (this.#planning?.operations !== settled) {
      const planning = { operations: settled, plan: this.#makePlan(settled) };
      this.#planning = planning;
      void planning.plan.finally(() => {
        if (this.#planning === planning) this.#planning = null;
      });
    }
    return this.#planning.plan;
  }

  async #makePlan(settled: readonly SchemaOperation[]): Promise<SchemaPlan | null> {
    const turn = ++this.#asked;
    this.store.setState({ busy: "plan", error: null, since: Date.now() });
    try {
      const plan = await this.#client.ask("models.plan", { operations: [...settled] });
      if (turn !== this.#asked) return null;
      this.store.setState({ busy: null, operations: settled, plan });
      return plan;
    } catch (thrown) {
      if (turn === this.#asked) this.store.setState({ busy: null, error: toAppErrorData(thrown) });
      return null;
    }
  }

  /** Does it on a copy of the file and compares; the file itself is only read. */
  async dryRun(): Promise<void> {
    if ((await this.plan()) === null) return;
    const turn = ++this.#asked;
    const { operations } = this.store.getState();
    this.store.setState({ busy: "dryRun", dryRun: null, error: null, since: Date.now() });
    try {
      const dryRun = await this.#client.ask("models.dryRun", { operations: [...operations] });
      if (turn === this.#asked) this.store.setState({ busy: null, dryRun });
    } catch (thrown) {
      if (turn === this.#asked) this.store.setState({ busy: null, error: toAppErrorData(thrown) });
    }
  }

  /** Does what was planned; null when that failed: then nothing was changed. */
  async apply(plan: SchemaPlan): Promise<AppliedPlan | null> {
    this.store.setState({ busy: "apply", error: null, since: Date.now() });
    try {
      const applied = await this.#draft.apply(plan.schemaVersion);
      this.store.setState(nothing);
      return applied;
    } catch (thrown) {
      this.store.setState({ busy: null, plan: null, error: toAppErrorData(thrown) });
      return null;
    }
  }

  /** Ends what runs. An application is rolled back. */
  async stop(): Promise<void> {
    if (this.store.getState().busy !== "apply") {
      this.#asked++;
      this.#planning = null;
      this.store.setState({ busy: null });
    }
    await this.#stopLane();
  }

  dismiss(): void {
    this.store.setState({ error: null });
  }

  #forget(): void {
    this.#asked++;
    this.#planning = null;
    this.store.setState(nothing);
  }
}
