/** The conditional formats of a column: conditions in the language of the filter row, each with its ground. */
import { X } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import type { Column } from "../../../src-shared/model/schema.ts";
import { formatFilterText, parseFilterText, type TextFilter } from "../../../src-shared/sql/filter-text.ts";
import { Button } from "../../ui/button.tsx";
import { type GridTint, gridTints } from "../../ui/data-grid/grid-source.ts";
import type { FormatRule } from "../../rows/kept-rules.ts";
import { LineField } from "../../ui/text-area.tsx";
import styles from "./formats.module.css";

interface RuleListProps {
  readonly column: Column;
  /** Of all columns; the first one that fits a cell counts. */
  readonly rules: readonly FormatRule[];
  readonly onChange: (rules: readonly FormatRule[]) => void;
}

export function RuleList({ column, rules, onChange }: RuleListProps): ReactNode {
  const [text, setText] = useState("");
  const [tint, setTint] = useState<GridTint>("amber");
  const [row, setRow] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const condition = parseFilterText(text, column);
  return (
    <div className={styles.choice}>
      <h2>Conditional formats of “{column.name}”</h2>
      {rules.map(
        (rule, i) =>
          rule.column === column.name && (
            <div key={i} className={styles.rule}>
              <TintChoice
                chosen={rule.tint}
                onChoose={(next) => onChange(rules.with(i, { ...rule, tint: next }))}
                label={`Ground of ${wordsOf(rule, column)}`}
              />
              <code>{wordsOf(rule, column)}</code>
              {rule.row && <span className={styles.example}>whole row</span>}
              <Button
                look="quiet"
                square
                aria-label={`Remove ${wordsOf(rule, column)}`}
                onPress={() => onChange(rules.filter((_, place) => place !== i))}
              >
                <X size={14} strokeWidth={1.5} aria-hidden />
              </Button>
            </div>
          ),
      )}
      <form
        className={styles.rule}
        aria-label="New conditional format"
        onSubmit={(event) => {
          event.preventDefault();
          if (!condition) return;
          onChange([...rules, { column: column.name, condition, tint, row }]);
          setText("");
          // The button is greyed now, and must not take the focus along.
          field.current?.focus();
        }}
      >
        <TintChoice chosen={tint} onChoose={setTint} label="Background" />
        <LineField
          ref={field}
          className={styles.field}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the popover was opened for it
          autoFocus
          aria-label="Condition"
          placeholder=">100, =NULL, text…"
          text={text}
          onText={setText}
        />
        <label className={styles.check}>
          <input type="checkbox" checked={row} onChange={(event) => setRow(event.target.checked)} /> Whole row
        </label>
        <Button type="submit" isDisabled={!condition}>
          Add
        </Button>
      </form>
    </div>
  );
}

function wordsOf({ condition }: FormatRule, column: Column): string {
  return ("column" in condition && formatFilterText(condition as TextFilter, column)) || JSON.stringify(condition);
}

interface TintChoiceProps {
  readonly label: string;
  readonly chosen: GridTint;
  readonly onChoose: (tint: GridTint) => void;
}

function TintChoice({ label, chosen, onChoose }: TintChoiceProps): ReactNode {
  return (
    <span className={styles.tints} role="radiogroup" aria-label={label}>
      {gridTints.map((tint) => (
        <button
          key={tint}
          type="button"
          role="radio"
          aria-checked={tint === chosen}
          aria-label={tint}
          title={tint}
          className={styles.tint}
          style={{ background: `var(--tint-${tint})` }}
          onClick={() => onChoose(tint)}
        />
      ))}
    </span>
  );
}
