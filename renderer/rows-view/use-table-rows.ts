/** The pages, rows and subscriptions of one table view. */
import { useContext, useEffect, useLayoutEffect, useMemo } from "react";
import type { AppErrorData } from "../../src-shared/errors/app-error.ts";
import { objectKey } from "../../src-shared/model/names.ts";
import type { OrderTerm, RowFilter, RowPage, RowSource } from "../../src-shared/model/rows.ts";
import type { Conflict } from "../../src-shared/model/session.ts";
import type { MeantColumn } from "../../src-shared/model/models.ts";
import type { Column, Table } from "../../src-shared/model/schema.ts";
import type { EngineClient } from "../rpc/engine-client.ts";
import type { SessionStore } from "../rpc/session-store.ts";
import { Shown } from "../ui/shown.ts";
import type { Formats } from "../values/kept-formats.ts";
import type { ColumnLayout } from "../rows/column-layout.ts";
import { Joining } from "../rows/layers/joining.ts";
import { KeptOrder } from "../rows/kept-order.ts";
import { PageCache } from "../rows/page-cache.ts";
import { type RowsOptions, TableRows } from "../rows/table-rows.ts";

const firstRows = 60;

/** Staged rows that the last commit refused, and those in conflict with what the file holds. */
function stuckRows(session: SessionStore): ReadonlyMap<string, Conflict | null> {
  const refused = session.store.getState().commitError?.rows ?? [];
  return new Map([
    ...refused.map((id) => [id, null] as const),
    ...session.conflicts().map((conflict) => [conflict.id, conflict] as const),
  ]);
}

export interface TableRowsSetup {
  readonly client: EngineClient;
  readonly session: SessionStore;
  readonly table: Table;
  readonly order: readonly OrderTerm[];
  readonly filter: readonly RowFilter[];
  readonly widths: Readonly<Record<string, number>>;
  readonly layout: ColumnLayout;
  readonly formats: Formats;
  /** Why the rows are not read before somebody wants them. */
  readonly held?: AppErrorData | null;
  /** How the rows differ from those of a table. */
  readonly options?: RowsOptions | undefined;
  /** Reads a page where that is not only the kept order's part. Like `options`, it belongs to the table. */
  readonly read?: ((keptOrder: KeptOrder, ...page: Parameters<KeptOrder["read"]>) => Promise<RowPage>) | undefined;
}

export interface TableRowsParts {
  readonly cache: PageCache;
  readonly rows: TableRows;
  readonly keptOrder: KeptOrder;
}

/** What makes a table another one for the page: a new schema that says the same is none. */
function shapeOf(table: Table): string {
  const { sql, readOnlyReason, error, kind } = table;
  const columns = table.columns.map(({ name, type, holds, error: failed }: Column & MeantColumn) => [
    name,
    type,
    holds,
    failed,
  ]);
  return JSON.stringify([objectKey(table), sql, readOnlyReason, error, kind, columns]);
}

/** Rows that follow the file, the session and the view's order and filter. */
export function useTableRows(setup: TableRowsSetup): TableRowsParts {
  const { client, session, table, order, filter, widths, layout } = setup;
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
    const keptOrder = new KeptOrder(client, table.kind);
    const cache: PageCache = new PageCache({
      read: async (from, offset, limit, signal) =>
        rows.arrangedPage(
          await (setup.read?.(keptOrder, from, offset, limit, signal) ?? keptOrder.read(from, offset, limit, signal)),
        ),
      source,
      held: setup.held ?? null,
      landed: (before, after, columns) => rows.landed(before, after, columns),
      changed: () => {
        // Hidden, it counts nothing; an order that one asked for and went on from is built.
        if (!cache.rests || cache.pending) keptOrder.follow(cache);
        rows.rowsCame();
        joining?.follow();
      },
    });
    const rows: TableRows = new TableRows(table, cache, session, widths, layout, setup.options);
    const show = (page: RowPage | null, touched: boolean): void => rows.setJoined(page, touched);
    // Rows of results, and those below a parent, are chosen otherwise.
    const joining = setup.options ? null : new Joining({ client, table, session, cache, show });
    return { cache, rows, keptOrder, joining };
    // oxlint-disable-next-line react/exhaustive-deps -- another order, filter or width is told to the same rows below
  }, [client, session, shape]);
  const { cache, rows, keptOrder, joining } = made;

  useEffect(() => {
    if (cache.source !== source) cache.setSource(source);
    cache.request(0, firstRows);
    rows.changed();
    joining?.follow();
  }, [cache, rows, joining, source]);

  const shown = useContext(Shown);
  useLayoutEffect(() => {
    cache.rests = !shown;
    rows.rests = !shown;
    if (shown) keptOrder.follow(cache);
    joining?.follow();
  }, [cache, rows, keptOrder, joining, shown]);

  useEffect(() => rows.setWidths(widths), [rows, widths]);

  useEffect(() => rows.setLayout(layout), [rows, layout]);
  const { formats } = setup;
  useEffect(() => rows.setFormats(formats), [rows, formats]);

  useEffect(() => {
    const name = objectKey(table);
    const stops = [
      keptOrder.listen(cache),
      client.on("database.changed", () => cache.invalidate()),
      client.on("rows.orderReady", ({ table: other, total }) => {
        const natural = cache.source.order.length === 0 && cache.source.filter.length === 0;
        if (natural && objectKey(other) === name) cache.orderReady(total);
      }),
      session.store.subscribe((now, before) => {
        if (now.revision !== before.revision || now.problems !== before.problems) rows.changed();
        joining?.follow();
        if (now.commitError !== before.commitError || now.foreseen !== before.foreseen) {
          rows.stuck = stuckRows(session);
          rows.changed();
        }
      }),
      session.onCommitted((committed) => {
        const mine = committed.rows.filter((row) => objectKey(row.row.table) === name);
        // Also for other tables' rows: a trigger may have written here.
        cache.invalidate();
        rows.settling.begin(mine, cache.generation, cache.loadedGeneration, committed.report.delta.from);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      rows.marks.close();
      joining?.close();
      cache.close();
    };
  }, [client, session, cache, rows, table, keptOrder, joining]);

  return made;
}
