/** The orders that are kept on disk, as the process sees them that answers pages. */
import type { Scalar } from "../../../../src-shared/model/cell.ts";
import { activeFilter } from "../../../../src-shared/model/row-filter.ts";
import type { RowSource } from "../../../../src-shared/model/rows.ts";
import type { Connections } from "../../connection/connections.ts";
import { digestOf, type OrderFolder, stateStamp } from "./order-place.ts";
import { OrderReader, type OrderState } from "./order-file.ts";

/** Order files held open. */
const OPEN = 16;
/** Views whose last source is remembered. */
const VIEWS = 200;

/** An order of the database as it is now, complete or not. */
export interface KeptOrder {
  readonly state: OrderState;
  /** Keys from a place on; fewer when not all are known, none when the first is not. */
  keys(offset: number, limit: number): Scalar[][];
  readonly reader: OrderReader;
}

export class KeptOrders {
  readonly #connections: Connections;
  readonly #folder: OrderFolder;
  /** By digest, with the version of the database that the order was found to be of. */
  readonly #open = new Map<string, { reader: OrderReader; version: string }>();
  /** Views that wanted something, those of now last. */
  readonly #wanting = new Set<string>();

  constructor(connections: Connections, folder: OrderFolder) {
    this.#connections = connections;
    this.#folder = folder;
  }

  /** The order of a source, if there is one of this state of the database. Run it in a snapshot. */
  of(source: RowSource): KeptOrder | null {
    if (this.#connections.realPath === null) return null;
    const reader = this.#reader(digestOf(source));
    if (!reader) return null;
    const state = reader.state();
    return {
      state,
      reader,
      keys(offset, limit) {
        const end = offset >= state.tailFrom ? state.seen : state.rows;
        return reader.read(offset, Math.max(0, Math.min(limit, end - offset)));
      },
    };
  }

  /**
   * Tells the process that builds what a view shows now (null: nothing); what it was building for that view before is given up.
   * It goes by what is written down: another process that reads may have answered this view meanwhile. Rows as they come need
   * no order, and are not told; but one that is built of them all the same is left.
   */
  want(view: string, source: RowSource | null): void {
    const plain = source === null || (source.order.length === 0 && activeFilter(source.filter).length === 0);
    if (plain && this.#folder.wantsNothing(view)) return;
    const shown = source && digestOf(source);
    if (shown !== null && this.#folder.wants(view, shown)) return;
    const digest = plain ? null : shown;
    this.#folder.want(view, digest);
    this.#wanting.delete(view);
    this.#wanting.add(view);
    for (const oldest of [...this.#wanting].slice(0, -VIEWS)) {
      this.#wanting.delete(oldest);
      this.#folder.forget(oldest);
    }
  }

  close(): void {
    for (const { reader } of this.#open.values()) reader.close();
    this.#open.clear();
    this.#folder.close();
  }

  #reader(digest: string): OrderReader | null {
    const version = this.#connections.version().data;
    const known = this.#open.get(digest);
    if (known?.version === version && (known.reader.state().complete || this.#isSame(known.reader, digest))) {
      return known.reader;
    }
    known?.reader.close();
    this.#open.delete(digest);
    const reader = OrderReader.open(this.#folder.path(digest));
    if (reader?.meta.digest !== digest || reader.meta.stamp !== stateStamp(this.#connections)) {
      reader?.close();
      return null;
    }
    this.#open.set(digest, { reader, version });
    for (const [oldest, { reader: old }] of [...this.#open].slice(0, -OPEN)) {
      old.close();
      this.#open.delete(oldest);
    }
    return reader;
  }

  /** An unfinished file may have been begun anew by another process. */
  #isSame(reader: OrderReader, digest: string): boolean {
    return reader.isAt(this.#folder.path(digest));
  }
}
