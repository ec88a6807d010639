/** The rows of one statement, as alive as a table: ordered, filtered, shown in formats, added up, copied and edited. */
import { Download } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { ExportOptions } from "../../../src-shared/model/export.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { Engine } from "../../rpc/queries.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { Button } from "../../ui/button.tsx";
import { CommandScope, useCommand } from "../../ui/command-scope.tsx";
import { CellPanel } from "../../rows-view/cell-panel/cell-panel.tsx";
import { editStartOf } from "../../rows/edits/edit-start.ts";
import { ExportBar } from "../../rows-view/export/export-bar.tsx";
import { ExportDialog } from "../../rows-view/export/export-dialog.tsx";
import { exportOptions } from "../../rows-view/export/kept-options.ts";
import { useExport } from "../../rows-view/export/use-export.ts";
import { FrameBar } from "../../rows-view/frame/frame-bar.tsx";
import { FrameBody } from "../../rows-view/frame/frame-body.tsx";
import { FrameNotes } from "../../rows-view/frame/frame-notes.tsx";
import { useGridFrame } from "../../rows-view/frame/use-grid-frame.tsx";
import type { RelationsSetup } from "../../rows-view/relations/use-relations.ts";
import type { GestureContext } from "../../rows/edits/table-gestures.ts";
import { useViewState } from "../../rows-view/use-view-state.ts";
import { editableCells } from "./editable-cells.ts";
import { keptForRun, type ResultViewState } from "./result-state.ts";
import { resultAsTable } from "./result-table.ts";
import { ResultStatus } from "./result-status.tsx";
import type { ShownResult } from "./shown-result.ts";
import { beginsWithChart, useResultChart } from "./use-result-chart.tsx";
import { useResult } from "./use-result.ts";
import { useResultRelations } from "./use-result-relations.ts";
import { useResultCommands } from "./use-result-commands.ts";
import tableStyles from "../../rows-view/rows-view.module.css";
import { WaitingWords } from "./waiting-words.tsx";
import styles from "./result.module.css";

export interface ResultViewProps {
  readonly engine: Engine;
  readonly session: SessionStore;
  readonly schema: DatabaseSchema;
  /** Where foreign keys lead. */
  readonly relations: RelationsSetup;
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
  const [{ cells, asTable, origins }] = useState(() => {
    const found = editableCells(statement.origins, statement.columns.length, schema);
    return { cells: found, asTable: resultAsTable(result, found), origins: statement.origins };
  });
  const { table } = asTable;
  const kept = useRef(props.state ?? {});
  const keep = (part: Partial<ResultViewState>): void => {
    kept.current = { ...kept.current, ...part, runId };
    props.onState(kept.current);
  };
  const view = useViewState(table, keptForRun(props.state, runId), keep);
  const { cache, rows, keptOrder, outdated, whole, waits } = useResult({
    engine,
    session,
    schema,
    result,
    cells,
    asTable,
    view,
  });
  const { readOnlyReason } = props;
  const editable = readOnlyReason === null && cells.columns.some((column) => column !== null);
  const context: GestureContext = {
    client: engine.client,
    handle: engine.handle,
    rows,
    cache,
    session,
    readOnlyReason,
  };
  const frame = useGridFrame({ engine, context, view, computes: whole });
  const { grid, selection, onFailure, filtered } = frame;
  const relations = useResultRelations({ context, frame, origins, setup: props.relations });
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
    void rowExport.start({ source: cache.source, columns }, options).then(onFailure);
  };

  const commands = useResultCommands({
    context,
    grid,
    selection,
    editing: frame.editing,
    view,
    editable,
    onFailure,
    onGoToRow: () => frame.onGoingTo(true),
    onExport: () => onExporting(true),
    extras: [relations.items, ...frame.columnItems],
    typed: relations.typed,
  });
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
    onFailure,
  });

  return (
    <div className={tableStyles.frame} onKeyDown={commands.onKeyDown} data-testid="result">
      <FrameBar frame={frame} label="Result" keptOrder={keptOrder}>
        {waits && <WaitingWords view={view} titles={asTable.titles} />}
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
          <Download size={14} strokeWidth={1.5} aria-hidden />
        </Button>
      </FrameBar>
      <FrameNotes frame={frame} replaces={false}>
        {outdated && (
          <p className={styles.outdated} role="status">
            These rows are from before the commit; what was committed shows in its cells.
            <Button onPress={props.onRunAgain}>Run Again</Button>
          </p>
        )}
      </FrameNotes>
      {charts.pane ?? (
        <FrameBody
          frame={frame}
          label={`Result ${statement.index + 1}`}
          readOnly={!editable}
          editStart={(cell) => (editable ? relations.editStart(cell, editStartOf(rows, cell)) : null)}
          onFollow={relations.follow}
          onCommitEdit={commands.typeInto}
          onCommitAll={commands.typeIntoAll}
          onMenu={commands.menu}
          onSelect={frame.onSelect}
          onDelete={commands.clear}
          onCopyAbove={commands.copyAbove}
          panel={<CellPanel context={context} cursor={selection.cursor} editable={editable} onFailure={onFailure} />}
        />
      )}
      {frame.popover}
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
        session={session}
        rows={rows}
        cache={cache}
        filtered={filtered && !waits}
        selection={selection}
        result={result}
        cells={cells}
        readOnlyReason={readOnlyReason}
      />
    </div>
  );
}
