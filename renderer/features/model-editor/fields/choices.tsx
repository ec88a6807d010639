/** Check boxes and choices of the form. They show at once what was chosen, and what came of it when that is known. */
import { type ReactNode, useState } from "react";
import styles from "./fields.module.css";

/** What is shown until the draft has taken it or refused it. */
function useChosen<T>(value: T, onChange: (value: T) => Taken): [T, (value: T) => void] {
  const [chosen, setChosen] = useState<{ readonly value: T } | null>(null);
  const choose = (next: T) => {
    setChosen({ value: next });
    void Promise.resolve(onChange(next)).finally(() => setChosen(null));
  };
  return [chosen ? chosen.value : value, choose];
}

/** Resolves when the choice was taken or refused. */
type Taken = Promise<unknown> | undefined | void;

interface CheckBoxProps {
  readonly label: string;
  /** False: the label is only spoken, as in a cell under a heading. */
  readonly shown?: boolean;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly hint?: string | undefined;
  readonly onChange: (checked: boolean) => Taken;
}

export function CheckBox({ label, shown = true, checked, disabled, hint, onChange }: CheckBoxProps): ReactNode {
  const [shownChecked, choose] = useChosen(checked, onChange);
  return (
    <label className={styles.check} title={hint}>
      <input
        type="checkbox"
        className={styles.box}
        aria-label={shown ? undefined : label}
        checked={shownChecked}
        disabled={disabled}
        onChange={(event) => choose(event.target.checked)}
      />
      {shown && label}
    </label>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  /** Values, with their words where those differ. */
  readonly options: readonly (string | readonly [value: string, words: string])[];
  readonly disabled?: boolean;
  readonly onChange: (value: string) => Taken;
}

export function Choice({ label, value, options, disabled, onChange }: ChoiceProps): ReactNode {
  const [shownValue, choose] = useChosen(value, onChange);
  const known = options.some((option) => (typeof option === "string" ? option : option[0]) === value);
  return (
    <select
      className={styles.select}
      aria-label={label}
      value={shownValue}
      disabled={disabled}
      onChange={(event) => choose(event.target.value)}
    >
      {!known && <option value={value}>{value}</option>}
      {options.map((option) => {
        const [own, words] = typeof option === "string" ? [option, option] : option;
        return (
          <option key={own} value={own}>
            {words}
          </option>
        );
      })}
    </select>
  );
}
