/** Slim bars over the tabs: what happened to this database, and the next step. */
import { Info, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import styles from "./banners.module.css";

export interface Banner {
  readonly id: string;
  readonly tone: "info" | "warning";
  readonly message: string;
  readonly next?: string;
  /** What can be done about it here. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface BannersProps {
  readonly banners: readonly Banner[];
  readonly onDismiss: (id: string) => void;
}

/** Nothing while there is nothing to say. */
export function Banners({ banners, onDismiss }: BannersProps): ReactNode {
  return banners.map(({ id, tone, message, next, action }) => (
    <div key={id} className={`${styles.banner} ${styles[tone]}`} role="status" data-testid="banner" data-pane="banner">
      {tone === "warning" ? <TriangleAlert size={14} strokeWidth={1.5} /> : <Info size={14} strokeWidth={1.5} />}
      <p className={styles.words}>
        {message} {next && <span className={styles.next}>{next}</span>}
      </p>
      {action && <Button onPress={action.run}>{action.label}</Button>}
      <Button look="quiet" square aria-label="Dismiss" onPress={() => onDismiss(id)}>
        <X size={14} strokeWidth={1.5} />
      </Button>
    </div>
  ));
}
