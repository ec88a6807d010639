/** The chart of a result: whether it is in front, what it draws, and that it is kept. */
import { ChartLine } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { AppErrorData } from "../../../src-shared/errors/app-error.ts";
import { type ChartDefinition, chartInComments, readChart } from "../../../src-shared/model/chart.ts";
import type { Engine } from "../../rpc/queries.ts";
import { Button } from "../../ui/button.tsx";
import { type ChartColumn, firstChart, fittingChart } from "../../rows/chart/chart-columns.ts";
import { ChartPane } from "../../rows-view/chart/chart-pane.tsx";
import { type Formats, ofColumn } from "../../values/kept-formats.ts";
import type { PageCache } from "../../rows/page-cache.ts";
import type { TableRows } from "../../rows/table-rows.ts";
import type { ResultViewState } from "./result-state.ts";
import type { ShownResult } from "./shown-result.ts";

/** Rows by which a first chart is guessed. */
const LOOKED_AT = 100;

interface Setup {
  readonly engine: Engine;
  readonly rows: TableRows;
  readonly cache: PageCache;
  readonly result: ShownResult;
  readonly formats: Formats;
  /** All rows are there. */
  readonly whole: boolean;
  readonly shown: boolean;
  readonly onShow: (shown: boolean) => void;
  readonly kept: ResultViewState | undefined;
  readonly keep: (part: Partial<ResultViewState>) => void;
  readonly onFailure: (error: AppErrorData | null) => void;
}

/** A chart that the query brings along is in front at once; else what was in front last. */
export function beginsWithChart(result: ShownResult, kept: ResultViewState | undefined): boolean {
  if (chartInComments(result.before) !== null) return true;
  if (kept?.showsChart !== true) return false;
  // The rows are in front where the chart's columns are not there: another query is about something else.
  const chart = readChart(kept.chart);
  const names = new Set(result.statement.columns.map(({ name }) => name));
  return chart === null || [chart.x, chart.series, ...chart.y].every((name) => name === null || names.has(name));
}

/** `pane` is null while the rows are shown. */
export function useResultChart(setup: Setup): { readonly pane: ReactNode | null; readonly button: ReactNode } {
  const { engine, rows, cache, result, formats, shown, onShow, kept, keep, onFailure } = setup;
  // A chart that the query itself brings along comes before the one that was looked at last.
  const [chosen, setChosen] = useState(() => chartInComments(result.before) ?? readChart(kept?.chart));
  const columns = rows.shownColumns.slice(0, rows.columns.length).map(
    ({ name, primaryKey }): ChartColumn => ({
      name,
      title: rows.options.titles?.get(name) ?? name,
      format: ofColumn(formats, name) ?? null,
      isKey: primaryKey > 0,
    }),
  );
  const button = (
    <Button
      look="quiet"
      square
      aria-label="Chart"
      aria-pressed={shown}
      hint={shown ? "Show the rows" : "Draw a chart of these rows"}
      onPress={() => onShow(!shown)}
    >
      <ChartLine size={14} strokeWidth={1.5} aria-hidden />
    </Button>
  );
  if (!shown) return { pane: null, button };
  const chart = chosen ? fittingChart(chosen, columns) : firstChart(columns, samplesOf(rows, columns.length));
  const pane = (
    <ChartPane
      client={engine.client}
      source={cache.source}
      columns={columns}
      chart={chart}
      onChart={(next: ChartDefinition) => {
        setChosen(next);
        keep({ chart: next });
      }}
      ready={setup.whole}
      name={`chart ${result.statement.index + 1}`}
      onFailure={onFailure}
    />
  );
  return { pane, button };
}

function samplesOf(rows: TableRows, width: number) {
  return Array.from({ length: Math.min(LOOKED_AT, rows.fileRows) }, (_, row) =>
    Array.from({ length: width }, (__, column) => rows.value(row, column) ?? null),
  );
}
