/** What is selected, as actions ask for it. */
import { rowSpans } from "../../rows/edits/row-edits.ts";
import { stagedCell } from "../../rows/cell-owners.ts";
import type { ActionTarget } from "./grid-action.ts";

/** Rows of a selection that are looked at for something staged. */
const mostLookedAt = 1000;

/** Is anything selected? */
export const some = ({ selection }: Pick<ActionTarget, "selection">): boolean => selection.ranges.length > 0;

/** Takes the active cell to the last row, where new ones come; `edit`: to where one begins to type. */
export function toLastRow({ context: { rows }, grid }: ActionTarget, edit = false): () => void {
  return () => {
    const row = rows.rowCount - 1;
    const column = rows.shownColumns.findIndex((c) => c.kind === "ordinary" && !(c.primaryKey > 0 && edit));
    const cell = { row, column: Math.max(0, column) };
    // The grid learns about the new row with the next frame.
    requestAnimationFrame(() => {
      // Somebody quick is typing already, mostly into this very row: what is typed stays where it is.
      if (grid.current?.isEditing()) return;
      grid.current?.goTo(cell);
      grid.current?.focus();
    });
  };
}

/** Is something staged of the first of the selected rows? */
export function hasStagedRow({ context, selection }: ActionTarget): boolean {
  return firstRows(context.session.store.getState().index.size === 0 ? [] : rowSpans(selection.ranges)).some(
    (row) => context.rows.at(row)?.staged !== undefined,
  );
}

/** Is something staged of the selected cells of the first of their rows? */
export function hasStagedCell({ context, selection }: ActionTarget): boolean {
  if (context.session.store.getState().index.size === 0) return false;
  const { rows } = context;
  return selection.ranges.some(({ firstRow, lastRow, firstColumn, lastColumn }) =>
    firstRows([[firstRow, lastRow]]).some((row) => {
      const shown = rows.at(row);
      const columns = rows.shownColumns.slice(firstColumn, lastColumn + 1);
      return shown !== undefined && columns.some(({ name }) => stagedCell(shown, name)?.value !== undefined);
    }),
  );
}

function firstRows(spans: readonly [number, number][]): number[] {
  const rows: number[] = [];
  for (const [first, last] of spans) {
    for (let row = first; row <= last && rows.length < mostLookedAt; row++) rows.push(row);
  }
  return rows;
}
