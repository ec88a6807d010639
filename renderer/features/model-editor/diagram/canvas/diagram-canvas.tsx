/** The canvas: tables that can be dragged, lines under them, zoom, keys. */
import "@xyflow/react/dist/base.css";
import { MiniMap, type NodeChange, ReactFlow, SelectionMode, useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useContext,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import type { DiagramKey, DiagramTable } from "../data/diagram-data.ts";
import type { DrawnKey } from "../data/drawn-key.ts";
import { viewKey } from "../data/kept-diagram.ts";
import { firstTable, tableAfter, tableBeside } from "../layout/beside.ts";
import type { Point } from "../layout/boxes.ts";
import styles from "./diagram.module.css";
import { useDrawKey } from "./draw-key.tsx";
import { HotContext, nothingHot } from "./hot.ts";
import { KeyLines } from "./key-lines.tsx";
import { NodeKeeper } from "./node-keeper.ts";
import { TableNode, type TableNodeData, type TableNodeType } from "./table-node.tsx";
import type { DiagramState } from "./use-diagram.ts";

export interface CanvasHandle {
  /** Shows everything. */
  fit(): void;
  /** Shows everything once the tables are where they will be. */
  fitSoon(): void;
  focus(): void;
  /** The table the focus is on. */
  focused(): DiagramTable | null;
}

interface DiagramCanvasProps {
  readonly ref: Ref<CanvasHandle>;
  readonly state: DiagramState;
  readonly tables: readonly DiagramTable[];
  /** A table, or a column of it, to bring into view, until `onShown`. */
  readonly wanted: { readonly id: string; readonly column: number | null } | null;
  /** What was wanted is in view. */
  readonly onShown: () => void;
  readonly mapShown: boolean;
  readonly onOpen: (table: DiagramTable) => void;
  readonly onSelect: ((table: DiagramTable) => void) | undefined;
  readonly onDrawn: ((key: DrawnKey) => void) | null;
  readonly onTableMenu: (table: DiagramTable, selected: readonly string[], at?: Point) => void;
  readonly onKeyMenu: (key: DiagramKey) => void;
}

const nodeTypes = { table: TableNode };
const FIT = { padding: "40px", maxZoom: 1, minZoom: 0.05 } as const;
/** Under this only names can be read. */
const FAR = 0.45;
/** Under this declared types and class names cannot be read: their place is for larger names. */
const SMALL = 0.85;
/** Milliseconds without a move after which a view is kept. */
const SETTLED = 250;
/** Pixels an arrow key with Ctrl moves a table, and with Shift too. */
const NUDGE = 8;
const LEAP = 40;
const ways: Record<string, Point | undefined> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

export function DiagramCanvas(props: DiagramCanvasProps): ReactNode {
  const { ref, state, wanted, onShown, mapShown, onOpen, onSelect, onDrawn, onTableMenu, onKeyMenu } = props;
  const { kept, part, placed, routes, colours, change, drag, drop } = state;
  const flow = useReactFlow();
  const store = useStoreApi();
  const hot = useContext(HotContext);
  const stage = useRef<HTMLDivElement>(null);
  const [selected, choose] = useState<ReadonlySet<string>>(new Set());
  const tables = useMemo(() => new Map(part.tables.map((table) => [table.id, table])), [part]);
  const setSelected = (ids: ReadonlySet<string>) => {
    choose(ids);
    const [only, ...more] = ids;
    const table = more.length === 0 ? tables.get(only ?? "") : undefined;
    if (table) onSelect?.(table);
  };
  const drawing = useDrawKey({ stage, tables, onDrawn: (key) => onDrawn?.(key) });
  const grip = useRef(drawing.start);
  useEffect(() => {
    grip.current = drawing.start;
  });
  const canDraw = onDrawn !== null;
  const onGrip = useMemo(
    (): TableNodeData["onGrip"] => (canDraw ? (...given) => grip.current(...given) : null),
    [canDraw],
  );
  const [keeper] = useState(() => new NodeKeeper());
  /** The table that had the focus last: Tab comes back to it. */
  const [visited, setVisited] = useState<string | null>(null);
  const stop = visited !== null && tables.has(visited) ? visited : firstTable(placed);
  const nodes = useMemo(
    () => keeper.nodes({ placed, tables, selected, stop, colours, onGrip }),
    [keeper, placed, tables, selected, stop, colours, onGrip],
  );
  const key = viewKey(kept);
  const size = useStore(({ width, height }) => width > 0 && height > 0);
  const fit = () => void flow.fitView(FIT);

  // A view is shown as it was left, or else whole.
  const [left] = useState(() => (kept.viewport?.view === key ? kept.viewport : null));
  const shownView = useRef(left?.view ?? null);
  useEffect(() => {
    if (!size || shownView.current === key) return;
    shownView.current = key;
    void flow.fitView(FIT);
  }, [size, key, flow]);

  // Where one looks is kept when it has been the same for a moment, however one came there.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = store.subscribe(({ transform }, before) => {
      if (transform === before.transform) return;
      clearTimeout(timer);
      const [x, y, zoom] = transform;
      timer = setTimeout(() => change((now) => ({ ...now, viewport: { view: viewKey(now), x, y, zoom } })), SETTLED);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [store, change]);

  const show = (id: string, column: number | null) => {
    const box = placed.find((each) => each.id === id);
    if (!box) return;
    setSelected(new Set([id]));
    hot.setState({ ...nothingHot, columns: column === null ? new Map() : new Map([[id, [column]]]) });
    const zoom = Math.max(flow.getZoom(), 0.8);
    // A tall table is shown from its top, or from the column that was looked for.
    const row = box.rows.find((each) => each.column === column);
    const y = row ? box.y + row.top : box.y + Math.min(box.height / 2, 150);
    void flow.setCenter(box.x + box.width / 2, y, { zoom });
    elementOf(stage.current, id)?.focus({ preventScroll: true });
  };
  useEffect(() => {
    if (!wanted || !size) return;
    // After the view it is in was fitted.
    const frame = requestAnimationFrame(() => {
      show(wanted.id, wanted.column);
      onShown();
    });
    return () => cancelAnimationFrame(frame);
    // `show` is another function each time; what is wanted is done once.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [wanted, size]);

  const focused = () => tables.get(idOf(document.activeElement) ?? "") ?? null;
  useImperativeHandle(ref, () => ({
    fit,
    fitSoon: () => requestAnimationFrame(() => requestAnimationFrame(fit)),
    focus: () =>
      stage.current
        ?.querySelector<HTMLElement>(".react-flow__node.selected, .react-flow__node[tabindex='0']")
        ?.focus({ preventScroll: true }),
    focused,
  }));

  const onNodesChange = (changes: NodeChange<TableNodeType>[]) => {
    const moving = new Map<string, Point>();
    const chosen = new Set(selected);
    for (const each of changes) {
      if (each.type === "position" && each.position && each.dragging) moving.set(each.id, each.position);
      if (each.type === "select") {
        if (each.selected) chosen.add(each.id);
        else chosen.delete(each.id);
      }
    }
    if (changes.some(({ type }) => type === "select")) setSelected(chosen);
    if (moving.size > 0) drag(moving);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const table = focused();
    const way = ways[event.key];
    const moves = event.ctrlKey || event.metaKey;
    if (event.altKey || (moves && !way)) return;
    if (table && way && !moves) {
      event.preventDefault();
      const next = tableBeside(placed, table.id, way);
      if (next !== null) elementOf(stage.current, next)?.focus({ preventScroll: true });
    } else if (table && (event.key === "PageDown" || event.key === "PageUp")) {
      event.preventDefault();
      const next = tableAfter(placed, table.id, event.key === "PageDown" ? 1 : -1);
      if (next !== null) elementOf(stage.current, next)?.focus({ preventScroll: true });
    } else if (table && way) {
      event.preventDefault();
      const ids = selected.has(table.id) ? selected : new Set([table.id]);
      const by = event.shiftKey ? LEAP : NUDGE;
      const places = placed
        .filter(({ id }) => ids.has(id))
        .map(({ id, x, y }): [string, Point] => [id, { x: x + way.x * by, y: y + way.y * by }]);
      drop(new Map(places));
    } else if (table && event.key === "Enter") {
      event.preventDefault();
      onOpen(table);
    } else if (table && event.key === " ") {
      event.preventDefault();
      setSelected(new Set([table.id]));
    } else if (table && (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) {
      event.preventDefault();
      const box = (event.target as HTMLElement).getBoundingClientRect();
      onTableMenu(table, [...selected], { x: box.left + 24, y: box.top + 24 });
    } else if (event.key === "Escape") {
      setSelected(new Set());
      hot.setState(nothingHot);
    } else if (event.key === "+" || event.key === "=") void flow.zoomIn();
    else if (event.key === "-") void flow.zoomOut();
    else if (event.key === "0") fit();
  };

  /** A table that gets the focus by the keyboard comes into view. */
  const onFocus = (element: EventTarget) => {
    const box = placed.find(({ id }) => id === idOf(element as Element));
    if (box) setVisited(box.id);
    if (!box || !(element as Element).matches(":focus-visible")) return;
    const { transform, width, height } = store.getState();
    const [x, y, zoom] = transform;
    const seen =
      box.x * zoom + x >= 0 &&
      box.y * zoom + y >= 0 &&
      (box.x + box.width) * zoom + x <= width &&
      (box.y + Math.min(box.height, 60)) * zoom + y <= height;
    if (!seen) void flow.setCenter(box.x + box.width / 2, box.y + box.height / 2, { zoom });
  };

  // In steps, so that zooming does not draw every table anew each frame.
  const far = useStore(({ transform }) => (transform[2] < FAR ? Math.round(20 / transform[2]) / 20 : null));
  const small = useStore(({ transform }) =>
    transform[2] < SMALL && transform[2] >= FAR ? Math.round(20 / transform[2]) / 20 : null,
  );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the tables in it, which have the focus
    <div
      ref={stage}
      className={styles.stage}
      onKeyDown={onKeyDown}
      onFocus={(event) => onFocus(event.target)}
      role="group"
      aria-label="Tables: arrow keys go from one to another, with Ctrl they move it; Enter opens it"
    >
      <ReactFlow<TableNodeType>
        className={styles.canvas ?? ""}
        data-far={far === null ? undefined : ""}
        data-small={small === null ? undefined : ""}
        style={{ "--far": far ?? 1, "--small": small ?? 1 } as Record<string, number>}
        nodes={nodes}
        nodeTypes={nodeTypes}
        onNodesChange={onNodesChange}
        onNodeDragStop={(_, __, moved) => drop(new Map(moved.map(({ id, position }) => [id, position])))}
        onNodeDoubleClick={(_, { data }) => onOpen(data.table)}
        onNodeMouseEnter={(_, { id }) => hot.setState({ table: id })}
        onNodeMouseLeave={() => hot.setState({ table: null })}
        onNodeContextMenu={(event, { data }) => {
          event.preventDefault();
          onTableMenu(data.table, [...selected]);
        }}
        onPaneClick={() => hot.setState(nothingHot)}
        {...(left && { defaultViewport: left })}
        minZoom={0.05}
        maxZoom={2.5}
        panOnScroll
        zoomActivationKeyCode="Control"
        zoomOnDoubleClick={false}
        selectionKeyCode="Shift"
        selectionMode={SelectionMode.Partial}
        deleteKeyCode={null}
        nodesConnectable={false}
        nodeDragThreshold={3}
        disableKeyboardA11y
        elevateNodesOnSelect={false}
        proOptions={{ hideAttribution: true }}
      >
        <KeyLines routes={routes} tables={tables} selected={selected} onMenu={onKeyMenu} />
        {mapShown && (
          <MiniMap
            className={styles.map ?? ""}
            ariaLabel="Map of the diagram"
            pannable
            zoomable
            nodeBorderRadius={8}
            nodeClassName={(node: TableNodeType) => `${styles.dot} ${node.data.colour ? styles[node.data.colour] : ""}`}
            style={{ width: 160, height: 110 }}
          />
        )}
      </ReactFlow>
      {drawing.line}
    </div>
  );
}

const elementOf = (stage: HTMLElement | null, id: string) =>
  stage?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`) ?? null;

const idOf = (element: Element | null) => element?.closest<HTMLElement>(".react-flow__node")?.dataset.id ?? null;
