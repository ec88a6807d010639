/** A result of the console as its view has it, without the view: real engine, real session, joined by a MessageChannel. */
import { expect, onTestFinished } from "vitest";
import { KeptOrder } from "../../../renderer/rows/kept-order.ts";
import { PageCache } from "../../../renderer/rows/page-cache.ts";
import { editableCells } from "../../../renderer/features/result-view/editable-cells.ts";
import { ResultOwners } from "../../../renderer/features/result-view/result-owners.ts";
import { ResultReader } from "../../../renderer/features/result-view/result-reader.ts";
import { resultAsTable } from "../../../renderer/features/result-view/result-table.ts";
import type { GestureContext } from "../../../renderer/rows/edits/gesture.ts";
import { typeInto } from "../../../renderer/rows/edits/table-gestures.ts";
import { TableRows } from "../../../renderer/rows/table-rows.ts";
import { openSessionStore } from "../../../renderer/rpc/session-store.ts";
import type { RowSource } from "../../../src-shared/model/rows.ts";
import { makeDatabase } from "../../fixtures/temp-database.ts";
import { joinEngine } from "../../harness/port-pair.ts";

/** Runs `sql` on a database with this schema and gives the rows of its last statement. */
export async function openResult(ddl: string, sql: string) {
  const path = makeDatabase(ddl);
  const joined = joinEngine({ kind: "file", path, readOnly: false });
  const { client } = joined;
  const session = openSessionStore(client);
  onTestFinished(() => {
    session.close();
    joined.close();
  });
  await session.settled();
  await session.reload();
  const schema = await client.ask("schema.read", undefined);
  const { statements } = await client.ask("console.run", { runId: "r", sql });
  const statement = statements.at(-1);
  if (!statement || statement.error) throw new Error(statement?.error?.message);
  const cells = editableCells(statement.origins, statement.columns.length, schema);
  const { table, titles } = resultAsTable({ runId: "r", statement, before: "" }, cells);
  const names = table.columns.map(({ name }) => name);
  const reader = new ResultReader(client, { runId: "r", statement: statement.index }, names);
  const owners = new ResultOwners({ client, session, cells, names, shownPlace: (column) => rows.placeOf(column) });
  const keptOrder = new KeptOrder(client, "table");
  const source: RowSource = { table: { schema: table.schema, name: table.name }, order: [], filter: [] };
  const signal = new AbortController().signal;
  const read = async (from: RowSource, offset: number, limit: number) => {
    const page = await reader.read((...way) => keptOrder.read(...way, signal), from, offset, limit);
    await owners.learn(page);
    return page;
  };
  const cache = new PageCache({ read, source, changed: () => rows.changed() });
  const rows: TableRows = new TableRows(table, cache, session, {}, {}, { owners, titles, readPage: read });
  reader.update(statement.rows, true);
  await reader.shared();
  session.onCommitted((committed) => void owners.committed(committed));
  cache.request(0, 50);
  await expect.poll(() => cache.loaded).toBe(true);
  const context: GestureContext = { client, handle: "", rows, cache, session, readOnlyReason: null };
  const ask = async (question: string) => {
    await client.ask("console.run", { runId: "ask", sql: question });
    const answer = await client.ask("console.readRows", { runId: "ask", statement: 0, offset: 0, limit: 100 });
    await client.ask("console.release", { runId: "ask" });
    return answer.rows;
  };
  return {
    rows,
    names,
    schema,
    statement,
    context,
    session,
    ask,
    value: (row: number, column: string) => rows.value(row, rows.placeOf(column)),
    tone: (row: number, column: string) => rows.cell(row, rows.placeOf(column))?.tone,
    type: (row: number, column: string, text: string) => typeInto(context, { row, column: rows.placeOf(column) }, text),
    range: (row: number, column: string) => {
      const place = rows.placeOf(column);
      const range = { firstRow: row, lastRow: row, firstColumn: place, lastColumn: place };
      return { cursor: null, ranges: [{ ...range, wholeRows: false, wholeColumns: false }] };
    },
  };
}
