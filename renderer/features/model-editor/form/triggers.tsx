/** Triggers of a table or view, in the order they were made (SQLite fires the newest first). */
import { Pencil, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { Trigger } from "../../../../src-shared/model/schema.ts";
import { Button } from "../../../ui/button.tsx";
import { useEditor } from "../editor-context.tsx";
import { AddWords } from "../fields/add-words.tsx";
import styles from "./form.module.css";

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

/** `AFTER INSERT`, and what it does at first. */
function words(sql: string): string {
  const text = sql.replace(/\s+/g, " ");
  const when = /\b(BEFORE|AFTER|INSTEAD OF)?\s*(INSERT|DELETE|UPDATE(?: OF [^)]*?)?)\s+ON\b/i.exec(text)?.[0] ?? "";
  const body = /\bBEGIN\b(.*)$/i.exec(text)?.[1]?.trim() ?? "";
  return `${when.replace(/\s+ON$/i, "").trim()}: ${body.slice(0, 120)}`;
}

export function Triggers({ triggers }: { triggers: readonly Trigger[] }): ReactNode {
  const { keep, view, readOnlyReason } = useEditor();
  const fixed = readOnlyReason !== null;
  return (
    <section aria-label="Triggers" className={styles.section}>
      <h2>
        Triggers <span>{triggers.length}</span>
      </h2>
      {triggers.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.grid} data-testid="triggers">
            <thead>
              <tr>
                <th>Name</th>
                <th>What it does</th>
                <th className={styles.ends}>
                  <span className="visually-hidden">More</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {triggers.map(({ name, sql }) => (
                <tr key={name} data-row={name}>
                  <td className={styles.words}>{name}</td>
                  <td className={styles.code}>{words(sql ?? "")}</td>
                  <td className={styles.ends}>
                    <Button look="quiet" square aria-label={`Edit ${name}`} onPress={() => view.setMode("sql")}>
                      <Pencil {...icon} />
                    </Button>
                    <Button
                      look="quiet"
                      square
                      aria-label={`Drop ${name}`}
                      isDisabled={fixed}
                      onPress={() =>
                        void keep({ label: `Drop trigger ${name}`, operations: [{ op: "dropTrigger", name }] })
                      }
                    >
                      <Trash2 {...icon} />
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!fixed && (
        <Button look="quiet" onPress={() => view.make("trigger")}>
          <AddWords>Trigger…</AddWords>
        </Button>
      )}
    </section>
  );
}
