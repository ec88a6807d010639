/** A new trigger of a table or view. */
import { type ReactNode, useState } from "react";
import type { Table } from "../../../../src-shared/model/schema.ts";
import { oneExpression } from "../../../../src-shared/sql/ddl/one-piece.ts";
import { writeName } from "../../../../src-shared/sql/write-name.ts";
import { SqlField } from "../ddl/sql-field.tsx";
import { useEditor } from "../editor-context.tsx";
import { plainOptions, SelectField, TextField } from "./dialog-fields.tsx";
import { DialogFrame } from "./dialog-frame.tsx";
import styles from "./new.module.css";

export function NewTrigger({ table }: { table: Table }): ReactNode {
  const { keep, language } = useEditor();
  const onView = table.kind === "view";
  const [time, setTime] = useState(onView ? "INSTEAD OF" : "AFTER");
  const [event, setEvent] = useState("INSERT");
  const [typed, setTyped] = useState<string | null>(null);
  const [when, setWhen] = useState("");
  const [body, setBody] = useState("");
  const name = (typed ?? `${table.name}_${time.toLowerCase().replace(" ", "_")}_${event.toLowerCase()}`).trim();
  const isOne = when.trim() === "" || oneExpression(when) !== null;
  const statements = body.trim().replace(/;?\s*$/, ";");
  const sql = [
    `CREATE TRIGGER ${writeName(name)} ${time} ${event} ON ${writeName(table.name)}`,
    ...(when.trim() === "" ? [] : [`WHEN ${when.trim()}`]),
    `BEGIN\n  ${statements.replaceAll("\n", "\n  ")}\nEND`,
  ].join("\n");
  return (
    <DialogFrame
      title={`New trigger of ${table.name}`}
      wide
      obstacle={body.trim() === "" || name === "" ? "" : isOne ? null : "“Only when” takes one expression."}
      onDone={() => keep({ label: `New trigger ${name}`, operations: [{ op: "createTrigger", sql, mustRun: true }] })}
    >
      <SelectField
        first
        label="Runs"
        value={time}
        disabled={onView}
        options={plainOptions(onView ? ["INSTEAD OF"] : ["BEFORE", "AFTER"])}
        onChange={setTime}
      />
      <SelectField
        label="Each row of"
        value={event}
        options={plainOptions(["INSERT", "UPDATE", "DELETE"])}
        onChange={setEvent}
      />
      <TextField label="Name" value={typed ?? name} onChange={(text) => setTyped(text === "" ? null : text)} />
      <TextField
        label="Only when"
        hint="An expression over new and old; empty: for every row"
        placeholder="new.year > 2000"
        value={when}
        onChange={setWhen}
      />
      <div className={styles.code}>
        <SqlField label="Statements of the trigger" text={body} language={language} onType={setBody} />
      </div>
    </DialogFrame>
  );
}
