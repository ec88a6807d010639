/** A chart in place of the rows: chosen by columns, drawn of the rows that the filter leaves, saved as a picture. */
import { Image as Picture } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { chartComment, type ChartDefinition } from "../../../src-shared/model/chart.ts";
import type { RowSource } from "../../../src-shared/model/rows.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import { askShell, popupMenu } from "../../rpc/shell-client.ts";
import { Button } from "../../ui/button.tsx";
import { Chart, type ChartHandle } from "../../ui/chart/chart.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import type { ChartColumn } from "../../rows/chart/chart-columns.ts";
import { ChartForm } from "./chart-form.tsx";
import { useChartData } from "./use-chart-data.ts";
import styles from "./chart.module.css";

interface ChartPaneProps {
  readonly client: EngineClient;
  readonly source: RowSource;
  readonly columns: readonly ChartColumn[];
  readonly chart: ChartDefinition;
  readonly onChart: (chart: ChartDefinition) => void;
  /** All rows are there. */
  readonly ready: boolean;
  /** What pictures of it are called. */
  readonly name: string;
  readonly onFailure: (error: AppErrorData | null) => void;
}

export function ChartPane(props: ChartPaneProps): ReactNode {
  const { client, source, columns, chart, onChart, ready, name, onFailure } = props;
  const handle = useRef<ChartHandle>(null);
  const { data, words, error } = useChartData({ client, source, columns, chart }, ready);

  const save = async (kind: "png" | "svg"): Promise<void> => {
    const picture = await handle.current?.picture(kind);
    if (picture) await askShell("file.save", { suggestedName: `${name}.${kind}`, data: picture });
  };
  const menu = async (): Promise<void> => {
    const chosen = await popupMenu([
      { type: "item", label: "Save as PNG…", command: "png", enabled: data !== null },
      { type: "item", label: "Save as SVG…", command: "svg", enabled: data !== null },
      { type: "separator" },
      { type: "item", label: "Copy as a Comment for the Query", command: "comment" },
    ]);
    if (chosen === "comment") await askShell("clipboard.write", { text: chartComment(chart) });
    else if (chosen === "png" || chosen === "svg") await save(chosen);
  };
  const empty = data !== null && data.series.every(({ points }) => points.length === 0);
  return (
    <section className={styles.pane} aria-label="Chart">
      <div className={styles.head}>
        <ChartForm columns={columns} chart={chart} onChart={onChart} />
        <Button
          look="quiet"
          square
          aria-label="Picture"
          hint="Save the picture, or copy what is drawn as a comment for the query"
          onPress={() => void menu().catch((thrown: unknown) => onFailure(toAppErrorData(thrown)))}
        >
          <Picture size={14} strokeWidth={1.5} aria-hidden />
        </Button>
      </div>
      <div className={styles.canvas}>
        {error ? (
          <ErrorWords error={error} />
        ) : chart.y.length === 0 ? (
          <EmptyState title="Nothing to plot yet">Pick a number column to plot.</EmptyState>
        ) : empty ? (
          <EmptyState title="There is nothing to draw">These columns hold no numbers in the rows shown.</EmptyState>
        ) : (
          data && <Chart data={data} label={`${describe(chart, columns)}. ${words}`} handle={handle} />
        )}
      </div>
      <p className={styles.words} data-testid="chart-words" aria-live="polite">
        {data === null && error === null && chart.y.length > 0 ? "Reading rows …" : words}
      </p>
    </section>
  );
}

function describe({ type, x, y }: ChartDefinition, columns: readonly ChartColumn[]): string {
  const titleOf = (name: string) => columns.find((column) => column.name === name)?.title ?? name;
  const of = y.map(titleOf).join(", ");
  return type === "histogram" || x === null ? `${type} of ${of}` : `${type} of ${of} along ${titleOf(x)}`;
}
