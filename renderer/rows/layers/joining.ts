/**
 * Rows of the file that fit a filter only as they are staged: a filter looks at what the file holds, so the engine does not give
 * them, and an edit that one has just made must not vanish from sight.
 */
import { type Cell, isPreview, type Scalar } from "../../../src-shared/model/cell.ts";
import { foldName } from "../../../src-shared/model/names.ts";
import { activeFilter, type RowFilter } from "../../../src-shared/model/row-filter.ts";
import { type RowKey, type RowPage, rowKeyText } from "../../../src-shared/model/rows.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import type { StagedRow } from "../../../src-shared/model/session.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { SessionStore } from "../../rpc/session-store.ts";
import { isFresh } from "../../rpc/staged-index.ts";
import type { PageCache } from "../page-cache.ts";

export interface JoiningOptions {
  readonly client: Pick<EngineClient, "ask">;
  readonly table: Table;
  readonly session: SessionStore;
  readonly cache: Pick<PageCache, "source" | "generation" | "rests">;
  /** These rows, as the file holds them (null: none). `touched`: something is staged in columns that the filter looks at. */
  readonly show: (page: RowPage | null, touched: boolean) => void;
}

/** Rows of one question: each is asked about as it is stored and as it is staged. */
const atOnce = 250;
/** More staged rows than these are not looked at, the oldest first. */
const most = 5000;

export class Joining {
  readonly #options: JoiningOptions;
  /** What was looked at last: a filter, a state of the session, a reading of the file. */
  #seen: readonly unknown[] = [];
  #shown: RowPage | null = null;
  #touched = false;
  #asking = new AbortController();

  constructor(options: JoiningOptions) {
    this.#options = options;
  }

  /** Looks again where anything is another; cheap where nothing is. */
  follow(): void {
    const { table, session, cache } = this.#options;
    if (cache.rests) return;
    const { filter } = cache.source;
    const now = [filter, session.store.getState().revision, cache.generation];
    if (now.every((part, i) => part === this.#seen[i])) return;
    const otherFilter = filter !== this.#seen[0];
    this.#seen = now;
    this.#asking.abort();
    this.#asking = new AbortController();
    const active = activeFilter(filter);
    const staged = session.store.getState().index.table({ schema: table.schema, name: table.name })?.byKey;
    const used = usedColumns(table, active);
    const candidates = active.length > 0 && staged ? [...staged.values()].filter((row) => touches(row, used)) : [];
    // What is staged no more, or met another filter, does not wait for an answer to go.
    const still = otherFilter || candidates.length === 0 ? null : this.#shown && kept(this.#shown, staged);
    this.#show(still, candidates.length > 0);
    if (candidates.length > 0) void this.#look(candidates.slice(-most), active, used, this.#asking.signal);
  }

  close(): void {
    this.#asking.abort();
  }

  #show(page: RowPage | null, touched: boolean): void {
    if (page === this.#shown && touched === this.#touched) return;
    [this.#shown, this.#touched] = [page, touched];
    this.#options.show(page, touched);
  }

  async #look(
    candidates: readonly StagedRow[],
    filter: readonly RowFilter[],
    used: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const { client, table: of } = this.#options;
    const table = { schema: of.schema, name: of.name };
    let joined: RowPage | null = null;
    try {
      for (let from = 0; from < candidates.length; from += atOnce) {
        const some = candidates.slice(from, from + atOnce);
        const keys = some.flatMap(({ row }) => (isFresh(row) ? [] : [row.key]));
        const page = await client.ask("rows.readKeys", { table, keys }, { signal });
        const byKey = new Map(some.map((staged) => [isFresh(staged.row) ? "" : rowKeyText(staged.row.key), staged]));
        const pairs = page.rows.flatMap((cells, at) => {
          const staged = byKey.get(rowKeyText((page.keys?.[at] ?? []) as RowKey));
          const stored = staged && valuesOf(page, cells, used, null);
          const changed = staged && valuesOf(page, cells, used, staged);
          // What did not come whole cannot be compared.
          return stored && changed ? [{ at, stored, changed }] : [];
        });
        if (pairs.length === 0) continue;
        const rows = pairs.flatMap(({ stored, changed }) => [stored, changed]);
        const question = { table, columns: [...used], rows, expressions: [], conditions: [{ all: [...filter] }] };
        const { rows: fit } = await client.ask("rows.evaluate", question, { signal });
        const only = pairs.filter((_, i) => fit[2 * i]?.[0] !== 1n && fit[2 * i + 1]?.[0] === 1n).map(({ at }) => at);
        if (only.length > 0) joined = added(joined, page, only);
      }
    } catch {
      // The rows that the file gives are shown in any case.
      if (signal.aborted) return;
    }
    if (!signal.aborted) this.#show(joined, true);
  }
}

/** The columns that a filter looks at; an SQL condition names them somewhere in its text. */
function usedColumns({ columns }: Table, filter: readonly RowFilter[]): string[] {
  const names = columns.filter(({ kind }) => kind !== "hidden").map(({ name }) => name);
  const looksAt = (part: RowFilter, name: string): boolean => {
    if ("all" in part) return part.all.some((one) => looksAt(one, name));
    if ("any" in part) return part.any.some((one) => looksAt(one, name));
    if ("not" in part) return looksAt(part.not, name);
    if ("rawSql" in part) return part.rawSql.toLowerCase().includes(name.toLowerCase());
    if ("anyColumn" in part) return true;
    return [part.column, ...(part.through?.columns ?? [])].some((one) => foldName(one) === foldName(name));
  };
  return names.filter((name) => filter.some((part) => looksAt(part, name)));
}

function touches({ row, state, values }: StagedRow, used: readonly string[]): boolean {
  return state === "dirty" && !isFresh(row) && values.some(({ column }) => used.includes(column));
}

/** The values of a row, with what is staged of it; null where one is not there whole. */
function valuesOf(page: RowPage, cells: readonly Cell[], used: readonly string[], staged: StagedRow | null) {
  const values: Scalar[] = [];
  for (const column of used) {
    const set = staged?.values.find((value) => value.column === column)?.value;
    const cell = set === undefined ? (cells[page.columns.indexOf(column)] ?? null) : set;
    if (isPreview(cell)) return null;
    values.push(cell);
  }
  return values;
}

function added(joined: RowPage | null, page: RowPage, places: readonly number[]): RowPage {
  const rows = [...(joined?.rows ?? []), ...places.map((place) => page.rows[place] ?? [])];
  const keys = [...(joined?.keys ?? []), ...places.map((place) => page.keys?.[place] ?? [])];
  return { ...page, offset: 0, rows, keys, total: { rows: rows.length, quality: "exact" } };
}

/** Those of a page that are staged still; the same page when all are. */
function kept(page: RowPage, staged: ReadonlyMap<string, StagedRow> | undefined): RowPage | null {
  const places = page.rows.flatMap((_, at) => (staged?.has(rowKeyText((page.keys?.[at] ?? []) as RowKey)) ? [at] : []));
  if (places.length === page.rows.length) return page;
  return places.length > 0 ? added(null, page, places) : null;
}
