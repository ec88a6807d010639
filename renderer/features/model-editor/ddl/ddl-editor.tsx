/** An object's CREATE statements as text: the same document as the form, checked as one types. */
import { CircleAlert, CircleCheck } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import { foldName } from "../../../../src-shared/model/names.ts";
import type { Table } from "../../../../src-shared/model/schema.ts";
import { Button } from "../../../ui/button.tsx";
import { useEditor } from "../editor-context.tsx";
import styles from "./ddl.module.css";
import { DdlText } from "./ddl-text.ts";
import { SqlField } from "./sql-field.tsx";

export function DdlEditor({ table }: { table: Table }): ReactNode {
  const { draft, workspace, schema, view, language, readOnlyReason } = useEditor();
  const [ddl] = useState(() => new DdlText(draft, workspace, schema, table, (name) => view.renamed(name)));
  const { text, state, mark, error, choices, dropped } = useStore(ddl.store);
  useEffect(() => ddl.look(schema, table), [ddl, schema, table]);
  useEffect(() => () => ddl.close(), [ddl]);
  return (
    <div className={styles.ddl} data-testid="ddl-editor" data-state={state}>
      <div className={styles.code}>
        <SqlField
          label={`SQL of ${table.name}`}
          text={text}
          language={language}
          readOnly={readOnlyReason !== null}
          mark={mark}
          onType={(typed) => ddl.type(typed)}
        />
      </div>
      {choices.length > 0 && (
        <div className={styles.choices}>
          {choices.map(({ from, to }) => (
            <fieldset key={from}>
              <legend>
                <b>{to}</b> stands in the place of <b>{from}</b>:
              </legend>
              <label>
                <input type="radio" checked={!dropped.has(foldName(from))} onChange={() => ddl.choose(from, true)} />{" "}
                renamed, values stay
              </label>
              <label>
                <input type="radio" checked={dropped.has(foldName(from))} onChange={() => ddl.choose(from, false)} />{" "}
                dropped, and another added
              </label>
            </fieldset>
          ))}
        </div>
      )}
      <div className={styles.state} role="status">
        {state === "mistaken" && error ? (
          <>
            <CircleAlert size={14} strokeWidth={1.5} aria-hidden className={styles.bad} />
            <span className={styles.sentence}>
              {error.message} <i>{error.next}</i>
            </span>
          </>
        ) : (
          state === "taken" && (
            <>
              <CircleCheck size={14} strokeWidth={1.5} aria-hidden className={styles.good} />
              <span className={styles.sentence}>In the draft.</span>
            </>
          )
        )}
        {readOnlyReason === null && state === "same" && (
          <span className={styles.sentence}>
            <i>Checked as you type. Valid SQL updates the draft.</i>
          </span>
        )}
        {(state === "mistaken" || state === "taken") && (
          <Button look="quiet" onPress={() => void ddl.reset()}>
            Take the text back
          </Button>
        )}
      </div>
    </div>
  );
}
