/**
 * What differs between a copy that a script changed (`main`) and the copy as it was (`joinery_before`), row by row. The keys of
 * the rows that differ are kept in temporary tables, so that they can be read page by page.
 */
import type { Scalar } from "../../../../src-shared/model/cell.ts";
import { readableColumns, type Table } from "../../../../src-shared/model/schema.ts";
import type { Tried, TriedRow, TriedTable } from "../../../../src-shared/model/tried.ts";
import { quoteName } from "../../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../../connection/connection.ts";
import { previewCell } from "../preview-cell.ts";
import { BEFORE } from "./database-copy.ts";

/** A table on both sides, on one of them null where it is not there. */
export interface TablePair {
  readonly before: Table | null;
  readonly after: Table | null;
}

export interface Compared {
  readonly table: TriedTable;
  /** SQL that reads pages of its changed rows (parameters: offset, limit); null when there are none to read. */
  readonly read: string | null;
}

/** Compares one pair; `number` tells its temporary table from others. Null when no row differs. Throws SqliteError. */
export function compareTable(connection: Connection, pair: TablePair, number: number): Compared | null {
  const one = pair.after ?? pair.before;
  if (!one) return null;
  const keys = keyOf(pair);
  if (!keys) return countOnly(connection, pair, "Its rows have no key to compare them by; only their number is known.");
  const columns = [...keys, ...columnsOf(pair).filter((column) => !keys.includes(column))];
  const temp = `temp.${quoteName(`joinery_tried_${number}`)}`;
  const kept = keys.map((_, i) => `k${i}`).join(", ");
  connection.run({ sql: `CREATE TEMP TABLE ${quoteName(`joinery_tried_${number}`)} (did, ${kept})`, parameters: [] });
  const sides = sidesOf(pair, one.name);
  const insert = (did: TriedRow["did"], from: string) => {
    const alias = did === "deleted" ? "b" : "a";
    const list = keys.map((key) => `${alias}.${quoteName(key)}`).join(", ");
    connection.run({ sql: `INSERT INTO ${temp} SELECT '${did}', ${list} FROM ${from}`, parameters: [] });
    return Number(connection.value({ sql: "SELECT changes()", parameters: [] }));
  };
  const join = keys.map((key) => `a.${quoteName(key)} = b.${quoteName(key)}`).join(" AND ");
  const first = quoteName(keys[0] ?? "");
  let counts = { updated: 0, inserted: 0, deleted: 0 };
  if (sides.a && sides.b) {
    const differ = columns
      .map(quoteName)
      .map((c) => `a.${c} IS NOT b.${c} COLLATE BINARY OR typeof(a.${c}) <> typeof(b.${c})`)
      .join(" OR ");
    counts = {
      updated: insert("updated", `${sides.a} a JOIN ${sides.b} b ON ${join} WHERE ${differ}`),
      inserted: insert("inserted", `${sides.a} a LEFT JOIN ${sides.b} b ON ${join} WHERE b.${first} IS NULL`),
      deleted: insert("deleted", `${sides.b} b LEFT JOIN ${sides.a} a ON ${join} WHERE a.${first} IS NULL`),
    };
  } else if (sides.a) counts = { ...counts, inserted: insert("inserted", `${sides.a} a`) };
  else counts = { ...counts, deleted: insert("deleted", `${sides.b} b`) };
  if (counts.updated + counts.inserted + counts.deleted === 0) return null;
  const table: TriedTable = { name: one.name, columns, keyColumns: keys.length, ...counts, problem: null };
  return { table, read: readSql(temp, sides, keys, columns) };
}

/** Rows of a page. Throws SqliteError. */
export function readTriedRows(
  connection: Connection,
  { table, read }: Compared,
  offset: number,
  limit: number,
): TriedRow[] {
  if (read === null) return [];
  const { rows } = connection.query({ sql: read, parameters: [BigInt(offset), BigInt(limit)] });
  const width = table.columns.length;
  return rows.map(([did, ...cells]) => {
    const half = (from: number) => cells.slice(from, from + width).map((value: Scalar) => previewCell(value));
    return {
      did: did as TriedRow["did"],
      before: did === "inserted" ? null : half(0),
      after: did === "deleted" ? null : half(width),
    };
  });
}

/** Objects of the schema that were made, dropped or changed; those SQLite makes by itself are left out. Throws SqliteError. */
export function compareObjects(connection: Connection): Tried["objects"] {
  const { rows } = connection.query({
    sql: `SELECT CASE WHEN b.name IS NULL THEN 'made' ELSE 'changed' END, a.type, a.name
      FROM main.sqlite_schema a LEFT JOIN ${BEFORE}.sqlite_schema b ON b.type = a.type AND b.name = a.name
      WHERE a.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND b.sql IS NOT a.sql
      UNION ALL
      SELECT 'dropped', type, name FROM ${BEFORE}.sqlite_schema
      WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND (type, name) NOT IN (SELECT type, name FROM main.sqlite_schema)
      ORDER BY 2, 3 LIMIT 1000`,
    parameters: [],
  });
  return rows.map(([did, type, name]) => ({
    did: did as Tried["objects"][number]["did"],
    type: String(type),
    name: String(name),
  }));
}

interface Sides {
  /** The table after, and before, as SQL; null where there is none. */
  readonly a: string | null;
  readonly b: string | null;
}

function sidesOf({ before, after }: TablePair, name: string): Sides {
  return {
    a: after && `main.${quoteName(name)}`,
    b: before && `${BEFORE}.${quoteName(name)}`,
  };
}

/** Names of the columns that tell a row, the same on both sides; null when there are none. */
function keyOf({ before, after }: TablePair): string[] | null {
  const [b, a] = [before, after].map((table) => table && keyColumns(table));
  const key = a ?? b;
  if (!key) return null;
  const same = !before || !after || (a && b && a.join("\0") === b.join("\0"));
  return same ? key : null;
}

function keyColumns({ identity }: Table): string[] | null {
  if (identity.kind === "rowid") return [identity.column ?? identity.alias];
  return identity.kind === "primaryKey" ? [...identity.columns] : null;
}

/** Columns on both sides, or of the only side. */
function columnsOf({ before, after }: TablePair): string[] {
  const names = (table: Table) => readableColumns(table).map(({ name }) => name);
  if (!before || !after) return names((after ?? before) as Table);
  const had = new Set(names(before));
  return names(after).filter((name) => had.has(name));
}

/** For what cannot be compared row by row: how many rows more or fewer there are. Throws SqliteError. */
export function countOnly(connection: Connection, pair: TablePair, problem: string): Compared | null {
  const one = pair.after ?? pair.before;
  if (!one) return null;
  const { a, b } = sidesOf(pair, one.name);
  const count = (from: string | null) =>
    from === null ? 0 : Number(connection.value({ sql: `SELECT count(*) FROM ${from}`, parameters: [] }));
  const more = count(a) - count(b);
  return {
    table: {
      name: one.name,
      columns: [],
      keyColumns: 0,
      inserted: Math.max(0, more),
      updated: 0,
      deleted: Math.max(0, -more),
      problem,
    },
    read: null,
  };
}

function readSql(temp: string, { a, b }: Sides, keys: readonly string[], columns: readonly string[]): string {
  const on = (side: string) => keys.map((key, i) => `${side}.${quoteName(key)} = t.k${i}`).join(" AND ");
  const list = (side: "a" | "b", there: string | null) =>
    columns.map((column) => (there === null ? "NULL" : `${side}.${quoteName(column)}`)).join(", ");
  const join = (side: "a" | "b", from: string | null) =>
    from === null ? "" : ` LEFT JOIN ${from} ${side} ON ${on(side)}`;
  return (
    `SELECT t.did, ${list("b", b)}, ${list("a", a)} FROM ${temp} t${join("b", b)}${join("a", a)}` +
    " WHERE t.rowid > ? ORDER BY t.rowid LIMIT ?"
  );
}
