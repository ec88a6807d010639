/** Values in SQL text, for reading and copying. What Joinery runs itself binds its values. */
import { bytesToHex } from "../model/cell-json.ts";
import type { Scalar } from "../model/cell.ts";

/**
 * A literal that SQLite reads back as the same value in the same storage class.
 * Source: https://www.sqlite.org/lang_expr.html#literal_values_constants_
 */
export function sqlLiteral(value: Scalar): string {
  if (value === null) return "NULL";
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return realLiteral(value);
  if (typeof value === "string") return textLiteral(value);
  return `X'${bytesToHex(value)}'`;
}

/** Without point or exponent it would be an INTEGER; an exponent out of range is infinity; NaN is NULL to SQLite. */
function realLiteral(value: number): string {
  if (Number.isNaN(value)) return "NULL";
  if (!Number.isFinite(value)) return value > 0 ? "9e999" : "-9e999";
  const text = Object.is(value, -0) ? "-0.0" : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** A NUL character would end the SQL text (SQLite reads a C string), so it is written as char(0). */
function textLiteral(value: string): string {
  const parts = value.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length > 1 ? `(${parts.join(" || char(0) || ")})` : parts.join("");
}
