/** A cell in three columns of the journal: form, value or beginning, length. */
import { type Cell, isPreview, type Scalar } from "../../../../src-shared/model/cell.ts";

export type CellColumns = [form: Scalar, value: Scalar, bytes: Scalar];

/** Forms: NULL absent, `whole`, `text`/`blob` a preview, `damaged` a preview of TEXT that is no valid text. */
export function toCellColumns(cell: Cell | undefined): CellColumns {
  if (cell === undefined) return [null, null, null];
  if (!isPreview(cell)) return ["whole", cell, null];
  return [cell.damaged ? "damaged" : cell.storage, cell.head, BigInt(cell.bytes)];
}

/** The cell that `toCellColumns` took apart. */
export function fromCellColumns([form, value, bytes]: readonly Scalar[]): Cell | undefined {
  if (form === null || form === undefined) return undefined;
  if (form === "whole") return value ?? null;
  const head = (value ?? "") as string | Uint8Array;
  const preview = { storage: form === "blob" ? ("blob" as const) : ("text" as const), head, bytes: Number(bytes) };
  return form === "damaged" ? { ...preview, damaged: true } : preview;
}
