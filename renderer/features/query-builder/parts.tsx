/** Small parts of the builder's form. */
import { Plus, X } from "lucide-react";
import type { MouseEvent, ReactNode } from "react";
import styles from "./builder.module.css";
import { type ChoiceGroup, chooseFrom } from "./menus.ts";

/** A section with its name at the left. */
export function Section({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <section className={styles.section} aria-label={name}>
      <h2 className={styles.name}>{name}</h2>
      <div className={styles.rows}>{children}</div>
    </section>
  );
}

/** A quiet button that adds something at once. */
export function AddButton({ children, onAdd }: { children: ReactNode; onAdd: () => void }): ReactNode {
  return (
    <button type="button" className={styles.add} onClick={onAdd}>
      <Plus size={12} strokeWidth={1.5} aria-hidden /> {children}
    </button>
  );
}

/** A quiet button that offers what can be added. */
export function AddMenu({
  children,
  groups,
}: {
  children: ReactNode;
  groups: () => readonly ChoiceGroup[];
}): ReactNode {
  return (
    <button
      type="button"
      className={styles.add}
      aria-haspopup="menu"
      onClick={(event: MouseEvent<HTMLButtonElement>) => void chooseFrom(event.currentTarget, groups())}
    >
      <Plus size={12} strokeWidth={1.5} aria-hidden /> {children}
    </button>
  );
}

/** Takes a row away. */
export function RemoveButton({ what, onRemove }: { what: string; onRemove: () => void }): ReactNode {
  return (
    <button type="button" className={styles.small} aria-label={`Remove ${what}`} title="Remove" onClick={onRemove}>
      <X size={12} strokeWidth={1.5} aria-hidden />
    </button>
  );
}

interface ChoiceFieldProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly { readonly id: T; readonly words: string }[];
  readonly onValue: (value: T) => void;
  readonly className?: string | undefined;
}

/** A list to choose one from. */
export function ChoiceField<T extends string>({
  label,
  value,
  choices,
  onValue,
  className,
}: ChoiceFieldProps<T>): ReactNode {
  return (
    <select
      aria-label={label}
      className={`${styles.choice} ${className ?? ""}`}
      value={value}
      onChange={(event) => onValue(event.target.value as T)}
    >
      {choices.map(({ id, words }) => (
        <option key={id} value={id}>
          {words}
        </option>
      ))}
    </select>
  );
}
