/** The tab of the model editor. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ModelEditor } from "../../features/model-editor/model-editor.tsx";
import { sqliteLanguage } from "../../features/sql-console/sql-editor.tsx";
import { databaseInfo } from "../../rpc/queries.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import type { OpenDatabase } from "../databases.ts";
import type { Modeling } from "../modeling.ts";
import { usePainted } from "../painted.ts";
import { focusIntoTab } from "../panes.ts";
import type { Tabs } from "./tabs.ts";

interface ModelContentProps {
  readonly tabs: Tabs;
  readonly database: OpenDatabase;
  readonly workspace: WorkspaceStore;
  readonly modeling: Modeling;
}

export function ModelContent({ tabs, database, workspace, modeling }: ModelContentProps): ReactNode {
  usePainted(true);
  const { data: info } = useQuery(databaseInfo(database.engine));
  if (!info) return null;
  return (
    <ModelEditor
      {...modeling}
      client={database.engine.client}
      workspace={workspace}
      title={database.name}
      readOnlyReason={info.readOnlyReason}
      language={sqliteLanguage}
      onOpenRows={(object) => focusIntoTab(tabs.openTable(object))}
    />
  );
}
