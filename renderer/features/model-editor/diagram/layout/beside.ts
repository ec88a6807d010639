/** Where the arrow keys lead from a table of the diagram. Pure. */
import type { PlacedBox } from "./boxes.ts";

interface Way {
  readonly x: number;
  readonly y: number;
}

const middle = ({ x, y, width, height }: PlacedBox): Way => ({ x: x + width / 2, y: y + height / 2 });

const inReadingOrder = (placed: readonly PlacedBox[]): PlacedBox[] => placed.toSorted((a, b) => a.y - b.y || a.x - b.x);

/** The first table in reading order: where Tab comes in. */
export function firstTable(placed: readonly PlacedBox[]): string | null {
  return inReadingOrder(placed)[0]?.id ?? null;
}

/** The next (1) or previous (-1) table in reading order, round: so one comes to each of them, wherever they stand. */
export function tableAfter(placed: readonly PlacedBox[], from: string, by: 1 | -1): string | null {
  const order = inReadingOrder(placed);
  const at = order.findIndex(({ id }) => id === from);
  return at < 0 ? null : (order.at((at + by) % order.length)?.id ?? null);
}

/**
 * The table one looks at next in a direction (one of x and y is 1 or -1): the nearest one that way, where going aside counts double, so
 * that a straight neighbour comes before one that is nearer across; null at the edge.
 */
export function tableBeside(placed: readonly PlacedBox[], from: string, way: Way): string | null {
  const here = placed.find(({ id }) => id === from);
  if (!here) return null;
  const start = middle(here);
  let best: { id: string; cost: number } | null = null;
  for (const box of placed) {
    if (box.id === from) continue;
    const to = middle(box);
    const along = (to.x - start.x) * way.x + (to.y - start.y) * way.y;
    const aside = Math.abs((to.x - start.x) * way.y) + Math.abs((to.y - start.y) * way.x);
    const cost = along + 2 * aside;
    if (along > 0 && (best === null || cost < best.cost)) best = { id: box.id, cost };
  }
  return best?.id ?? null;
}
