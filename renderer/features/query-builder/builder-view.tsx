/** The query builder: a form, the code it stands for, and the first rows of it. */
import { useQuery } from "@tanstack/react-query";
import type { Extension } from "@codemirror/state";
import { Save, SquareTerminal } from "lucide-react";
import { type ReactNode, useContext, useEffect, useId, useMemo, useRef, useState } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { useStore } from "zustand";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { ModelNames } from "../../../src-shared/model/models.ts";
import type { Query } from "../../../src-shared/model/query.ts";
import { type Engine, schemaRead } from "../../rpc/queries.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { CommandButton } from "../../ui/button.tsx";
import { useCommand } from "../../ui/command-scope.tsx";
import { InFront } from "../../ui/status-items.tsx";
import styles from "./builder.module.css";
import { type BuilderState, changed, keptState, newState, redone, undone } from "./builder-state.ts";
import { CodePanes, codeOf } from "./code-panes.tsx";
import { aliasesIn, emptyQuery } from "./document.ts";
import { LiveRows } from "./live-rows.tsx";
import { openLiveRun } from "./live-run.ts";
import { QueryForm } from "./query-form.tsx";
import { SaveView } from "./save-view.tsx";
import { type FieldScope, Scope } from "./scope.ts";
import { useCompiled } from "./use-compiled.ts";

interface BuilderViewProps {
  readonly engine: Engine;
  /** What the user calls the models. */
  readonly names: ModelNames;
  /** What was kept of it. */
  readonly kept: unknown;
  readonly onKeep: (state: BuilderState) => void;
  /** Language of the SQL pane. */
  readonly language: Extension;
  /** SQL with line breaks, as people write it. */
  readonly format: (sql: string) => string;
  /** The file is about to be written, or was just now. */
  readonly onWrite: () => void;
  /** Opens a console; with parameters, it is to know their values. */
  readonly onOpenSql: (sql: string, parameters: readonly Scalar[]) => void;
  readonly onViewSaved: (name: string) => void;
}

const icon = { size: 14, strokeWidth: 1.5 } as const;

/** The whole tab. Its commands answer while the tab is shown. */
export function BuilderView(props: BuilderViewProps): ReactNode {
  const { engine, names, kept, onKeep, language, format, onWrite, onOpenSql, onViewSaved } = props;
  const { data: schema } = useQuery(schemaRead(engine));
  const [state, setState] = useState<BuilderState>(() => keptState(kept) ?? newState(emptyQuery(null)));
  const [pane, setPane] = useState("sql");
  const [bound, setBound] = useState(false);
  const [saving, setSaving] = useState(false);
  const { query } = state;
  const move = (next: BuilderState) => {
    setState(next);
    onKeep(next);
  };
  const compiled = useCompiled(engine.client, query, names, schema?.version);
  const live = useLive(engine, query, schema !== undefined);
  const now = useStore(live.store);
  useCommand("session.undo", () => move(undone(state)), { enabled: state.past.length > 0 });
  useCommand("session.redo", () => move(redone(state)), { enabled: state.future.length > 0 });
  useCommand("view.refresh", () => live.show(query));
  useCommand("console.run", () => live.show(query));
  useCommand("console.stop", () => void live.stop(), { enabled: now.state === "running" });
  useCommand(
    "builder.toConsole",
    () => {
      const result = compiled?.result;
      if (result) onOpenSql(codeOf(result, format, bound).sql ?? "", bound ? result.parameters : []);
    },
    { enabled: compiled?.result != null },
  );
  useCommand("builder.saveView", () => setSaving(true), {
    enabled: compiled?.result?.error === null && query.select.from !== null,
  });

  const scope = useMemo<FieldScope | null>(
    () => (schema ? { schema, names, scopes: [], sources: [], blocks: [], taken: aliasesIn(query), listId: "" } : null),
    [schema, names, query],
  );
  if (!scope) return null;
  const error = compiled?.result?.error ?? compiled?.error ?? null;
  const nothing = query.select.from === null && query.select.items.length === 0;
  return (
    <div className={styles.view} data-testid="builder">
      <div className={styles.bar}>
        <span className={styles.grow} />
        <CommandButton command="builder.toConsole">
          <SquareTerminal {...icon} /> Open in console
        </CommandButton>
        <CommandButton command="builder.saveView">
          <Save {...icon} /> Save as view…
        </CommandButton>
      </div>
      <Parts
        form={
          <Scope value={scope}>
            <QueryForm query={query} onQuery={(next: Query) => move(changed(state, next))} label="Query" />
          </Scope>
        }
        code={
          compiled?.result && !nothing ? (
            <CodePanes
              compiled={compiled.result}
              language={language}
              format={format}
              shown={pane}
              onShown={setPane}
              bound={bound}
              onBound={setBound}
            />
          ) : (
            <p className={styles.empty}>{nothing ? "Choose a table to begin with." : ""}</p>
          )
        }
        rows={
          nothing ? (
            <p className={styles.empty}>The first rows appear here.</p>
          ) : (
            <LiveRows live={now} error={error} onStop={() => void live.stop()} />
          )
        }
      />
      {saving && compiled?.result && (
        <SaveView
          client={engine.client}
          query={query}
          sql={(codeOf(compiled.result, format).sql ?? "").replace(/;\n$/, "")}
          onWrite={onWrite}
          onSaved={(name) => {
            setSaving(false);
            onViewSaved(name);
          }}
          onClose={() => setSaving(false)}
        />
      )}
    </div>
  );
}

function Parts({ form, code, rows }: { form: ReactNode; code: ReactNode; rows: ReactNode }): ReactNode {
  const id = useId();
  return (
    <Group orientation="vertical" className={styles.builder} id={id}>
      <Panel id={`${id}-top`} minSize={140} defaultSize="60">
        <Group orientation="horizontal">
          <Panel id={`${id}-form`} minSize={300} defaultSize="58" data-pane="query">
            <div className={styles.form}>{form}</div>
          </Panel>
          <Separator className={styles.vertical ?? ""} aria-label="Width of the form" />
          <Panel id={`${id}-code`} minSize={180} className={styles.side ?? ""} data-pane="code">
            {code}
          </Panel>
        </Group>
      </Panel>
      <Separator className={styles.horizontal ?? ""} aria-label="Height of the rows" />
      <Panel id={`${id}-rows`} minSize={80} className={styles.side ?? ""} data-pane="rows">
        {rows}
      </Panel>
    </Group>
  );
}

/** Runs the query while its tab is in front, again after each change of it or of the database. */
function useLive({ handle, client }: Engine, query: Query, ready: boolean) {
  const inFront = useContext(InFront);
  const [live] = useState(() =>
    openLiveRun({ client, stopLane: async () => void (await askShell("engine.stop", { handle, lane: "query" })) }),
  );
  const [stamp, setStamp] = useState(0);
  useEffect(() => client.on("database.changed", () => setStamp((before) => before + 1)), [client]);
  const wanted = ready && inFront && (query.select.from !== null || query.select.items.length > 0);
  // Coming back to the tab is no reason to run again what is there, or still runs.
  const shown = useRef<{ query: Query; stamp: number } | null>(null);
  useEffect(() => {
    if (!wanted || (shown.current?.query === query && shown.current.stamp === stamp)) return;
    shown.current = { query, stamp };
    live.show(query);
  }, [live, query, wanted, stamp]);
  useEffect(() => () => live.close(), [live]);
  return live;
}
