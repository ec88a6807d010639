/** A new view: a name and a SELECT. */
import { type ReactNode, useState } from "react";
import { writeName } from "../../../../src-shared/sql/write-name.ts";
import { SqlField } from "../ddl/sql-field.tsx";
import { useEditor } from "../editor-context.tsx";
import { TextField } from "./dialog-fields.tsx";
import { DialogFrame } from "./dialog-frame.tsx";
import styles from "./new.module.css";

export function NewView(): ReactNode {
  const { keep, language, view } = useEditor();
  const [typed, setName] = useState("");
  const [select, setSelect] = useState("SELECT ");
  const name = typed.trim();
  const body = select.trim().replace(/;\s*$/, "");
  const make = async () => {
    const sql = `CREATE VIEW ${writeName(name)} AS\n${body}`;
    const made = await keep({ label: `New view ${name}`, operations: [{ op: "createView", sql, mustRun: true }] });
    if (made) view.show(name, "form");
    return made;
  };
  return (
    <DialogFrame title="New view" wide obstacle={name === "" || !/\s\S/.test(body) ? "" : null} onDone={make}>
      <TextField first label="Name" value={typed} onChange={setName} />
      <div className={styles.code}>
        <SqlField label="SELECT of the view" text={select} language={language} onType={setSelect} />
      </div>
    </DialogFrame>
  );
}
