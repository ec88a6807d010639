/**
 * A table for a terminal. Widths are chosen by the first rows, so a later, longer value is shown whole and moves its line
 * only; a very long one is cut with an ellipsis (the other formats never cut).
 */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { plainText } from "../../../src-shared/model/cell-text.ts";
import { numericColumns, type ResultFormat } from "../../../src-shared/formats/format.ts";
import { displayWidth, fitWidth, visibleText } from "../../../src-shared/formats/visible-text.ts";

/** Columns of the terminal one value may take. */
const WIDEST = 120;
/** Bytes of a BLOB that are shown. */
const BLOB_BYTES = 16;

function shown(value: Scalar): string {
  if (value instanceof Uint8Array && value.length > BLOB_BYTES) {
    return `${plainText(value.subarray(0, BLOB_BYTES), "").slice(0, -1)}…' (${value.length} bytes)`;
  }
  const text = plainText(value, "NULL");
  // Cut roughly first: measuring a text of megabytes to show its beginning would take seconds.
  return fitWidth(visibleText(text.length > 4 * WIDEST ? `${text.slice(0, 4 * WIDEST)}…` : text), WIDEST);
}

export function table(): ResultFormat {
  let widths: number[] = [];
  let numeric: boolean[] = [];
  const line = (cells: readonly string[]) => {
    const padded = cells.map((text, i) => {
      const space = " ".repeat(Math.max(0, (widths[i] ?? 0) - displayWidth(text)));
      return numeric[i] === true ? space + text : text + space;
    });
    return `${padded.join("  ").trimEnd()}\n`;
  };
  return {
    begin(columns, sample, first) {
      const head = columns.map((name) => fitWidth(visibleText(name), WIDEST));
      const cells = sample.map((row) => row.map(shown));
      widths = head.map((name, i) => Math.max(displayWidth(name), ...cells.map((row) => displayWidth(row[i] ?? ""))));
      numeric = numericColumns(columns.length, sample);
      return (first ? "" : "\n") + line(head) + line(widths.map((width) => "─".repeat(Math.max(1, width))));
    },
    row: (values) => line(values.map(shown)),
    end: () => "",
  };
}
