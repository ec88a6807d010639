/**
 * JSON as a tree over its own text: every node knows where it stands, and a change replaces just that piece. So numbers,
 * blanks, repeated names and the order of names stay as they are stored. Pure.
 */
import { jsonError } from "./pretty-json.ts";

export interface JsonNode {
  readonly kind: "object" | "array" | "scalar";
  /** Where it stands in the text; `end` is behind it. */
  readonly start: number;
  readonly end: number;
  /** Of an object or array. */
  readonly entries: readonly JsonEntry[];
}

export interface JsonEntry {
  /** The name in an object, decoded; null in an array. */
  readonly name: string | null;
  /** Where the entry begins: at its name, or at its value in an array. */
  readonly start: number;
  readonly node: JsonNode;
}

/** Deeper ones are read as text: nobody unfolds them, and they could exhaust the stack. */
const deepest = 500;

const string = /"(?:[^"\\]|\\.)*"/y;
const bare = /[^\s[\]{}:,"]+/y;
const blanks = /\s*/y;

/** The tree of a text; null when it is no JSON, or nested too deep. */
export function jsonTree(text: string): JsonNode | null {
  if (jsonError(text) !== null) return null;
  let at = 0;
  const skip = (): void => {
    blanks.lastIndex = at;
    blanks.exec(text);
    at = blanks.lastIndex;
  };
  const token = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? "";
    at += found.length;
    return found;
  };
  const read = (depth: number): JsonNode => {
    if (depth > deepest) throw new RangeError("nested too deep");
    const start = at;
    const open = text[at];
    if (open !== "{" && open !== "[") {
      token(open === '"' ? string : bare);
      return { kind: "scalar", start, end: at, entries: [] };
    }
    at++;
    const entries: JsonEntry[] = [];
    for (skip(); text[at] !== "}" && text[at] !== "]"; skip()) {
      const begin = at;
      let name: string | null = null;
      if (open === "{") {
        name = JSON.parse(token(string)) as string;
        skip();
        at++;
        skip();
      }
      entries.push({ name, start: begin, node: read(depth + 1) });
      skip();
      if (text[at] === ",") at++;
    }
    at++;
    return { kind: open === "{" ? "object" : "array", start, end: at, entries };
  };
  try {
    skip();
    return read(0);
  } catch (thrown) {
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

/** The value of a scalar as it is written. */
export function writtenValue(text: string, node: JsonNode): string {
  return text.slice(node.start, node.end);
}

/**
 * What was typed as the JSON it means: JSON stays as it is, anything else is a text. `wasText`: the value before was a
 * text, so that `5` typed over it is a text, too; its quotes are not typed.
 */
export function typedJson(typed: string, wasText: boolean): string {
  return !wasText && jsonError(typed) === null && typed.trim() !== "" ? typed.trim() : JSON.stringify(typed);
}

/** What an editor of a scalar begins with: a text without its quotes. */
export function editedText(text: string, node: JsonNode): { text: string; isText: boolean } {
  const written = writtenValue(text, node);
  return written.startsWith('"')
    ? { text: JSON.parse(written) as string, isText: true }
    : { text: written, isText: false };
}

/** The text with another value in a node's place. */
export function withNode(text: string, node: JsonNode, value: string): string {
  return text.slice(0, node.start) + value + text.slice(node.end);
}

/** The text with an entry called otherwise. */
export function withName(text: string, entry: JsonEntry, name: string): string {
  string.lastIndex = entry.start;
  const before = string.exec(text)?.[0] ?? "";
  return text.slice(0, entry.start) + JSON.stringify(name) + text.slice(entry.start + before.length);
}

/** The text without an entry, its comma, and the blanks that belonged to it. */
export function withoutEntry(text: string, parent: JsonNode, index: number): string {
  const entry = parent.entries[index];
  if (!entry) return text;
  const next = parent.entries[index + 1];
  if (next) return text.slice(0, entry.start) + text.slice(next.start);
  const before = parent.entries[index - 1];
  if (before) return text.slice(0, before.node.end) + text.slice(entry.node.end);
  // The only one: nothing is left between the brackets.
  return `${text.slice(0, parent.start + 1)}${text.slice(parent.end - 1)}`;
}

/** The text with a new last entry, set off as the one before it is. `name`: of an object's. */
export function withEntry(text: string, parent: JsonNode, name: string | null, value: string): string {
  const last = parent.entries.at(-1);
  const entry = name === null ? value : `${JSON.stringify(name)}:${colonBlank(text, parent)}${value}`;
  if (!last) return `${text.slice(0, parent.start + 1)}${entry}${text.slice(parent.end - 1)}`;
  const before = parent.entries.at(-2);
  const gap = before ? text.slice(before.node.end, last.start) : `,${text.slice(parent.start + 1, last.start)}`;
  return text.slice(0, last.node.end) + gap + entry + text.slice(last.node.end);
}

/** What stands between a colon and a value in this object. */
function colonBlank(text: string, parent: JsonNode): string {
  const last = parent.entries.at(-1);
  if (!last) return "";
  return /:(\s*)$/.exec(text.slice(last.start, last.node.start))?.[1] ?? "";
}

/** A name that an object has not yet. */
export function freeName(parent: JsonNode): string {
  const taken = new Set(parent.entries.map((entry) => entry.name));
  for (let number = 1; ; number++) {
    const name = number === 1 ? "new" : `new ${number}`;
    if (!taken.has(name)) return name;
  }
}
