/** The bar above a grid of rows: its filters, where to go, what is being read; then what only this grid offers; then the side panel. */
import { readableColumns } from "../../../src-shared/model/schema.ts";
import { Download, PanelRight } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { FilterBar } from "../filter/filter-bar.tsx";
import { GoToRow } from "../go-to-row.tsx";
import { timesOf } from "../../values/now-value.ts";
import type { KeptOrder } from "../../rows/kept-order.ts";
import { ReadingBar } from "../reading-bar.tsx";
import type { GridFrame } from "./use-grid-frame.tsx";
import styles from "../rows-view.module.css";

interface FrameBarProps {
  readonly frame: GridFrame;
  readonly label: string;
  readonly keptOrder: KeptOrder;
  /** What stands before the filters. */
  readonly before?: ReactNode;
  /** What stands behind them. */
  readonly children: ReactNode;
}

export function FrameBar({ frame, label, keptOrder, before, children }: FrameBarProps): ReactNode {
  const { context, view, grid, selection } = frame;
  const { rows, cache } = context;
  const { cursor } = selection;
  return (
    <div className={styles.bar} role="toolbar" aria-label={label} data-pane="bar">
      {before}
      <FilterBar
        table={rows.table}
        columns={readableColumns({ columns: rows.shownColumns })}
        filter={view.shown.filter}
        onFilter={view.setFilter}
        write={(column, value) => {
          const spec = rows.shownColumns[rows.placeOf(column)];
          const times = spec && timesOf(spec, rows.formatOf(column));
          return typeof value === "bigint" || typeof value === "number" ? (times?.write(value) ?? null) : null;
        }}
        column={cursor ? rows.shownColumns[cursor.column]?.name : undefined}
      />
      {frame.goingTo && (
        <GoToRow
          rowCount={rows.rowCount}
          onDone={(row) => {
            frame.onGoingTo(false);
            if (row !== null) grid.current?.goTo({ row, column: cursor?.column ?? 0 });
            grid.current?.focus();
          }}
        />
      )}
      <ReadingBar cache={cache} rows={rows} keptOrder={keptOrder} />
      {frame.exporting.bar}
      {children}
      <Button
        look="quiet"
        square
        aria-label="Export"
        hint="Export rows to a file"
        isDisabled={!frame.canExport}
        onPress={frame.exporting.begin}
      >
        <Download size={14} strokeWidth={1.5} aria-hidden />
      </Button>
      <Button
        look="quiet"
        square
        aria-label="Cell panel"
        aria-pressed={view.inspector}
        hint="Show or hide the cell panel (Ctrl+I)"
        onPress={() => view.setInspector(!view.inspector)}
      >
        <PanelRight size={14} strokeWidth={1.5} aria-hidden />
      </Button>
    </div>
  );
}
