/** What a diagram shows: which tables, how large, where. Nothing here draws. */
import type { DiagramData } from "../data/diagram-data.ts";
import { type KeptDiagram, placesOf } from "../data/kept-diagram.ts";
import { neighboursOf, partOf } from "../data/neighbours.ts";
import { type Box, boxesOf, type MeasureText, type PlacedBox } from "./boxes.ts";
import { withPlaces, withRoom } from "./keep-places.ts";

/** The tables that are shown, and how large each is drawn. */
export interface ShownPart {
  readonly part: DiagramData;
  readonly boxes: readonly Box[];
}

/** All tables, or the neighbours of one. */
export function shownPart(
  data: DiagramData,
  { around, columns }: Pick<KeptDiagram, "around" | "columns">,
  measure: MeasureText,
): ShownPart {
  const part = around ? partOf(data, neighboursOf(data, around.table, around.depth)) : data;
  return { part, boxes: boxesOf(part, columns, measure) };
}

/** Where they stand. `isNew`: something has no place of its own yet; it is to be kept, so that it stays where it is. */
export function placedIn(
  { part, boxes }: ShownPart,
  kept: Pick<KeptDiagram, "around" | "columns" | "views">,
): { placed: readonly PlacedBox[]; isNew: boolean } {
  const { places, grown } = placesOf(kept);
  const placed = withPlaces(boxes, part.keys, places);
  return {
    placed: grown ? withRoom(placed) : placed,
    isNew: grown || boxes.some(({ id }) => !places.has(id)),
  };
}
