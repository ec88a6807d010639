/** Conditions on the rows: chips that can be changed and removed, and a line to add one. */
import { Filter, Plus, X } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import type { Condition } from "../../../src-shared/model/rows.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import { Button } from "../../ui/button.tsx";
import { lookOf } from "./cell-look.ts";
import { editText } from "../../../src-shared/model/cell-text.ts";
import { storedText, storingAffinity } from "./typed-value.ts";
import styles from "./table-view.module.css";

type Operator = Condition["operator"];

const operatorWords: Readonly<Record<Operator, string>> = {
  contains: "contains",
  "=": "=",
  "<>": "≠",
  "<": "<",
  "<=": "≤",
  ">": ">",
  ">=": "≥",
  like: "is like",
  isNull: "is NULL",
  isNotNull: "is not NULL",
};
const operators = Object.keys(operatorWords) as Operator[];

/** Does the operator compare with a value? */
function takesValue(operator: Operator): boolean {
  return operator !== "isNull" && operator !== "isNotNull";
}

/** A condition from what was typed: the value takes the column's affinity, except where text is searched. */
export function conditionOf(table: Table, column: Column, operator: Operator, text: string): Condition {
  const searched = operator === "contains" || operator === "like";
  const value = !takesValue(operator) ? null : searched ? text : storedText(text, storingAffinity(table, column));
  return { column: column.name, operator, value };
}

interface FilterBarProps {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly filter: readonly Condition[];
  readonly onFilter: (filter: Condition[]) => void;
  /** The column that a new condition begins with. */
  readonly column: string | undefined;
}

export function FilterBar({ table, columns, filter, onFilter, column }: FilterBarProps): ReactNode {
  /** Which chip is being edited: its place, `filter.length` for a new one, null for none. */
  const [editing, setEditing] = useState<number | null>(null);
  const replace = (at: number, condition: Condition | null): void => {
    const next = [...filter];
    if (condition) next.splice(at, 1, condition);
    else next.splice(at, 1);
    setEditing(null);
    onFilter(next);
  };
  return (
    <div className={styles.filters} role="group" aria-label="Filters">
      {filter.map((condition, at) =>
        at === editing ? (
          <ConditionForm
            key={`edit-${at}`}
            table={table}
            columns={columns}
            initial={condition}
            onDone={(next) => (next ? replace(at, next) : setEditing(null))}
          />
        ) : (
          <span key={`${at} ${condition.column}`} className={styles.chip} data-testid="filter-chip">
            <button type="button" className={styles.chipWords} onClick={() => setEditing(at)}>
              <b>{condition.column}</b> {operatorWords[condition.operator]}
              {takesValue(condition.operator) && <> {lookOf(condition.value, { type: "" }).text || "∅"}</>}
            </button>
            <button
              type="button"
              className={styles.chipRemove}
              aria-label={`Remove the filter on ${condition.column}`}
              onClick={() => replace(at, null)}
            >
              <X size={12} strokeWidth={1.5} aria-hidden />
            </button>
          </span>
        ),
      )}
      {editing === filter.length ? (
        <ConditionForm
          table={table}
          columns={columns}
          initial={{ column: column ?? columns[0]?.name ?? "", operator: "contains", value: "" }}
          onDone={(next) => (next ? replace(filter.length, next) : setEditing(null))}
        />
      ) : (
        <Button look="quiet" onPress={() => setEditing(filter.length)} hint="Show only rows that …">
          {filter.length === 0 ? <Filter size={14} strokeWidth={1.5} /> : <Plus size={14} strokeWidth={1.5} />}
          {filter.length === 0 ? "Filter" : "And"}
        </Button>
      )}
    </div>
  );
}

interface ConditionFormProps {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly initial: Condition;
  /** null: given up. */
  readonly onDone: (condition: Condition | null) => void;
}

function ConditionForm({ table, columns, initial, onDone }: ConditionFormProps): ReactNode {
  const [name, setName] = useState(initial.column);
  const [operator, setOperator] = useState<Operator>(initial.operator);
  const [text, setText] = useState(editText(initial.value) ?? "");
  const label = useId();
  const column = columns.find((c) => c.name === name);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leaves from any of its fields
    <form
      className={styles.condition}
      aria-label="Condition"
      onSubmit={(event) => {
        event.preventDefault();
        if (column) onDone(conditionOf(table, column, operator, text));
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onDone(null);
      }}
    >
      <select aria-label="Column" value={name} onChange={(event) => setName(event.target.value)}>
        {columns.map((c) => (
          <option key={c.name}>{c.name}</option>
        ))}
      </select>
      <select aria-label="Operator" value={operator} onChange={(event) => setOperator(event.target.value as Operator)}>
        {operators.map((o) => (
          <option key={o} value={o}>
            {operatorWords[o]}
          </option>
        ))}
      </select>
      {takesValue(operator) && (
        <input
          id={label}
          aria-label="Value"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the line was opened to type here
          autoFocus
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <button type="submit" className={styles.apply}>
        Apply
      </button>
      <button type="button" className={styles.chipRemove} aria-label="Cancel" onClick={() => onDone(null)}>
        <X size={12} strokeWidth={1.5} aria-hidden />
      </button>
    </form>
  );
}
