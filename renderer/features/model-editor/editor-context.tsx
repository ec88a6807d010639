/** What every part of the model editor needs: the draft, what it makes of the schema, and whether it may be edited. */
import type { Extension } from "@codemirror/state";
import { createContext, useContext } from "react";
import type { Model, ModelNames } from "../../../src-shared/model/models.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import type { DraftStore } from "./draft/draft-store.ts";
import type { Gesture } from "./draft/gesture.ts";
import type { EditorViewStore } from "./editor-view.ts";

export interface Editor {
  readonly client: EngineClient;
  readonly workspace: WorkspaceStore;
  readonly draft: DraftStore;
  readonly view: EditorViewStore;
  /** As the draft would make it. */
  readonly schema: DatabaseSchema;
  readonly names: ModelNames;
  readonly models: readonly Model[];
  /** Why nothing can be changed; null when it can. */
  readonly readOnlyReason: string | null;
  /** SQL for editors. */
  readonly language: Extension;
  /** Takes a gesture into the draft; false when it is refused, or null was given. */
  readonly keep: (gesture: Gesture | null) => Promise<boolean>;
}

export const EditorContext = createContext<Editor | null>(null);

/** The editor around this component. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new TypeError("A part of the model editor stands outside it");
  return editor;
}
