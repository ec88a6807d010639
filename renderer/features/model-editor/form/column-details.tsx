/** What a column has besides: CHECK, collation, generated values, AUTOINCREMENT. */
import type { ReactNode } from "react";
import { CheckBox, Choice } from "../fields/choices.tsx";
import { DraftField } from "../fields/draft-field.tsx";
import { useEditor } from "../editor-context.tsx";
import { collations } from "./column-words.ts";
import styles from "./form.module.css";
import type { ColumnFacts, TableFacts } from "./table-facts.ts";
import { changeColumn, setAutoincrement } from "./table-gestures.ts";

interface ColumnDetailsProps {
  readonly facts: TableFacts;
  readonly column: ColumnFacts;
}

export function ColumnDetails({ facts, column: own }: ColumnDetailsProps): ReactNode {
  const { keep, readOnlyReason } = useEditor();
  const { column, generated } = own;
  const fixed = readOnlyReason !== null || !own.written;
  const of = (what: string) => `${what} of ${column.name}`;
  const change = (part: Parameters<typeof changeColumn>[2], what: string) =>
    keep(changeColumn(facts.table.name, column.name, part, what));
  const generate = (expression: string, kind: "virtual" | "stored") => {
    const text = expression.trim();
    return change({ generated: text === "" ? null : { expression: text, kind } }, "Generated value");
  };
  const notNull = own.written?.clauses.find(({ kind }) => kind === "NotNull");
  return (
    <div className={styles.fields}>
      <div className={styles.pair}>
        <span>CHECK</span>
        <DraftField
          label={of("CHECK")}
          mono
          value={own.check}
          placeholder={`${column.name} > 0`}
          readOnly={fixed}
          onTake={(text) =>
            change(
              { check: text.trim() === "" ? null : text, ...(own.checkRule ? { rule: own.checkRule } : {}) },
              "CHECK",
            )
          }
        />
      </div>
      <div className={styles.pair}>
        <span>Collation</span>
        <Choice
          label={of("Collation")}
          value={own.collation === "" ? "BINARY" : own.collation.toUpperCase()}
          options={collations}
          disabled={fixed}
          onChange={(name) => change({ collation: name === "BINARY" ? null : name }, "Collation")}
        />
      </div>
      <div className={styles.pair}>
        <span>Generated as</span>
        <DraftField
          label={of("Generated value")}
          mono
          value={generated?.expression ?? ""}
          placeholder="price * amount"
          readOnly={fixed}
          onTake={(text) => generate(text, generated?.kind ?? "virtual")}
        />
      </div>
      {generated && (
        <div className={styles.pair}>
          <span>Computed</span>
          <Choice
            label={of("When the value is computed")}
            value={generated.kind}
            options={[
              ["virtual", "when read (VIRTUAL)"],
              ["stored", "when written (STORED)"],
            ]}
            disabled={fixed}
            onChange={(kind) => generate(generated.expression, kind as "virtual" | "stored")}
          />
        </div>
      )}
      {own.rowid && (
        <CheckBox
          label="AUTOINCREMENT"
          hint="Numbers of deleted rows are never given again"
          checked={facts.table.autoincrement}
          disabled={fixed}
          onChange={(on) => keep(setAutoincrement(facts, on))}
        />
      )}
      {notNull?.conflict && (
        <p className={styles.note}>NOT NULL ON CONFLICT {notNull.conflict}: change it in the SQL.</p>
      )}
      {column.primaryKey > 0 && own.rowid && (
        <p className={styles.note}>An INTEGER PRIMARY KEY is the rowid itself: given by SQLite when it is left out.</p>
      )}
    </div>
  );
}
