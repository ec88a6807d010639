/** Brings a row that was asked for from elsewhere (pending changes) into view. */
import { type RefObject, useEffect, useRef } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { rowKeyText } from "../../../src-shared/model/rows.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";
import { isFresh } from "../../rpc/staged-index.ts";
import type { GridHandle } from "../../ui/data-grid/grid-source.ts";
import { findRow } from "../../rows/find-row.ts";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import type { ViewState } from "../../rows-view/use-view-state.ts";

interface Target {
  readonly row: RowRef;
  readonly column?: string | undefined;
}

interface GoToSetup {
  readonly target: Target | null;
  readonly context: GestureContext;
  readonly grid: RefObject<GridHandle | null>;
  readonly view: ViewState;
  readonly onFailure: (error: AppErrorData | null) => void;
}

/** How many rows around the view are looked through before the file is asked. */
const nearby = 12_000;

/** How long a tab that was just opened is waited for, in frames: about ten seconds. */
const mostFrames = 600;

export function useGoToTarget({ target, context, grid, view, onFailure }: GoToSetup): void {
  const latest = useRef({ context, view, onFailure });
  useEffect(() => {
    latest.current = { context, view, onFailure };
  });
  useEffect(() => {
    if (!target) return;
    let given = true;
    void (async () => {
      // A tab that is opened for this has neither grid nor rows yet.
      for (let frames = 0; frames < mostFrames && !(grid.current && latest.current.context.cache.loaded); frames++) {
        await new Promise(requestAnimationFrame);
      }
      const row = await place(target.row, latest.current.context, latest.current.view);
      if (!given) return;
      const { rows } = latest.current.context;
      if (row === null) {
        latest.current.onFailure({
          code: "row.gone",
          message: "This row is not among the rows shown here.",
          next: "Remove the filters and the order, or refresh the table, and try again.",
        });
        return;
      }
      const column = rows.columns.findIndex((c) => c.name === target.column);
      grid.current?.goTo({ row, column: Math.max(0, column) });
      grid.current?.focus();
    })().catch((thrown) => latest.current.onFailure(toAppErrorData(thrown)));
    return () => {
      given = false;
    };
  }, [target, grid]);
}

async function place(
  ref: RowRef,
  { client, rows, cache, session }: GestureContext,
  view: ViewState,
): Promise<number | null> {
  if (isFresh(ref)) {
    const fresh = session.store.getState().index.table(rows.table)?.fresh ?? [];
    const at = fresh.findIndex((staged) => isFresh(staged.row) && staged.row.newId === ref.newId);
    return at < 0 ? null : rows.freshFrom + at;
  }
  const text = rowKeyText(ref.key);
  for (let row = 0; row < Math.min(rows.fileRows, nearby); row++) if (cache.row(row)?.keyText === text) return row;
  if (view.shown.order.length > 0 || view.shown.filter.length > 0) {
    const { row } = await client.ask("rows.locate", { source: cache.source, key: ref.key });
    if (row !== null) return row;
    view.setFilter([]);
    view.setOrder([]);
  }
  const source = { ...cache.source, order: [], filter: [] };
  const { total } = await client.ask("rows.readPage", { source, offset: 0, limit: 1 });
  const found = await findRow(client, rows.table, ref.key, total.rows);
  // Other keys than rowids, and places that are not known exactly yet, are counted.
  return found ?? (await client.ask("rows.locate", { source, key: ref.key })).row;
}
