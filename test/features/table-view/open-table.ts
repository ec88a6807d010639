/** A table view without its DOM: pages, rows and session over the real engine. */
import { onTestFinished } from "vitest";
import type { ColumnLayout } from "../../../renderer/rows/column-layout.ts";
import type { Clipboard } from "../../../renderer/rpc/system-clipboard.ts";
import { PageCache } from "../../../renderer/rows/page-cache.ts";
import type { GestureContext } from "../../../renderer/rows/edits/gesture.ts";
import { TableRows } from "../../../renderer/rows/table-rows.ts";
import { openSessionStore } from "../../../renderer/rpc/session-store.ts";
import type { CellRange, GridSelection } from "../../../renderer/ui/data-grid/grid-source.ts";
import type { RowSource } from "../../../src-shared/model/rows.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";
import { until } from "../../fixtures/open-rooms.ts";
import { joinEngine } from "../../harness/port-pair.ts";

export interface OpenTable {
  readonly context: GestureContext;
  readonly path: string;
  /** What the processes of the open database share. */
  readonly folder: string;
  /** What the grid shows: texts of the rows and columns that are shown. */
  shown(): string[][];
}

/** Makes a database by SQL and opens a table of it; closed when the running test ends. */
export function openTable(sql: string, name: string, layout: ColumnLayout = {}): Promise<OpenTable> {
  return openTableOf(makeDatabase(sql), name, layout);
}

/** The same of a file that is there. */
export async function openTableOf(path: string, name: string, layout: ColumnLayout = {}): Promise<OpenTable> {
  const joined = joinEngine({ kind: "file", path, readOnly: false });
  onTestFinished(() => joined.close());
  const { client } = joined;
  const { tables } = await client.ask("schema.read", undefined);
  const table = tables.find((t) => t.name === name);
  if (!table) throw new Error(`no table ${name}`);
  const session = openSessionStore(client);
  const source: RowSource = { table: { schema: "main", name }, order: [], filter: [] };
  const cache: PageCache = new PageCache({
    read: async (from, offset, limit) =>
      rows.arrangedPage(await client.ask("rows.readPage", { source: from, offset, limit })),
    source,
    changed: () => rows.rowsCame(),
  });
  const rows: TableRows = new TableRows(table, cache, session, {}, layout);
  onTestFinished(() => {
    cache.close();
    session.close();
  });
  await session.reload();
  cache.request(0, 50);
  await until(() => cache.loaded && cache.waitingSince === null);
  return {
    context: { client, handle: "", rows, cache, session, readOnlyReason: table.readOnlyReason },
    path,
    folder: joined.folder,
    shown: () =>
      Array.from({ length: rows.rowCount }, (_, row) =>
        rows.columns.map((_column, column) => rows.cell(row, column)?.text ?? "…"),
      ),
  };
}

/** A rectangle of cells, its first one active. */
export function selectCells(
  firstRow: number,
  firstColumn: number,
  lastRow = firstRow,
  lastColumn = firstColumn,
): GridSelection {
  const range: CellRange = { firstRow, lastRow, firstColumn, lastColumn, wholeRows: false, wholeColumns: false };
  return { cursor: { row: firstRow, column: firstColumn }, ranges: [range] };
}

/** A clipboard that is a variable. */
export function testClipboard(text = ""): Clipboard & { text: string; data: string | null } {
  let [held, data]: [string, string | null] = [text, null];
  return {
    get text() {
      return held;
    },
    set text(next) {
      // As another program copies: what was beside the text before is gone.
      [held, data] = [next, null];
    },
    get data() {
      return data;
    },
    set data(next) {
      data = next;
    },
    async write(next, beside) {
      [held, data] = [next, beside ?? null];
    },
    read: async () => ({ text: held, data }),
  };
}
