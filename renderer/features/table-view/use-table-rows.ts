/** The pages, rows and subscriptions of one table view. */
import { useEffect, useMemo, useState } from "react";
import { objectKey } from "../../../src-shared/model/names.ts";
import type { OrderTerm, RowFilter, RowSource } from "../../../src-shared/model/rows.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { PageCache } from "./page-cache.ts";
import { TableRows } from "./table-rows.ts";

/** How long a count of a filtered table is waited for before it is asked, in milliseconds: most are known by then. */
const countAfter = 300;
const firstRows = 60;

export interface TableRowsSetup {
  readonly client: EngineClient;
  readonly session: SessionStore;
  readonly table: Table;
  readonly order: readonly OrderTerm[];
  readonly filter: readonly RowFilter[];
  readonly widths: Readonly<Record<string, number>>;
}

/** What makes a table another one for the page: a new schema that says the same is none. */
function shapeOf(table: Table): string {
  const { sql, readOnlyReason, error, kind, columns } = table;
  return JSON.stringify([objectKey(table), sql, readOnlyReason, error, kind, columns.map((c) => [c.name, c.type])]);
}

/** Rows that follow the file, the session and the view's order and filter. */
export function useTableRows(setup: TableRowsSetup): { cache: PageCache; rows: TableRows } {
  const { client, session, table, order, filter, widths } = setup;
  const shape = shapeOf(table);
  const source = useMemo(
    (): RowSource => ({
      table: { schema: table.schema, name: table.name },
      // The contract's types are writable; nobody writes. The cache compares filters by identity.
      order: order as OrderTerm[],
      filter: filter as RowFilter[],
    }),
    [table.schema, table.name, order, filter],
  );
  const made = useMemo(() => {
    // `changed` is first called when a page lands, long after `rows` is there.
    const cache: PageCache = new PageCache({
      read: (from, offset, limit, signal) => client.ask("rows.readPage", { source: from, offset, limit }, { signal }),
      source,
      changed: () => rows.changed(),
    });
    const rows: TableRows = new TableRows(table, cache, session, widths);
    return { cache, rows };
    // oxlint-disable-next-line react/exhaustive-deps -- another order, filter or width is told to the same rows below
  }, [client, session, shape]);
  const { cache, rows } = made;

  useEffect(() => {
    if (cache.source !== source) cache.setSource(source);
    cache.request(0, firstRows);
    rows.changed();
  }, [cache, rows, source]);

  useEffect(() => rows.setWidths(widths), [rows, widths]);

  useEffect(() => {
    const name = objectKey(table);
    const stops = [
      client.on("database.changed", () => cache.invalidate()),
      client.on("rows.orderReady", ({ table: other, total }) => {
        const natural = cache.source.order.length === 0 && cache.source.filter.length === 0;
        if (natural && objectKey(other) === name) cache.orderReady(total);
      }),
      session.store.subscribe((now, before) => {
        if (now.revision !== before.revision) rows.changed();
        if (now.commitError !== before.commitError) {
          const refused = now.commitError?.rows ?? [];
          rows.conflicts = new Set([...refused, ...session.conflicts().map((conflict) => conflict.id)]);
          rows.changed();
        }
      }),
      session.onCommitted((committed) => {
        const mine = committed.rows.filter((row) => objectKey(row.row.table) === name);
        // Also for other tables' rows: a trigger may have written here.
        cache.invalidate();
        rows.settling.begin(mine, cache.generation);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      cache.close();
    };
  }, [client, session, cache, rows, table]);

  useExactCount(client, cache, rows);
  return made;
}

/** Asks for the number of rows of a filtered table or view; a plain table's comes with its order (`rows.orderReady`). */
function useExactCount(client: EngineClient, cache: PageCache, rows: TableRows): void {
  useEffect(() => {
    let asked: string | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      const { source, total, generation, loaded } = cache;
      const plain = source.filter.length === 0 && rows.table.kind === "table";
      const question = `${generation} ${source.filter.length}`;
      if (!loaded || plain || total.quality === "exact" || asked === question) return;
      asked = question;
      clearTimeout(timer);
      timer = setTimeout(() => {
        void client.ask("rows.count", { source }).then(
          (count) => cache.counted(source, count),
          // A count that cannot be made leaves the estimate.
          () => {},
        );
      }, countAfter);
    };
    const stop = rows.subscribe(look);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client, cache, rows]);
}

/** A number that changes whenever the rows say that they changed. */
export function useRowsVersion(rows: TableRows): number {
  const [version, setVersion] = useState(0);
  useEffect(() => rows.subscribe(() => setVersion((n) => n + 1)), [rows]);
  return version;
}
