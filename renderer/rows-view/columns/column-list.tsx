/** All columns of a table to choose from: which are shown, and a way to one among two thousand. */
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import type { Column } from "../../../src-shared/model/schema.ts";
import { shownName } from "../../../src-shared/formats/shown-name.ts";
import { Button } from "../../ui/button.tsx";
import { formatCount, plural } from "../../ui/format.ts";
import { arrange, type ColumnLayout, setHidden } from "../../rows/column-layout.ts";
import styles from "./column-list.module.css";

interface ColumnListProps {
  /** In the table's own order. */
  readonly columns: readonly Column[];
  readonly layout: ColumnLayout;
  readonly onLayout: (change: (before: ColumnLayout) => ColumnLayout) => void;
  /** To a column of the grid; it is shown first if it was hidden. */
  readonly onGoTo: (column: string) => void;
}

export function ColumnList({ columns, layout, onLayout, onGoTo }: ColumnListProps): ReactNode {
  const [text, setText] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const names = columns.map((column) => column.name);
  const { names: order, shown } = arrange(names, layout);
  const visible = new Set(order.slice(0, shown));
  const fitting = fittingColumns(columns, text);
  const hide = (which: readonly string[], hidden: boolean): void =>
    onLayout((before) => setHidden(before, which, hidden));
  const first = fitting[0]?.name;
  const all = fitting.map((column) => column.name);
  // One column is always shown: what cannot be hidden has no button that does nothing.
  const canHide = all.some((name) => visible.has(name)) && visible.size > 1;
  return (
    <div className={styles.list}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (first !== undefined) onGoTo(first);
        }}
      >
        <input
          autoFocus
          className={styles.field}
          aria-label="Find a column"
          placeholder="Find a column; Enter goes there"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "ArrowDown") return;
            event.preventDefault();
            list.current?.querySelector("input")?.focus();
          }}
        />
      </form>
      <div className={styles.bar}>
        <span role="status">{`${formatCount(visible.size)} of ${plural(columns.length, "column")}`}</span>
        <Button look="quiet" isDisabled={all.every((name) => visible.has(name))} onPress={() => hide(all, false)}>
          {text === "" ? "Show All" : "Show These"}
        </Button>
        <Button look="quiet" isDisabled={!canHide} onPress={() => hide(all, true)}>
          {text === "" ? "Hide All" : "Hide These"}
        </Button>
      </div>
      <ul ref={list} aria-label="Columns">
        {fitting.map(({ name, type }) => (
          <li key={name}>
            <label>
              <input
                type="checkbox"
                checked={visible.has(name)}
                disabled={visible.has(name) && visible.size === 1}
                onKeyDown={walk}
                onChange={(event) => hide([name], !event.target.checked)}
              />
              <span className={styles.name}>{shownName(name)}</span>
              <span className={styles.type}>{type}</span>
            </label>
          </li>
        ))}
      </ul>
      {fitting.length === 0 && <p>No column is called so.</p>}
    </div>
  );
}

/** Those whose name holds the text; a name that begins with it, or is it, comes first. */
export function fittingColumns(columns: readonly Column[], text: string): readonly Column[] {
  const wanted = text.toLowerCase();
  if (wanted === "") return columns;
  const rank = ({ name }: Column): number => {
    const low = name.toLowerCase();
    return low === wanted ? 0 : low.startsWith(wanted) ? 1 : low.includes(wanted) ? 2 : 3;
  };
  return columns.filter((column) => rank(column) < 3).sort((a, b) => rank(a) - rank(b));
}

/** Arrows go from box to box. */
function walk(event: KeyboardEvent<HTMLInputElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const boxes = [...(event.currentTarget.closest("ul")?.querySelectorAll("input") ?? [])];
  const at = boxes.indexOf(event.currentTarget);
  boxes[Math.max(0, Math.min(boxes.length - 1, at + step))]?.focus();
}
