/** Words and values of Python. */
import type { Literal } from "../../../../src-shared/model/query.ts";
import { isPythonName } from "../../../../src-shared/model/words.ts";

/** A string literal. */
export function pythonString(text: string): string {
  // JSON's escapes are Python's too, but for pairs of surrogates, which JSON.stringify leaves as characters.
  const inner = JSON.stringify(text).slice(1, -1);
  return text.includes('"') && !text.includes("'") ? `'${inner.replaceAll('\\"', '"')}'` : `"${inner}"`;
}

/** A value; integers and reals are other types, as in SQLite. */
export function pythonValue(literal: Literal): string {
  switch (literal.storage) {
    case "null":
      return "None";
    case "integer":
      return String(BigInt(literal.text));
    case "real": {
      const value = Number(literal.text);
      if (!Number.isFinite(value)) return `float("${value > 0 ? "inf" : "-inf"}")`;
      return Number.isInteger(value) && !/e/.test(String(value)) ? `${value}.0` : String(value);
    }
    case "text":
      return pythonString(literal.text);
    case "blob":
      return `bytes.fromhex("${literal.text}")`;
  }
}

/** A name for a variable, in the way of Python: `playlist_track`. */
export function pythonVariable(text: string): string {
  const snake = text
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^\p{L}\p{N}_]+/gu, "_")
    .toLowerCase();
  const name = /^[\p{L}_]/u.test(snake) ? snake : `_${snake}`;
  return isPythonName(name) ? name : `${name}_`;
}
