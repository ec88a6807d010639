/**
 * The blocks below rows, as DOM over the canvas: each stands where the grid left room for it and moves with its row in the
 * very frame that paints it. Few at a time are made anew, so that scrolling past many of them stays smooth.
 */
import type { GridMetrics } from "@deephaven/grid";
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import type { GridSource } from "./grid-source.ts";
import styles from "./data-grid.module.css";

export interface BelowLayerHandle {
  /** The grid is about to be painted with these measures. */
  place(metrics: GridMetrics): void;
  /** Puts the focus into the grid of a block (`anything`: or else into what takes it first); false when that is not there. */
  focus(key: string, anything: boolean): boolean;
}

interface BelowLayerProps {
  readonly ref: Ref<BelowLayerHandle>;
  readonly source: GridSource;
  readonly render: (key: string, row: number) => ReactNode;
  /** A wheel was turned over a block; what it does there is the grid's. */
  readonly onWheel: (event: WheelEvent) => void;
  /** The block that had the focus is gone. */
  readonly onFocusLost: () => void;
}

interface Block {
  readonly key: string;
  readonly row: number;
}

interface Place {
  readonly top: number;
  readonly height: number;
}

/** Blocks that are made in one frame. */
const mostNew = 2;
/** Of a block that is out of sight and kept, because somebody is in it. */
const away: Place = { top: -100_000, height: 400 };

const sameBlocks = (a: readonly Block[], b: readonly Block[]): boolean =>
  a.length === b.length && a.every((block, i) => block.key === b[i]?.key && block.row === b[i]?.row);

/** Can the element, or one around it inside `within`, be scrolled further in this direction? */
function scrollsItself(target: EventTarget | null, within: Element, delta: number): boolean {
  for (let at = target instanceof Element ? target : null; at && at !== within; at = at.parentElement) {
    const room = at.scrollHeight - at.clientHeight;
    if (room < 1 || getComputedStyle(at).overflowY !== "auto") continue;
    if (delta < 0 ? at.scrollTop > 0 : at.scrollTop < room - 1) return true;
  }
  return false;
}

export function BelowLayer({ ref, source, render, onWheel, onFocusLost }: BelowLayerProps): ReactNode {
  const [blocks, setBlocks] = useState<readonly Block[]>([]);
  const shown = useRef(blocks);
  const layer = useRef<HTMLDivElement>(null);
  const elements = useRef(new Map<string, HTMLElement>());
  const places = useRef(new Map<string, Place>());
  const rest = useRef(0);
  /** The block that holds the focus. */
  const focused = useRef<string | null>(null);
  const latest = useRef({ onWheel, onFocusLost });
  useEffect(() => {
    latest.current = { onWheel, onFocusLost };
  });

  const move = (key: string, element: HTMLElement): void => {
    const { top, height } = places.current.get(key) ?? away;
    element.style.transform = `translateY(${top}px)`;
    element.style.height = `${height}px`;
  };

  const place = (metrics: GridMetrics): void => {
    const { below } = source;
    if ((!below || below.isEmpty) && shown.current.length === 0) return;
    const wanted: Block[] = [];
    places.current.clear();
    for (const row of below && !below.isEmpty ? metrics.visibleRows : []) {
      const height = (metrics.allRowHeights.get(row) ?? 0) - metrics.rowHeight;
      if (!below || height <= 0) continue;
      const key = below.key(row);
      wanted.push({ key, row });
      // Below the row's own line; the hairline at its end is the grid's.
      const top = (metrics.allRowYs.get(row) ?? 0) + metrics.rowHeight + 1;
      places.current.set(key, { top, height: height - 1 });
    }
    const { current: before } = shown;
    const isThere = (key: string) => before.some((block) => block.key === key);
    const fresh = wanted.filter(({ key }) => !isThere(key));
    const held = before.filter(({ key }) => key === focused.current && !places.current.has(key));
    const next = [...wanted.filter(({ key }) => isThere(key)), ...fresh.slice(0, mostNew), ...held];
    if (layer.current) {
      layer.current.style.inset = `${metrics.gridY}px ${metrics.verticalBarWidth}px ${metrics.horizontalBarHeight}px ${metrics.gridX}px`;
    }
    for (const [key, element] of elements.current) move(key, element);
    cancelAnimationFrame(rest.current);
    if (fresh.length > mostNew) rest.current = requestAnimationFrame(() => place(metrics));
    if (sameBlocks(before, next)) return;
    shown.current = next;
    setBlocks(next);
  };

  useImperativeHandle(ref, () => ({
    place,
    focus(key, anything) {
      const block = elements.current.get(key);
      const stop =
        block?.querySelector<HTMLElement>("[role=grid]") ??
        (anything ? block?.querySelector<HTMLElement>("button:not([disabled])") : null);
      stop?.focus({ preventScroll: true });
      return Boolean(stop);
    },
  }));

  useLayoutEffect(() => {
    if (focused.current === null || blocks.some(({ key }) => key === focused.current)) return;
    focused.current = null;
    latest.current.onFocusLost();
  }, [blocks]);

  useEffect(() => {
    const element = layer.current;
    if (!element) return;
    const wheel = (event: WheelEvent): void => {
      // Sideways belongs to the block, which stays in sight when the columns of the rows are scrolled.
      if (event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      event.stopPropagation();
      if (!scrollsItself(event.target, element, event.deltaY)) latest.current.onWheel(event);
    };
    element.addEventListener("wheel", wheel, { capture: true, passive: false });
    return () => {
      element.removeEventListener("wheel", wheel, { capture: true });
      cancelAnimationFrame(rest.current);
    };
  }, []);

  return (
    <div ref={layer} className={styles.below}>
      {blocks.map(({ key, row }) => (
        <div
          key={key}
          ref={(element) => {
            if (!element) return;
            elements.current.set(key, element);
            move(key, element);
            return () => {
              elements.current.delete(key);
            };
          }}
          className={styles.block}
          data-below={row}
          onFocus={() => {
            focused.current = key;
          }}
          onBlur={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget)) focused.current = null;
          }}
        >
          {render(key, row)}
        </div>
      ))}
    </div>
  );
}
