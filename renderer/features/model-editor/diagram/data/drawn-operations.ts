/** A drawn foreign key as changes of the schema: what the draft takes. */
import type { RuleName } from "../../../../../src-shared/sql/ddl/rules.ts";
import type { SchemaOperation } from "../../../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../../../src-shared/sql/quote-name.ts";
import { type DrawnKey, drawnWords } from "./drawn-key.ts";

export interface DrawnChange {
  /** For undo and the list of changes. */
  readonly label: string;
  readonly operations: readonly SchemaOperation[];
}

/**
 * What makes the key. One new column brings its key along (`REFERENCES` in its definition): SQLite adds that at once, where
 * a key on columns that are there needs the table written anew.
 */
export function drawnChange(drawn: DrawnKey): DrawnChange {
  const { child, columns, newColumns, parent, parentColumns } = drawn;
  const label = `Foreign key ${drawnWords(drawn)}`;
  const table = child.name;
  const [only, ...more] = newColumns;
  if (only && more.length === 0 && columns.length === 1) {
    const goal = `REFERENCES ${quoteName(parent.name)}(${parentColumns.map(quoteName).join(", ")})`;
    return { label, operations: [{ op: "addColumn", table, sql: `${definition(only)} ${goal}` }] };
  }
  return {
    label,
    operations: [
      ...newColumns.map((column): SchemaOperation => ({ op: "addColumn", table, sql: definition(column) })),
      {
        op: "addForeignKey",
        table,
        columns: [...columns],
        parentTable: parent.name,
        parentColumns: [...parentColumns],
      },
    ],
  };
}

/** What takes a key away; `rule` says which, of several on the same columns. */
export function droppedKey(table: string, columns: readonly string[], rule?: RuleName): DrawnChange {
  return {
    label: `Drop the foreign key ${table} (${columns.join(", ")})`,
    operations: [{ op: "dropForeignKey", table, columns: [...columns], ...(rule ? { rule } : {}) }],
  };
}

const definition = ({ name, type }: { name: string; type: string }) =>
  type === "" ? quoteName(name) : `${quoteName(name)} ${type}`;
