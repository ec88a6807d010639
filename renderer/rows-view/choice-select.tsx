/** A value by its choices: of CHECK … IN, of a boolean. Another value that is there stays until one is chosen. */
import type { ReactNode } from "react";
import type { Cell } from "../../src-shared/model/cell.ts";
import { editText } from "../../src-shared/model/cell-text.ts";
import type { EditChoice } from "../ui/data-grid/grid-source.ts";

interface ChoiceSelectProps {
  readonly label?: string | undefined;
  readonly className?: string | undefined;
  readonly choices: readonly EditChoice[];
  /** undefined: left open in a new row. */
  readonly cell: Cell | undefined;
  readonly notNull: boolean;
  readonly isDisabled?: boolean;
  /** The text of a choice, as if it had been typed; null: NULL. */
  readonly onChoice: (text: string | null) => void;
}

/** What no choice's text is: the values of these options are their places. */
const nothing = "null";
const other = "other";

export function ChoiceSelect(props: ChoiceSelectProps): ReactNode {
  const { label, className, choices, cell, notNull, isDisabled = false, onChoice } = props;
  const text = cell === null || cell === undefined ? null : editText(cell);
  const place = choices.findIndex((choice) => choice.text === text);
  const now = cell === null ? nothing : place < 0 ? other : String(place);
  return (
    <select
      className={className}
      aria-label={label}
      data-testid="choice"
      disabled={isDisabled}
      value={now}
      onChange={({ target: { value } }) => {
        if (value !== other) onChoice(value === nothing ? null : (choices[Number(value)]?.text ?? null));
      }}
    >
      {now === other && <option value={other}>{cell === undefined ? "default" : (text ?? "another value")}</option>}
      {(!notNull || cell === null) && <option value={nothing}>NULL</option>}
      {choices.map((choice, i) => (
        <option key={choice.text} value={i}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
