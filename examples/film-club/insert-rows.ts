/** Writes rows given as objects: the names of their properties are the names of the columns. */
import type { Database } from "better-sqlite3";

type Value = string | number | bigint | boolean | null | Buffer;

/** better-sqlite3 binds every number as REAL; whole numbers must be BigInt to arrive as INTEGER, as must booleans. */
function bindable(value: Value): string | number | bigint | null | Buffer {
  if (typeof value === "boolean") return value ? 1n : 0n;
  return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
}

/** Inserts all rows; each must have the properties of the first. Table and properties are our own names, so they are not quoted safely for others. */
export function insertRows<Row extends { [Column in keyof Row]: Value }>(
  db: Database,
  table: string,
  rows: readonly Row[],
): void {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first) as (keyof Row & string)[];
  const insert = db.prepare(
    `INSERT INTO ${table} (${columns.map((column) => `"${column}"`).join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
  );
  for (const row of rows) insert.run(columns.map((column) => bindable(row[column])));
}
