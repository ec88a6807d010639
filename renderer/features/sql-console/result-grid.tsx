/** The rows of one statement. */
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { toAppErrorData } from "../../../src-shared/errors/app-error.ts";
import type { StatementReport } from "../../../src-shared/model/console.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import { askShell, popupMenu } from "../../rpc/shell-client.ts";
import { CommandScope, useCommand } from "../../ui/command-scope.tsx";
import { DataGrid } from "../../ui/data-grid/data-grid.tsx";
import type { CellPlace, CellRange, GridHandle, GridSelection } from "../../ui/data-grid/grid-source.ts";
import { ErrorWords } from "../../ui/error-words.tsx";
import { formatMilliseconds, plural } from "../../ui/format.ts";
import { StatusItems } from "../../ui/status-items.tsx";
import { copyResult, MOST_COPIED } from "./copy-result.ts";
import type { Run } from "./console-lane.ts";
import { ResultSource } from "./result-source.ts";
import { ValueDialog } from "./value-dialog.tsx";
import styles from "./console.module.css";

interface ResultGridProps {
  readonly client: EngineClient;
  readonly run: Run;
  readonly statement: StatementReport;
}

/** A grid to look at and copy from. It keeps its rows while the statement is still giving more. */
export function ResultGrid(props: ResultGridProps): ReactNode {
  return (
    <CommandScope className={styles.resultGrid}>
      <Rows {...props} />
    </CommandScope>
  );
}

function Rows({ client, run, statement }: ResultGridProps): ReactNode {
  const { runId } = run;
  const { index, rows } = statement;
  // One source a result: a new run or statement is another component (see the key where this is rendered).
  const [source] = useState(() => new ResultSource(client, runId, statement));
  const grid = useRef<GridHandle>(null);
  const [selection, setSelection] = useState<GridSelection>({ cursor: null, ranges: [] });
  const [opened, setOpened] = useState<CellPlace | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => source.grow(rows), [source, rows]);
  useEffect(() => source.subscribe(() => setFailed(source.failure !== null)), [source]);

  const copy = async (headers: boolean) => {
    const ranges = selection.ranges.length > 0 ? selection.ranges : cursorRange(selection);
    const text = await copyResult({
      source,
      ranges,
      headers,
      read: (offset, limit) => readRows(client, runId, index, offset, limit),
    });
    await askShell("clipboard.write", { text });
  };
  const nothingToCopy = selection.cursor === null && selection.ranges.length === 0;
  useCommand("edit.copy", () => void copy(false), { enabled: !nothingToCopy });
  useCommand("edit.selectAll", () => grid.current?.selectAll());
  const cells = useMemo(() => selection.ranges.reduce((n, range) => n + sizeOf(range), 0), [selection]);

  if (run.lost && failed) {
    return (
      <ErrorWords
        error={{
          code: "engine.stopped",
          message: "These rows are gone: the process that kept them was ended.",
          next: "Run the statement again to see them.",
        }}
      />
    );
  }
  return (
    <>
      {failed && <ErrorWords look="line" error={toAppErrorData(source.failure)} />}
      <DataGrid
        source={source}
        label={`Result ${index + 1}`}
        readOnly
        handle={grid}
        onSelect={setSelection}
        onOpen={setOpened}
        onResize={(column, width) => source.resize(column, width)}
        onMenu={async () => {
          const chosen = await popupMenu([
            { type: "item", label: "Copy", command: "copy", accelerator: "CmdOrCtrl+C", enabled: !nothingToCopy },
            { type: "item", label: "Copy with Headers", command: "headers", enabled: !nothingToCopy },
            { type: "separator" },
            { type: "item", label: "Select All", command: "all", accelerator: "CmdOrCtrl+A" },
          ]);
          if (chosen === "copy" || chosen === "headers") await copy(chosen === "headers");
          if (chosen === "all") grid.current?.selectAll();
        }}
      />
      {opened && (
        <ValueDialog
          client={client}
          runId={runId}
          statement={index}
          row={opened.row}
          column={opened.column}
          name={source.columns[opened.column]?.name ?? ""}
          onClose={() => setOpened(null)}
        />
      )}
      <StatusItems>
        <span>{plural(rows, "row")}</span>
        {cells > 1 && <span>{cells > MOST_COPIED ? "many cells" : plural(cells, "cell")}</span>}
        <span>{formatMilliseconds(statement.milliseconds)}</span>
      </StatusItems>
    </>
  );
}

const readRows = async (client: EngineClient, runId: string, statement: number, offset: number, limit: number) =>
  (await client.ask("console.readRows", { runId, statement, offset, limit })).rows;

const sizeOf = (range: CellRange) => (range.lastRow - range.firstRow + 1) * (range.lastColumn - range.firstColumn + 1);

function cursorRange({ cursor }: GridSelection): CellRange[] {
  if (!cursor) return [];
  const { row, column } = cursor;
  return [
    { firstRow: row, lastRow: row, firstColumn: column, lastColumn: column, wholeRows: false, wholeColumns: false },
  ];
}
