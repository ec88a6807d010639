/** The rows of one result, kept up while its statement runs, and what has become of them since. */
import { useEffect, useRef, useState } from "react";
import { activeFilter } from "../../../src-shared/model/row-filter.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import type { Engine } from "../../rpc/queries.ts";
import type { TableRows } from "../../rows/table-rows.ts";
import { type TableRowsParts, useTableRows } from "../../rows-view/use-table-rows.ts";
import type { ViewState } from "../../rows-view/use-view-state.ts";
import type { EditableCells } from "./editable-cells.ts";
import { ResultOwners } from "./result-owners.ts";
import { ResultReader } from "./result-reader.ts";
import type { ResultTable } from "./result-table.ts";
import { hasEnded, type ShownResult } from "./shown-result.ts";

interface ResultSetup {
  readonly engine: Engine;
  readonly session: SessionStore;
  readonly schema: DatabaseSchema;
  readonly result: ShownResult;
  readonly cells: EditableCells;
  readonly asTable: ResultTable;
  readonly view: ViewState;
}

export interface ResultParts extends TableRowsParts {
  /** Something was committed to its tables since it was run: it is as of before. */
  readonly outdated: boolean;
  /** All rows are there, and can be asked for by whoever reads all of them. */
  readonly whole: boolean;
  /** The order and filter that were chosen wait for the last row: until then rows stand as they come. */
  readonly waits: boolean;
}

const asTheyCome = { order: [], filter: [] } as const;

/** One result for good: a new run is another component. */
export function useResult({ engine, session, result, cells, asTable, view }: ResultSetup): ResultParts {
  const { client } = engine;
  const { runId, statement } = result;
  const [made] = useState(() => {
    const names = asTable.table.columns.map(({ name }) => name);
    const reader = new ResultReader(client, { runId, statement: statement.index }, names);
    const shown: { rows: TableRows | null } = { rows: null };
    const owners = new ResultOwners({
      client,
      session,
      cells,
      names,
      shownPlace: (column) => shown.rows?.placeOf(column) ?? -1,
    });
    return { reader, owners, shown };
  });
  const { reader, owners, shown } = made;
  const [shared, setShared] = useState<boolean | null>(null);
  useEffect(() => {
    let here = true;
    void reader.shared().then((is) => here && setShared(is));
    return () => {
      here = false;
    };
  }, [reader]);
  const waits = shared === null && (view.shown.order.length > 0 || activeFilter(view.shown.filter).length > 0);
  const parts = useTableRows({
    client,
    session,
    table: asTable.table,
    ...view.shown,
    ...(waits ? asTheyCome : {}),
    options: {
      owners,
      titles: asTable.titles,
      copyName: cells.sources.find((source) => source !== null)?.table.name ?? "result",
      readPage: async (source, offset, limit) => {
        const { keptOrder } = parts;
        const read = (...page: [typeof source, number, number]) =>
          keptOrder.read(...page, new AbortController().signal);
        const page = await reader.read(read, source, offset, limit);
        await owners.learn(page);
        return page;
      },
    },
    read: async (keptOrder, source, offset, limit, signal) => {
      const page = await reader.read((...from) => keptOrder.read(...from, signal), source, offset, limit);
      await owners.learn(page);
      return page;
    },
  });
  const { cache, rows } = parts;
  useEffect(() => {
    shown.rows = rows;
  }, [shown, rows]);

  const ended = hasEnded(result);
  const told = useRef({ rows: -1, ended: false });
  useEffect(() => {
    if (told.current.rows === statement.rows && told.current.ended === ended) return;
    told.current = { rows: statement.rows, ended };
    reader.update(statement.rows, ended);
    const plain = cache.source.order.length === 0 && cache.source.filter.length === 0;
    if (plain) cache.progress({ rows: statement.rows, quality: ended ? "exact" : "atLeast" });
  }, [reader, cache, statement.rows, ended]);

  const [outdated, setOutdated] = useState(false);
  useEffect(
    () =>
      session.onCommitted((committed) => {
        if (owners.committed(committed)) setOutdated(true);
        rows.changed();
      }),
    [session, owners, rows],
  );
  return { ...parts, outdated, whole: shared === true, waits };
}
