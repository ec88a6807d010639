/** What of a source the grid's own elements depend on: without it every page of rows would render the whole grid anew. */
import { useEffect, useState } from "react";
import type { GridColumn, GridSource } from "./grid-source.ts";

export interface SourceShape {
  readonly columns: readonly GridColumn[];
  /** Of the largest row number, so many digits, as a number: the width of the row numbers changes only with them. */
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
  const [, setShape] = useState(() => shapeOf(source));
  useEffect(() => {
    const look = (): void => {
      const now = shapeOf(source);
      setShape((before) => (sameShape(before, now) ? before : now));
    };
    look();
    return source.subscribe(look);
  }, [source]);
  return shapeOf(source);
}
