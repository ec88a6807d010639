/** The colours of charts, read from the CSS tokens where a chart stands, in the notation that ECharts reads. */

export interface ChartColors {
  readonly series: readonly string[];
  readonly text: string;
  readonly textSoft: string;
  readonly line: string;
  readonly surface: string;
  readonly float: string;
  readonly font: string;
}

/** ECharts calculates with colours and knows rgb, not oklch: the screen's own conversion is asked for. */
export function readChartColors(host: HTMLElement): ChartColors {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const probe = document.createElement("span");
  host.append(probe);
  const computed = getComputedStyle(probe);
  const color = (token: string): string => {
    probe.style.color = `var(--${token})`;
    if (!context) return computed.color;
    context.fillStyle = computed.color;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return `rgb(${red}, ${green}, ${blue})`;
  };
  const colors: ChartColors = {
    series: Array.from({ length: 8 }, (_, i) => color(`series-${i + 1}`)),
    text: color("text-1"),
    textSoft: color("text-2"),
    line: color("line"),
    surface: color("surface-0"),
    float: color("surface-float"),
    font: computed.getPropertyValue("--font-ui").trim() || "system-ui, sans-serif",
  };
  probe.remove();
  return colors;
}
