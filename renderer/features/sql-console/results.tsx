/** What a run gave: a tab for each result, and the messages. */
import { type ReactNode, useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import type { EngineClient } from "../../rpc/engine-client.ts";
import { formatCount, plural } from "../../ui/format.ts";
import styles from "./console.module.css";
import type { Run } from "./console-lane.ts";
import { Messages } from "./messages.tsx";
import { ResultGrid } from "./result-grid.tsx";

interface ResultsProps {
  readonly client: EngineClient;
  readonly run: Run;
  readonly onGoTo: (offset: number) => void;
}

/** Tabs more than this are left to the messages: a script of a thousand SELECTs is a mistake or a test. */
const MOST_RESULTS = 50;

/** The tab that answers the question one had: the error, else the first rows, else what was changed. */
function firstChoice(run: Run): string {
  if (run.error || run.statements.some((s) => s.state === "failed")) return "messages";
  return run.statements.find((s) => s.columns.length > 0)?.index.toString() ?? "messages";
}

/** Results of one run; a new run chooses its tab anew. */
export function Results({ client, run, onGoTo }: ResultsProps): ReactNode {
  const [chosen, setChosen] = useState<{ runId: string; tab: string } | null>(null);
  const selected = chosen?.runId === run.runId ? chosen.tab : firstChoice(run);
  const choose = (tab: string) => setChosen({ runId: run.runId, tab });
  const results = run.statements.filter((s) => s.columns.length > 0).slice(0, MOST_RESULTS);
  const failures =
    run.statements.filter((s) => s.state === "failed").length + (run.error && run.state === "failed" ? 1 : 0);
  return (
    <Tabs
      className={styles.results ?? ""}
      selectedKey={selected}
      onSelectionChange={(key) => choose(String(key))}
      keyboardActivation="manual"
    >
      <TabList aria-label="Results" className={styles.strip ?? ""}>
        {results.map((statement) => (
          <Tab key={statement.index} id={String(statement.index)} className={styles.tab ?? ""}>
            Result {statement.index + 1} <span className={styles.badge}>{formatCount(statement.rows)}</span>
          </Tab>
        ))}
        <Tab id="messages" className={styles.tab ?? ""}>
          Messages{" "}
          <span className={failures > 0 ? styles.badgeFailed : styles.badge}>
            {failures > 0 ? plural(failures, "error") : formatCount(run.statements.length)}
          </span>
        </Tab>
      </TabList>
      {results.map((statement) => (
        <TabPanel key={statement.index} id={String(statement.index)} className={styles.panel ?? ""}>
          <ResultGrid key={`${run.runId}/${statement.index}`} client={client} run={run} statement={statement} />
        </TabPanel>
      ))}
      <TabPanel id="messages" className={styles.panel ?? ""}>
        <Messages run={run} onGoTo={onGoTo} onShowResult={(statement) => choose(String(statement))} />
      </TabPanel>
    </Tabs>
  );
}
