/** Says the active cell aloud: where it is and what it holds, also when that changes. */
import { type ReactNode, startTransition, useEffect, useState } from "react";
import type { CellPlace, GridSource } from "./grid-source.ts";
import { titleOf } from "./grid-view.ts";
import type { RestingView } from "./resting-view.ts";
import styles from "./data-grid.module.css";

interface SpokenCellProps {
  readonly source: GridSource;
  readonly resting: RestingView;
  /** null: nothing is said. */
  readonly cell: CellPlace | null;
}

export function SpokenCell({ source, resting, cell }: SpokenCellProps): ReactNode {
  const [, setVersion] = useState(0);
  useEffect(() => resting.subscribe(({ version }) => startTransition(() => setVersion(version))), [resting]);
  const column = cell ? source.columns[cell.column] : undefined;
  return (
    <div className={styles.live} aria-live="polite">
      {cell && column
        ? `${titleOf(column)}, row ${cell.row + 1}: ${source.cell(cell.row, cell.column)?.text || "empty"}`
        : ""}
    </div>
  );
}
