/**
 * A guess of how rowids are spread over a table, made by a few seeks: enough to say about how many rows there are and
 * about which rowid is at a place, before anyone has counted.
 */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { KeyOrder, Seek } from "./key-order.ts";
import type { RowReader } from "./row-reader.ts";

/** Rows looked at to learn how dense they are at a rowid. */
const SAMPLE = 64;
const FIRST_SEGMENTS = 16;
/** A segment whose ends differ by more than this factor is looked at more closely … */
const ALIKE = 1.5;
/** … as long as this many samples (a few microseconds each) are not used up. */
const MOST_SAMPLES = 200;

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
  const rowid = (seek: Seek) => {
    const value = reader.connection.value(order.keys(seek));
    return typeof value === "bigint" ? value : null;
  };
  const lowest = rowid({ from: first, skip: 0, limit: 1 });
  const highest = rowid({ from: null, skip: 0, limit: 1, backwards: true });
  if (lowest === null || highest === null || highest < lowest) return null;
  const segments = segmentsBetween(lowest, highest, (from) => rowid({ from: [from], skip: SAMPLE - 1, limit: 1 }));
  const rows = segments.reduce((sum, segment) => sum + segment.rows, 0);
  return {
    rows: Math.max(1, Math.round(rows)),
    rowidAt(share) {
      let wanted = share * rows;
      for (const segment of segments) {
        if (wanted < segment.rows) {
          return segment.from + BigInt(Math.floor((wanted / segment.rows) * Number(segment.length)));
        }
        wanted -= segment.rows;
      }
      return highest;
    },
  };
}

/** `sampleEnd` gives the rowid of the last row of a sample that begins at a rowid; null when fewer rows are left. */
function segmentsBetween(lowest: bigint, highest: bigint, sampleEnd: (from: bigint) => bigint | null): Segment[] {
  const segments: Segment[] = [];
  let samples = 0;
  /** Rows per rowid from there on: at most 1. Where too few rows are left, what is left is spread over the rest. */
  const densityAt = (from: bigint): number => {
    samples++;
    const end = sampleEnd(from);
    return SAMPLE / Math.max(SAMPLE, Number((end ?? (highest > from ? highest : from)) - from) + 1);
  };
  const add = (from: bigint, to: bigint, atFrom: number, atTo: number): void => {
    const length = to - from;
    const alike = Math.max(atFrom, atTo) <= ALIKE * Math.min(atFrom, atTo);
    if (alike || samples >= MOST_SAMPLES || Number(length) * Math.max(atFrom, atTo) <= SAMPLE) {
      // Between two densities the smaller counts more: dense stretches are short.
      segments.push({ from, length, rows: Number(length) * Math.sqrt(atFrom * atTo) });
      return;
    }
    const middle = from + length / 2n;
    const atMiddle = densityAt(middle);
    add(from, middle, atFrom, atMiddle);
    add(middle, to, atMiddle, atTo);
  };
  const span = highest - lowest + 1n;
  const bound = (i: number) => lowest + (span * BigInt(i)) / BigInt(FIRST_SEGMENTS);
  const densities = Array.from({ length: FIRST_SEGMENTS }, (_, i) => densityAt(bound(i)));
  for (let i = 0; i < FIRST_SEGMENTS; i++) {
    const here = densities[i] ?? 1;
    add(bound(i), bound(i + 1), here, densities[i + 1] ?? here);
  }
  return segments;
}
