/** The statements a commit would run, with their values written in: to read and to copy. */
import { Copy } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { PlannedStatement } from "../../../src-shared/model/session.ts";
import type { Outcome, SessionStore } from "../../rpc/session-store.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { plural } from "../../ui/format.ts";
import styles from "./pending-changes.module.css";

/** More statements are copied, not shown. */
const mostShown = 1000;

export function PreviewSql({ session }: { session: SessionStore }): ReactNode {
  const revision = useStore(session.store, (state) => state.revision);
  const [outcome, setOutcome] = useState<Outcome<PlannedStatement[]> | null>(null);
  useEffect(() => {
    let given = true;
    void session.preview().then((now) => given && setOutcome(now));
    return () => {
      given = false;
    };
  }, [session, revision]);
  if (!outcome) return null;
  if (!outcome.ok) return <ErrorWords error={outcome.error} />;
  const lines = outcome.value.map(({ literal }) => (literal.trimEnd().endsWith(";") ? literal : `${literal};`));
  return (
    <div className={styles.sql}>
      <div className={styles.sqlBar}>
        <span>{plural(lines.length, "statement")}, in one transaction</span>
        <Button look="quiet" onPress={() => void askShell("clipboard.write", { text: `${lines.join("\n")}\n` })}>
          <Copy size={13} strokeWidth={1.5} aria-hidden /> Copy
        </Button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <pre tabIndex={0} data-testid="preview-sql">
        {lines.slice(0, mostShown).join("\n")}
        {lines.length > mostShown && `\n-- and ${plural(lines.length - mostShown, "more statement")}`}
      </pre>
    </div>
  );
}
