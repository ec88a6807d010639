/** Bytes as text that can be edited: pairs of hexadecimal digits, sixteen bytes a line. */
import { bytesToHex, hexToBytes } from "../../src-shared/model/cell-json.ts";

/** Larger values are looked at, not typed: bytes. */
export const largestEdited = 64 * 1024;

export function writeHex(bytes: Uint8Array, width = 8): string {
  const pairs = bytesToHex(bytes).toLowerCase().match(/../g) ?? [];
  const lines: string[] = [];
  for (let at = 0; at < pairs.length; at += width) lines.push(pairs.slice(at, at + width).join(" "));
  return lines.join("\n");
}

/** The bytes of such a text; a sentence when it is none. Blanks count for nothing, `0x` and commas neither. */
export function readHex(text: string): Uint8Array | string {
  const digits = text.replace(/0x|[\s,]/gi, "");
  const wrong = /[^0-9a-f]/i.exec(digits)?.[0];
  if (wrong !== undefined) return `“${wrong}” is no hexadecimal digit.`;
  if (digits.length % 2 !== 0) return "There is half a byte: the number of digits is odd.";
  return hexToBytes(digits);
}
