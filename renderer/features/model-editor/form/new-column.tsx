/** The last line of the column grid: a name and a type make a column, and the next one can be typed at once. */
import { Plus } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { writeName } from "../../../../src-shared/sql/write-name.ts";
import { useEditor } from "../editor-context.tsx";
import fields from "../fields/fields.module.css";
import styles from "./form.module.css";
import { addColumn } from "./table-gestures.ts";

export function NewColumn({ table, types }: { table: string; types: string }): ReactNode {
  const { keep } = useEditor();
  const [name, setName] = useState("");
  const [type, setType] = useState("");
  const first = useRef<HTMLInputElement>(null);
  const adding = useRef(false);
  const add = async (again: boolean) => {
    const wanted = name.trim();
    if (wanted === "" || adding.current) return;
    adding.current = true;
    const sql = [writeName(wanted), type.trim()].filter(Boolean).join(" ");
    const added = await keep(addColumn(table, sql, wanted)).finally(() => (adding.current = false));
    if (!added) return;
    setName("");
    setType("");
    if (again) first.current?.focus();
  };
  return (
    <tr
      className={styles.newLine}
      data-row=""
      onBlur={(event) => {
        // Leaving the line takes what was typed; going from name to type does not.
        if (!event.currentTarget.contains(event.relatedTarget)) void add(false);
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") void add(true);
        if (event.key === "Escape" && (name !== "" || type !== "")) {
          event.stopPropagation();
          setName("");
          setType("");
        }
      }}
    >
      <td className={styles.narrow}>
        <Plus size={14} strokeWidth={1.5} aria-hidden />
      </td>
      <td>
        <input
          ref={first}
          className={fields.field}
          aria-label="Name of a new column"
          placeholder="New column"
          spellCheck={false}
          autoComplete="off"
          data-field="name"
          data-app-undo={name === "" && type === "" ? "" : undefined}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </td>
      <td>
        <input
          className={`${fields.field} ${fields.mono}`}
          aria-label="Type of a new column"
          placeholder={name === "" ? "" : "type"}
          list={types}
          spellCheck={false}
          autoComplete="off"
          data-field="type"
          data-app-undo={name === "" && type === "" ? "" : undefined}
          value={type}
          onChange={(event) => setType(event.target.value)}
        />
      </td>
    </tr>
  );
}
