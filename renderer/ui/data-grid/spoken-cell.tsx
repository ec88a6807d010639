/**
 * Says aloud what changes under the resting cursor: a value that comes, or that undo or another program changes. Moves of the
 * cursor are told by aria-activedescendant, and are not said a second time here.
 */
import { type ReactNode, startTransition, useEffect, useState } from "react";
import type { CellPlace, GridSource } from "./grid-source.ts";
import { titleOf } from "./grid-view.ts";
import type { RestingView } from "./resting-view.ts";
import { cellWords } from "./spoken-words.ts";
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
  const at = cell && column ? `${cell.row} ${column.name}` : "";
  const words = cell && column ? cellWords(source.cell(cell.row, cell.column), source.row(cell.row)) : "";
  // What was heard of the cell when the cursor came to it.
  const [heard, setHeard] = useState({ at, words, news: "" });
  if (heard.at !== at) setHeard({ at, words, news: "" });
  else if (heard.words !== words) setHeard({ at, words, news: `${titleOf(column)}: ${words}` });
  return (
    <div className={styles.live} aria-live="polite">
      {heard.at === at ? heard.news : ""}
    </div>
  );
}
