/** Foreign keys of a table: each is a line of fields, the last line makes a new one. */
import { Trash2 } from "lucide-react";
import { Fragment, type ReactNode, useId, useState } from "react";
import { type KeyFault, keyFault } from "../../../../src-shared/model/key-fault.ts";
import type { Table } from "../../../../src-shared/model/schema.ts";
import { quoteName } from "../../../../src-shared/sql/quote-name.ts";
import { Button } from "../../../ui/button.tsx";
import { CheckBox, Choice } from "../fields/choices.tsx";
import { DraftField } from "../fields/draft-field.tsx";
import { namesIn } from "../fields/names-in.ts";
import { useEditor } from "../editor-context.tsx";
import { keyActions } from "./column-words.ts";
import styles from "./form.module.css";
import type { KeyFacts, TableFacts } from "./table-facts.ts";
import { addUnique, dropForeignKey, setForeignKey } from "./table-gestures.ts";

type Key = Parameters<typeof setForeignKey>[0];
type Action = NonNullable<Key["onDelete"]>;

function keyOf(table: string, { key, name, deferrable }: KeyFacts): Key {
  return {
    table,
    columns: key.columns,
    parentTable: key.parentTable,
    ...(key.parentColumns.length > 0 ? { parentColumns: key.parentColumns } : {}),
    ...(name === null ? {} : { name }),
    ...(key.onDelete === "NO ACTION" ? {} : { onDelete: key.onDelete as Action }),
    ...(key.onUpdate === "NO ACTION" ? {} : { onUpdate: key.onUpdate as Action }),
    ...(isDeferred(deferrable) ? { deferred: true } : {}),
  };
}

const isDeferred = (deferrable: string | null) => /initially\s+deferred/i.test(deferrable ?? "");

export function ForeignKeys({ facts }: { facts: TableFacts }): ReactNode {
  const { keep, schema, readOnlyReason } = useEditor();
  const { table, foreignKeys } = facts;
  const fixed = readOnlyReason !== null;
  const own = useId();
  const parents = schema.tables.filter((t) => t.schema === "main" && t.kind === "table").map(({ name }) => name);
  return (
    <section aria-label="Foreign keys" className={styles.section}>
      <h2>
        Foreign keys <span>{foreignKeys.length}</span>
      </h2>
      {(foreignKeys.length > 0 || !fixed) && (
        <div className={styles.scroll}>
          <table className={styles.grid} data-testid="foreign-keys">
            <thead>
              <tr>
                <th>Columns</th>
                <th>Parent table</th>
                <th>Its columns</th>
                <th>On delete</th>
                <th>On update</th>
                <th title="Checked when the transaction is committed (DEFERRABLE INITIALLY DEFERRED)">Deferred</th>
                <th>Name</th>
                <th className={styles.ends}>
                  <span className="visually-hidden">More</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {foreignKeys.map((facts_, at) => {
                const now = keyOf(table.name, facts_);
                const of = (what: string) => `${what} of the foreign key on ${now.columns.join(", ")}`;
                const put = (part: Partial<Key>) => keep(setForeignKey({ ...now, ...part }, facts_));
                const fault = keyFault(schema, table, facts_.key);
                return (
                  // oxlint-disable-next-line react/no-array-index-key -- a key that is changed stays the same line
                  <Fragment key={at}>
                    <tr data-row={now.columns.join(", ")}>
                      <td>
                        <DraftField
                          label={of("Columns")}
                          field="columns"
                          value={now.columns.join(", ")}
                          readOnly={fixed}
                          onTake={(text) => put({ columns: namesIn(text) })}
                        />
                      </td>
                      <td>
                        <Choice
                          label={of("Parent table")}
                          value={now.parentTable}
                          options={parents}
                          disabled={fixed}
                          onChange={(parentTable) => {
                            const { parentColumns: _, ...rest } = now;
                            void keep(setForeignKey({ ...rest, parentTable }, facts_));
                          }}
                        />
                      </td>
                      <td>
                        <DraftField
                          label={of("Parent columns")}
                          field="parent"
                          value={(now.parentColumns ?? []).join(", ")}
                          placeholder="its primary key"
                          readOnly={fixed}
                          onTake={(text) => {
                            const { parentColumns: _, ...rest } = now;
                            const columns = namesIn(text);
                            return keep(
                              setForeignKey(columns.length === 0 ? rest : { ...rest, parentColumns: columns }, facts_),
                            );
                          }}
                        />
                      </td>
                      <td>
                        <Choice
                          label={of("On delete")}
                          value={now.onDelete ?? "NO ACTION"}
                          options={keyActions}
                          disabled={fixed}
                          onChange={(action) => put({ onDelete: action as Action })}
                        />
                      </td>
                      <td>
                        <Choice
                          label={of("On update")}
                          value={now.onUpdate ?? "NO ACTION"}
                          options={keyActions}
                          disabled={fixed}
                          onChange={(action) => put({ onUpdate: action as Action })}
                        />
                      </td>
                      <td className={styles.tick}>
                        <CheckBox
                          label={of("Deferred")}
                          shown={false}
                          checked={isDeferred(facts_.deferrable)}
                          hint={facts_.deferrable ?? undefined}
                          disabled={fixed}
                          onChange={(deferred) => put({ deferred })}
                        />
                      </td>
                      <td>
                        <DraftField
                          label={of("Name")}
                          field="key-name"
                          value={facts_.name ?? ""}
                          readOnly={fixed}
                          onTake={(text) => {
                            const { name: _, ...rest } = now;
                            return keep(
                              setForeignKey(text.trim() === "" ? rest : { ...rest, name: text.trim() }, facts_),
                            );
                          }}
                        />
                      </td>
                      <td className={styles.ends}>
                        <Button
                          look="quiet"
                          square
                          aria-label={`Drop the foreign key on ${now.columns.join(", ")}`}
                          isDisabled={fixed}
                          onPress={() => void keep(dropForeignKey(table.name, facts_))}
                        >
                          <Trash2 size={14} strokeWidth={1.5} aria-hidden />
                        </Button>
                      </td>
                    </tr>
                    {fault && <Fault fault={fault} />}
                  </Fragment>
                );
              })}
              {!fixed && <NewKey table={table} parents={parents} list={own} />}
            </tbody>
          </table>
        </div>
      )}
      <datalist id={own}>
        {table.columns.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
    </section>
  );
}

/** Why no row can refer by the key above, and the way out that one click takes. */
function Fault({ fault: { message, next, makeUnique } }: { fault: KeyFault }): ReactNode {
  const { keep, readOnlyReason } = useEditor();
  return (
    <tr>
      <td colSpan={8} className={styles.fault}>
        <p>
          {message} {next}
        </p>
        {makeUnique && readOnlyReason === null && (
          <Button onPress={() => void keep(addUnique(makeUnique.table, "", makeUnique.columns.map(quoteName)))}>
            Make {makeUnique.columns.join(", ")} of {makeUnique.table} UNIQUE
          </Button>
        )}
      </td>
    </tr>
  );
}

/** A column and a parent table are enough. */
function NewKey({ table, parents, list }: { table: Table; parents: readonly string[]; list: string }): ReactNode {
  const { keep } = useEditor();
  const [columns, setColumns] = useState("");
  return (
    <tr className={styles.newLine}>
      <td>
        <DraftField
          label="Columns of a new foreign key"
          value={columns}
          list={list}
          placeholder="New foreign key"
          onTake={(text) => {
            setColumns(text);
            return Promise.resolve(true);
          }}
        />
      </td>
      <td>
        <Choice
          label="Parent table of a new foreign key"
          value=""
          options={[["", columns === "" ? "" : "choose…"], ...parents.map((name) => [name, name] as const)]}
          disabled={columns.trim() === ""}
          onChange={(parentTable) =>
            keep(setForeignKey({ table: table.name, columns: namesIn(columns), parentTable }, null)).then(
              (added) => added && setColumns(""),
            )
          }
        />
      </td>
    </tr>
  );
}
