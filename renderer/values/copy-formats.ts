/**
 * Copied cells as text for other programs: what a file of the same format holds (src-shared/formats), and the literals of two languages.
 * Integers stay exact in all of them.
 */
import type { Scalar } from "../../src-shared/model/cell.ts";
import { clipboardText } from "../../src-shared/model/cell-text.ts";
import { csvWith } from "../../src-shared/formats/csv.ts";
import { type ResultFormat, writeAll } from "../../src-shared/formats/format.ts";
import { html } from "../../src-shared/formats/html.ts";
import { inserts } from "../../src-shared/formats/inserts.ts";
import { distinctNames, jsonValue } from "../../src-shared/formats/json.ts";
import { markdown } from "../../src-shared/formats/markdown.ts";
import { writeTsv } from "./tsv.ts";
import { jsLiteral, jsName, pythonLiteral } from "./literals.ts";

/** What was copied. */
export interface CopiedCells {
  /** The table's name, for INSERT. */
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly Scalar[][];
}

/** As a file of this format, without a line end after the last line: what is pasted stands among other text. */
function asFile(format: ResultFormat, { columns, rows }: CopiedCells): string {
  return writeAll(format, columns, rows).replace(/\r?\n$/, "");
}

const csv = (header: boolean): ResultFormat =>
  csvWith({ separator: ",", header, byteOrderMark: false, harmless: false });

type Literal = (value: Scalar) => string;

/** A list of the values of one column, or of lists. */
function lists({ columns, rows }: CopiedCells, literal: Literal, [open, close]: readonly [string, string]): string {
  if (columns.length === 1) return `[${rows.map((row) => literal(row[0] ?? null)).join(", ")}]`;
  return `[\n${rows.map((row) => `  ${open}${row.map(literal).join(", ")}${close}`).join(",\n")}\n]`;
}

/** A list of mappings from the columns' names. */
function mappings({ columns, rows }: CopiedCells, literal: Literal, name: (column: string) => string): string {
  // A name that comes again would take the value of the first.
  const keys = distinctNames(columns);
  const item = (row: readonly Scalar[]): string =>
    `  {${keys.map((column, i) => `${name(column)}: ${literal(row[i] ?? null)}`).join(", ")}}`;
  return `[\n${rows.map(item).join(",\n")}\n]`;
}

const brackets = ["[", "]"] as const;

/** The formats by id, in the order of the menu. */
export const copyFormats = {
  headers: {
    title: "TSV with Headers",
    write: (cells: CopiedCells) => writeTsv([cells.columns, ...cells.rows.map((row) => row.map(clipboardText))]),
  },
  csv: { title: "CSV", write: (cells: CopiedCells) => asFile(csv(false), cells) },
  csvHeaders: { title: "CSV with Headers", write: (cells: CopiedCells) => asFile(csv(true), cells) },
  jsonObjects: { title: "JSON Objects", write: (cells: CopiedCells) => mappings(cells, jsonValue, JSON.stringify) },
  jsonArrays: { title: "JSON Arrays", write: (cells: CopiedCells) => lists(cells, jsonValue, brackets) },
  markdown: { title: "Markdown", write: (cells: CopiedCells) => asFile(markdown, cells) },
  html: { title: "HTML", write: (cells: CopiedCells) => asFile(html(null), cells) },
  insert: {
    title: "INSERT",
    write: (cells: CopiedCells) => asFile(inserts(cells.table, { transaction: false }), cells),
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
