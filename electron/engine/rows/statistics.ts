/** `rows.statistics`: what the values of one column are. */
import { type RawBuilder, sql } from "kysely";
import type { StorageClass } from "../../../src-shared/model/cell.ts";
import type { RowSource } from "../../../src-shared/model/rows.ts";
import type { ColumnStatistics } from "../../../src-shared/model/summary.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import { columnOf, isKnownCollation } from "./comparable.ts";
import { whereClause } from "./read-page.ts";
import type { RowReader } from "./row-reader.ts";
import type { RowShape } from "./row-shape.ts";
import { asCell, comparedValue, summarise } from "./summarise.ts";

const TOP = 20;
const BUCKETS = 20;
/** Up to so many rows are sorted to count their values, even when all of them differ. */
const SORTED_ROWS = 1_000_000;

/** Reads the column of all rows of the source a few times. Run it in a snapshot. Throws an AppError `object.missing`. */
export function columnStatistics(
  reader: RowReader,
  shape: RowShape,
  source: RowSource,
  columnName: string,
): ColumnStatistics {
  const { connection } = reader;
  const column = columnOf(shape, columnName);
  const collation = isKnownCollation(column.collation) ? column.collation : "BINARY";
  const from = sql`${objectName(shape.table)} ${whereClause(shape, source)}`;
  const values = sql`(SELECT ${name(column.name)} AS v FROM ${from})`;
  const summary = summarise(connection, values, collation);
  const storage = connection.query(
    sql`SELECT typeof(v), count(*), min(octet_length(v)), max(octet_length(v)) FROM ${values} GROUP BY 1 ORDER BY 2 DESC`.compile(
      compiler,
    ),
  ).rows;
  const text = storage.find(([storageClass]) => storageClass === "text");
  const countable = summary.distinct.quality === "exact" || summary.cells <= SORTED_ROWS;
  return {
    summary,
    storage: storage.map(([storageClass, rows]) => ({ storage: storageClass as StorageClass, rows: Number(rows) })),
    textBytes: text ? { shortest: Number(text[2]), longest: Number(text[3]) } : null,
    top: countable ? topValues(connection, values, collation) : null,
    histogram: histogram(connection, values),
  };
}

function topValues(connection: Connection, values: RawBuilder<unknown>, collation: string): ColumnStatistics["top"] {
  // Values that are too long to be compared are no value here, but they are not NULL either.
  const short = sql`WHERE v IS NULL OR ${comparedValue(sql`v`, collation)} IS NOT NULL`;
  const query = sql`
    SELECT v, count(*) FROM ${values} ${short} GROUP BY v COLLATE ${sql.raw(collation)} ORDER BY 2 DESC, 1 LIMIT ${BigInt(TOP)}`;
  return connection
    .query(query.compile(compiler))
    .rows.map(([value, rows]) => ({ value: asCell(value ?? null), rows: Number(rows) }));
}

function histogram(connection: Connection, values: RawBuilder<unknown>): ColumnStatistics["histogram"] {
  const finite = sql`typeof(v) IN ('integer', 'real') AND abs(v + 0.0) < 9e999`;
  const ends = sql`SELECT min(v + 0.0), max(v + 0.0) FROM ${values} WHERE ${finite}`;
  const [low, high] = connection.row(ends.compile(compiler)) ?? [];
  if (typeof low !== "number" || typeof high !== "number" || !Number.isFinite(high - low)) return [];
  const width = (high - low) / BUCKETS;
  const bucket = width > 0 ? sql`min(${BigInt(BUCKETS - 1)}, CAST((v - ${low}) / ${width} AS INTEGER))` : sql`0`;
  const counted = sql`SELECT ${bucket} AS bucket, count(*) FROM ${values} WHERE ${finite} GROUP BY 1`;
  const rows = new Map(connection.query(counted.compile(compiler)).rows.map(([at, n]) => [Number(at), Number(n)]));
  return Array.from({ length: width > 0 ? BUCKETS : 1 }, (_, i) => ({
    from: low + i * width,
    to: i === BUCKETS - 1 || width === 0 ? high : low + (i + 1) * width,
    rows: rows.get(i) ?? 0,
  }));
}
