/** One number for everything a database says: its DDL and every value with its storage class. */
import { createHash } from "node:crypto";
import type { Database } from "better-sqlite3";
import { decodePng } from "./decode-png.ts";

/** The PNG's pixels instead of its bytes: zlib may pack them otherwise on another machine. */
function canonical(value: unknown): string {
  if (!Buffer.isBuffer(value)) return value === null ? "null" : `${typeof value}:${String(value)}`;
  const isPng = value.subarray(1, 4).toString("latin1") === "PNG";
  return `blob:${createHash("sha256")
    .update(isPng ? decodePng(value).pixels : value)
    .digest("hex")}`;
}

/** SHA-256, as hex, over the DDL and all rows of all ordinary tables, in the order of their keys. */
export function contentDigest(db: Database): string {
  const hash = createHash("sha256");
  const objects = db
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")
    .all() as { type: string; name: string; sql: string | null }[];
  for (const { type, name, sql } of objects) hash.update(`${type} ${name} ${sql}\n`);

  const tables = db.pragma("table_list") as { name: string; type: string; wr: number }[];
  const ordinary = tables.filter(({ name, type }) => type === "table" && !name.startsWith("sqlite_"));
  for (const { name, wr } of ordinary.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    hash.update(`rows of ${name}\n`);
    const order = wr ? "1, 2" : "rowid";
    const rows = db.prepare(`SELECT * FROM "${name}" ORDER BY ${order}`).raw().safeIntegers();
    for (const row of rows.iterate() as Iterable<unknown[]>) hash.update(`${row.map(canonical).join("\u001f")}\n`);
  }
  return hash.digest("hex");
}
