/** One field of the filter row: DB Browser's language, applied while one types. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { RowFilter } from "../../../src-shared/model/row-filter.ts";
import { filterHint, type TextFilter } from "../../../src-shared/sql/filter-text.ts";
import type { Column } from "../../../src-shared/model/schema.ts";
import type { ColumnFormat } from "../../values/kept-formats.ts";
import { timesOf } from "../../values/now-value.ts";
import type { TableRows } from "../../rows/table-rows.ts";
import { notComputed } from "../../rows/hints.ts";
import { columnFilter, withColumnText } from "../../rows/filter/column-filter.ts";
import { useOpenEditor } from "../../ui/open-editors.ts";
import { LineField } from "../../ui/text-area.tsx";
import styles from "./filter.module.css";

/** A pause in typing that means “look now”, in milliseconds. */
const PAUSE = 250;

const LANGUAGE = `text   holds it            =x  <>x   is it, is not
>10 <=20   compared     10~20     from, to
=NULL  <>NULL            /a+b/     regular expression
%a_b%   LIKE             "=x"      as it stands`;

interface FilterFieldProps {
  readonly column: Column;
  /** What the column is shown as: over times, dates are typed. */
  readonly format: ColumnFormat | undefined;
  /** What stands beside its keys. */
  readonly label: ReturnType<TableRows["labelOf"]>;
  readonly filter: readonly RowFilter[];
  readonly onFilter: (change: (before: readonly RowFilter[]) => readonly RowFilter[]) => void;
  /** Back to the rows: Esc in an empty field, the arrow down. */
  readonly onLeave: () => void;
}

export function FilterField({ column, format, label, filter, onFilter, onLeave }: FilterFieldProps): ReactNode {
  const times = timesOf(column, format);
  const read = { ...column, times, label: label ?? undefined };
  const shown = columnFilter(filter, read);
  /** What is being typed; null: what the conditions say. */
  const [draft, setDraft] = useState<string | null>(null);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);
  const apply = (text: string): void => {
    clearTimeout(waiting.current);
    onFilter((before) => withColumnText(before, read, text));
  };
  const why = notComputed(column);
  const text = draft ?? shown.text;
  const hint = shown.at < 0 ? null : filterHint(filter[shown.at] as TextFilter, read);
  useOpenEditor(
    draft === null
      ? null
      : () => {
          apply(draft);
          setDraft(null);
          return true;
        },
  );
  return (
    <LineField
      className={styles.field}
      aria-label={`Filter ${column.name}`}
      title={
        why ?? [...(hint === null ? [] : [`${hint}\n`]), LANGUAGE, ...(label ? [labelLine(label)] : [])].join("\n")
      }
      // One that stands there from before can be taken away.
      readOnly={why !== null && text === ""}
      data-on={shown.at >= 0 && shown.on ? true : undefined}
      data-off={shown.at >= 0 && !shown.on ? true : undefined}
      // It may not mean what it says: the tooltip has the way it is written.
      aria-description={hint ?? undefined}
      data-odd={hint !== null || undefined}
      text={text}
      placeholder={why === null ? "Filter" : "not computed"}
      onText={(typed) => {
        setDraft(typed);
        clearTimeout(waiting.current);
        waiting.current = setTimeout(() => apply(typed), PAUSE);
      }}
      onBlur={() => {
        if (draft !== null) apply(draft);
        setDraft(null);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") apply(text);
        else if (event.key === "Escape" && text !== "") {
          setDraft("");
          apply("");
        } else if (event.key === "Escape" || (event.key === "ArrowDown" && onLastLine(event.currentTarget))) onLeave();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}

function labelLine({ through }: NonNullable<FilterFieldProps["label"]>): string {
  return `@text  ${through.label} of the row of ${through.table.name} it refers to`;
}

/** Is the cursor where an arrow down finds no further line of the text? */
function onLastLine(field: HTMLTextAreaElement): boolean {
  return !field.value.includes("\n", field.selectionEnd);
}
