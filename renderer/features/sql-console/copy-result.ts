/** Cells of a result as tab-separated text, as spreadsheets paste it. */
import type { Cell } from "../../../src-shared/model/cell.ts";
import type { CellRange } from "../../ui/data-grid/grid-source.ts";
import { resultText, type ResultSource } from "./result-source.ts";

/** Cells copied at most: what a clipboard and its taker can hold. */
export const MOST_COPIED = 2_000_000;
const AT_ONCE = 2000;

interface CopyOptions {
  readonly source: Pick<ResultSource, "columns">;
  readonly ranges: readonly CellRange[];
  readonly headers: boolean;
  readonly read: (offset: number, limit: number) => Promise<Cell[][]>;
}

/** A value with a tab, a line end or a quote in it is quoted as in CSV, so that it comes back as one cell. */
function field(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The text of the ranges, one below the other. Rows are read for it; the columns are those of each range. */
export async function copyResult({ source, ranges, headers, read }: CopyOptions): Promise<string> {
  const lines: string[] = [];
  let left = MOST_COPIED;
  for (const { firstRow, lastRow, firstColumn, lastColumn } of ranges) {
    const width = lastColumn - firstColumn + 1;
    if (headers) {
      lines.push(
        source.columns
          .slice(firstColumn, lastColumn + 1)
          .map((c) => field(c.name))
          .join("\t"),
      );
    }
    const end = Math.min(lastRow, firstRow + Math.floor(left / width) - 1);
    for (let row = firstRow; row <= end; row += AT_ONCE) {
      const rows = await read(row, Math.min(AT_ONCE, end - row + 1));
      for (const cells of rows)
        lines.push(
          cells
            .slice(firstColumn, lastColumn + 1)
            .map((c) => field(resultText(c)))
            .join("\t"),
        );
    }
    left -= width * (end - firstRow + 1);
  }
  return lines.join("\n");
}
