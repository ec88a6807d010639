/** The natural orders of the tables that were looked at last. */
import type { EngineOptions } from "../engine-context.ts";
import type { Connections } from "../connection/connections.ts";
import { type KeyOrder, keyOrderOf } from "./key-order.ts";
import { NaturalPlaces } from "./natural-places.ts";
import { type OrderBuilder, orderBuilder } from "./order-builder.ts";
import type { RowReader } from "./row-reader.ts";
import type { RowShape } from "./row-shape.ts";

/** Tables whose order is kept: an anchor every 4096 rows is small, but not nothing. */
const KEPT = 16;

export interface NaturalOrder {
  readonly order: KeyOrder;
  readonly places: NaturalPlaces;
}

export class Orders {
  readonly #reader: RowReader;
  readonly #connections: Connections;
  readonly #builder: OrderBuilder;
  readonly #known = new Map<RowShape, NaturalOrder>();

  constructor(reader: RowReader, connections: Connections, emit: EngineOptions["emit"]) {
    this.#reader = reader;
    this.#connections = connections;
    const isCurrent = (places: NaturalPlaces) => places.version === connections.version().data;
    this.#builder = orderBuilder(isCurrent, (places) => {
      const shape = [...this.#known].find(([, known]) => known.places === places)?.[0];
      if (!shape) return;
      const { schema, name } = shape.table;
      emit({ name: "rows.orderReady", data: { table: { schema, name }, total: places.total() } });
    });
  }

  /** The natural order of a table now; null where there is none to seek in. */
  of(shape: RowShape): NaturalOrder | null {
    const version = this.#connections.version().data;
    const known = this.#known.get(shape);
    if (known?.places.version === version) return known;
    const order = known?.order ?? keyOrderOf(this.#reader, shape);
    if (!order) return null;
    const previousTotal = known?.places.anchors.total ?? null;
    const fresh = { order, places: new NaturalPlaces(this.#reader, order, version, previousTotal) };
    this.#known.delete(shape);
    this.#known.set(shape, fresh);
    for (const oldest of [...this.#known.keys()].slice(0, -KEPT)) this.#known.delete(oldest);
    return fresh;
  }

  /** Has the rest of an order built while nothing else is asked. */
  build({ places }: NaturalOrder): void {
    if (places.anchors.total === null) this.#builder.build(places);
  }

  close(): void {
    this.#builder.close();
  }
}
