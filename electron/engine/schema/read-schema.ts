/** Puts the schema of a database together from its PRAGMAs and stored DDL (decision D4). */
import type { DatabaseSchema, ForeignKey, Index, Table, Trigger } from "../../../src-shared/model/schema.ts";
import { quoteName, quoteObject } from "../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../connection/connection.ts";
import { readDdlFacts } from "./ddl-facts.ts";
import { identityOf, readOnlyReasonOf } from "./identity.ts";
import { type ListedTable, listSchemas, listStored, listTables, type StoredObject, tableKey } from "./object-list.ts";
import { type ColumnRows, columnOf, readColumnRows } from "./read-columns.ts";
import { readForeignKeys, readIndexes } from "./read-indexes.ts";
import { foldName } from "./same-name.ts";

/** Reads everything; throws SqliteError only when sqlite_schema itself cannot be read. */
export function readSchema(connection: Connection): DatabaseSchema {
  return connection.snapshot(() => {
    const stored = listSchemas(connection).flatMap((schema) =>
      listStored(connection, schema).map((object) => ({ schema, object })),
    );
    const sqlOf = new Map<string, string | null>();
    for (const { schema, object } of stored) sqlOf.set(tableKey(schema, object.name), object.sql);
    const listed = listTables(connection).filter((table) => foldName(table.name) !== "sqlite_temp_schema");
    const indexes = readIndexes(connection).map((index) => ({
      ...index,
      sql: sqlOf.get(tableKey(index.schema, index.name)) ?? null,
    }));
    const tables = readTables(connection, listed, indexes, sqlOf);
    return {
      version: Number(connection.pragma("main.schema_version")[0]?.[0] ?? 0),
      tables: inStoredOrder(tables, stored),
      indexes,
      triggers: stored.filter(({ object }) => object.type === "trigger").map(triggerOf),
    };
  });
}

function readTables(
  connection: Connection,
  listed: readonly ListedTable[],
  indexes: readonly Index[],
  sqlOf: ReadonlyMap<string, string | null>,
): Table[] {
  const columnRows = readColumnRows(connection, listed);
  const foreignKeys = readForeignKeys(connection);
  const withKeyIndex = new Set(indexes.filter((i) => i.origin === "pk").map((i) => tableKey(i.schema, i.table)));
  const virtualNames = listed.filter((table) => table.type === "virtual");
  const tables = listed.map((table) => {
    const key = tableKey(table.schema, table.name);
    return tableOf(connection, table, {
      columnRows: columnRows.get(key) ?? { error: "SQLite does not describe it" },
      sql: sqlOf.get(key) ?? null,
      hasPrimaryKeyIndex: withKeyIndex.has(key),
      foreignKeys: foreignKeys.get(key) ?? [],
      owner: table.type === "shadow" ? ownerOf(table, virtualNames) : null,
    });
  });
  resolveParentColumns(tables);
  return tables;
}

interface TableFacts {
  readonly columnRows: ColumnRows;
  readonly sql: string | null;
  readonly hasPrimaryKeyIndex: boolean;
  readonly foreignKeys: ForeignKey[];
  readonly owner: string | null;
}

function tableOf(connection: Connection, listed: ListedTable, facts: TableFacts): Table {
  const ddl = listed.type === "table" ? readDdlFacts(facts.sql) : readDdlFacts(null);
  const rows = "rows" in facts.columnRows ? facts.columnRows.rows : [];
  const columns = rows.map((row) => columnOf(row, listed, ddl));
  const kind = listed.type === "table" && foldName(listed.name).startsWith("sqlite_") ? "system" : listed.type;
  const trial = kind === "view" || kind === "virtual" ? tryToRead(connection, listed) : READABLE;
  const error = "error" in facts.columnRows ? facts.columnRows.error : trial.error;
  const identity = identityOf({
    kind,
    columns,
    withoutRowid: listed.withoutRowid,
    hasPrimaryKeyIndex: facts.hasPrimaryKeyIndex,
    hasRowid: trial.hasRowid,
  });
  return {
    schema: listed.schema,
    name: listed.name,
    kind,
    columns,
    identity: error === null ? identity : { kind: "none", reason: "It cannot be read." },
    withoutRowid: listed.withoutRowid,
    strict: listed.strict,
    autoincrement: ddl.autoincrement,
    foreignKeys: facts.foreignKeys,
    module: kind === "virtual" ? moduleOf(facts.sql) : null,
    owner: facts.owner,
    readOnlyReason: readOnlyReasonOf(kind, identity),
    sql: facts.sql,
    error,
  };
}

interface Trial {
  readonly error: string | null;
  readonly hasRowid: boolean;
}
const READABLE: Trial = { error: null, hasRowid: true };

/** Compiles a read of a view or virtual table without running it: that tells whether its parts are there. */
function tryToRead(connection: Connection, table: ListedTable): Trial {
  const compiles = (what: string) => {
    try {
      connection.db.prepare(`SELECT ${what} FROM ${quoteObject(table)}`);
      return null;
    } catch (thrown) {
      // Decision D4: the object carries its error.
      return thrown instanceof Error ? thrown.message : String(thrown);
    }
  };
  const error = compiles("*");
  return { error, hasRowid: error === null && table.type === "virtual" && compiles(quoteName("rowid")) === null };
}

/** The virtual table a shadow table belongs to: shadow names are `<owner>_<suffix>`. */
function ownerOf(shadow: ListedTable, virtualTables: readonly ListedTable[]): string | null {
  const folded = foldName(shadow.name);
  const owners = virtualTables.filter((v) => v.schema === shadow.schema && folded.startsWith(`${foldName(v.name)}_`));
  owners.sort((a, b) => b.name.length - a.name.length);
  return owners[0]?.name ?? null;
}

/** The module's name after USING; the DDL of a virtual table is kept as it was written. */
function moduleOf(sql: string | null): string | null {
  const match = /\bUSING\s+(?:"((?:[^"]|"")*)"|\[([^\]]*)\]|`((?:[^`]|``)*)`|([^\s(;]+))/i.exec(sql ?? "");
  return match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4] ?? null;
}

/** A foreign key that names no parent columns means the parent's primary key. */
function resolveParentColumns(tables: Table[]): void {
  const byName = new Map(tables.map((table) => [tableKey(table.schema, table.name), table]));
  for (const table of tables) {
    for (const key of table.foreignKeys) {
      if (key.parentColumns.length > 0) continue;
      const parent = byName.get(tableKey(table.schema, key.parentTable));
      const primaryKey = (parent?.columns ?? []).filter((c) => c.primaryKey > 0);
      primaryKey.sort((a, b) => a.primaryKey - b.primaryKey);
      key.parentColumns.push(...primaryKey.map((column) => column.name));
    }
  }
}

/** Tables in the order they were made; those without a stored row (sqlite_schema) last. */
function inStoredOrder(tables: Table[], stored: readonly { schema: string; object: StoredObject }[]): Table[] {
  const place = new Map<string, number>();
  stored.forEach(({ schema, object }, i) => place.set(tableKey(schema, object.name), i));
  const placeOf = (table: Table) => place.get(tableKey(table.schema, table.name)) ?? stored.length;
  return tables.sort((a, b) => placeOf(a) - placeOf(b));
}

function triggerOf({ schema, object }: { schema: string; object: StoredObject }): Trigger {
  return { schema, name: object.name, table: object.table, sql: object.sql };
}
