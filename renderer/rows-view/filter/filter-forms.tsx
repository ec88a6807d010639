/** The forms behind the chips: a condition, a search in all columns, SQL. */
import { type ReactNode, useState } from "react";
import type { Comparison, RowFilter } from "../../../src-shared/model/row-filter.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import { ConditionFields } from "./condition-fields.tsx";
import { conditionOf, draftOf, firstOperator } from "../../rows/filter/condition-value.ts";
import { LineForm } from "./line-form.tsx";
import styles from "./filter.module.css";

interface FilterFormProps {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly initial: RowFilter;
  /** null: given up. */
  readonly onDone: (filter: RowFilter | null) => void;
}

/** The form for one filter that is no group. */
export function FilterForm(props: FilterFormProps): ReactNode {
  if ("rawSql" in props.initial) return <SqlForm {...props} initial={props.initial} />;
  if ("anyColumn" in props.initial) return <SearchForm {...props} initial={props.initial} />;
  return <ConditionForm {...props} />;
}

/** Can a form of one line show it? Groups have the builder; a list of values has none. */
export function hasForm(filter: RowFilter): boolean {
  return "rawSql" in filter || "anyColumn" in filter || ("column" in filter && filter.operator !== "in");
}

/** A condition on the column that one is in. */
export function newCondition(column: Column | undefined): Comparison {
  return { column: column?.name ?? "", operator: firstOperator(column), value: "" };
}

function ConditionForm({ table, columns, initial, onDone }: FilterFormProps): ReactNode {
  const [draft, setDraft] = useState(() =>
    draftOf("column" in initial && initial.operator !== "in" ? initial : newCondition(columns[0])),
  );
  const column = columns.find((c) => c.name === draft.column);
  return (
    <LineForm
      label="Condition"
      onCancel={() => onDone(null)}
      onApply={() => column && onDone(conditionOf(table, column, draft))}
    >
      <ConditionFields columns={columns} draft={draft} onDraft={setDraft} autoFocus />
    </LineForm>
  );
}

type Initial<F> = Omit<FilterFormProps, "initial"> & { readonly initial: F };

function SearchForm({ initial, onDone }: Initial<Extract<RowFilter, { anyColumn: string }>>): ReactNode {
  const [text, setText] = useState(initial.anyColumn);
  const [regex, setRegex] = useState(initial.operator === "regex");
  const [cased, setCased] = useState(initial.caseSensitive === true);
  return (
    <LineForm
      label="Search in all columns"
      disabled={text === ""}
      onCancel={() => onDone(null)}
      onApply={() =>
        onDone({
          anyColumn: text,
          ...(regex ? { operator: "regex" as const } : {}),
          ...(cased ? { caseSensitive: true } : {}),
        })
      }
    >
      <input
        aria-label="Text in any column"
        placeholder="Text in any column"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the line was opened to type here
        autoFocus
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
      />
      <label title="A regular expression">
        <input type="checkbox" checked={regex} onChange={(event) => setRegex(event.target.checked)} />
        .*
      </label>
      <label title="Match case">
        <input type="checkbox" checked={cased} onChange={(event) => setCased(event.target.checked)} />
        Aa
      </label>
    </LineForm>
  );
}

function SqlForm({ initial, onDone }: Initial<Extract<RowFilter, { rawSql: string }>>): ReactNode {
  const [text, setText] = useState(initial.rawSql);
  return (
    <LineForm
      label="SQL condition"
      disabled={text.trim() === ""}
      onCancel={() => onDone(null)}
      onApply={() => onDone({ rawSql: text })}
    >
      <span>WHERE</span>
      <input
        className={styles.sql}
        aria-label="SQL condition"
        placeholder="price > 10 AND name LIKE 'A%'"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the line was opened to type here
        autoFocus
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
      />
    </LineForm>
  );
}
