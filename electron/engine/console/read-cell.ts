/** A piece of one value of a result. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import { type Scalar, storageOf } from "../../../src-shared/model/cell.ts";
import type { CellChunk } from "../../../src-shared/model/rows.ts";
import type { ResultRows } from "./result-rows.ts";

export interface CellPlace {
  /** 0-based. */
  readonly row: number;
  /** 0-based: names may repeat. */
  readonly column: number;
  /** Bytes. */
  readonly offset: number;
  readonly length: number;
}

/** Up to `length` bytes of a value from `offset`. Throws an AppError `row.gone` when there is no such cell. */
export function readCell(rows: ResultRows | null, { row, column, offset, length }: CellPlace): CellChunk {
  const value = rows?.row(row)?.[column];
  if (value === undefined) {
    throw new AppError({
      code: "row.gone",
      message: "The result has no such cell.",
      next: "Run the script again.",
    });
  }
  const bytes = bytesOf(value);
  // A copy: a view would cross the port with the whole memory behind it.
  const data = new Uint8Array(bytes.subarray(offset, offset + length));
  return { storage: storageOf(value), bytes: bytes.length, offset, data };
}

/** Raw bytes: of a text in UTF-8, of a number those of its text. */
function bytesOf(value: Scalar): Uint8Array {
  if (value === null) return new Uint8Array();
  return value instanceof Uint8Array ? value : Buffer.from(String(value));
}
