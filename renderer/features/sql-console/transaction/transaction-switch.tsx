/** How the console stores what scripts write: a plain switch. */
import type { ReactNode } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { useStore } from "zustand";
import type { ConsoleLane, TransactionMode } from "../console-lane.ts";
import styles from "./transaction.module.css";

const modes = [
  ["auto", "Auto", "A script is stored whole when it ends, or not at all"],
  ["manual", "Manual", "What scripts write waits in a transaction until you commit it or roll it back"],
] as const;

interface TransactionSwitchProps {
  readonly lane: ConsoleLane;
  readonly onMode: (mode: TransactionMode) => void;
}

export function TransactionSwitch({ lane, onMode }: TransactionSwitchProps): ReactNode {
  const mode = useStore(lane.store, (state) => state.mode);
  return (
    <div className={styles.labelled}>
      <span className={styles.label} aria-hidden>
        Transactions
      </span>
      <ToggleButtonGroup
        className={styles.switch ?? ""}
        aria-label="Transactions of the console"
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[mode]}
        onSelectionChange={(keys) => {
          const [chosen] = keys;
          if (chosen === "auto" || chosen === "manual") onMode(chosen);
        }}
      >
        {modes.map(([id, name, hint]) => (
          <ToggleButton
            key={id}
            id={id}
            className={styles.choice ?? ""}
            render={(props) => <button {...props} title={hint} />}
          >
            {name}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}
