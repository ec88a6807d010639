/** The tab of a console, with its results. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useContext, useEffect, useState } from "react";
import type { StatementReport } from "../../../src-shared/model/console.ts";
import type { ResultViewState } from "../../features/result-view/result-state.ts";
import { ResultView } from "../../features/result-view/result-view.tsx";
import type { ShownResult } from "../../features/result-view/shown-result.ts";
import type { Run } from "../../features/sql-console/console-lane.ts";
import { ConsoleView } from "../../features/sql-console/console-view.tsx";
import type { EditorContent } from "../../features/sql-console/sql-editor.tsx";
import type { SavedLink } from "../../features/sql-console/library/saved-link.ts";
import type { KeptParameters } from "../../features/sql-console/parameters/kept-parameters.ts";
import { databaseInfo, schemaRead } from "../../rpc/queries.ts";
import type { WorkspaceKey } from "../../rpc/workspace-keys.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";
import { InFront } from "../../ui/status-items.tsx";
import { keyOf } from "../commands/keyboard.ts";
import type { OpenDatabase } from "../databases.ts";
import { usePainted } from "../painted.ts";
import type { Tabs } from "./tabs.ts";
import { useRelationsSetup } from "./use-relations-setup.ts";
import type { Visits } from "./visits.ts";

interface ConsoleContentProps {
  readonly id: string;
  readonly title: string;
  readonly tabs: Tabs;
  readonly visits: Visits;
  readonly database: OpenDatabase;
  readonly workspace: WorkspaceStore;
}

export function ConsoleContent({ id, title, tabs, visits, database, workspace }: ConsoleContentProps): ReactNode {
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
