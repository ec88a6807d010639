/** A table of GitHub Flavored Markdown. Source: https://github.github.com/gfm/#tables-extension- */
import type { Scalar } from "../model/cell.ts";
import { plainText } from "../model/cell-text.ts";
import { numericColumns, type ResultFormat } from "./format.ts";
import { visibleText } from "./visible-text.ts";

function cell(text: string): string {
  const escaped = text
    .replace(/[\\|`*~<&[\]]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&")
    .replace(/\r\n|\r|\n/g, "<br>");
  return visibleText(escaped);
}

const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;

export const markdown: ResultFormat = {
  begin(columns, sample, first) {
    const rule = numericColumns(columns.length, sample).map((numeric) => (numeric ? "---:" : "---"));
    return (first ? "" : "\n") + line(columns.map(cell)) + line(rule);
  },
  row: (values: readonly Scalar[]) => line(values.map((value) => cell(plainText(value, "NULL")))),
  end: () => "",
};
