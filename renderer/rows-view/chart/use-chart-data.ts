/** The data of a chart, asked of the engine whenever rows, filter or definition are others; the one before stays until then. */
import { useEffect, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { ChartDefinition } from "../../../src-shared/model/chart.ts";
import type { RowSource } from "../../../src-shared/model/rows.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { ChartData } from "../../ui/chart/chart-data.ts";
import { formatCount, plural } from "../../ui/format.ts";
import type { ChartColumn } from "../../rows/chart/chart-columns.ts";
import { drawHistogram, drawRows } from "../../rows/chart/chart-rows.ts";

/** Rows a picture is made of at most: more would lie on one another. */
const MOST_ROWS = 20_000;

export interface ChartState {
  readonly data: ChartData | null;
  /** What of the rows it shows, in words. */
  readonly words: string;
  readonly error: AppErrorData | null;
}

const nothing: ChartState = { data: null, words: "", error: null };

interface Question {
  readonly client: EngineClient;
  readonly source: RowSource;
  readonly columns: readonly ChartColumn[];
  readonly chart: ChartDefinition;
}

/** What an answer belongs to; columns are compared by what of them is drawn. */
const keyOf = ({ chart, columns }: Question): string => JSON.stringify([chart, columns]);

/** `ready`: all rows are there; before that nothing is asked. */
export function useChartData(question: Question, ready: boolean): ChartState {
  const { client, source } = question;
  const [state, setState] = useState(nothing);
  const key = keyOf(question);
  const complete = question.chart.y.length > 0;
  useEffect(() => {
    if (!ready || !complete) return;
    let wanted = true;
    const [chart, columns] = JSON.parse(key) as [ChartDefinition, ChartColumn[]];
    ask({ client, source, chart, columns }).then(
      (drawn) => wanted && setState({ ...drawn, error: null }),
      (thrown: unknown) => wanted && setState({ ...nothing, error: toAppErrorData(thrown) }),
    );
    return () => {
      wanted = false;
    };
  }, [client, source, key, ready, complete]);
  return complete ? state : nothing;
}

async function ask(question: Question): Promise<Pick<ChartState, "data" | "words">> {
  const { client, source, columns, chart } = question;
  if (chart.type === "histogram") {
    const [column = ""] = chart.y;
    const { summary, histogram } = await client.ask("rows.statistics", { source, column });
    const title = columns.find(({ name }) => name === column)?.title ?? column;
    const others = summary.cells - histogram.reduce((sum, { rows }) => sum + rows, 0);
    const words = others > 0 ? `, ${formatCount(others)} without a number` : "";
    return { data: drawHistogram(histogram, title), words: `All ${plural(summary.cells, "row")}${words}` };
  }
  const used = columns.filter(({ name }) => name === chart.x || name === chart.series || chart.y.includes(name));
  const names = used.map(({ name }) => name);
  const { rows, total, every } = await client.ask("rows.sample", { source, columns: names, most: MOST_ROWS });
  const { data, leftOut, summed, moreSeries } = drawRows(chart, used, rows);
  const words = [
    every === 1 ? `All ${plural(total, "row")}` : `Every ${ordinal(every)} of ${plural(total, "row")}`,
    ...(summed ? ["summed by name"] : []),
    ...(leftOut > 0
      ? [`${plural(leftOut, "value")} that ${leftOut === 1 ? "is no number" : "are no numbers"} left out`]
      : []),
    ...(moreSeries > 0 ? [`${formatCount(moreSeries)} more series left out`] : []),
  ];
  return { data, words: words.join(", ") };
}

function ordinal(n: number): string {
  const last = n % 100 >= 11 && n % 100 <= 13 ? 0 : n % 10;
  return `${formatCount(n)}${["th", "st", "nd", "rd"][last] ?? "th"}`;
}
