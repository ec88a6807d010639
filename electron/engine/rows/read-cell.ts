/** `rows.readCell`: a piece of one value. */
import { sql } from "kysely";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Scalar, StorageClass } from "../../../src-shared/model/cell.ts";
import type { CellChunk } from "../../../src-shared/model/rows.ts";
import { name } from "../connection/compiler.ts";
import { columnOf } from "./comparable.ts";
import type { RowReader } from "./row-reader.ts";
import type { RowShape } from "./row-shape.ts";
import { LARGEST_READABLE } from "./sizes.ts";

/** Which piece of which cell; offset and length in bytes. */
export interface CellRange {
  readonly key: readonly Scalar[];
  readonly column: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * All bytes of a value, as `readCell` gives them in pieces, read once. Run it in a snapshot. Throws the AppErrors of `readCell`.
 */
export function readWholeCell(
  reader: RowReader,
  shape: RowShape,
  { key, column }: Pick<CellRange, "key" | "column">,
): Uint8Array {
  const { bytes } = describeCell(reader, shape, key, column);
  const whole = reader.byKey(shape, bytes.value, key)?.[0] ?? null;
  return whole instanceof Uint8Array ? whole : writtenBytes(whole);
}

/**
 * Bytes of a value: a BLOB's own, a TEXT's in UTF-8, a number's as it is written. Every call loads the whole value
 * (better-sqlite3 has no incremental BLOB reading). Run it in a snapshot.
 * Throws AppError: `row.gone`, `row.notAddressable`, `object.missing` (column), `value.tooLarge`.
 */
export function readCell(reader: RowReader, shape: RowShape, range: CellRange): CellChunk {
  const { storage, stored, bytes } = describeCell(reader, shape, range.key, range.column);
  if (bytes.areStored) {
    const piece = sql`substr(${bytes.value}, ${BigInt(range.offset + 1)}, ${BigInt(range.length)})`;
    const data = reader.byKey(shape, piece, range.key)?.[0];
    const part = data instanceof Uint8Array ? plainBytes(data) : new Uint8Array();
    return { storage, bytes: stored, offset: range.offset, data: part };
  }
  const whole = writtenBytes(reader.byKey(shape, bytes.value, range.key)?.[0] ?? null);
  // slice copies: a view would take the whole buffer along when it crosses the port.
  const data = whole.slice(range.offset, range.offset + range.length);
  return { storage, bytes: whole.length, offset: range.offset, data };
}

/** What a cell holds, and what selects its bytes; where they are not the ones that are stored, they are written from that. */
function describeCell(reader: RowReader, shape: RowShape, key: readonly Scalar[], column: string) {
  const cell = name(columnOf(shape, column).name);
  const described = reader.byKey(shape, sql`typeof(${cell}), octet_length(${cell})`, key);
  if (!described) throw rowGone(shape);
  const storage = described[0] as StorageClass;
  const stored = Number(described[1] ?? 0n);
  if (stored > LARGEST_READABLE) throw tooLarge(stored);
  // A cast of a BLOB would be one more copy of it.
  if (storage === "blob") return { storage, stored, bytes: { value: cell, areStored: true } };
  const areStored = storage === "text" && reader.encoding === "UTF-8";
  return { storage, stored, bytes: { value: areStored ? sql`CAST(${cell} AS BLOB)` : cell, areStored } };
}

/** Without Buffer's methods; copied only where it is a part of more, which would cross the port as a whole. */
function plainBytes(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = data;
  const isAll = buffer instanceof ArrayBuffer && buffer.byteLength === data.byteLength;
  return isAll ? new Uint8Array(buffer) : new Uint8Array(data);
}

function writtenBytes(value: Scalar): Uint8Array<ArrayBuffer> {
  if (value === null) return new Uint8Array();
  return value instanceof Uint8Array ? new Uint8Array(value) : new TextEncoder().encode(String(value));
}

function rowGone(shape: RowShape): AppError {
  return new AppError({
    code: "row.gone",
    message: `This row of “${shape.table.name}” is not there any more.`,
    next: "Read the table again; another program may have deleted the row.",
  });
}

function tooLarge(bytes: number): AppError {
  return new AppError({
    code: "value.tooLarge",
    message: `This value is ${Math.round(bytes / 1_000_000)} MB; more than ${Math.floor(LARGEST_READABLE / 1_000_000)} MB cannot be read.`,
    next: "Other columns of the row can be read and the row can be deleted; use the sqlite3 tool for this value.",
  });
}
