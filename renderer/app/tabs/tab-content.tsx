/** What a tab shows, by its kind. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useContext, useState } from "react";
import { type TabNode, useParentTabState } from "react-resizable-panels";
import { useStore } from "zustand";
import { ConsoleView } from "../../features/sql-console/console-view.tsx";
import type { EditorContent } from "../../features/sql-console/sql-editor.tsx";
import { schemaRead } from "../../rpc/queries.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import { CommandScope } from "../../ui/command-scope.tsx";
import { InFront } from "../../ui/status-items.tsx";
import { keyOf } from "../commands/keyboard.ts";
import type { OpenDatabase } from "../databases.ts";
import { DdlView } from "../frame/ddl-view.tsx";
import { usePainted } from "../painted.ts";
import type { TabData } from "./tab-data.ts";
import styles from "./tab-content.module.css";
import type { Tabs } from "./tabs.ts";

interface TabContentProps {
  readonly tab: TabNode<TabData>;
  readonly tabs: Tabs;
  readonly database: OpenDatabase;
  readonly workspace: WorkspaceStore;
  readonly onShowPending: () => void;
}

/** A tab's content, in a command scope that answers while the tab is the active one. */
export function TabContent(props: TabContentProps): ReactNode {
  const { tab, tabs } = props;
  const databaseInFront = useContext(InFront);
  const visible = useParentTabState()?.isVisible ?? true;
  const active = useStore(tabs.store, (state) => state.activeId === tab.id);
  const inFront = databaseInFront && visible && active;
  return (
    <InFront value={inFront}>
      <CommandScope className={styles.content} standing={inFront}>
        <Content {...props} />
      </CommandScope>
    </InFront>
  );
}

function Content({ tab, tabs, database, workspace, onShowPending }: TabContentProps): ReactNode {
  const { data } = tab;
  if (data.kind === "console")
    return <ConsoleContent id={data.id} title={tab.title ?? ""} database={database} workspace={workspace} />;
  if (data.kind === "ddl") return <DdlView engine={database.engine} object={data.object} what={data.what} />;
  return (
    <TableContent data={data} tabs={tabs} database={database} workspace={workspace} onShowPending={onShowPending} />
  );
}

interface ConsoleContentProps {
  readonly id: string;
  readonly title: string;
  readonly database: OpenDatabase;
  readonly workspace: WorkspaceStore;
}

function ConsoleContent({ id, title, database, workspace }: ConsoleContentProps): ReactNode {
  usePainted(true);
  const key = `console:${id}`;
  const [initial] = useState<EditorContent>(
    () => workspace.get<EditorContent>(key) ?? { text: "", anchor: 0, head: 0 },
  );
  const inFront = useContext(InFront);
  return (
    <ConsoleView
      engine={database.engine}
      lane={database.lane}
      consoleId={id}
      title={title}
      initial={initial}
      onKeep={(content) => workspace.set(key, content)}
      keyOf={keyOf}
      autoFocus={inFront}
    />
  );
}

interface TableContentProps extends Omit<TabContentProps, "tab"> {
  readonly data: Extract<TabData, { kind: "table" }>;
}

function TableContent({ data, database }: TableContentProps): ReactNode {
  const { data: schema } = useQuery(schemaRead(database.engine));
  usePainted(schema !== undefined);
  return <p>{data.object.name}</p>;
}
