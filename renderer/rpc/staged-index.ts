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
  /** New rows of the delta that is being taken in. */
  added: StagedRow[];
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
    const touched = new Set<Entry>();
    for (const row of rows) this.#put(row, touched);
    for (const entry of touched) this.#list(entry);
  }

  apply({ changed, removed }: Pick<SessionDelta, "changed" | "removed">): void {
    if (removed === "all") return this.reset(changed);
    const touched = new Set<Entry>();
    for (const id of removed) this.#remove(id, touched);
    for (const row of changed) this.#put(row, touched);
    for (const entry of touched) this.#list(entry);
  }

  #put(row: StagedRow, touched: Set<Entry>): void {
    const before = this.#rows.get(row.id);
    this.#rows.set(row.id, row);
    const entry = this.#entry(row.row.table);
    if (!isFresh(row.row)) return void entry.byKey.set(rowKeyText(row.row.key), row);
    if (!before) entry.added.push(row);
    touched.add(entry);
  }

  #remove(id: string, touched: Set<Entry>): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#rows.delete(id);
    const entry = this.#entry(row.row.table);
    if (!isFresh(row.row)) entry.byKey.delete(rowKeyText(row.row.key));
    touched.add(entry);
  }

  /** Once for all rows of a delta: a list made anew for each of ten thousand would take seconds. */
  #list(entry: Entry): void {
    // What was taken away and put back comes last.
    const added = new Set(entry.added.map((row) => row.id));
    const stayed = entry.fresh.filter((row) => !added.has(row.id));
    const now = [...stayed, ...entry.added].flatMap((row) => this.#rows.get(row.id) ?? []);
    // The same list when only rows of the file changed: what draws the new rows need not draw them again.
    if (now.length !== entry.fresh.length || now.some((row, i) => row !== entry.fresh[i])) entry.fresh = now;
    entry.added = [];
    if (entry.byKey.size === 0 && entry.fresh.length === 0) this.#tables.delete(objectKey(entry.table));
  }

  #entry(table: ObjectName): Entry {
    const key = objectKey(table);
    let entry = this.#tables.get(key);
    if (!entry) {
      entry = { table, byKey: new Map(), fresh: [], added: [] };
      this.#tables.set(key, entry);
    }
    return entry;
  }
}
