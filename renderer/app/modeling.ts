/** What the model editor keeps of an open database for as long as its frame is there, also while its tab is closed. */
import { DraftStore } from "../features/model-editor/draft/draft-store.ts";
import { EditorViewStore } from "../features/model-editor/editor-view.ts";
import { PlanStore } from "../features/model-editor/plan/plan-store.ts";
import type { Engine } from "../rpc/queries.ts";
import { askShell } from "../rpc/shell-client.ts";
import type { WorkspaceStore } from "../rpc/workspace-store.ts";

export interface Modeling {
  readonly draft: DraftStore;
  readonly plans: PlanStore;
  readonly view: EditorViewStore;
}

export function openModeling({ handle, client }: Engine, workspace: WorkspaceStore): Modeling {
  const draft = new DraftStore(client, workspace);
  const plans = new PlanStore(
    client,
    draft,
    async () => void (await askShell("engine.stop", { handle, lane: "models" })),
  );
  return { draft, plans, view: new EditorViewStore(workspace) };
}
