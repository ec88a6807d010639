/** `transfer.exportRows`: rows of a source as a text file, one after another, whatever their number. */
import { type RawBuilder, sql } from "kysely";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { ExportReport, RowSpans } from "../../../src-shared/model/export.ts";
import type { RowSource } from "../../../src-shared/model/rows.ts";
import type { ResultFormat } from "../../../src-shared/formats/format.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import type { Query } from "../connection/query.ts";
import { columnOf } from "../rows/comparable.ts";
import { orderOf } from "../rows/order-terms.ts";
import { whereClause } from "../rows/read-page.ts";
import type { RowShape } from "../rows/row-shape.ts";
import type { PartFile } from "./part-file.ts";

/** Rows by which a format chooses how numbers stand. */
const SAMPLE = 100;
/** Longest time between two rests, and between two words about progress, in milliseconds. */
const SLICE_MS = 12;
const TELL_MS = 100;

/**
 * The rows of a source from the first to the last of the spans, columns in this order. Throws an AppError `object.missing` for a column
 * that is not there.
 */
export function exportQuery(shape: RowShape, source: RowSource, columns: readonly string[], spans: RowSpans): Query {
  const cells = columns.map((column) => name(columnOf(shape, column).name));
  const order = orderOf(shape, source.order, false);
  return sql`SELECT ${sql.join(cells)} FROM ${objectName(shape.table)} ${whereClause(shape, source)}
    ${order ? sql`ORDER BY ${order}` : sql``} ${limitOf(spans)}`.compile(compiler);
}

function limitOf(spans: RowSpans): RawBuilder<unknown> {
  const [first, last] = [spans?.[0]?.[0], spans?.at(-1)?.[1]];
  return first === undefined || last === undefined
    ? sql``
    : sql`LIMIT ${BigInt(last - first + 1)} OFFSET ${BigInt(first)}`;
}

/** Those of the rows that are in the spans; the first row is that of the first span. */
function* rowsIn(rows: Iterable<Scalar[]>, spans: RowSpans): Generator<Scalar[]> {
  if (spans === null) {
    yield* rows;
    return;
  }
  let span = 0;
  let place = spans[0]?.[0] ?? 0;
  for (const row of rows) {
    if (place > (spans[span]?.[1] ?? Number.POSITIVE_INFINITY)) span++;
    if (place >= (spans[span]?.[0] ?? Number.POSITIVE_INFINITY)) yield row;
    place++;
  }
}

export interface ExportHooks {
  /** What the query was made for. */
  readonly spans: RowSpans;
  /** Asked between rows; throws to end it. */
  check(): void;
  progress(report: ExportReport): void;
}

/** Writes the rows; the connection is the caller's, and nobody else's meanwhile. Throws SqliteError and what the file system throws. */
export async function exportRows(
  connection: Connection,
  query: Query,
  titles: readonly string[],
  format: ResultFormat,
  file: PartFile,
  hooks: ExportHooks,
): Promise<ExportReport> {
  const read = connection.db
    .prepare(query.sql)
    .raw(true)
    .iterate(...query.parameters) as IterableIterator<Scalar[]>;
  const rows = rowsIn(read, hooks.spans);
  let count = 0;
  let rested = performance.now();
  let told = rested;
  const write = (values: Scalar[]): void => {
    file.write(format.row(values));
    count++;
  };
  try {
    const sample: Scalar[][] = [];
    for (let next = rows.next(); next.done !== true; next = rows.next()) {
      sample.push(next.value);
      if (sample.length === SAMPLE) break;
    }
    file.write(format.begin(titles, sample, true));
    for (const values of sample) write(values);
    for (let next = rows.next(); next.done !== true; next = rows.next()) {
      write(next.value);
      const now = performance.now();
      if (now - rested < SLICE_MS) continue;
      if (now - told > TELL_MS) {
        hooks.progress({ rows: count, bytes: file.bytes });
        told = now;
      }
      await new Promise((resolve) => setImmediate(resolve));
      hooks.check();
      rested = performance.now();
    }
    file.write(format.end());
    return { rows: count, bytes: file.bytes };
  } finally {
    rows.return?.(undefined);
    read.return?.();
  }
}
