/** The console's buttons, how far its run is, and how it stores what it writes. */
import { FlaskConical, History, Library, ListTree, Play, Save, Square, StepForward } from "lucide-react";
import type { ReactNode } from "react";
import { CommandButton } from "../../ui/button.tsx";
import styles from "./console.module.css";
import type { ConsoleLane, Run, TransactionMode } from "./console-lane.ts";
import library from "./library/library.module.css";
import { nameOfQuery, type SavedLink } from "./library/saved-link.ts";
import { DoneWords, RunningWords } from "./run-words.tsx";
import { TransactionSwitch } from "./transaction/transaction-switch.tsx";

/** Commands whose keys the console tells. */
export type ConsoleKey =
  | "console.run"
  | "console.runStatement"
  | "console.try"
  | "console.explain"
  | "console.save"
  | "console.library"
  | "console.history";

interface ConsoleBarProps {
  readonly run: Run | undefined;
  readonly lane: ConsoleLane;
  /** The saved query that is shown. */
  readonly link: SavedLink | null;
  /** Its text was changed since it was saved. */
  readonly edited: boolean;
  readonly onMode: (mode: TransactionMode) => void;
  /** The key of a command as this machine writes it. */
  readonly keyOf: (command: ConsoleKey) => string;
}

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

export function ConsoleBar({ run, lane, link, edited, onMode, keyOf }: ConsoleBarProps): ReactNode {
  const underWay = run?.state === "running" || run?.state === "stopping";
  return (
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
        <StepForward {...icon} /> <span className={styles.word}>Statement</span>
      </CommandButton>
      <CommandButton
        look="quiet"
        command="console.try"
        hint={`Run on a copy and see which rows would change (${keyOf("console.try")})`}
      >
        <FlaskConical {...icon} /> <span className={styles.word}>Try it</span>
      </CommandButton>
      <CommandButton
        look="quiet"
        command="console.explain"
        hint={`Query plan of the statement at the cursor (${keyOf("console.explain")})`}
      >
        <ListTree {...icon} /> <span className={styles.word}>Plan</span>
      </CommandButton>
      <span className={styles.progress} aria-live="polite">
        {run && (underWay ? <RunningWords run={run} /> : <DoneWords run={run} />)}
      </span>
      {link && (
        <span className={library.saved} title={`${link.path}.sql${edited ? ", changed since it was saved" : ""}`}>
          {nameOfQuery(link.path)}
          {edited && <span className={library.dot} role="img" aria-label="changed since it was saved" />}
        </span>
      )}
      <TransactionSwitch lane={lane} onMode={onMode} />
      <CommandButton
        look="quiet"
        square
        aria-label="Save query"
        command="console.save"
        hint={`Save this text as a query (${keyOf("console.save")})`}
      >
        <Save {...icon} />
      </CommandButton>
      <CommandButton
        look="quiet"
        aria-label="Saved queries"
        command="console.library"
        hint={`Saved queries (${keyOf("console.library")})`}
      >
        <Library {...icon} /> <span className={styles.word}>Saved queries</span>
      </CommandButton>
      <CommandButton
        look="quiet"
        aria-label="History"
        command="console.history"
        hint={`Query history (${keyOf("console.history")})`}
      >
        <History {...icon} /> <span className={styles.word}>History</span>
      </CommandButton>
    </div>
  );
}
