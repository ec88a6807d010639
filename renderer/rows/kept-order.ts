/**
 * How a view comes by places and totals that no index gives: the engine builds the order (and with it the count) in a
 * process of its own, pages come from it as far as it is, and a new order or filter makes the engine give up the old one.
 * Where none can be kept (views, rows without a key), rows are counted instead. docs/grid.md, docs/rows.md.
 */
import { toAppErrorData } from "../../src-shared/errors/app-error.ts";
import type { RowPage, RowSource, RowTotal } from "../../src-shared/model/rows.ts";
import type { Table } from "../../src-shared/model/schema.ts";
import type { EngineClient } from "../rpc/engine-client.ts";
import type { PageCache } from "./page-cache.ts";

/** How long a total is waited for before it is asked, in milliseconds: most are known by then. */
const COUNT_AFTER = 300;
/** An order that is there and still does not lead to its rows, so often: it is read without. */
const MOST_USELESS = 3;

/** What is being built. */
export interface Building {
  /** As `performance.now()` tells time. */
  readonly since: number;
  /** Rows seen by now. */
  readonly total: RowTotal | null;
  readonly sorted: boolean;
}

export class KeptOrder {
  readonly #client: EngineClient;
  readonly #kind: Table["kind"];
  readonly #view = crypto.randomUUID();
  #cache: PageCache | null = null;
  #building: (Building & { readonly source: RowSource }) | null = null;
  /** This source has no order that could be kept. */
  #direct: RowSource | null = null;
  /** What was asked for last: an answer to something older says nothing any more. */
  #asked: { readonly source: RowSource; readonly generation: number } | null = null;
  /** Orders that were there and did not lead to the rows, of this reading of the source. */
  #useless = { generation: -1, times: 0 };
  /** A count that is under way; one that was ended is not begun again by itself. */
  #counting: { readonly source: RowSource; readonly abort: AbortController } | null = null;
  #uncounted: RowSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: EngineClient, kind: Table["kind"]) {
    this.#client = client;
    this.#kind = kind;
  }

  /** Follows the engine for these pages; gives the function that ends that, and with it what is being built. */
  listen(cache: PageCache): () => void {
    this.#cache = cache;
    const stop = this.#client.on("rows.orderProgress", ({ view, total }) => {
      if (view !== this.#view || this.#building?.source !== cache.source) return;
      this.#building = { ...this.#building, total };
      cache.progress(total);
    });
    return () => {
      stop();
      clearTimeout(this.#timer);
      this.#cache = null;
      this.#asked = null;
      if (this.#building) this.#leave();
      this.#building = null;
      this.#counting?.abort.abort();
    };
  }

  /** Null while nothing is being built. */
  get building(): Building | null {
    return this.#building;
  }

  /** Reads a page: from the order that is kept, or without. */
  read(source: RowSource, offset: number, limit: number, signal: AbortSignal): Promise<RowPage> {
    const view = this.#direct === source || this.#kind === "view" ? {} : { view: this.#view };
    const inFront = () => this.#cache?.rests === false;
    return this.#client.ask("rows.readPage", { source, offset, limit, ...view }, { signal, inFront });
  }

  /** Looks whether something has to be built or counted; to be called whenever the cache says that it changed. */
  follow(cache: PageCache): void {
    if (cache !== this.#cache) return;
    const { source, total, generation, loaded, pending } = cache;
    if (this.#building && this.#building.source !== source) this.#building = null;
    const plain = source.order.length === 0 && source.filter.length === 0 && this.#kind === "table";
    const wanted = pending || (loaded && total.quality !== "exact" && !plain);
    if (!wanted || cache.error) return;
    if (this.#asked?.source === source && this.#asked.generation === generation) return;
    clearTimeout(this.#timer);
    if (pending) this.#begin(cache);
    else this.#timer = setTimeout(() => this.#begin(cache), COUNT_AFTER);
  }

  /** Gives up what is being built. */
  stop(): void {
    this.#asked = null;
    this.#building = null;
    this.#leave();
    this.#cache?.stop();
  }

  /** Rows that still wait are asked for once more, and then the order if that did not help; not for ever. */
  #isUseful({ pending, generation }: PageCache): boolean {
    if (!pending) return true;
    if (this.#useless.generation !== generation) this.#useless = { generation, times: 0 };
    this.#asked = null;
    return ++this.#useless.times < MOST_USELESS;
  }

  /** One at a time: when the file changes meanwhile, the next one is begun after this one. */
  #count(cache: PageCache, source: RowSource): void {
    if (this.#counting) {
      if (this.#counting.source !== source) this.#counting.abort.abort();
      this.#asked = null;
      return;
    }
    if (this.#uncounted === source) return;
    const abort = new AbortController();
    const { signal } = abort;
    this.#counting = { source, abort };
    const { generation } = cache;
    const inFront = () => this.#cache?.rests === false;
    const ended = (): void => {
      this.#counting = null;
      if (cache.generation !== generation || cache.source !== source) this.follow(cache);
    };
    this.#client.ask("rows.count", { source }, { signal, inFront }).then(
      (count) => {
        cache.counted(source, count);
        ended();
      },
      (thrown) => {
        // A count that cannot be made leaves the estimate.
        if (toAppErrorData(thrown).code.startsWith("engine.") && !signal.aborted) this.#uncounted = source;
        ended();
      },
    );
  }

  #leave(): void {
    // Its process may be gone, and then there is nothing to leave.
    this.#client.ask("rows.leaveOrder", { view: this.#view }).catch(() => {});
  }

  #begin(cache: PageCache): void {
    const { source, generation } = cache;
    if (cache !== this.#cache || (this.#asked?.source === source && this.#asked.generation === generation)) return;
    const asked = { source, generation };
    this.#asked = asked;
    const current = () => this.#asked === asked && cache === this.#cache && cache.source === source;
    if (this.#direct === source || this.#kind === "view") {
      this.#count(cache, source);
      return;
    }
    this.#building = { source, since: performance.now(), total: null, sorted: source.order.length > 0 };
    void this.#client.ask("rows.buildOrder", { source, view: this.#view }).then(
      ({ kept, total }) => {
        if (!current()) return;
        this.#building = null;
        if (kept && this.#isUseful(cache)) {
          cache.progress(total);
        } else {
          this.#direct = source;
          cache.invalidate();
        }
      },
      (thrown) => {
        if (!current()) return;
        this.#building = null;
        // Counted or sorted for later only: what is on screen is still true.
        if (cache.pending) cache.fail(toAppErrorData(thrown));
      },
    );
  }
}
