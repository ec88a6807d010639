/** The tables, views and triggers that a database has, before their columns are looked at. */
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../connection/connection.ts";
import { foldName } from "./same-name.ts";

/** What `PRAGMA table_list` tells of anything rows can be read from. */
export interface ListedTable {
  readonly schema: string;
  readonly name: string;
  readonly type: "table" | "view" | "virtual" | "shadow";
  readonly withoutRowid: boolean;
  readonly strict: boolean;
}

/** A row of sqlite_schema. */
export interface StoredObject {
  readonly schema: string;
  readonly type: string;
  readonly name: string;
  /** The table it belongs to; its own name for tables and views. */
  readonly table: string;
  readonly sql: string | null;
}

/** The stored objects of all schemas (main, temp, attached ones), each in the order they were made. */
export function listStored(connection: Connection): StoredObject[] {
  const schemas = connection.pragma("database_list").map((row) => String(row[1]));
  return schemas.flatMap((schema) => {
    const sql = `SELECT type, name, tbl_name, sql FROM ${quoteName(schema)}.sqlite_schema ORDER BY rowid`;
    return connection.query({ sql, parameters: [] }).rows.map(([type, name, table, text]) => ({
      schema,
      type: String(type),
      name: String(name),
      table: String(table),
      sql: typeof text === "string" ? text : null,
    }));
  });
}

/**
 * Everything rows can be read from, in all schemas. A name decides nothing here: a user's table may be called
 * `sqlite3_notes`. Source: https://www.sqlite.org/pragma.html#pragma_table_list
 */
export function listTables(connection: Connection): ListedTable[] {
  const sql = "SELECT schema, name, type, wr, strict FROM pragma_table_list";
  const rows = connection.query({ sql, parameters: [] }).rows;
  return rows.map(([schema, name, type, withoutRowid, strict]) => ({
    schema: String(schema),
    name: String(name),
    type: type as ListedTable["type"],
    withoutRowid: withoutRowid === 1n,
    strict: strict === 1n,
  }));
}

/** Suffixes of the shadow tables of SQLite's own modules (fts3, fts4, fts5, rtree, geopoly). */
const SHADOW_SUFFIXES = /_(content|segments|segdir|docsize|stat|data|idx|config|node|rowid|parent)$/;

/**
 * The same from the stored texts alone: `PRAGMA table_list` compiles every view, which a hostile file can make last for
 * hours. What the texts do not tell is guessed.
 */
export function listTablesFromTexts(stored: readonly StoredObject[]): ListedTable[] {
  const isVirtual = (object: StoredObject) => /^\s*CREATE\s+VIRTUAL\b/i.test(object.sql ?? "");
  const virtual = new Set(stored.filter(isVirtual).map((object) => foldName(object.name)));
  const kindOf = (object: StoredObject): ListedTable["type"] => {
    if (object.type === "view") return "view";
    if (isVirtual(object)) return "virtual";
    return virtual.has(foldName(object.name).replace(SHADOW_SUFFIXES, "")) ? "shadow" : "table";
  };
  return stored
    .filter((object) => object.type === "table" || object.type === "view")
    .map((object) => {
      const options = /\)([^)]*)$/.exec(object.sql ?? "")?.[1] ?? "";
      const { schema, name } = object;
      const type = kindOf(object);
      const withoutRowid = /\bWITHOUT\s+ROWID\b/i.test(options);
      return { schema, name, type, withoutRowid, strict: /\bSTRICT\b/i.test(options) };
    });
}

/** Key of an object within all schemas, equal for names that SQLite holds equal. */
export function tableKey(schema: string, name: string): string {
  return `${foldName(schema)}\n${foldName(name)}`;
}
