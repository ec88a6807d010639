/** Column, operator and value of one condition, as fields of a form. */
import type { ReactNode } from "react";
import type { Column } from "../../../src-shared/model/schema.ts";
import type { ConditionDraft } from "../../rows/filter/condition-value.ts";
import { firstOperator } from "../../rows/filter/condition-value.ts";
import { operatorWords, takesValue } from "../../rows/filter/filter-words.ts";
import { LineField } from "../../ui/text-area.tsx";

const operators = Object.keys(operatorWords) as ConditionDraft["operator"][];
const searches: readonly string[] = ["contains", "startsWith", "endsWith", "like", "regex"];

interface ConditionFieldsProps {
  readonly columns: readonly Column[];
  readonly draft: ConditionDraft;
  readonly onDraft: (draft: ConditionDraft) => void;
  readonly autoFocus?: boolean;
}

export function ConditionFields({ columns, draft, onDraft, autoFocus = false }: ConditionFieldsProps): ReactNode {
  const change = (changed: Partial<ConditionDraft>) => onDraft({ ...draft, ...changed });
  const { column, operator, text, high, caseSensitive } = draft;
  const changeColumn = (name: string): void => {
    const now = columns.find((c) => c.name === column);
    const next = columns.find((c) => c.name === name);
    // The operator that a column begins with goes with it, until something was typed or chosen.
    const untouched = text === "" && operator === firstOperator(now);
    change({ column: name, ...(untouched ? { operator: firstOperator(next) } : {}) });
  };
  return (
    <>
      <select aria-label="Column" value={column} onChange={(event) => changeColumn(event.target.value)}>
        {columns.map((c) => (
          <option key={c.name}>{c.name}</option>
        ))}
      </select>
      <select
        aria-label="Operator"
        value={operator}
        onChange={(event) => change({ operator: event.target.value as ConditionDraft["operator"] })}
      >
        {operators.map((o) => (
          <option key={o} value={o}>
            {operatorWords[o]}
          </option>
        ))}
      </select>
      {takesValue(operator) && (
        <LineField
          aria-label={operator === "between" ? "Lowest value" : "Value"}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the line was opened to type here
          autoFocus={autoFocus}
          text={text}
          onText={(typed) => change({ text: typed })}
        />
      )}
      {operator === "between" && (
        <>
          <span>and</span>
          <LineField aria-label="Highest value" text={high} onText={(typed) => change({ high: typed })} />
        </>
      )}
      {searches.includes(operator) && (
        <label title="Match case">
          <input
            type="checkbox"
            checked={caseSensitive}
            onChange={(event) => change({ caseSensitive: event.target.checked })}
          />
          Aa
        </label>
      )}
    </>
  );
}
