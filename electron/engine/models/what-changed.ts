/** What is different between a database and a copy on which a plan was applied: objects, rows, values, and what is broken. */
import type { DryRun } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../connection/connection.ts";
import type { Connections } from "../connection/connections.ts";
import type { StoredObject } from "../schema/object-list.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import type { Origins } from "./origins.ts";
import type { Planned } from "./plan.ts";
import { textLiteral } from "./statements.ts";

type Changes = Omit<DryRun, "bytes" | "milliseconds">;

/** Compares main of the copy with the file beside it. */
export function compareDatabases(copy: Connections, original: string, { before, origins }: Planned): Changes {
  return copy.apart((connection) => {
    connection.run({ sql: `ATTACH ${textLiteral(original)} AS original`, parameters: [] });
    try {
      const tables = before.tables.filter((table) => table.schema === "main" && table.kind === "table");
      return {
        objects: changedObjects(connection, origins),
        tables: tables.flatMap(({ name }) => changedRows(connection, name, origins) ?? []),
        foreignKeys: freshLines(
          connection,
          (schema) =>
            `SELECT "table" || ' → ' || parent, count(*) FROM pragma_foreign_key_check(NULL, ${textLiteral(schema)}) GROUP BY 1`,
        ),
        integrity: freshLines(
          connection,
          (schema) =>
            `SELECT integrity_check, 1 FROM pragma_integrity_check(NULL, ${textLiteral(schema)}) WHERE integrity_check <> 'ok'`,
        ),
      };
    } finally {
      connection.run({ sql: "DETACH original", parameters: [] });
    }
  });
}

function storedIn(connection: Connection, schema: string): StoredObject[] {
  const sql = `SELECT type, name, tbl_name, sql FROM ${schema}.sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid`;
  return connection.query({ sql, parameters: [] }).rows.map(([type, name, table, text]) => ({
    schema,
    type: String(type),
    name: String(name),
    table: String(table),
    sql: typeof text === "string" ? text : null,
  }));
}

function changedObjects(connection: Connection, origins: Origins): Changes["objects"] {
  const old = storedIn(connection, "original");
  const now = storedIn(connection, "main");
  const nameNow = ({ type, name }: StoredObject) => (type === "table" ? (origins.nameOf(name) ?? name) : name);
  const isSame = (a: StoredObject) => (b: StoredObject) => a.type === b.type && sameName(nameNow(a), b.name);
  const changed = old.flatMap((object): Changes["objects"] => {
    const { type, name, sql } = object;
    const after = now.find(isSame(object));
    if (!after) return [{ type, name, change: "gone", before: sql, after: null }];
    return after.sql === sql ? [] : [{ type, name: after.name, change: "changed", before: sql, after: after.sql }];
  });
  const fresh = now.filter((object) => !old.some((o) => isSame(o)(object)));
  return [
    ...changed,
    ...fresh.map(({ type, name, sql }) => ({ type, name, change: "new" as const, before: null, after: sql })),
  ];
}

/** Null when the rows are the same. */
function changedRows(connection: Connection, name: string, origins: Origins): Changes["tables"][number] | null {
  const to = origins.nameOf(name);
  const count = (table: string) => Number(connection.value({ sql: `SELECT count(*) FROM ${table}`, parameters: [] }));
  const [was, is] = [`original.${quoteName(name)}`, `main.${quoteName(to ?? name)}`];
  const rows = { before: count(was), after: to === null ? 0 : count(is) };
  if (to === null) return rows.before === 0 ? null : { name, was: name, rows, changed: [] };
  const columns = columnsOf(connection, "original", name);
  const rowid = ["rowid", "_rowid_", "oid"].find((word) =>
    [columns, columnsOf(connection, "main", to)].every((list) => !list.some((c) => foldName(c) === word)),
  );
  const changed = columns.flatMap((column): { column: string; count: number }[] => {
    const now = origins.columnNow(to, column);
    if (now === null || rowid === undefined) return [];
    const [a, b] = [`o.${quoteName(column)}`, `n.${quoteName(now)}`];
    const sql = `SELECT count(*) FROM ${was} AS o JOIN ${is} AS n ON n.${rowid} = o.${rowid}
      WHERE ${b} COLLATE BINARY IS NOT ${a} COLLATE BINARY OR typeof(${a}) <> typeof(${b})`;
    const different = tolerant(() => Number(connection.value({ sql, parameters: [] })));
    return different === null || different === 0 ? [] : [{ column: now, count: different }];
  });
  return changed.length === 0 && rows.before === rows.after ? null : { name: to, was: name, rows, changed };
}

function columnsOf(connection: Connection, schema: string, table: string): string[] {
  const sql = "SELECT name FROM pragma_table_xinfo(?, ?) WHERE hidden <> 1";
  return connection.query({ sql, parameters: [table, schema] }).rows.map(([name]) => String(name));
}

/** Null where the rows have no rowid, or a function they need is not here. */
function tolerant<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

/** Lines of the copy that the original does not have, or has less often. */
function freshLines(connection: Connection, sqlOf: (schema: string) => string): string[] {
  const read = (schema: string) => {
    try {
      return connection.query({ sql: sqlOf(schema), parameters: [] }).rows;
    } catch (thrown) {
      // "foreign key mismatch" ends the whole list.
      return [[thrown instanceof Error ? thrown.message : String(thrown), 1n]];
    }
  };
  const old = new Map(read("original").map(([line, count]) => [String(line), Number(count)]));
  return read("main")
    .filter(([line, count]) => Number(count) > (old.get(String(line)) ?? 0))
    .map(([line, count]) => (Number(count) === 1 ? String(line) : `${line} (${count} times)`));
}
