/** What of a source the grid's own elements depend on: without it every page of rows would render the whole grid anew. */
import { useEffect, useState } from "react";
import type { GridColumn, GridSource } from "./grid-source.ts";

export interface SourceShape {
  readonly columns: readonly GridColumn[];
  /** Of the largest row number, so many digits, as a number: the width of the row numbers changes only with them. */
  readonly digits: number;
  readonly rowHeight: number | undefined;
  readonly pinned: number;
}

function shapeOf({ columns, rowCount, rowHeight, pinned = 0 }: GridSource): SourceShape {
  return { columns, digits: 10 ** String(Math.max(1, rowCount)).length - 1, rowHeight, pinned };
}

function sameShape(a: SourceShape, b: SourceShape): boolean {
  return a.columns === b.columns && a.digits === b.digits && a.rowHeight === b.rowHeight && a.pinned === b.pinned;
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
