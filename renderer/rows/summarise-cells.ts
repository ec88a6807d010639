/** What cells that are in the page are together; the same as the engine's `rows.aggregate` says of stored ones. */
import { type Cell, isPreview } from "../../src-shared/model/cell.ts";
import { bytesToHex } from "../../src-shared/model/cell-json.ts";
import type { Summary } from "../../src-shared/model/summary.ts";

const int64Max = 2n ** 63n - 1n;
const int64Min = -(2n ** 63n);

/** Null when a value is not here whole (a preview): then only the engine can tell. */
export function summariseCells(cells: Iterable<Cell>): Summary | null {
  const distinct = new Set<string>();
  let [count, nulls, integers, reals] = [0, 0, 0, 0];
  let whole = 0n;
  let real = 0;
  let min: Cell = null;
  let max: Cell = null;
  for (const cell of cells) {
    if (isPreview(cell)) return null;
    count++;
    if (cell === null) {
      nulls++;
      continue;
    }
    if (typeof cell === "bigint") {
      integers++;
      whole += cell;
    } else if (typeof cell === "number") {
      reals++;
      real += cell;
    }
    distinct.add(keyOf(cell));
    if (min === null || compareValues(cell, min) < 0) min = cell;
    if (max === null || compareValues(cell, max) > 0) max = cell;
  }
  const total = Number(whole) + real;
  const fits = whole <= int64Max && whole >= int64Min;
  return {
    cells: count,
    nulls,
    numbers: integers + reals,
    sum:
      integers + reals === 0
        ? { value: null, quality: "exact" }
        : reals > 0
          ? { value: Number.isNaN(total) ? null : total, quality: "real" }
          : fits
            ? { value: whole, quality: "exact" }
            : { value: total, quality: "overflow" },
    average: integers + reals > 0 && !Number.isNaN(total) ? total / (integers + reals) : null,
    min,
    max,
    distinct: { values: distinct.size, quality: "exact" },
    tooLong: 0,
  };
}

type Value = bigint | number | string | Uint8Array;

/** The same text for values that SQLite calls equal: 1 and 1.0 are. */
function keyOf(value: Value): string {
  if (typeof value === "string") return `t${value}`;
  if (value instanceof Uint8Array) return `b${bytesToHex(value)}`;
  return `n${typeof value === "number" && Number.isInteger(value) ? BigInt(value) : value}`;
}

/** SQLite's order: numbers, then text by its bytes in UTF-8, then BLOBs. https://www.sqlite.org/datatype3.html §4.1 */
export function compareValues(a: Value, b: Value): number {
  const [rankA, rankB] = [rankOf(a), rankOf(b)];
  if (rankA !== rankB) return rankA - rankB;
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

function rankOf(value: Value): number {
  if (typeof value === "string") return 1;
  return value instanceof Uint8Array ? 2 : 0;
}

/** UTF-8's bytes stand in the order of the characters; UTF-16's halves of rare ones come before some common ones. */
function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    const place = (unit: number) => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
    return place(x) - place(y);
  }
  return a.length - b.length;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
