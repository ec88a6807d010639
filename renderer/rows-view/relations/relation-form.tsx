/** Says what columns refer to, where the database does not. */
import { type ReactNode, useState } from "react";
import { type DatabaseSchema, readableColumns, type Table } from "../../../src-shared/model/schema.ts";
import { Button } from "../../ui/button.tsx";
import { keyColumnsOf, likelyParents, type VirtualRelation } from "../../rows/relations/virtual-relations.ts";
import styles from "./relation-form.module.css";

interface RelationFormProps {
  readonly table: Table;
  /** Columns of one key, in its order. */
  readonly columns: readonly string[];
  readonly schema: DatabaseSchema;
  readonly onAdd: (relation: VirtualRelation) => void;
}

export function RelationForm({ table, columns, schema, onAdd }: RelationFormProps): ReactNode {
  const [parents] = useState(() => likelyParents(table, columns[0] ?? "", schema));
  const [name, setName] = useState(parents[0]?.name ?? "");
  const parent = parents.find((one) => one.name === name);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const suggested = parent ? keyColumnsOf(parent) : [];
  const parentColumns = columns.map((_, i) => chosen[i] ?? suggested[i] ?? parent?.columns[0]?.name ?? "");
  return (
    <form
      className={styles.form}
      aria-label="A relation of your own"
      onSubmit={(event) => {
        event.preventDefault();
        if (!parent) return;
        onAdd({ child: { schema: table.schema, name: table.name }, columns, parentTable: parent.name, parentColumns });
      }}
    >
      <h2>“{columns.join("”, “")}” refers to</h2>
      <label>
        Table
        <select
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setChosen([]);
          }}
        >
          {parents.map((one) => (
            <option key={one.name}>{one.name}</option>
          ))}
        </select>
      </label>
      {columns.map((column, i) => (
        <label key={column}>
          {columns.length > 1 ? `Column for ${column}` : "Column"}
          <select value={parentColumns[i]} onChange={(event) => setChosen(parentColumns.with(i, event.target.value))}>
            {(parent ? readableColumns(parent) : []).map((one) => (
              <option key={one.name}>{one.name}</option>
            ))}
          </select>
        </label>
      ))}
      <p>Remembered by Joinery for this database; the file is not changed.</p>
      <Button type="submit" look="primary" isDisabled={!parent}>
        Add the Relation
      </Button>
    </form>
  );
}
