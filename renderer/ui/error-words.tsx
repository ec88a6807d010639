/** A failure as a user meets it: what happened, what to do next, and SQLite's own words folded away. Always text. */
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { AppErrorData } from "../../src-shared/errors/app-error.ts";
import styles from "./error-words.module.css";
import { withMarksShown } from "../../src-shared/formats/shown-name.ts";

interface ErrorWordsProps {
  readonly error: AppErrorData;
  /** What can be done about it here (Retry, Open read-only …). */
  readonly actions?: ReactNode;
  /** `block` stands alone in a pane; `line` sits in a bar. */
  readonly look?: "block" | "line";
  /** False where a mark of its own stands already. */
  readonly icon?: boolean;
}

/** Shows an error where it happened. Announced to screen readers at once. */
export function ErrorWords({ error, actions, look = "block", icon = true }: ErrorWordsProps): ReactNode {
  const details = [error.cause, error.detail].filter(Boolean).join("\n");
  return (
    <div className={`${styles.error} ${styles[look]}`} role="alert" data-testid="error" data-code={error.code}>
      {icon && <CircleAlert size={16} strokeWidth={1.5} className={styles.icon} aria-hidden />}
      <div className={styles.words}>
        <p className={styles.message}>{withMarksShown(error.message)}</p>
        <p className={styles.next}>{withMarksShown(error.next)}</p>
        {details !== "" && (
          <details className={styles.details}>
            <summary>Details</summary>
            <pre>{details}</pre>
          </details>
        )}
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
