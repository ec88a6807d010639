/** The grid, with its filter row and with what stands in place of no rows, and the panel beside it. */
import type { ReactNode } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { Button } from "../../ui/button.tsx";
import { DataGrid, type DataGridProps } from "../../ui/data-grid/data-grid.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { filterHint, type TextFilter } from "../../../src-shared/sql/filter-text.ts";
import { columnFilter } from "../../rows/filter/column-filter.ts";
import { timesOf } from "../../values/now-value.ts";
import { notComputed } from "../../rows/hints.ts";
import { moveColumn } from "../../rows/column-layout.ts";
import { FilterField } from "../filter/filter-field.tsx";
import type { GridFrame } from "./use-grid-frame.tsx";
import styles from "../rows-view.module.css";

/** What the frame itself gives the grid. */
type OwnProps = "source" | "handle" | "headField" | "onMoveColumn" | "onEditing" | "onOpen" | "onSort" | "onResize";

interface FrameBodyProps extends Omit<DataGridProps, OwnProps> {
  readonly frame: GridFrame;
  /** What stands in the grid's place when it has no rows, and no filter is the reason. */
  readonly whenEmpty?: ReactNode;
  /** What stands in the panel beside it. */
  readonly panel: ReactNode;
}

export function FrameBody({ frame, whenEmpty, panel, ...props }: FrameBodyProps): ReactNode {
  const { context, view, grid } = frame;
  const { rows } = context;
  const headField = (column: number): ReactNode => {
    const spec = rows.shownColumns[column];
    if (!spec) return null;
    const leave = () => grid.current?.focus();
    return (
      <FilterField
        column={spec}
        format={rows.formatOf(spec.name)}
        label={rows.labelOf(spec.name)}
        filter={view.shown.filter}
        onFilter={view.changeFilter}
        onLeave={leave}
      />
    );
  };
  const hints = frame.empty && frame.filtered ? filterHints(frame) : [];
  const noneFits = (
    <EmptyState title="No rows match" actions={<Button onPress={() => view.setFilter([])}>Clear filters</Button>}>
      {hints.length > 0 && hints.join(" ")}
    </EmptyState>
  );
  const instead = frame.empty ? (frame.filtered ? noneFits : whenEmpty) : null;
  return (
    <Group className={styles.body}>
      <Panel minSize={200} className={styles.rows ?? ""}>
        <DataGrid
          {...props}
          source={rows}
          handle={grid}
          headField={headField}
          onMoveColumn={(from, to) => {
            const name = rows.columns[from]?.name;
            const names = rows.columnNames;
            if (name !== undefined) view.changeLayout((before) => moveColumn(names, before, name, to));
          }}
          onEditing={frame.onEditing}
          onOpen={() => view.setInspector(true)}
          onSort={(column, add) => {
            const spec = rows.shownColumns[column];
            const why = spec ? notComputed(spec) : null;
            if (why === null) view.sort(rows)(column, add);
            else frame.onFailure({ code: "object.unreadable", message: why, next: "Sort by another column." });
          }}
          onResize={(column, width) => {
            const name = rows.columns[column]?.name;
            if (name !== undefined) view.setWidth(name, width);
          }}
        />
        {instead && <div className={styles.empty}>{instead}</div>}
      </Panel>
      {view.inspector && (
        <>
          <Separator className={styles.separator ?? ""} aria-label="Width of the side panel" />
          <Panel defaultSize={340} minSize={220} maxSize="60%" className={styles.panel ?? ""} data-pane="side">
            {panel}
          </Panel>
        </>
      )}
    </Group>
  );
}

/** How what stands in the filter fields is written otherwise, where it may not mean what it says. */
function filterHints({ context, view }: GridFrame): string[] {
  const { rows } = context;
  return rows.shownColumns.flatMap((column) => {
    const times = timesOf(column, rows.formatOf(column.name));
    const read = { ...column, times, label: rows.labelOf(column.name) ?? undefined };
    const { at, on } = columnFilter(view.shown.filter, read);
    const condition = on ? view.shown.filter[at] : undefined;
    const hint = condition && filterHint(condition as TextFilter, read);
    return hint ? [hint] : [];
  });
}
