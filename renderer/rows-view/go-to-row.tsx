/** A small field for a row number. */
import { type ReactNode, useState } from "react";
import { formatCount } from "../ui/format.ts";
import styles from "./rows-view.module.css";

interface GoToRowProps {
  readonly rowCount: number;
  /** 0-based; null when given up. */
  readonly onDone: (row: number | null) => void;
}

export function GoToRow({ rowCount, onDone }: GoToRowProps): ReactNode {
  const [text, setText] = useState("");
  const number = Number(text.replaceAll(/[,\s]/g, ""));
  const good = Number.isInteger(number) && number >= 1 && rowCount > 0;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leaves from any of its fields
    <form
      className={styles.condition}
      aria-label="Go to row"
      onSubmit={(event) => {
        event.preventDefault();
        if (good) onDone(Math.min(number, rowCount) - 1);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onDone(null);
      }}
    >
      <input
        aria-label="Row number"
        placeholder={`Row 1 – ${formatCount(rowCount)}`}
        inputMode="numeric"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was opened to type here
        autoFocus
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => onDone(null)}
      />
    </form>
  );
}
