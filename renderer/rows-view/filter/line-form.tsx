/** A form of one line in the filter bar: Enter applies, Escape gives up. */
import { X } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./filter.module.css";

interface LineFormProps {
  readonly label: string;
  readonly disabled?: boolean;
  readonly onApply: () => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

export function LineForm({ label, disabled = false, onApply, onCancel, children }: LineFormProps): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leaves from any of its fields
    <form
      className={styles.line}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (!disabled) onApply();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onCancel();
      }}
    >
      {children}
      <button type="submit" className={styles.apply} disabled={disabled}>
        Apply
      </button>
      <button type="button" className={styles.small} aria-label="Cancel" onClick={onCancel}>
        <X size={12} strokeWidth={1.5} aria-hidden />
      </button>
    </form>
  );
}
