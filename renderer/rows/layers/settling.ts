/**
 * Rows between a commit and the pages that show it: they left the session, and the page on screen was read before. Until
 * the new page is here, what was committed is shown over the old one, so that nothing flashes back to its old value.
 */
import { rowKeyText } from "../../../src-shared/model/rows.ts";
import type { StagedRow } from "../../../src-shared/model/session.ts";
import { isFresh } from "../../rpc/staged-index.ts";

/** What a commit stored of a row. */
interface Settled {
  readonly row: StagedRow;
  /** Pages of this generation or later know it. */
  readonly from: number;
  /** The revision of the session before the first commit that pages of older generations do not know. */
  readonly seen: number;
}

export class Settling {
  #rows = new Map<string, Settled>();
  /** By themselves, not by their ids: the same row may be staged again at once. */
  #stored = new WeakSet<StagedRow>();
  #fresh: readonly Settled[] = [];
  /** What the last commit stored. */
  #last: readonly StagedRow[] = [];

  /** New rows that the pages do not know yet. */
  get fresh(): readonly StagedRow[] {
    return this.#fresh.map(({ row }) => row);
  }

  /** The rows that the last commit stored. */
  get last(): readonly StagedRow[] {
    return this.#last;
  }

  /**
   * These rows were stored by a commit that began at revision `seen` of the session; pages read in `generation` or later will
   * have them. `loaded` is the newest generation of which a page is there.
   */
  begin(rows: readonly StagedRow[], generation: number, loaded: number, seen: number): void {
    this.#last = rows;
    for (const [keyText, { from }] of this.#rows) if (from <= loaded) this.#rows.delete(keyText);
    for (const row of rows) this.#stored.add(row);
    const isNew = (row: StagedRow): boolean => isFresh(row.row);
    this.#fresh = [...this.#fresh, ...rows.filter(isNew).map((row) => ({ row, from: generation, seen }))];
    for (const row of rows) {
      if (isFresh(row.row)) continue;
      const keyText = rowKeyText(row.row.key);
      const before = this.#rows.get(keyText);
      const both = before ? over(before.row, row) : row;
      this.#stored.add(both);
      this.#rows.set(keyText, { row: both, from: generation, seen: before?.seen ?? seen });
    }
  }

  /** What was committed of a row that was read in an older generation. A deleted row stays struck through till then. */
  row(keyText: string, generation: number): StagedRow | undefined {
    return this.#of(keyText, generation)?.row;
  }

  /** Up to the commits of which revision of the session such a row is known; undefined: all. */
  seen(keyText: string, generation: number): number | undefined {
    return this.#of(keyText, generation)?.seen;
  }

  /** The same of a new row that no page knows yet. */
  seenFresh(row: StagedRow): number | undefined {
    return this.#fresh.find((settled) => settled.row === row)?.seen;
  }

  /** Is what is staged here stored already? It is shown without the marks of a staged one. */
  holds(staged: StagedRow): boolean {
    return this.#stored.has(staged);
  }

  /** Forgets new rows once a page that was read after their commit is there. */
  release(cache: { readonly loadedGeneration: number }): void {
    if (this.#fresh.length === 0) return;
    const left = this.#fresh.filter(({ from }) => from > cache.loadedGeneration);
    if (left.length < this.#fresh.length) this.#fresh = left;
  }

  #of(keyText: string, generation: number): Settled | undefined {
    const settled = this.#rows.get(keyText);
    return settled && generation < settled.from ? settled : undefined;
  }
}

/** A row that was committed twice, as it is after both. */
function over(first: StagedRow, second: StagedRow): StagedRow {
  if (first.state !== "dirty" || second.state !== "dirty") return second;
  const later = new Set(second.values.map(({ column }) => column));
  return { ...second, values: [...first.values.filter(({ column }) => !later.has(column)), ...second.values] };
}
