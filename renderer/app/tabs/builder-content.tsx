/** The tab of a query builder; its document and what can be undone are kept with the workspace. */
import { type ReactNode, useState } from "react";
import { toast } from "sonner";
import { useStore } from "zustand";
import type { WorkspaceKey } from "../../rpc/workspace-keys.ts";
import { BuilderView } from "../../features/query-builder/builder-view.tsx";
import { formatScript } from "../../features/sql-console/format/format-script.ts";
import { sqliteLanguage } from "../../features/sql-console/sql-editor.tsx";
import {
  type KeptParameters,
  keepTyped,
  type TypedParameter,
} from "../../features/sql-console/parameters/kept-parameters.ts";
import { bytesToHex } from "../../../src-shared/model/cell-json.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import type { OpenDatabase } from "../databases.ts";
import { usePainted } from "../painted.ts";
import type { Modeling } from "../modeling.ts";
import type { Tabs } from "./tabs.ts";

interface BuilderContentProps {
  readonly id: string;
  readonly tabs: Tabs;
  readonly database: OpenDatabase;
  readonly workspace: WorkspaceStore;
  readonly modeling: Modeling;
}

export function BuilderContent({ id, tabs, database, workspace, modeling }: BuilderContentProps): ReactNode {
  usePainted(true);
  const key: WorkspaceKey = `builder:${id}`;
  const names = useStore(modeling.draft.store, (draft) => draft.names);
  const [kept] = useState(() => workspace.get(key));
  return (
    <BuilderView
      engine={database.engine}
      names={names}
      kept={kept}
      onKeep={(state) => workspace.set(key, state)}
      language={sqliteLanguage}
      format={(sql) => formatScript(sql).text}
      onWrite={() => {
        database.writes.last = Date.now();
      }}
      onOpenSql={(sql, parameters) => {
        // The console asks for values of parameters: those of the builder stand in its form then.
        const typed = parameters.map((value, at) => [String(at + 1), typedParameter(value)] as const);
        const known = workspace.get<KeptParameters>("console-parameters") ?? {};
        if (typed.length > 0) workspace.set("console-parameters", keepTyped(known, new Map(typed)));
        tabs.newConsole(sql);
      }}
      onViewSaved={(name) => {
        const open = () => tabs.openTable({ schema: "main", name });
        toast(`The view ${name} was created.`, { action: { label: "Open", onClick: open } });
      }}
    />
  );
}

function typedParameter(value: Scalar): TypedParameter {
  if (value === null) return { text: "", storage: "null" };
  if (typeof value === "bigint") return { text: String(value), storage: "integer" };
  if (typeof value === "number") return { text: String(value), storage: "real" };
  return typeof value === "string" ? { text: value, storage: "text" } : { text: bytesToHex(value), storage: "blob" };
}
