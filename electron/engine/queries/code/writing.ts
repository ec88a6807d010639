/** What the writers of code share: strings of JavaScript, lines, and what is known of the tables. */
import type { Table } from "../../../../src-shared/model/schema.ts";

/** What the code is written with. */
export interface Naming {
  /** The table of this name, or undefined. */
  table(schema: string, name: string): Table | undefined;
  /** What the class of a table is called. */
  className(schema: string, name: string): string;
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
  return `${open}\n${items.map((item) => `  ${indented(item)},`).join("\n")}\n${close}`;
}
