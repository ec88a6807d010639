/** How rows of a database lead to one another, for whatever shows rows. */
import { useMemo } from "react";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { labelChoicesOf } from "../../rows/relations/label-choices.ts";
import { unfoldedRelationsOf } from "../../rows/relations/unfolded-relations.ts";
import { virtualRelationsOf } from "../../rows/relations/virtual-relations.ts";
import type { RelationsSetup } from "../../rows-view/relations/use-relations.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import { focusIntoTab } from "../panes.ts";
import type { Visits } from "./visits.ts";

/** Undefined while the schema is not known. */
export function useRelationsSetup(
  schema: DatabaseSchema | undefined,
  workspace: WorkspaceStore,
  visits: Visits,
): RelationsSetup | undefined {
  return useMemo(
    () =>
      schema && {
        schema,
        choices: labelChoicesOf(workspace),
        virtual: virtualRelationsOf(workspace),
        unfolded: unfoldedRelationsOf(workspace, "panel"),
        underRows: unfoldedRelationsOf(workspace, "rows"),
        go: (...[to, from, inNewTab]: Parameters<Visits["go"]>) => {
          const id = visits.go(to, from, inNewTab);
          if (inNewTab) focusIntoTab(id);
        },
      },
    [schema, workspace, visits],
  );
}
