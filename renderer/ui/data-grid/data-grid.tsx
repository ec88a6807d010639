/**
 * A grid of any number of rows: @deephaven/grid finds what is where on a canvas (exact at ten million rows and any zoom,
 * docs/grid.md), we paint, edit, take keys and keep a DOM mirror. It knows rows and looks, no SQLite.
 */
import { flushSync } from "react-dom";
import type { GridMetrics } from "@deephaven/grid";
import {
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import { BelowLayer, type BelowLayerHandle } from "./below-layer.tsx";
import { CellEditor, type EditorMove } from "./cell-editor.tsx";
import { type Editing, placeOf } from "./editing.ts";
import { type GridLook, onLookChanged, readGridLook } from "./grid-colors.ts";
import { type GridKeyActions, SpreadsheetKeys } from "./grid-keys.ts";
import { GridMirror } from "./grid-mirror.tsx";
import { SourceMetrics, SourceModel } from "./grid-model.ts";
import { listenForMiddleButton } from "./grid-follow.ts";
import { type GridMouseActions, mouseHandlers } from "./grid-mouse.ts";
import { boxOf, GridPainter } from "./grid-painter.ts";
import type { CellPlace, EditStart, GridCallbacks, GridHandle, GridSelection, GridSource } from "./grid-source.ts";
import { gridTheme } from "./grid-theme.ts";
import { sayHints } from "./grid-hints.ts";
import { columnPlace, fittingWidth, movedCell, titleOf } from "./grid-view.ts";
import { HeadFields, headFieldsHeight, type HeadFieldsHandle } from "./head-fields.tsx";
import { menuByKey } from "./menu-by-key.ts";
import { headerHeight, slimHeaderHeight } from "./header-painter.ts";
import { KeptInSight } from "./kept-in-sight.ts";
import { useOpenEditor } from "../open-editors.ts";
import { RestingView } from "./resting-view.ts";
import { SelectingGrid } from "./selecting-grid.ts";
import { SpokenCell } from "./spoken-cell.tsx";
import { useSourceShape } from "./use-source-shape.ts";
import styles from "./data-grid.module.css";

export interface DataGridProps extends GridCallbacks {
  readonly source: GridSource;
  /** Name for screen readers. */
  readonly label: string;
  readonly readOnly?: boolean;
  readonly handle?: Ref<GridHandle>;
  /** What stands below the header of a column (an input, say); without it there is no such line. */
  readonly headField?: (column: number) => ReactNode;
  /** What stands in the block of this key below a row, where the source says that there is one. */
  readonly renderBelow?: (key: string, row: number) => ReactNode;
  /** Headers of one line. */
  readonly slim?: boolean;
  /** An editor is open (`true`) or was closed. */
  readonly onEditing?: (editing: boolean) => void;
}

const nothing: GridSelection = { cursor: null, ranges: [] };

/** Waits for the host element, because colours and fonts are read from where it stands. */
export function DataGrid(props: DataGridProps): ReactNode {
  const [host, setHost] = useState<HTMLDivElement | null>(null);
  const [look, setLook] = useState<GridLook | null>(null);
  useEffect(() => {
    if (!host) return;
    const read = (): void => setLook(readGridLook(host));
    read();
    return onLookChanged(read);
  }, [host]);
  return (
    <div ref={setHost} className={styles.grid}>
      {look && <PaintedGrid {...props} look={look} />}
    </div>
  );
}

function PaintedGrid(props: DataGridProps & { look: GridLook }): ReactNode {
  const { source, look, label, readOnly = false } = props;
  const id = useId();
  const grid = useRef<SelectingGrid>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const painted = useRef(false);
  const resting = useMemo(() => new RestingView(), []);
  const editText = useRef("");
  const [selection, setSelection] = useState(nothing);
  const headFields = useRef<HeadFieldsHandle>(null);
  const blocks = useRef<BelowLayerHandle>(null);
  const [kept] = useState(() => new KeptInSight());
  const [editing, setEditing] = useState<Editing | null>(null);
  const [focused, setFocused] = useState(false);
  const [, setScrolled] = useState(0);
  useEffect(() => {
    latest.current = props;
  });

  const model = useMemo(() => new SourceModel(source), [source]);
  const metrics = useMemo(() => new SourceMetrics(source), [source]);
  // oxlint-disable-next-line react/exhaustive-deps -- one painter for good; what it needs is handed over below
  const painter = useMemo(() => new GridPainter(look), []);
  const { columns, digits, rowHeight, pinned, folds } = useSourceShape(source);
  const headSpace = props.headField ? headFieldsHeight : 0;
  const head = props.slim ? slimHeaderHeight : headerHeight;
  const theme = useMemo(
    () => gridTheme(look, digits, { head, headSpace, row: rowHeight, folds }),
    [look, digits, head, headSpace, rowHeight, folds],
  );

  const edit = (cell: CellPlace, typed?: string, before?: EditStart): void => {
    const { editStart, onOpen } = latest.current;
    grid.current?.moveViewToCell(cell.column, cell.row);
    const start = before ?? editStart?.(cell) ?? null;
    if (!start) {
      // Opening a cell that is not edited in place shows it elsewhere; typing over it does nothing, and says why.
      if (typed === undefined) onOpen?.(cell);
      else latest.current.onLocked?.(cell);
      return;
    }
    editText.current = typed ?? start.text;
    // The next key may come before the next frame: the editor is there for it, or that key would begin again.
    flushSync(() => setEditing({ cell, start, typed }));
    latest.current.onEditing?.(true);
  };

  const endEdit = (text: string | null, move: EditorMove, left = false): boolean | Promise<boolean> => {
    if (!editing) return true;
    const cell = placeOf(editing) ?? editing.cell;
    setEditing(null);
    latest.current.onEditing?.(false);
    const { onCommitAll, onCommitEdit } = latest.current;
    const taken =
      move === "all"
        ? onCommitAll?.(cell, text ?? editing.start.text, readNow())
        : text === null
          ? undefined
          : onCommitEdit?.(cell, text, editing.start);
    if (move && move !== "all") grid.current?.handleKeySelectAt(movedCell(cell, move, source), "replace");
    if (!left) mirror.current?.focus({ preventScroll: true });
    return taken ?? true;
  };
  useOpenEditor(editing && (() => endEdit(editText.current === editing.start.text ? null : editText.current, null)));

  const readNow = (): GridSelection => grid.current?.selected ?? nothing;

  const fit = (column: number): void =>
    latest.current.onResize?.(column, fittingWidth(column, source, look, resting.now.view));

  const actions = useRef({} as GridMouseActions);
  useEffect(() => {
    actions.current = {
      edit: (cell) => edit(cell),
      sort: (column, add) => latest.current.onSort?.(column, add),
      resized: (column, width) => latest.current.onResize?.(column, width),
      fit,
      menu: (event) => latest.current.onMenu?.(event),
      dropBefore: (column) => {
        painter.dropBefore = column;
        grid.current?.requestUpdateCanvas();
      },
      move: (from, to) => latest.current.onMoveColumn?.(from, to),
      follow: (cell, apart) => latest.current.onFollow?.(cell, apart),
      fold: (row) => latest.current.onFold?.(row),
    };
  });
  const keyActions = useRef<GridKeyActions>({
    edit,
    open: () => {},
    remove: () => {},
    copyAbove: () => {},
    columnMenu: () => {},
    toggle: () => false,
  });
  useEffect(() => {
    keyActions.current = {
      edit,
      open: (cell) => latest.current.onOpen?.(cell),
      columnMenu: () => menuAtCursor("column"),
      remove: () => latest.current.onDelete?.(readNow()),
      copyAbove: () => latest.current.onCopyAbove?.(readNow()),
      toggle(cell) {
        const { onToggle } = latest.current;
        if (!onToggle || source.cell(cell.row, cell.column)?.kind !== "boolean") return false;
        onToggle(cell);
        return true;
      },
    };
  });
  const mouse = useMemo(() => mouseHandlers(() => actions.current), []);
  const keys = useMemo(() => [new SpreadsheetKeys(() => keyActions.current)], []);

  const repaint = (): void => grid.current?.requestUpdateCanvas();

  useEffect(() => {
    painter.look = look;
    painter.headHeight = head;
    repaint();
  }, [painter, look, head]);

  const editPlace = editing && placeOf(editing);
  const { row: editRow = null, column: editColumn = null } = editPlace ?? {};
  useEffect(() => {
    painter.editing = editRow === null || editColumn === null ? null : { row: editRow, column: editColumn };
    painter.focused = focused || editing !== null;
    repaint();
  }, [painter, editing, editRow, editColumn, focused]);

  const isEditing = editing !== null;
  useEffect(
    () =>
      source.subscribe(() => {
        // On the canvas alone: React has no part in what rows look like.
        grid.current?.requestUpdateCanvas();
        grid.current?.followSource();
        resting.changed();
        // Its row may stand elsewhere now.
        if (isEditing) setScrolled((n) => n + 1);
      }),
    [source, resting, isEditing],
  );

  useEffect(() => {
    resting.onRest = () => latest.current.onRest?.();
    return () => resting.close();
  }, [resting]);

  const onViewChanged = (current: GridMetrics): void => {
    if (source.rowCount > 0) source.request(current.top, Math.min(current.bottomViewport, source.rowCount - 1));
    if (!painted.current && source.cell(current.top, 0)) {
      painted.current = true;
      // After the frame that draws them.
      requestAnimationFrame(() => requestAnimationFrame(() => latest.current.onPainted?.()));
    }
    if (editing) setScrolled((n) => n + 1);
    blocks.current?.place(current);
    const { below } = source;
    const active = readNow().cursor;
    if (below && !below.isEmpty && kept.isLost(current, active?.row ?? null)) {
      // After this frame: the grid is in the middle of painting.
      queueMicrotask(() => grid.current?.moveViewToCell(active?.column ?? null, active?.row ?? null));
    }
    headFields.current?.place(current);
    resting.painted(current);
  };

  const onSelectionChange = (): void => {
    const read = readNow();
    setSelection(read);
    latest.current.onSelect?.(read);
  };

  useImperativeHandle(props.handle, () => ({
    focus: () => mirror.current?.focus({ preventScroll: true }),
    goTo(cell) {
      grid.current?.handleKeySelectAt(cell, "replace");
    },
    showAt(cell, top, left) {
      grid.current?.handleKeySelectAt(cell, "replace");
      grid.current?.setViewState({ top: Math.max(0, top), topOffset: 0 });
      if (left !== undefined) grid.current?.setViewState({ left: Math.max(0, left), leftOffset: 0 });
    },
    scrollTo: (top, left) => grid.current?.setViewState({ top, left, topOffset: 0, leftOffset: 0 }),
    select: (ranges, active) => grid.current?.selectRanges(ranges, active),
    toTop: () => grid.current?.toTop(),
    focusHeadField: (column) => headFields.current?.focus(column),
    reveal() {
      const { cursor } = readNow();
      if (cursor) grid.current?.moveViewToCell(cursor.column, cursor.row);
    },
    revealBelow(row) {
      const shown = grid.current;
      const place = shown?.metrics;
      if (!shown || !place) return;
      const state = shown.getMetricState();
      const end = (place.allRowYs.get(row) ?? place.height) + shown.metricCalculator.getVisibleRowHeight(row, state);
      if (end <= place.height - place.gridY - place.horizontalBarHeight) return;
      shown.setViewState({ top: shown.metricCalculator.getTopForBottomVisible(state, row), topOffset: 0 });
    },
    focusBelow: (row, anything = false) =>
      (source.below && blocks.current?.focus(source.below.key(row), anything)) ?? false,
    edit,
    selection: readNow,
    selectAll: () => grid.current?.selectAll(),
    fit(columns = source.columns.map((_, column) => column)) {
      for (const column of columns) fit(column);
    },
    isMeasured: () => (grid.current?.metrics ?? null) !== null,
    visibleRows: () => ({
      first: grid.current?.metrics?.topVisible ?? 0,
      last: grid.current?.metrics?.bottomVisible ?? 0,
    }),
    columnPlace: (column) => columnPlace(column, grid.current?.metrics, mirror.current),
    firstColumn: () => grid.current?.metrics?.left ?? 0,
    isEditing: () => isEditing,
  }));

  // One function for good: another one at each rendering would leave the grid unknown while it tells of a change.
  const attach = useCallback(
    (instance: SelectingGrid | null): void => {
      grid.current = instance;
      if (!instance) return;
      // The mirror is what has the focus (see there); the canvas would be a second stop that says nothing.
      instance.focus = () => mirror.current?.focus({ preventScroll: true });
      instance.canvas?.removeAttribute("tabindex");
      instance.canvas?.setAttribute("aria-hidden", "true");
      sayHints(
        instance,
        () => latest.current.source,
        () => painter.look,
      );
      listenForMiddleButton(instance, () => actions.current);
      // A press beside the rows selects nothing, and would leave the keyboard with nobody: it stays the grid's.
      instance.canvas?.addEventListener("mousedown", () =>
        setTimeout(() => {
          if (document.activeElement === document.body) mirror.current?.focus({ preventScroll: true });
        }),
      );
    },
    [painter],
  );

  /** The menu key: at the active cell, or of whole columns or rows that are selected, as if it had been right-clicked. */
  const menuAtCursor = (wanted?: "column"): void => {
    const metrics = grid.current?.metrics;
    const host = mirror.current?.getBoundingClientRect();
    const event = metrics && host ? menuByKey(metrics, host, readNow(), wanted) : null;
    if (event) latest.current.onMenu?.(event);
  };

  const { cursor } = selection;
  const place = grid.current?.metrics;
  const editorBox = editPlace && place ? boxOf({ metrics: place }, editPlace.column, editPlace.row) : null;
  return (
    <>
      <SelectingGrid
        ref={attach}
        model={model}
        metricCalculator={metrics}
        renderer={painter}
        theme={theme}
        keyHandlers={keys}
        mouseHandlers={mouse}
        onViewChanged={onViewChanged}
        onSelectionChange={onSelectionChange}
      />
      <GridMirror
        ref={mirror}
        id={id}
        label={label}
        source={source}
        resting={resting}
        selection={selection}
        readOnly={readOnly}
        onKeyDown={(event) => grid.current?.handleKeyDown(event)}
        onMenuKey={() => menuAtCursor()}
        onFocusChange={setFocused}
      />
      {props.headField && (
        <HeadFields
          ref={headFields}
          columns={columns}
          pinned={pinned}
          render={props.headField}
          metrics={() => grid.current?.metrics}
          onReveal={(column) => {
            const shown = grid.current?.metrics;
            const whole = shown && column >= shown.leftVisible && column <= shown.rightVisible;
            if (!whole) grid.current?.moveViewToCell(column, null);
          }}
        />
      )}
      {props.renderBelow && (
        <BelowLayer
          ref={blocks}
          source={source}
          render={props.renderBelow}
          onWheel={(event) => grid.current?.handleWheel(event)}
          onFocusLost={() => mirror.current?.focus({ preventScroll: true })}
        />
      )}
      {editing && (
        <CellEditor
          key={`${editing.cell.row},${editing.cell.column}`}
          start={editing.start}
          typed={editing.typed}
          label={titleOf(columns[editing.cell.column])}
          align={columns[editing.cell.column]?.align ?? "left"}
          box={editorBox && place ? { ...editorBox, x: editorBox.x + place.gridX, y: editorBox.y + place.gridY } : null}
          onDone={endEdit}
          onText={(text) => {
            editText.current = text;
          }}
        />
      )}
      <SpokenCell source={source} resting={resting} cell={focused ? cursor : null} />
    </>
  );
}
