/** A line of fields below the headers, one over each column on screen; they move with their columns. */
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from "react";
import type { MirrorView } from "./grid-view.ts";
import { headerHeight } from "./header-painter.ts";
import styles from "./data-grid.module.css";

/** Height of the line in CSS pixels. */
export const headFieldsHeight = 26;

export interface HeadFieldsHandle {
  /** Puts the focus into a column's field, once that column is on screen. */
  focus(column: number): void;
}

interface HeadFieldsProps {
  readonly ref: Ref<HeadFieldsHandle>;
  /** Where the columns are; a field is there for each of these. */
  readonly columns: MirrorView["columns"];
  /** Where the first column begins, right of the row numbers. */
  readonly left: number;
  readonly columnCount: number;
  /** So many columns stay at the left; the others go below them. */
  readonly pinned: number;
  readonly render: (column: number) => ReactNode;
  /** Scrolls so that the column is on screen. */
  readonly onReveal: (column: number) => void;
}

export function HeadFields(props: HeadFieldsProps): ReactNode {
  const { ref, columns, left, columnCount, pinned, render, onReveal } = props;
  const host = useRef<HTMLDivElement>(null);
  const wanted = useRef<number | null>(null);

  const focusNow = (): void => {
    if (wanted.current === null) return;
    const field = host.current?.querySelector<HTMLTextAreaElement>(
      `[data-head="${wanted.current}"] :is(input, textarea)`,
    );
    if (!field) return;
    wanted.current = null;
    field.focus({ preventScroll: true });
    field.select();
  };
  // A field that was asked for may come on screen only now.
  useEffect(focusNow);

  const focus = (column: number): void => {
    wanted.current = column;
    onReveal(column);
    focusNow();
  };
  useImperativeHandle(ref, () => ({ focus }));

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Tab also reaches the columns that are not on screen
    <div
      ref={host}
      className={styles.headFields}
      style={{ top: headerHeight, left, height: headFieldsHeight }}
      onKeyDown={(event) => {
        if (event.key !== "Tab" || !(event.target instanceof Element)) return;
        const at = event.target.closest("[data-head]")?.getAttribute("data-head");
        const next = Number(at) + (event.shiftKey ? -1 : 1);
        if (at === null || at === undefined || next < 0 || next >= columnCount) return;
        event.preventDefault();
        focus(next);
      }}
    >
      {columns.map(({ index, x, width }) => (
        <div key={index} data-head={index} data-pinned={index < pinned || undefined} style={{ left: x - left, width }}>
          {render(index)}
        </div>
      ))}
    </div>
  );
}
