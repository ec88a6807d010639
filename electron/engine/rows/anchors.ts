/**
 * Where rows are in the natural order of a table: a sparse list of keys with their places, grown in short slices while
 * the process has nothing else to do. With it, any place is found by a seek and a short walk (decision D7).
 */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { KeyOrder } from "./key-order.ts";
import type { RowReader } from "./row-reader.ts";

/** Rows between two anchors: a walk over them takes well under a millisecond when their pages are in memory. */
const SPACING = 4096;
/** When a step takes longer than this (slow disk, wide rows), the next ones are shorter. */
const SLOW_STEP_MS = 8;
const SHORTEST_SPACING = 64;

export interface Anchor {
  readonly place: number;
  /** Null: the first row, whatever its key. */
  readonly key: Scalar[] | null;
}

export class Anchors {
  readonly #reader: RowReader;
  readonly #order: KeyOrder;
  readonly #anchors: Anchor[] = [{ place: 0, key: null }];
  #spacing = SPACING;
  #total: number | null = null;

  constructor(reader: RowReader, order: KeyOrder) {
    this.#reader = reader;
    this.#order = order;
  }

  /** The number of rows, once the end was reached; null before. */
  get total(): number | null {
    return this.#total;
  }

  /** The last anchor so far: up to here places are known. */
  get last(): Anchor {
    return this.#anchors.at(-1) as Anchor;
  }

  /** The nearest anchor at or before a place. */
  before(place: number): Anchor {
    let low = 0;
    let high = this.#anchors.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#anchors[middle] as Anchor).place <= place) low = middle;
      else high = middle - 1;
    }
    return this.#anchors[low] as Anchor;
  }

  /** Grows for about that long; true when the end was reached. Throws what SQLite throws. */
  grow(milliseconds: number): boolean {
    const end = performance.now() + milliseconds;
    while (this.#total === null && performance.now() < end) this.#step();
    return this.#total !== null;
  }

  #step(): void {
    const { place, key } = this.last;
    const began = performance.now();
    const next = this.#reader.connection.row(this.#order.keys({ from: key, skip: this.#spacing, limit: 1 }));
    if (next) {
      this.#anchors.push({ place: place + this.#spacing, key: next });
    } else {
      const rest = this.#order.countFrom({ from: key, skip: 0, limit: this.#spacing });
      this.#total = place + Number(this.#reader.connection.value(rest) ?? 0n);
    }
    const took = performance.now() - began;
    if (took > SLOW_STEP_MS) this.#spacing = Math.max(SHORTEST_SPACING, this.#spacing >> 1);
  }
}
