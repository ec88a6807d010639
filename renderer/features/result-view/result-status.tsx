/** What a result says in the status bar: its rows, what is selected, its time, and whether its cells can be edited. */
import { Lock, PencilLine } from "lucide-react";
import type { ReactNode } from "react";
import type { Engine } from "../../rpc/queries.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import type { GridSelection } from "../../ui/data-grid/grid-source.ts";
import { formatMilliseconds } from "../../ui/format.ts";
import { StatusItems } from "../../ui/status-items.tsx";
import type { PageCache } from "../../rows/page-cache.ts";
import type { TableRows } from "../../rows/table-rows.ts";
import { TableStatus } from "../../rows-view/table-status.tsx";
import type { EditableCells } from "./editable-cells.ts";
import { hasEnded, type ShownResult } from "./shown-result.ts";
import styles from "./result.module.css";

interface ResultStatusProps {
  readonly engine: Engine;
  readonly session: SessionStore;
  readonly rows: TableRows;
  readonly cache: PageCache;
  readonly filtered: boolean;
  readonly selection: GridSelection;
  readonly result: ShownResult;
  readonly cells: EditableCells;
  /** Why nothing of the database can be written; null when it can. */
  readonly readOnlyReason: string | null;
  /** What was just done, when the rows do not show it. */
  readonly said: string | null;
}

export function ResultStatus(props: ResultStatusProps): ReactNode {
  const { engine, session, rows, cache, filtered, selection, result } = props;
  return (
    <>
      <TableStatus
        engine={engine}
        session={session}
        rows={rows}
        cache={cache}
        filtered={filtered}
        selection={selection}
        said={props.said}
      />
      <StatusItems>
        {hasEnded(result) && <span>{formatMilliseconds(result.statement.milliseconds)}</span>}
        <Editability {...props} />
      </StatusItems>
    </>
  );
}

const icon = { size: 12, strokeWidth: 1.5, "aria-hidden": true } as const;

function Editability({ cells, readOnlyReason }: ResultStatusProps): ReactNode {
  const tables = [...new Set(cells.sources.flatMap((source) => (source ? [source.table.name] : [])))];
  const editable = readOnlyReason === null && cells.columns.some((column) => column !== null);
  const reasons = readOnlyReason === null ? cells.reasons : [readOnlyReason];
  if (!editable) {
    const [reason = "Every column is calculated."] = reasons;
    return (
      <span className={styles.editability} title={reason} data-testid="result-editing">
        <Lock {...icon} /> Read-only: {reason}
      </span>
    );
  }
  return (
    <span className={styles.editability} title={reasons.join("\n")} data-testid="result-editing">
      <PencilLine {...icon} /> Edits {tables.join(", ")}
      {reasons.length > 0 && " · partly read-only"}
    </span>
  );
}
