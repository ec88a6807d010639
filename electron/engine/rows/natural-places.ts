/** Knows, for one state of one table, which place is where in its natural order, exactly or by a guess. */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { RowPage, RowTotal } from "../../../src-shared/model/rows.ts";
import { Anchors } from "./anchors.ts";
import type { KeyOrder, Seek } from "./key-order.ts";
import type { RowReader } from "./row-reader.ts";
import { sketchRowids } from "./rowid-sketch.ts";

/** Walking over this many rows to a place takes a few milliseconds: less than a wrong page would cost. */
const LONGEST_WALK = 50_000;

/** Up to this many rows a table is counted with its first page, if that takes no longer than this. */
const SMALL_TABLE = 20_000;
const SMALL_TABLE_MS = 2;

/** Cell pointer, payload length, rowid, header length, one column. Source: https://www.sqlite.org/fileformat2.html §1.6 */
const SMALLEST_ROW_BYTES = 6;

/** Where a page is to be read, and whether that is certain. */
export interface PlacedSeek {
  readonly seek: Seek;
  readonly placement: RowPage["placement"];
}

export class NaturalPlaces {
  /** State of the database that this describes. */
  readonly version: string;
  readonly anchors: Anchors;
  readonly #reader: RowReader;
  readonly #order: KeyOrder;
  /** Kept once made, so that the number of rows does not jump about while the order is being built. */
  #estimate: number | null;

  /** `previousTotal`: the rows there were before the last change, if that is known. */
  constructor(reader: RowReader, order: KeyOrder, version: string, previousTotal: number | null) {
    this.version = version;
    this.anchors = new Anchors(reader, order);
    this.#reader = reader;
    this.#order = order;
    this.#estimate = previousTotal;
  }

  /** Where to read `limit` rows from a place on. */
  seek(offset: number, limit: number): PlacedSeek {
    const anchor = this.anchors.before(offset);
    const walk = offset - anchor.place;
    const exactly: PlacedSeek = { seek: { from: anchor.key, skip: walk, limit }, placement: "exact" };
    if (walk <= LONGEST_WALK || this.anchors.total !== null || !this.#order.byRowid) return exactly;
    const total = this.total().rows;
    if (offset + limit >= total) {
      const rows = Math.max(0, Math.min(limit, total - offset));
      return { seek: { from: null, skip: 0, limit: rows, backwards: true }, placement: "estimated" };
    }
    const known = this.anchors.last;
    const sketch = sketchRowids(this.#reader, this.#order, known.key);
    if (!sketch) return exactly;
    const rowid = sketch.rowidAt((offset - known.place) / Math.max(1, total - known.place));
    return { seek: { from: [rowid], skip: 0, limit }, placement: "estimated" };
  }

  /** What is known of the number of rows; never waits for a count. */
  total(): RowTotal {
    const exact = this.anchors.total;
    if (exact !== null) return { rows: exact, quality: "exact" };
    const known = this.anchors.last.place;
    if (!this.#order.byRowid) {
      return this.#estimate !== null && this.#estimate > known
        ? { rows: this.#estimate, quality: "estimate" }
        : { rows: known + 1, quality: "atLeast" };
    }
    this.#estimate ??= this.#bounded(sketchRowids(this.#reader, this.#order, null)?.rows ?? 0);
    return { rows: Math.max(this.#estimate, known > 0 ? known + 1 : 0), quality: "estimate" };
  }

  /**
   * The same after a page was read; a small table is counted to its end at once. The keys of the first rows, if those
   * were read, save seeks: where their rowids follow each other without a gap, the highest tells the number.
   */
  totalAfter(firstKeys: readonly Scalar[][]): RowTotal {
    const first = firstKeys[0]?.[0];
    const last = firstKeys.at(-1)?.[0];
    if (this.#order.byRowid && this.#estimate === null && typeof first === "bigint" && typeof last === "bigint") {
      if (last - first + 1n === BigInt(firstKeys.length)) {
        const end = this.#order.keys({ from: null, skip: 0, limit: 1, backwards: true });
        const highest = this.#reader.connection.value(end);
        if (typeof highest === "bigint") this.#estimate = this.#bounded(Number(highest - first + 1n));
      }
    }
    if (this.total().rows <= SMALL_TABLE) this.anchors.grow(SMALL_TABLE_MS);
    return this.total();
  }

  /** The exact number of rows, when a walk to a place met the end before it. */
  totalBefore(offset: number): RowTotal {
    const { place, key } = this.anchors.before(offset);
    const rest = this.#order.countFrom({ from: key, skip: 0, limit: offset - place });
    return { rows: place + Number(this.#reader.connection.value(rest) ?? 0n), quality: "exact" };
  }

  /** Rowids may be far apart; the file's size bounds the number of rows all the same. */
  #bounded(rows: number): number {
    const pragma = (text: string) => Number(this.#reader.connection.pragma(text)[0]?.[0] ?? 0);
    return Math.min(rows, Math.floor((pragma("page_count") * pragma("page_size")) / SMALLEST_ROW_BYTES));
  }
}
