/** The tables, views and triggers that a database has, before their columns are looked at. */
import type { Connection } from "../connection/connection.ts";
import { foldName } from "./same-name.ts";

/** A row of `PRAGMA table_list`. */
export interface ListedTable {
  readonly schema: string;
  readonly name: string;
  readonly type: "table" | "view" | "virtual" | "shadow";
  readonly withoutRowid: boolean;
  readonly strict: boolean;
}

/** A row of sqlite_schema. */
export interface StoredObject {
  readonly type: string;
  readonly name: string;
  /** The table it belongs to; its own name for tables and views. */
  readonly table: string;
  readonly sql: string | null;
}

/** Schemas of the connection in order: main first, then temp when it holds something, then attached ones. */
export function listSchemas(connection: Connection): string[] {
  return connection.pragma("database_list").map((row) => String(row[1]));
}

/**
 * Everything rows can be read from, in all schemas. A name decides nothing here: a user's table may be called
 * `sqlite3_notes`. Source: https://www.sqlite.org/pragma.html#pragma_table_list
 */
export function listTables(connection: Connection): ListedTable[] {
  const rows = connection.query({
    sql: `SELECT schema, name, type, wr, strict FROM pragma_table_list`,
    parameters: [],
  }).rows;
  return rows.map(([schema, name, type, withoutRowid, strict]) => ({
    schema: String(schema),
    name: String(name),
    type: type as ListedTable["type"],
    withoutRowid: withoutRowid === 1n,
    strict: strict === 1n,
  }));
}

/** The stored objects of one schema, in the order they were made. */
export function listStored(connection: Connection, schema: string): StoredObject[] {
  const from = `"${schema.replaceAll('"', '""')}".sqlite_schema`;
  const rows = connection.query({
    sql: `SELECT type, name, tbl_name, sql FROM ${from} ORDER BY rowid`,
    parameters: [],
  }).rows;
  return rows.map(([type, name, table, sql]) => ({
    type: String(type),
    name: String(name),
    table: String(table),
    sql: typeof sql === "string" ? sql : null,
  }));
}

/** Key of an object within all schemas, equal for names that SQLite holds equal. */
export function tableKey(schema: string, name: string): string {
  return `${foldName(schema)}\n${foldName(name)}`;
}
