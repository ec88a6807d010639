/** Draws a chart in the room it is given, in the colours of the theme, and gives it as a picture. */
import type { ECharts } from "echarts/core";
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { onLookChanged } from "../data-grid/grid-colors.ts";
import { type ChartColors, readChartColors } from "./chart-colors.ts";
import type { ChartData } from "./chart-data.ts";
import { chartOption } from "./chart-option.ts";
import styles from "./chart.module.css";

/** What a chart's owner can ask of it. */
export interface ChartHandle {
  /** The picture as it is shown: PNG at twice the screen's resolution, or SVG text. null before it is drawn. */
  picture(kind: "png" | "svg"): Promise<Uint8Array<ArrayBuffer> | string | null>;
}

interface ChartProps {
  readonly data: ChartData;
  /** What it shows, for screen readers. */
  readonly label: string;
  readonly handle?: Ref<ChartHandle>;
}

const parts = () => import("./echarts.ts");

export function Chart({ data, label, handle }: ChartProps): ReactNode {
  const [host, setHost] = useState<HTMLDivElement | null>(null);
  const [colors, setColors] = useState<ChartColors | null>(null);
  const [chart, setChart] = useState<ECharts | null>(null);
  const shown = useRef({ data, colors });
  useEffect(() => {
    shown.current = { data, colors };
  });

  useEffect(() => {
    if (!host) return;
    const read = (): void => setColors(readChartColors(host));
    read();
    return onLookChanged(read);
  }, [host]);

  useEffect(() => {
    if (!host) return;
    let made: ECharts | null = null;
    let gone = false;
    const observer = new ResizeObserver(() => made?.resize());
    void parts().then(({ init }) => {
      if (gone) return;
      made = init(host);
      observer.observe(host);
      setChart(made);
    });
    return () => {
      gone = true;
      observer.disconnect();
      made?.dispose();
      setChart(null);
    };
  }, [host]);

  useEffect(() => {
    if (!chart || !colors) return;
    chart.setOption(chartOption(data, colors), { notMerge: true });
  }, [chart, colors, data]);

  useImperativeHandle(handle, () => ({
    async picture(kind) {
      const now = shown.current;
      if (!chart || !now.colors) return null;
      if (kind === "svg") {
        const { init } = await parts();
        const size = { width: chart.getWidth(), height: chart.getHeight() };
        const drawn = init(null, null, { renderer: "svg", ssr: true, ...size });
        drawn.setOption(chartOption(now.data, now.colors));
        const text = drawn.renderToSVGString();
        drawn.dispose();
        return text;
      }
      const url = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: now.colors.surface });
      return Uint8Array.from(atob(url.slice(url.indexOf(",") + 1)), (byte) => byte.charCodeAt(0));
    },
  }));

  return (
    <div
      ref={setHost}
      className={styles.chart}
      role="img"
      aria-label={label}
      data-testid="chart"
      data-drawn={chart !== null}
    />
  );
}
