/** The lines of a JSON tree: what is unfolded, in the order of the screen. Pure. */
import { type JsonNode, writtenValue } from "./json-tree.ts";

export interface JsonRow {
  /** Places within their parents, from the root on. */
  readonly path: readonly number[];
  readonly key: string;
  readonly level: number;
  /** The name, or the place in an array; "" for the root. */
  readonly name: string;
  /** What stands before it can be edited: the name in an object. */
  readonly isNamed: boolean;
  readonly node: JsonNode;
  readonly parent: JsonNode | null;
  readonly open: boolean;
  /** Of how many entries this line stands for the rest; 0: it is an entry itself. */
  readonly more: number;
}

/** Entries shown of one node at first. */
export const fewEntries = 200;

export const pathKey = (path: readonly number[]): string => path.join("/");

/** The lines; `open` holds the keys of what is unfolded, `all` of those whose every entry is wanted. */
export function jsonRows(root: JsonNode, open: ReadonlySet<string>, all: ReadonlySet<string>): JsonRow[] {
  const rows: JsonRow[] = [];
  const add = (
    node: JsonNode,
    parent: JsonNode | null,
    path: readonly number[],
    name: string,
    isNamed: boolean,
  ): void => {
    const key = pathKey(path);
    const isOpen = node.kind !== "scalar" && open.has(key);
    rows.push({ path, key, level: path.length + 1, name, isNamed, node, parent, open: isOpen, more: 0 });
    if (!isOpen) return;
    const shown = all.has(key) ? node.entries : node.entries.slice(0, fewEntries);
    shown.forEach((entry, i) => add(entry.node, node, [...path, i], entry.name ?? String(i), entry.name !== null));
    const more = node.entries.length - shown.length;
    if (more === 0) return;
    rows.push({ ...baseOf(node), path, key: `${key}+`, level: path.length + 2, parent: node, more });
  };
  add(root, null, [], "", false);
  return rows;
}

function baseOf(node: JsonNode) {
  return { name: "", isNamed: false, node, open: false } as const;
}

/** What a line says of its value. */
export function valueWords(text: string, node: JsonNode): string {
  if (node.kind === "scalar") {
    const written = writtenValue(text, node);
    return written.length > 300 ? `${written.slice(0, 300)}…` : written;
  }
  const count = node.entries.length;
  const [open, close, one, many] =
    node.kind === "object" ? (["{", "}", "name", "names"] as const) : (["[", "]", "item", "items"] as const);
  return count === 0
    ? `${open}${close}`
    : `${open} ${count.toLocaleString("en-US")} ${count === 1 ? one : many} ${close}`;
}

/** The class of a scalar, for its colour. */
export function scalarKind(text: string, node: JsonNode): "string" | "number" | "word" {
  const first = text[node.start];
  if (first === '"') return "string";
  return first === "t" || first === "f" || first === "n" ? "word" : "number";
}
