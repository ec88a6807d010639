/** The statements a commit would run, with their values written in: to read, to copy, to keep as a script. */
import { Copy, Download } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { PlannedStatement } from "../../../src-shared/model/session.ts";
import type { Outcome, SessionStore } from "../../rpc/session-store.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { plural } from "../../ui/format.ts";
import { ended, exportSql, scriptOf } from "./export-import.ts";
import styles from "./pending-changes.module.css";

/** More statements are copied, not shown. */
const mostShown = 1000;
const icon = { size: 13, strokeWidth: 1.5, "aria-hidden": true } as const;

interface PreviewSqlProps {
  readonly session: SessionStore;
  /** Name of the database, for the name of the script. */
  readonly database: string;
}

export function PreviewSql({ session, database }: PreviewSqlProps): ReactNode {
  const { revision, leftOut } = useStore(session.store);
  const [outcome, setOutcome] = useState<Outcome<PlannedStatement[]> | null>(null);
  const [guarded, setGuarded] = useState(false);
  useEffect(() => {
    let given = true;
    void session.preview().then((now) => given && setOutcome(now));
    return () => {
      given = false;
    };
  }, [session, revision, leftOut]);
  if (!outcome) return null;
  if (!outcome.ok) return <ErrorWords error={outcome.error} />;
  const statements = outcome.value;
  const copy = (): void => void askShell("clipboard.write", { text: scriptOf(statements, guarded) });
  const save = async (): Promise<void> => {
    const saved = await exportSql(session, database, guarded);
    if (!saved.ok) setOutcome(saved);
  };
  return (
    <div className={styles.sql}>
      <div className={styles.sqlBar}>
        <span>{plural(statements.length, "statement")}, in one transaction</span>
        <label title="The conditions by which a commit notices what others changed meanwhile">
          <input type="checkbox" className={styles.box} checked={guarded} onChange={() => setGuarded(!guarded)} />
          Show guards
        </label>
        <span className={styles.gap} />
        <Button look="quiet" onPress={copy} hint="Copy as a script: BEGIN … COMMIT">
          <Copy {...icon} /> Copy
        </Button>
        <Button look="quiet" onPress={() => void save()} hint="Save as a script: BEGIN … COMMIT">
          <Download {...icon} /> Save…
        </Button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <pre tabIndex={0} data-testid="preview-sql">
        {statements
          .slice(0, mostShown)
          .map(({ literal, plain }) => ended(guarded ? literal : plain))
          .join("\n")}
        {statements.length > mostShown && `\n-- and ${plural(statements.length - mostShown, "more statement")}`}
      </pre>
    </div>
  );
}
