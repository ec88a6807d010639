/**
 * Rows between a commit and the pages that show it: they left the session, and the page on screen was read before. Until
 * the new page is here, what was committed is shown over the old one, so that nothing flashes back to its old value.
 */
import { rowKeyText } from "../../../src-shared/model/rows.ts";
import type { StagedRow } from "../../../src-shared/model/session.ts";
import { isFresh } from "../../rpc/staged-index.ts";

export class Settling {
  #rows = new Map<string, StagedRow>();
  #ids = new Set<string>();
  #fresh: readonly StagedRow[] = [];
  /** Pages of this generation or later know what was committed. */
  #from = 0;

  /** New rows that the pages do not know yet. */
  get fresh(): readonly StagedRow[] {
    return this.#fresh;
  }

  /** These rows were stored; pages read in `generation` or later will have them. */
  begin(rows: readonly StagedRow[], generation: number): void {
    this.#from = generation;
    this.#rows = new Map();
    this.#ids = new Set(rows.map((row) => row.id));
    for (const row of rows) if (!isFresh(row.row)) this.#rows.set(rowKeyText(row.row.key), row);
    this.#fresh = rows.filter((row) => isFresh(row.row));
  }

  /** What was committed of a row that was read in an older generation. A deleted row stays struck through till then. */
  row(keyText: string, generation: number): StagedRow | undefined {
    return generation < this.#from ? this.#rows.get(keyText) : undefined;
  }

  /** Is this staged row stored already? It is shown without the marks of a staged one. */
  holds(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Forgets the new rows once a page of the new generation is there. */
  release(cache: { readonly loadedGeneration: number }): void {
    if (this.#fresh.length > 0 && cache.loadedGeneration >= this.#from) this.#fresh = [];
  }
}
