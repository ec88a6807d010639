/** A table or view as rows: look through them, order and filter them, edit them into the session. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Table } from "../../../src-shared/model/schema.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";
import type { Engine } from "../../rpc/queries.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { Button, CommandButton } from "../../ui/button.tsx";
import { useCommand } from "../../ui/command-scope.tsx";
import type { CellPlace, GridMenuEvent } from "../../ui/data-grid/grid-source.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { PopoverAt } from "../../ui/popover-at.tsx";
import { ViewSqlButton } from "../../rows-view/filter/view-sql-button.tsx";
import { FrameBar } from "../../rows-view/frame/frame-bar.tsx";
import { FrameBody } from "../../rows-view/frame/frame-body.tsx";
import { FrameNotes } from "../../rows-view/frame/frame-notes.tsx";
import { useGridFrame } from "../../rows-view/frame/use-grid-frame.tsx";
import { tableCan } from "../../rows-view/grid-actions/table-can.ts";
import { useGridActions } from "../../rows-view/grid-actions/use-grid-actions.ts";
import { BackAndForward, type Ways } from "../../rows-view/relations/back-and-forward.tsx";
import { RelationForm } from "../../rows-view/relations/relation-form.tsx";
import { relationMenu } from "../../rows-view/relations/relation-menu.ts";
import { type RelationsSetup, useRelations } from "../../rows-view/relations/use-relations.ts";
import { NestedRows } from "./nested/nested-rows.tsx";
import type { NestedScene } from "./nested/nested-scene.ts";
import { unfoldMenu } from "./nested/unfold-menu.ts";
import { useInner } from "./nested/use-inner.ts";
import { useUnfolded } from "./nested/use-unfolded.ts";
import { RowButtons } from "./row-buttons.tsx";
import { SidePanel } from "../../rows-view/row-form/side-panel.tsx";
import type { GestureContext } from "../../rows/edits/gesture.ts";
import { TableStatus } from "../../rows-view/table-status.tsx";
import { useGoToTarget } from "./use-go-to-target.ts";
import { useKeptPlace } from "./use-kept-place.ts";
import { usePlace, type ViewPlace } from "./use-place.ts";
import { useTableRows } from "../../rows-view/use-table-rows.ts";
import { useUnanswered } from "./use-unanswered.ts";
import { useViewState } from "../../rows-view/use-view-state.ts";
import type { TableViewState } from "../../rows/view-state.ts";
import styles from "../../rows-view/rows-view.module.css";

export interface TableViewProps {
  readonly engine: Engine;
  readonly table: Table;
  readonly session: SessionStore;
  /** Why nothing of this database can be written; null when it can. */
  readonly readOnlyReason: string | null;
  /** What was kept from last time. */
  readonly state: TableViewState | undefined;
  readonly onState: (state: TableViewState) => void;
  /** Opens a console with this SQL. */
  readonly onOpenSql?: (sql: string) => void;
  /** A row to bring into view; another object each time it is asked for. */
  readonly target?: { readonly row: RowRef; readonly column?: string | undefined } | null;
  /** Where foreign keys lead. */
  readonly relations: RelationsSetup;
  /** A place to go to; another object each time it is asked for. */
  readonly place: ViewPlace | null;
  readonly ways: Ways;
  /** Takes the function that tells the present place; gives the one that says this view is gone. */
  readonly onPlace: (tell: (cell: CellPlace | null) => ViewPlace) => () => void;
  /** Shows the SQL it was made with. */
  readonly onShowDdl: () => void;
  /** The first rows, or the words in their place, are on screen. */
  readonly onPainted?: () => void;
}

/** The whole tab. Its commands belong to the command scope it stands in. */
export function TableView(props: TableViewProps): ReactNode {
  const { table, onPainted } = props;
  const broken = table.error !== null;
  useEffect(() => {
    if (broken) onPainted?.();
  }, [broken, onPainted]);
  if (table.error !== null) {
    return (
      <ErrorWords
        error={{
          code: "object.unreadable",
          message: `${table.kind === "view" ? "The view" : "The table"} “${table.name}” cannot be read: ${table.error}.`,
          next: "Fix the view’s SQL; everything else works.",
        }}
        actions={<Button onPress={props.onShowDdl}>Show DDL</Button>}
      />
    );
  }
  return <Rows {...props} />;
}

function Rows(props: TableViewProps): ReactNode {
  const { engine, table, session, onPainted } = props;
  const view = useViewState(table, props.state, props.onState);
  const { cache, rows, keptOrder } = useTableRows({
    client: engine.client,
    session,
    table,
    ...view.shown,
    held: view.held,
  });
  useUnanswered(cache, rows, view);
  /** Columns that are about to refer to something, and where that is asked. */
  const [relating, setRelating] = useState<{ columns: string[]; x: number; y: number } | null>(null);
  const readOnlyReason = props.readOnlyReason ?? table.readOnlyReason;
  const editable = readOnlyReason === null;
  const context: GestureContext = {
    client: engine.client,
    handle: engine.handle,
    rows,
    cache,
    session,
    readOnlyReason,
  };
  const frame = useGridFrame({ engine, context, view, computes: true, exports: cache.error === null });
  const { grid, selection, onFailure, selectedColumns, filtered, empty } = frame;
  const relations = useRelations(context, props.relations);
  const follow = (cell: CellPlace | null, inNewTab = false): void => {
    if (cell) void relations.followParent(cell, inNewTab).then(onFailure);
  };
  const cellOf = ({ row, column }: GridMenuEvent): CellPlace | null =>
    row === null ? null : { row, column: column ?? selection.cursor?.column ?? 0 };
  const relationItems = relationMenu({
    client: engine.client,
    rows,
    relations,
    followParent: (event, inNewTab) => follow(cellOf(event), inNewTab),
    order: { now: view.shown.order, set: view.setOrder },
    followChildren: (relation, event, inNewTab) => {
      const cell = cellOf(event);
      if (cell) onFailure(relations.followChildren(relation, cell, inNewTab));
    },
    addRelation: ({ column, x, y }) => {
      const all = selectedColumns();
      const places = column !== null && all.includes(column) ? all : [column ?? 0];
      const names = places.flatMap((place) => rows.columns[place]?.name ?? []);
      setRelating({ columns: names, x, y });
    },
  });
  // A key that leads nowhere says why.
  const refers = relations.parents.length > 0 || rows.table.foreignKeys.length > 0;
  const canFollow = { enabled: selection.cursor !== null && refers };
  useCommand("row.parent", () => follow(selection.cursor), canFollow);
  useCommand("row.parentInNewTab", () => follow(selection.cursor, true), canFollow);
  const tellPlace = usePlace({ place: props.place, context, grid, view });
  const { onPlace } = props;
  const telling = useRef(tellPlace);
  useEffect(() => {
    telling.current = tellPlace;
  });
  useEffect(() => onPlace((cell) => telling.current(cell)), [onPlace]);
  const { underRows } = props.relations;
  const unfolded = useUnfolded({
    context,
    children: relations.children,
    always: underRows,
    grid,
    cursor: selection.cursor,
  });
  const { inner, onInner } = useInner();
  const scene: NestedScene = {
    engine,
    session,
    relations: props.relations,
    readOnlyReason: props.readOnlyReason,
    inspector: view.inspector,
    setInspector: view.setInspector,
    onFailure,
    onSaid: frame.say,
    onGoToRow: () => frame.onGoingTo(true),
    onRefresh: () => cache.retry(),
    onInner,
    renderBelow: (below) => <NestedRows {...below} />,
  };
  const gestures = useGridActions({
    context,
    grid,
    selection,
    view,
    can: tableCan(table, editable, frame.canExport),
    relations,
    extras: [unfoldMenu(unfolded, underRows), relationItems, ...frame.columnItems],
    onFailure,
    say: frame.say,
    goToRow: () => frame.onGoingTo(true),
    refresh: () => {
      cache.retry();
      rows.changed();
    },
    exportRows: frame.exporting.begin,
  });
  const keepPlace = useKeptPlace({
    context,
    grid,
    view,
    isLed: (props.place ?? null) !== null || (props.target ?? null) !== null,
  });
  useGoToTarget({ target: props.target ?? null, context, grid, view, onFailure });
  const nothingToPaint = empty || cache.error !== null;
  useEffect(() => {
    if (nothingToPaint) onPainted?.();
  }, [nothingToPaint, onPainted]);

  return (
    <div className={styles.frame}>
      <FrameBar frame={frame} label="Table" keptOrder={keptOrder} before={<BackAndForward {...props.ways} />}>
        <ViewSqlButton
          of={{ table, columns: rows.shownColumns, filter: view.shown.filter, order: view.shown.order }}
          onOpen={props.onOpenSql}
        />
        {editable && <RowButtons />}
      </FrameBar>
      <FrameNotes frame={frame} replaces={editable}>
        {readOnlyReason !== null && (
          <p className={styles.readOnly} data-testid="read-only-reason">
            {readOnlyReason}
          </p>
        )}
      </FrameNotes>
      <FrameBody
        frame={frame}
        label={table.name}
        readOnly={!editable}
        {...gestures}
        onFollow={follow}
        onSelect={(now) => {
          frame.onSelect(now);
          onInner(null);
          keepPlace(now);
        }}
        onRest={() => keepPlace()}
        onFold={unfolded.fold}
        renderBelow={(key, row) => {
          const from = () => ({ row, column: selection.cursor?.column ?? 0 });
          const onLeave = (): void => {
            grid.current?.goTo(from());
            grid.current?.focus();
          };
          const label = rows.row(row).label;
          return scene.renderBelow({ model: unfolded.model, rowKey: key, label, scene, from, onLeave });
        }}
        {...(onPainted ? { onPainted } : {})}
        whenEmpty={
          <EmptyState
            title={`${table.name} is empty`}
            actions={
              editable && (
                <CommandButton look="primary" command="row.add">
                  Add the First Row
                </CommandButton>
              )
            }
          >
            {editable
              ? "Add a row, or paste rows from a spreadsheet with Ctrl+Shift+V."
              : "It has columns, but no rows."}
          </EmptyState>
        }
        panel={
          <SidePanel
            context={context}
            relations={relations}
            cursor={selection.cursor}
            editable={editable}
            onGo={(cell) => grid.current?.goTo(cell)}
            {...inner}
            onFailure={onFailure}
          />
        }
      />
      {frame.popover}
      {relating && (
        <PopoverAt label="A relation of your own" x={relating.x} y={relating.y} onClose={() => setRelating(null)}>
          <RelationForm
            table={table}
            columns={relating.columns}
            schema={props.relations.schema}
            onAdd={(relation) => {
              relations.virtual.add(relation);
              setRelating(null);
              grid.current?.focus();
            }}
          />
        </PopoverAt>
      )}
      <TableStatus
        engine={engine}
        session={session}
        rows={rows}
        cache={cache}
        filtered={filtered}
        selection={selection}
        inner={inner}
        said={frame.said}
      />
    </div>
  );
}
