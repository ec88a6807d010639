import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { PendingChanges, type PendingView } from "../../features/pending-changes/pending-changes.tsx";
import { schemaRead } from "../../rpc/queries.ts";
import { labelChoicesOf } from "../../rows/relations/label-choices.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import type { OpenDatabase } from "../databases.ts";
import type { Tabs } from "../tabs/tabs.ts";

interface PendingPanelProps {
  readonly database: OpenDatabase;
  readonly workspace: WorkspaceStore;
  readonly tabs: Tabs;
  readonly view: PendingView;
  readonly onClose: () => void;
}

/** The pending changes below the tabs; going to a row opens its table. */
export function PendingPanel({ database, workspace, tabs, view, onClose }: PendingPanelProps): ReactNode {
  const { data: schema } = useQuery(schemaRead(database.engine));
  return (
    <PendingChanges
      session={database.session}
      schema={schema}
      database={database.name}
      labelChosen={(table) => labelChoicesOf(workspace).of(table)}
      view={view}
      onGoTo={(row, column) => tabs.goTo(row, column)}
      onClose={onClose}
    />
  );
}
