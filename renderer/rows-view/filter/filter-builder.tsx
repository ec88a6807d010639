/** Conditions in groups that hold with And or Or, within one another. */
import { Plus, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { RowFilter } from "../../../src-shared/model/row-filter.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import { Button } from "../../ui/button.tsx";
import { ConditionFields } from "./condition-fields.tsx";
import { newCondition } from "./filter-forms.tsx";
import { conditionOf, draftOf } from "../../rows/filter/condition-value.ts";
import { replaced } from "../../rows/filter/column-filter.ts";
import { filterWords } from "../../rows/filter/filter-words.ts";
import styles from "./filter.module.css";

interface FilterBuilderProps {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly initial: RowFilter;
  /** null: given up. */
  readonly onDone: (filter: RowFilter | null) => void;
}

type Mode = "all" | "any" | "none";

/** A group's parts and how they hold; null for what is no group. `not` over one group is “none of”. */
function groupOf(filter: RowFilter): { mode: Mode; parts: readonly RowFilter[] } | null {
  if ("all" in filter) return { mode: "all", parts: filter.all };
  if ("any" in filter) return { mode: "any", parts: filter.any };
  if ("not" in filter) return { mode: "none", parts: "any" in filter.not ? filter.not.any : [filter.not] };
  return null;
}

function makeGroup(mode: Mode, parts: readonly RowFilter[]): RowFilter {
  if (mode === "all") return { all: [...parts] };
  return mode === "any" ? { any: [...parts] } : { not: { any: [...parts] } };
}

export function FilterBuilder({ table, columns, initial, onDone }: FilterBuilderProps): ReactNode {
  const [draft, setDraft] = useState(initial);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("select")?.focus(), []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leaves from any of its fields
    <form
      ref={form}
      className={styles.builder}
      aria-label="Group of conditions"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(draft);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onDone(null);
      }}
    >
      <Part table={table} columns={columns} part={draft} onPart={setDraft} depth={0} />
      <div className={styles.builderEnd}>
        <button type="submit" className={styles.apply}>
          Apply
        </button>
        <Button look="quiet" onPress={() => onDone(null)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

interface PartProps {
  readonly table: Table;
  readonly columns: readonly Column[];
  readonly part: RowFilter;
  readonly onPart: (part: RowFilter) => void;
  readonly depth: number;
}

function Part(props: PartProps): ReactNode {
  const { table, columns, part, onPart } = props;
  const group = groupOf(part);
  if (group) return <GroupPart {...props} {...group} />;
  if (!("column" in part) || part.operator === "in")
    return <span className={styles.fixed}>{filterWords(part).says}</span>;
  return (
    <span className={styles.line}>
      <ConditionFields
        columns={columns}
        draft={draftOf(part)}
        onDraft={(draft) => {
          const column = columns.find((c) => c.name === draft.column);
          if (column) onPart(conditionOf(table, column, draft));
        }}
      />
    </span>
  );
}

function GroupPart(props: PartProps & { mode: Mode; parts: readonly RowFilter[] }): ReactNode {
  const { columns, mode, parts, onPart, depth } = props;
  const put = (next: readonly RowFilter[]) => onPart(makeGroup(mode, next));
  const condition = () => newCondition(columns[0]);
  return (
    <fieldset className={styles.group}>
      <select
        aria-label="Which of these hold"
        value={mode}
        onChange={(event) => onPart(makeGroup(event.target.value as Mode, parts))}
      >
        <option value="all">all of these</option>
        <option value="any">any of these</option>
        <option value="none">none of these</option>
      </select>
      {parts.map((part, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- conditions have no names, and may be equal
        <div key={at} className={styles.part}>
          <Part {...props} part={part} depth={depth + 1} onPart={(next) => put(replaced(parts, at, next))} />
          <button
            type="button"
            className={styles.small}
            aria-label="Remove from the group"
            onClick={() => put(replaced(parts, at, null))}
          >
            <X size={12} strokeWidth={1.5} aria-hidden />
          </button>
        </div>
      ))}
      <div className={styles.part}>
        <Button look="quiet" onPress={() => put([...parts, condition()])}>
          <Plus size={12} strokeWidth={1.5} aria-hidden /> Condition
        </Button>
        {/* Deeper than anyone reads; the engine takes 50. */}
        {depth < 8 && (
          <Button look="quiet" onPress={() => put([...parts, { all: [condition(), condition()] }])}>
            <Plus size={12} strokeWidth={1.5} aria-hidden /> Group
          </Button>
        )}
      </div>
    </fieldset>
  );
}
