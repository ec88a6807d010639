/** Which rows and columns of a grid are written to a file. Pure. */
import { AppError } from "../../src-shared/errors/app-error.ts";
import type { RowSpans } from "../../src-shared/model/export.ts";
import type { RowSource } from "../../src-shared/model/rows.ts";
import type { Table } from "../../src-shared/model/schema.ts";
import type { CellRange } from "../ui/data-grid/grid-source.ts";
import type { PageCache } from "./page-cache.ts";
import { cellCountOf, rowSpans } from "./edits/row-edits.ts";
import type { TableRows } from "./table-rows.ts";

/** What the engine writes. */
export interface ExportedRows {
  readonly source: RowSource;
  readonly spans: RowSpans;
  /** In this order, under these titles. */
  readonly columns: readonly { readonly name: string; readonly title: string }[];
  /** How many rows; null while that is not known. */
  readonly count: number | null;
}

interface Shown {
  readonly rows: TableRows;
  readonly cache: PageCache;
}

const columnsFrom = ({ rows }: Shown, wanted: (place: number) => boolean): ExportedRows["columns"] =>
  rows.columns.flatMap(({ name }, place) =>
    wanted(place) ? [{ name, title: rows.options.titles?.get(name) ?? name }] : [],
  );

/** All rows in the order and with the filter and the columns that are shown. */
export function allRows(shown: Shown): ExportedRows {
  const { total, source } = shown.cache;
  const count = total.quality === "exact" ? total.rows : null;
  return { source, spans: null, columns: columnsFrom(shown, () => true), count };
}

/** All rows and columns of a table or view as they are stored. */
export function rowsOfTable({ schema, name, columns }: Table): ExportedRows {
  return {
    source: { table: { schema, name }, order: [], filter: [] },
    spans: null,
    columns: columns
      .filter(({ kind }) => kind !== "hidden")
      .map((column) => ({ name: column.name, title: column.name })),
    count: null,
  };
}

/**
 * The rows and columns that the selection touches; null where that is one cell, all of it, or no row that the file has. Rows that are only
 * staged are in no file yet.
 */
export function selectedRowsOf(shown: Shown, ranges: readonly CellRange[]): ExportedRows | null {
  const { rows, cache } = shown;
  if (cellCountOf(ranges) <= 1) return null;
  const spans = rowSpans(ranges)
    .filter(([first]) => first < rows.fileRows)
    .map(([first, last]): [number, number] => [first, Math.min(last, rows.fileRows - 1)]);
  const columns = columnsFrom(shown, (place) =>
    ranges.some((range) => range.firstColumn <= place && place <= range.lastColumn),
  );
  const count = spans.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  if (count === 0 || (count === rows.fileRows && columns.length === rows.columns.length)) return null;
  return { source: cache.source, spans, columns, count };
}

/** Throws an AppError when it is not known which rows stand at these places. */
export function assertPlaced({ cache }: Shown, { spans }: ExportedRows): void {
  const ends = (spans ?? []).flat();
  if (!ends.some((row) => cache.row(row)?.estimated)) return;
  throw new AppError({
    code: "value.refused",
    message: "It is not known yet which rows these are: their order is still being built.",
    next: "Wait until it is there (the line above the rows says how far it is), then export them.",
  });
}
