/**
 * The pages of a table that are on screen or were lately. Rows that are stale stay visible until the new ones are there:
 * nothing blinks because something else changed. Only what is on screen now is asked for, a few pages at a time.
 */
import { type AppErrorData, toAppErrorData } from "../../src-shared/errors/app-error.ts";
import type { RowPage, RowSource, RowTotal } from "../../src-shared/model/rows.ts";
import { type CachedRow, cachedRows } from "./cached-row.ts";
import { rearranged } from "./column-layout.ts";

export interface PageCacheOptions {
  readonly read: (source: RowSource, offset: number, limit: number, signal: AbortSignal) => Promise<RowPage>;
  readonly source: RowSource;
  /** Why its rows are not read before somebody wants them (`retry`); null: they are. */
  readonly held?: AppErrorData | null;
  /** Something that is shown may be another now. */
  readonly changed: () => void;
  /** A page was read again: its rows, those it takes the place of, and their columns. */
  readonly landed?: (before: readonly CachedRow[], after: readonly CachedRow[], columns: readonly string[]) => void;
  readonly pageSize?: number;
  readonly inFlight?: number;
  readonly capacity?: number;
  /** A view that leapt has come to rest after so many milliseconds: only then its neighbours are worth a question. */
  readonly rest?: number;
  /** How long rows of the order before stay on screen while the first page of a new one is read, in milliseconds. */
  readonly patience?: number;
}

interface Page {
  readonly rows: readonly CachedRow[];
  readonly generation: number;
}

const unknownTotal: RowTotal = { rows: 0, quality: "atLeast" };

export class PageCache {
  readonly #options: Required<PageCacheOptions>;
  #source: RowSource;
  #pages = new Map<number, Page>();
  /** Pages of the source before, shown until the first page of this one is there. */
  #before: Map<number, Page> | null = null;
  #asked = new Set<number>();
  /** Pages that cannot be had before more of their order is known. */
  #pending = new Set<number>();
  #wanted: [number, number] = [0, 0];
  /** The view leaps from place to place, as when the scroll bar is dragged. */
  #leaping: ReturnType<typeof setTimeout> | undefined;
  #generation = 0;
  #changes = 0;
  #total = unknownTotal;
  #columns: readonly string[] | null = null;
  #error: AppErrorData | null;
  /** What was being read was ended, by whomever: it is read again when somebody wants it, not by itself. */
  #ended: boolean;
  #waitingSince: number | null = null;
  #abort = new AbortController();
  #loaded = false;
  #totalGeneration = -1;
  #totalKnown = false;
  #rests = false;

  constructor(options: PageCacheOptions) {
    this.#options = {
      landed: () => {},
      pageSize: 200,
      inFlight: 4,
      capacity: 60,
      patience: 200,
      rest: 120,
      held: null,
      ...options,
    };
    this.#error = this.#options.held;
    this.#ended = this.#error !== null;
    this.#source = options.source;
  }

  get total(): RowTotal {
    return this.#total;
  }
  /** The total is that of this source (or of the same rows in another order). */
  get totalKnown(): boolean {
    return this.#totalKnown;
  }
  /** Names of the columns as the engine gives them; null before the first page. */
  get columns(): readonly string[] | null {
    return this.#columns;
  }
  /** Why the last read failed; gone with `retry` and `setSource`, and with `invalidate` unless it was `ended`. */
  get error(): AppErrorData | null {
    return this.#error;
  }
  /** The last read was ended: it is not asked again by itself. */
  get ended(): boolean {
    return this.#ended;
  }
  get source(): RowSource {
    return this.#source;
  }
  /** A page of this source was read. */
  get loaded(): boolean {
    return this.#loaded;
  }
  /** Since when something is being read, as `performance.now()` tells time; null when nothing is. */
  get waitingSince(): number | null {
    return this.#waitingSince;
  }
  /** Something on screen waits for an order that is not known yet. */
  get pending(): boolean {
    return this.#pending.size > 0;
  }
  get generation(): number {
    return this.#generation;
  }
  /** The newest generation of which a page is there. */
  get loadedGeneration(): number {
    return this.#totalGeneration;
  }

  /** Grows whenever other rows are loaded, or they are at other places. */
  get changes(): number {
    return this.#changes;
  }

  /** The rows that are loaded, with their places. */
  *rows(): Generator<[number, CachedRow]> {
    for (const [number, { rows }] of this.#shownPages()) {
      for (const [i, row] of rows.entries()) yield [number * this.#options.pageSize + i, row];
    }
  }

  #shownPages(): ReadonlyMap<number, Page> {
    return this.#loaded || !this.#before ? this.#pages : this.#before;
  }

  row(index: number): CachedRow | undefined {
    const { pageSize } = this.#options;
    const number = Math.floor(index / pageSize);
    return this.#shownPages().get(number)?.rows[index - number * pageSize];
  }

  /** These rows are on screen. */
  request(first: number, last: number): void {
    const { pageSize, rest } = this.#options;
    const wanted: [number, number] = [
      Math.max(0, Math.floor(first / pageSize)),
      Math.max(0, Math.floor(last / pageSize)),
    ];
    if (this.#loaded && (wanted[0] > this.#wanted[1] + 1 || wanted[1] < this.#wanted[0] - 1)) {
      clearTimeout(this.#leaping);
      this.#leaping = setTimeout(() => {
        this.#leaping = undefined;
        this.#pump();
      }, rest);
    }
    this.#wanted = wanted;
    this.#pump();
  }

  /** Its view is hidden: nothing is asked, and only what was on screen is kept. */
  get rests(): boolean {
    return this.#rests;
  }

  set rests(rests: boolean) {
    if (this.#rests === rests) return;
    this.#rests = rests;
    if (rests) this.#shed();
    else this.#pump();
  }

  /** Everything may be another now: asks again, shows what there is until then. */
  invalidate(): void {
    this.#generation++;
    this.#pending.clear();
    if (!this.#ended) this.#error = null;
    this.#pump();
  }

  /** Reads everything again, and what failed or was stopped: somebody wants it. */
  retry(): void {
    this.#ended = false;
    this.invalidate();
    this.#options.changed();
  }

  /** The order of the table is known now: estimated places can be asked again. */
  orderReady(total: RowTotal): void {
    this.#total = total;
    this.invalidate();
    this.#options.changed();
  }

  /** More is known of the order that is being built: what waits for it can be asked again. */
  progress(total: RowTotal): void {
    this.#pending.clear();
    const fuller = total.quality === "exact" || total.rows > this.#total.rows;
    if (fuller && this.#total.quality !== "exact") {
      this.#total = total;
      this.#totalKnown = true;
    }
    // A page that was not full may be fuller now.
    for (const [number, page] of this.#pages) {
      if (page.rows.length < this.#options.pageSize) this.#pages.set(number, { ...page, generation: -1 });
    }
    this.#options.changed();
    this.#pump();
  }

  /** The columns of rows stand in this order from now on, also in the pages that come. */
  rearrange(names: readonly string[]): void {
    if (!this.#columns) return;
    const columns = [...this.#columns];
    for (const pages of [this.#pages, this.#before ?? new Map<number, Page>()]) {
      for (const [number, page] of pages) {
        const { rows } = rearranged({ columns, rows: page.rows.map((row) => [...row.cells]) }, names);
        pages.set(number, { ...page, rows: page.rows.map((row, i) => ({ ...row, cells: rows[i] ?? row.cells })) });
      }
    }
    this.#columns = names;
  }

  /** What should have found the rows failed. */
  fail(error: AppErrorData): void {
    this.#setError(error);
    this.#options.changed();
  }

  /** An exact count came from elsewhere. */
  counted(source: RowSource, total: RowTotal): void {
    if (source !== this.#source || this.#total.quality === "exact") return;
    this.#total = total;
    this.#options.changed();
  }

  /** Another order or filter, or another shape of the table. */
  setSource(source: RowSource): void {
    this.#abandon();
    const before = this.#loaded ? this.#pages : this.#before;
    // Another order has as many rows; another filter has not.
    if (source.filter !== this.#source.filter) this.#totalKnown = false;
    this.#source = source;
    this.#before = before;
    this.#pages = new Map();
    this.#loaded = false;
    this.#error = null;
    this.#ended = false;
    setTimeout(() => {
      if (this.#before !== before) return;
      this.#before = null;
      this.#changes++;
      this.#options.changed();
    }, this.#options.patience);
    this.#pump();
  }

  /** Gives up what is being read: a process that still works at it is ended. */
  stop(): void {
    this.#abandon();
    this.#setError({
      code: "engine.stopped",
      message: "Reading these rows was stopped.",
      next: "Read them again, or narrow them down with another filter or order.",
    });
    this.#options.changed();
  }

  /** Nothing more is asked. */
  close(): void {
    this.#abandon();
    clearTimeout(this.#leaping);
    this.#wanted = [0, -1];
  }

  #setError(error: AppErrorData): void {
    this.#error = error;
    this.#ended = error.code.startsWith("engine.");
  }

  #abandon(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#asked.clear();
    this.#pending.clear();
    this.#waitingSince = null;
    this.#generation++;
  }

  #isFresh(number: number): boolean {
    return (this.#pages.get(number)?.generation ?? -1) >= this.#generation;
  }

  /** Asks for what is wanted and neither there nor asked: what is on screen first, then its neighbours. */
  #pump(): void {
    if (this.#error || this.#rests) return;
    const [first, last] = this.#wanted;
    const lastPage = Math.floor(Math.max(0, this.#total.rows - 1) / this.#options.pageSize);
    const numbers: number[] = [];
    for (let n = first; n <= Math.min(last, first + 20); n++) numbers.push(n);
    if (this.#loaded && last >= first && this.#leaping === undefined) {
      if (last < lastPage) numbers.push(last + 1);
      if (first > 0) numbers.push(first - 1);
    }
    for (const number of numbers) {
      if (this.#asked.size >= this.#options.inFlight) return;
      // What is being read and was outdated meanwhile is read again after that: more of the same would only wait as well.
      if (this.#pending.has(number) || this.#isFresh(number) || this.#asked.has(number)) continue;
      void this.#ask(number);
    }
  }

  async #ask(number: number): Promise<void> {
    const { pageSize, read, changed } = this.#options;
    const source = this.#source;
    const generation = this.#generation;
    const { signal } = this.#abort;
    this.#asked.add(number);
    if (this.#waitingSince === null) {
      this.#waitingSince = performance.now();
      // Later: the grid asks for pages while it paints.
      queueMicrotask(changed);
    }
    try {
      const page = await read(source, number * pageSize, pageSize, signal);
      if (signal.aborted) return;
      this.#land(number, generation, page);
    } catch (thrown) {
      if (signal.aborted) return;
      this.#setError(toAppErrorData(thrown));
    }
    this.#asked.delete(number);
    if (this.#asked.size === 0) this.#waitingSince = null;
    changed();
    this.#pump();
  }

  #land(number: number, generation: number, page: RowPage): void {
    if (page.placement === "pending") {
      if (generation < this.#generation) return;
      this.#pending.add(number);
      this.#columns = page.columns;
      // Rows of before stay where they are; the first ones of another source are not there yet.
      if (this.#loaded) return;
      this.#totalKnown ||= page.total.rows > 0;
      this.#total = page.total;
      return;
    }
    // An answer from before an invalidation is still better than nothing, never than something newer.
    if ((this.#pages.get(number)?.generation ?? -1) > generation) return;
    const rows = cachedRows(page, generation);
    const older = this.#pages.get(number);
    if (older && older.generation < generation && sameNames(this.#columns, page.columns)) {
      this.#options.landed(older.rows, rows, page.columns);
    }
    this.#pages.delete(number);
    this.#pages.set(number, { rows, generation });
    this.#columns = page.columns;
    const isFirst = !this.#totalKnown;
    this.#totalKnown = true;
    this.#loaded = true;
    this.#before = null;
    this.#changes++;
    const weaker = page.total.quality !== "exact" && this.#total.quality === "exact" && !isFirst;
    if (!weaker || generation > this.#totalGeneration) this.#total = page.total;
    this.#totalGeneration = Math.max(this.#totalGeneration, generation);
    this.#shed();
  }

  /** Lets go of the pages that were wanted longest ago; of a hidden view, of all that are not on its screen. */
  #shed(): void {
    const [first, last] = this.#wanted;
    const most = this.#rests ? 0 : this.#options.capacity;
    for (const old of this.#pages.keys()) {
      if (this.#pages.size <= most) break;
      if (old < first || old > last) this.#pages.delete(old);
    }
  }
}

function sameNames(a: readonly string[] | null, b: readonly string[]): boolean {
  return a !== null && a.length === b.length && a.every((name, i) => name === b[i]);
}
