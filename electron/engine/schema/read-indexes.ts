/** Indexes and foreign keys, each of all tables in one statement. */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { ForeignKey, Index } from "../../../src-shared/model/schema.ts";
import type { Connection } from "../connection/connection.ts";
import { type ListedTable, tableKey } from "./object-list.ts";
import { NAMES, namesOfPlainTables } from "./read-columns.ts";

/** The indexes of all tables; `sql` is still to be filled in from sqlite_schema. */
export function readIndexes(connection: Connection, tables: readonly ListedTable[]): Index[] {
  const rows = tolerant(() =>
    connection.query({
      sql: `SELECT t.schema, t.name, i.name, i."unique", i.partial, i.origin, x.name, x.cid
            FROM ${NAMES} JOIN pragma_index_list(t.name, t.schema) AS i JOIN pragma_index_xinfo(i.name, t.schema) AS x
            WHERE x."key" = 1`,
      parameters: [namesOfPlainTables(tables)],
    }),
  );
  const byName = new Map<string, Index>();
  for (const [schema, table, name, unique, partial, origin, column, columnId] of rows) {
    const key = tableKey(String(schema), String(name));
    let index = byName.get(key);
    if (!index) {
      index = {
        schema: String(schema),
        name: String(name),
        table: String(table),
        unique: unique === 1n,
        partial: partial === 1n,
        origin: origin as Index["origin"],
        columns: [],
        sql: null,
      };
      byName.set(key, index);
    }
    // cid is -2 for an expression, -1 for the rowid.
    index.columns.push(columnId === -2n || column === null || column === undefined ? null : String(column));
  }
  return [...byName.values()];
}

/** The foreign keys of all tables by `tableKey`, in the order of the DDL; `to` names as written (null: the parent's key). */
export function readForeignKeys(connection: Connection, tables: readonly ListedTable[]): Map<string, ForeignKey[]> {
  const rows = tolerant(() =>
    connection.query({
      sql: `SELECT t.schema, t.name, f.id, f."table", f."from", f."to", f.on_update, f.on_delete
            FROM ${NAMES} JOIN pragma_foreign_key_list(t.name, t.schema) AS f
            ORDER BY t.schema, t.name, f.id DESC, f.seq`,
      parameters: [namesOfPlainTables(tables)],
    }),
  );
  const byTable = new Map<string, ForeignKey[]>();
  let lastId: string | null = null;
  for (const [schema, table, id, parent, from, to, onUpdate, onDelete] of rows) {
    const key = tableKey(String(schema), String(table));
    const keys = byTable.get(key) ?? [];
    byTable.set(key, keys);
    const thisId = `${key}\n${id}`;
    let foreignKey = keys.at(-1);
    if (thisId !== lastId || !foreignKey) {
      foreignKey = {
        columns: [],
        parentTable: String(parent),
        parentColumns: [],
        onUpdate: String(onUpdate),
        onDelete: String(onDelete),
      };
      keys.push(foreignKey);
    }
    lastId = thisId;
    foreignKey.columns.push(String(from));
    if (typeof to === "string") foreignKey.parentColumns.push(to);
  }
  return byTable;
}

/** Rows of a statement, or none when SQLite cannot say: tables can be read without what is asked here. */
function tolerant(read: () => { rows: Scalar[][] }): Scalar[][] {
  try {
    return read().rows;
  } catch {
    // Decision D4. What breaks this (a damaged page) shows when the table itself is read.
    return [];
  }
}
