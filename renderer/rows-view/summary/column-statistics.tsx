/** What the values of a column are, over all rows that are shown: counts, ends, commonest values, how they lie. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { type AppErrorData, toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import { type Cell, isPreview, type Scalar } from "../../../src-shared/model/cell.ts";
import type { RowSource } from "../../../src-shared/model/rows.ts";
import type { ColumnStatistics } from "../../../src-shared/model/summary.ts";
import type { Engine } from "../../rpc/queries.ts";
import { Button } from "../../ui/button.tsx";
import { ErrorWords } from "../../ui/error-words.tsx";
import { formatBytes, formatCount } from "../../ui/format.ts";
import { lookOf } from "../../values/cell-look.ts";
import { figure, roundFigure } from "./summary-words.ts";
import styles from "./summary.module.css";

interface ColumnStatisticsProps {
  readonly engine: Engine;
  readonly source: RowSource;
  readonly column: string;
  readonly filtered: boolean;
  /** Only rows with this value. */
  readonly onPick: (value: Scalar) => void;
}

export function ColumnStatisticsView({ engine, source, column, filtered, onPick }: ColumnStatisticsProps): ReactNode {
  const [found, setFound] = useState<ColumnStatistics | null>(null);
  const [error, setError] = useState<AppErrorData | null>(null);
  const asking = useRef<AbortController>(null);
  useEffect(() => {
    let given = true;
    const abort = new AbortController();
    asking.current = abort;
    engine.client.ask("rows.statistics", { source, column }, { signal: abort.signal }).then(
      (statistics) => given && setFound(statistics),
      (thrown: unknown) => given && setError(toAppErrorData(thrown)),
    );
    return () => {
      given = false;
      abort.abort();
    };
  }, [engine, source, column]);
  return (
    <div className={styles.statistics} data-testid="column-statistics">
      <h2>
        {column} <small>{filtered ? "of the rows shown" : "of all rows"}</small>
      </h2>
      {error && <ErrorWords error={error} />}
      {!found && !error && (
        <p className={styles.waiting}>
          Reading every row… <Button onPress={() => asking.current?.abort()}>Stop</Button>
        </p>
      )}
      {found && <Found statistics={found} onPick={onPick} />}
    </div>
  );
}

function words(cell: Cell): string {
  if (typeof cell === "bigint" || typeof cell === "number") return figure(cell);
  const { text } = lookOf(cell, { type: "" });
  return text.length > 60 ? `${text.slice(0, 59)}…` : text || `""`;
}

function share(rows: number, of: number): string {
  const percent = of === 0 ? 0 : (100 * rows) / of;
  return `${percent > 0 && percent < 0.1 ? "< 0.1" : percent.toFixed(percent >= 99.95 || percent === 0 ? 0 : 1)} %`;
}

function Found({ statistics, onPick }: { statistics: ColumnStatistics; onPick: (value: Scalar) => void }): ReactNode {
  const { summary, storage, textBytes, top, histogram } = statistics;
  const { cells, nulls, numbers, distinct, min, max, sum, average } = summary;
  const facts: [string, string][] = [
    ["Rows", formatCount(cells)],
    ["NULL", `${formatCount(nulls)} · ${share(nulls, cells)}`],
    ["Distinct", `${formatCount(distinct.values)}${distinct.quality === "atLeast" ? " or more" : ""}`],
  ];
  if (cells > nulls) facts.push(["Minimum", words(min)], ["Maximum", words(max)]);
  if (numbers > 0 && sum.value !== null) facts.push(["Sum", words(sum.value)]);
  if (average !== null) facts.push(["Average", roundFigure(average)]);
  if (textBytes) facts.push(["Text", `${formatBytes(textBytes.shortest)} to ${formatBytes(textBytes.longest)}`]);
  if (storage.length > 1) {
    facts.push(["Stored as", storage.map((s) => `${s.storage.toUpperCase()} ${share(s.rows, cells)}`).join(", ")]);
  }
  const most = Math.max(1, ...(top ?? []).map((one) => one.rows));
  return (
    <>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {histogram.length > 1 && <Histogram steps={histogram} />}
      {top && top.length > 0 && (
        <ol aria-label="Most frequent values">
          {top.map(({ value, rows }) => (
            <li key={`${typeof value} ${words(value)}`}>
              <button
                type="button"
                title="Only rows with this value"
                disabled={isPreview(value)}
                onClick={() => {
                  if (!isPreview(value)) onPick(value);
                }}
              >
                <span className={styles.bar} style={{ width: `${(100 * rows) / most}%` }} />
                <span className={value === null ? styles.null : styles.value}>{words(value)}</span>
                <span className={styles.rows}>
                  {formatCount(rows)} · {share(rows, cells)}
                </span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function Histogram({ steps }: { steps: ColumnStatistics["histogram"] }): ReactNode {
  const highest = Math.max(1, ...steps.map((step) => step.rows));
  const [first, last] = [steps[0], steps.at(-1)];
  return (
    <figure className={styles.histogram}>
      <div
        role="img"
        aria-label={`${steps.length} steps from ${first && roundFigure(first.from)} to ${last && roundFigure(last.to)}`}
      >
        {steps.map((step) => (
          <span
            key={step.from}
            // A step with few rows is still told from one with none.
            style={{ height: step.rows === 0 ? 0 : `${Math.max(3, (100 * step.rows) / highest)}%` }}
            title={`${roundFigure(step.from)} to ${roundFigure(step.to)}: ${formatCount(step.rows)} rows`}
          />
        ))}
      </div>
      <figcaption>
        <span>{first && roundFigure(first.from)}</span>
        <span>{last && roundFigure(last.to)}</span>
      </figcaption>
    </figure>
  );
}
