/** The summary of the selected cells: at once for those in the page, by the engine for more. */
import { readableColumns } from "../../../src-shared/model/schema.ts";
import { useEffect, useMemo, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { Cell } from "../../../src-shared/model/cell.ts";
import type { CellRange as EngineRange, Summary } from "../../../src-shared/model/summary.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { CellRange } from "../../ui/data-grid/grid-source.ts";
import type { PageCache } from "../../rows/page-cache.ts";
import { cellCountOf } from "../../rows/edits/row-edits.ts";
import type { TableRows } from "../../rows/table-rows.ts";
import { summariseCells } from "../../rows/summarise-cells.ts";

/** So many are added up while one selects. */
const MOST_HERE = 10_000;
/** The engine adds up so many without being told to. */
const MOST_UNASKED = 200_000;
/** A selection that rests so long is meant, in milliseconds. */
const REST = 250;

export type SelectionSummary =
  | { readonly state: "none" }
  | { readonly state: "known"; readonly summary: Summary; readonly stored: boolean }
  | { readonly state: "asking"; readonly stop: () => void }
  | { readonly state: "failed"; readonly error: AppErrorData }
  /** So many that it is calculated only when it is wanted. */
  | { readonly state: "offered"; readonly calculate: () => void };

interface Setup {
  readonly client: EngineClient;
  readonly rows: TableRows;
  readonly cache: PageCache;
  readonly ranges: readonly CellRange[];
  /** Grows whenever the rows changed. */
  readonly version: number;
}

type Answer = { readonly ranges: readonly CellRange[]; readonly generation: number } & (
  | { readonly summary: Summary }
  | { readonly error: AppErrorData }
  | { readonly asking: AbortController }
);

export function useSelectionSummary({ client, rows, cache, ranges, version }: Setup): SelectionSummary {
  const count = cellCountOf(ranges);
  // Whole rows would add keys to years.
  const meant = count > 1 && !ranges.every((range) => range.wholeRows) && disjoint(ranges);
  const here = useMemo(
    () => (meant && count <= MOST_HERE ? summaryHere(rows, ranges) : null),
    // oxlint-disable-next-line react/exhaustive-deps -- the rows are one object that changes; `version` says when
    [meant, count, rows, ranges, version],
  );
  const { generation } = cache;
  const [answer, setAnswer] = useState<Answer | null>(null);
  const current = answer?.ranges === ranges && answer.generation === generation ? answer : null;
  const ask = (): void => {
    const asked = { ranges, generation };
    const asking = new AbortController();
    const question = { source: cache.source, ranges: engineRanges(rows, ranges) };
    setAnswer({ ...asked, asking });
    void client
      .ask("rows.aggregate", question, { signal: asking.signal })
      .then((summary) => ({ ...asked, summary }))
      .catch((thrown: unknown) => ({ ...asked, error: toAppErrorData(thrown) }))
      // An answer to an older selection says nothing about this one.
      .then((next) => setAnswer((now) => (now?.ranges === ranges && now.generation === generation ? next : now)));
  };
  // Another selection took its place, or the view is gone: nobody waits for it any more.
  const underWay = answer && "asking" in answer ? answer.asking : null;
  const wanted = current !== null;
  useEffect(() => {
    if (!underWay) return;
    if (!wanted) underWay.abort();
    return () => underWay.abort();
  }, [underWay, wanted]);
  const asksItself = meant && here === null && current === null && count <= MOST_UNASKED;
  useEffect(() => {
    if (!asksItself) return;
    const timer = setTimeout(ask, REST);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- `ask` is of this render, and belongs to these
  }, [asksItself, ranges, generation]);
  if (!meant) return { state: "none" };
  if (here) return { state: "known", summary: here, stored: false };
  if (current && "summary" in current) return { state: "known", summary: current.summary, stored: true };
  if (current && "error" in current) return { state: "failed", error: current.error };
  if (current) return { state: "asking", stop: () => current.asking.abort() };
  return asksItself ? { state: "none" } : { state: "offered", calculate: ask };
}

/** Null when some of the rows are not here. */
export function summaryHere(rows: Pick<TableRows, "at" | "value">, ranges: readonly CellRange[]): Summary | null {
  const cells: Cell[] = [];
  for (const range of ranges) {
    for (let row = range.firstRow; row <= range.lastRow; row++) {
      if (!rows.at(row)) return null;
      for (let column = range.firstColumn; column <= range.lastColumn; column++) {
        const value = rows.value(row, column);
        // What a new row leaves open has no value yet.
        if (value !== undefined) cells.push(value);
      }
    }
  }
  return summariseCells(cells);
}

function engineRanges(rows: TableRows, ranges: readonly CellRange[]): EngineRange[] {
  return ranges.flatMap((range) => {
    if (range.firstRow >= rows.fileRows) return [];
    const columns = readableColumns({
      columns: rows.shownColumns.slice(range.firstColumn, range.lastColumn + 1),
    }).map((column) => column.name);
    if (columns.length === 0) return [];
    const toEnd = range.lastRow >= rows.fileRows - 1;
    return [{ firstRow: range.firstRow, lastRow: toEnd ? null : range.lastRow, columns }];
  });
}

/** Cells in two ranges would count twice. */
function disjoint(ranges: readonly CellRange[]): boolean {
  return ranges.every((a, i) =>
    ranges.every(
      (b, j) =>
        j <= i ||
        a.lastRow < b.firstRow ||
        b.lastRow < a.firstRow ||
        a.lastColumn < b.firstColumn ||
        b.lastColumn < a.firstColumn,
    ),
  );
}
