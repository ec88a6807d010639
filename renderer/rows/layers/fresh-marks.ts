/**
 * Cells that another program has just changed, marked for a moment: a new page of the file is compared, row by row of the
 * same key, with the page it takes the place of. Rows that only moved are not marked, nor what a commit of ours stored.
 */
import { type Cell, isPreview, sameScalar } from "../../../src-shared/model/cell.ts";
import type { CachedRow } from "../cached-row.ts";

/** How long a mark is seen, and how often it is painted fainter meanwhile; in milliseconds. */
const SHOWN = 1800;
const STEP = 150;
/** A page on which more cells changed is another page to the eye: marks would say nothing. */
const MOST = 1000;

export class FreshMarks {
  /** When each cell was seen changed, by the text of the row's key and the name of the column. */
  readonly #seen = new Map<string, Map<string, number>>();
  readonly #repaint: () => void;
  readonly #still: () => boolean;
  #timer: ReturnType<typeof setInterval> | null = null;

  /** `still`: no motion is wanted, so nothing is marked. */
  constructor(repaint: () => void, still: () => boolean) {
    this.#repaint = repaint;
    this.#still = still;
  }

  /** A page takes the place of an older one. `isOurs` tells of cells that a commit of ours stored. */
  compare(
    before: readonly CachedRow[],
    after: readonly CachedRow[],
    columns: readonly string[],
    isOurs: (row: CachedRow, column: string) => boolean,
  ): void {
    if (this.#still()) return;
    const old = new Map(before.map((row) => [row.keyText, row]));
    const found: [string, string][] = [];
    for (const { keyText, cells } of after) {
      const was = keyText === null ? undefined : old.get(keyText);
      if (!was || keyText === null || was.cells.length !== cells.length) continue;
      for (const [i, column] of columns.entries()) {
        if (same(was.cells[i], cells[i]) || isOurs(was, column)) continue;
        found.push([keyText, column]);
        if (found.length > MOST) return;
      }
    }
    if (found.length === 0) return;
    const now = performance.now();
    for (const [key, column] of found) {
      const row = this.#seen.get(key) ?? new Map<string, number>();
      this.#seen.set(key, row.set(column, now));
    }
    this.#timer ??= setInterval(() => this.#fade(), STEP);
  }

  /** How strong the mark of a cell is: 1 when it was just changed, 0 when there is none. */
  strength(keyText: string, column: string): number {
    const since = this.#seen.get(keyText)?.get(column);
    return since === undefined ? 0 : Math.max(0, 1 - (performance.now() - since) / SHOWN);
  }

  /** Forgets all marks. */
  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#seen.clear();
  }

  #fade(): void {
    const over = performance.now() - SHOWN;
    for (const [key, row] of this.#seen) {
      for (const [column, since] of row) if (since <= over) row.delete(column);
      if (row.size === 0) this.#seen.delete(key);
    }
    if (this.#seen.size === 0) this.close();
    this.#repaint();
  }
}

function same(a: Cell | undefined, b: Cell | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (isPreview(a) && isPreview(b)) return a.storage === b.storage && a.bytes === b.bytes && sameScalar(a.head, b.head);
  return sameScalar(a, b);
}
