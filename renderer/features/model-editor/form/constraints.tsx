/** Constraints of a table, named or not, those of its columns too; the line below makes a new one. */
import { Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { writeTerm } from "../../../../src-shared/sql/ddl/key-term.ts";
import { Button } from "../../../ui/button.tsx";
import { useOpenEditor } from "../../../ui/open-editors.ts";
import { Choice } from "../fields/choices.tsx";
import { DraftField } from "../fields/draft-field.tsx";
import fields from "../fields/fields.module.css";
import { namesIn } from "../fields/names-in.ts";
import { useEditor } from "../editor-context.tsx";
import { conflicts } from "./column-words.ts";
import styles from "./form.module.css";
import type { TableFacts } from "./table-facts.ts";
import { addCheck, addUnique, dropConstraint, redefineConstraint, renameConstraint } from "./table-gestures.ts";

export function Constraints({ facts }: { facts: TableFacts }): ReactNode {
  const { keep, readOnlyReason } = useEditor();
  const { table, constraints } = facts;
  const fixed = readOnlyReason !== null;
  return (
    <section aria-label="Constraints" className={styles.section}>
      <h2>
        Constraints <span>{constraints.length}</span>
      </h2>
      <div className={styles.scroll}>
        <table className={styles.grid} data-testid="constraints">
          <thead>
            <tr>
              <th>Kind</th>
              <th>Columns or expression</th>
              <th title="What an INSERT or UPDATE does that breaks the rule (ON CONFLICT)">On conflict</th>
              <th>Name</th>
              <th className={styles.ends}>
                <span className="visually-hidden">More</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {constraints.map((constraint, at) => {
              const { kind, name, terms, expression, conflict } = constraint;
              const what = kind === "CHECK" ? expression : terms.map(writeTerm).join(", ");
              const put = (part: Parameters<typeof redefineConstraint>[2]) =>
                keep(redefineConstraint(table.name, constraint, part));
              return (
                // oxlint-disable-next-line react/no-array-index-key -- a constraint may have no name
                <tr key={at} data-row={name ?? what}>
                  <td className={styles.words}>{kind}</td>
                  <td>
                    <DraftField
                      label={`${kind === "CHECK" ? "Expression" : "Columns"} of ${kind} ${what}`}
                      field="constraint-what"
                      mono
                      value={what}
                      readOnly={fixed || kind === "NOT NULL"}
                      onTake={(text) =>
                        put(kind === "CHECK" ? { expression: text.trim() } : { columns: namesIn(text) })
                      }
                    />
                  </td>
                  <td>
                    {(kind === "UNIQUE" || kind === "PRIMARY KEY") && (
                      <Choice
                        label={`On conflict of ${kind} ${what}`}
                        value={conflict ?? ""}
                        options={[["", "—"], ...conflicts.map((word) => [word, word] as const)]}
                        disabled={fixed}
                        onChange={(word) => put({ conflict: word === "" ? null : word })}
                      />
                    )}
                    {(kind === "NOT NULL" || kind === "CHECK") && (
                      <span className={styles.words}>{conflict ?? ""}</span>
                    )}
                  </td>
                  <td>
                    <DraftField
                      label={`Name of ${kind} ${what}`}
                      field="constraint"
                      value={name ?? ""}
                      readOnly={fixed || kind === "NOT NULL"}
                      onTake={(to) =>
                        name !== null && to.trim() !== ""
                          ? keep(renameConstraint(table.name, constraint, to.trim()))
                          : put({ name: to.trim() === "" ? null : to.trim() })
                      }
                    />
                  </td>
                  <td className={styles.ends}>
                    <Button
                      look="quiet"
                      square
                      aria-label={`Drop ${kind} ${what}`}
                      isDisabled={fixed}
                      onPress={() => void keep(dropConstraint(table.name, constraint))}
                    >
                      <Trash2 size={14} strokeWidth={1.5} aria-hidden />
                    </Button>
                  </td>
                </tr>
              );
            })}
            {!fixed && <NewConstraint table={table.name} />}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function NewConstraint({ table }: { table: string }): ReactNode {
  const { keep } = useEditor();
  const [kind, setKind] = useState("CHECK");
  const [what, setWhat] = useState("");
  const [conflict, setConflict] = useState("");
  const [name, setName] = useState("");
  const add = async (): Promise<boolean> => {
    const text = what.trim();
    if (text === "") return true;
    const onConflict = conflict === "" ? undefined : (conflict as Parameters<typeof addUnique>[3]);
    const gesture =
      kind === "CHECK" ? addCheck(table, name.trim(), text) : addUnique(table, name.trim(), namesIn(text), onConflict);
    if (!(await keep(gesture))) return false;
    setWhat("");
    setName("");
    setConflict("");
    return true;
  };
  // Not taken by Enter yet, it is part of what is applied.
  useOpenEditor(what.trim() === "" ? null : add);
  return (
    <tr
      className={styles.newLine}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.nativeEvent.isComposing) void add();
      }}
    >
      <td>
        <Choice label="Kind of a new constraint" value={kind} options={["CHECK", "UNIQUE"]} onChange={setKind} />
      </td>
      <td>
        <input
          className={`${fields.field} ${fields.mono}`}
          aria-label={kind === "CHECK" ? "Expression of a new CHECK" : "Columns of a new UNIQUE"}
          placeholder={kind === "CHECK" ? "New constraint: an expression" : "New constraint: columns"}
          spellCheck={false}
          value={what}
          onChange={(event) => setWhat(event.target.value)}
        />
      </td>
      <td>
        {kind === "UNIQUE" && (
          <Choice
            label="On conflict of a new UNIQUE"
            value={conflict}
            options={[["", "—"], ...conflicts.map((word) => [word, word] as const)]}
            onChange={setConflict}
          />
        )}
      </td>
      <td>
        <input
          className={fields.field}
          aria-label="Name of a new constraint"
          placeholder={what === "" ? "" : "name, if any"}
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </td>
      <td className={styles.ends}>
        {what.trim() !== "" && (
          <Button look="quiet" onPress={() => void add()}>
            Add
          </Button>
        )}
      </td>
    </tr>
  );
}
