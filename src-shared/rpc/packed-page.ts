/** A page of rows as it crosses a port: as columns, and without keys that its cells tell. */
import type { Cell, Scalar } from "../model/cell.ts";
import { type PackedRows, packRows, unpackRows } from "../model/packed-rows.ts";
import type { RowPage } from "../model/rows.ts";

export interface PackedPage extends Omit<RowPage, "rows" | "keys"> {
  readonly packed: PackedRows;
  /** `places`: which cells of a row are its key. */
  readonly keys: { readonly places: number[] } | { readonly packed: PackedRows } | null;
}

/** Takes a page apart. Throws a TypeError where it holds something that is no cell. */
export function packPage({ rows, keys, ...page }: RowPage): PackedPage {
  const packed = packRows(rows);
  if (keys === null) return { ...page, packed, keys };
  const places = keyPlaces(rows, keys);
  return { ...page, packed, keys: places ? { places } : { packed: packRows(keys) } };
}

/** The page that `packPage` took apart. */
export function unpackPage({ packed, keys, ...page }: PackedPage): RowPage {
  const rows = unpackRows(packed);
  return { ...page, rows, keys: keys === null ? null : unpackKeys(keys, rows) };
}

function unpackKeys(keys: NonNullable<PackedPage["keys"]>, rows: Cell[][]): Scalar[][] {
  if ("packed" in keys) return unpackRows(keys.packed) as Scalar[][];
  const { places } = keys;
  const [first] = places;
  // No array methods: it is done for each row of each page.
  const unpacked: Scalar[][] = [];
  for (const row of rows) {
    const key: Scalar[] = places.length === 1 ? [row[first as number] as Scalar] : [];
    if (places.length > 1) for (const place of places) key.push(row[place] as Scalar);
    unpacked.push(key);
  }
  return unpacked;
}

/** The columns in which all rows hold their keys; null where there are none, or nothing to see it by. */
function keyPlaces(rows: Cell[][], keys: Scalar[][]): number[] | null {
  const [row] = rows;
  const [key] = keys;
  if (!row || !key || key.length === 0 || keys.length !== rows.length) return null;
  const places: number[] = [];
  for (let part = 0; part < key.length; part++) {
    const place = row.findIndex(
      (cell, at) => !places.includes(at) && Object.is(cell, key[part]) && holdsAll(rows, at, keys, part),
    );
    if (place < 0) return null;
    places.push(place);
  }
  return keys.every((other) => other.length === key.length) ? places : null;
}

function holdsAll(rows: Cell[][], place: number, keys: Scalar[][], part: number): boolean {
  for (let r = 0; r < rows.length; r++) if (!Object.is(rows[r]?.[place], keys[r]?.[part])) return false;
  return true;
}
