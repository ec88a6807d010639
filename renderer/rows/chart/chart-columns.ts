/** What the columns of rows are for a chart: numbers, points in time, or words; and the chart one begins with. Pure. */
import type { Cell } from "../../../src-shared/model/cell.ts";
import type { ChartDefinition } from "../../../src-shared/model/chart.ts";
import type { ColumnFormat } from "../../values/kept-formats.ts";
import { timeFormats, type TimeFormat, timeOf } from "../../values/time-of.ts";

/** A column as a chart takes it. */
export interface ChartColumn {
  readonly name: string;
  readonly title: string;
  /** How it is shown in the grid: a Unix time is a time in a chart too. */
  readonly format: ColumnFormat | null;
  /** It tells rows apart, and is nothing to be drawn by itself. */
  readonly isKey: boolean;
}

export type AxisKind = "value" | "time" | "category";

const timeFormatOf = ({ format }: Pick<ChartColumn, "format">): TimeFormat =>
  format !== null && format in timeFormats ? (format as TimeFormat) : "isoTime";

/** The number a cell is; null for what is none. */
export function numberOf(cell: Cell | undefined): number | null {
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : null;
  return typeof cell === "bigint" ? Number(cell) : null;
}

/** The point in time a cell is, in milliseconds since 1970; null for what is none. */
export function momentOf(cell: Cell | undefined, column: Pick<ChartColumn, "format">): number | null {
  if (typeof cell !== "string" && typeof cell !== "bigint" && typeof cell !== "number") return null;
  const time = timeOf(cell, timeFormatOf(column));
  return time !== null && Number.isFinite(time) ? time : null;
}

/** What most of the values are. A column without values is words: nothing can be said of it. */
export function kindOf(cells: readonly Cell[], column: Pick<ChartColumn, "format">): AxisKind {
  const values = cells.filter((cell) => cell !== null);
  const most = (test: (cell: Cell) => boolean) =>
    values.length > 0 && values.filter(test).length >= Math.max(1, values.length * 0.9);
  const isTime = column.format !== null && column.format in timeFormats;
  if (isTime || !most((cell) => numberOf(cell) !== null)) {
    return most((cell) => momentOf(cell, column) !== null) ? "time" : "category";
  }
  return "value";
}

/** Numbers that say where or when, not how much. */
const PLACES = /(^|_)(id|year|decade|month|day|hour|week)s?$/i;

/** A chart that suits rows like these: along the first time or words, of the first numbers. `samples` are some rows. */
export function firstChart(columns: readonly ChartColumn[], samples: readonly (readonly Cell[])[]): ChartDefinition {
  const kinds = columns.map((column, i) =>
    kindOf(
      samples.map((row) => row[i] ?? null),
      column,
    ),
  );
  const first = (kind: AxisKind, but: number[] = []): number =>
    columns.findIndex((column, i) => kinds[i] === kind && !column.isKey && !but.includes(i));
  const time = first("time");
  const words = first("category");
  const isMeasure = ({ name, isKey }: ChartColumn): boolean => !isKey && !PLACES.test(name);
  const measure = columns.findIndex((column, i) => kinds[i] === "value" && isMeasure(column));
  const number = measure >= 0 ? measure : first("value");
  const nameAt = (i: number): string | null => columns[i]?.name ?? null;
  const y = number >= 0 ? [columns[number]?.name ?? ""] : [];
  if (time >= 0) return { type: "line", x: nameAt(time), y, series: null };
  if (words >= 0) return { type: "bar", x: nameAt(words), y, series: null };
  const second = first("value", [number]);
  if (number >= 0 && second >= 0) {
    return { type: "scatter", x: nameAt(number), y: [columns[second]?.name ?? ""], series: null };
  }
  return { type: "line", x: null, y, series: null };
}

/** The definition without the columns that are not there (any more). */
export function fittingChart(chart: ChartDefinition, columns: readonly ChartColumn[]): ChartDefinition {
  const has = (name: string | null): name is string => name !== null && columns.some((column) => column.name === name);
  return {
    ...chart,
    x: has(chart.x) ? chart.x : null,
    y: chart.y.filter(has),
    series: has(chart.series) ? chart.series : null,
  };
}
