/** A value in another storage class, as a person means it who chooses the class. Pure. */
import { isPreview, type Cell, type Scalar, type StorageClass } from "../../src-shared/model/cell.ts";
import { editText } from "../../src-shared/model/cell-text.ts";
import { type Affinity, storedText } from "./typed-value.ts";

/**
 * What CAST gives (https://www.sqlite.org/lang_expr.html#castexpr), but nothing is cut off: undefined where a text is no
 * such number, a real no whole number, or bytes are no text.
 */
export function convertValue(cell: Cell | undefined, to: StorageClass): Scalar | undefined {
  if (to === "null") return null;
  if (cell !== undefined && cell !== null && isPreview(cell)) return undefined;
  const value = cell ?? null;
  if (to === "blob") return value instanceof Uint8Array ? value : new TextEncoder().encode(editText(value) ?? "");
  const text = value instanceof Uint8Array ? textOf(value) : editText(value);
  if (text === null) return undefined;
  if (to === "text") return text;
  const number = text.trim() === "" ? 0n : storedText(text, "numeric");
  if (typeof number !== "bigint" && typeof number !== "number") return undefined;
  if (to === "real") return Number(number);
  return typeof number === "bigint" ? number : undefined;
}

/** What a column would make of this value when it is stored: its affinity may change the class again. */
export function storedAs(value: Scalar, affinity: Affinity): Scalar {
  if (typeof value === "string") return storedText(value, affinity);
  if (affinity === "text" && (typeof value === "bigint" || typeof value === "number")) return editText(value);
  if (affinity === "real" && typeof value === "bigint") return Number(value);
  if ((affinity === "integer" || affinity === "numeric") && typeof value === "number") {
    return storedText(String(value), affinity);
  }
  return value;
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
