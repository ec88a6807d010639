/** What the writers of code share: strings of JavaScript, lines, and what is known of the tables. */
import type { Expr } from "../../../../src-shared/model/query.ts";
import type { Table } from "../../../../src-shared/model/schema.ts";

/** What the code is written with. */
export interface Naming {
  /** The table of this name, or undefined. */
  table(schema: string, name: string): Table | undefined;
  /** What the class of a table is called. */
  className(schema: string, name: string): string;
}

/**
 * May an integer that is compared with it be a JavaScript number, which is bound as REAL? Only columns and casts have an
 * affinity that would make a text of it, `5.0`. Source: https://www.sqlite.org/datatype3.html §4.2
 */
export function takesNumbers(left: Expr | null, isNumeric: (source: string, column: string) => boolean): boolean {
  if (left?.kind === "column") return left.source !== "" && isNumeric(left.source, left.column);
  return left?.kind === "call" || left?.kind === "binary";
}

/** A JavaScript string in single quotes. */
export function jsString(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}

/** Text as it stands in a template literal. */
export function inTemplate(text: string): string {
  return text.replace(/[\\`]|\$(?=\{)/g, "\\$&");
}

/** Every line but the first moved to the right. */
export function indented(text: string, by = 2): string {
  return text.replaceAll("\n", `\n${" ".repeat(by)}`);
}

const LONGEST_LINE = 80;

/** `(a, b)`, or one a line when that is too long. Brackets as given. */
export function listed(items: readonly string[], [open, close]: readonly [string, string]): string {
  const line = `${open}${items.join(", ")}${close}`;
  if (line.length <= LONGEST_LINE && !line.includes("\n")) return line;
  return `${open.trimEnd()}\n${items.map((item) => `  ${indented(item)},`).join("\n")}\n${close.trimStart()}`;
}
/** Letters, digits and underscores in which each word but the first begins with a capital: `playlistTrack`. */
export function camelCase(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  const joined = words
    .map((word, at) => (at === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()))
    .join("");
  return joined === "" ? "_" : /^\d/.test(joined) ? `_${joined}` : joined;
}
