/** The console's buttons, how far its run is, and the transaction it left open. */
import { History, ListTree, Play, Square, StepForward } from "lucide-react";
import type { ReactNode } from "react";
import { CommandButton } from "../../ui/button.tsx";
import styles from "./console.module.css";
import type { Run } from "./console-lane.ts";
import { DoneWords, RunningWords } from "./run-words.tsx";
import { TransactionPill } from "./transaction-pill.tsx";

/** Commands whose keys the console tells. */
export type ConsoleKey = "console.run" | "console.runStatement" | "console.explain" | "console.history";

interface ConsoleBarProps {
  readonly run: Run | undefined;
  readonly transactionOpen: boolean;
  /** The key of a command as this machine writes it. */
  readonly keyOf: (command: ConsoleKey) => string;
}

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

export function ConsoleBar({ run, transactionOpen, keyOf }: ConsoleBarProps): ReactNode {
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
        <StepForward {...icon} /> Statement
      </CommandButton>
      <CommandButton
        look="quiet"
        command="console.explain"
        hint={`Query plan of the statement at the cursor (${keyOf("console.explain")})`}
      >
        <ListTree {...icon} /> Plan
      </CommandButton>
      <span className={styles.progress} aria-live="polite">
        {run && (underWay ? <RunningWords run={run} /> : <DoneWords run={run} />)}
      </span>
      {transactionOpen && <TransactionPill busy={underWay} />}
      <CommandButton
        look="quiet"
        square
        aria-label="History"
        command="console.history"
        hint={`What consoles ran before (${keyOf("console.history")})`}
      >
        <History {...icon} />
      </CommandButton>
    </div>
  );
}
