/** From which rows of tables the cells of a result come: what the statement's text proves and SQLite's metadata confirms. */
import type Database from "better-sqlite3";
import type { ResultOrigins } from "../../../src-shared/model/console.ts";
import { foldName } from "../../../src-shared/model/names.ts";
import { type Catalog, type CatalogEntry, resultOrigins } from "../../../src-shared/sql/origins/result-origins.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../connection/connection.ts";

/** A longer statement was written by a program. */
const LONGEST = 200_000;

type Origin = ResultOrigins["columns"][number];

/** Reads no rows and runs nothing. null: the text is not understood. Throws SqliteError. */
export function findOrigins(
  connection: Connection,
  sql: string,
  statement: Pick<Database.Statement, "columns">,
): ResultOrigins | null {
  if (sql.length > LONGEST) return null;
  const origins = proven(sql, catalogOf(connection));
  if (!origins || origins.columns.length === 0) return origins;
  const told = statement.columns();
  if (told.length !== origins.columns.length) return null;
  const agreed = (origin: Origin, i: number): Origin => {
    const source = origin && origins.sources[origin.source];
    const { column, table, database } = told[i] ?? {};
    const agrees =
      source &&
      same(table, source.name) &&
      same(database, source.schema) &&
      // The rowid has the name of the INTEGER PRIMARY KEY, if there is one.
      (origin.column === null ? column !== null : same(column, origin.column));
    return agrees ? origin : null;
  };
  return { ...origins, columns: origins.columns.map(agreed), values: origins.values.map(agreed) };
}

function proven(sql: string, catalog: Catalog): ResultOrigins | null {
  try {
    return resultOrigins(sql, catalog);
  } catch (thrown) {
    // A text in which brackets are nested so deeply that walking through it ends the stack; it is run all the same.
    if (thrown instanceof RangeError) return null;
    throw thrown;
  }
}

const same = (a: string | null | undefined, b: string): boolean => a != null && foldName(a) === foldName(b);

/** What names mean to this connection now. */
function catalogOf(connection: Connection): Catalog {
  const schemas = connection.pragma("database_list").map((row) => String(row[1]));
  // A name without a schema is looked for among temporary objects first, then in the order of attaching.
  const searched = ["temp", ...schemas.filter((schema) => schema !== "temp")];
  const known = new Map<string, CatalogEntry | null>();
  return (schema, name) => {
    const key = JSON.stringify([schema, foldName(name)]);
    let entry = known.get(key);
    if (entry === undefined) {
      const among = schema === null ? searched : schemas.filter((one) => same(one, schema));
      entry = among.reduce<CatalogEntry | null>((found, one) => found ?? lookUp(connection, one, name), null);
      known.set(key, entry);
    }
    return entry;
  };
}

function lookUp(connection: Connection, schema: string, name: string): CatalogEntry | null {
  const stored = `SELECT type, name, sql FROM ${quoteName(schema)}.sqlite_schema WHERE name = ? COLLATE NOCASE AND type IN ('table', 'view')`;
  const [type, real, sql] = connection.row({ sql: stored, parameters: [name] }) ?? [];
  if (typeof real !== "string" || typeof sql !== "string") return null;
  if (type === "view") return { kind: "view", sql };
  const list = `SELECT wr FROM pragma_table_list(?) WHERE schema = ? COLLATE NOCASE`;
  const withoutRowid = connection.value({ sql: list, parameters: [real, schema] }) === 1n;
  const xinfo = `SELECT name FROM pragma_table_xinfo(?, ?) WHERE hidden <> 1`;
  const columns = connection.query({ sql: xinfo, parameters: [real, schema] }).rows.map((row) => String(row[0]));
  return { kind: "table", object: { schema, name: real }, columns, rowid: !withoutRowid };
}
