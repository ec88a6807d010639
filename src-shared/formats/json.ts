/**
 * Results as JSON. `json`: an array of objects for each result; `ndjson`: an object a line. Nothing is lost: what JSON
 * readers would change (integers beyond 2^53, BLOBs, infinities) is an object with one `$…` key.
 */
import type { Scalar } from "../model/cell.ts";
import { bytesToHex } from "../model/cell-json.ts";
import { realText } from "../model/cell-text.ts";
import type { ResultFormat } from "./format.ts";

/** A value as JSON text. */
export function jsonValue(value: Scalar): string {
  if (value === null) return "null";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") {
    const safe = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
    return safe ? value.toString() : `{"$integer":"${value}"}`;
  }
  if (typeof value === "number") return Number.isFinite(value) ? realText(value) : `{"$real":"${value}"}`;
  return `{"$blob":"${bytesToHex(value)}"}`;
}

/** Keys of an object must differ: a name that comes again gets _2, _3 … */
export function distinctNames(names: readonly string[]): string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    let distinct = name;
    for (let n = 2; seen.has(distinct) || (distinct !== name && taken.has(distinct)); n++) distinct = `${name}_${n}`;
    seen.add(distinct);
    return distinct;
  });
}

/** Rows as objects, written by hand: a key `__proto__` would get lost in a JavaScript object. */
class JsonObjects {
  #keys: string[] = [];

  use(columns: readonly string[]): void {
    this.#keys = distinctNames(columns).map((name) => JSON.stringify(name));
  }

  text(values: readonly Scalar[]): string {
    return `{${values.map((value, i) => `${this.#keys[i]}:${jsonValue(value)}`).join(",")}}`;
  }
}

export function json(): ResultFormat {
  const objects = new JsonObjects();
  let rows = 0;
  return {
    begin(columns) {
      objects.use(columns);
      rows = 0;
      return "[";
    },
    row: (values) => `${rows++ === 0 ? "\n" : ",\n"}${objects.text(values)}`,
    end: () => (rows === 0 ? "]\n" : "\n]\n"),
  };
}

export function ndjson(): ResultFormat {
  const objects = new JsonObjects();
  return {
    begin(columns) {
      objects.use(columns);
      return "";
    },
    row: (values) => `${objects.text(values)}\n`,
    end: () => "",
  };
}
