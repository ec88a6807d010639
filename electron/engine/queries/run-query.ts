/** The first rows of a query. */
import type Database from "better-sqlite3";
import type { Cell, Scalar } from "../../../src-shared/model/cell.ts";
import type { FirstRows, ResultColumn } from "../../../src-shared/model/compiled-query.ts";
import type { Connection } from "../connection/connection.ts";
import type { Query } from "../connection/query.ts";

/** Longer values cross the port as their beginning: this is a look at the rows. */
const HEAD = 1024;
const LONGEST = 64 * 1024;

/**
 * Reads up to `limit` rows; the rest is not computed. May take for ever where SQLite finds no row: then the process is
 * ended. Throws SqliteError.
 */
export function firstRows(connection: Connection, { sql, parameters }: Query, limit: number): FirstRows {
  const began = performance.now();
  const statement = connection.db.prepare(sql) as Database.Statement<unknown[], Scalar[]>;
  const columns = columnsOf(statement);
  const rows: Cell[][] = [];
  let more = false;
  for (const row of statement.raw(true).iterate(...parameters)) {
    if (rows.length === limit) {
      more = true;
      break;
    }
    rows.push(row.map(beginningOf));
  }
  return { columns, rows, more, milliseconds: Math.round((performance.now() - began) * 100) / 100 };
}

/** The columns of a statement that gives rows. */
export function columnsOf(statement: Database.Statement): ResultColumn[] {
  return statement.columns().map(({ name, type }) => ({ name, type }));
}

function beginningOf(value: Scalar): Cell {
  if (typeof value === "string" && value.length > LONGEST) {
    const bytes = Buffer.byteLength(value);
    const cut = value.slice(0, HEAD);
    return { storage: "text", head: /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut, bytes };
  }
  if (value instanceof Uint8Array && value.length > LONGEST) {
    // A copy: a view would cross the port with the whole memory behind it.
    return { storage: "blob", head: new Uint8Array(value.subarray(0, HEAD)), bytes: value.length };
  }
  return value;
}
