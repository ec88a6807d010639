/**
 * The lines of foreign keys: from the child's column to the parent's, in horizontal and vertical pieces. Of a handful of
 * ways the one is taken that is short, goes behind the fewest tables and lies on no other line.
 */
import type { DiagramKey } from "../data/diagram-data.ts";
import { boxSizes, type PlacedBox, type Point } from "./boxes.ts";
import { LANE, LineIndex } from "./line-index.ts";

/** Which way a line leaves a box: to the left or to the right. */
export type Way = -1 | 1;

export interface RouteEnd extends Point {
  readonly way: Way;
  /** Where the columns of a key of several stand; empty for one column. */
  readonly others: readonly number[];
}

export interface Route {
  readonly key: DiagramKey;
  /** From the child to the parent. */
  readonly points: readonly Point[];
  readonly child: RouteEnd;
  readonly parent: RouteEnd;
}

/** A line goes straight for so long at either end: room for its mark. */
export const STUB = 22;
const LANES = 6;
/** How far out of its own rectangle a line may go. */
const DETOUR = 120;
/** A line keeps so far away from tables that are not its own. */
const CLEAR = 7;
/** So many tables between both ends are a crowd. */
const CROWD = 100;
/** What it costs, in pixels of way, to go behind a table, to lie on another line, to turn. */
const BEHIND = 900;
const ON_LINE = 90;
const TURN = 12;

/** Routes for keys, in their order. `others`: routes that are there already and stay. */
export function routesOf(
  keys: readonly DiagramKey[],
  boxes: readonly PlacedBox[],
  others: readonly Route[] = [],
): Route[] {
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const lines = new LineIndex();
  for (const { points, key } of others) lines.add(points, goalOf(key));
  // The middle of a header is for what refers to the table.
  const atHeader = new Map(keys.map(({ parent }) => [parent, 1]));
  const choices = keys.flatMap((key): Choice[] => {
    const child = byId.get(key.child);
    const parent = byId.get(key.parent);
    if (!child || !parent) return [];
    const from = attachment(child, key.childColumns, "child", atHeader);
    const to = attachment(parent, key.parentColumns, "parent", atHeader);
    return [{ key, child, parent, from, to, boxes: boxesAround(child, parent, boxes), lines }];
  });
  const routes = choices.map((choice) => {
    const route = bestWay(choice);
    lines.add(route.points, goalOf(choice.key));
    return route;
  });
  // The first lines knew nothing of the last: those that lie on others now look once more.
  for (const [place, choice] of choices.entries()) {
    const before = routes[place];
    const goal = goalOf(choice.key);
    if (!before || lines.crowding(before.points, goal) === 0) continue;
    lines.remove(before.points, goal);
    const route = bestWay(choice);
    lines.add(route.points, goal);
    routes[place] = route;
  }
  return routes;
}

/**
 * Routes after some boxes were moved: only lines that end at one of these, or that one of them now stands on, are looked
 * for anew. All others stay as they are, which is quick and does not draw the eye.
 */
export function routesAfter(
  before: readonly Route[],
  moved: ReadonlySet<string>,
  keys: readonly DiagramKey[],
  boxes: readonly PlacedBox[],
): Route[] {
  const known = new Map(before.map((route) => [route.key, route]));
  const inTheWay = boxes.filter(({ id }) => moved.has(id));
  const stays = (key: DiagramKey) => {
    const route = known.get(key);
    if (!route || moved.has(key.child) || moved.has(key.parent)) return false;
    return !inTheWay.some((box) => isBehind(route.points, box, CLEAR));
  };
  const staying = keys.flatMap((key) => (stays(key) ? (known.get(key) ?? []) : []));
  const fresh = new Map(
    routesOf(
      keys.filter((key) => !stays(key)),
      boxes,
      staying,
    ).map((route) => [route.key, route]),
  );
  for (const route of staying) fresh.set(route.key, route);
  return keys.flatMap((key) => fresh.get(key) ?? []);
}

interface Attachment {
  readonly y: number;
  readonly others: readonly number[];
}

/** Places at a header, from its middle: where columns are not shown, all lines meet a table there. */
const AT_HEADER = [0, 9, -9, 5, -5];

/**
 * Where a key's line meets a box: at its first column, or at the header when that is not shown. There lines to the table meet
 * in one place, as they do at a column, and lines from it each have their own.
 */
function attachment(
  box: PlacedBox,
  columns: readonly number[],
  end: "child" | "parent",
  atHeader: Map<string, number>,
): Attachment {
  const rows = columns.flatMap((column) => box.rows.find((row) => row.column === column) ?? []);
  const middles = rows.map((row) => box.y + row.top + boxSizes.row / 2);
  const [first] = middles;
  if (first !== undefined) return { y: first, others: middles.length > 1 ? middles : [] };
  const middle = box.y + boxSizes.header / 2;
  if (end === "parent") return { y: middle, others: [] };
  const taken = atHeader.get(box.id) ?? 0;
  atHeader.set(box.id, taken + 1);
  return { y: middle + (AT_HEADER[taken % AT_HEADER.length] ?? 0), others: [] };
}

const goalOf = ({ parent, parentColumns }: DiagramKey) => `${parent} ${parentColumns[0]}`;

/** The boxes a line between these two may meet: no way that is looked at goes far out of the rectangle around both. */
function boxesAround(child: PlacedBox, parent: PlacedBox, boxes: readonly PlacedBox[]): PlacedBox[] {
  const left = Math.min(child.x, parent.x) - DETOUR;
  const top = Math.min(child.y, parent.y) - DETOUR;
  const right = Math.max(child.x + child.width, parent.x + parent.width) + DETOUR;
  const bottom = Math.max(child.y + child.height, parent.y + parent.height) + DETOUR;
  return boxes.filter(({ x, y, width, height }) => x < right && x + width > left && y < bottom && y + height > top);
}

interface Choice {
  readonly key: DiagramKey;
  readonly child: PlacedBox;
  readonly parent: PlacedBox;
  readonly from: Attachment;
  readonly to: Attachment;
  readonly boxes: readonly PlacedBox[];
  readonly lines: LineIndex;
}

function bestWay(choice: Choice): Route {
  let best: Route | null = null;
  let least = Number.POSITIVE_INFINITY;
  const look = (route: Route) => {
    const cost = costOf(route, choice, least);
    if (cost >= least) return;
    best = route;
    least = cost;
  };
  for (const route of simpleWays(choice)) look(route);
  // Everything goes behind something: try to go round what is in the way.
  const blocked: Route = best ?? fallback(choice);
  // Among hundreds of tables, going round one of many it stands behind seldom helps, and takes seconds for all lines.
  if (least >= BEHIND && (choice.boxes.length < CROWD || least < 3 * BEHIND)) {
    const inTheWay = choice.boxes.filter((box) => isBehind(blocked.points, box, clearOf(box, choice))).slice(0, 4);
    for (const box of inTheWay) for (const route of waysRound(choice, box)) look(route);
  }
  return best ?? blocked;
}

/** What a way costs, or anything above `most` when it costs more than that. */
function costOf(route: Route, choice: Choice, most: number): number {
  let cost = lengthOf(route.points) + TURN * route.points.length;
  for (const box of choice.boxes) {
    if (cost >= most) return cost;
    if (isBehind(route.points, box, clearOf(box, choice))) cost += BEHIND;
  }
  return cost >= most ? cost : cost + ON_LINE * choice.lines.crowding(route.points, goalOf(choice.key));
}

const sideOf = (box: PlacedBox, way: Way) => (way === 1 ? box.x + box.width : box.x);

/** Out of the child, up or down once, into the parent. */
function* simpleWays(choice: Choice): Generator<Route> {
  const { child, parent } = choice;
  for (const [out, into] of [
    [1, -1],
    [-1, 1],
    [1, 1],
    [-1, -1],
  ] as [Way, Way][]) {
    const start = sideOf(child, out);
    const goal = sideOf(parent, into);
    if (out === into) {
      const edge = out === 1 ? Math.max(start, goal) : Math.min(start, goal);
      for (let lane = 0; lane < LANES; lane++) yield way(choice, out, into, edge + out * (STUB + lane * LANE));
      continue;
    }
    if (child === parent || (goal - start) * out < 2 * STUB) continue;
    const last = goal - out * STUB;
    for (let lane = 0; lane < LANES; lane++) {
      const near = last - out * lane * LANE;
      if ((near - start) * out >= STUB) yield way(choice, out, into, near);
      const far = start + out * (STUB + lane * LANE);
      if ((goal - far) * out >= STUB) yield way(choice, out, into, far);
    }
  }
}

/** Out of the child, along the upper or lower edge of what is in the way, into the parent. */
function* waysRound(choice: Choice, box: PlacedBox): Generator<Route> {
  const { child, parent, from, to } = choice;
  const levels = [1, 2, 3].flatMap((lane) => [box.y - CLEAR - lane * 7, box.y + box.height + CLEAR + lane * 7]);
  for (const y of levels) {
    for (const out of [1, -1] as Way[]) {
      for (const into of [1, -1] as Way[]) {
        for (let lane = 0; lane < LANES; lane += 2) {
          const first = sideOf(child, out) + out * (STUB + lane * LANE);
          const last = sideOf(parent, into) + into * (STUB + lane * LANE);
          yield route(choice, out, into, [
            { x: first, y: from.y },
            { x: first, y },
            { x: last, y },
            { x: last, y: to.y },
          ]);
        }
      }
    }
  }
}

function way(choice: Choice, out: Way, into: Way, x: number): Route {
  return route(choice, out, into, [
    { x, y: choice.from.y },
    { x, y: choice.to.y },
  ]);
}

function route({ key, child, parent, from, to }: Choice, out: Way, into: Way, between: readonly Point[]): Route {
  const start = { x: sideOf(child, out), y: from.y };
  const goal = { x: sideOf(parent, into), y: to.y };
  return {
    key,
    points: [start, ...between, goal],
    child: { ...start, way: out, others: from.others },
    parent: { ...goal, way: into, others: to.others },
  };
}

const fallback = (choice: Choice) =>
  way(choice, 1, 1, Math.max(sideOf(choice.child, 1), sideOf(choice.parent, 1)) + STUB);

function lengthOf(points: readonly Point[]): number {
  let length = 0;
  for (const [place, { x, y }] of points.entries()) {
    const before = points[place - 1];
    if (before) length += Math.abs(x - before.x) + Math.abs(y - before.y);
  }
  return length;
}

/** How far a line keeps away from a box; its own two it touches at the ends. */
const clearOf = (box: PlacedBox, { child, parent }: Choice) =>
  box.id === child.id || box.id === parent.id ? -1 : CLEAR;

/** Would a line go behind a table, or along its edge? */
function isBehind(points: readonly Point[], box: PlacedBox, clear: number): boolean {
  const left = box.x - clear;
  const right = box.x + box.width + clear;
  const top = box.y - clear;
  const bottom = box.y + box.height + clear;
  for (let place = 1; place < points.length; place++) {
    const [a, b] = [points[place - 1], points[place]];
    if (!a || !b) continue;
    if (
      (a.x > left || b.x > left) &&
      (a.x < right || b.x < right) &&
      (a.y > top || b.y > top) &&
      (a.y < bottom || b.y < bottom)
    )
      return true;
  }
  return false;
}
