/** What else a commit will do: rows that foreign keys delete or change, and rows that forbid a deletion. */
import { Link2, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { type CascadeWords, cascadeWords, mayCascade } from "./cascade-words.ts";
import { chosenRows } from "./changes-by-table.ts";
import styles from "./pending-changes.module.css";

/** Several gestures in a row are counted once, this many milliseconds after the last. */
const AFTER = 200;
const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

export function CascadeNote({
  session,
  schema,
}: {
  session: SessionStore;
  schema: DatabaseSchema | undefined;
}): ReactNode {
  const { revision, leftOut } = useStore(session.store);
  const [words, setWords] = useState<CascadeWords | null>(null);
  useEffect(() => {
    let given = true;
    const timer = setTimeout(async () => {
      const rows = chosenRows(session);
      const outcome = mayCascade(rows, schema) ? await session.cascade() : null;
      // Without figures the commit still says what it meets.
      if (given) setWords(outcome?.ok ? cascadeWords(outcome.value, rows) : null);
    }, AFTER);
    return () => {
      given = false;
      clearTimeout(timer);
    };
  }, [session, schema, revision, leftOut]);
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
