/** A SQL console: an editor, what it ran, and how to stop it. */
import { Play, Square, StepForward } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { useStore } from "zustand";
import { type Engine, schemaRead } from "../../rpc/queries.ts";
import { parameterNames } from "../../../src-shared/sql/parameters.ts";
import { CommandButton } from "../../ui/button.tsx";
import { CommandScope, useCommand } from "../../ui/command-scope.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { formatMilliseconds, plural } from "../../ui/format.ts";
import styles from "./console.module.css";
import type { ConsoleLane, Run } from "./console-lane.ts";
import { Elapsed } from "./elapsed.tsx";
import { errorMarks } from "./error-marks.ts";
import { Results } from "./results.tsx";
import { type EditorContent, SqlEditor, type SqlEditorHandle } from "./sql-editor.tsx";
import { type KeptParameters, keepTyped } from "./parameters/kept-parameters.ts";
import { ParameterForm } from "./parameters/parameter-form.tsx";
import { statementAt } from "./statements.ts";
import { TransactionPill } from "./transaction-pill.tsx";

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
  readonly keyOf: (command: "console.run" | "console.runStatement") => string;
  /** Takes the focus when it is made. */
  readonly autoFocus: boolean;
}

/** A part of the text on its way to be run. */
interface Part {
  readonly sql: string;
  readonly offset: number;
}

/** A longer text is a dump, not something with parameters: it is not searched for them. */
const LONGEST_ASKED = 2 * 1024 * 1024;

const icon = { size: 14, strokeWidth: 1.5 } as const;

/** The whole tab. Its commands answer while the tab is shown. */
export function ConsoleView(props: ConsoleViewProps): ReactNode {
  const { engine, lane, consoleId, title, initial, onKeep, parameters, keyOf, autoFocus } = props;
  const { data: schema } = useQuery(schemaRead(engine));
  const run = useStore(lane.store, ({ runs }) => runs.get(consoleId));
  const transactionOpen = useStore(lane.store, (state) => state.transactionOpen);
  const transactionError = useStore(lane.store, (state) => state.transactionError);
  const editor = useRef<SqlEditorHandle>(null);
  const [blank, setBlank] = useState(initial.text.trim() === "");
  const [asking, setAsking] = useState<(Part & { names: string[] }) | null>(null);
  const underWay = run?.state === "running" || run?.state === "stopping";

  const start = (what: "all" | "statement") => {
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
    const part = { sql: content.text.slice(span.start, span.end), offset: span.start };
    const names = part.sql.length > LONGEST_ASKED ? [] : parameterNames(part.sql);
    if (names.length > 0) setAsking({ ...part, names });
    else void lane.run(consoleId, part.sql, part.offset);
  };
  const canStart = { enabled: !underWay && !blank };
  useCommand("console.run", () => start("all"), canStart);
  useCommand("view.refresh", () => start("all"), canStart);
  useCommand("console.runStatement", () => start("statement"), canStart);
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

  return (
    <>
      <Group orientation="vertical" className={styles.console} id={`console-${consoleId}`}>
        <Panel minSize={100} defaultSize="42" className={styles.top ?? ""}>
          <div className={styles.bar} role="toolbar" aria-label="Console">
            {underWay ? (
              <CommandButton command="console.stop">
                <Square {...icon} /> {run.state === "stopping" ? "Stopping…" : "Stop"}
              </CommandButton>
            ) : (
              <CommandButton
                look="primary"
                command="console.run"
                hint={`Run everything, or the selection (${keyOf("console.run")})`}
              >
                <Play {...icon} /> Run
              </CommandButton>
            )}
            <CommandButton
              look="quiet"
              command="console.runStatement"
              hint={`Run the statement at the cursor (${keyOf("console.runStatement")})`}
            >
              <StepForward {...icon} /> Statement
            </CommandButton>
            <span className={styles.progress} aria-live="polite">
              {run && (underWay ? <RunningWords run={run} /> : <DoneWords run={run} />)}
            </span>
            {transactionOpen && <TransactionPill busy={underWay} />}
          </div>
          {transactionError && <ErrorWords look="line" error={transactionError} />}
          <CommandScope className={styles.editor}>
            <SqlEditor
              handle={editor}
              initial={initial}
              label={`SQL of ${title}`}
              schema={schema}
              onBlank={setBlank}
              onChange={onKeep}
            />
          </CommandScope>
        </Panel>
        <Separator className={styles.separator ?? ""} />
        <Panel minSize={80} className={styles.bottom ?? ""}>
          {run ? (
            <Results client={engine.client} run={run} onGoTo={(offset) => editor.current?.goTo(offset)} />
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
      {asking && (
        <ParameterForm
          names={asking.names}
          kept={parameters.read()}
          verb="Run"
          onCancel={() => setAsking(null)}
          onGiven={(values, typed) => {
            parameters.keep(keepTyped(parameters.read(), typed));
            setAsking(null);
            void lane.run(consoleId, asking.sql, asking.offset, values);
          }}
        />
      )}
    </>
  );
}

/** What a run does now. */
function RunningWords({ run }: { run: Run }): ReactNode {
  const current = run.statements.findLast((s) => s.state === "running");
  return (
    <>
      <Elapsed since={run.began} />
      {current && ` · statement ${current.index + 1}`}
      {current && current.rows > 0 && ` · ${plural(current.rows, "row")}`}
    </>
  );
}

/** How a run ended. */
function DoneWords({ run }: { run: Run }): ReactNode {
  const failed = run.statements.some((s) => s.state === "failed") || run.state === "failed";
  const words = run.state === "stopped" ? "stopped" : failed ? "failed" : plural(run.statements.length, "statement");
  return (
    <>
      {words} · {formatMilliseconds(run.milliseconds)}
    </>
  );
}
