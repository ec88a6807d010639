/**
 * The lines of all foreign keys, under the tables. Not edges of the canvas library: those would need a measured handle for
 * each of thousands of columns, and know nothing of lanes.
 */
import { ViewportPortal } from "@xyflow/react";
import { memo, type MouseEvent, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import { type DiagramKey, type DiagramTable, keyWords } from "../data/diagram-data.ts";
import { childEnd, type EndShape, linePath, parentEnd, RING } from "../layout/line-shapes.ts";
import type { Route } from "../layout/routes.ts";
import styles from "./diagram.module.css";
import { HotContext, nothingHot } from "./hot.ts";

interface KeyLinesProps {
  readonly routes: readonly Route[];
  readonly tables: ReadonlyMap<string, DiagramTable>;
  /** Tables whose lines stand out. */
  readonly selected: ReadonlySet<string>;
  readonly onMenu: (key: DiagramKey) => void;
}

/** Those that are pointed out come last, over the others. */
export function KeyLines({ routes, tables, selected, onMenu }: KeyLinesProps): ReactNode {
  const hot = useContext(HotContext);
  const hotKey = useStore(hot, ({ key }) => key);
  const hotTable = useStore(hot, ({ table }) => table);
  const stands = ({ key }: Route) =>
    key.id === hotKey ||
    (hotKey === null &&
      (key.child === hotTable || key.parent === hotTable || selected.has(key.child) || selected.has(key.parent)));
  const point = (key: DiagramKey | null) =>
    hot.setState(
      key
        ? {
            key: key.id,
            columns: new Map([
              [key.parent, key.parentColumns],
              [key.child, key.child === key.parent ? [...key.childColumns, ...key.parentColumns] : key.childColumns],
            ]),
          }
        : nothingHot,
    );
  return (
    <ViewportPortal>
      {/* The list says all of it in words. */}
      <svg className={styles.lines} aria-hidden data-testid="diagram-lines">
        {[false, true].map((front) =>
          routes
            .filter((route) => stands(route) === front)
            .map((route) => (
              <Line
                key={route.key.id}
                route={route}
                hot={front}
                words={keyWords(route.key, tables)}
                onPoint={point}
                onMenu={onMenu}
              />
            )),
        )}
      </svg>
    </ViewportPortal>
  );
}

interface LineProps {
  readonly route: Route;
  readonly hot: boolean;
  readonly words: string;
  readonly onPoint: (key: DiagramKey | null) => void;
  readonly onMenu: (key: DiagramKey) => void;
}

const sameLine = (a: LineProps, b: LineProps) => a.route === b.route && a.hot === b.hot && a.words === b.words;

const Line = memo(function Line({ route, hot, words, onPoint, onMenu }: LineProps): ReactNode {
  const path = linePath(route.points);
  const openMenu = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onMenu(route.key);
  };
  return (
    <g
      className={styles.line}
      data-hot={hot || undefined}
      data-new={route.key.isNew || undefined}
      data-key={route.key.id}
      onPointerEnter={() => onPoint(route.key)}
      onPointerLeave={() => onPoint(null)}
      onContextMenu={openMenu}
    >
      <title>{words.slice(0, 1000)}</title>
      <path className={styles.touch} d={path} />
      <path d={path} />
      <End shape={childEnd(route)} />
      <End shape={parentEnd(route)} />
    </g>
  );
}, sameLine);

function End({ shape }: { shape: EndShape }): ReactNode {
  return (
    <>
      <path className={styles.end} d={shape.path} />
      {shape.ring && <circle cx={shape.ring.x} cy={shape.ring.y} r={RING} />}
    </>
  );
}
