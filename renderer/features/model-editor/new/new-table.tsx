/** A new table: a class name is enough, the table's name follows from it. */
import { type ReactNode, useState } from "react";
import { classNameOf, tableNameOf } from "../../../../src-shared/model/words.ts";
import { writeName } from "../../../../src-shared/sql/write-name.ts";
import { useEditor } from "../editor-context.tsx";
import { CheckBox } from "../fields/choices.tsx";
import { TextField } from "./dialog-fields.tsx";
import { DialogFrame } from "./dialog-frame.tsx";
import styles from "./new.module.css";

export function NewTable(): ReactNode {
  const { keep, view } = useEditor();
  const [className, setClassName] = useState("");
  const [typed, setTyped] = useState<string | null>(null);
  const [withKey, setWithKey] = useState(true);
  const [strict, setStrict] = useState(false);
  const table = (typed ?? tableNameOf(className)).trim();
  const make = async () => {
    // A table has at least one column.
    const column = withKey ? "id INTEGER PRIMARY KEY" : "name TEXT";
    const sql = `CREATE TABLE ${writeName(table)} (\n  ${column}\n)${strict ? " STRICT" : ""}`;
    const name = className.trim();
    const named = name !== "" && name !== classNameOf(table);
    const made = await keep({
      label: `New table ${table}`,
      operations: [{ op: "createTable", sql }],
      names: named ? [{ what: "class", table, name }] : [],
    });
    if (made) view.show(table, "form");
    return made;
  };
  return (
    <DialogFrame title="New table" obstacle={table === "" ? "" : null} onDone={make}>
      <TextField
        first
        label="Class name"
        hint="Class in code"
        placeholder="Movie"
        value={className}
        onChange={setClassName}
      />
      <TextField
        label="Table name"
        hint="Table in the database"
        placeholder="movies"
        value={typed ?? tableNameOf(className)}
        onChange={(text) => setTyped(text === "" ? null : text)}
      />
      <div className={styles.checks}>
        <CheckBox label="With a key: id INTEGER PRIMARY KEY" checked={withKey} onChange={setWithKey} />
        <CheckBox
          label="STRICT"
          hint="Only values of the declared type are taken"
          checked={strict}
          onChange={setStrict}
        />
      </div>
    </DialogFrame>
  );
}
