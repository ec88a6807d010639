/** What a table view says in the status bar: how many rows, what is selected and what it comes to. */
import type { ReactNode } from "react";
import type { RowTotal } from "../../src-shared/model/rows.ts";
import type { Engine } from "../rpc/queries.ts";
import type { SessionStore } from "../rpc/session-store.ts";
import { Button } from "../ui/button.tsx";
import type { GridSelection } from "../ui/data-grid/grid-source.ts";
import { formatCount, plural } from "../ui/format.ts";
import { StatusItems } from "../ui/status-items.tsx";
import type { PageCache } from "../rows/page-cache.ts";
import type { GestureContext } from "../rows/edits/gesture.ts";
import { CellProblem } from "./cell-problem.tsx";
import { cellCountOf, rowCountOf } from "../rows/edits/row-edits.ts";
import { summaryWords } from "./summary/summary-words.ts";
import { type SelectionSummary, useSelectionSummary } from "./summary/use-selection-summary.ts";
import type { TableRows } from "../rows/table-rows.ts";
import { useWholeTotal } from "./use-whole-total.ts";
import { useRowsVersion } from "./use-rows-version.ts";

interface TableStatusProps {
  readonly engine: Engine;
  readonly session: SessionStore;
  readonly rows: TableRows;
  readonly cache: PageCache;
  readonly filtered: boolean;
  readonly selection: GridSelection;
  /** Nested rows that one is in: then it is their selection. */
  readonly inner?: { readonly context: GestureContext; readonly selection: GridSelection } | null;
  /** What was just done, when the rows do not show it. */
  readonly said?: string | null;
}

export function TableStatus(props: TableStatusProps): ReactNode {
  const { engine, session, cache, filtered, inner, said } = props;
  const { cursor, ranges } = inner?.selection ?? props.selection;
  const { rows, cache: pages } = inner?.context ?? props;
  useRowsVersion(props.rows);
  const unfiltered = useWholeTotal(engine.client, cache, filtered);
  const version = useRowsVersion(rows);
  const summary = useSelectionSummary({ client: engine.client, rows, cache: pages, ranges, version });
  const cells = cellCountOf(ranges);
  const whole = ranges.length > 0 && ranges.every((range) => range.wholeRows);
  return (
    <StatusItems>
      <span data-testid="row-total" data-quality={cache.total.quality}>
        {rowWords(cache, filtered ? unfiltered : undefined)}
      </span>
      {rows.joinedRows !== null && (
        <span
          data-testid="filter-and-staged"
          title="Rows that fit only with what is staged are shown after the others."
        >
          {rows.joinedRows > 0 && `+ ${plural(rows.joinedRows, "row")} as staged · `}filters look at the file
        </span>
      )}
      {cursor && (
        <CellProblem session={session} shown={rows.at(cursor.row)} column={rows.shownColumns[cursor.column]?.name} />
      )}
      {said && <span role="status">{said}</span>}
      {cells > 1 && (
        <span data-testid="selection-words">
          {whole ? plural(rowCountOf(ranges), "row") : plural(cells, "cell")} selected
          <SummaryWords summary={summary} />
        </span>
      )}
    </StatusItems>
  );
}

function SummaryWords({ summary }: { summary: SelectionSummary }): ReactNode {
  switch (summary.state) {
    case "none":
      return null;
    case "known": {
      const words = summaryWords(summary.summary).join(" · ");
      const hint = summary.stored ? "Of what is stored in the file, without pending changes" : undefined;
      return <span title={hint}> · {words}</span>;
    }
    case "asking":
      return (
        <>
          {" · adding up… "}
          <Button look="quiet" onPress={summary.stop}>
            Stop
          </Button>
        </>
      );
    case "failed":
      return <span title={summary.error.next}> · {summary.error.message}</span>;
    case "offered":
      return (
        <>
          {" "}
          <Button look="quiet" hint="Sum, average, least and greatest of these cells" onPress={summary.calculate}>
            Add Up
          </Button>
        </>
      );
  }
}

/** How many rows there are, or what is done about it: a read that failed or was stopped counts nothing any more. */
export function rowWords(
  cache: Pick<PageCache, "total" | "totalKnown" | "error">,
  whole: RowTotal | null | undefined,
): string {
  if (cache.totalKnown) return totalWords(cache.total, whole);
  return cache.error ? "not counted" : "counting…";
}

/** `3,503 rows`, `≈ 9,999,000 rows`, `400+ rows`; of a filter's rows `974 of 1,400 rows`, where null says that it is not known of how many. */
export function totalWords(total: RowTotal, whole: RowTotal | null | undefined): string {
  if (whole === undefined) return total.rows === 1 && total.quality === "exact" ? "1 row" : `${countWords(total)} rows`;
  if (whole === null) return `${countWords(total)} ${total.rows === 1 ? "row" : "rows"} shown`;
  return `${countWords(total)} of ${countWords(whole)} ${whole.rows === 1 ? "row" : "rows"}`;
}

function countWords({ rows, quality }: RowTotal): string {
  return `${quality === "estimate" ? "≈ " : ""}${formatCount(rows)}${quality === "atLeast" ? "+" : ""}`;
}
