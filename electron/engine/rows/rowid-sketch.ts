/**
 * A guess of how rowids are spread over a table, made by a few seeks: enough to say about how many rows there are and
 * about which rowid is at a place, before anyone has counted.
 */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { KeyOrder } from "./key-order.ts";
import type { RowReader } from "./row-reader.ts";

const SEGMENTS = 32;
/** Rows looked at in each segment to learn how dense it is. */
const SAMPLE = 64;

interface Segment {
  readonly from: bigint;
  readonly length: bigint;
  /** Estimated rows in it. */
  readonly rows: number;
}

export interface RowidSketch {
  /** Estimated number of rows. */
  readonly rows: number;
  /** The rowid that is about at this share (0 to 1) of the rows. */
  rowidAt(share: number): bigint;
}

/** Sketches the rowids from `first` (null: the lowest) to the highest; null for an empty table. */
export function sketchRowids(reader: RowReader, order: KeyOrder, first: Scalar[] | null): RowidSketch | null {
  const rowid = (seek: Parameters<KeyOrder["keys"]>[0]) => {
    const value = reader.connection.value(order.keys(seek));
    return typeof value === "bigint" ? value : null;
  };
  const lowest = rowid({ from: first, skip: 0, limit: 1 });
  const highest = rowid({ from: null, skip: 0, limit: 1, backwards: true });
  if (lowest === null || highest === null || highest < lowest) return null;
  const span = highest - lowest + 1n;
  const segments: Segment[] = [];
  for (let i = 0n; i < SEGMENTS; i++) {
    const from = lowest + (span * i) / BigInt(SEGMENTS);
    const length = lowest + (span * (i + 1n)) / BigInt(SEGMENTS) - from;
    if (length <= 0n) continue;
    const sample = rowid({ from: [from], skip: SAMPLE - 1, limit: 1 });
    // Fewer rows than a sample are left: they are spread over what remains, which is little either way.
    const density = sample === null ? 0 : SAMPLE / Number(sample - from + 1n);
    segments.push({ from, length, rows: Math.max(Math.min(density, 1) * Number(length), sample === null ? 1 : 0) });
  }
  const rows = segments.reduce((sum, segment) => sum + segment.rows, 0);
  return {
    rows: Math.max(1, Math.round(rows)),
    rowidAt(share) {
      let wanted = share * rows;
      for (const segment of segments) {
        if (wanted < segment.rows) {
          const inside = BigInt(Math.floor((wanted / segment.rows) * Number(segment.length)));
          return segment.from + inside;
        }
        wanted -= segment.rows;
      }
      return highest;
    },
  };
}
