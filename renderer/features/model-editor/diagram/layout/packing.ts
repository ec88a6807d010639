/** Groups of tables that have nothing to do with each other, side by side in rows. */
import type { Point } from "./boxes.ts";

/** Places from (0, 0) on, and how much room they take. */
export interface Parcel {
  readonly places: ReadonlyMap<string, Point>;
  readonly width: number;
  readonly height: number;
}

interface Packing {
  readonly gap: number;
  /** Width to height of the whole. */
  readonly shape: number;
}

/** Puts the largest first, and what is alike in one row. */
export function packed(parcels: readonly Parcel[], { gap, shape }: Packing): Map<string, Point> {
  const sorted = parcels
    .map((parcel, place) => ({ parcel, place }))
    .sort(
      (a, b) =>
        Number(b.parcel.places.size > 1) - Number(a.parcel.places.size > 1) ||
        b.parcel.height - a.parcel.height ||
        a.place - b.place,
    );
  const area = parcels.reduce((sum, { width, height }) => sum + (width + gap) * (height + gap), 0);
  const most = Math.max(Math.sqrt(area * shape), ...parcels.map(({ width }) => width));
  const places = new Map<string, Point>();
  let x = 0;
  let y = 0;
  let tallest = 0;
  for (const { parcel } of sorted) {
    if (x > 0 && x + parcel.width > most) {
      x = 0;
      y += tallest + gap;
      tallest = 0;
    }
    for (const [id, at] of parcel.places) places.set(id, { x: at.x + x, y: at.y + y });
    x += parcel.width + gap;
    tallest = Math.max(tallest, parcel.height);
  }
  return places;
}
