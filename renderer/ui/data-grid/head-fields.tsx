/**
 * A line of fields below the headers, one over each column on screen. They are placed by hand in the frame that paints their
 * columns, so that they never stand beside them; React only makes those that are not there yet, before that frame is shown.
 */
import type { GridMetrics } from "@deephaven/grid";
import { type ReactNode, type Ref, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { viewOf } from "./grid-view.ts";
import { headerHeight } from "./header-painter.ts";
import styles from "./data-grid.module.css";

/** Height of the line in CSS pixels. */
export const headFieldsHeight = 26;

export interface HeadFieldsHandle {
  /** The grid is about to be painted with these measures. */
  place(metrics: GridMetrics): void;
  /** Puts the focus into a column's field at once, and scrolls to that column. */
  focus(column: number): void;
}

interface HeadFieldsProps {
  readonly ref: Ref<HeadFieldsHandle>;
  readonly columns: readonly { readonly name: string }[];
  /** So many columns stay at the left; the others go below them. */
  readonly pinned: number;
  readonly render: (column: number) => ReactNode;
  /** The measures of the grid now, once it has some. */
  readonly metrics: () => GridMetrics | null | undefined;
  /** Scrolls so that the column is on screen. */
  readonly onReveal: (column: number) => void;
}

interface Place {
  readonly left: number;
  readonly width: number;
}

/** Of a field that is kept because somebody is in it, while its column is out of sight. */
const away: Place = { left: -100_000, width: 120 };

const columnAt = (target: EventTarget): number =>
  Number((target instanceof Element && target.closest("[data-head]")?.getAttribute("data-head")) || Number.NaN);

export function HeadFields(props: HeadFieldsProps): ReactNode {
  const { ref, columns, pinned, render, metrics, onReveal } = props;
  const host = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<readonly number[]>([]);
  /** What `shown` is, or is about to be. */
  const wanted = useRef(shown);
  const elements = useRef(new Map<number, HTMLElement>());
  const places = useRef(new Map<number, Place>());
  /** The column whose field has the focus, or is about to get it. */
  const focused = useRef<number | null>(null);

  const move = (column: number, element: HTMLElement): void => {
    const { left, width } = places.current.get(column) ?? away;
    element.style.left = `${left}px`;
    element.style.width = `${width}px`;
  };

  const want = (next: readonly number[]): boolean => {
    if (next.length === wanted.current.length && next.every((column, i) => column === wanted.current[i])) return false;
    wanted.current = next;
    return true;
  };

  const place = (now: GridMetrics): void => {
    const { columns: inSight, headWidth } = viewOf(now);
    places.current = new Map(inSight.map(({ index, x, width }) => [index, { left: x - headWidth, width }]));
    if (host.current) {
      host.current.style.left = `${headWidth}px`;
      host.current.style.right = `${now.verticalBarWidth}px`;
    }
    for (const [column, element] of elements.current) move(column, element);
    const next = inSight.map(({ index }) => index);
    const { current: held } = focused;
    if (held !== null && !places.current.has(held)) next.push(held);
    // The grid is in the middle of painting; before the frame is shown the fields are there.
    if (want(next)) queueMicrotask(() => flushSync(() => setShown(wanted.current)));
  };

  const focus = (column: number): void => {
    focused.current = column;
    onReveal(column);
    // At once, wherever the column is now: the next key may come before the next frame.
    if (!elements.current.has(column)) {
      want([...wanted.current, column]);
      flushSync(() => setShown(wanted.current));
    }
    const field = elements.current.get(column)?.querySelector<HTMLTextAreaElement>(":is(input, textarea)");
    field?.focus({ preventScroll: true });
    field?.select();
  };
  useImperativeHandle(ref, () => ({ place, focus }));
  const placed = useRef({ metrics, place });
  useLayoutEffect(() => {
    placed.current = { metrics, place };
  });
  useLayoutEffect(() => {
    // The grid may have been painted before these were here.
    const now = placed.current.metrics();
    if (now) placed.current.place(now);
  }, []);

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Tab also reaches the columns that are not on screen
    <div
      ref={host}
      className={styles.headFields}
      style={{ top: headerHeight, height: headFieldsHeight }}
      onFocus={({ target }) => {
        focused.current = columnAt(target);
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) focused.current = null;
      }}
      onInput={({ target }) => onReveal(columnAt(target))}
      onKeyDown={(event) => {
        if (event.key !== "Tab") return;
        const next = columnAt(event.target) + (event.shiftKey ? -1 : 1);
        if (!columns[next]) return;
        event.preventDefault();
        focus(next);
      }}
    >
      {shown.map((index) => {
        const column = columns[index];
        if (!column) return null;
        return (
          <div
            key={column.name}
            ref={(element) => {
              if (!element) return;
              elements.current.set(index, element);
              move(index, element);
              return () => {
                if (elements.current.get(index) === element) elements.current.delete(index);
              };
            }}
            data-head={index}
            data-pinned={index < pinned || undefined}
          >
            {render(index)}
          </div>
        );
      })}
    </div>
  );
}
