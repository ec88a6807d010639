/** SQLite literals, for SQL that is read and copied; what runs binds its values. */
import { bytesToHex } from "../../../src-shared/model/cell-json.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";

/** A literal that SQLite reads as exactly this value. */
export function literal(value: Scalar): string {
  if (value === null) return "NULL";
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return realLiteral(value);
  if (typeof value === "string") return textLiteral(value);
  return `x'${bytesToHex(value)}'`;
}

/** A literal without point or exponent would be an INTEGER; too large an exponent is infinity. */
function realLiteral(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "9e999";
  if (value === Number.NEGATIVE_INFINITY) return "-9e999";
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** A NUL would end the SQL text there (SQLite reads it as a C string), so it is written as char(0). */
function textLiteral(value: string): string {
  const quoted = value.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`);
  return quoted.length === 1 ? (quoted[0] as string) : `(${quoted.join(" || char(0) || ")})`;
}
