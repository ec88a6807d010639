/**
 * A table in slices of its rowids, each read in a few milliseconds: between two of them no lock is held on the user's file,
 * other questions are answered, and the work can be given up.
 */
import { type RawBuilder, sql } from "kysely";
import { name, objectName } from "../../connection/compiler.ts";
import { compiler } from "../../connection/compiler.ts";
import type { Connection } from "../../connection/connection.ts";
import type { RowShape } from "../row-shape.ts";

const FIRST_WIDTH = 4096n;
const WIDEST = 2n ** 40n;
const NARROWEST = 64n;
const SHORT_MS = 12;
const LONG_MS = 40;
const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

export interface Slices {
  /** The condition of the next slice (null: all rows); undefined when all were given. */
  next(): RawBuilder<unknown> | null | undefined;
  /** Tells how long reading the last one took; the next is wider or narrower. */
  took(milliseconds: number): void;
}

/** One slice: everything. For tables whose rows are found by other keys; they are few, and seldom large. */
export function wholeTable(): Slices {
  let given = false;
  return {
    next() {
      if (given) return undefined;
      given = true;
      return null;
    },
    took() {},
  };
}

/** Slices over a table whose key is its rowid. */
export function rowidSlices(connection: Connection, shape: RowShape): Slices {
  const rowid = name(shape.key[0]?.name ?? "rowid");
  let width = FIRST_WIDTH;
  let from: bigint | null = INT64_MIN;
  return {
    next() {
      if (from === null) return undefined;
      // From a row that is there: a gap between rowids is passed over in one step.
      const seek = sql`SELECT ${rowid} FROM ${objectName(shape.table)} WHERE ${rowid} >= ${from} ORDER BY ${rowid} LIMIT 1`;
      const start = connection.value(seek.compile(compiler));
      if (typeof start !== "bigint") return undefined;
      const end: bigint | null = start > INT64_MAX - width ? null : start + width;
      from = end;
      return end === null ? sql`${rowid} >= ${start}` : sql`${rowid} >= ${start} AND ${rowid} < ${end}`;
    },
    took(milliseconds) {
      if (milliseconds < SHORT_MS && width < WIDEST) width *= 2n;
      if (milliseconds > LONG_MS && width > NARROWEST) width /= 2n;
    },
  };
}
