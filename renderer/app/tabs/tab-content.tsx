/** What a tab shows, by its kind. */
import { FileQuestionMark } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { memo, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { type TabNode, useParentTabState } from "react-resizable-panels";
import { useStore } from "zustand";
import type { WorkspaceKey } from "../../rpc/workspace-keys.ts";
import type { Run } from "../../features/sql-console/console-lane.ts";
import { ConsoleView } from "../../features/sql-console/console-view.tsx";
import type { EditorContent } from "../../features/sql-console/sql-editor.tsx";
import type { SavedLink } from "../../features/sql-console/library/saved-link.ts";
import type { KeptParameters } from "../../features/sql-console/parameters/kept-parameters.ts";
import { labelChoicesOf } from "../../rows/relations/label-choices.ts";
import type { ResultViewState } from "../../features/result-view/result-state.ts";
import { ResultView } from "../../features/result-view/result-view.tsx";
import type { ShownResult } from "../../features/result-view/shown-result.ts";
import { unfoldedRelationsOf } from "../../rows/relations/unfolded-relations.ts";
import type { RelationsSetup } from "../../rows-view/relations/use-relations.ts";
import { virtualRelationsOf } from "../../rows/relations/virtual-relations.ts";
import { TableView } from "../../features/table-view/table-view.tsx";
import type { StatementReport } from "../../../src-shared/model/console.ts";
import { withMeanings } from "../../../src-shared/model/models.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { databaseInfo, schemaRead } from "../../rpc/queries.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import { Button } from "../../ui/button.tsx";
import { CommandScope } from "../../ui/command-scope.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Shown } from "../../ui/shown.ts";
import { InFront } from "../../ui/status-items.tsx";
import { keyOf } from "../commands/keyboard.ts";
import type { OpenDatabase } from "../databases.ts";
import type { Modeling } from "../modeling.ts";
import { DdlView } from "../frame/ddl-view.tsx";
import { ModelContent } from "./model-content.tsx";
import { tellPainted, usePainted } from "../painted.ts";
import { focusIntoTab } from "../panes.ts";
import { BuilderContent } from "./builder-content.tsx";
import type { TabData } from "./tab-data.ts";
import styles from "./tab-content.module.css";
import type { Tabs } from "./tabs.ts";
import type { TellPlace, Visits } from "./visits.ts";

interface TabContentProps {
  readonly tab: TabNode<TabData>;
  readonly tabs: Tabs;
  readonly visits: Visits;
  readonly database: OpenDatabase;
  readonly workspace: WorkspaceStore;
  readonly modeling: Modeling;
}

/** A tab's content, in a command scope that answers while the tab is the active one. */
export function TabContent(props: TabContentProps): ReactNode {
  const { tab, tabs } = props;
  const databaseInFront = useContext(InFront);
  const visible = useParentTabState()?.isVisible ?? true;
  const active = useStore(tabs.store, (state) => state.activeId === tab.id);
  const inFront = databaseInFront && visible && active;
  const generation = useStore(tabs.store, ({ generations }) => generations.get(tab.id) ?? 0);
  return (
    <InFront value={inFront}>
      <Shown value={databaseInFront && visible}>
        <CommandScope className={styles.content} standing={inFront} data-tab-content={tab.id}>
          <Content key={generation} {...props} />
        </CommandScope>
      </Shown>
    </InFront>
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

interface ConsoleContentProps {
  readonly id: string;
  readonly title: string;
  readonly tabs: Tabs;
  readonly visits: Visits;
  readonly database: OpenDatabase;
  readonly workspace: WorkspaceStore;
}

function ConsoleContent({ id, title, tabs, visits, database, workspace }: ConsoleContentProps): ReactNode {
  usePainted(true);
  const key: WorkspaceKey = `console:${id}`;
  const [initial] = useState<EditorContent>(
    () => workspace.get<EditorContent>(key) ?? { text: "", anchor: 0, head: 0 },
  );
  const inFront = useContext(InFront);
  const { lane } = database;
  useEffect(() => {
    if (workspace.get<string>("console-transactions") === "manual") lane.setMode("manual");
  }, [workspace, lane]);
  return (
    <ConsoleView
      engine={database.engine}
      lane={lane}
      consoleId={id}
      title={title}
      initial={initial}
      onKeep={(content) => workspace.set(key, content)}
      parameters={{
        read: () => workspace.get<KeptParameters>("console-parameters") ?? {},
        keep: (typed) => workspace.set("console-parameters", typed),
      }}
      keyOf={keyOf}
      onOpenSql={(sql) => tabs.newConsole(sql)}
      onMode={(mode) => {
        workspace.set("console-transactions", mode);
        lane.setMode(mode);
      }}
      databaseName={database.name}
      saved={{
        read: () => workspace.get<SavedLink>(`console-query:${id}`) ?? null,
        keep: (link) => workspace.set(`console-query:${id}`, link ?? undefined),
      }}
      onOpenQuery={(query) => tabs.openQuery(query)}
      onBuild={(query) => tabs.newBuilder(query)}
      onDefinition={(object, what) => tabs.showDdl(object, what)}
      renderResult={(run, statement, onRunAgain) => (
        <ConsoleResult
          key={`${run.runId}/${statement.index}`}
          consoleId={id}
          result={{ runId: run.runId, statement, before: textBefore(run, statement) }}
          visits={visits}
          database={database}
          workspace={workspace}
          onRunAgain={onRunAgain}
        />
      )}
      autoFocus={inFront}
    />
  );
}

/** The comments before a statement. */
function textBefore({ sql, statements }: Run, { index, span }: StatementReport): string {
  const last = statements.findLast((one) => one.index < index);
  return sql.slice(last?.span.end ?? 0, span.start);
}

interface ConsoleResultProps {
  readonly consoleId: string;
  readonly result: ShownResult;
  readonly visits: Visits;
  readonly database: OpenDatabase;
  readonly workspace: WorkspaceStore;
  readonly onRunAgain: () => void;
}

/** A result of a console; what is kept of it is kept for the result at this place of that console. */
function ConsoleResult({ consoleId, result, visits, database, workspace, onRunAgain }: ConsoleResultProps): ReactNode {
  const { engine, session } = database;
  const { data: schema } = useQuery(schemaRead(engine));
  const { data: info } = useQuery(databaseInfo(engine));
  const key: WorkspaceKey = `result:${consoleId}:${result.statement.index}`;
  const [kept] = useState(() => workspace.get<ResultViewState>(key));
  const relations = useRelationsSetup(schema, workspace, visits);
  if (!schema || !info || !relations) return null;
  return (
    <ResultView
      engine={engine}
      session={session}
      schema={schema}
      relations={relations}
      readOnlyReason={info.readOnlyReason}
      result={result}
      state={kept}
      onState={(state) => workspace.set(key, state)}
      onRunAgain={onRunAgain}
    />
  );
}

/** How rows of this database lead to one another. */
function useRelationsSetup(
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
