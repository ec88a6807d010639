import type { DiagramKey } from "../data/diagram-data.ts";
import type { PlacedBox } from "./boxes.ts";
import { type Route, routesAfter, routesOf } from "./routes.ts";

/** Boxes that may move before all lines are looked for anew. */
const FEW = 12;

interface Last {
  readonly keys: readonly DiagramKey[];
  readonly boxes: readonly PlacedBox[];
  readonly routes: readonly Route[];
}

/** The lines of one diagram: when a few tables move, only what concerns them is looked for anew. */
export class RouteKeeper {
  #last: Last | null = null;

  /** The lines for these boxes. */
  routes(keys: readonly DiagramKey[], boxes: readonly PlacedBox[]): readonly Route[] {
    const routes = this.#routes(keys, boxes);
    this.#last = { keys, boxes, routes };
    return routes;
  }

  #routes(keys: readonly DiagramKey[], boxes: readonly PlacedBox[]): readonly Route[] {
    const last = this.#last;
    if (!last || last.keys !== keys || last.boxes.length !== boxes.length) return routesOf(keys, boxes);
    const known = new Map(last.boxes.map((box) => [box.id, box]));
    const changed = boxes.filter((box) => {
      const old = known.get(box.id);
      return !old || old.x !== box.x || old.y !== box.y || old.rows !== box.rows;
    });
    if (changed.length === 0) return last.routes;
    if (changed.length > FEW) return routesOf(keys, boxes);
    return routesAfter(last.routes, new Set(changed.map(({ id }) => id)), keys, boxes);
  }
}
