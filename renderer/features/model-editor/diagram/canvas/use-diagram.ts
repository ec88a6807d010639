/** The state of one diagram: what is kept, what is shown of it, what was done and can be undone. */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { DiagramData } from "../data/diagram-data.ts";
import type { TableColour } from "../data/colours.ts";
import { groupColours } from "../data/groups.ts";
import { coloursOf, type KeptDiagram, withFormer, withKeptPlaces } from "../data/kept-diagram.ts";
import type { Places } from "../layout/arrange.ts";
import type { PlacedBox, Point } from "../layout/boxes.ts";
import { RouteKeeper } from "../layout/route-keeper.ts";
import type { Route } from "../layout/routes.ts";
import { placedIn, shownPart } from "../layout/view-of.ts";
import { pageMeasure } from "./measure-text.ts";

/** Gestures that can be undone. */
const MOST_UNDONE = 100;

export interface DiagramState {
  readonly kept: KeptDiagram;
  /** The tables that are shown, and the keys between them. */
  readonly part: DiagramData;
  /** As they are drawn now: with what is being dragged at the pointer. */
  readonly placed: readonly PlacedBox[];
  readonly routes: readonly Route[];
  /** By the id of their table. */
  readonly colours: Readonly<Record<string, TableColour>>;
  /** Changes what is kept; `undoable` when it is something to undo: places and colours. */
  readonly change: (update: (now: KeptDiagram) => KeptDiagram, undoable?: boolean) => void;
  /** Tables follow the pointer. */
  readonly drag: (moving: Places) => void;
  /** Tables stay here. */
  readonly drop: (places: Places) => void;
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
  /** Forgets what could be undone: something else was done since. */
  readonly forget: () => void;
}

/** Starts from what was kept; `onKeep` hears of every change. */
export function useDiagram(data: DiagramData, initial: KeptDiagram, onKeep: (kept: KeptDiagram) => void): DiagramState {
  const [kept, setKept] = useState(initial);
  const [past, setPast] = useState<readonly KeptDiagram[]>([]);
  const [future, setFuture] = useState<readonly KeptDiagram[]>([]);
  const [moving, setMoving] = useState<Places | null>(null);
  const [keeper] = useState(() => new RouteKeeper());
  const { columns, around, views } = kept;
  const shown = useMemo(() => shownPart(data, { around, columns }, pageMeasure()), [data, around, columns]);
  const settled = useMemo(() => placedIn(shown, { around, columns, views }), [shown, around, columns, views]);
  const adopted = useMemo(() => withFormer(kept, data.tables), [kept, data]);
  // What has no place of its own yet stays where it was put; what has another name keeps its own.
  if (adopted !== kept) setKept(adopted);
  else if (around && !data.tables.some(({ id }) => id === around.table)) setKept({ ...kept, around: null });
  else if (settled.isNew) {
    setKept(withKeptPlaces(kept, new Map(settled.placed.map(({ id, x, y }) => [id, { x, y }])), false));
  }

  const tell = useRef(onKeep);
  // What is kept as of now: a menu answers, and the canvas stops moving, long after this was drawn.
  const latest = useRef(kept);
  useLayoutEffect(() => {
    tell.current = onKeep;
    latest.current = kept;
  });
  useEffect(() => tell.current(kept), [kept]);

  const put = useCallback((next: KeptDiagram) => {
    latest.current = next;
    setKept(next);
  }, []);
  const change = useCallback(
    (update: (now: KeptDiagram) => KeptDiagram, undoable = false) => {
      const now = latest.current;
      if (undoable) {
        setPast((before) => [...before, now].slice(-MOST_UNDONE));
        setFuture([]);
      }
      put(update(now));
    },
    [put],
  );
  // Places and colours go back; what is shown, and where one looks, does not.
  const back = (to: KeptDiagram) => put({ ...latest.current, views: to.views, colours: to.colours });
  const [before] = past.slice(-1);
  const [after] = future.slice(-1);

  const placed = useMemo(
    () => (moving ? settled.placed.map((box) => moved(box, moving.get(box.id))) : settled.placed),
    [settled, moving],
  );
  const routes = useMemo(() => keeper.routes(shown.part.keys, placed), [keeper, shown, placed]);
  const groups = useMemo(() => groupColours(data), [data]);
  const colours = useMemo(
    () => coloursOf({ colours: kept.colours, grouped: kept.grouped }, groups),
    [kept.colours, kept.grouped, groups],
  );
  return {
    kept,
    part: shown.part,
    placed,
    routes,
    colours,
    change,
    drag: setMoving,
    drop: (places) => {
      setMoving(null);
      change((now) => withKeptPlaces(now, places, true), true);
    },
    undo: before
      ? () => {
          setPast(past.slice(0, -1));
          setFuture([...future, latest.current]);
          back(before);
        }
      : null,
    redo: after
      ? () => {
          setFuture(future.slice(0, -1));
          setPast([...past, latest.current]);
          back(after);
        }
      : null,
    forget: () => {
      setPast([]);
      setFuture([]);
    },
  };
}

const moved = (box: PlacedBox, to: Point | undefined): PlacedBox => (to ? { ...box, x: to.x, y: to.y } : box);
