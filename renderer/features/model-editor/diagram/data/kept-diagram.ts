/** What is kept of a diagram from one start to the next: places, colours, what is shown. */
import * as v from "valibot";
import type { Places } from "../layout/arrange.ts";
import type { ColumnsShown } from "../layout/boxes.ts";
import { type TableColour, tableColours } from "./colours.ts";

const PlacesSchema = v.record(v.string(), v.tuple([v.number(), v.number()]));
const ViewSchema = v.object({
  places: PlacesSchema,
  /** The user moved something here; until then the layout is the automatic one. */
  touched: v.boolean(),
});
export type KeptView = v.InferOutput<typeof ViewSchema>;

const KeptSchema = v.object({
  columns: v.fallback(v.picklist(["all", "keys", "none"]), "all"),
  /** Only this table and what is at most so many foreign keys away. */
  around: v.fallback(v.nullable(v.object({ table: v.string(), depth: v.picklist([1, 2, 3]) })), null),
  /** Colours that tables were given; "none" where one shall have none. */
  colours: v.fallback(v.record(v.string(), v.picklist([...tableColours, "none"])), {}),
  /** Tables without a colour of their own have that of their group (groups.ts). */
  grouped: v.fallback(v.boolean(), true),
  /** Places by `viewKey`: the whole has others than a part, tables with columns others than without. */
  views: v.fallback(v.record(v.string(), ViewSchema), {}),
  /** Where one looks, in which view. */
  viewport: v.fallback(
    v.nullable(v.object({ view: v.string(), x: v.number(), y: v.number(), zoom: v.number() })),
    null,
  ),
  /** As a list in place of the picture. */
  list: v.fallback(v.boolean(), false),
  /** The small map in the corner; null: as fits. */
  map: v.fallback(v.nullable(v.boolean()), null),
});
export type KeptDiagram = v.InferOutput<typeof KeptSchema>;
export type Depth = 1 | 2 | 3;

/** Views of parts that are kept; the oldest is forgotten first. */
const MOST_VIEWS = 40;

/** Whatever was kept, as far as this Joinery understands it. */
export function readKept(value: unknown): KeptDiagram {
  const read = v.safeParse(KeptSchema, value);
  return read.success ? read.output : v.parse(KeptSchema, {});
}

/** The name of a view: what part of the tables, with which columns. */
export function viewKey({ around, columns }: Pick<KeptDiagram, "around" | "columns">): string {
  return `${columns} ${around?.table ?? ""}`;
}

/** The places of a view; the views of the same part with other columns are asked when it has none of its own. */
export function placesOf(kept: Pick<KeptDiagram, "around" | "columns" | "views">): { places: Places; grown: boolean } {
  const own = kept.views[viewKey(kept)];
  if (own) return { places: toMap(own), grown: false };
  for (const columns of ["all", "keys", "none"] satisfies ColumnsShown[]) {
    const other = kept.views[viewKey({ ...kept, columns })];
    if (other?.touched) return { places: toMap(other), grown: true };
  }
  return { places: new Map(), grown: false };
}

const toMap = ({ places }: KeptView): Places => new Map(Object.entries(places).map(([id, [x, y]]) => [id, { x, y }]));

/** Keeps places in the current view, beside those of tables that are not shown now. */
export function withKeptPlaces(kept: KeptDiagram, places: Places, touched: boolean): KeptDiagram {
  const key = viewKey(kept);
  const before = kept.views[key];
  const moved = Object.fromEntries([...places].map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)] as const]));
  const { [key]: _, ...others } = kept.views;
  const view = { places: { ...before?.places, ...moved }, touched: touched || (before?.touched ?? false) };
  const views = Object.entries({ ...others, [key]: view }).slice(-MOST_VIEWS);
  return { ...kept, views: Object.fromEntries(views) } as KeptDiagram;
}

/** Places and colours of tables that are called otherwise now: under their new ids too, where these have none. */
export function withFormer(
  kept: KeptDiagram,
  tables: readonly { readonly id: string; readonly former: string | null }[],
): KeptDiagram {
  const renamed = tables.flatMap(({ id, former }) => (former === null ? [] : [{ id, former }]));
  if (renamed.length === 0) return kept;
  const adopted = <T>(known: Record<string, T>): Record<string, T> => {
    const fresh = renamed.filter(({ id, former }) => known[id] === undefined && known[former] !== undefined);
    if (fresh.length === 0) return known;
    return { ...known, ...Object.fromEntries(fresh.map(({ id, former }) => [id, known[former] as T])) };
  };
  const colours = adopted(kept.colours);
  const views = Object.entries(kept.views).map(([key, view]): [string, KeptView] => {
    const places = adopted(view.places);
    return [key, places === view.places ? view : { ...view, places }];
  });
  const same = colours === kept.colours && views.every(([key, view]) => kept.views[key] === view);
  return same ? kept : { ...kept, colours, views: Object.fromEntries(views) };
}

/** Forgets where things are in the current view: they are arranged afresh. */
export function withoutPlaces(kept: KeptDiagram): KeptDiagram {
  const { [viewKey(kept)]: _, ...views } = kept.views;
  // The same part with other columns would lend its places.
  const part = kept.around?.table ?? "";
  const untouched = Object.entries(views).map(([key, view]) => [
    key,
    key.slice(key.indexOf(" ") + 1) === part ? { ...view, touched: false } : view,
  ]);
  return { ...kept, views: Object.fromEntries(untouched) as KeptDiagram["views"] };
}

/** The colours that are drawn: a table's own, or else that of its group. */
export function coloursOf(
  { colours, grouped }: Pick<KeptDiagram, "colours" | "grouped">,
  groups: ReadonlyMap<string, TableColour>,
): Readonly<Record<string, TableColour>> {
  const drawn: Record<string, TableColour> = grouped ? Object.fromEntries(groups) : {};
  for (const [id, colour] of Object.entries(colours)) {
    if (colour === "none") delete drawn[id];
    else drawn[id] = colour;
  }
  return drawn;
}

/** Gives tables a colour ("none": none at all), or leaves them to their group. */
export function withColour(
  kept: KeptDiagram,
  ids: readonly string[],
  colour: KeptDiagram["colours"][string] | null,
): KeptDiagram {
  const colours = { ...kept.colours };
  for (const id of ids) {
    if (colour) colours[id] = colour;
    else delete colours[id];
  }
  return { ...kept, colours };
}
