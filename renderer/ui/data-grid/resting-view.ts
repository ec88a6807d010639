/**
 * What the mirror shows: the window on screen once it has come to rest, and the newest rows in it. While the view moves
 * nothing of it is made anew, and changes that come close together are told as one: elements cost more than a canvas.
 */
import type { GridMetrics } from "@deephaven/grid";
import type { MirrorView } from "./grid-view.ts";
import { placeOfView, sameMirrorView, viewOf } from "./grid-view.ts";

/** A view that has not moved for so long rests, in milliseconds. */
const REST = 60;
/** Changes of the rows are gathered for so long, in milliseconds: about two frames. */
const GATHER = 30;

export interface Resting {
  readonly view: MirrorView;
  /** Another number when the rows may be others. */
  readonly version: number;
}

const emptyView: MirrorView = { columns: [], rows: [], headWidth: 0, headHeight: 0 };

export class RestingView {
  /** The view came to rest. */
  onRest: () => void = () => {};
  /** `behind` may be another answer now. */
  onBehind: () => void = () => {};
  #now: Resting = { view: emptyView, version: 0 };
  /** Where the view is until it has come to rest, and its newest measures. */
  #moving: { readonly at: string; metrics: GridMetrics } | null = null;
  /** Where it came to rest. */
  #at = "";
  #stale = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #gather: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<(now: Resting) => void>();

  get now(): Resting {
    return this.#now;
  }

  /** What was told last is not what is painted: the view moves, or its rows are others by now. */
  get behind(): boolean {
    return this.#moving !== null || this.#stale;
  }

  subscribe(listener: (now: Resting) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A frame was painted with these measures. Rows that come in do not move the view: they would keep it from resting. */
  painted(metrics: GridMetrics): void {
    const at = placeOfView(metrics);
    if (this.#moving?.at === at) {
      this.#moving.metrics = metrics;
      return;
    }
    // At rest it is painted again for what changed in it, or because the mouse is over it.
    if (!this.#moving && this.#at === at && sameMirrorView(this.#now.view, viewOf(metrics))) return;
    clearTimeout(this.#rest);
    this.#moving = { at, metrics };
    this.#rest = setTimeout(() => this.#comeToRest(), REST);
    this.onBehind();
  }

  /** The rows may be others. */
  changed(): void {
    this.#stale = true;
    this.onBehind();
    if (this.#moving) return;
    this.#gather ??= setTimeout(() => {
      this.#gather = undefined;
      if (!this.#moving) this.#tell(this.#now.view);
    }, GATHER);
  }

  /** Nothing more is told. */
  close(): void {
    clearTimeout(this.#rest);
    clearTimeout(this.#gather);
    this.#gather = undefined;
    this.#moving = null;
  }

  #comeToRest(): void {
    const moving = this.#moving;
    if (!moving) return;
    this.#moving = null;
    this.#at = moving.at;
    const next = viewOf(moving.metrics);
    const view = sameMirrorView(this.#now.view, next) ? this.#now.view : next;
    if (this.#stale || view !== this.#now.view) this.#tell(view);
    this.onBehind();
    this.onRest();
  }

  #tell(view: MirrorView): void {
    const version = this.#now.version + (this.#stale ? 1 : 0);
    this.#stale = false;
    this.#now = { view, version };
    for (const listener of this.#listeners) listener(this.#now);
  }
}
