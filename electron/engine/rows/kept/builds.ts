/** `rows.buildOrder`: the orders that are being built in this process. */
import { AppError } from "../../../../src-shared/errors/app-error.ts";
import type { RowSource, RowTotal } from "../../../../src-shared/model/rows.ts";
import type { Connections } from "../../connection/connections.ts";
import type { EngineOptions } from "../../engine-context.ts";
import { asAppError } from "../../engine-error.ts";
import { closeQuietly } from "../close-quietly.ts";
import { addRegexp } from "../regexp.ts";
import type { RowShape } from "../row-shape.ts";
import { addTick, type BuildHooks, buildOrder, ChangedMeanwhile } from "./build-order.ts";
import { OrderReader, OrderWriter, type SeenState } from "./order-file.ts";
import { digestOf, type OrderFolder, stateStamp } from "./order-place.ts";

/** The file may be written while its order is being built; then it is begun again, so often. */
const TRIES = 5;
const CHECK_MS = 30;
const PUBLISH_MS = 30;
const TELL_MS = 100;

/** How a build ended: with the rows there are; or it cannot be kept, because the file is written all the time. */
export interface BuiltOrder {
  readonly kept: boolean;
  readonly total: RowTotal;
}

interface Build {
  readonly views: Set<string>;
  readonly done: Promise<BuiltOrder>;
}

const NOT_KEPT: BuiltOrder = { kept: false, total: { rows: 0, quality: "atLeast" } };

export class Builds {
  readonly #connections: Connections;
  readonly #folder: OrderFolder;
  readonly #emit: EngineOptions["emit"];
  readonly #running = new Map<string, Build>();
  #closed = false;

  constructor(connections: Connections, folder: OrderFolder, emit: EngineOptions["emit"]) {
    this.#connections = connections;
    this.#folder = folder;
    this.#emit = emit;
  }

  /**
   * Builds the order of a source for a view, unless it is there or being built. Throws an AppError: `engine.stopped` when no
   * view wants it any more, or why the rows cannot be read.
   */
  async build(shape: RowShape, source: RowSource, view: string): Promise<BuiltOrder> {
    if (shape.key.length === 0 || this.#connections.realPath === null) return NOT_KEPT;
    const digest = digestOf(source);
    this.#folder.want(view, digest);
    const running = this.#running.get(digest);
    if (running) {
      running.views.add(view);
      return running.done;
    }
    const there = this.#finished(digest);
    if (there) return there;
    const views = new Set([view]);
    const done = this.#run(shape, source, digest, views).finally(() => this.#running.delete(digest));
    this.#running.set(digest, { views, done });
    return done;
  }

  close(): void {
    this.#closed = true;
  }

  #finished(digest: string): BuiltOrder | null {
    const reader = OrderReader.open(this.#folder.path(digest));
    if (!reader) return null;
    try {
      const { complete, rows } = reader.state();
      const fresh = reader.meta.digest === digest && reader.meta.stamp === stateStamp(this.#connections);
      return fresh && complete ? { kept: true, total: { rows, quality: "exact" } } : null;
    } finally {
      reader.close();
    }
  }

  async #run(shape: RowShape, source: RowSource, digest: string, views: ReadonlySet<string>): Promise<BuiltOrder> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      try {
        const total = await this.#once(shape, source, digest, views);
        return { kept: true, total };
      } catch (thrown) {
        if (!(thrown instanceof ChangedMeanwhile)) {
          throw asAppError(thrown, { path: this.#connections.realPath, object: shape.table.name });
        }
        await new Promise((resolve) => setTimeout(resolve, TELL_MS));
      }
    }
    return NOT_KEPT;
  }

  async #once(shape: RowShape, source: RowSource, digest: string, views: ReadonlySet<string>): Promise<RowTotal> {
    const connection = this.#connections.another();
    this.#folder.prepare();
    // The stamp is taken before anything is read: what is written later makes the order stale, never wrong.
    const stamp = stateStamp(this.#connections);
    const byRowid = shape.table.identity.kind === "rowid";
    const writer = new OrderWriter(this.#folder.path(digest), { digest, stamp, byRowid });
    const told = this.#hooks(writer, digest, source, views);
    let complete = false;
    try {
      addRegexp(connection);
      addTick(connection, told.hooks.check);
      await buildOrder({ connection, shape, source, writer, hooks: told.hooks });
      if (stateStamp(this.#connections) !== stamp) throw new ChangedMeanwhile();
      complete = true;
      told.finish();
      return { rows: writer.count, quality: "exact" };
    } finally {
      if (complete) writer.close();
      else writer.discard();
      closeQuietly(connection);
    }
  }

  #hooks(writer: OrderWriter, digest: string, { table }: RowSource, views: ReadonlySet<string>) {
    let checked = performance.now();
    let published = 0;
    let toldAt = 0;
    const tell = (state: SeenState) => {
      const total: RowTotal = { rows: state.seen, quality: state.seenAll ? "exact" : "atLeast" };
      for (const view of views) {
        if (this.#closed || !this.#folder.wants(view, digest)) continue;
        this.#emit({ name: "rows.orderProgress", data: { view, table, total, complete: state.complete } });
      }
    };
    const hooks: BuildHooks = {
      check: (always = false) => {
        const now = performance.now();
        if (!always && now - checked < CHECK_MS) return;
        checked = now;
        if (this.#closed || ![...views].some((view) => this.#folder.wants(view, digest))) throw givenUp();
      },
      progress: ({ seen, seenAll }, important = false) => {
        const now = performance.now();
        if (!important && now - published < PUBLISH_MS) return;
        published = now;
        writer.publish({ seen, seenAll, complete: false });
        if (!important && now - toldAt < TELL_MS) return;
        toldAt = now;
        tell({ seen, seenAll, complete: false });
      },
      rest: () => new Promise((resolve) => setImmediate(resolve)),
    };
    const finish = () => {
      const state = { seen: writer.count, seenAll: true, complete: true };
      writer.publish(state);
      tell(state);
    };
    return { hooks, finish };
  }
}

function givenUp(): AppError {
  return new AppError({
    code: "engine.stopped",
    message: "Putting these rows in order was given up, because another order or filter took its place.",
    next: "Choose the order again if you still need it.",
  });
}
