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
  return `x'${bytesToHex(value)}'`;
}

/** Without point or exponent it would be an INTEGER; an exponent out of range is infinity; NaN is NULL to SQLite. */
export function realLiteral(value: number): string {
  if (Number.isNaN(value)) return "NULL";
  if (!Number.isFinite(value)) return value > 0 ? "9e999" : "-9e999";
  const text = Object.is(value, -0) ? "-0.0" : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/**
 * A NUL character would end the SQL text (SQLite reads a C string), so it is written as char(0); and a carriage return as
 * char(13), because editors and terminals make a line feed of it.
 */
function textLiteral(value: string): string {
  if (!/[\0\r]/.test(value)) return quoted(value);
  const parts = value.split(/([\0\r]+)/).filter((part) => part !== "");
  return `(${parts.map((part) => (/^[\0\r]/.test(part) ? charCall(part) : quoted(part))).join(" || ")})`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const charCall = (text: string): string => `char(${Array.from(text, (sign) => sign.charCodeAt(0)).join(", ")})`;
