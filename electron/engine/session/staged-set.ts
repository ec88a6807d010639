/** All staged rows in memory, with their figures kept up to date: they are shown after every gesture. */
import { objectKey } from "../../../src-shared/model/names.ts";
import type { SessionState } from "../../../src-shared/model/session.ts";
import type { Entry } from "./unit-of-work.ts";

/** An entry and the version of it that the journal holds. */
export interface Versioned {
  readonly version: number;
  readonly entry: Entry;
}

export class StagedSet {
  readonly #rows = new Map<string, Versioned>();
  readonly #tables = new Map<string, number>();
  #counts = { new: 0, dirty: 0, deleted: 0 };

  get(id: string): Versioned | undefined {
    return this.#rows.get(id);
  }

  get size(): number {
    return this.#rows.size;
  }

  /** In the order they were staged. */
  all(): IterableIterator<Versioned> {
    return this.#rows.values();
  }

  counts(): SessionState["counts"] {
    return { ...this.#counts, tables: this.#tables.size };
  }

  /** Puts a row in, in place of what was staged of it; undefined takes it out. */
  put(id: string, row: Versioned | undefined): void {
    const before = this.#rows.get(id);
    if (before) this.#count(before.entry, -1);
    if (row) {
      this.#count(row.entry, 1);
      this.#rows.set(id, row);
    } else {
      this.#rows.delete(id);
    }
  }

  clear(): void {
    this.#rows.clear();
    this.#tables.clear();
    this.#counts = { new: 0, dirty: 0, deleted: 0 };
  }

  #count({ staged }: Entry, by: 1 | -1): void {
    this.#counts[staged.state] += by;
    const table = objectKey(staged.row.table);
    const left = (this.#tables.get(table) ?? 0) + by;
    if (left === 0) this.#tables.delete(table);
    else this.#tables.set(table, left);
  }
}
