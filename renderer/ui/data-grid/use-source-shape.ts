/** What of a source the grid's own elements depend on: without it every page of rows would render the whole grid anew. */
import { useEffect, useState } from "react";
import type { GridColumn, GridSource } from "./grid-source.ts";

export interface SourceShape {
  readonly columns: readonly GridColumn[];
  /**
   * Of the largest row number there was, so many digits, as a number: the width of the row numbers only grows, so that columns
   * stand still while a filter is typed.
   */
  readonly digits: number;
  readonly rowHeight: number | undefined;
  readonly pinned: number;
  /** Something can be unfolded below rows. */
  readonly folds: boolean;
}

function shapeOf({ columns, rowCount, rowHeight, pinned = 0, below }: GridSource): SourceShape {
  const digits = 10 ** String(Math.max(1, rowCount)).length - 1;
  return { columns, digits, rowHeight, pinned, folds: below !== undefined };
}

function sameShape(a: SourceShape, b: SourceShape): boolean {
  const same = a.columns === b.columns && a.digits === b.digits && a.rowHeight === b.rowHeight;
  return same && a.pinned === b.pinned && a.folds === b.folds;
}

/** The present shape of a source; rendered anew only when it is another one. */
export function useSourceShape(source: GridSource): SourceShape {
  const [kept, setKept] = useState(() => ({ source, shape: shapeOf(source) }));
  useEffect(() => {
    const look = (): void => {
      setKept((before) => {
        const most = before.source === source ? before.shape.digits : 0;
        const now = shapeOf(source);
        const shape = { ...now, digits: Math.max(most, now.digits) };
        return before.source === source && sameShape(before.shape, shape) ? before : { source, shape };
      });
    };
    look();
    return source.subscribe(look);
  }, [source]);
  const now = shapeOf(source);
  return kept.source === source ? { ...now, digits: Math.max(kept.shape.digits, now.digits) } : now;
}
