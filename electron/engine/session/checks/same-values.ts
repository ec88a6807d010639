/** Values as texts that are the same where SQLite calls the values the same. */
import { bytesToHex } from "../../../../src-shared/model/cell-json.ts";
import type { Scalar } from "../../../../src-shared/model/cell.ts";
import { foldName } from "../../schema/same-name.ts";

/** A longer value is not remembered: that two are the same is told by the commit. */
const LONGEST = 4096;

/** null: one of them is NULL (then none is the same), or too long. Values as they are stored, so 1 and '1' differ. */
export function sameText(values: readonly Scalar[], collations: readonly string[]): string | null {
  const parts: string[] = [];
  for (const [i, value] of values.entries()) {
    const part = partText(value, collations[i] ?? "BINARY");
    if (part === null) return null;
    parts.push(part);
  }
  return JSON.stringify(parts);
}

function partText(value: Scalar, collation: string): string | null {
  if (value === null) return null;
  if (typeof value === "bigint") return `n${value}`;
  // 5 and 5.0 are the same; a whole number is exact as a bigint.
  if (typeof value === "number") return Number.isInteger(value) ? `n${BigInt(value)}` : `n${value}`;
  if (value.length > LONGEST) return null;
  if (typeof value !== "string") return `b${bytesToHex(value)}`;
  if (collation === "NOCASE") return `t${foldName(value)}`;
  return `t${collation === "RTRIM" ? value.replace(/ +$/, "") : value}`;
}
