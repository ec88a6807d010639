/** The form of one object: a table with all its parts; of a view or virtual table its names, columns and SQL. */
import { Table2, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { type Model, tableKey } from "../../../../src-shared/model/models.ts";
import { writeName } from "../../../../src-shared/sql/write-name.ts";
import { Button } from "../../../ui/button.tsx";
import { DdlEditor } from "../ddl/ddl-editor.tsx";
import { useEditor } from "../editor-context.tsx";
import { CheckBox } from "../fields/choices.tsx";
import { DraftField } from "../fields/draft-field.tsx";
import { ColumnGrid } from "./column-grid.tsx";
import { Constraints } from "./constraints.tsx";
import { ForeignKeys } from "./foreign-keys.tsx";
import styles from "./form.module.css";
import { Indexes } from "./indexes.tsx";
import { Relationships } from "./relationships.tsx";
import { factsOf, type TableFacts } from "./table-facts.ts";
import { dropTable, renameTable, setOptions } from "./table-gestures.ts";
import { Triggers } from "./triggers.tsx";

interface ObjectFormProps {
  readonly model: Model;
  /** Shows the rows; null when there are none yet. */
  readonly onOpenRows: (() => void) | null;
}

export function ObjectForm({ model, onOpenRows }: ObjectFormProps): ReactNode {
  const { schema, readOnlyReason } = useEditor();
  const facts = factsOf(schema, model.table);
  const { kind } = model.table;
  return (
    <div className={styles.form} data-testid="model-form">
      <Head model={model} facts={facts} onOpenRows={onOpenRows} />
      {facts.ddl?.comment && (
        <p className={styles.note} title="The table's own comment; it is changed in the SQL">
          {facts.ddl.comment.text}
        </p>
      )}
      {kind === "table" ? (
        <>
          <ColumnGrid facts={facts} />
          <Relationships model={model} />
          <ForeignKeys facts={facts} />
          <Constraints facts={facts} />
          <Indexes facts={facts} />
          <Triggers triggers={facts.triggers} />
        </>
      ) : (
        <>
          <FixedColumns facts={facts} />
          {kind === "view" && <Triggers triggers={facts.triggers} />}
          <section aria-label="SQL" className={styles.section}>
            <h2>SQL</h2>
            <div className={styles.sql}>
              <DdlEditor table={model.table} />
            </div>
          </section>
        </>
      )}
      {readOnlyReason === null && kind === "table" && facts.ddl === null && (
        <p className={styles.note}>
          The stored text of this table is one that Joinery reads only in part: edit it as SQL.
        </p>
      )}
    </div>
  );
}

interface HeadProps extends ObjectFormProps {
  readonly facts: TableFacts;
}

function Head({ model, facts, onOpenRows }: HeadProps): ReactNode {
  const { keep, names, view, readOnlyReason } = useEditor();
  const { table, className } = model;
  const fixed = readOnlyReason !== null;
  const typed = names.classes[tableKey(table)] !== undefined;
  const rename = async (to: string) => {
    const name = to.trim();
    const gesture =
      table.kind === "view"
        ? {
            label: `Rename ${table.name} to ${name}`,
            operations: [
              {
                op: "redefineView" as const,
                name: table.name,
                sql: (table.sql ?? "").replace(viewHead, () => `CREATE VIEW ${writeName(name)}`),
              },
            ],
          }
        : renameTable(table.name, name);
    const taken = await keep(gesture);
    if (taken) view.renamed(name);
    return taken;
  };
  const words = table.kind === "table" ? "table" : table.kind === "view" ? "view" : `virtual table (${table.module})`;
  return (
    <div className={styles.head}>
      <div className={styles.pair}>
        <span>Class</span>
        <DraftField
          label="Class name"
          value={className}
          hint={typed ? "Empty: by the table’s name again" : "By the table’s name; type another one"}
          onTake={(name) =>
            keep({
              label: `Class name of ${table.name}`,
              operations: [],
              names: [{ what: "class", table: table.name, name: name.trim() === "" ? null : name.trim() }],
            })
          }
        />
      </div>
      <div className={styles.pair}>
        <span>{table.kind === "view" ? "View" : "Table"}</span>
        <DraftField
          label="Table name"
          first
          value={table.name}
          readOnly={fixed || (table.kind === "view" && !viewHead.test(table.sql ?? ""))}
          onTake={rename}
        />
      </div>
      {table.kind === "table" ? (
        <>
          <CheckBox
            label="STRICT"
            hint="Only values of the declared type are taken"
            checked={table.strict}
            disabled={fixed}
            onChange={(strict) => keep(setOptions(table.name, { strict }))}
          />
          <CheckBox
            label="WITHOUT ROWID"
            hint="Kept in the order of its primary key, without a rowid"
            checked={table.withoutRowid}
            disabled={fixed || (facts.primaryKey === null && !table.withoutRowid)}
            onChange={(withoutRowid) => keep(setOptions(table.name, { withoutRowid }))}
          />
        </>
      ) : (
        <span className={styles.kind}>{words}</span>
      )}
      <span className={styles.gap} />
      {onOpenRows && (
        <Button look="quiet" onPress={onOpenRows}>
          <Table2 size={14} strokeWidth={1.5} aria-hidden /> Open rows
        </Button>
      )}
      <span className={styles.drop}>
        <Button
          look="quiet"
          isDisabled={fixed}
          onPress={() =>
            void keep(
              table.kind === "view"
                ? { label: `Drop ${table.name}`, operations: [{ op: "dropView", name: table.name }] }
                : dropTable(table.name),
            )
          }
        >
          <Trash2 size={14} strokeWidth={1.5} aria-hidden /> Drop {table.kind === "view" ? "view" : "table"}
        </Button>
      </span>
    </div>
  );
}

/** `CREATE VIEW name`, as SQLite stores it. */
const viewHead = /^\s*CREATE\s+VIEW\s+(?!IF\b)(?:"(?:[^"]|"")*"|\[[^\]]*\]|`[^`]*`|\w+)/i;

function FixedColumns({ facts }: { facts: TableFacts }): ReactNode {
  if (facts.table.error !== null) return <p className={styles.broken}>It cannot be read: {facts.table.error}</p>;
  return (
    <section aria-label="Columns" className={styles.section}>
      <h2>
        Columns <span>{facts.columns.length}</span>
      </h2>
      <p className={styles.words}>
        {facts.columns.map(({ column }) => (
          <span key={column.name} className={styles.chip}>
            {column.name}
            {column.type !== "" && <i> {column.type}</i>}
          </span>
        ))}
      </p>
    </section>
  );
}
