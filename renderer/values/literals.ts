/** Single values as literals of other languages. None of them loses a digit of a 64-bit integer. */
import type { Scalar } from "../../src-shared/model/cell.ts";
import { bytesToHex } from "../../src-shared/model/cell-json.ts";
import { realText } from "../../src-shared/model/cell-text.ts";

const safe = (value: bigint): boolean =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER);

/** JavaScript: a number where it is exact, else a BigInt; NULL is null. */
export function jsLiteral(value: Scalar): string {
  if (typeof value === "bigint") return safe(value) ? value.toString() : `${value}n`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (value instanceof Uint8Array) return `new Uint8Array([${[...value].join(", ")}])`;
  return JSON.stringify(value);
}

/** The name of a property; `__proto__` would set the prototype. */
export function jsName(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** Python: a str, bytes, int, float or None. */
export function pythonLiteral(value: Scalar): string {
  if (value === null) return "None";
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") {
    if (Number.isFinite(value)) return realText(value);
    return value > 0 ? 'float("inf")' : 'float("-inf")';
  }
  if (typeof value === "string") return pythonText(value);
  return `bytes.fromhex("${bytesToHex(value)}")`;
}

/** JSON's escapes are Python's too, but not its pairs of surrogates: those are written as they are. */
function pythonText(text: string): string {
  const escapes: Record<string, string> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const inner = text
    // oxlint-disable-next-line no-control-regex -- they are what has to be escaped
    .replace(/[\\"\u0000-\u001f\u007f]/g, (c) => escapes[c] ?? `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`)
    .replace(/\p{Surrogate}/gu, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
  return `"${inner}"`;
}
