/** What a tab shows, by its kind. */
import { FileQuestionMark } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { memo, type ReactNode, Suspense, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { type TabNode, useParentTabState } from "react-resizable-panels";
import { useStore } from "zustand";
import { TableView } from "../../features/table-view/table-view.tsx";
import { withMeanings } from "../../../src-shared/model/models.ts";
import { databaseInfo, schemaRead } from "../../rpc/queries.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import { Button } from "../../ui/button.tsx";
import { CommandScope } from "../../ui/command-scope.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { EditorPlaceContext } from "../../ui/open-editors.ts";
import { Shown } from "../../ui/shown.ts";
import { InFront } from "../../ui/status-items.tsx";
import { activate, type OpenDatabase } from "../databases.ts";
import { focusInTab } from "../panes.ts";
import type { Modeling } from "../modeling.ts";
import { tellPainted, usePainted, whenPainted } from "../painted.ts";
import { lateRoom } from "./late-room.tsx";
import { useRelationsSetup } from "./use-relations-setup.ts";
import type { TabData } from "./tab-data.ts";
import styles from "./tab-content.module.css";
import type { Tabs } from "./tabs.ts";
import type { TellPlace, Visits } from "./visits.ts";

// Their editors and canvases are most of the page's scripts, and a start that shows rows waits for none of them.
const ConsoleContent = lateRoom(() => import("./console-content.tsx").then((room) => room.ConsoleContent));
const BuilderContent = lateRoom(() => import("./builder-content.tsx").then((room) => room.BuilderContent));
const ModelContent = lateRoom(() => import("./model-content.tsx").then((room) => room.ModelContent));
const DdlView = lateRoom(() => import("../frame/ddl-view.tsx").then((room) => room.DdlView));

whenPainted(() => {
  for (const { load } of [ConsoleContent, BuilderContent, ModelContent, DdlView]) load();
});

interface TabContentProps {
  readonly tab: TabNode<TabData>;
  readonly tabs: Tabs;
  readonly visits: Visits;
  readonly database: OpenDatabase;
  readonly workspace: WorkspaceStore;
  readonly modeling: Modeling;
}

/** The field whose text was refused; where none says so, what else takes the keyboard there. */
const refusedField = (content: HTMLElement): HTMLElement | null =>
  content.querySelector<HTMLElement>(
    "[data-testid=cell-editor] textarea, input[aria-invalid=true], textarea[aria-invalid=true]",
  ) ?? content.querySelector<HTMLElement>("[role=grid], input, .cm-content");

/** A tab's content, in a command scope that answers while the tab is the active one. */
export function TabContent(props: TabContentProps): ReactNode {
  const { tab, tabs, database } = props;
  const databaseInFront = useContext(InFront);
  const visible = useParentTabState()?.isVisible ?? true;
  const active = useStore(tabs.store, (state) => state.activeId === tab.id);
  const inFront = databaseInFront && visible && active;
  const generation = useStore(tabs.store, ({ generations }) => generations.get(tab.id) ?? 0);
  const place = useMemo(
    () => ({
      database: database.handle,
      tab: tab.id,
      show: () => {
        activate(database.handle);
        tabs.select(tab.id);
        focusInTab(tab.id, refusedField);
      },
    }),
    [database.handle, tabs, tab.id],
  );
  return (
    <EditorPlaceContext value={place}>
      <InFront value={inFront}>
        <Shown value={databaseInFront && visible}>
          <CommandScope className={styles.content} standing={inFront} data-tab-content={tab.id} data-pane="content">
            <Suspense>
              <Content key={generation} {...props} />
            </Suspense>
          </CommandScope>
        </Shown>
      </InFront>
    </EditorPlaceContext>
  );
}

/** Made again only for another tab: coming to the front is nothing to it. */
const Content = memo(function Content(props: TabContentProps): ReactNode {
  const { tab, tabs, visits, database, workspace, modeling } = props;
  const { data } = tab;
  if (data.kind === "console")
    return (
      <ConsoleContent
        id={data.id}
        title={tab.title ?? ""}
        tabs={tabs}
        visits={visits}
        database={database}
        workspace={workspace}
      />
    );
  if (data.kind === "builder")
    return <BuilderContent id={data.id} tabs={tabs} database={database} workspace={workspace} modeling={modeling} />;
  if (data.kind === "model") {
    return <ModelContent tabs={tabs} database={database} workspace={workspace} modeling={modeling} />;
  }
  if (data.kind === "ddl") return <DdlView engine={database.engine} object={data.object} what={data.what} />;
  return (
    <TableContent
      tab={tab}
      data={data}
      tabs={tabs}
      visits={visits}
      database={database}
      workspace={workspace}
      modeling={modeling}
    />
  );
});

interface TableContentProps {
  readonly tab: TabNode<TabData>;
  readonly data: Extract<TabData, { kind: "table" }>;
  readonly tabs: Tabs;
  readonly visits: Visits;
  readonly database: OpenDatabase;
  readonly workspace: WorkspaceStore;
  readonly modeling: Modeling;
}

function TableContent({ tab, data, tabs, visits, database, workspace, modeling }: TableContentProps): ReactNode {
  const { engine, session } = database;
  const { data: schema } = useQuery(schemaRead(engine));
  const { data: info } = useQuery(databaseInfo(engine));
  const target = useStore(tabs.store, (state) => (state.target?.id === tab.id ? state.target : null));
  const place = useStore(visits.store, ({ wanted }) => (wanted?.id === tab.id ? wanted.place : null));
  const canGoBack = useStore(visits.store, () => visits.canGo(tab.id).back);
  const canGoForward = useStore(visits.store, () => visits.canGo(tab.id).forward);
  const onPlace = useCallback((tell: TellPlace) => visits.register(tab.id, tell), [visits, tab.id]);
  const relations = useRelationsSetup(schema, workspace, visits);
  useEffect(
    () => () => {
      visits.left(tab.id);
      tabs.left(tab.id);
    },
    [visits, tabs, tab.id],
  );
  const [kept] = useState(() => tabs.views.read(tab.id));
  const names = useStore(modeling.draft.store, (draft) => draft.names);
  const found = schema?.tables.find((t) => t.schema === data.object.schema && t.name === data.object.name);
  const table = useMemo(() => found && withMeanings(found, names), [found, names]);
  const missing = schema !== undefined && table === undefined;
  usePainted(missing);
  if (missing) {
    return (
      <EmptyState
        icon={<FileQuestionMark size={24} strokeWidth={1.5} />}
        title={`There is no ${data.object.name} any more`}
        actions={<Button onPress={() => tabs.close(tab.id)}>Close the tab</Button>}
      >
        It was dropped or renamed. If that was in an open transaction of the console, rolling it back brings it back.
      </EmptyState>
    );
  }
  if (!table || !info || !relations) return null;
  return (
    <TableView
      engine={engine}
      table={table}
      session={session}
      readOnlyReason={info.readOnlyReason}
      state={kept}
      onState={(state) => tabs.views.keep(tab.id, state)}
      target={target}
      onOpenSql={(sql) => tabs.newConsole(sql)}
      onShowDdl={() => tabs.showDdl(data.object, "table")}
      relations={relations}
      place={place}
      ways={{ back: canGoBack, forward: canGoForward }}
      onPlace={onPlace}
      onPainted={tellPainted}
    />
  );
}
