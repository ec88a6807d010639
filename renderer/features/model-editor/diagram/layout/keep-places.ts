/**
 * What was placed stays where it was left. Only what has no place yet gets one, near what it is joined to, and only a
 * box that grew into another makes room.
 */
import type { DiagramKey } from "../data/diagram-data.ts";
import { arrange, type Places } from "./arrange.ts";
import { areClose, type Box, boundsOf, type PlacedBox, type Point } from "./boxes.ts";

/** The least that is left between a new table and its neighbours. */
const APART = 24;
/** From a table to one that is put beside it. */
const BESIDE = 88;

type Pair = Pick<DiagramKey, "child" | "parent">;

/** The boxes at their places: kept ones where they are, new ones beside what they are joined to, or below. */
export function withPlaces(boxes: readonly Box[], keys: readonly Pair[], kept: Places): PlacedBox[] {
  const placed = new Map<string, PlacedBox>();
  for (const box of boxes) {
    const at = kept.get(box.id);
    if (at) placed.set(box.id, { ...box, ...at });
  }
  if (placed.size === 0) return inOrder(boxes, arrange(boxes, keys));
  const waiting = new Set(boxes.filter(({ id }) => !placed.has(id)));
  // Those that are joined to something that stands already come first: they then stand for the others.
  while (waiting.size > 0) {
    const next = [...waiting].find(({ id }) => partners(id, keys).some((other) => placed.has(other)));
    if (!next) break;
    waiting.delete(next);
    const beside = partners(next.id, keys).flatMap((other) => placed.get(other) ?? []);
    placed.set(next.id, { ...next, ...freeNear(next, beside, [...placed.values()]) });
  }
  // The rest knows nobody that is placed: as a block of its own under everything.
  const rest = [...waiting];
  const bounds = boundsOf([...placed.values()]);
  if (rest.length > 0 && bounds) {
    const own = arrange(rest, keys);
    for (const box of rest) {
      const at = own.get(box.id) ?? { x: 0, y: 0 };
      placed.set(box.id, { ...box, x: bounds.x + at.x, y: bounds.y + bounds.height + BESIDE / 2 + at.y });
    }
  }
  return boxes.flatMap(({ id }) => placed.get(id) ?? []);
}

function inOrder(boxes: readonly Box[], places: Places): PlacedBox[] {
  return boxes.map((box) => ({ ...box, ...(places.get(box.id) ?? { x: 0, y: 0 }) }));
}

const partners = (id: string, keys: readonly Pair[]) =>
  keys.flatMap(({ child, parent }) => (child === id ? [parent] : parent === id ? [child] : [])).filter((p) => p !== id);

/** The free place that is nearest to the middle of some boxes, tried in rings around the first of them. */
function freeNear(box: Box, beside: readonly PlacedBox[], taken: readonly PlacedBox[]): Point {
  const [first] = beside;
  if (!first) return { x: 0, y: 0 };
  const isFree = (at: Point) => taken.every((other) => !areClose({ ...box, ...at }, other, APART));
  for (let ring = 0; ring < 60; ring++) {
    for (const step of ring === 0 ? [0] : [ring, -ring]) {
      const y = first.y + step * 40;
      for (const x of [first.x + first.width + BESIDE, first.x - box.width - BESIDE])
        if (isFree({ x, y })) return { x, y };
    }
  }
  const bounds = boundsOf(taken);
  return bounds ? { x: bounds.x, y: bounds.y + bounds.height + BESIDE / 2 } : { x: 0, y: 0 };
}

/**
 * Makes room where boxes lie over each other (they grew when more columns were shown): the lower ones move down, those
 * under them too, nothing else.
 */
export function withRoom(boxes: readonly PlacedBox[]): PlacedBox[] {
  const settled: PlacedBox[] = [];
  for (const box of [...boxes].sort((a, b) => a.y - b.y || a.x - b.x)) {
    let at = box;
    for (let hit = closest(at, settled); hit; hit = closest(at, settled)) at = { ...at, y: hit.y + hit.height + APART };
    settled.push(at);
  }
  const byId = new Map(settled.map((box) => [box.id, box]));
  return boxes.map((box) => byId.get(box.id) ?? box);
}

const closest = (box: PlacedBox, others: readonly PlacedBox[]) => others.find((other) => areClose(box, other, 0));
