/**
 * Rows as columns, the way a page of rows crosses a port. Structured clone pays for each value and each array; a column of
 * one storage class crosses as one array of numbers, or as one text and its lengths, in half the time, and as exactly:
 * every 64-bit integer in a BigInt64Array, every real (SQLite has no NaN) in a Float64Array, texts cut where they were joined.
 */
import { type Cell, isCell } from "./cell.ts";

/** Cells of one column: of one storage class with the places of NULLs, or as they are. */
type PackedColumn =
  | { readonly integers: BigInt64Array; readonly nulls: Uint32Array | null }
  | { readonly reals: Float64Array; readonly nulls: Uint32Array | null }
  | { readonly text: string; readonly lengths: Uint32Array; readonly nulls: Uint32Array | null }
  | { readonly cells: Cell[] };

export type PackedRows =
  | { readonly count: number; readonly columns: readonly PackedColumn[] }
  /** Few rows, or rows that are not of one length. */
  | { readonly rows: Cell[][] };

/** Under this many, making arrays costs more than it saves. */
const FEW = 8;

/** Throws a TypeError for what is no cell. */
export function packRows(rows: Cell[][]): PackedRows {
  const width = rows[0]?.length ?? 0;
  let even = rows.length >= FEW && width > 0;
  for (const row of rows) even &&= row.length === width;
  if (!even) {
    for (const row of rows) for (const cell of row) assertCell(cell);
    return { rows };
  }
  const columns: PackedColumn[] = [];
  for (let c = 0; c < width; c++) columns.push(packColumn(rows, c));
  return { count: rows.length, columns };
}

/** The rows that `packRows` took apart. */
export function unpackRows(packed: PackedRows): Cell[][] {
  if ("rows" in packed) return packed.rows;
  const { count, columns } = packed;
  const rows: Cell[][] = [];
  // Copies are of the right length at once: an array that is pushed into takes room for seventeen.
  const empty: Cell[] = columns.map(() => null);
  for (let r = 0; r < count; r++) rows.push(empty.slice());
  columns.forEach((column, c) => unpackColumn(column, rows, c));
  return rows;
}

type Kind = "bigint" | "number" | "string";

/** The class of all values of a column; null where there are several, or none. */
function kindOf(rows: Cell[][], c: number): { kind: Kind | null; nulls: number } {
  let kind: Kind | null = null;
  let nulls = 0;
  for (const row of rows) {
    const cell = row[c];
    if (cell === null) {
      nulls++;
      continue;
    }
    const type = typeof cell;
    if (type !== "bigint" && type !== "number" && type !== "string") return { kind: null, nulls };
    if (kind === null) kind = type;
    else if (kind !== type) return { kind: null, nulls };
  }
  return { kind, nulls };
}

function packColumn(rows: Cell[][], c: number): PackedColumn {
  const { kind, nulls: count } = kindOf(rows, c);
  if (kind === null) {
    const cells: Cell[] = [];
    for (const row of rows) cells.push(assertCell(row[c]));
    return { cells };
  }
  const nulls = count === 0 ? null : placesOfNull(rows, c, count);
  if (kind === "bigint") {
    const integers = new BigInt64Array(rows.length);
    for (let r = 0; r < rows.length; r++) integers[r] = (rows[r]?.[c] ?? 0n) as bigint;
    return { integers, nulls };
  }
  if (kind === "number") {
    const reals = new Float64Array(rows.length);
    for (let r = 0; r < rows.length; r++) reals[r] = (rows[r]?.[c] ?? 0) as number;
    return { reals, nulls };
  }
  const lengths = new Uint32Array(rows.length);
  let text = "";
  for (let r = 0; r < rows.length; r++) {
    const cell = (rows[r]?.[c] ?? "") as string;
    text += cell;
    lengths[r] = cell.length;
  }
  return { text, lengths, nulls };
}

function placesOfNull(rows: Cell[][], c: number, count: number): Uint32Array {
  const places = new Uint32Array(count);
  let n = 0;
  for (let r = 0; r < rows.length; r++) if (rows[r]?.[c] === null) places[n++] = r;
  return places;
}

function unpackColumn(column: PackedColumn, rows: Cell[][], c: number): void {
  if ("text" in column) {
    let at = 0;
    for (let r = 0; r < rows.length; r++) {
      const end = at + (column.lengths[r] as number);
      (rows[r] as Cell[])[c] = column.text.slice(at, end);
      at = end;
    }
  } else {
    const cells = "cells" in column ? column.cells : "integers" in column ? column.integers : column.reals;
    for (let r = 0; r < rows.length; r++) (rows[r] as Cell[])[c] = cells[r] as Cell;
  }
  if ("nulls" in column) for (const place of column.nulls ?? []) (rows[place] as Cell[])[c] = null;
}

function assertCell(cell: Cell | undefined): Cell {
  if (!isCell(cell)) throw new TypeError("Expected a cell");
  return cell;
}
