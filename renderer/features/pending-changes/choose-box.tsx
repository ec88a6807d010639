import type { ReactNode } from "react";
import styles from "./pending-changes.module.css";

interface ChooseBoxProps {
  readonly label: string;
  /** `some`: of several rows, part is chosen. */
  readonly chosen: "all" | "some" | "none";
  readonly onChoose: (chosen: boolean) => void;
}

/** Whether something goes into the next commit. A press on "some" chooses all. */
export function ChooseBox({ label, chosen, onChoose }: ChooseBoxProps): ReactNode {
  return (
    <input
      type="checkbox"
      className={styles.box}
      aria-label={label}
      title={label}
      checked={chosen === "all"}
      ref={(element) => {
        if (element) element.indeterminate = chosen === "some";
      }}
      onChange={() => onChoose(chosen !== "all")}
    />
  );
}

/** How many of these rows the next commit takes. */
export function chosenOf(
  ids: readonly { readonly id: string }[],
  leftOut: ReadonlySet<string>,
): ChooseBoxProps["chosen"] {
  if (leftOut.size === 0) return "all";
  const out = ids.filter(({ id }) => leftOut.has(id)).length;
  return out === 0 ? "all" : out === ids.length ? "none" : "some";
}
