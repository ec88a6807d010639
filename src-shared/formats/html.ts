/** A table, for reading, printing and pasting. No value can be more than text in it. */
import type { Scalar } from "../model/cell.ts";
import { plainText } from "../model/cell-text.ts";
import { numericColumns, type ResultFormat } from "./format.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

const STYLE =
  "body{font:13px system-ui,sans-serif;margin:1em}table{border-collapse:collapse}th,td{border:1px solid #ccc;padding:2px 8px;text-align:left;white-space:pre-wrap;vertical-align:top}th{background:#f3f4f6}.n{text-align:right;font-variant-numeric:tabular-nums}.null{color:#777;font-style:italic}";

/** The table alone, to be pasted; in a page with this title, to be opened. */
export function html(title: string | null): ResultFormat {
  const [before, after] = title === null ? ["", ""] : [pageHead(title), "</body>\n</html>\n"];
  let numeric: boolean[] = [];
  const cell = (value: Scalar, i: number): string => {
    if (value === null) return '<td class="null">NULL</td>';
    return `<td${numeric[i] ? ' class="n"' : ""}>${escaped(plainText(value, ""))}</td>`;
  };
  return {
    begin(columns, sample) {
      numeric = numericColumns(columns.length, sample);
      const head = columns.map((name, i) => `<th${numeric[i] ? ' class="n"' : ""}>${escaped(name)}</th>`).join("");
      return `${before}<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n`;
    },
    row: (values) => `<tr>${values.map(cell).join("")}</tr>\n`,
    end: () => `</tbody>\n</table>\n${after}`,
  };
}

const pageHead = (title: string): string =>
  `<!doctype html>\n<html>\n<head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head>\n<body>\n`;
