/** Values for the bind parameters of a script, and how a person writes them. */
import * as v from "valibot";
import { hexToBytes } from "./cell-json.ts";
import { type Scalar, ScalarSchema, type StorageClass } from "./cell.ts";

export const ParameterSchema = v.object({
  /** Without `?`, `:`, `@` or `$` (see src-shared/sql/parameters.ts). */
  name: v.string(),
  value: ScalarSchema,
});
export type Parameter = v.InferOutput<typeof ParameterSchema>;

const INTEGER = /^[+-]?\d+$/;
const REAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const BLOB = /^[xX]'((?:[0-9a-fA-F]{2})*)'$/;
const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/** The value of a text that is meant to be of this class; a BLOB in hexadecimal. Throws a RangeError in a sentence. */
export function readParameter(storage: StorageClass, text: string): Scalar {
  const trimmed = text.trim();
  if (storage === "null") return null;
  if (storage === "text") return text;
  if (storage === "integer") {
    const value = INTEGER.test(trimmed) ? BigInt(trimmed.replace(/^\+/, "")) : null;
    if (value === null || value < LEAST || value > MOST) throw new RangeError("Not an integer of 64 bits.");
    return value;
  }
  if (storage === "real") {
    if (/^[+-]?inf(inity)?$/i.test(trimmed)) return trimmed.startsWith("-") ? -Infinity : Infinity;
    if (!REAL.test(trimmed)) throw new RangeError("Not a number.");
    return Number(trimmed);
  }
  const digits = (BLOB.exec(trimmed)?.[1] ?? trimmed).replaceAll(/\s/g, "");
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(digits)) throw new RangeError("Not pairs of hexadecimal digits.");
  return hexToBytes(digits);
}

/** The class that a text looks like, for when nobody said: `12`, `1.5`, `x'00ff'`, `NULL`, anything else is TEXT. */
export function looksLike(text: string): StorageClass {
  const trimmed = text.trim();
  if (INTEGER.test(trimmed)) {
    const value = BigInt(trimmed.replace(/^\+/, ""));
    return value >= LEAST && value <= MOST ? "integer" : "text";
  }
  if (REAL.test(trimmed)) return "real";
  if (BLOB.test(trimmed)) return "blob";
  return /^null$/i.test(trimmed) ? "null" : "text";
}

/** The value of a text without a class: a literal as SQLite reads it (also `'text'` in quotes), else the text itself. */
export function readLiteral(text: string): Scalar {
  const quoted = /^'((?:[^']|'')*)'$/s.exec(text)?.[1];
  if (quoted !== undefined) return quoted.replaceAll("''", "'");
  return readParameter(looksLike(text), text);
}
