/** A place in a table that can be left and come back to: order, filter, scroll and cell. */
import { type RefObject, useEffect, useRef } from "react";
import type { OrderTerm, RowFilter } from "../../../src-shared/model/rows.ts";
import type { CellPlace, GridHandle } from "../../ui/data-grid/grid-source.ts";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import type { ViewState } from "../../rows-view/use-view-state.ts";

export interface ViewPlace {
  readonly order: readonly OrderTerm[];
  readonly filter: readonly RowFilter[];
  readonly cell: CellPlace | null;
  /** The first row on screen. */
  readonly top: number;
}

interface PlaceSetup {
  /** Where to go; another object each time it is asked for. */
  readonly place: ViewPlace | null;
  readonly context: GestureContext;
  readonly grid: RefObject<GridHandle | null>;
  readonly view: ViewState;
}

/** How long rows are waited for, in frames: about ten seconds. While the view is hidden nothing is read, so it does not count. */
const mostFrames = 600;

const frame = (): Promise<number> => new Promise(requestAnimationFrame);

/** Goes to a place when one is given, and gives the function that tells the present one. */
export function usePlace({ place, context, grid, view }: PlaceSetup): (cell: CellPlace | null) => ViewPlace {
  const latest = useRef({ context, view });
  useEffect(() => {
    latest.current = { context, view };
  });
  useEffect(() => {
    if (!place) return;
    let given = true;
    latest.current.view.setFilter(place.filter);
    latest.current.view.setOrder(place.order);
    const wanted = Math.max(place.top, place.cell?.row ?? 0);
    void (async () => {
      // Two frames: the source with this order and filter is told to the pages, and what was there is theirs no more.
      for (let frames = 0; frames < 2; frames++) await frame();
      for (let frames = 0; frames < mostFrames; frames += latest.current.context.cache.rests ? 0 : 1) {
        const { cache, rows } = latest.current.context;
        // A filter is still being searched: the place may be further down than what was found so far.
        const known = cache.loaded && (rows.rowCount > wanted || cache.total.quality === "exact");
        if (!given || (grid.current && known)) break;
        if (cache.loaded) cache.request(wanted, wanted);
        await frame();
      }
      const { rows } = latest.current.context;
      if (!given || !grid.current || rows.rowCount === 0) return;
      const row = Math.min(place.cell?.row ?? 0, rows.rowCount - 1);
      grid.current.showAt({ row, column: place.cell?.column ?? 0 }, Math.min(place.top, rows.rowCount - 1));
      grid.current.focus();
    })();
    return () => {
      given = false;
    };
  }, [place, grid]);
  return (cell) => ({
    order: view.shown.order,
    filter: view.shown.filter,
    cell: cell ?? grid.current?.selection().cursor ?? null,
    top: grid.current?.visibleRows().first ?? 0,
  });
}
