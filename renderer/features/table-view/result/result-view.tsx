/** The rows of one statement, as alive as a table: ordered, filtered, shown in formats, added up, copied and edited. */
import { Download, PanelRight, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import type { AppErrorData } from "../../../../src-shared/errors/app-error.ts";
import { activeFilter } from "../../../../src-shared/model/row-filter.ts";
import type { ExportOptions } from "../../../../src-shared/model/export.ts";
import type { DatabaseSchema } from "../../../../src-shared/model/schema.ts";
import type { Engine } from "../../../rpc/queries.ts";
import type { SessionStore } from "../../../rpc/session-store.ts";
import { Button } from "../../../ui/button.tsx";
import { CommandScope, useCommand } from "../../../ui/command-scope.tsx";
import { DataGrid } from "../../../ui/data-grid/data-grid.tsx";
import type { GridHandle, GridSelection } from "../../../ui/data-grid/grid-source.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { ErrorWords } from "../../../ui/error-words.tsx";
import { CellPanel } from "../cell-panel/cell-panel.tsx";
import { useColumnDetails } from "../column-details.tsx";
import { moveColumn } from "../columns/column-layout.ts";
import { columnLayoutMenu } from "../columns/column-menu.ts";
import { editStartOf } from "../edit-start.ts";
import { ExportBar } from "../export/export-bar.tsx";
import { ExportDialog } from "../export/export-dialog.tsx";
import { exportOptions } from "../export/kept-options.ts";
import { useExport } from "../export/use-export.ts";
import { FilterBar } from "../filter/filter-bar.tsx";
import { FilterField } from "../filter/filter-field.tsx";
import { FindBar } from "../find/find-bar.tsx";
import { GoToRow } from "../go-to-row.tsx";
import { ReadingBar } from "../reading-bar.tsx";
import type { GestureContext } from "../table-gestures.ts";
import { useRowsVersion } from "../use-table-rows.ts";
import { useViewState } from "../use-view-state.ts";
import { editableCells } from "./editable-cells.ts";
import { keptForRun, type ResultViewState } from "./result-state.ts";
import { resultAsTable } from "./result-table.ts";
import { ResultStatus } from "./result-status.tsx";
import type { ShownResult } from "./shown-result.ts";
import { beginsWithChart, useResultChart } from "./use-result-chart.tsx";
import { useResult } from "./use-result.ts";
import { useResultCommands } from "./use-result-commands.ts";
import tableStyles from "../table-view.module.css";
import styles from "./result.module.css";

export interface ResultViewProps {
  readonly engine: Engine;
  readonly session: SessionStore;
  readonly schema: DatabaseSchema;
  /** Why nothing of this database can be written; null when it can. */
  readonly readOnlyReason: string | null;
  readonly result: ShownResult;
  /** What was kept of the result at this place. */
  readonly state: ResultViewState | undefined;
  readonly onState: (state: ResultViewState) => void;
  /** Runs its statement again. */
  readonly onRunAgain: () => void;
}

/** One result: a new run is another component (give it a key). Its commands belong to the grid it shows. */
export function ResultView(props: ResultViewProps): ReactNode {
  const [exporting, setExporting] = useState(false);
  const [charted, setCharted] = useState(() => beginsWithChart(props.result, props.state));
  // The result in front is the console's only one: it answers from the editor too.
  useCommand("result.export", () => setExporting(true));
  useCommand("result.chart", () => setCharted(!charted));
  return (
    <CommandScope className={tableStyles.frame}>
      <Rows {...props} exporting={exporting} onExporting={setExporting} charted={charted} onCharted={setCharted} />
    </CommandScope>
  );
}

const nothing: GridSelection = { cursor: null, ranges: [] };
const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

interface RowsProps extends ResultViewProps {
  /** How to export is being chosen. */
  readonly exporting: boolean;
  readonly onExporting: (exporting: boolean) => void;
  /** A chart is in front of the rows. */
  readonly charted: boolean;
  readonly onCharted: (charted: boolean) => void;
}

function Rows(props: RowsProps): ReactNode {
  const { engine, session, schema, result, onExporting } = props;
  const { statement, runId } = result;
  // As the statement found things: what is committed later shows in the cells, not in what they are.
  const [{ cells, asTable }] = useState(() => {
    const found = editableCells(statement.origins, statement.columns.length, schema);
    return { cells: found, asTable: resultAsTable(result, found) };
  });
  const { table } = asTable;
  const kept = useRef(props.state ?? {});
  const keep = (part: Partial<ResultViewState>): void => {
    kept.current = { ...kept.current, ...part, runId };
    props.onState(kept.current);
  };
  const view = useViewState(table, keptForRun(props.state, runId), keep);
  const { cache, rows, keptOrder, outdated, whole } = useResult({
    engine,
    session,
    schema,
    result,
    cells,
    asTable,
    view,
  });
  useRowsVersion(rows);
  const grid = useRef<GridHandle>(null);
  const [selection, setSelection] = useState(nothing);
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const [editing, setEditing] = useState(false);
  const [goingTo, setGoingTo] = useState(false);
  const [finding, setFinding] = useState(false);
  const { readOnlyReason } = props;
  const editable = readOnlyReason === null && cells.columns.some((column) => column !== null);
  const context: GestureContext = { client: engine.client, rows, cache, session, readOnlyReason };
  const filtered = activeFilter(view.shown.filter).length > 0;
  const { cursor } = selection;
  const { charted } = props;
  const told = useRef(charted);
  useEffect(() => {
    if (told.current !== charted) keep({ showsChart: charted });
    told.current = charted;
  });
  const rowExport = useExport(engine);
  const [exported, setExported] = useState(props.state?.exported);
  const exportWith = (options: ExportOptions): void => {
    onExporting(false);
    setExported(options);
    keep({ exported: options });
    const columns = rows.columns.map(({ name, title = name }) => ({ name, title }));
    void rowExport.start({ source: cache.source, columns }, options).then(setFailure);
  };

  const selectedColumns = (): number[] =>
    selection.ranges
      .filter((range) => range.wholeColumns)
      .flatMap(({ firstColumn, lastColumn }) =>
        Array.from({ length: lastColumn - firstColumn + 1 }, (_, i) => firstColumn + i),
      );
  const details = useColumnDetails({
    engine,
    rows,
    cache,
    view,
    filtered,
    visibleRows: () => grid.current?.visibleRows() ?? { first: 0, last: 0 },
    onClosed: () => grid.current?.focus(),
  });
  const commands = useResultCommands({
    context,
    grid,
    selection,
    editing,
    view,
    editable,
    onFailure: setFailure,
    onGoToRow: () => setGoingTo(true),
    onExport: () => onExporting(true),
    extras: [columnLayoutMenu(rows, selectedColumns, view.changeLayout), details.extras],
  });
  useCommand("edit.find", () => grid.current?.focusHeadField(cursor?.column ?? 0));
  useCommand("edit.replace", () => setFinding(true));

  const { order, filter } = view.shown;
  const shownOrder = useRef({ order, filter });
  useEffect(() => {
    if (shownOrder.current.order === order && shownOrder.current.filter === filter) return;
    shownOrder.current = { order, filter };
    // Other rows in other places: one begins at their top.
    grid.current?.toTop();
  }, [order, filter]);
  const charts = useResultChart({
    engine,
    rows,
    cache,
    result,
    formats: view.shown.formats,
    whole,
    shown: props.charted,
    onShow: props.onCharted,
    kept: props.state,
    keep,
    onFailure: setFailure,
  });

  const headField = (column: number): ReactNode => {
    const spec = rows.shownColumns[column];
    if (!spec) return null;
    const leave = () => grid.current?.focus();
    return <FilterField column={spec} filter={view.shown.filter} onFilter={view.changeFilter} onLeave={leave} />;
  };
  const empty = cache.loaded && cache.total.quality === "exact" && rows.rowCount === 0;
  return (
    <div className={tableStyles.frame} onKeyDown={commands.onKeyDown} data-testid="result">
      <div className={tableStyles.bar} role="toolbar" aria-label="Result">
        <FilterBar
          table={table}
          columns={rows.shownColumns}
          filter={view.shown.filter}
          onFilter={view.setFilter}
          column={cursor ? rows.shownColumns[cursor.column]?.name : undefined}
        />
        {goingTo && (
          <GoToRow
            rowCount={rows.rowCount}
            onDone={(row) => {
              setGoingTo(false);
              if (row !== null) grid.current?.goTo({ row, column: cursor?.column ?? 0 });
              grid.current?.focus();
            }}
          />
        )}
        <ReadingBar engine={engine} cache={cache} rows={rows} keptOrder={keptOrder} />
        <ExportBar {...rowExport} />
        {charts.button}
        <Button
          look="quiet"
          square
          aria-label="Export"
          hint="Export all rows to a file"
          isDisabled={rowExport.running !== null || !whole}
          onPress={() => onExporting(true)}
        >
          <Download {...icon} />
        </Button>
        <Button
          look="quiet"
          square
          aria-label="Cell panel"
          aria-pressed={view.inspector}
          hint="Show or hide the cell panel (Ctrl+I)"
          onPress={() => view.setInspector(!view.inspector)}
        >
          <PanelRight {...icon} />
        </Button>
      </div>
      {finding && (
        <FindBar
          context={context}
          cursor={cursor}
          editable={false}
          onGoTo={(cell) => grid.current?.goTo(cell)}
          onFailure={setFailure}
          onClose={() => {
            setFinding(false);
            grid.current?.focus();
          }}
        />
      )}
      {outdated && (
        <p className={styles.outdated} role="status">
          These rows are from before the commit; what was committed shows in its cells.
          <Button onPress={props.onRunAgain}>Run Again</Button>
        </p>
      )}
      {failure && (
        <div className={tableStyles.failure}>
          <ErrorWords look="line" error={failure} />
          <Button look="quiet" square aria-label="Dismiss" onPress={() => setFailure(null)}>
            <X {...icon} />
          </Button>
        </div>
      )}
      {cache.error && (
        <ErrorWords
          look="line"
          error={cache.error}
          actions={<Button onPress={() => cache.retry()}>Try Again</Button>}
        />
      )}
      {charts.pane ?? (
        <Group className={tableStyles.body}>
          <Panel minSize={200} className={tableStyles.rows ?? ""}>
            <DataGrid
              source={rows}
              label={`Result ${statement.index + 1}`}
              readOnly={!editable}
              handle={grid}
              headField={headField}
              editStart={(cell) => (editable ? editStartOf(rows, cell) : null)}
              onMoveColumn={(from, to) => {
                const name = rows.columns[from]?.name;
                const names = rows.columnNames;
                if (name !== undefined) view.changeLayout((before) => moveColumn(names, before, name, to));
              }}
              onCommitEdit={commands.typeInto}
              onCommitAll={commands.typeIntoAll}
              onEditing={setEditing}
              onOpen={() => view.setInspector(true)}
              onSort={view.sort(rows)}
              onResize={(column, width) => {
                const name = rows.columns[column]?.name;
                if (name !== undefined) view.setWidth(name, width);
              }}
              onMenu={commands.menu}
              onSelect={setSelection}
              onDelete={commands.clear}
              onCopyAbove={commands.copyAbove}
            />
            {empty && filtered && (
              <div className={tableStyles.empty}>
                <EmptyState
                  title="No row fits these filters"
                  actions={<Button onPress={() => view.setFilter([])}>Remove the Filters</Button>}
                />
              </div>
            )}
          </Panel>
          {view.inspector && (
            <>
              <Separator className={tableStyles.separator ?? ""} />
              <Panel defaultSize={340} minSize={220} maxSize="60%" className={tableStyles.panel ?? ""}>
                <CellPanel context={context} cursor={cursor} editable={editable} onFailure={setFailure} />
              </Panel>
            </>
          )}
        </Group>
      )}
      {details.popover}
      {props.exporting && (
        <ExportDialog
          rows={cache.total.quality === "exact" ? rows.fileRows : null}
          columns={rows.columns.length}
          initial={exportOptions(exported, rows.options.copyName ?? "result")}
          onExport={exportWith}
          onCancel={() => onExporting(false)}
        />
      )}
      <ResultStatus
        engine={engine}
        rows={rows}
        cache={cache}
        filtered={filtered}
        selection={selection}
        result={result}
        cells={cells}
        readOnlyReason={readOnlyReason}
      />
    </div>
  );
}
