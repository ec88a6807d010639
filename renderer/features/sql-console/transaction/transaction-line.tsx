import { useStore } from "zustand";
import type { ReactNode } from "react";
import { CommandButton } from "../../../ui/button.tsx";
import type { ConsoleLane } from "../console-lane.ts";
import styles from "./transaction.module.css";
import { transactionWords } from "./transaction-words.ts";

interface TransactionLineProps {
  readonly lane: ConsoleLane;
  /** A script is running: it cannot be ended now. */
  readonly busy: boolean;
}

/** A transaction is open: what it has done, who waits for it, and how to end it. */
export function TransactionLine({ lane, busy }: TransactionLineProps): ReactNode {
  const transaction = useStore(lane.store, (state) => state.transaction);
  const words = transactionWords(transaction);
  const waits = transaction?.holdsLock ? " Other programs cannot write until it ends." : "";
  return (
    <div className={styles.line} role="group" aria-label="Open transaction" data-testid="transaction">
      <p className={styles.words} title={`Transaction open: ${words}.${waits}`}>
        <strong>Transaction open</strong>
        {busy ? "" : `: ${words}, not stored yet.`}
        {waits}
      </p>
      <CommandButton look="quiet" command="console.rollback">
        Roll back
      </CommandButton>
      <CommandButton command="console.commit">Commit</CommandButton>
    </div>
  );
}
