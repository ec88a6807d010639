/**
 * Values as they cross the port (decision D6): the storage class is carried by the JavaScript type, so nothing has to be
 * guessed and a 64-bit integer stays exact.
 * Source of the five classes: https://www.sqlite.org/datatype3.html §2
 */
import * as v from "valibot";

/** One whole SQLite value: `null` NULL, `bigint` INTEGER, `number` REAL, `string` TEXT, `Uint8Array` BLOB. */
export type Scalar = null | bigint | number | string | Uint8Array;

/** SQLite's storage classes, in the words `typeof()` gives. */
export type StorageClass = "null" | "integer" | "real" | "text" | "blob";

/**
 * A TEXT or BLOB that did not cross whole: too large for a page of rows, or TEXT that is not valid UTF-8 (or UTF-16) and
 * so cannot be a JavaScript string without loss. It is fetched on demand (`rows.readCell`) and never written back.
 */
export interface CellPreview {
  readonly storage: "text" | "blob";
  /** The beginning of the value: text with U+FFFD where it is damaged, or the first bytes. May be empty. */
  readonly head: string | Uint8Array;
  /** Length of the whole value in bytes, as `octet_length()` gives it. */
  readonly bytes: number;
  /** The stored text holds bytes that are no valid text; it can only be edited as bytes. */
  readonly damaged?: true | undefined;
  /** There is no value: why SQLite cannot compute it, in its words. */
  readonly failed?: string | undefined;
}

/** Stands for a value that SQLite cannot compute. */
export function failedCell(words: string): CellPreview {
  return { storage: "text", head: "", bytes: 0, failed: words };
}

/** What a cell of a page holds. */
export type Cell = Scalar | CellPreview;

/** Is this cell a stand-in for a value that did not cross whole? */
export function isPreview(cell: Cell): cell is CellPreview {
  return typeof cell === "object" && cell !== null && !(cell instanceof Uint8Array);
}

/** The storage class of a cell. */
export function storageOf(cell: Cell): StorageClass {
  if (cell === null) return "null";
  if (typeof cell === "bigint") return "integer";
  if (typeof cell === "number") return "real";
  if (typeof cell === "string") return "text";
  if (cell instanceof Uint8Array) return "blob";
  return cell.storage;
}

/** Same storage class and same value, byte for byte (`IS` of SQLite, but 1 and 1.0 differ). Previews are never equal. */
export function sameScalar(a: Cell, b: Cell): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return a.length === b.length && a.every((byte, i) => byte === b[i]);
  }
  return Object.is(a, b) || (a === 0 && b === 0 && typeof a === typeof b);
}

function isScalar(x: unknown): x is Scalar {
  return (
    x === null || typeof x === "string" || typeof x === "bigint" || typeof x === "number" || x instanceof Uint8Array
  );
}

/** Is this a value, or a stand-in for one? */
export function isCell(x: unknown): x is Cell {
  if (isScalar(x)) return true;
  if (typeof x !== "object" || x === null) return false;
  const p = x as Partial<CellPreview>;
  return (
    (p.storage === "text" || p.storage === "blob") &&
    (typeof p.head === "string" || p.head instanceof Uint8Array) &&
    typeof p.bytes === "number"
  );
}

const INT64_MAX = 2n ** 63n - 1n;
const INT64_MIN = -(2n ** 63n);

/** A value a user may store: integers within 64 bits, no NaN (SQLite would turn it into NULL without a word). */
export const ScalarSchema = v.custom<Scalar>(
  (x) =>
    isScalar(x) &&
    !(typeof x === "bigint" && (x > INT64_MAX || x < INT64_MIN)) &&
    !(typeof x === "number" && Number.isNaN(x)),
  "Expected NULL, a 64-bit integer, a real number, text or bytes",
);

/** A cell as a page carries it. */
export const CellSchema = v.custom<Cell>(isCell, "Expected a cell");

/** Rows of cells; checked by hand because a page holds thousands and a schema per cell would cost more than the read. */
export const CellRowsSchema = v.custom<Cell[][]>(
  (x) => Array.isArray(x) && x.every((row) => Array.isArray(row) && row.every(isCell)),
  "Expected rows of cells",
);
