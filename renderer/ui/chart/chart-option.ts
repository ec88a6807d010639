/** A chart's data as the option of ECharts. Pure: the same data and colours give the same picture, on screen and in a file. */
import type { EChartsCoreOption } from "echarts/core";
import type { ChartColors } from "./chart-colors.ts";
import type { ChartAxis, ChartData } from "./chart-data.ts";

const SMALL = 11;
/** More points of a line have no room for a dot each. */
const MOST_DOTS = 80;
/** More series have no room for names. */
const MOST_NAMED = 30;

export function chartOption(data: ChartData, colors: ChartColors): EChartsCoreOption {
  const base: EChartsCoreOption = {
    // Nothing is said by bars that grow.
    animation: false,
    backgroundColor: colors.surface,
    color: [...colors.series],
    textStyle: { fontFamily: colors.font, fontSize: SMALL, color: colors.text },
    useUTC: true,
    tooltip: {
      trigger: data.type === "scatter" || data.type === "pie" ? "item" : "axis",
      // Drawn as text: what a database holds is never read as HTML.
      renderMode: "richText",
      confine: true,
      backgroundColor: colors.float,
      borderColor: colors.line,
      textStyle: { color: colors.text, fontSize: SMALL, fontFamily: colors.font },
      axisPointer: { lineStyle: { color: colors.textSoft }, label: { show: false } },
    },
  };
  return data.type === "pie"
    ? { ...base, ...pie(data, colors) }
    : { ...base, ...axes(data, colors), series: seriesOf(data, colors) };
}

function axes(data: ChartData, colors: ChartColors): EChartsCoreOption {
  const named = data.series.length > 1 && data.series.length <= MOST_NAMED;
  const axisLine = { lineStyle: { color: colors.line } };
  const label = { color: colors.textSoft, fontSize: SMALL, hideOverlap: true };
  const name = { nameTextStyle: { color: colors.textSoft, fontSize: SMALL } };
  return {
    grid: { left: 12, right: 20, top: named ? 54 : 28, bottom: 36, containLabel: true },
    legend: {
      show: named,
      type: "scroll",
      top: 4,
      left: 8,
      itemWidth: 14,
      itemHeight: 8,
      textStyle: { color: colors.text, fontSize: SMALL },
      pageTextStyle: { color: colors.textSoft },
      pageIconColor: colors.textSoft,
      pageIconInactiveColor: colors.line,
    },
    xAxis: {
      ...xAxisOf(data.x, data.type),
      name: data.x.name,
      nameLocation: "middle",
      nameGap: 28,
      ...name,
      axisLine,
      axisTick: { lineStyle: { color: colors.line } },
      axisLabel: data.x.kind === "value" ? { ...label, formatter: axisNumber } : label,
      splitLine: { show: data.type === "scatter", lineStyle: { color: colors.line, opacity: 0.6 } },
    },
    yAxis: {
      type: "value",
      scale: data.type === "line" || data.type === "scatter",
      name: data.yName,
      nameLocation: "end",
      nameGap: 10,
      ...name,
      nameTextStyle: { color: colors.textSoft, fontSize: SMALL, align: "left" },
      axisLabel: { ...label, formatter: axisNumber },
      splitLine: { lineStyle: { color: colors.line, opacity: 0.6 } },
    },
    // The wheel and dragging look closer along the axis; everything is there at first.
    dataZoom: data.type === "histogram" ? [] : [{ type: "inside", filterMode: "none" }],
  };
}

/** Years are no thousands: digits are grouped from five on. */
function axisNumber(value: number): string {
  return value.toLocaleString("en-US", { useGrouping: Math.abs(value) >= 10_000, maximumSignificantDigits: 12 });
}

function xAxisOf({ kind, categories }: ChartAxis, type: ChartData["type"]): Record<string, unknown> {
  if (kind === "category") return { type: "category", data: [...(categories ?? [])], boundaryGap: type === "bar" };
  return { type: kind, scale: true };
}

function seriesOf(data: ChartData, colors: ChartColors): Record<string, unknown>[] {
  if (data.type === "histogram") return [histogram(data, colors)];
  return data.series.map(({ name, points }) => {
    const common = { name, data: points as unknown[], emphasis: { focus: "series" } };
    if (data.type === "bar") return { ...common, type: "bar", barMaxWidth: 48, large: points.length > 5000 };
    if (data.type === "scatter") {
      const size = points.length > 5000 ? 3 : 6;
      return {
        ...common,
        type: "scatter",
        symbolSize: size,
        large: points.length > 5000,
        itemStyle: { opacity: 0.75 },
      };
    }
    return {
      ...common,
      type: "line",
      showSymbol: points.length <= MOST_DOTS,
      symbolSize: 5,
      lineStyle: { width: 1.5 },
      sampling: "lttb",
    };
  });
}

/** Bars from edge to edge: a histogram has no gaps. */
function histogram(data: ChartData, colors: ChartColors): Record<string, unknown> {
  const edges = data.edges ?? [];
  const rows = data.series[0]?.points ?? [];
  return {
    type: "custom",
    name: data.yName,
    itemStyle: { color: colors.series[0] },
    encode: { x: [0, 1], y: 2, tooltip: [0, 1, 2] },
    dimensions: ["from", "to", data.yName],
    data: rows.map(([i, count]) => [edges[i] ?? 0, edges[i + 1] ?? 0, count]),
    renderItem(_: unknown, api: CustomApi) {
      const [left = 0, bottom = 0] = api.coord([api.value(0), 0]);
      const [right = 0, top = 0] = api.coord([api.value(1), api.value(2)]);
      const shape = { x: left, y: top, width: Math.max(1, right - left - 1), height: bottom - top };
      return { type: "rect", shape, style: { fill: colors.series[0] } };
    },
  };
}

interface CustomApi {
  value(dimension: number): number;
  coord(point: readonly [number, number]): number[];
}

function pie(data: ChartData, colors: ChartColors): EChartsCoreOption {
  const names = data.x.categories ?? [];
  return {
    series: [
      {
        type: "pie",
        name: data.yName,
        radius: ["0%", "68%"],
        data: (data.series[0]?.points ?? []).map(([i, value]) => ({
          name: names[i] ?? "",
          value,
          // What is put together is no slice like the others.
          ...(i === data.rest ? { itemStyle: { color: colors.line } } : {}),
        })),
        label: { color: colors.text, fontSize: SMALL, formatter: "{b}  {d} %" },
        labelLine: { lineStyle: { color: colors.line } },
        itemStyle: { borderColor: colors.surface, borderWidth: 1 },
      },
    ],
  };
}
