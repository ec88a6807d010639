/** The rows of one statement, as alive as a table: ordered, filtered, shown in formats, added up, copied and edited. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { Engine } from "../../rpc/queries.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { Button } from "../../ui/button.tsx";
import { CommandScope, useCommand } from "../../ui/command-scope.tsx";
import { CellPanel } from "../../rows-view/cell-panel/cell-panel.tsx";
import { FrameBar } from "../../rows-view/frame/frame-bar.tsx";
import { FrameBody } from "../../rows-view/frame/frame-body.tsx";
import { FrameNotes } from "../../rows-view/frame/frame-notes.tsx";
import { useGridFrame } from "../../rows-view/frame/use-grid-frame.tsx";
import { useGridActions } from "../../rows-view/grid-actions/use-grid-actions.ts";
import type { RelationsSetup } from "../../rows-view/relations/use-relations.ts";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import { useViewState } from "../../rows-view/use-view-state.ts";
import { editableCells } from "./editable-cells.ts";
import { keptForRun, type ResultViewState } from "./result-state.ts";
import { resultAsTable } from "./result-table.ts";
import { ResultStatus } from "./result-status.tsx";
import type { ShownResult } from "./shown-result.ts";
import { beginsWithChart, useResultChart } from "./use-result-chart.tsx";
import { useResult } from "./use-result.ts";
import { useResultRelations } from "./use-result-relations.ts";
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
  const [charted, setCharted] = useState(() => beginsWithChart(props.result, props.state));
  // The result in front is the console's only one: it answers from the editor too.
  const begin = useRef(() => {});
  useCommand("rows.export", () => begin.current());
  useCommand("result.chart", () => setCharted(!charted));
  return (
    <CommandScope className={tableStyles.frame}>
      <Rows {...props} exporting={begin} charted={charted} onCharted={setCharted} />
    </CommandScope>
  );
}

interface RowsProps extends ResultViewProps {
  /** Takes what asks how to export. */
  readonly exporting: { current: () => void };
  /** A chart is in front of the rows. */
  readonly charted: boolean;
  readonly onCharted: (charted: boolean) => void;
}

function Rows(props: RowsProps): ReactNode {
  const { engine, session, schema, result, exporting } = props;
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
  const frame = useGridFrame({ engine, context, view, computes: whole, exports: whole });
  const { grid, selection, onFailure, filtered } = frame;
  const relations = useResultRelations({ context, frame, origins, setup: props.relations });
  const { charted } = props;
  const told = useRef(charted);
  useEffect(() => {
    if (told.current !== charted) keep({ showsChart: charted });
    told.current = charted;
  });
  useEffect(() => {
    exporting.current = () => frame.canExport && frame.exporting.begin();
  });
  const gestures = useGridActions({
    context,
    grid,
    selection,
    view,
    // Its rows are of several tables or of none: none are added, deleted or reverted here.
    can: { edit: editable, order: true, export: frame.canExport },
    relations,
    extras: [relations.items, ...frame.columnItems],
    onFailure,
    say: frame.say,
    goToRow: () => frame.onGoingTo(true),
    refresh: () => {},
    exportRows: frame.exporting.begin,
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
    <div className={tableStyles.frame} data-testid="result">
      <FrameBar frame={frame} label="Result" keptOrder={keptOrder}>
        {waits && <WaitingWords view={view} titles={asTable.titles} />}
        {charts.button}
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
          {...gestures}
          onFollow={relations.follow}
          onSelect={frame.onSelect}
          panel={
            <CellPanel
              context={context}
              parents={relations}
              cursor={selection.cursor}
              editable={editable}
              onFailure={onFailure}
            />
          }
        />
      )}
      {frame.popover}
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
        said={frame.said}
      />
    </div>
  );
}
