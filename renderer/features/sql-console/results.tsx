/** What a run gave: a tab for each result, and the messages; beside them tabs that are no result. */
import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import type { StatementReport } from "../../../src-shared/model/console.ts";
import { formatCount, plural } from "../../ui/format.ts";
import styles from "./console.module.css";
import type { Run } from "./console-lane.ts";
import { Messages } from "./messages.tsx";

/** A tab that does not come from a run. */
export interface ExtraTab {
  readonly id: string;
  readonly title: string;
  readonly content: ReactNode;
}

/** Draws the rows of one statement of a run; what rows are is another feature's. */
export type RenderResult = (run: Run, statement: StatementReport) => ReactNode;

interface ResultsProps {
  readonly run: Run | undefined;
  readonly extras: readonly ExtraTab[];
  /** The extra tab in front; null: one of the run's. */
  readonly front: string | null;
  readonly onFront: (id: string | null) => void;
  /** Puts an extra tab away. */
  readonly onCloseExtra: (id: string) => void;
  /** Esc in a tab that is no result: back to the editor. */
  readonly onLeave: () => void;
  readonly onGoTo: (offset: number) => void;
  readonly onRemoveInvisible: () => void;
  readonly renderResult: RenderResult;
}

/** Tabs more than this are left to the messages: a script of a thousand SELECTs is a mistake or a test. */
const MOST_RESULTS = 50;

/** The tab that answers the question one had: the error, else the first rows, else what was changed. */
function firstChoice(run: Run): string {
  // Who stops a statement has seen enough of its rows, and goes on looking at them.
  const stopped =
    run.state === "stopped" && !run.lost ? run.statements.findLast((s) => s.state === "failed") : undefined;
  if (stopped && stopped.rows > 0) return stopped.index.toString();
  if (run.error || run.statements.some((s) => s.state === "failed")) return "messages";
  return run.statements.find((s) => s.columns.length > 0)?.index.toString() ?? "messages";
}

/** Results of one run; a new run chooses its tab anew. */
export function Results(props: ResultsProps): ReactNode {
  const { run, extras, front, onFront, onCloseExtra, onLeave, onGoTo, onRemoveInvisible, renderResult } = props;
  const [chosen, setChosen] = useState<{ runId: string; tab: string } | null>(null);
  const inFront = extras.find(({ id }) => id === front) ?? (run ? undefined : extras[0]);
  const selected =
    inFront?.id ?? (run && chosen?.runId === run.runId ? chosen.tab : run ? firstChoice(run) : "messages");
  const choose = (tab: string) => {
    const isExtra = extras.some(({ id }) => id === tab);
    onFront(isExtra ? tab : null);
    if (run && !isExtra) setChosen({ runId: run.runId, tab });
  };
  const statements = run?.statements ?? [];
  const results = statements.filter((s) => s.columns.length > 0).slice(0, MOST_RESULTS);
  const failures =
    statements.filter((s) => s.state === "failed").length + (run?.error && run.state === "failed" ? 1 : 0);
  return (
    <Tabs
      className={styles.results ?? ""}
      selectedKey={selected}
      onSelectionChange={(key) => choose(String(key))}
      keyboardActivation="manual"
    >
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- keys of the tabs in it, which have the focus */}
      <div
        onKeyDown={({ key, target }) => {
          const id = (target as HTMLElement).closest<HTMLElement>("[role=tab]")?.dataset["key"];
          if (key === "Delete" && extras.some((extra) => extra.id === id)) onCloseExtra(id ?? "");
        }}
      >
        <TabList aria-label="Results" className={styles.strip ?? ""}>
          {results.map((statement) => (
            <Tab key={statement.index} id={String(statement.index)} className={styles.tab ?? ""}>
              Result {statement.index + 1} <span className={styles.badge}>{formatCount(statement.rows)}</span>
            </Tab>
          ))}
          {run && (
            <Tab id="messages" className={styles.tab ?? ""}>
              Messages{" "}
              <span className={failures > 0 ? styles.badgeFailed : styles.badge}>
                {failures > 0 ? plural(failures, "error") : formatCount(statements.length)}
              </span>
            </Tab>
          )}
          {extras.map(({ id, title }) => (
            <Tab key={id} id={id} className={styles.tab ?? ""}>
              {title}
              {/* For the mouse: the keyboard has Delete on the tab, and Esc in what it shows. */}
              <span
                className={styles.close}
                title={`Close ${title} (Delete)`}
                aria-hidden
                data-testid={`close-${id}`}
                onPointerDown={(event) => event.stopPropagation()}
                onClick={(event) => {
                  event.stopPropagation();
                  onCloseExtra(id);
                }}
              >
                <X size={12} strokeWidth={1.5} />
              </span>
            </Tab>
          ))}
        </TabList>
      </div>
      {run &&
        results.map((statement) => (
          <TabPanel key={statement.index} id={String(statement.index)} className={styles.panel ?? ""}>
            {renderResult(run, statement)}
          </TabPanel>
        ))}
      {run && (
        <TabPanel id="messages" className={styles.panel ?? ""}>
          <Messages
            run={run}
            onGoTo={onGoTo}
            onShowResult={(statement) => choose(String(statement))}
            onRemoveInvisible={onRemoveInvisible}
          />
        </TabPanel>
      )}
      {extras.map(({ id, content }) => (
        <TabPanel key={id} id={id} className={styles.panel ?? ""}>
          {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it only hears the key that leads out */}
          <div
            className={styles.extra}
            onKeyDown={(event) => {
              if (event.key !== "Escape" || event.defaultPrevented) return;
              event.preventDefault();
              onLeave();
            }}
          >
            {content}
          </div>
        </TabPanel>
      ))}
    </Tabs>
  );
}
