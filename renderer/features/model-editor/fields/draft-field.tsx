/** A text field whose value is in the draft: what is typed is taken on Enter or on leaving it, and Escape gives it up. */
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { editUnderway, useOpenEditor } from "../../../ui/open-editors.ts";
import styles from "./fields.module.css";

interface DraftFieldProps {
  readonly label: string;
  readonly value: string;
  /** Takes the text; false when it was refused: it stays in the field, marked. */
  readonly onTake: (text: string) => Promise<boolean>;
  readonly placeholder?: string;
  readonly readOnly?: boolean;
  /** SQL and names: in the mono face. */
  readonly mono?: boolean;
  /** Id of a datalist. */
  readonly list?: string;
  readonly hint?: string | undefined;
  /** It takes the focus when its tab is opened by a command. */
  readonly first?: boolean;
  /** The column of a grid it stands in: the arrow keys go to the same field of the next row. */
  readonly field?: string;
}

/** Goes to the field of the same name one row up or down, when there is one. */
function step(event: KeyboardEvent<HTMLInputElement>, by: 1 | -1): void {
  const row = event.currentTarget.closest("[data-row]");
  const rows = [...(row?.parentElement?.querySelectorAll("[data-row]") ?? [])];
  const next = row ? rows[rows.indexOf(row) + by] : undefined;
  const field = next?.querySelector<HTMLElement>(`[data-field="${event.currentTarget.dataset["field"]}"]`);
  if (!field) return;
  event.preventDefault();
  field.focus();
}

export function DraftField(props: DraftFieldProps): ReactNode {
  const { label, value, onTake, placeholder, readOnly = false, mono = false, list, hint, field, first = false } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    // Undo, another window, a rename elsewhere: what stands in the draft now is shown.
    setKnown(value);
    setTyped(null);
    setRefused(null);
  }
  const taking = useRef<string | null>(null);
  const take = (again: boolean): boolean | Promise<boolean> => {
    const text = typed;
    // Leaving a field does not ask once more for what was refused.
    if (text !== null && !again && text === refused) return false;
    // Enter takes it already when the field is left right after.
    if (text === null || text === taking.current) return true;
    if (text === value) {
      setTyped(null);
      setRefused(null);
      return true;
    }
    taking.current = text;
    const whole = async (): Promise<boolean> => {
      const taken = await onTake(text).finally(() => (taking.current = null));
      setRefused(taken ? null : text);
      if (taken) setTyped((now) => (now === text ? null : now));
      return taken;
    };
    return editUnderway(whole());
  };
  useOpenEditor(typed === null || typed === value ? null : () => take(false));
  return (
    <input
      className={`${styles.field} ${mono ? styles.mono : ""}`}
      aria-label={label}
      aria-invalid={refused !== null || undefined}
      title={hint}
      placeholder={placeholder}
      readOnly={readOnly}
      list={list}
      spellCheck={false}
      autoComplete="off"
      data-field={field}
      data-autofocus={first ? "" : undefined}
      data-app-undo={typed === null ? "" : undefined}
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => void take(false)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing || event.altKey) return;
        if (event.key === "Enter") void take(true);
        if (event.key === "Escape" && typed !== null) {
          event.stopPropagation();
          setTyped(null);
          setRefused(null);
        }
        if (field === undefined || list !== undefined) return;
        if (event.key === "ArrowDown") step(event, 1);
        if (event.key === "ArrowUp") step(event, -1);
      }}
    />
  );
}
