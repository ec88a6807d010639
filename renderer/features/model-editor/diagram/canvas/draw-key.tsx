/** Drawing a foreign key with the mouse: from the grip of a column to another column, or to a table. */
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type PointerEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import type { DiagramTable } from "../data/diagram-data.ts";
import { type DragEnd, type DrawnKey, drawnKey, drawnWords } from "../data/drawn-key.ts";
import styles from "./diagram.module.css";

interface Drawing {
  readonly from: DragEnd;
  /** Within the stage. */
  readonly start: { x: number; y: number };
  readonly now: { x: number; y: number };
  readonly drawn: DrawnKey | null;
  readonly over: boolean;
}

interface DrawKeySetup {
  readonly stage: RefObject<HTMLElement | null>;
  readonly tables: ReadonlyMap<string, DiagramTable>;
  readonly onDrawn: (key: DrawnKey) => void;
}

/** The canvas moves along when the pointer is this near to its edge, so many pixels a frame. */
const EDGE = 32;
const STEP = 10;

/** What begins a drawing, and the line while there is one. */
export function useDrawKey({ stage, tables, onDrawn }: DrawKeySetup): {
  start: (event: PointerEvent, table: DiagramTable, column: number) => void;
  line: ReactNode;
} {
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const stop = useRef<(() => void) | null>(null);
  const { panBy } = useStoreApi().getState();
  const { screenToFlowPosition, flowToScreenPosition } = useReactFlow();
  useEffect(() => () => stop.current?.(), []);

  const start = (event: PointerEvent, table: DiagramTable, column: number) => {
    const element = stage.current;
    if (event.button !== 0 || !element) return;
    event.preventDefault();
    event.stopPropagation();
    const from = { table, column };
    // In the canvas' own coordinates: it may move under the pointer.
    const anchor = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    let pointer = { x: event.clientX, y: event.clientY };
    let frame = 0;
    let key: DrawnKey | null = null;

    const look = () => {
      const box = element.getBoundingClientRect();
      const at = endAt(pointer, tables);
      key = at ? drawnKey(from, at.end) : null;
      markOver(element, key ? (at?.element ?? null) : null);
      const begin = flowToScreenPosition(anchor);
      setDrawing({
        from,
        start: { x: begin.x - box.left, y: begin.y - box.top },
        now: { x: pointer.x - box.left, y: pointer.y - box.top },
        drawn: key,
        over: at !== null && (at.end.table !== table || at.end.column !== column),
      });
    };
    const follow = () => {
      const box = element.getBoundingClientRect();
      const by = (position: number, low: number, high: number) =>
        position < low + EDGE ? STEP : position > high - EDGE ? -STEP : 0;
      const way = { x: by(pointer.x, box.left, box.right), y: by(pointer.y, box.top, box.bottom) };
      if (way.x !== 0 || way.y !== 0) void panBy(way).then(look);
      frame = requestAnimationFrame(follow);
    };
    const onMove = (moved: globalThis.PointerEvent) => {
      pointer = { x: moved.clientX, y: moved.clientY };
      look();
    };
    const end = () => {
      stop.current?.();
      if (key) onDrawn(key);
    };
    const onKey = (pressed: KeyboardEvent) => {
      if (pressed.key !== "Escape") return;
      pressed.preventDefault();
      pressed.stopPropagation();
      stop.current?.();
    };
    stop.current = () => {
      cancelAnimationFrame(frame);
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", end);
      window.removeEventListener("pointercancel", onCancel);
      window.removeEventListener("keydown", onKey, true);
      markOver(element, null);
      setDrawing(null);
      stop.current = null;
    };
    const onCancel = () => stop.current?.();
    window.addEventListener("pointermove", onMove);
    window.addEventListener("pointerup", end);
    window.addEventListener("pointercancel", onCancel);
    window.addEventListener("keydown", onKey, true);
    frame = requestAnimationFrame(follow);
  };

  return { start, line: drawing && <DrawnLine {...drawing} /> };
}

/** The column or table under the pointer. */
function endAt(
  { x, y }: { x: number; y: number },
  tables: ReadonlyMap<string, DiagramTable>,
): { end: DragEnd; element: HTMLElement } | null {
  const hit = document.elementFromPoint(x, y);
  const node = hit?.closest<HTMLElement>("[data-table]");
  const table = tables.get(node?.dataset.table ?? "");
  if (!hit || !node || !table) return null;
  const row = hit.closest<HTMLElement>("[data-column]");
  return row
    ? { end: { table, column: Number(row.dataset.column) }, element: row }
    : { end: { table, column: null }, element: node };
}

/** Marks where the line would end. By hand: a hundred tables need not be drawn again for it. */
function markOver(stage: HTMLElement, over: HTMLElement | null): void {
  const before = stage.querySelector<HTMLElement>("[data-over]");
  if (before === over) return;
  before?.removeAttribute("data-over");
  over?.setAttribute("data-over", "");
}

function DrawnLine({ start, now, drawn, over }: Drawing): ReactNode {
  const words = drawn ? drawnWords(drawn) : over ? "No foreign key can be made of this" : "";
  return (
    <>
      <svg className={styles.drawing} data-good={drawn ? "" : undefined} aria-hidden>
        <path d={`M${start.x} ${start.y}L${now.x} ${now.y}`} />
      </svg>
      {words !== "" && (
        <div className={styles.drawn} style={{ left: now.x + 14, top: now.y + 14 }}>
          {words}
        </div>
      )}
    </>
  );
}
