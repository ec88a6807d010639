/**
 * Where the rows of a table are: by their keys in the file, new rows by the ids they were staged with. A commit gives rows
 * their keys, or other ones; they are the same rows after it.
 */
import { type Cell, isPreview, sameScalar } from "../../src-shared/model/cell.ts";
import { type RowKey, rowKeyText } from "../../src-shared/model/rows.ts";
import type { Table } from "../../src-shared/model/schema.ts";
import type { StagedRow } from "../../src-shared/model/session.ts";
import { isFresh } from "../rpc/staged-index.ts";
import type { RowKeys } from "../ui/data-grid/grid-source.ts";
import type { Settling } from "./layers/settling.ts";
import type { CachedRow } from "./cached-row.ts";
import type { PageCache } from "./page-cache.ts";

/** Rows that no page of the file gives. */
export interface RowsBehind {
  /** Of the file, shown as they are staged. */
  readonly joined: readonly CachedRow[];
  readonly fresh: readonly StagedRow[];
}

export class RowPlaces implements RowKeys {
  readonly #table: Table;
  readonly #cache: PageCache;
  readonly #settling: Settling;
  readonly #behind: () => RowsBehind;
  readonly #revision: () => number;
  /** Of rows without a key: they are told apart by what they hold. */
  readonly #contents = new WeakMap<readonly Cell[], string>();

  /** `behind`: the rows behind those of the file's pages; `revision`: of the session. */
  constructor(table: Table, cache: PageCache, settling: Settling, behind: () => RowsBehind, revision: () => number) {
    this.#revision = revision;
    this.#table = table;
    this.#cache = cache;
    this.#settling = settling;
    this.#behind = behind;
  }

  get state(): readonly unknown[] {
    const { changes, generation, total, waitingSince, error } = this.#cache;
    return [
      changes,
      generation,
      total.rows,
      waitingSince === null,
      error,
      this.#settling.fresh.length,
      this.#behind().joined,
      this.#revision(),
    ];
  }

  get reading(): number {
    return this.#cache.generation;
  }

  get waiting(): boolean {
    return !this.#cache.loaded && this.#cache.error === null;
  }

  at(row: number): ReturnType<RowKeys["at"]> {
    const { total, generation } = this.#cache;
    if (row >= total.rows) {
      const { joined, fresh } = this.#behind();
      const other = joined[row - total.rows];
      if (other) return { key: other.keyText ?? this.#contentOf(other.cells), reading: other.generation };
      const staged = fresh[row - total.rows - joined.length];
      return staged && isFresh(staged.row) ? { key: newKey(staged.row.newId), reading: generation } : null;
    }
    const file = this.#cache.row(row);
    return file && { key: file.keyText ?? this.#contentOf(file.cells), reading: file.generation };
  }

  find(keys: ReadonlySet<string>): ReadonlyMap<string, number> {
    const places = new Map<string, number>();
    const { total } = this.#cache;
    const { joined, fresh } = this.#behind();
    fresh.forEach((staged, i) => {
      const key = isFresh(staged.row) ? newKey(staged.row.newId) : "";
      if (keys.has(key)) places.set(key, total.rows + joined.length + i);
    });
    joined.forEach(({ keyText }, i) => {
      if (keyText !== null && keys.has(keyText)) places.set(keyText, total.rows + i);
    });
    /** By the key in the file, what it was called before the last commit. */
    const renamed = new Map<string, StagedRow>();
    for (const staged of this.#settling.last) {
      const stored = keyAfter(this.#table, staged);
      if (stored && keys.has(keyBefore(staged))) renamed.set(rowKeyText(stored), staged);
    }
    const readings = new Map<string, number>();
    const twice = new Set<string>();
    for (const [place, file] of this.#cache.rows()) {
      if (file.keyText === null || place >= total.rows) continue;
      const staged = renamed.get(file.keyText);
      const isStored = staged && this.#holds(file, staged);
      const key = isStored ? keyBefore(staged) : file.keyText;
      if (!keys.has(key)) continue;
      // A page that is not read again yet may still have a row that another has now.
      const other = readings.get(key) ?? -1;
      if (other > file.generation) continue;
      if (other === file.generation) twice.add(key);
      else twice.delete(key);
      readings.set(key, file.generation);
      places.set(key, place);
    }
    for (const key of twice) places.delete(key);
    return places;
  }

  /** Does the row hold what was stored? Another program may have taken the key that ours was to get. */
  #holds({ cells }: CachedRow, { values }: StagedRow): boolean {
    const { columns } = this.#cache;
    return values.every(({ column, value }) => {
      const cell = cells[columns?.indexOf(column) ?? -1];
      return value === undefined || (cell !== undefined && (isPreview(cell) || sameScalar(cell, value)));
    });
  }

  #contentOf(cells: readonly Cell[]): string {
    const known = this.#contents.get(cells);
    if (known !== undefined) return known;
    const text = `cells ${cells.map((cell) => (isPreview(cell) ? [cell.bytes, String(cell.head)].join() : rowKeyText([cell]))).join()}`;
    this.#contents.set(cells, text);
    return text;
  }
}

const newKey = (newId: string): string => `new ${newId}`;

function keyBefore({ row }: StagedRow): string {
  return isFresh(row) ? newKey(row.newId) : rowKeyText(row.key);
}

/** The key of a staged row once it is stored; null when it stays the same, or is not known. */
function keyAfter({ identity }: Table, { row, rowid, state, values }: StagedRow): RowKey | null {
  if (state === "deleted") return null;
  const set = (column: string | null) => values.find((value) => value.column === column)?.value;
  if (identity.kind === "none") return null;
  const columns = identity.kind === "rowid" ? [identity.column] : identity.columns;
  const old = isFresh(row) ? (rowid === undefined ? [] : [rowid]) : row.key;
  const key = columns.map((column, i) => set(column) ?? old[i]);
  if (key.some((part) => part === undefined)) return null;
  return isFresh(row) || columns.some((column) => set(column) !== undefined) ? (key as RowKey) : null;
}
