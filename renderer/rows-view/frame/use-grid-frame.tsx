/** What every grid of rows has around it, a table's as a result's: where one is, what failed, what is open, what its headers offer. */
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import { activeFilter } from "../../../src-shared/model/row-filter.ts";
import type { Engine } from "../../rpc/queries.ts";
import { useCommand } from "../../ui/command-scope.tsx";
import type { GridHandle, GridSelection } from "../../ui/data-grid/grid-source.ts";
import { useColumnDetails } from "../column-details.tsx";
import { columnLayoutMenu } from "../columns/column-menu.ts";
import { useLooking } from "../formats/use-looking.ts";
import { useColumnList } from "../columns/use-column-list.tsx";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import { type RowsExport, useRowsExport } from "../export/use-rows-export.tsx";
import type { MenuExtras } from "../grid-actions/grid-menu.ts";
import { useRowsVersion } from "../use-rows-version.ts";
import { useSaid } from "../use-said.ts";
import type { ViewState } from "../use-view-state.ts";

interface GridFrameSetup {
  readonly engine: Engine;
  readonly context: GestureContext;
  readonly view: ViewState;
  /** The engine can compute with the rows' columns: SQL of one's own, conditional formats. */
  readonly computes: boolean;
  /** All rows are there for the engine to write. */
  readonly exports: boolean;
}

export interface GridFrame {
  readonly engine: Engine;
  readonly context: GestureContext;
  readonly view: ViewState;
  readonly grid: RefObject<GridHandle | null>;
  readonly selection: GridSelection;
  onSelect(selection: GridSelection): void;
  readonly failure: AppErrorData | null;
  onFailure(error: AppErrorData | null): void;
  /** A cell is being edited in the grid. */
  readonly editing: boolean;
  onEditing(editing: boolean): void;
  /** The number of a row is being asked for. */
  readonly goingTo: boolean;
  onGoingTo(going: boolean): void;
  /** Find and replace is open. */
  readonly finding: boolean;
  onFinding(finding: boolean): void;
  /** What was just done, when the rows do not show it. */
  readonly said: string | null;
  say(sentence: string): void;
  /** Writing the rows to a file. */
  readonly exporting: RowsExport;
  readonly canExport: boolean;
  /** A condition leaves rows out. */
  readonly filtered: boolean;
  /** It is known that there is no row to show. */
  readonly empty: boolean;
  /** Places of the columns that are selected as a whole. */
  selectedColumns(): number[];
  /** What its headers' menu offers about columns. */
  readonly columnItems: readonly MenuExtras[];
  /** What that menu opened. */
  readonly popover: ReactNode;
}

const nothing: GridSelection = { cursor: null, ranges: [] };

export function useGridFrame({ engine, context, view, computes, exports }: GridFrameSetup): GridFrame {
  const { rows, cache } = context;
  useRowsVersion(rows);
  const grid = useRef<GridHandle>(null);
  const [selection, setSelection] = useState(nothing);
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const [editing, setEditing] = useState(false);
  const [goingTo, setGoingTo] = useState(false);
  const [finding, setFinding] = useState(false);
  const filtered = activeFilter(view.shown.filter).length > 0;
  const selectedColumns = (): number[] =>
    selection.ranges
      .filter((range) => range.wholeColumns)
      .flatMap(({ firstColumn, lastColumn }) =>
        Array.from({ length: lastColumn - firstColumn + 1 }, (_, i) => firstColumn + i),
      );
  const details = useColumnDetails({
    engine,
    rows,
    cache,
    view,
    filtered,
    visibleRows: () => grid.current?.visibleRows() ?? { first: 0, last: 0 },
    columnPlace: (column) => grid.current?.columnPlace(column) ?? null,
    onClosed: () => grid.current?.focus(),
    computes,
  });
  useLooking({ engine, rows, view, onFailure: setFailure, computes });
  const [said, say] = useSaid();
  const exporting = useRowsExport({
    engine,
    context,
    view,
    selected: () => grid.current?.selection() ?? selection,
    onFailure: setFailure,
  });
  const list = useColumnList({ rows, view, grid, selectedColumns });
  useCommand("edit.replace", () => setFinding(true));
  useCommand("edit.find", () => grid.current?.focusHeadField(selection.cursor?.column ?? 0));

  const { order, filter } = view.shown;
  const shownOrder = useRef({ order, filter });
  useEffect(() => {
    if (shownOrder.current.order === order && shownOrder.current.filter === filter) return;
    shownOrder.current = { order, filter };
    // Other rows in other places: one begins at their top.
    grid.current?.toTop();
  }, [order, filter]);
  const { inspector } = view;
  useEffect(() => {
    if (!inspector) return;
    // The panel takes room from the grid; the cell it is about stays in sight. Two frames: layout, then measures.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => grid.current?.reveal()));
    return () => cancelAnimationFrame(frame);
  }, [inspector]);

  return {
    engine,
    context,
    view,
    grid,
    selection,
    onSelect: setSelection,
    failure,
    onFailure: setFailure,
    editing,
    onEditing: setEditing,
    goingTo,
    onGoingTo: setGoingTo,
    finding,
    onFinding: setFinding,
    said,
    say,
    exporting,
    canExport: exports && !exporting.isRunning,
    filtered,
    empty: cache.loaded && cache.total.quality === "exact" && rows.rowCount === 0,
    selectedColumns,
    columnItems: [columnLayoutMenu(rows, selectedColumns, view.changeLayout), list.extras, details.extras],
    popover: (
      <>
        {details.popover}
        {list.popover}
        {exporting.dialog}
      </>
    ),
  };
}
