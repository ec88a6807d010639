/** Indexes of a table: columns and expressions with order and collation, WHERE, UNIQUE; the last line makes a new one. */
import { Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type IndexDdl, readIndexDdl } from "../../../../src-shared/sql/index-ddl.ts";
import { Button } from "../../../ui/button.tsx";
import { useOpenEditor } from "../../../ui/open-editors.ts";
import { CheckBox } from "../fields/choices.tsx";
import { DraftField } from "../fields/draft-field.tsx";
import fields from "../fields/fields.module.css";
import { useEditor } from "../editor-context.tsx";
import styles from "./form.module.css";
import type { TableFacts } from "./table-facts.ts";
import { createIndex, redefineIndex } from "./table-gestures.ts";

export function Indexes({ facts }: { facts: TableFacts }): ReactNode {
  const { keep, readOnlyReason } = useEditor();
  const { table, indexes } = facts;
  const fixed = readOnlyReason !== null;
  return (
    <section aria-label="Indexes" className={styles.section}>
      <h2>
        Indexes <span>{indexes.length}</span>
      </h2>
      <div className={styles.scroll}>
        <table className={styles.grid} data-testid="indexes">
          <thead>
            <tr>
              <th>Name</th>
              <th title="Columns and expressions, each with COLLATE and DESC where it has them">
                Columns, expressions
              </th>
              <th title="Only rows for which this holds are in the index">Where</th>
              <th className={styles.tick} title="UNIQUE">
                Unique
              </th>
              <th className={styles.ends}>
                <span className="visually-hidden">More</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {indexes.map((index, at) => {
              const read = readIndexDdl(index.sql ?? "");
              const of = (what: string) => `${what} of ${index.name}`;
              const put = (part: Partial<IndexDdl>, name = index.name) => {
                if (read === null) return Promise.resolve(false);
                const now = { ...read, ...part };
                return keep(redefineIndex(table.name, index.name, now, name));
              };
              const still = fixed || read === null;
              return (
                // oxlint-disable-next-line react/no-array-index-key -- an index that is renamed stays the same line
                <tr key={at} data-row={index.name}>
                  <td>
                    <DraftField
                      label={of("Name")}
                      field="index"
                      value={index.name}
                      readOnly={still}
                      onTake={(name) => put({}, name)}
                    />
                  </td>
                  <td>
                    <DraftField
                      label={of("Columns")}
                      field="index-columns"
                      mono
                      value={read?.columns ?? ""}
                      readOnly={still}
                      onTake={(columns) => put({ columns })}
                    />
                  </td>
                  <td>
                    <DraftField
                      label={of("WHERE")}
                      field="where"
                      mono
                      value={read?.where ?? ""}
                      placeholder="all rows"
                      readOnly={still}
                      onTake={(where) => put({ where: where.trim() })}
                    />
                  </td>
                  <td className={styles.tick}>
                    <CheckBox
                      label={of("UNIQUE")}
                      shown={false}
                      checked={index.unique}
                      disabled={still}
                      onChange={(unique) => put({ unique })}
                    />
                  </td>
                  <td className={styles.ends}>
                    <Button
                      look="quiet"
                      square
                      aria-label={`Drop ${index.name}`}
                      isDisabled={fixed}
                      onPress={() =>
                        void keep({
                          label: `Drop index ${index.name}`,
                          operations: [{ op: "dropIndex", name: index.name }],
                        })
                      }
                    >
                      <Trash2 size={14} strokeWidth={1.5} aria-hidden />
                    </Button>
                  </td>
                </tr>
              );
            })}
            {!fixed && <NewIndex table={table.name} />}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** `movies_title_year` for the index on (title, year), or with a number. */
function freeIndexName(taken: ReadonlySet<string>, table: string, columns: string): string {
  const words = columns.match(/[\p{L}\p{N}_]+/gu) ?? [];
  const base = [table, ...words.filter((word) => !/^(asc|desc|collate|nocase|rtrim|binary)$/i.test(word))]
    .join("_")
    .slice(0, 60);
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}_${number}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

function NewIndex({ table }: { table: string }): ReactNode {
  const { keep, schema } = useEditor();
  const [name, setName] = useState("");
  const [columns, setColumns] = useState("");
  const [where, setWhere] = useState("");
  const [unique, setUnique] = useState(false);
  const taken = new Set([...schema.indexes, ...schema.tables].map((object) => object.name.toLowerCase()));
  const free = columns.trim() === "" ? "" : freeIndexName(taken, table, columns);
  const add = async (): Promise<boolean> => {
    if (columns.trim() === "") return true;
    const own = name.trim() === "" ? free : name.trim();
    const index = { unique, columns: columns.trim(), where: where.trim() };
    if (!(await keep(createIndex(table, own, index)))) return false;
    setName("");
    setColumns("");
    setWhere("");
    setUnique(false);
    return true;
  };
  // Not taken by Enter yet, it is part of what is applied.
  useOpenEditor(columns.trim() === "" ? null : add);
  return (
    <tr
      className={styles.newLine}
      onKeyDown={(event) => {
        if (event.key === "Enter" && !event.nativeEvent.isComposing) void add();
      }}
    >
      <td>
        <input
          className={fields.field}
          aria-label="Name of a new index"
          placeholder={free === "" ? "New index" : free}
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </td>
      <td>
        <input
          className={`${fields.field} ${fields.mono}`}
          aria-label="Columns of a new index"
          placeholder={name === "" && columns === "" ? "" : "columns or expressions, as they are sorted"}
          spellCheck={false}
          value={columns}
          onChange={(event) => setColumns(event.target.value)}
        />
      </td>
      <td>
        <input
          className={`${fields.field} ${fields.mono}`}
          aria-label="WHERE of a new index"
          spellCheck={false}
          value={where}
          onChange={(event) => setWhere(event.target.value)}
        />
      </td>
      <td className={styles.tick}>
        <CheckBox label="UNIQUE of a new index" shown={false} checked={unique} onChange={setUnique} />
      </td>
      <td className={styles.ends}>
        {columns.trim() !== "" && (
          <Button look="quiet" onPress={() => void add()}>
            Add
          </Button>
        )}
      </td>
    </tr>
  );
}
