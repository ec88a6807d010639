/** What else a commit will do: rows that foreign keys delete or change, and rows that forbid a deletion. */
import { Link2, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import type { SessionStore } from "../../rpc/session-store.ts";
import { cascadeWords } from "./cascade-words.ts";
import { chosenRows } from "./changes-by-table.ts";
import styles from "./pending-changes.module.css";

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

export function CascadeNote({ session }: { session: SessionStore }): ReactNode {
  const cascade = useStore(session.store, (view) => view.cascade);
  const words = cascade && cascadeWords(cascade, chosenRows(session));
  if (!words || (words.effects === null && words.blockers.length === 0)) return null;
  return (
    <div className={styles.cascade} role="status" data-testid="cascade">
      {words.effects !== null && (
        <p>
          <Link2 {...icon} /> {words.effects}
        </p>
      )}
      {words.blockers.map((sentence) => (
        <p key={sentence} className={styles.blocker}>
          <TriangleAlert {...icon} /> {sentence}
        </p>
      ))}
    </div>
  );
}
