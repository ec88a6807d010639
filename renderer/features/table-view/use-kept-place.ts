/** Scroll and selection outlive the tab: kept when they come to rest, gone back to when the table is shown again. */
import { type RefObject, useEffect, useRef } from "react";
import type { CellRange, GridHandle, GridSelection } from "../../ui/data-grid/grid-source.ts";
import { isOneCell } from "../../ui/data-grid/selection-ranges.ts";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import type { ViewState } from "../../rows-view/use-view-state.ts";
import type { KeptRange } from "../../rows/view-state.ts";

interface KeptPlaceSetup {
  readonly context: GestureContext;
  readonly grid: RefObject<GridHandle | null>;
  readonly view: ViewState;
  /** Something else says where to go. */
  readonly isLed: boolean;
}

/** Selections of more parts are not kept. */
const mostRanges = 16;
/** How long rows are waited for, in frames: about ten seconds. While nothing is read it does not count. */
const mostFrames = 600;

function keptRange(range: CellRange): KeptRange {
  const { firstRow, lastRow, firstColumn, lastColumn, wholeRows, wholeColumns } = range;
  const places = [firstRow, lastRow, firstColumn, lastColumn] as const;
  return wholeRows ? [...places, "rows"] : wholeColumns ? [...places, "columns"] : places;
}

/** Hidden, or held until somebody wants them, rows are not on their way. */
function isReading(cache: GestureContext["cache"]): boolean {
  return !cache.rests && cache.error === null;
}

/** Gives the function to be called when scroll or selection came to rest. */
export function useKeptPlace({ context, grid, view, isLed }: KeptPlaceSetup): (selection?: GridSelection) => void {
  const latest = useRef(context);
  useEffect(() => {
    latest.current = context;
  });
  /** Nothing is kept before one is back: the beginning of a table would take the place of where one was. */
  const settled = useRef(view.keptPlace === null || isLed);
  const { keptPlace } = view;
  useEffect(() => {
    if (settled.current || !keptPlace) return;
    let given = true;
    void (async () => {
      const { top, left, cell, ranges } = keptPlace;
      const wanted = Math.max(top, cell?.row ?? 0);
      for (let frames = 0; frames < mostFrames; frames += isReading(latest.current.cache) ? 1 : 0) {
        if (!given) return;
        const { cache, rows } = latest.current;
        const known = cache.loaded && (rows.rowCount > wanted || cache.total.quality === "exact");
        if (grid.current?.isMeasured() && known) break;
        if (cache.loaded) cache.request(wanted, wanted);
        // Somebody is at work here by now.
        if ((grid.current?.visibleRows().first ?? 0) > 0 || grid.current?.selection().cursor) break;
        await new Promise(requestAnimationFrame);
      }
      settled.current = true;
      const { rows } = latest.current;
      const last = { row: rows.rowCount - 1, column: rows.columns.length - 1 };
      const isTouched = grid.current?.selection().cursor || (grid.current?.visibleRows().first ?? 0) > 0;
      if (!grid.current || isTouched || last.row < 0 || last.column < 0) return;
      if (cell) {
        const at = { row: Math.min(cell.row, last.row), column: Math.min(cell.column, last.column) };
        grid.current.showAt(at, Math.min(top, last.row), Math.min(left, last.column));
      } else grid.current.scrollTo(Math.min(top, last.row), Math.min(left, last.column));
      const inside = ranges.flatMap(([firstRow, lastRow, firstColumn, lastColumn, whole]): CellRange[] =>
        firstRow <= last.row && firstColumn <= last.column
          ? [
              {
                firstRow,
                firstColumn,
                lastRow: Math.min(lastRow, last.row),
                lastColumn: Math.min(lastColumn, last.column),
                wholeRows: whole === "rows",
                wholeColumns: whole === "columns",
              },
            ]
          : [],
      );
      const [first] = inside;
      if (first) grid.current.select(inside, cell ?? { row: first.firstRow, column: first.firstColumn });
    })();
    return () => {
      given = false;
    };
  }, [keptPlace, grid]);

  return (selection = grid.current?.selection()) => {
    // One that was never on screen is nowhere, not at its top.
    if (!settled.current || !grid.current?.isMeasured()) return;
    const { cursor = null, ranges = [] } = selection ?? {};
    view.keepPlace({
      top: grid.current.visibleRows().first,
      left: grid.current.firstColumn(),
      cell: cursor,
      ranges: isOneCell(ranges) || ranges.length > mostRanges ? [] : ranges.map(keptRange),
    });
  };
}
