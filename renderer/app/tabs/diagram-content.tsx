/** The tab of the diagram: what the file holds, drawn; places and colours are kept with the workspace. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { useStore } from "zustand";
import { diagramOf } from "../../features/model-editor/diagram/data/diagram-data.ts";
import { readKept } from "../../features/model-editor/diagram/data/kept-diagram.ts";
import { DiagramView } from "../../features/model-editor/diagram/diagram-view.tsx";
import { schemaRead } from "../../rpc/queries.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import type { OpenDatabase } from "../databases.ts";
import { usePainted } from "../painted.ts";
import { focusIntoTab } from "../panes.ts";
import type { Tabs } from "./tabs.ts";

interface DiagramContentProps {
  readonly tabs: Tabs;
  readonly database: OpenDatabase;
  readonly workspace: WorkspaceStore;
}

export function DiagramContent({ tabs, database, workspace }: DiagramContentProps): ReactNode {
  const { data: schema } = useQuery(schemaRead(database.engine));
  const data = useMemo(() => schema && diagramOf(schema), [schema]);
  const [kept] = useState(() => readKept(workspace.get("diagram")));
  const target = useStore(tabs.store, ({ inDiagram }) => inDiagram);
  usePainted(data !== undefined);
  if (!data) return null;
  return (
    <DiagramView
      title={database.name}
      data={data}
      kept={kept}
      onKeep={(next) => workspace.set("diagram", next)}
      target={target}
      onOpen={({ object }) => focusIntoTab(tabs.openTable(object))}
    />
  );
}
