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
  /** Why the last application failed; there until the draft is another one, or it is applied again. */
  readonly failed: AppErrorData | null;
  /** When what is running began, in milliseconds since 1970. */
  readonly since: number;
}

const nothing: PlanView = { busy: null, plan: null, operations: [], dryRun: null, error: null, failed: null, since: 0 };

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
    draft.store.subscribe(({ settled, gestures, at }, before) => {
      if (this.store.getState().busy === "apply") return;
      // What was planned is not what would be done now.
      if (settled !== before.settled) this.#forget();
      if (gestures !== before.gestures || at !== before.at) this.store.setState({ failed: null });
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

  /** The plan in statements that older versions of SQLite have, too, for a script; null when that failed (`error` says why). */
  async forOlder(): Promise<SchemaPlan | null> {
    const { operations } = this.store.getState();
    try {
      return await this.#client.ask("models.plan", { operations: [...operations], older: true });
    } catch (thrown) {
      this.store.setState({ error: toAppErrorData(thrown) });
      return null;
    }
  }

  /** Does it on a copy of the file and compares; the file itself is only read. */
  async dryRun(): Promise<void> {
    const plan = await this.plan();
    // What the plan refuses is refused there too.
    if (plan === null || plan.refusals.length > 0) return;
    const turn = ++this.#asked;
    const { operations } = this.store.getState();
    this.store.setState({ busy: "dryRun", dryRun: null, error: null, since: Date.now() });
    try {
      const dryRun = await this.#client.ask("models.dryRun", { operations: [...operations] });
      if (turn === this.#asked) this.store.setState({ busy: null, dryRun });
    } catch (thrown) {
      if (turn !== this.#asked) return;
      const error = toAppErrorData(thrown);
      this.store.setState(
        error.code === "schema.refused" ? { busy: null, plan: against(plan, error) } : { busy: null, error },
      );
    }
  }

  /** Does what was planned; null when that failed: then nothing was changed. */
  async apply(plan: SchemaPlan): Promise<AppliedPlan | null> {
    this.store.setState({ busy: "apply", error: null, failed: null, since: Date.now() });
    try {
      const applied = await this.#draft.apply(plan.schemaVersion);
      this.store.setState(nothing);
      return applied;
    } catch (thrown) {
      // The file may be another one by now, so it is planned again when it is asked for.
      this.store.setState({ ...nothing, failed: toAppErrorData(thrown) });
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

  /** The failure of the last application was seen. */
  dismiss(): void {
    this.store.setState({ failed: null });
  }

  #forget(): void {
    this.#asked++;
    this.#planning = null;
    const { failed } = this.store.getState();
    this.store.setState({ ...nothing, failed });
  }
}

/** There is one verdict: what was refused on a copy is refused. */
function against(plan: SchemaPlan, error: AppErrorData): SchemaPlan {
  return { ...plan, refusals: [{ ...error, operation: null, choices: [] }] };
}

/** Is it known that this cannot be applied as it is? */
export function isRefused({ plan, operations }: PlanView, settled: readonly SchemaOperation[]): boolean {
  return plan !== null && operations === settled && plan.refusals.length > 0;
}
