/** The statements a commit would run, with their values written in: to read, to copy, to keep as a script. */
import { Copy, Download } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Outcome, SessionStore } from "../../rpc/session-store.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { plural } from "../../ui/format.ts";
import { exportSql } from "./export-import.ts";
import styles from "./pending-changes.module.css";

/** More lines are copied, not shown. */
const mostShown = 1000;
const icon = { size: 13, strokeWidth: 1.5, "aria-hidden": true } as const;

interface PreviewSqlProps {
  readonly session: SessionStore;
  /** Name of the database, for the name of the script. */
  readonly database: string;
}

/** What the panel shows: the script as it is copied and saved, or what the statements do, without what guards them. */
interface Shown {
  readonly count: number;
  readonly script: string;
  readonly plain: readonly string[];
}

export function PreviewSql({ session, database }: PreviewSqlProps): ReactNode {
  const { revision, leftOut } = useStore(session.store);
  const [outcome, setOutcome] = useState<Outcome<Shown> | null>(null);
  const [guarded, setGuarded] = useState(true);
  useEffect(() => {
    let given = true;
    void shownOf(session).then((now) => given && setOutcome(now));
    return () => {
      given = false;
    };
  }, [session, revision, leftOut]);
  if (!outcome) return null;
  if (!outcome.ok) return <ErrorWords error={outcome.error} />;
  const { count, script, plain } = outcome.value;
  const copy = (): void => void askShell("clipboard.write", { text: script });
  const save = async (): Promise<void> => {
    const saved = await exportSql(session, database);
    if (!saved.ok) setOutcome(saved);
  };
  const lines = guarded ? script.trimEnd().split("\n") : plain;
  const rest = lines.length - mostShown;
  return (
    <div className={styles.sql}>
      <div className={styles.sqlBar}>
        <span>{plural(count, "statement")}, in one transaction</span>
        <label title="The whole script, as it is copied and saved: each row by its key and by what it held, all or nothing">
          <input type="checkbox" className={styles.box} checked={guarded} onChange={() => setGuarded(!guarded)} />
          Show guards
        </label>
        <span className={styles.gap} />
        <Button look="quiet" onPress={copy} hint="Copy as a script, with guards">
          <Copy {...icon} /> Copy
        </Button>
        <Button look="quiet" onPress={() => void save()} hint="Save as a script, with guards">
          <Download {...icon} /> Save…
        </Button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls */}
      <pre tabIndex={0} data-testid="preview-sql">
        {lines.slice(0, mostShown).join("\n")}
        {rest > 0 && `\n-- and ${plural(rest, guarded ? "more line" : "more statement")}`}
      </pre>
    </div>
  );
}

async function shownOf(session: SessionStore): Promise<Outcome<Shown>> {
  const [preview, script] = await Promise.all([session.preview(), session.script()]);
  if (!preview.ok) return preview;
  if (!script.ok) return script;
  const plain = preview.value.map((statement) => `${statement.plain};`);
  return { ok: true, value: { count: plain.length, script: script.value, plain } };
}
