/**
 * Cells as JSON text that keeps class and value, for what is written to disk or shown to scripts:
 * `null`, `{"integer":"12"}`, `{"real":"1.5"}`, `{"text":"…"}`, `{"blob":"<hex>"}`.
 */
import type { Scalar } from "./cell.ts";

/** A scalar in a form JSON can carry without loss. */
export type TaggedScalar = null | { integer: string } | { real: string } | { text: string } | { blob: string };

/** Scalar → tagged JSON value. */
export function toTagged(value: Scalar): TaggedScalar {
  if (value === null) return null;
  if (typeof value === "bigint") return { integer: value.toString() };
  if (typeof value === "number") return { real: Object.is(value, -0) ? "-0" : String(value) };
  if (typeof value === "string") return { text: value };
  return { blob: bytesToHex(value) };
}

/** Tagged JSON value → scalar. Throws a TypeError for anything that `toTagged` does not make. */
export function fromTagged(tagged: unknown): Scalar {
  if (tagged === null) return null;
  const t = tagged as Record<string, unknown>;
  if (typeof t.integer === "string") return BigInt(t.integer);
  if (typeof t.real === "string") return Number(t.real);
  if (typeof t.text === "string") return t.text;
  if (typeof t.blob === "string") return hexToBytes(t.blob);
  throw new TypeError("Not a tagged SQLite value");
}

/** Bytes as lower-case hexadecimal digits. */
export function bytesToHex(bytes: Uint8Array): string {
  let hex = "";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return hex;
}

/** Hexadecimal digits → bytes. Throws a TypeError when the text is not pairs of hexadecimal digits. */
export function hexToBytes(hex: string): Uint8Array {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) throw new TypeError("Not hexadecimal digits");
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
