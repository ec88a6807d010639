/**
 * Rows of one statement's result, read in pages as the grid shows them. The engine keeps the rows; a page that was read
 * stays until newer ones push it out.
 */
import type { Cell } from "../../../src-shared/model/cell.ts";

const PAGE = 200;
const KEPT_PAGES = 60;
const AT_ONCE = 3;

/** Reads rows from a place; may give fewer than asked at the end. */
export type ReadRows = (offset: number, limit: number) => Promise<Cell[][]>;

export class ResultPages {
  readonly #read: ReadRows;
  readonly #changed: () => void;
  /** Page number → rows; the newest use stands last. */
  readonly #pages = new Map<number, Cell[][]>();
  readonly #asked = new Set<number>();
  /** Page number → how many rows there were when it came back short: asked again only when there are more. */
  readonly #short = new Map<number, number>();
  #wanted: [first: number, last: number] = [0, -1];
  /** Why a page could not be read. */
  failure: unknown = null;

  constructor(read: ReadRows, changed: () => void) {
    this.#read = read;
    this.#changed = changed;
  }

  /** A row that is here, or undefined. */
  row(index: number): Cell[] | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** These rows are on screen: reads what of them is not here. `rowCount` is how many there are now. */
  request(first: number, last: number, rowCount: number): void {
    this.#wanted = [Math.floor(first / PAGE), Math.floor(Math.min(last, rowCount - 1) / PAGE)];
    for (let page = this.#wanted[0]; page <= this.#wanted[1]; page++) {
      const rows = this.#pages.get(page);
      const expected = Math.min(PAGE, rowCount - page * PAGE);
      if (rows) {
        this.#pages.delete(page);
        this.#pages.set(page, rows);
      }
      // A page that was short while the statement was running is read again when more rows are there.
      const complete = rows !== undefined && (rows.length >= expected || this.#short.get(page) === rowCount);
      if (!complete && !this.#asked.has(page) && this.#asked.size < AT_ONCE) {
        void this.#load(page, rowCount);
      }
    }
  }

  async #load(page: number, rowCount: number): Promise<void> {
    this.#asked.add(page);
    try {
      const rows = await this.#read(page * PAGE, PAGE);
      this.#pages.set(page, rows);
      if (rows.length < PAGE) this.#short.set(page, rowCount);
      this.failure = null;
      for (const oldest of this.#pages.keys()) {
        if (this.#pages.size <= KEPT_PAGES) break;
        this.#pages.delete(oldest);
      }
    } catch (thrown) {
      this.failure = thrown;
    } finally {
      this.#asked.delete(page);
    }
    this.#changed();
    // What is on screen now may be elsewhere than when this was asked.
    const [first, last] = this.#wanted;
    if (this.failure === null && last >= first) this.request(first * PAGE, last * PAGE + PAGE - 1, rowCount);
  }
}
