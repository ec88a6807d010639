/** Large values of a result cross the port as previews (decision D6); the whole value stays with the result. */
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";

/** A value above this many bytes crosses as a preview. */
export const LARGEST_WHOLE_VALUE = 64 * 1024;
/** UTF-16 units or bytes of a preview's head. */
const HEAD = 1024;

/** A cell for the port: the value itself, or its head and length. */
export function previewCell(value: Scalar): Cell {
  if (typeof value === "string") {
    // A UTF-16 unit takes at most three bytes of UTF-8: only long texts need to be measured.
    if (value.length <= LARGEST_WHOLE_VALUE / 3) return value;
    const bytes = Buffer.byteLength(value);
    return bytes <= LARGEST_WHOLE_VALUE ? value : { storage: "text", head: headOf(value), bytes };
  }
  if (value instanceof Uint8Array && value.length > LARGEST_WHOLE_VALUE) {
    // A copy: a view would cross the port with the whole memory behind it.
    return { storage: "blob", head: new Uint8Array(value.subarray(0, HEAD)), bytes: value.length };
  }
  return value;
}

/** The beginning of a text, not cut inside a character. */
function headOf(text: string): string {
  const head = text.slice(0, HEAD);
  const last = head.charCodeAt(head.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? head.slice(0, -1) : head;
}

/** About how many bytes a value takes in memory. */
export function weightOf(value: Scalar): number {
  if (typeof value === "string") return 24 + 2 * value.length;
  if (value instanceof Uint8Array) return 96 + value.length;
  return 16;
}
