/* oxlint-disable jsx-a11y/prefer-tag-over-role -- table elements would bring a layout; cells lie where they are painted */
/**
 * The part of the grid that is on screen as DOM, for screen readers, tests and the focus itself: a canvas says nothing.
 * It is the element with the keyboard focus; the active cell is told by aria-activedescendant. Cells lie (unseen) where
 * they are painted. Brought up to date when the view rests, not on every frame of a scroll, and in pieces that let frames
 * through (a transition). The rows on screen share out the same elements: a leap changes texts, it makes nothing anew.
 */
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  memo,
  startTransition,
  useDeferredValue,
  useEffect,
  useState,
} from "react";
import type { CellPlace, GridSelection, GridSource } from "./grid-source.ts";
import type { MirrorView } from "./grid-view.ts";
import type { Resting, RestingView } from "./resting-view.ts";
import { cellWords, headerWords, rowStateWords } from "./spoken-words.ts";
import { useMirrorBehind } from "./use-mirror-behind.ts";
import styles from "./data-grid.module.css";

interface GridMirrorProps {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly id: string;
  readonly label: string;
  readonly source: GridSource;
  readonly resting: RestingView;
  readonly selection: GridSelection;
  readonly readOnly: boolean;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** The menu key (or Shift+F10) was pressed. */
  readonly onMenuKey: () => void;
  readonly onFocusChange: (focused: boolean) => void;
}

const cellId = (id: string, { row, column }: CellPlace) => `${id}-${row}-${column}`;

function isSelected(selection: GridSelection, row: number, column: number): boolean {
  return selection.ranges.some(
    (r) => row >= r.firstRow && row <= r.lastRow && column >= r.firstColumn && column <= r.lastColumn,
  );
}

/** Whether what can be unfolded below a row is; on the row's header, because a row has this state only in a tree. */
function expanded({ below }: GridSource, row: number): boolean | undefined {
  const state = below?.state(row) ?? null;
  return state === null ? undefined : state === "open";
}

export function GridMirror(props: GridMirrorProps): ReactNode {
  const { ref, id, label, source, resting, selection, onKeyDown, onMenuKey, onFocusChange } = props;
  const [now, setResting] = useState<Resting>(resting.now);
  const { view, version } = now;
  useEffect(() => resting.subscribe((now) => startTransition(() => setResting(now))), [resting]);
  // The rows may say a moment later what is selected: the active cell is told at once.
  const rowsSelection = useDeferredValue(selection);
  useMirrorBehind(ref, resting, now, rowsSelection === selection);
  const { cursor } = selection;
  const shown =
    cursor !== null &&
    view.rows.some((r) => r.index === cursor.row) &&
    view.columns.some((c) => c.index === cursor.column);
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div
      ref={ref}
      id={id}
      className={styles.mirror}
      data-testid="grid-mirror"
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-multiselectable
      aria-readonly={props.readOnly}
      aria-rowcount={source.rowCount + 1}
      aria-colcount={source.columns.length + 1}
      aria-activedescendant={shown ? cellId(id, cursor) : undefined}
      onKeyDown={onKeyDown}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenuKey();
      }}
      onFocus={() => onFocusChange(true)}
      onBlur={() => onFocusChange(false)}
    >
      <MirrorRows id={id} source={source} view={view} version={version} selection={rowsSelection} />
    </div>
  );
}

interface MirrorRowsProps extends Pick<GridMirrorProps, "id" | "source" | "selection"> {
  readonly view: MirrorView;
  readonly version: number;
}

const MirrorRows = memo(function MirrorRows({ id, source, selection, view }: MirrorRowsProps): ReactNode {
  const { headWidth, headHeight } = view;
  const sorts = source.columns.filter((column) => column.direction !== null).length;
  return (
    <>
      <div role="row" aria-rowindex={1} style={{ top: 0, height: headHeight }}>
        <div role="columnheader" aria-colindex={1} style={{ left: 0, width: headWidth }}>
          Row
        </div>
        {view.columns.map(({ index, x, width }) => {
          const column = source.columns[index];
          if (!column) return null;
          const sort = column.direction === null ? "none" : column.direction === "asc" ? "ascending" : "descending";
          return (
            <div
              key={index}
              role="columnheader"
              aria-colindex={index + 2}
              aria-sort={sort}
              aria-label={headerWords(column, sorts)}
              data-column={column.name}
              data-badge={column.badge}
              style={{ left: x, width }}
            >
              {column.title ?? column.name} <small>{column.type}</small>
            </div>
          );
        })}
      </div>
      {view.rows.map(({ index: row, y, height }) => {
        const head = source.row(row);
        const state = rowStateWords(head);
        return (
          <div
            key={row % view.rows.length}
            role="row"
            aria-rowindex={row + 2}
            data-row={row}
            data-tone={head.tone ?? undefined}
            style={{ top: y, height }}
          >
            <div
              role="rowheader"
              aria-colindex={1}
              aria-expanded={expanded(source, row)}
              style={{ left: 0, width: headWidth }}
            >
              {head.label}
              {state && <small>, {state}</small>}
            </div>
            {view.columns.map(({ index: column, x, width }) => {
              const cell = source.cell(row, column);
              const name = cellWords(cell, head);
              return (
                <div
                  key={column}
                  id={cellId(id, { row, column })}
                  role="gridcell"
                  aria-colindex={column + 2}
                  aria-label={name === cell?.text ? undefined : name}
                  aria-busy={cell ? undefined : true}
                  aria-selected={isSelected(selection, row, column)}
                  data-column={source.columns[column]?.name}
                  data-kind={cell?.kind ?? "loading"}
                  data-tone={cell?.tone}
                  data-problem={cell?.problem === undefined ? undefined : ""}
                  aria-invalid={cell?.problem === undefined ? undefined : true}
                  data-glow={cell?.glow ? "" : undefined}
                  style={{ left: x, width }}
                >
                  {cell ? cell.text : "…"}
                  {cell?.label && <small data-label>, {cell.label}</small>}
                  {cell?.problem && <small>, {cell.problem}</small>}
                </div>
              );
            })}
          </div>
        );
      })}
    </>
  );
});
