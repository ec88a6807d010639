/** A SQL console: an editor, what it ran, and how to stop it. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { useStore } from "zustand";
import { consoleWords, type Engine, schemaRead } from "../../rpc/queries.ts";
import type { StatementReport } from "../../../src-shared/model/console.ts";
import type { Query } from "../../../src-shared/model/query.ts";
import type { Parameter } from "../../../src-shared/model/parameter.ts";
import { parameterNames } from "../../../src-shared/sql/parameters.ts";
import { toast } from "sonner";
import { plural } from "../../ui/format.ts";
import { CommandScope, useCommand } from "../../ui/command-scope.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { ConsoleBar, type ConsoleKey } from "./console-bar.tsx";
import styles from "./console.module.css";
import type { ConsoleLane, Run, RunHow, TransactionMode } from "./console-lane.ts";
import type { GoToDefinition } from "./definitions/editor-definitions.ts";
import { errorMarks } from "./error-marks.ts";
import { formatScript } from "./format/format-script.ts";
import { LibraryPanel } from "./library/library-panel.tsx";
import { QueryPathDialog } from "./library/query-path-dialog.tsx";
import type { OpenedQuery } from "./library/saved-link.ts";
import { type KeptLink, useSavedQuery } from "./library/use-saved-query.ts";
import { HistoryPanel } from "./history/history-panel.tsx";
import { outsideTablesOf } from "./outside-tables.ts";
import { type ExtraTab, Results } from "./results.tsx";
import { type EditorContent, SqlEditor, type SqlEditorHandle } from "./sql-editor.tsx";
import { openInBuilder } from "./open-in-builder.ts";
import type { Asking } from "./parameters/asking.ts";
import { type KeptParameters, keepTyped, keptOf, valueOfTyped } from "./parameters/kept-parameters.ts";
import { ParameterForm } from "./parameters/parameter-form.tsx";
import { PlanTab } from "./plan/plan-tab.tsx";
import { usePlan } from "./plan/use-plan.ts";
import { TransactionLine } from "./transaction/transaction-line.tsx";
import { ChangesView } from "./try/changes-view.tsx";
import { statementAt } from "./statements.ts";
import { useChecks } from "./use-checks.ts";

interface ConsoleViewProps {
  readonly engine: Engine;
  readonly lane: ConsoleLane;
  readonly consoleId: string;
  readonly title: string;
  readonly initial: EditorContent;
  /** Text or cursor changed: to be kept. */
  readonly onKeep: (content: EditorContent) => void;
  /** What was typed for parameters before, and how it is kept. */
  readonly parameters: {
    readonly read: () => KeptParameters;
    readonly keep: (typed: KeptParameters) => void;
  };
  /** The key of a command as this machine writes it. */
  readonly keyOf: (command: ConsoleKey) => string;
  /** Opens one more console with this text. */
  readonly onOpenSql: (sql: string) => void;
  /** Opens a statement as a document of the query builder. */
  readonly onBuild: (query: Query) => void;
  readonly onDefinition: GoToDefinition;
  /** Name of the database's file: queries may be saved for it alone. */
  readonly databaseName: string;
  readonly saved: KeptLink;
  /** Opens a saved query in a console of its own. */
  readonly onOpenQuery: (query: OpenedQuery) => void;
  /** Draws the rows of a statement; the last argument runs again what was run. */
  readonly renderResult: (run: Run, statement: StatementReport, onRunAgain: () => void) => ReactNode;
  /** The user chose how scripts are stored: to be kept. */
  readonly onMode: (mode: TransactionMode) => void;
  /** Takes the focus when it is made. */
  readonly autoFocus: boolean;
}

/** A part of the text on its way to be run. */
interface Part {
  readonly sql: string;
  readonly offset: number;
  readonly how: RunHow;
}

/** A longer text is a dump, not something with parameters: it is not searched for them. */
const LONGEST_ASKED = 2 * 1024 * 1024;

/** The whole tab. Its commands answer while the tab is shown. */
export function ConsoleView(props: ConsoleViewProps): ReactNode {
  const {
    engine,
    lane,
    consoleId,
    title,
    initial,
    onKeep,
    parameters,
    keyOf,
    onOpenSql,
    onBuild,
    onDefinition,
    onMode,
    databaseName,
    saved,
    onOpenQuery,
    renderResult,
    autoFocus,
  } = props;
  const { data: schema } = useQuery(schemaRead(engine));
  const outside = useStore(outsideTablesOf(lane, engine.client));
  const { data: words } = useQuery(consoleWords(engine));
  const run = useStore(lane.store, ({ runs }) => runs.get(consoleId));
  const transactionOpen = useStore(lane.store, (state) => state.transactionOpen);
  const transactionError = useStore(lane.store, (state) => state.transactionError);
  const editor = useRef<SqlEditorHandle>(null);
  const [blank, setBlank] = useState(initial.text.trim() === "");
  /** What waits for the values of its parameters. */
  const [asking, setAsking] = useState<Asking | null>(null);
  const underWay = run?.state === "running" || run?.state === "stopping";

  const { plan, explain, forget } = usePlan(engine.client);
  const [history, setHistory] = useState(false);
  /** The tab below that is no result of a run, if one of those is in front. */
  const [front, setFront] = useState<"plan" | "history" | "changes" | "library" | null>(null);
  const launch = (part: Part, values: Parameter[]) => {
    setFront(null);
    void lane.run(consoleId, part.sql, part.offset, values, part.how);
  };

  /** The same text with the same values, wherever the editor is by now. */
  const runAgain = (again: Run) => {
    if (!underWay) void lane.run(consoleId, again.sql, again.offset, [...again.parameters], { onCopy: again.onCopy });
  };

  const start = (what: "all" | "statement", how: RunHow = {}) => {
    const content = editor.current?.content();
    if (!content) return;
    const [from, to] = [Math.min(content.anchor, content.head), Math.max(content.anchor, content.head)];
    const span =
      what === "statement"
        ? statementAt(content.text, content.head)
        : from < to
          ? { start: from, end: to }
          : { start: 0, end: content.text.length };
    if (!span) return;
    editor.current?.mark([]);
    const part = { sql: content.text.slice(span.start, span.end), offset: span.start, how };
    const names = part.sql.length > LONGEST_ASKED ? [] : parameterNames(part.sql);
    const verb = how.onCopy ? "Try" : "Run";
    if (names.length > 0) setAsking({ names, verb, onValues: (values) => launch(part, values) });
    else launch(part, []);
  };
  const showPlan = () => {
    const content = editor.current?.content();
    const span = content && statementAt(content.text, content.head);
    if (!span) return;
    const sql = content.text.slice(span.start, span.end);
    const kept = parameters.read();
    const values = parameterNames(sql).map((name) => valueOfTyped(name, keptOf(kept, name)));
    setFront("plan");
    void explain(
      sql,
      span.start,
      values.filter((value) => "name" in value),
    );
  };
  const format = () => {
    const text = editor.current?.content().text;
    if (text === undefined) return;
    const { text: formatted, left } = formatScript(text);
    if (formatted !== text) editor.current?.rewrite(formatted);
    if (left > 0)
      toast(`${plural(left, "statement")} left as written: formatting would have changed what SQLite reads.`);
  };
  // A try is about what it would change: that comes to the front when it is known.
  const [triedId, setTriedId] = useState<string | null>(null);
  /** The run whose changes were closed. */
  const [closed, setClosed] = useState<string | null>(null);
  if (run?.tried && triedId !== run.runId) {
    setTriedId(run.runId);
    if (!run.statements.some(({ state }) => state === "failed")) setFront("changes");
  }
  const build = () => {
    const content = editor.current?.content();
    const span = content && statementAt(content.text, content.head);
    if (!span || !schema) return;
    openInBuilder({ sql: content.text.slice(span.start, span.end), schema, onAsk: setAsking, onBuild });
  };
  const [library, setLibrary] = useState(false);
  const query = useSavedQuery(saved, initial.text, () => editor.current?.content().text ?? "");
  const showLibrary = (shown: boolean) => {
    setLibrary(shown);
    setFront(shown ? "library" : null);
    if (!shown) editor.current?.focus();
  };
  const showHistory = (shown: boolean) => {
    setHistory(shown);
    setFront(shown ? "history" : null);
    if (!shown) editor.current?.focus();
  };
  const closeExtra = (id: string) => {
    if (id === "history") showHistory(false);
    else if (id === "library") showLibrary(false);
    else {
      if (id === "plan") forget();
      else setClosed(run?.runId ?? null);
      setFront(null);
      editor.current?.focus();
    }
  };
  const canStart = { enabled: !underWay && !blank };
  useCommand("console.run", () => start("all"), canStart);
  useCommand("view.refresh", () => start("all"), canStart);
  useCommand("console.runStatement", () => start("statement"), canStart);
  useCommand("console.try", () => start("all", { onCopy: true }), { enabled: canStart.enabled && !transactionOpen });
  useCommand("console.explain", showPlan, canStart);
  useCommand("builder.fromConsole", build, { enabled: !blank && schema !== undefined });
  useCommand("console.format", format, { enabled: !blank });
  useCommand("console.history", () => showHistory(!history || front !== "history"));
  useCommand("console.library", () => showLibrary(!library || front !== "library"));
  useCommand("console.save", () => void query.save(), { enabled: !blank });
  useCommand("console.saveAs", query.saveAs, { enabled: !blank });
  useCommand("console.stop", () => void lane.stop(consoleId), { enabled: run?.state === "running" });
  useCommand("console.commit", () => void lane.endTransaction("commit"), { enabled: transactionOpen && !underWay });
  useCommand("console.rollback", () => void lane.endTransaction("rollback"), { enabled: transactionOpen && !underWay });

  useEffect(() => {
    if (autoFocus) editor.current?.focus();
  }, [autoFocus]);
  const marks = run && !underWay ? errorMarks(run) : null;
  const marked = useRef<string | null>(null);
  useEffect(() => {
    if (!marks || !run || marked.current === run.runId) return;
    marked.current = run.runId;
    editor.current?.mark(marks);
  }, [marks, run]);
  const { onEdit, onFocus } = useChecks({ client: engine.client, lane, editor, run, schema });

  const extras: ExtraTab[] = [];
  const tried = run?.tried;
  if (run && tried && !run.lost) {
    const apply = () => {
      setFront(null);
      void lane.run(consoleId, run.sql, run.offset, [...run.parameters], { asTried: run.runId });
    };
    const content = <ChangesView key={run.runId} client={engine.client} run={run} tried={tried} onApply={apply} />;
    if (closed !== run.runId) extras.push({ id: "changes", title: "Changes", content });
  }
  const goTo = (offset: number) => editor.current?.goTo(offset);
  if (plan) {
    const again = async (sql: string) => {
      await lane.run(consoleId, sql, 0);
      setFront("plan");
      void explain(plan.sql, plan.offset, [...plan.parameters]);
    };
    const content = (
      <PlanTab
        key={plan.id}
        client={engine.client}
        lane={lane}
        plan={plan}
        busy={underWay || transactionOpen}
        onGoTo={goTo}
        onCreate={(sql) => void again(sql)}
      />
    );
    extras.push({ id: "plan", title: "Plan", content });
  }
  if (history) {
    const content = (
      <HistoryPanel
        engine={engine}
        stamp={`${run?.runId ?? ""}:${run?.state ?? ""}`}
        onInsert={(sql) => editor.current?.insert(sql)}
        onOpen={onOpenSql}
      />
    );
    extras.push({ id: "history", title: "History", content });
  }

  if (library) {
    const content = (
      <LibraryPanel
        databaseName={databaseName}
        stamp={`${query.link?.path ?? ""}:${query.link?.modified ?? ""}`}
        onInsert={(sql) => editor.current?.insert(sql)}
        onOpen={onOpenQuery}
        onRenamed={query.renamed}
      />
    );
    extras.push({ id: "library", title: "Saved queries", content });
  }

  return (
    <>
      <Group orientation="vertical" className={styles.console} id={`console-${consoleId}`}>
        <Panel minSize={100} defaultSize="42" className={styles.top ?? ""} data-pane="editor">
          <ConsoleBar run={run} lane={lane} link={query.link} edited={query.edited} onMode={onMode} keyOf={keyOf} />
          {transactionOpen && <TransactionLine lane={lane} busy={underWay} />}
          {transactionError && <ErrorWords look="line" error={transactionError} />}
          <CommandScope className={styles.editor}>
            <SqlEditor
              handle={editor}
              initial={initial}
              label={`SQL of ${title}`}
              schema={schema}
              outside={outside}
              words={words}
              onDefinition={onDefinition}
              onEdit={onEdit}
              onFocus={onFocus}
              onBlank={setBlank}
              onChange={(content) => {
                query.look(content.text);
                onKeep(content);
              }}
            />
          </CommandScope>
        </Panel>
        <Separator className={styles.separator ?? ""} aria-label="Height of the editor" />
        <Panel minSize={80} className={styles.bottom ?? ""} data-pane="results">
          {run || extras.length > 0 ? (
            <Results
              run={run}
              extras={extras}
              front={front}
              onFront={(id) => setFront(id as typeof front)}
              onCloseExtra={closeExtra}
              onLeave={() => editor.current?.focus()}
              onGoTo={goTo}
              onRemoveInvisible={() => editor.current?.removeInvisible()}
              renderResult={(shown, statement) => renderResult(shown, statement, () => runAgain(shown))}
            />
          ) : (
            <div className={styles.hint}>
              <p>
                <kbd>{keyOf("console.run")}</kbd> runs everything, or the selection
              </p>
              <p>
                <kbd>{keyOf("console.runStatement")}</kbd> runs the statement at the cursor
              </p>
            </div>
          )}
        </Panel>
      </Group>
      {query.naming && (
        <QueryPathDialog
          title="Save the query"
          verb="Save"
          initial={query.link?.path ?? ""}
          databaseName={databaseName}
          canReplace
          onCancel={query.stopNaming}
          onGiven={query.saveUnder}
        />
      )}
      {asking && (
        <ParameterForm
          names={asking.names}
          kept={parameters.read()}
          verb={asking.verb}
          onCancel={() => setAsking(null)}
          onGiven={(values, typed) => {
            parameters.keep(keepTyped(parameters.read(), typed));
            setAsking(null);
            asking.onValues(values);
          }}
        />
      )}
    </>
  );
}
