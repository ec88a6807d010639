/** Makes cells of the rows SQLite gave: previews for what is too large or damaged, keys apart. */
import type { Cell, CellPreview, Scalar } from "../../../src-shared/model/cell.ts";
import type { RowShape } from "./row-shape.ts";
import { TOO_LARGE_MARK } from "./row-shape.ts";
import { LARGEST_WHOLE_CELL, PREVIEW_HEAD } from "./sizes.ts";
import { encodeText, maybeDamaged, type TextEncoding } from "./text-bytes.ts";

/** A cell whose value must be looked at again: marked as too large, or text that may be damaged. */
export interface Doubt {
  /** Place of the row in the page. */
  readonly row: number;
  /** Place of the column. */
  readonly column: number;
}

/** A view's row is addressed by no longer values, in characters or bytes. */
const LONGEST_ADDRESS = 4096;

export interface PageCells {
  readonly rows: Cell[][];
  readonly keys: Scalar[][] | null;
  readonly doubts: Doubt[];
}

/** Takes `selected` apart in place: its rows become the rows of cells. Cells in doubt are left as they are. */
export function splitRows(shape: RowShape, selected: Scalar[][], encoding: TextEncoding): PageCells {
  const rows: Cell[][] = selected;
  const hasKeys = shape.address.length > 0 && shape.keyWithCells;
  const keys: Scalar[][] | null = hasKeys ? [] : null;
  const width = shape.columns.length;
  const doubts: Doubt[] = [];
  for (let r = 0; r < selected.length; r++) {
    const row = selected[r] as Scalar[];
    if (keys) keys.push(keyOf(shape, row));
    if (row.length > width) row.length = width;
    for (let c = 0; c < width; c++) {
      const value = row[c] as Scalar;
      if (typeof value === "string") {
        if (value.length > LARGEST_WHOLE_CELL / 4) (row as Cell[])[c] = wholeOrPreview(value, encoding);
        if (maybeDamaged(value, encoding)) doubts.push({ row: r, column: c });
      } else if (typeof value === "object" && value !== null) {
        if (isMark(value)) doubts.push({ row: r, column: c });
        else if (value.length > LARGEST_WHOLE_CELL) (row as Cell[])[c] = blobPreview(value);
      }
    }
  }
  return { rows, keys, doubts };
}

/** The key of a row as `selectRow` selects it. */
export function keyOf(shape: RowShape, row: Scalar[]): Scalar[] {
  let extra = shape.columns.length;
  const { address } = shape;
  const [first] = address;
  if (first && address.length === 1 && shape.key.length === 1)
    return [row[first.place >= 0 ? first.place : extra] as Scalar];
  const key = address.map((part) => row[part.place >= 0 ? part.place : extra++] as Scalar);
  // A row of a view whose values are too large to be carried cannot be addressed.
  return shape.key.length === 0 && key.some(isLong) ? [] : key;
}

function isLong(value: Scalar): boolean {
  if (typeof value === "string") return value.length > LONGEST_ADDRESS;
  return value instanceof Uint8Array && (value.length > LONGEST_ADDRESS || isMark(value));
}

function isMark(value: Uint8Array): boolean {
  return value.length === TOO_LARGE_MARK.length && value.every((byte, i) => byte === TOO_LARGE_MARK[i]);
}

/** Key columns and numeric columns are read without asking for their size, so a long text may have come whole. */
function wholeOrPreview(text: string, encoding: TextEncoding): string | CellPreview {
  const bytes = encodeText(text, encoding).length;
  if (bytes <= LARGEST_WHOLE_CELL) return text;
  return { storage: "text", head: text.slice(0, PREVIEW_HEAD), bytes };
}

function blobPreview(bytes: Uint8Array): CellPreview {
  // A copy: a view would take the whole buffer along when it crosses the port.
  return { storage: "blob", head: new Uint8Array(bytes.subarray(0, PREVIEW_HEAD)), bytes: bytes.length };
}
