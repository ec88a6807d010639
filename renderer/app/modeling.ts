/** What the model editor keeps of an open database for as long as its frame is there, also while its tab is closed. */
import { DraftStore } from "../features/model-editor/draft/draft-store.ts";
import { EditorViewStore } from "../features/model-editor/editor-view.ts";
import { PlanStore } from "../features/model-editor/plan/plan-store.ts";
import { askShell } from "../rpc/shell-client.ts";
import type { WorkspaceStore } from "../rpc/workspace-store.ts";
import type { OpenDatabase } from "./databases.ts";

export interface Modeling {
  readonly draft: DraftStore;
  readonly plans: PlanStore;
  readonly view: EditorViewStore;
  /** Is a draft being applied? */
  readonly applies: () => boolean;
}

export function openModeling({ engine, writes }: OpenDatabase, workspace: WorkspaceStore): Modeling {
  const { handle, client } = engine;
  const draft = new DraftStore(client, workspace);
  const applies = () => draft.store.getState().applying;
  draft.store.subscribe(({ applying }, before) => {
    if (applying !== before.applying) writes.last = Date.now();
  });
  const plans = new PlanStore(
    client,
    draft,
    async () => void (await askShell("engine.stop", { handle, lane: "models" })),
  );
  return { draft, plans, view: new EditorViewStore(workspace), applies };
}
