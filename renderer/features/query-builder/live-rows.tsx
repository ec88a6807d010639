/** The first rows of the query, below its form. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import { type Cell, isPreview, type Scalar } from "../../../src-shared/model/cell.ts";
import { clipboardText } from "../../../src-shared/model/cell-text.ts";
import { rowSpans } from "../../rows/edits/row-edits.ts";
import { usePlainGrid } from "../../rows-view/grid-actions/use-plain-grid.ts";
import type { CopiedCells } from "../../values/copy-formats.ts";
import { Button } from "../../ui/button.tsx";
import { CommandScope } from "../../ui/command-scope.tsx";
import { DataGrid } from "../../ui/data-grid/data-grid.tsx";
import type { CellRange, GridHandle, GridSelection } from "../../ui/data-grid/grid-source.ts";
import { ErrorWords } from "../../ui/error-words.tsx";
import { formatMilliseconds, plural } from "../../ui/format.ts";
import { StatusItems } from "../../ui/status-items.tsx";
import styles from "./builder.module.css";
import type { LiveState } from "./live-run.ts";
import { RowSource } from "./row-source.ts";

interface LiveRowsProps {
  readonly live: LiveState;
  /** Why the query cannot run as it is. */
  readonly error: AppErrorData | null;
  readonly onStop: () => void;
}

export function LiveRows(props: LiveRowsProps): ReactNode {
  return (
    <CommandScope className={styles.live}>
      <Rows {...props} />
    </CommandScope>
  );
}

function Rows({ live, error, onStop }: LiveRowsProps): ReactNode {
  const [source] = useState(() => new RowSource());
  const grid = useRef<GridHandle>(null);
  const [selection, setSelection] = useState<GridSelection>({ cursor: null, ranges: [] });
  const { rows, state } = live;
  useEffect(() => {
    if (rows) source.show(rows);
  }, [source, rows]);
  const gestures = usePlainGrid({
    grid,
    selection,
    titles: source.columns.map(({ name, title = name }) => title),
    cells: ({ ranges }) => copiedCells(source, ranges),
  });
  const failure = error ?? (state === "failed" ? live.error : null);
  return (
    <>
      {failure && <ErrorWords look="line" error={failure} />}
      {state === "running" && <Running since={live.began} onStop={onStop} />}
      {state === "stopped" && <p className={styles.notice}>Stopped. The next change runs it again.</p>}
      {rows && (
        <div className={styles.rowsOf} data-stale={failure !== null || state === "stopped" || undefined}>
          <DataGrid
            source={source}
            label="First rows of the query"
            readOnly
            handle={grid}
            {...gestures}
            onSelect={setSelection}
            onResize={(column, width) => source.resize(column, width)}
          />
        </div>
      )}
      {rows && (
        <StatusItems>
          <span>{rows.more ? `first ${plural(rows.rows.length, "row")}` : plural(rows.rows.length, "row")}</span>
          <span>{formatMilliseconds(rows.milliseconds)}</span>
        </StatusItems>
      )}
    </>
  );
}

/** The cells that ranges touch, as they are copied. What came as a preview has no value here: its beginning is copied as text. */
function copiedCells(source: RowSource, ranges: readonly CellRange[]): CopiedCells {
  const value = (cell: Cell): Scalar => (cell !== null && isPreview(cell) ? clipboardText(cell) : cell);
  const isChosen = (place: number): boolean => ranges.some((r) => r.firstColumn <= place && place <= r.lastColumn);
  return {
    table: "query",
    columns: source.columns.flatMap(({ name, title = name }, place) => (isChosen(place) ? [title] : [])),
    rows: rowSpans(ranges).flatMap(([first, last]) =>
      source.rows(first, last).map((row) => row.filter((_, place) => isChosen(place)).map(value)),
    ),
  };
}

/** Ticking time and Stop; nothing in the first half second. */
function Running({ since, onStop }: { since: number; onStop: () => void }): ReactNode {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 200);
    return () => clearInterval(timer);
  }, []);
  if (now - since < 500) return null;
  return (
    <div className={styles.notice}>
      Running, {formatMilliseconds(now - since)}
      <Button look="quiet" onPress={onStop}>
        Stop
      </Button>
    </div>
  );
}
