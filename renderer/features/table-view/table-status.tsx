/** What a table view says in the status bar: how many rows, what is selected. */
import type { ReactNode } from "react";
import type { RowTotal } from "../../../src-shared/model/rows.ts";
import type { CellRange, GridSelection } from "../../ui/data-grid/grid-source.ts";
import { formatCount, plural } from "../../ui/format.ts";
import { StatusItems } from "../../ui/status-items.tsx";
import { realText } from "../../../src-shared/model/cell-text.ts";
import { cellCountOf, rowCountOf } from "./row-edits.ts";
import type { TableRows } from "./table-rows.ts";

/** More selected cells than these are not added up. */
const mostSummed = 5000;

interface TableStatusProps {
  readonly rows: TableRows;
  readonly total: RowTotal;
  readonly loaded: boolean;
  readonly filtered: boolean;
  readonly selection: GridSelection;
}

export function TableStatus({ rows, total, loaded, filtered, selection }: TableStatusProps): ReactNode {
  const cells = cellCountOf(selection.ranges);
  const whole = selection.ranges.length > 0 && selection.ranges.every((range) => range.wholeRows);
  // A sum over whole rows would add keys to years.
  const sum = !whole && cells > 1 && cells <= mostSummed ? sumOf(rows, selection.ranges) : null;
  return (
    <StatusItems>
      <span data-testid="row-total" data-quality={total.quality}>
        {loaded ? totalWords(total, filtered) : "counting…"}
      </span>
      {cells > 1 && (
        <span data-testid="selection-words">
          {whole ? plural(rowCountOf(selection.ranges), "row") : plural(cells, "cell")}
          {sum !== null && ` · Σ ${sum}`}
        </span>
      )}
    </StatusItems>
  );
}

/** `3,503 rows`, `≈ 9,999,000 rows`, `400+ rows`. */
export function totalWords({ rows, quality }: RowTotal, filtered: boolean): string {
  const words =
    quality === "exact"
      ? plural(rows, "row")
      : quality === "estimate"
        ? `≈ ${formatCount(rows)} rows`
        : `${formatCount(rows)}+ rows`;
  return filtered ? `${words} shown` : words;
}

/** The sum of the numbers among the loaded cells of the ranges; null when fewer than two are numbers. Integers add up exactly. */
export function sumOf(rows: Pick<TableRows, "value">, ranges: readonly CellRange[]): string | null {
  let integers = 0n;
  let reals = 0;
  let anyReal = false;
  let numbers = 0;
  for (const range of ranges) {
    for (let row = range.firstRow; row <= range.lastRow; row++) {
      for (let column = range.firstColumn; column <= range.lastColumn; column++) {
        const value = rows.value(row, column);
        if (typeof value === "bigint") integers += value;
        else if (typeof value === "number") {
          reals += value;
          anyReal = true;
        } else continue;
        numbers++;
      }
    }
  }
  if (numbers < 2) return null;
  if (!anyReal) return integers.toLocaleString("en-US");
  // Ten digits: sums of tenths would show what binary fractions leave behind.
  return realText(Number((reals + Number(integers)).toPrecision(12)));
}
