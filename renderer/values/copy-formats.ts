/** Copied cells as text for other programs: one table of values, many spellings. Integers stay exact in all of them. */
import type { Scalar } from "../../src-shared/model/cell.ts";
import { clipboardText } from "../../src-shared/model/cell-text.ts";
import { writeInserts } from "./copy-insert.ts";
import { writeTsv } from "./tsv.ts";
import { jsLiteral, jsName, jsonLiteral, pythonLiteral } from "./literals.ts";

/** What was copied. */
export interface CopiedCells {
  /** The table's name, for INSERT. */
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Scalar[])[];
}

/** RFC 4180, with the line ends it asks for. NULL is nothing, an empty text is a quoted nothing. */
function csv({ columns, rows }: CopiedCells, headers: boolean): string {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const named = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) || text === "" ? quoted(text) : text);
  const field = (value: Scalar): string => (value === null ? "" : named(clipboardText(value)));
  const lines = rows.map((row) => row.map(field).join(","));
  return [...(headers ? [columns.map(named).join(",")] : []), ...lines].join("\r\n");
}

/** A GitHub table (https://github.github.com/gfm/#tables-extension-); numbers stand right. */
function markdown({ columns, rows }: CopiedCells): string {
  const cell = (text: string): string =>
    text
      .replace(/[\\|]/g, "\\$&")
      .replace(/[<&]/g, (c) => (c === "<" ? "&lt;" : "&amp;"))
      .replace(/\r\n?|\n/g, "<br>");
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const isNumber = (value: Scalar): boolean => typeof value === "bigint" || typeof value === "number";
  const rule = columns.map((_, i) =>
    rows.length > 0 && rows.every((row) => isNumber(row[i] ?? null)) ? "---:" : "---",
  );
  const body = rows.map((row) => line(row.map((value) => cell(value === null ? "NULL" : clipboardText(value)))));
  return [line(columns.map(cell)), line(rule), ...body].join("\n");
}

function html({ columns, rows }: CopiedCells): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => entities[c] ?? c);
  const line = (tag: string, cells: readonly string[]): string =>
    `<tr>${cells.map((text) => `<${tag}>${escaped(text)}</${tag}>`).join("")}</tr>`;
  const body = rows.map((row) => line("td", row.map(clipboardText)));
  return ["<table>", `<thead>${line("th", columns)}</thead>`, "<tbody>", ...body, "</tbody>", "</table>"].join("\n");
}

type Literal = (value: Scalar) => string;

/** A list of the values of one column, or of lists. */
function lists({ columns, rows }: CopiedCells, literal: Literal, [open, close]: readonly [string, string]): string {
  if (columns.length === 1) return `[${rows.map((row) => literal(row[0] ?? null)).join(", ")}]`;
  return `[\n${rows.map((row) => `  ${open}${row.map(literal).join(", ")}${close}`).join(",\n")}\n]`;
}

/** A list of mappings from the columns' names. */
function mappings({ columns, rows }: CopiedCells, literal: Literal, name: (column: string) => string): string {
  const item = (row: readonly Scalar[]): string =>
    `  {${columns.map((column, i) => `${name(column)}: ${literal(row[i] ?? null)}`).join(", ")}}`;
  return `[\n${rows.map(item).join(",\n")}\n]`;
}

const brackets = ["[", "]"] as const;

/** The formats by id, in the order of the menu. */
export const copyFormats = {
  headers: {
    title: "TSV with Headers",
    write: (cells: CopiedCells) => writeTsv([cells.columns, ...cells.rows.map((row) => row.map(clipboardText))]),
  },
  csv: { title: "CSV", write: (cells: CopiedCells) => csv(cells, false) },
  csvHeaders: { title: "CSV with Headers", write: (cells: CopiedCells) => csv(cells, true) },
  jsonObjects: { title: "JSON Objects", write: (cells: CopiedCells) => mappings(cells, jsonLiteral, jsonLiteral) },
  jsonArrays: { title: "JSON Arrays", write: (cells: CopiedCells) => lists(cells, jsonLiteral, brackets) },
  markdown: { title: "Markdown", write: markdown },
  html: { title: "HTML", write: html },
  insert: {
    title: "INSERT",
    write: ({ table, columns, rows }: CopiedCells) => writeInserts(table, columns, rows),
  },
  python: { title: "Python Tuples", write: (cells: CopiedCells) => lists(cells, pythonLiteral, ["(", ")"]) },
  pythonDicts: {
    title: "Python Dictionaries",
    write: (cells: CopiedCells) => mappings(cells, pythonLiteral, pythonLiteral),
  },
  jsArrays: { title: "JavaScript Arrays", write: (cells: CopiedCells) => lists(cells, jsLiteral, brackets) },
  jsObjects: { title: "JavaScript Objects", write: (cells: CopiedCells) => mappings(cells, jsLiteral, jsName) },
} as const satisfies Record<string, { title: string; write: (cells: CopiedCells) => string }>;

export type CopyFormat = keyof typeof copyFormats;
