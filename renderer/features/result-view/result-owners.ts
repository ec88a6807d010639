/**
 * The rows of tables that a result's cells belong to: what is staged of them, where an edit goes, and what was committed since
 * the statement ran (the result itself is as of then).
 */
import { isPreview, type Cell, type Scalar } from "../../../src-shared/model/cell.ts";
import { objectKey } from "../../../src-shared/model/names.ts";
import { type RowKey, type RowPage, rowKeyText } from "../../../src-shared/model/rows.ts";
import type { EngineClient } from "../../rpc/engine-client.ts";
import type { Committed, SessionStore } from "../../rpc/session-store.ts";
import { isFresh } from "../../rpc/staged-index.ts";
import type { RowTone } from "../../ui/data-grid/grid-source.ts";
import type { CellOwners, OwnedCell } from "../../rows/cell-owners.ts";
import type { CachedRow } from "../../rows/cached-row.ts";
import type { CellSource, EditableCells } from "./editable-cells.ts";

export class ResultOwners implements CellOwners {
  readonly #client: EngineClient;
  readonly #session: SessionStore;
  readonly #cells: EditableCells;
  /** The file's column names, in the statement's order. */
  readonly #names: readonly string[];
  readonly #placeOf: ReadonlyMap<string, number>;
  /** Where the cell of a column stands in a row as it is shown. */
  readonly #shownPlace: (column: string) => number;
  /** Addresses of rows that were found by their declared keys: by source, then by that key. */
  readonly #found = new Map<CellSource, Map<string, RowKey | null>>();
  /** Keys that an edit changed: old text → new key. By table. */
  readonly #moved = new Map<string, Map<string, RowKey>>();
  /** What was committed since: by table, key and column. */
  readonly #committed = new Map<string, Map<string, Map<string, Scalar>>>();
  /** The revision of the session before the first commit that wrote to its tables since. */
  #seen: number | undefined;
  #keys = new WeakMap<CachedRow, Map<CellSource, RowKey | null>>();

  constructor(setup: {
    readonly client: EngineClient;
    readonly session: SessionStore;
    readonly cells: EditableCells;
    readonly names: readonly string[];
    readonly shownPlace: (column: string) => number;
  }) {
    this.#client = setup.client;
    this.#session = setup.session;
    this.#cells = setup.cells;
    this.#names = setup.names;
    this.#shownPlace = setup.shownPlace;
    this.#placeOf = new Map(setup.names.map((name, place) => [name, place]));
  }

  cell(file: CachedRow, column: string): OwnedCell | null {
    const place = this.#placeOf.get(column);
    const editable = place === undefined ? null : this.#cells.columns[place];
    const source = editable && this.#cells.sources[editable.source];
    const key = source && this.#keyOf(file, source);
    if (!editable || !source || !key) return null;
    const { schema, name } = source.table;
    const table = { schema, name };
    const text = rowKeyText(key);
    const stored = this.#committed.get(objectKey(table))?.get(text)?.get(editable.column.name);
    const staged = this.#session.store.getState().index.table(table)?.byKey.get(text);
    return { ref: { table, key }, column: editable.column.name, staged, stored, seen: this.#seen };
  }

  locked(column: string): string {
    return this.#cells.locked[this.#placeOf.get(column) ?? -1] ?? "";
  }

  tone(file: CachedRow): RowTone | null {
    const { index } = this.#session.store.getState();
    const conflicts = this.#session.conflicts();
    for (const [i, source] of this.#cells.sources.entries()) {
      const staged = source && index.table(source.table);
      const key = staged && this.#keyOf(file, source);
      const row = key && staged.byKey.get(rowKeyText(key));
      if (!row) continue;
      const shown = this.#cells.columns.some(
        (column) => column?.source === i && row.values.some((value) => value.column === column.column.name),
      );
      if (shown) return conflicts.some(({ id }) => id === row.id) ? "conflict" : "changed";
    }
    return null;
  }

  /** Looks up the addresses of rows that are only known by their declared keys. */
  async learn(page: Pick<RowPage, "columns" | "rows">): Promise<void> {
    const questions = this.#cells.sources.map(async (source) => {
      if (!source?.foundBy) return;
      const known = this.#found.get(source) ?? new Map<string, RowKey | null>();
      this.#found.set(source, known);
      const places = source.key.map((place) => page.columns.indexOf(this.#names[place] ?? ""));
      const wanted = new Map<string, RowKey>();
      for (const cells of page.rows) {
        const key = keyOfCells(places.map((place) => cells[place]));
        if (key && !known.has(rowKeyText(key))) wanted.set(rowKeyText(key), key);
      }
      if (wanted.size === 0) return;
      const { schema, name } = source.table;
      const question = { table: { schema, name }, columns: [...source.foundBy], values: [...wanted.values()] };
      // Rows that cannot be looked up are not edited; the result is there all the same.
      const { keys } = await this.#client.ask("rows.keysOf", question).catch(() => ({ keys: [] }));
      [...wanted.keys()].forEach((text, i) => known.set(text, keys[i] ?? null));
    });
    await Promise.all(questions);
  }

  /** Takes what a commit stored; tells whether it touched a table of this result. */
  committed({ rows, report }: Committed): boolean {
    const own = new Set(this.#cells.sources.flatMap((source) => (source ? [objectKey(source.table)] : [])));
    let touched = false;
    for (const row of rows) {
      const table = objectKey(row.row.table);
      if (!own.has(table)) continue;
      touched = true;
      this.#seen ??= report.delta.from;
      if (row.state !== "dirty" || isFresh(row.row)) continue;
      const before = rowKeyText(row.row.key);
      const moved = report.keys.find(({ id }) => id === row.id)?.key;
      if (moved) put(this.#moved, table, before, moved);
      const text = moved ? rowKeyText(moved) : before;
      const values = new Map(this.#committed.get(table)?.get(before));
      for (const { column, value } of row.values) if (value !== undefined) values.set(column, value);
      put(this.#committed, table, text, values);
    }
    this.#keys = new WeakMap();
    return touched;
  }

  #keyOf(file: CachedRow, source: CellSource): RowKey | null {
    let keys = this.#keys.get(file);
    if (!keys) this.#keys.set(file, (keys = new Map()));
    let key = keys.get(source);
    if (key === undefined) {
      key = this.#read(file, source);
      keys.set(source, key);
    }
    return key;
  }

  #read(file: CachedRow, source: CellSource): RowKey | null {
    // By name: columns can be moved, and cells with them.
    const cells = source.key.map((place) => file.cells[this.#shownPlace(this.#names[place] ?? "")]);
    const given = keyOfCells(cells);
    if (!given) return null;
    const key = source.foundBy ? (this.#found.get(source)?.get(rowKeyText(given)) ?? null) : given;
    return key && (this.#moved.get(objectKey(source.table))?.get(rowKeyText(key)) ?? key);
  }
}

/** NULL is no key: it stands where an outer join found no row. */
function keyOfCells(cells: readonly (Cell | undefined)[]): RowKey | null {
  const key: RowKey = [];
  for (const cell of cells) {
    if (cell === undefined || cell === null || isPreview(cell)) return null;
    key.push(cell);
  }
  return key;
}

function put<T>(map: Map<string, Map<string, T>>, table: string, key: string, value: T): void {
  const inner = map.get(table) ?? new Map<string, T>();
  inner.set(key, value);
  map.set(table, inner);
}
