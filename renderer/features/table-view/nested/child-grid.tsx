/**
 * Nested rows as a grid of their own: painted, selected, copied, edited and staged as those of a table's tab. What is
 * unfolded below one of them stands inside it in turn.
 */
import { notComputed } from "../../../rows/hints.ts";
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { AppError } from "../../../../src-shared/errors/app-error.ts";
import type { RowFilter, RowPage } from "../../../../src-shared/model/rows.ts";
import { useCommand } from "../../../ui/command-scope.tsx";
import { DataGrid } from "../../../ui/data-grid/data-grid.tsx";
import type { CellPlace, GridHandle, GridSelection } from "../../../ui/data-grid/grid-source.ts";
import { columnLayoutMenu } from "../../../rows-view/columns/column-menu.ts";
import { moveColumn } from "../../../rows/column-layout.ts";
import { useRowsExport } from "../../../rows-view/export/use-rows-export.tsx";
import { relationMenu } from "../../../rows-view/relations/relation-menu.ts";
import { useRelations } from "../../../rows-view/relations/use-relations.ts";
import type { GestureContext } from "../../../rows/edits/gesture.ts";
import { tableCan } from "../../../rows-view/grid-actions/table-can.ts";
import { useGridActions } from "../../../rows-view/grid-actions/use-grid-actions.ts";
import { useRowsVersion } from "../../../rows-view/use-rows-version.ts";
import { useTableRows } from "../../../rows-view/use-table-rows.ts";
import { useViewState, type ViewState } from "../../../rows-view/use-view-state.ts";
import { mostShown } from "../../../rows/nested/child-groups.ts";
import type { ChildSectionProps } from "./nested-scene.ts";
import { unfoldMenu } from "./unfold-menu.ts";
import { useUnfolded } from "./use-unfolded.ts";

const nothing: GridSelection = { cursor: null, ranges: [] };

interface ChildGridProps extends ChildSectionProps {
  /** Rows that were added here by now. */
  readonly added: number;
}

export function ChildGrid({ section, label, model, rowKey, scene, from, added }: ChildGridProps): ReactNode {
  const { engine, session, onFailure, onInner } = scene;
  const { relation, values, given, title, answer } = section;
  const table = relation.child;
  const [filter] = useState((): RowFilter[] => given.map((one) => ({ ...one, operator: "=" })));
  const { groups, looks } = model;
  // The columns of the key say what is known here; the header's menu shows them again.
  const look = useSyncExternalStore(
    (listener) => looks.subscribe(listener),
    () => looks.of(section.id, () => ({ hidden: relation.columns })),
  );
  const own = useViewState(table, undefined, () => {});
  const read = useRef<RowPage | null>(null);
  const { cache, rows } = useTableRows({
    client: engine.client,
    session,
    table,
    ...own.shown,
    ...look,
    filter,
    options: { given },
    read: async (keptOrder, source, offset, limit, signal) => {
      if (source.order.length > 0)
        return firstOf(await keptOrder.read(source, offset, Math.min(limit, mostShown), signal));
      const { page, error } = await groups.fresh(relation, values);
      if (error) throw new AppError(error);
      read.current = page;
      return (
        page ?? { offset: 0, placement: "exact", columns: [], keys: [], rows: [], total: { rows: 0, quality: "exact" } }
      );
    },
  });
  useRowsVersion(rows);
  const known = cache.loaded && rows.fileRows > 0;
  useEffect(() => {
    if (known) looks.measured(section.id, Object.fromEntries(rows.columns.map(({ name, width }) => [name, width])));
  }, [known, looks, rows, section.id]);
  useEffect(() => {
    // Read again for all rows on screen, not for these alone.
    if (answer?.page && read.current && answer.page !== read.current && groups.isFresh(answer)) cache.invalidate();
  }, [answer, cache, groups]);

  const grid = useRef<GridHandle>(null);
  const [selection, setSelection] = useState(nothing);
  const { cursor } = selection;
  const readOnlyReason = scene.readOnlyReason ?? table.readOnlyReason;
  const editable = readOnlyReason === null;
  const context: GestureContext = {
    client: engine.client,
    handle: engine.handle,
    rows,
    cache,
    session,
    readOnlyReason,
  };
  const relations = useRelations(context, {
    ...scene.relations,
    go: (to, _cell, inNewTab) => scene.relations.go(to, from(), inNewTab),
  });
  const follow = (cell: CellPlace | null, inNewTab = false): void => {
    if (cell) void relations.followParent(cell, inNewTab).then(onFailure);
  };
  const unfolded = useUnfolded({ context, children: relations.children, always: null, grid, cursor });
  const { model: inside } = unfolded;
  useSyncExternalStore(
    (listener) => inside.subscribe(listener),
    () => inside.version,
  );
  const room = inside.isEmpty ? 0 : heightOf(rows.rowCount, (row) => inside.height(row, 0));
  useEffect(() => model.setInside(rowKey, section.id, room), [model, rowKey, section.id, room]);

  const changeLayout: ViewState["changeLayout"] = (change) =>
    looks.change(section.id, ({ layout }) => ({ layout: change(layout) }));
  // More conditions than the key are the table's own tab's.
  const setFilter = (more: readonly RowFilter[]): void => {
    const object = { schema: table.schema, name: table.name };
    scene.relations.go({ object, filter: [...filter, ...more] }, from(), false);
  };
  const view: ViewState = {
    ...own,
    inspector: scene.inspector,
    setInspector: scene.setInspector,
    setFilter,
    changeFilter: (change) => setFilter(change([])),
  };
  const exporting = useRowsExport({
    engine,
    context,
    view,
    selected: () => grid.current?.selection() ?? selection,
    onFailure,
  });
  const selectedColumns = (): number[] =>
    selection.ranges
      .filter((range) => range.wholeColumns)
      .flatMap((range) =>
        Array.from({ length: range.lastColumn - range.firstColumn + 1 }, (_, i) => range.firstColumn + i),
      );
  const relationItems = relationMenu({
    client: engine.client,
    rows,
    relations,
    followParent: ({ row, column }, inNewTab) =>
      follow(row === null || column === null ? cursor : { row, column }, inNewTab),
    followChildren: (next, { row }, inNewTab) => {
      if (row !== null) onFailure(relations.followChildren(next, { row, column: cursor?.column ?? 0 }, inNewTab));
    },
  });
  const gestures = useGridActions({
    context,
    grid,
    selection,
    view,
    can: tableCan(table, editable, !exporting.isRunning),
    relations,
    extras: [unfoldMenu(unfolded, null), relationItems, columnLayoutMenu(rows, selectedColumns, changeLayout)],
    onFailure,
    say: scene.onSaid,
    goToRow: scene.onGoToRow,
    refresh: scene.onRefresh,
    exportRows: exporting.begin,
  });
  const canFollow = { enabled: cursor !== null && relations.parents.length > 0 };
  useCommand("row.parent", () => follow(cursor), canFollow);
  useCommand("row.parentInNewTab", () => follow(cursor, true), canFollow);

  const goTo = (cell: CellPlace): void => {
    grid.current?.goTo(cell);
    grid.current?.focus();
  };
  const gone = useRef(0);
  useEffect(() => {
    if (added === gone.current) return;
    gone.current = added;
    const frame = requestAnimationFrame(() => goTo({ row: rows.rowCount - 1, column: 0 }));
    return () => cancelAnimationFrame(frame);
  }, [added, rows]);
  /** The side panel shows the active cell of the grid one is in, the status bar what is selected there. */
  const tell = (now: GridSelection): void => {
    const { cursor: cell } = now;
    onInner(cell && { context, relations, cursor: cell, selection: now, editable, onGo: goTo }, rows);
  };
  useEffect(() => () => onInner(null, rows), [onInner, rows]);

  return (
    <div
      style={{ height: "100%" }}
      data-child-grid
      onFocus={(event) => {
        // Not into what is unfolded below one of its rows.
        if (event.target.closest("[data-child-grid]") !== event.currentTarget) return;
        if (cursor) tell(selection);
        else if (rows.rowCount > 0) grid.current?.goTo({ row: 0, column: 0 });
      }}
    >
      <DataGrid
        slim
        source={rows}
        label={`${title} of row ${label}`}
        readOnly={!editable}
        handle={grid}
        {...gestures}
        onFollow={follow}
        onMoveColumn={(place, to) => {
          const name = rows.columns[place]?.name;
          const names = rows.columnNames;
          if (name !== undefined) changeLayout((before) => moveColumn(names, before, name, to));
        }}
        onEditing={() => {}}
        onOpen={() => scene.setInspector(true)}
        onSort={(column, add) => {
          const spec = rows.shownColumns[column];
          const why = spec ? notComputed(spec) : null;
          if (why !== null) {
            scene.onSaid(why);
            return;
          }
          own.sort(rows)(column, add);
          // Other rows in these places: one begins at their top.
          grid.current?.toTop();
        }}
        onResize={(column, width) => {
          const name = rows.columns[column]?.name;
          if (name === undefined) return;
          looks.change(section.id, ({ widths }) => ({ widths: { ...widths, [name]: width } }));
        }}
        onSelect={(now) => {
          setSelection(now);
          tell(now);
        }}
        onFold={unfolded.fold}
        renderBelow={(key, row) =>
          scene.renderBelow({
            model: inside,
            rowKey: key,
            label: `${rows.row(row).label} of ${table.name}`,
            scene,
            from,
            onLeave: () => goTo({ row, column: cursor?.column ?? 0 }),
          })
        }
      />
      {exporting.dialog}
    </div>
  );
}

/** The first rows in another order; how many there are is said elsewhere. */
function firstOf(page: RowPage): RowPage {
  return page.placement === "exact" ? { ...page, total: { rows: page.rows.length, quality: "exact" } } : page;
}

function heightOf(rows: number, height: (row: number) => number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += height(row);
  return sum;
}
