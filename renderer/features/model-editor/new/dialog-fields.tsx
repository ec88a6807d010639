/** Fields of the dialogs that make something, each under its label. */
import type { ReactNode } from "react";
import styles from "./new.module.css";

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

interface TextProps extends FieldProps {
  readonly placeholder?: string;
  /** The field the dialog was opened for. */
  readonly first?: boolean;
}

export function TextField({ label, hint, value, onChange, placeholder, first = false }: TextProps): ReactNode {
  return (
    <label className={styles.labelled}>
      <span>{label}</span>
      <input
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog was opened to type here
        autoFocus={first}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
      {hint && <small>{hint}</small>}
    </label>
  );
}

interface SelectProps extends FieldProps {
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly first?: boolean;
  readonly disabled?: boolean;
}

export function SelectField(props: SelectProps): ReactNode {
  const { label, hint, value, onChange, options, first = false, disabled } = props;
  return (
    <label className={styles.labelled}>
      <span>{label}</span>
      <select
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog was opened to choose here
        autoFocus={first}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map(([own, words]) => (
          <option key={own} value={own}>
            {words}
          </option>
        ))}
      </select>
      {hint && <small>{hint}</small>}
    </label>
  );
}

/** Words that stand for themselves, as options. */
export function plainOptions(words: readonly string[]): (readonly [string, string])[] {
  return words.map((word) => [word, word] as const);
}
