/** Rows as the data of a chart, and what of them could not be drawn. Pure. */
import type { Cell } from "../../../src-shared/model/cell.ts";
import { clipboardText } from "../../../src-shared/model/cell-text.ts";
import type { ChartDefinition } from "../../../src-shared/model/chart.ts";
import type { ColumnStatistics } from "../../../src-shared/model/summary.ts";
import type { ChartAxis, ChartData, ChartSeries, Point } from "../../ui/chart/chart-data.ts";
import { type AxisKind, type ChartColumn, kindOf, momentOf, numberOf } from "./chart-columns.ts";

/** More slices are a grey wheel: the smaller ones are put together. */
const MOST_SLICES = 12;
const MOST_SERIES = 30;

export interface DrawnRows {
  readonly data: ChartData;
  /** Values that are no numbers, or stand at no place of the axis. */
  readonly leftOut: number;
  /** Rows of one word were added up. */
  readonly summed: boolean;
  /** Series that were left out because there were too many. */
  readonly moreSeries: number;
}

/** `rows` have the cells of `columns`, in their order. */
export function drawRows(
  chart: ChartDefinition,
  columns: readonly ChartColumn[],
  rows: readonly (readonly Cell[])[],
): DrawnRows {
  const placeOf = (name: string | null) => columns.findIndex((column) => column.name === name);
  const xPlace = placeOf(chart.x);
  const xColumn = columns[xPlace];
  const counted = chart.type === "bar" || chart.type === "pie";
  const kind = axisKind(rows, xPlace, xColumn, counted);
  const axis = new Axis(kind, xColumn);
  const groups = new Map<string, Group>();
  const seriesPlace = chart.type === "pie" ? -1 : placeOf(chart.series);
  const yColumns = chart.type === "pie" ? chart.y.slice(0, 1) : chart.y;
  const yPlaces = yColumns.map(placeOf).filter((place) => place >= 0);
  let leftOut = 0;
  let summed = false;
  rows.forEach((row, number) => {
    const x = axis.place(xPlace < 0 ? BigInt(number + 1) : row[xPlace]);
    for (const place of yPlaces) {
      const y = numberOf(row[place]);
      if (x === null || y === null) {
        if (row[place] !== null || x === null) leftOut++;
        continue;
      }
      const title = columns[place]?.title ?? "";
      const split = seriesPlace < 0 ? title : words(row[seriesPlace] ?? null);
      const name = seriesPlace >= 0 && yPlaces.length > 1 ? `${split} · ${title}` : split;
      const group = groups.get(name) ?? new Group();
      groups.set(name, group);
      summed = group.add(x, y, counted && kind === "category") || summed;
    }
  });
  const names = [...groups.keys()];
  const series = names.slice(0, MOST_SERIES).map((name): ChartSeries => {
    const points = groups.get(name)?.points() ?? [];
    // A line goes along its axis, whatever the order of the rows.
    if (chart.type === "line" && kind !== "category") points.sort((a, b) => a[0] - b[0]);
    return { name, points };
  });
  const y = yPlaces.map((place) => columns[place]?.title ?? "").join(", ");
  const data: ChartData = {
    type: chart.type,
    x: axis.described(xColumn?.title ?? "row"),
    yName: summed ? `Σ ${y}` : y,
    series,
  };
  const moreSeries = Math.max(0, names.length - MOST_SERIES);
  return { data: chart.type === "pie" ? withFewSlices(data) : data, leftOut, summed, moreSeries };
}

/** The steps of a column's histogram, which the engine counts over all rows. */
export function drawHistogram(histogram: ColumnStatistics["histogram"], title: string): ChartData {
  const edges = [...histogram.map(({ from }) => from), ...histogram.slice(-1).map(({ to }) => to)];
  return {
    type: "histogram",
    x: { name: title, kind: "value" },
    yName: "rows",
    series: [{ name: "rows", points: histogram.map(({ rows }, i): Point => [i, rows]) }],
    edges,
  };
}

function axisKind(
  rows: readonly (readonly Cell[])[],
  place: number,
  column: ChartColumn | undefined,
  counted: boolean,
): AxisKind {
  if (!column) return counted ? "category" : "value";
  const kind = kindOf(
    rows.map((row) => row[place] ?? null),
    column,
  );
  return counted ? "category" : kind;
}

/** NULL has a place of its own among words. */
function words(cell: Cell): string {
  return cell === null ? "NULL" : clipboardText(cell);
}

class Axis {
  readonly #kind: AxisKind;
  readonly #column: ChartColumn | undefined;
  readonly #categories = new Map<string, number>();

  constructor(kind: AxisKind, column: ChartColumn | undefined) {
    this.#kind = kind;
    this.#column = column;
  }

  /** null: the value stands nowhere on it. */
  place(cell: Cell | undefined): number | null {
    if (this.#kind === "value") return numberOf(cell);
    if (this.#kind === "time") return momentOf(cell, this.#column ?? { format: null });
    const word = words(cell ?? null);
    let place = this.#categories.get(word);
    if (place === undefined) {
      place = this.#categories.size;
      this.#categories.set(word, place);
    }
    return place;
  }

  described(name: string): ChartAxis {
    if (this.#kind !== "category") return { name, kind: this.#kind };
    return { name, kind: "category", categories: [...this.#categories.keys()] };
  }
}

class Group {
  readonly #points: Point[] = [];
  readonly #sums = new Map<number, number>();

  /** Tells whether it was added to what was there. */
  add(x: number, y: number, sum: boolean): boolean {
    if (!sum) {
      this.#points.push([x, y]);
      return false;
    }
    const before = this.#sums.get(x);
    this.#sums.set(x, (before ?? 0) + y);
    return before !== undefined;
  }

  points(): Point[] {
    return this.#sums.size > 0 ? [...this.#sums] : this.#points;
  }
}

/** The largest slices, and one for the rest. What is not above zero is no slice. */
function withFewSlices(data: ChartData): ChartData {
  const names = data.x.categories ?? [];
  const slices = (data.series[0]?.points ?? []).filter(([, value]) => value > 0).sort((a, b) => b[1] - a[1]);
  const shown = slices.length > MOST_SLICES ? slices.slice(0, MOST_SLICES - 1) : slices;
  const rest = slices.slice(shown.length);
  const categories = shown.map(([place]) => names[place] ?? "");
  const points = shown.map(([, value], i): Point => [i, value]);
  if (rest.length > 0) {
    categories.push(`${rest.length} others`);
    points.push([points.length, rest.reduce((sum, [, value]) => sum + value, 0)]);
  }
  const drawn = { ...data, x: { ...data.x, categories }, series: [{ name: data.yName, points }] };
  return rest.length > 0 ? { ...drawn, rest: points.length - 1 } : drawn;
}
