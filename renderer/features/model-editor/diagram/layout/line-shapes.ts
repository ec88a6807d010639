/** The shapes of a foreign key's line and its two ends as SVG path data: the same on the page and in the picture. */
import type { Point } from "./boxes.ts";
import type { Route, RouteEnd } from "./routes.ts";

const CORNER = 6;
const round = (number: number) => Math.round(number * 10) / 10;
const at = ({ x, y }: Point) => `${round(x)} ${round(y)}`;

/** A line through points, its corners rounded. */
export function linePath(points: readonly Point[]): string {
  const [first] = points;
  if (!first) return "";
  let path = `M${at(first)}`;
  for (let place = 1; place < points.length; place++) {
    const [before, corner, after] = [points[place - 1], points[place], points[place + 1]];
    if (!before || !corner) continue;
    if (!after) {
      path += `L${at(corner)}`;
      continue;
    }
    const radius = Math.min(CORNER, distance(before, corner) / 2, distance(corner, after) / 2);
    path += `L${at(towards(corner, before, radius))}Q${at(corner)} ${at(towards(corner, after, radius))}`;
  }
  return path;
}

const distance = (a: Point, b: Point) => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to);
  if (length === 0) return from;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

export interface EndShape {
  /** What is drawn as lines. */
  readonly path: string;
  /** A ring that hides the line under it: "or none". */
  readonly ring: Point | null;
}

export const RING = 3.5;

/** Joins the columns of a key of several, right where the line comes in. */
function bracket({ x, way, others }: RouteEnd): string {
  if (others.length < 2) return "";
  const inner = round(x + way * 4);
  const uprights = `M${inner} ${round(Math.min(...others))}V${round(Math.max(...others))}`;
  return others.map((y) => `M${round(x)} ${round(y)}H${inner}`).join("") + uprights;
}

/** The child's end: a crow's foot for any number of rows, a ring and a bar for at most one. */
export function childEnd({ key, child }: Route): EndShape {
  const { x, y, way } = child;
  if (key.unique) {
    return { path: `${bracket(child)}${bar(x + way * 9, y)}`, ring: { x: x + way * 15, y } };
  }
  const knee = round(x + way * 11);
  const foot = `M${knee} ${round(y)}L${round(x)} ${round(y - 5)}M${knee} ${round(y)}L${round(x)} ${round(y + 5)}`;
  return { path: bracket(child) + foot, ring: null };
}

/** The parent's end: a bar for the one row there is, with a ring when there may be none. */
export function parentEnd({ key, parent }: Route): EndShape {
  const { x, y, way } = parent;
  return {
    path: bracket(parent) + bar(x + way * 9, y),
    ring: key.optional ? { x: x + way * 15, y } : null,
  };
}

const bar = (x: number, y: number) => `M${round(x)} ${round(y - 5)}V${round(y + 5)}`;
