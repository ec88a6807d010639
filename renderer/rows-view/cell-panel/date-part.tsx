/** A date by the system's picker. */
import { type ReactNode, useState } from "react";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { PickableDate } from "../../values/date-text.ts";
import { useDraft } from "../../ui/open-editors.ts";
import styles from "./cell-panel.module.css";

interface DatePartProps {
  readonly date: PickableDate;
  readonly label: string;
  readonly editable: boolean;
  /** Gives whether the value was taken. */
  readonly onValue: (value: Scalar) => Promise<boolean>;
}

/** Keyed by its value. */
export function DatePart({ date, label, editable, onValue }: DatePartProps): ReactNode {
  const [draft, setDraft] = useState(date.text);
  const take = (): boolean | Promise<boolean> => {
    const value = date.withText(draft);
    return value === undefined || onValue(value);
  };
  const save = useDraft(editable && draft !== date.text ? take : null, draft);
  return (
    <div className={styles.date}>
      <input
        type={date.kind}
        // Seconds are shown, and typed.
        step={date.kind === "date" ? undefined : 1}
        aria-label={`${label} as a date`}
        data-testid="cell-date"
        disabled={!editable}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => void save()}
        onKeyDown={(event) => {
          if (event.key === "Enter") void save();
          else if (event.key === "Escape") setDraft(date.text);
          else return;
          event.stopPropagation();
        }}
      />
      <p>{date.note}</p>
    </div>
  );
}
