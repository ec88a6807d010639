/** Staged rows, found by table and key. Changed in place by deltas: a session may hold many thousand rows. */
import { objectKey } from "../../src-shared/model/names.ts";
import { rowKeyText } from "../../src-shared/model/rows.ts";
import type { RowRef, SessionDelta, StagedRow } from "../../src-shared/model/session.ts";
import type { ObjectName } from "../../src-shared/model/names.ts";

/** What is staged of one table. */
export interface StagedTable {
  readonly table: ObjectName;
  /** Dirty and deleted rows by the text of their key. */
  readonly byKey: ReadonlyMap<string, StagedRow>;
  /** Rows that are not in the file yet, in the order they were made. */
  readonly fresh: readonly StagedRow[];
}

interface Entry {
  readonly table: ObjectName;
  readonly byKey: Map<string, StagedRow>;
  fresh: StagedRow[];
}

/** Is this a row that exists only in the session? */
export function isFresh(row: RowRef): row is Extract<RowRef, { newId: string }> {
  return "newId" in row;
}

export class StagedIndex {
  readonly #rows = new Map<string, StagedRow>();
  readonly #tables = new Map<string, Entry>();

  /** All staged rows, in the order they were staged. */
  rows(): IterableIterator<StagedRow> {
    return this.#rows.values();
  }

  row(id: string): StagedRow | undefined {
    return this.#rows.get(id);
  }

  get size(): number {
    return this.#rows.size;
  }

  /** What is staged of one table; undefined when nothing is. */
  table(table: ObjectName): StagedTable | undefined {
    return this.#tables.get(objectKey(table));
  }

  /** Forgets everything and holds these rows. */
  reset(rows: readonly StagedRow[]): void {
    this.#rows.clear();
    this.#tables.clear();
    for (const row of rows) this.#put(row);
  }

  apply(delta: Pick<SessionDelta, "changed" | "removed">): void {
    for (const id of delta.removed) this.#remove(id);
    for (const row of delta.changed) this.#put(row);
  }

  #put(row: StagedRow): void {
    const before = this.#rows.get(row.id);
    this.#rows.set(row.id, row);
    const entry = this.#entry(row.row.table);
    if (!isFresh(row.row)) {
      entry.byKey.set(rowKeyText(row.row.key), row);
    } else if (before) {
      entry.fresh = entry.fresh.map((r) => (r.id === row.id ? row : r));
    } else {
      entry.fresh = [...entry.fresh, row];
    }
  }

  #remove(id: string): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#rows.delete(id);
    const entry = this.#entry(row.row.table);
    if (isFresh(row.row)) entry.fresh = entry.fresh.filter((r) => r.id !== id);
    else entry.byKey.delete(rowKeyText(row.row.key));
    if (entry.byKey.size === 0 && entry.fresh.length === 0) this.#tables.delete(objectKey(entry.table));
  }

  #entry(table: ObjectName): Entry {
    const key = objectKey(table);
    let entry = this.#tables.get(key);
    if (!entry) {
      entry = { table, byKey: new Map(), fresh: [] };
      this.#tables.set(key, entry);
    }
    return entry;
  }
}
