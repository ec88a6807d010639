import type { ReactNode } from "react";
import { CommandButton } from "../../ui/button.tsx";
import styles from "./console.module.css";

/** A script left a transaction open: says so, and how to end it. */
export function TransactionPill({ busy }: { busy: boolean }): ReactNode {
  return (
    <div className={styles.pill} role="group" aria-label="Open transaction" data-testid="transaction">
      <span className={styles.pillWords}>Transaction open{busy ? "" : ": not stored yet"}</span>
      <CommandButton look="quiet" command="console.rollback">
        Roll back
      </CommandButton>
      <CommandButton look="quiet" command="console.commit">
        Commit
      </CommandButton>
    </div>
  );
}
