/* oxlint-disable jsx-a11y/prefer-tag-over-role -- table elements would bring a layout; cells lie where they are painted */
/**
 * The part of the grid that is on screen as DOM, for screen readers, tests and the focus itself: a canvas says nothing.
 * It is the element with the keyboard focus; the active cell is told by aria-activedescendant. Cells lie (unseen) where
 * they are painted. Brought up to date when the view rests, not on every frame of a scroll.
 */
import { type KeyboardEvent, type ReactNode, type Ref, memo } from "react";
import type { CellPlace, GridSelection, GridSource } from "./grid-source.ts";
import styles from "./data-grid.module.css";

/** What the mirror shows: places and sizes in CSS pixels, relative to the grid. */
export interface MirrorView {
  readonly columns: readonly { readonly index: number; readonly x: number; readonly width: number }[];
  readonly rows: readonly { readonly index: number; readonly y: number; readonly height: number }[];
  readonly headWidth: number;
  readonly headHeight: number;
}

interface GridMirrorProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly id: string;
  readonly label: string;
  readonly source: GridSource;
  readonly view: MirrorView;
  readonly selection: GridSelection;
  readonly readOnly: boolean;
  /** Grows whenever the source says that it changed. */
  readonly version: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** The menu key (or Shift+F10) was pressed. */
  readonly onMenuKey: () => void;
  readonly onFocusChange: (focused: boolean) => void;
}

/** In words, beside the colours and marks of the canvas. */
const toneWords = { new: "new row", changed: "changed", deleted: "deleted", conflict: "in conflict" } as const;

const box = (left: number, top: number, width: number, height: number) => ({ left, top, width, height });

const cellId = (id: string, { row, column }: CellPlace) => `${id}-${row}-${column}`;

function isSelected(selection: GridSelection, row: number, column: number): boolean {
  return selection.ranges.some(
    (r) => row >= r.firstRow && row <= r.lastRow && column >= r.firstColumn && column <= r.lastColumn,
  );
}

export function GridMirror(props: GridMirrorProps): ReactNode {
  const { ref, id, label, source, selection, view, onKeyDown, onMenuKey, onFocusChange } = props;
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
      <MirrorRows {...props} />
    </div>
  );
}

const MirrorRows = memo(function MirrorRows({ id, source, selection, view }: GridMirrorProps): ReactNode {
  const { headWidth, headHeight } = view;
  return (
    <>
      <div role="row" aria-rowindex={1}>
        <div role="columnheader" aria-colindex={1} style={box(0, 0, headWidth, headHeight)}>
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
              data-column={column.name}
              data-badge={column.badge}
              style={box(x, 0, width, headHeight)}
            >
              {column.title ?? column.name} <small>{column.type}</small>
            </div>
          );
        })}
      </div>
      {view.rows.map(({ index: row, y, height }) => {
        const head = source.row(row);
        return (
          <div key={row} role="row" aria-rowindex={row + 2} data-row={row} data-tone={head.tone ?? undefined}>
            <div role="rowheader" aria-colindex={1} style={box(0, y, headWidth, height)}>
              {head.label}
              {head.tone && <small>, {toneWords[head.tone]}</small>}
            </div>
            {view.columns.map(({ index: column, x, width }) => {
              const cell = source.cell(row, column);
              return (
                <div
                  key={column}
                  id={cellId(id, { row, column })}
                  role="gridcell"
                  aria-colindex={column + 2}
                  aria-selected={isSelected(selection, row, column)}
                  data-column={source.columns[column]?.name}
                  data-kind={cell?.kind ?? "loading"}
                  data-tone={cell?.tone}
                  data-glow={cell?.glow ? "" : undefined}
                  style={box(x, y, width, height)}
                >
                  {cell ? cell.text : "…"}
                  {cell?.label && <small data-label>, {cell.label}</small>}
                </div>
              );
            })}
          </div>
        );
      })}
    </>
  );
});
