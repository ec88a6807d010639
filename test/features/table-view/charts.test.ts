/** Rows as charts: what is drawn, what is left out, and that both are said. */
import { describe, expect, test } from "vitest";
import { chartComment, type ChartDefinition, chartInComments } from "../../../src-shared/model/chart.ts";
import { type ChartColumn, firstChart, fittingChart, kindOf } from "../../../renderer/rows/chart/chart-columns.ts";
import { drawHistogram, drawRows } from "../../../renderer/rows/chart/chart-rows.ts";

const column = (name: string, more: Partial<ChartColumn> = {}): ChartColumn => ({
  name,
  title: name,
  format: null,
  isKey: false,
  ...more,
});
const chart = (more: Partial<ChartDefinition>): ChartDefinition => ({
  type: "line",
  x: "x",
  y: ["y"],
  series: null,
  ...more,
});
const xy = [column("x"), column("y")];

describe("what a column is to a chart", () => {
  test("numbers, times and words, by nine of ten values", () => {
    expect(kindOf([1n, 2.5, null], column("a"))).toBe("value");
    expect(kindOf(["2024-01-05", "2024-01-06 10:00"], column("a"))).toBe("time");
    expect(kindOf(["a", "2024-01-06"], column("a"))).toBe("category");
    expect(kindOf([1_500_000_000n], column("a", { format: "unix" }))).toBe("time");
    expect(kindOf([], column("a"))).toBe("category");
    expect(kindOf([null, new Uint8Array([1])], column("a"))).toBe("category");
  });

  test("the first chart: along a time, else by words, else numbers against numbers; never of a key", () => {
    const columns = [column("id", { isKey: true }), column("day"), column("word"), column("n"), column("m")];
    const row = [1n, "2024-01-05", "a", 5n, 6n];
    expect(firstChart(columns, [row])).toEqual(chart({ x: "day", y: ["n"] }));
    expect(firstChart(columns.toSpliced(1, 1), [row.toSpliced(1, 1)])).toEqual(
      chart({ type: "bar", x: "word", y: ["n"] }),
    );
    expect(firstChart([column("n"), column("m")], [[1n, 2n]])).toEqual(chart({ type: "scatter", x: "n", y: ["m"] }));
    expect(firstChart([column("n")], [[1n]])).toEqual(chart({ x: null, y: ["n"] }));
    expect(firstChart([column("id", { isKey: true })], [[1n]])).toEqual(chart({ x: null, y: [] }));
  });

  test("years and numbers of things are places rather than amounts", () => {
    const columns = [column("word"), column("year"), column("n")];
    expect(firstChart(columns, [["a", 1999n, 5n]])).toEqual(chart({ type: "bar", x: "word", y: ["n"] }));
    expect(firstChart(columns.slice(0, 2), [["a", 1999n]]).y).toEqual(["year"]);
  });

  test("columns that are gone are left out", () => {
    expect(fittingChart(chart({ series: "gone", y: ["y", "z"] }), xy)).toEqual(chart({}));
  });
});

describe("what is drawn", () => {
  test("numbers along numbers, in the axis' order; what is no number is counted, NULL is not", () => {
    const { data, leftOut } = drawRows(chart({}), xy, [
      [3n, 1n],
      [1n, 2.5],
      [2n, "x"],
      [5n, null],
      ["words", 1n],
      ...Array.from({ length: 20 }, (_, i) => [BigInt(10 + i), 0n]),
    ]);
    expect(data.x).toEqual({ name: "x", kind: "value" });
    expect(data.series[0]?.points.slice(0, 2)).toEqual([
      [1, 2.5],
      [3, 1],
    ]);
    expect(leftOut).toBe(2);
  });

  test("times as times, Unix seconds too", () => {
    const columns = [column("x", { format: "unix" }), column("y")];
    const { data } = drawRows(chart({}), columns, [[1_500_000_000n, 1n]]);
    expect(data.x.kind).toBe("time");
    expect(data.series[0]?.points).toEqual([[1_500_000_000_000, 1]]);
  });

  test("a series for each value of a column, and for each column", () => {
    const columns = [...xy, column("z"), column("who")];
    const rows = [
      [1n, 1n, 10n, "a"],
      [1n, 2n, 20n, null],
    ];
    const split = drawRows(chart({ series: "who" }), columns, rows);
    expect(split.data.series.map(({ name, points }) => [name, points])).toEqual([
      ["a", [[1, 1]]],
      ["NULL", [[1, 2]]],
    ]);
    const both = drawRows(chart({ y: ["y", "z"], series: "who" }), columns, rows);
    expect(both.data.series.map(({ name }) => name)).toEqual(["a · y", "a · z", "NULL · y", "NULL · z"]);
    const many = Array.from({ length: 40 }, (_, i) => [1n, 1n, 1n, `s${i}`]);
    expect(drawRows(chart({ series: "who" }), columns, many).moreSeries).toBe(10);
  });

  test("bars and slices of one name are added up, and it is said", () => {
    const rows = [
      ["a", 1n],
      ["b", 2n],
      ["a", 3n],
      [null, 4n],
    ];
    const bars = drawRows(chart({ type: "bar" }), xy, rows);
    expect(bars.data.x).toEqual({ name: "x", kind: "category", categories: ["a", "b", "NULL"] });
    expect(bars.data.series[0]?.points).toEqual([
      [0, 4],
      [1, 2],
      [2, 4],
    ]);
    expect([bars.summed, bars.data.yName]).toEqual([true, "Σ y"]);
    expect(drawRows(chart({ type: "bar" }), xy, rows.slice(0, 2)).summed).toBe(false);
  });

  test("a pie has few slices, the largest first, and one for the rest; nothing below zero is one", () => {
    const rows = [...Array.from({ length: 20 }, (_, i) => [`n${i}`, BigInt(i + 1)]), ["debt", -5n]];
    const { data } = drawRows(chart({ type: "pie" }), xy, rows);
    expect(data.x.categories?.slice(0, 2)).toEqual(["n19", "n18"]);
    expect(data.x.categories?.at(-1)).toBe("9 others");
    expect(data.series[0]?.points.at(-1)).toEqual([11, 45]);
    expect(data.rest).toBe(11);
  });

  test("without a column along it, rows by their number", () => {
    const { data } = drawRows(chart({ x: null }), xy, [
      ["", 5n],
      ["", 6n],
    ]);
    expect(data.series[0]?.points).toEqual([
      [1, 5],
      [2, 6],
    ]);
    expect(data.x.name).toBe("row");
  });

  test("a histogram's steps have edges", () => {
    const data = drawHistogram(
      [
        { from: 0, to: 5, rows: 2 },
        { from: 5, to: 10, rows: 1 },
      ],
      "n",
    );
    expect([data.edges, data.series[0]?.points]).toEqual([
      [0, 5, 10],
      [
        [0, 2],
        [1, 1],
      ],
    ]);
  });
});

test("a chart is kept as a comment of its query, and read back; what only looks like one is none", () => {
  const drawn = chart({ y: ["y", "it's"], series: "s" });
  expect(chartInComments(`-- hello\n${chartComment(drawn)}\n`)).toEqual(drawn);
  expect(chartInComments('-- chart: {"type":"radar"}')).toBe(null);
  expect(chartInComments("-- chart: {no json}")).toBe(null);
  expect(chartInComments("")).toBe(null);
});
