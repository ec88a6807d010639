/** Form, SQL or diagram: views of one document. */
import type { ReactNode } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import type { ModelMode } from "./editor-view.ts";
import styles from "./model-editor.module.css";

const modes: readonly (readonly [ModelMode, string])[] = [
  ["form", "Form"],
  ["sql", "SQL"],
  ["diagram", "Diagram"],
];

interface ModeSwitchProps {
  readonly mode: ModelMode;
  readonly onMode: (mode: ModelMode) => void;
}

export function ModeSwitch({ mode, onMode }: ModeSwitchProps): ReactNode {
  return (
    <ToggleButtonGroup
      aria-label="View of the model"
      className={styles.modes ?? ""}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[mode]}
      onSelectionChange={(keys) => {
        const [next] = [...keys] as ModelMode[];
        if (next) onMode(next);
      }}
    >
      {modes.map(([id, words]) => (
        <ToggleButton key={id} id={id} className={styles.mode ?? ""}>
          {words}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
