/** `rows.sample`: rows that lie evenly over all rows of a source, for a picture of them. */
import { type RawBuilder, sql } from "kysely";
import type { Cell } from "../../../src-shared/model/cell.ts";
import type { RowSource } from "../../../src-shared/model/rows.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import { columnOf } from "./comparable.ts";
import { orderOf } from "./order-terms.ts";
import { whereClause } from "./read-page.ts";
import type { RowReader } from "./row-reader.ts";
import type { RowShape } from "./row-shape.ts";

/** Characters of a text that a picture can hold. */
const LONGEST = 200;

export interface RowSample {
  readonly rows: Cell[][];
  /** Rows there are. */
  readonly total: number;
  /** 1: all of them are here; n: every n-th is. */
  readonly every: number;
}

/** At most `most` rows, in the source's order. Reads all of them once or twice. Run it in a snapshot. */
export function sampleRows(
  reader: RowReader,
  shape: RowShape,
  source: RowSource,
  columns: readonly string[],
  most: number,
): RowSample {
  const { connection } = reader;
  const from = sql`${objectName(shape.table)} ${whereClause(shape, source)}`;
  const total = Number(connection.value(sql`SELECT count(*) FROM ${from}`.compile(compiler)) ?? 0n);
  const every = Math.max(1, Math.ceil(total / most));
  const order = orderOf(shape, source.order, false);
  const ordered = order ? sql`ORDER BY ${order}` : sql``;
  const cells = columns.map(
    (column, i) => sql`${drawable(name(columnOf(shape, column).name))} AS ${sql.id(`cell ${i}`)}`,
  );
  // Numbered in the source's order, so that a sample of ordered rows is in order and as even as they are.
  const numbered = sql`SELECT ${sql.join(cells)}, row_number() OVER (${ordered}) AS "place" FROM ${from}`;
  const places = columns.map((_, i) => sql.id(`cell ${i}`));
  const query =
    every === 1
      ? sql`SELECT ${sql.join(cells)} FROM ${from} ${ordered}`
      : sql`SELECT ${sql.join(places)} FROM (${numbered}) WHERE "place" % ${BigInt(every)} = 1 ORDER BY "place"`;
  return { rows: connection.query(query.compile(compiler)).rows, total, every };
}

/** Numbers as they are, the beginning of texts, and no bytes. */
function drawable(cell: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`CASE typeof(${cell}) WHEN 'blob' THEN NULL WHEN 'text' THEN substr(${cell}, 1, ${sql.raw(String(LONGEST))}) ELSE ${cell} END`;
}
