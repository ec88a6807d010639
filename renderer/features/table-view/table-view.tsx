/** A table or view as rows: look through them, order and filter them, edit them into the session. */
import { CopyPlus, PanelRight, Plus, Trash2, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import { activeFilter } from "../../../src-shared/model/row-filter.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import type { RowRef } from "../../../src-shared/model/session.ts";
import type { Engine } from "../../rpc/queries.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { askShell } from "../../rpc/shell-client.ts";
import { Button, CommandButton } from "../../ui/button.tsx";
import { useLooking } from "./formats/use-looking.ts";
import { useCommand } from "../../ui/command-scope.tsx";
import { DataGrid } from "../../ui/data-grid/data-grid.tsx";
import type { CellPlace, GridHandle, GridMenuEvent, GridSelection } from "../../ui/data-grid/grid-source.ts";
import { PopoverAt } from "../../ui/popover-at.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { editStartOf } from "./edit-start.ts";
import { FindBar } from "./find/find-bar.tsx";
import { FilterBar } from "./filter/filter-bar.tsx";
import { FilterField } from "./filter/filter-field.tsx";
import { ViewSqlButton } from "./filter/view-sql-button.tsx";
import { GoToRow } from "./go-to-row.tsx";
import { ReadingBar } from "./reading-bar.tsx";
import type { GestureContext } from "./table-gestures.ts";
import { useColumnDetails } from "./column-details.tsx";
import { columnLayoutMenu } from "./columns/column-menu.ts";
import { moveColumn } from "./columns/column-layout.ts";
import { BackAndForward } from "./relations/back-and-forward.tsx";
import { RelationForm } from "./relations/relation-form.tsx";
import { relationMenu } from "./relations/relation-menu.ts";
import { type RelationsSetup, useRelations } from "./relations/use-relations.ts";
import { SidePanel } from "./row-form/side-panel.tsx";
import { TableStatus } from "./table-status.tsx";
import { useGoToTarget } from "./use-go-to-target.ts";
import { useKeptPlace } from "./use-kept-place.ts";
import { usePlace, type ViewPlace } from "./use-place.ts";
import { useTableCommands } from "./use-table-commands.ts";
import { useRowsVersion, useTableRows } from "./use-table-rows.ts";
import { useViewState } from "./use-view-state.ts";
import type { TableViewState } from "./view-state.ts";
import styles from "./table-view.module.css";

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
          next: "Look at its DDL and mend what it refers to; all other objects work.",
        }}
        actions={<Button onPress={props.onShowDdl}>Show DDL</Button>}
      />
    );
  }
  return <Rows {...props} />;
}

const nothing: GridSelection = { cursor: null, ranges: [] };
const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

function Rows(props: TableViewProps): ReactNode {
  const { engine, table, session, onPainted } = props;
  const view = useViewState(table, props.state, props.onState);
  const { cache, rows, keptOrder } = useTableRows({
    client: engine.client,
    session,
    table,
    ...view.shown,
    stopReading: () => void askShell("engine.stop", { handle: engine.handle, lane: "read" }),
  });
  useRowsVersion(rows);
  const grid = useRef<GridHandle>(null);
  const [selection, setSelection] = useState(nothing);
  const [failure, setFailure] = useState<AppErrorData | null>(null);
  const [editing, setEditing] = useState(false);
  /** Columns that are about to refer to something, and where that is asked. */
  const [relating, setRelating] = useState<{ columns: string[]; x: number; y: number } | null>(null);
  const [goingTo, setGoingTo] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), 6000);
    return () => clearTimeout(timer);
  }, [said]);
  const [finding, setFinding] = useState(false);
  const readOnlyReason = props.readOnlyReason ?? table.readOnlyReason;
  const editable = readOnlyReason === null;
  const context: GestureContext = { client: engine.client, rows, cache, session, readOnlyReason };
  const relations = useRelations(context, props.relations);
  const follow = (cell: CellPlace | null): void => {
    if (cell) void relations.followParent(cell).then(setFailure);
  };
  const cellOf = ({ row, column }: GridMenuEvent): CellPlace | null =>
    row === null ? null : { row, column: column ?? selection.cursor?.column ?? 0 };
  const selectedColumns = (): number[] =>
    selection.ranges
      .filter((range) => range.wholeColumns)
      .flatMap(({ firstColumn, lastColumn }) =>
        Array.from({ length: lastColumn - firstColumn + 1 }, (_, i) => firstColumn + i),
      );
  const columnItems = columnLayoutMenu(rows, selectedColumns, view.changeLayout);
  const relationItems = relationMenu({
    client: engine.client,
    rows,
    relations,
    followParent: (event) => follow(cellOf(event)),
    followChildren: (relation, event) => {
      const cell = cellOf(event);
      if (cell) setFailure(relations.followChildren(relation, cell));
    },
    addRelation: ({ column, x, y }) => {
      const all = selectedColumns();
      const places = column !== null && all.includes(column) ? all : [column ?? 0];
      const names = places.flatMap((place) => rows.columns[place]?.name ?? []);
      setRelating({ columns: names, x, y });
    },
  });
  useCommand("row.parent", () => follow(selection.cursor), {
    enabled: selection.cursor !== null && relations.parents.length > 0,
  });
  const tellPlace = usePlace({ place: props.place, context, grid, view });
  const { onPlace } = props;
  const telling = useRef(tellPlace);
  useEffect(() => {
    telling.current = tellPlace;
  });
  useEffect(() => onPlace((cell) => telling.current(cell)), [onPlace]);
  const filtered = activeFilter(view.shown.filter).length > 0;
  const details = useColumnDetails({
    engine,
    rows,
    cache,
    view,
    filtered,
    visibleRows: () => grid.current?.visibleRows() ?? { first: 0, last: 0 },
    onClosed: () => grid.current?.focus(),
    computes: true,
  });
  useLooking({ engine, rows, view, onFailure: setFailure });
  const commands = useTableCommands({
    extras: [relationItems, columnItems, details.extras],
    typed: relations.typed,
    context,
    grid,
    selection,
    editing,
    view,
    onFailure: setFailure,
    onGoToRow: () => setGoingTo(true),
    onSaid: setSaid,
  });
  const keepPlace = useKeptPlace({
    context,
    grid,
    view,
    isLed: (props.place ?? null) !== null || (props.target ?? null) !== null,
  });
  useGoToTarget({ target: props.target ?? null, context, grid, view, onFailure: setFailure });

  const empty = cache.loaded && cache.total.quality === "exact" && rows.rowCount === 0;
  useEffect(() => {
    if (empty) onPainted?.();
  }, [empty, onPainted]);

  const { inspector } = view;
  const { order, filter } = view.shown;
  const shownOrder = useRef({ order, filter });
  useEffect(() => {
    if (shownOrder.current.order === order && shownOrder.current.filter === filter) return;
    shownOrder.current = { order, filter };
    // Other rows in other places: one begins at their top.
    grid.current?.toTop();
  }, [order, filter]);
  useEffect(() => {
    if (!inspector) return;
    // The panel takes room from the grid; the cell it is about stays in sight. Two frames: layout, then measures.
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => grid.current?.reveal()));
    return () => cancelAnimationFrame(frame);
  }, [inspector]);

  const { cursor } = selection;
  const headField = (column: number): ReactNode => {
    const spec = rows.shownColumns[column];
    if (!spec) return null;
    return (
      <FilterField
        column={spec}
        filter={view.shown.filter}
        onFilter={view.changeFilter}
        onLeave={() => grid.current?.focus()}
      />
    );
  };
  useCommand("edit.replace", () => setFinding(true));
  useCommand("edit.find", () => grid.current?.focusHeadField(cursor?.column ?? 0));
  const columnName = cursor ? rows.shownColumns[cursor.column]?.name : undefined;
  return (
    <div className={styles.frame} onKeyDown={commands.onKeyDown}>
      <div className={styles.bar} role="toolbar" aria-label="Table">
        <BackAndForward />
        <FilterBar
          table={table}
          columns={rows.shownColumns}
          filter={view.shown.filter}
          onFilter={view.setFilter}
          column={columnName}
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
        <ViewSqlButton
          of={{ table, columns: rows.shownColumns, filter: view.shown.filter, order: view.shown.order }}
          onOpen={props.onOpenSql}
        />
        {editable && (
          <>
            <CommandButton look="quiet" square command="row.add" aria-label="Add row" hint="Add row (Insert)">
              <Plus {...icon} />
            </CommandButton>
            <CommandButton look="quiet" square command="row.duplicate" aria-label="Duplicate row" hint="Duplicate row">
              <CopyPlus {...icon} />
            </CommandButton>
            <CommandButton look="quiet" square command="row.delete" aria-label="Delete rows" hint="Delete rows">
              <Trash2 {...icon} />
            </CommandButton>
          </>
        )}
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
          editable={editable}
          onGoTo={(cell) => grid.current?.goTo(cell)}
          onFailure={setFailure}
          onClose={() => {
            setFinding(false);
            grid.current?.focus();
          }}
        />
      )}
      {readOnlyReason !== null && (
        <p className={styles.readOnly} data-testid="read-only-reason">
          {readOnlyReason}
        </p>
      )}
      {failure && (
        <div className={styles.failure}>
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
      <Group className={styles.body}>
        <Panel minSize={200} className={styles.rows ?? ""}>
          <DataGrid
            source={rows}
            label={table.name}
            readOnly={!editable}
            handle={grid}
            headField={headField}
            editStart={(cell) => (editable ? relations.editStart(cell, editStartOf(rows, cell)) : null)}
            onFollow={follow}
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
            onSelect={(now) => {
              setSelection(now);
              keepPlace(now);
            }}
            onRest={() => keepPlace()}
            onDelete={commands.remove}
            onCopyAbove={commands.copyAbove}
            {...(onPainted ? { onPainted } : {})}
          />
          {empty && (
            <div className={styles.empty}>
              {filtered ? (
                <EmptyState
                  title="No row fits these filters"
                  actions={<Button onPress={() => view.setFilter([])}>Remove the Filters</Button>}
                />
              ) : (
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
              )}
            </div>
          )}
        </Panel>
        {view.inspector && (
          <>
            <Separator className={styles.separator ?? ""} />
            <Panel defaultSize={340} minSize={220} maxSize="60%" className={styles.panel ?? ""}>
              <SidePanel
                context={context}
                relations={relations}
                cursor={cursor}
                editable={editable}
                onGo={(cell) => grid.current?.goTo(cell)}
                onFailure={setFailure}
              />
            </Panel>
          </>
        )}
      </Group>
      {details.popover}
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
      <TableStatus engine={engine} rows={rows} cache={cache} filtered={filtered} selection={selection} said={said} />
    </div>
  );
}
