/** The frame of one database, with its tabs and the commands that act on it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import { Group, Panel, type PanelImperativeHandle, Separator, type TabNode } from "react-resizable-panels";
import { toast } from "sonner";
import { useStore } from "zustand";
import { shownName } from "../../../src-shared/formats/shown-name.ts";
import { objectKey } from "../../../src-shared/model/names.ts";
import type { PendingView } from "../../features/pending-changes/pending-changes.tsx";
import { queryOf } from "../../features/query-builder/document.ts";
import type { SchemaTreeActions } from "../../features/schema-tree/node-menu.ts";
import { SchemaTree } from "../../features/schema-tree/schema-tree.tsx";
import type { NodeKind } from "../../features/schema-tree/tree-model.ts";
import { useTableExport } from "../../rows-view/export/use-table-export.tsx";
import { keepFresh } from "../../rpc/freshness.ts";
import { databaseInfo, type Engine, schemaRead } from "../../rpc/queries.ts";
import { askShell } from "../../rpc/shell-client.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import { InFront, StatusSlot } from "../../ui/status-items.tsx";
import type { OpenDatabase } from "../databases.ts";
import { followRenames } from "../follow-renames.ts";
import { openModeling } from "../modeling.ts";
import { tellPainted } from "../painted.ts";
import { focusIntoFrame, focusIntoTab } from "../panes.ts";
import { TabArea } from "../tabs/tab-area.tsx";
import { TabContent } from "../tabs/tab-content.tsx";
import type { TabData } from "../tabs/tab-data.ts";
import { Tabs } from "../tabs/tabs.ts";
import { Visits } from "../tabs/visits.ts";
import { Banners } from "./banners.tsx";
import styles from "./database-frame.module.css";
import { EmptyTabs } from "./empty-tabs.tsx";
import { FrameCommands } from "./frame-commands.tsx";
import { draftAndPlan, editTable, showInDiagram, useModelCommands } from "./model-commands.ts";
import { dropObject, duplicateTable } from "./object-actions.ts";
import { PendingPanel } from "./pending-panel.tsx";
import { selectFrom } from "./select-from.ts";
import { useSessionCommands } from "./session-commands.ts";
import { StatusBar } from "./status-bar.tsx";
import { Toolbar } from "./toolbar.tsx";
import { tableToOpen } from "./table-to-open.ts";
import { useFileNews } from "./use-file-news.ts";
import { useBanners } from "./use-banners.ts";

interface DatabaseFrameProps {
  readonly database: OpenDatabase;
  readonly workspace: WorkspaceStore;
  readonly inFront: boolean;
}

/** Width of the schema tree, in CSS pixels, until the user drags it. */
const SIDEBAR = 248;

export function DatabaseFrame({ database, workspace, inFront }: DatabaseFrameProps): ReactNode {
  const { engine, session } = database;
  // Several databases may be open: ids of the page's elements are this frame's own.
  const id = useId();
  const queries = useQueryClient();
  const { data: schema } = useQuery(schemaRead(engine));
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const sidebar = useRef<PanelImperativeHandle>(null);
  const [pendingShown, setPendingShown] = useState(() => workspace.get<boolean>("pending-shown") ?? false);
  const [pendingView, setPendingView] = useState<PendingView>({ showing: "changes" });
  const { banners, dismiss } = useBanners(database);
  const [tabs] = useState(
    () =>
      new Tabs(database.handle, workspace, (tab) => {
        if (tab.data.kind !== "console") return;
        database.lane.forget(tab.data.id);
        const kept = workspace.get<{ text: string }>(`console:${tab.data.id}`);
        if (!kept || kept.text.trim() === "") return;
        toast(`Closed ${tab.title}`, { action: { label: "Reopen", onClick: () => tabs.reopen() } });
      }),
  );
  const [visits] = useState(() => new Visits(tabs, workspace));
  const [modeling] = useState(() => openModeling(database, workspace));
  const news = useFileNews(database, modeling.applies);
  useEffect(() => () => modeling.draft.close(), [modeling]);
  useEffect(
    () => engine.client.on("schema.renamed", (renamed) => followRenames({ workspace, tabs, visits }, renamed.tables)),
    [engine, workspace, tabs, visits],
  );
  const revision = useStore(session.store, (state) => state.revision);

  useEffect(() => keepFresh(queries, engine), [queries, engine]);
  useDescribedWindow(database, inFront);
  const opened = useRef(false);
  useEffect(() => {
    if (!schema || opened.current) return;
    opened.current = true;
    // A table named on the command line; else, where no tab was kept, the one most others refer to: data is what one opens a file for.
    const named = database.table?.toLowerCase();
    const readable = schema.tables.filter((table) => table.error === null);
    const first = named ? schema.tables.find((t) => t.name.toLowerCase() === named) : tableToOpen(readable);
    // Somebody who was quicker than the schema has opened something else by now.
    const empty = tabs.isEmpty;
    if (first && (named || (tabs.isFresh && empty))) tabs.openTable({ schema: first.schema, name: first.name });
    // Otherwise the content of the tab in front says when it is painted.
    else if (empty) tellPainted();
    if (named && !first) toast.error(`There is no table “${database.table}” in ${database.name}.`);
  }, [database, tabs, schema]);

  // Once there is something to have it: what one opens or brings to the front is what the keys are meant for.
  const { data: info } = useQuery(databaseInfo(engine));
  const known = schema !== undefined && info !== undefined;
  useEffect(() => {
    const { activeId } = tabs.store.getState();
    if (inFront && slot && (known || activeId !== null)) focusIntoFrame(slot.closest("[data-database]"), activeId);
  }, [inFront, slot, known, tabs]);

  const marks = useMemo(() => {
    const dirty = new Set<string>();
    for (const { row } of session.store.getState().index.rows()) dirty.add(objectKey(row.table));
    const views = new Set((schema?.tables ?? []).filter((t) => t.kind === "view").map(objectKey));
    return { dirty, views };
    // The index is changed in place: `revision` says when.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [session, revision, schema]);

  const showPending = (shown: boolean) => {
    setPendingShown(shown);
    workspace.set("pending-shown", shown);
  };
  useSessionCommands({
    database,
    tabs,
    schema,
    onShow: (showing) => {
      setPendingView({ showing });
      showPending(true);
    },
  });
  const { begin: exportTable, shown: exporting } = useTableExport(engine, session);
  const actions = useMemo(
    () => ({
      open: (object: { schema: string; name: string }) => {
        focusIntoTab(tabs.openTable(object));
      },
      openInNewTab: (object: { schema: string; name: string }) => {
        focusIntoTab(tabs.openTableInNewTab(object));
      },
      select: (object: { schema: string; name: string }) => tabs.newConsole(selectFrom(object)),
      build: (object: { schema: string; name: string }) => {
        focusIntoTab(tabs.newBuilder(queryOf(object)));
      },
      showDdl: (object: { schema: string; name: string }, what: "table" | "index" | "trigger") =>
        tabs.showDdl(object, what),
      exportRows: (object: { schema: string; name: string }) => {
        const now = queries.getQueryData(schemaRead(engine).queryKey);
        const table = now?.tables.find((other) => objectKey(other) === objectKey(object));
        if (table) exportTable(table);
      },
      showInDiagram: (object: { schema: string; name: string }) => showInDiagram({ tabs, modeling }, object),
      edit: (object: { schema: string; name: string }) => editTable({ tabs, modeling }, object),
      drop: (object: { schema: string; name: string }, kind: NodeKind) => {
        const gesture = dropObject(kind, object.name);
        if (gesture) void draftAndPlan({ tabs, modeling }, gesture);
      },
      duplicate: (object: { schema: string; name: string }, rows: boolean) => {
        const now = queries.getQueryData(schemaRead(engine).queryKey);
        const table = now?.tables.find((other) => objectKey(other) === objectKey(object));
        const gesture = now && table ? duplicateTable(now, table, rows) : null;
        if (gesture) void draftAndPlan({ tabs, modeling }, gesture, gesture.name);
      },
    }),
    [tabs, modeling, queries, engine, exportTable],
  );

  // One function for good: the contents of all tabs would be made again with another one.
  const renderContent = useCallback(
    (tab: TabNode<TabData>) => (
      <TabContent
        key={tab.id}
        tab={tab}
        tabs={tabs}
        visits={visits}
        database={database}
        workspace={workspace}
        modeling={modeling}
      />
    ),
    [tabs, visits, database, workspace, modeling],
  );
  const renderEmpty = useCallback(() => <EmptyTabs schema={schema} />, [schema]);

  return (
    <StatusSlot value={slot}>
      <ModelCommands database={database} tabs={tabs} modeling={modeling} />
      <FrameCommands
        tabs={tabs}
        visits={visits}
        schema={schema}
        sidebar={sidebar}
        pendingShown={pendingShown}
        onShowPending={showPending}
      />
      <header className={styles.head}>
        <ViewHeading database={database.name} tabs={tabs} />
        <Toolbar database={database} tabs={tabs} modeling={modeling} />
      </header>
      <Banners banners={banners} onDismiss={dismiss} />
      {exporting}
      <Group
        orientation="horizontal"
        className={styles.middle}
        role="main"
        onLayoutChanged={() => workspace.set("sidebar", sidebar.current?.getSize().inPixels)}
      >
        <Panel
          id={`${id}-sidebar`}
          panelRef={sidebar}
          className={styles.sidebar ?? ""}
          collapsible
          minSize={160}
          maxSize="60"
          defaultSize={workspace.get<number>("sidebar") ?? SIDEBAR}
          groupResizeBehavior="preserve-pixel-size"
          role="navigation"
          aria-label="Schema"
          data-pane="schema"
        >
          <TreeOfTabs engine={engine} actions={actions} tabs={tabs} workspace={workspace} />
        </Panel>
        <Separator className={styles.vertical ?? ""} aria-label="Width of the schema" />
        <Panel id={`${id}-main`} minSize={240} className={styles.main ?? ""}>
          <Group orientation="vertical">
            <Panel id={`${id}-tabs`} minSize={120} data-pane="tabs">
              <InFront value={inFront}>
                <TabArea tabs={tabs} marks={marks} renderContent={renderContent} renderEmpty={renderEmpty} />
              </InFront>
            </Panel>
            {pendingShown && (
              <>
                <Separator className={styles.horizontal ?? ""} aria-label="Height of the pending changes" />
                <Panel
                  id={`${id}-pending`}
                  minSize={90}
                  defaultSize={280}
                  className={styles.pending ?? ""}
                  data-pane="pending"
                >
                  <PendingPanel
                    database={database}
                    workspace={workspace}
                    tabs={tabs}
                    view={pendingView}
                    onClose={() => showPending(false)}
                  />
                </Panel>
              </>
            )}
          </Group>
        </Panel>
      </Group>
      <StatusBar database={database} slot={setSlot} news={news} />
    </StatusSlot>
  );
}

/** By themselves, because they look at the tab in front: the frame is not drawn again for another one. */
function ModelCommands(setup: Parameters<typeof useModelCommands>[0]): null {
  useModelCommands(setup);
  return null;
}

/** What one looks at, for who goes from heading to heading. */
function ViewHeading({ database, tabs }: { database: string; tabs: Tabs }): ReactNode {
  const activeId = useStore(tabs.store, (state) => state.activeId);
  const title = tabs.all.find(({ id }) => id === activeId)?.title;
  return (
    <h1 className="visually-hidden">
      {[title, database].flatMap((name) => (name ? [shownName(name)] : [])).join(" · ")}
    </h1>
  );
}

interface TreeOfTabsProps {
  readonly engine: Engine;
  readonly actions: SchemaTreeActions;
  readonly tabs: Tabs;
  readonly workspace: WorkspaceStore;
}

/** The schema, with the table of the tab in front marked: by itself, and after the frame that shows that tab. */
function TreeOfTabs({ engine, actions, tabs, workspace }: TreeOfTabsProps): ReactNode {
  const shown = useStore(tabs.store, ({ active }) => (active?.kind === "table" ? active.object : null));
  const current = useDeferredValue(shown);
  const onKeep = useCallback((expanded: string[]) => workspace.set("tree", expanded), [workspace]);
  const [kept] = useState(() => workspace.get<string[]>("tree"));
  return useMemo(
    () => <SchemaTree engine={engine} actions={actions} kept={kept} onKeep={onKeep} current={current} />,
    [engine, actions, kept, onKeep, current],
  );
}

/** Keeps the window's title, edited mark and path in step with the database in front. */
function useDescribedWindow({ name, path, session }: OpenDatabase, inFront: boolean): void {
  const { counts } = useStore(session.store);
  const staged = counts.new + counts.dirty + counts.deleted;
  useEffect(() => {
    if (inFront) void askShell("window.describe", { title: name, path, staged });
  }, [inFront, name, path, staged]);
}
