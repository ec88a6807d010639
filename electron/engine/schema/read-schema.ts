/** Puts the schema of a database together from its PRAGMAs and stored DDL (decision D4). */
import type {
  Column,
  DatabaseSchema,
  ForeignKey,
  Index,
  InsteadOf,
  Table,
  Trigger,
} from "../../../src-shared/model/schema.ts";
import { resolveParentColumns } from "../../../src-shared/model/schema-difference.ts";
import { quoteName, quoteObject } from "../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../connection/connection.ts";
import { columnErrors, compileError } from "./column-errors.ts";
import { readDdlFacts } from "./ddl-facts.ts";
import { identityOf, readOnlyReasonOf } from "./identity.ts";
import { readInsteadOf, viewKey } from "./instead-of.ts";
import {
  type ListedTable,
  listStored,
  listTables,
  listTablesFromTexts,
  type StoredObject,
  tableKey,
} from "./object-list.ts";
import { type ColumnRows, columnOf, readColumnRows } from "./read-columns.ts";
import { readForeignKeys, readIndexes } from "./read-indexes.ts";
import { foldName } from "./same-name.ts";
import { timeBudget, TRY_MS } from "./time-budget.ts";
import { MOST_EXPANSIONS, viewExpansions } from "./view-expansions.ts";

/** Reads everything; throws SqliteError only when sqlite_schema itself cannot be read. */
export function readSchema(connection: Connection): DatabaseSchema {
  return connection.snapshot(() => {
    const stored = listStored(connection);
    const sqlOf = new Map(stored.map((object) => [tableKey(object.schema, object.name), object.sql]));
    const expansions = viewExpansions(stored.filter((object) => object.type === "view"));
    const isBomb = (name: string) => (expansions.get(foldName(name)) ?? 0) > MOST_EXPANSIONS;
    const harmless = stored.every((object) => !isBomb(object.name));
    const listed = (harmless ? listTables(connection) : listTablesFromTexts(stored)).filter(
      (table) => foldName(table.name) !== "sqlite_temp_schema",
    );
    const indexes = readIndexes(connection, listed).map((index) => ({
      ...index,
      sql: sqlOf.get(tableKey(index.schema, index.name)) ?? null,
    }));
    const tables = readTables(connection, listed, indexes, stored, isBomb);
    return {
      version: Number(connection.pragma("main.schema_version")[0]?.[0] ?? 0),
      tables: inStoredOrder(tables, stored),
      indexes,
      triggers: stored.filter((object) => object.type === "trigger").map(triggerOf),
    };
  });
}

const BOMB = "it multiplies other views too often to be compiled";

function readTables(
  connection: Connection,
  listed: readonly ListedTable[],
  indexes: readonly Index[],
  stored: readonly StoredObject[],
  isBomb: (name: string) => boolean,
): Table[] {
  const sqlOf = new Map(stored.map((object) => [tableKey(object.schema, object.name), object.sql]));
  const columnRows = readColumnRows(connection, listed, (table) =>
    table.type === "view" && isBomb(table.name) ? BOMB : null,
  );
  const foreignKeys = readForeignKeys(connection, listed);
  const mayTry = timeBudget(TRY_MS);
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
      mayTry,
      insteadOf: (columns) => {
        const taken = readInsteadOf(table, columns, stored);
        return taken && { taken, key: viewKey(connection, table, columns, columnRows) };
      },
    });
  });
  const byName = new Map(tables.map((table) => [tableKey(table.schema, table.name), table]));
  resolveParentColumns(tables, (child, name) => byName.get(tableKey(child.schema, name)));
  return tables;
}

interface TableFacts {
  readonly columnRows: ColumnRows;
  readonly sql: string | null;
  readonly hasPrimaryKeyIndex: boolean;
  readonly foreignKeys: ForeignKey[];
  readonly owner: string | null;
  /** Is there time left to try whether it can be read? */
  readonly mayTry: () => boolean;
  /** Of a view: what its triggers take, and what tells its rows apart. */
  readonly insteadOf: (columns: readonly Column[]) => { taken: InsteadOf; key: string[] } | null;
}

function tableOf(connection: Connection, listed: ListedTable, facts: TableFacts): Table {
  const ddl = listed.type === "table" ? readDdlFacts(facts.sql) : readDdlFacts(null);
  const rows = "rows" in facts.columnRows ? facts.columnRows.rows : [];
  const described = "error" in facts.columnRows ? facts.columnRows.error : null;
  const kind = listed.type === "table" && foldName(listed.name).startsWith("sqlite_") ? "system" : listed.type;
  const compiled = (kind === "view" || kind === "virtual") && described === null && facts.mayTry();
  const declared = rows.map((row) => columnOf(row, listed, ddl));
  const trial = compiled ? tryToRead(connection, listed, declared) : tryColumns(connection, listed, declared);
  const columns = declared.map((column) => {
    const broken = trial.columns.get(column.name);
    return broken === undefined ? column : { ...column, error: broken };
  });
  const error = described ?? trial.error;
  const editable = kind === "view" && error === null ? facts.insteadOf(columns) : null;
  const identity = identityOf({
    kind,
    columns,
    withoutRowid: listed.withoutRowid,
    hasPrimaryKeyIndex: facts.hasPrimaryKeyIndex,
    hasRowid: trial.hasRowid,
    viewKey: editable?.key ?? null,
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
    ...(editable ? { insteadOf: editable.taken } : {}),
    sql: facts.sql,
    error,
  };
}

interface Trial {
  readonly error: string | null;
  readonly hasRowid: boolean;
  /** SQLite's words by the name of a column that cannot be computed; the others can be read. */
  readonly columns: ReadonlyMap<string, string>;
}
const ALL_COMPUTED: ReadonlyMap<string, string> = new Map();

/** Compiles a read of a view or virtual table without running it: that tells whether its parts are there. */
function tryToRead(connection: Connection, table: ListedTable, columns: readonly Column[]): Trial {
  const compiles = (what: string) => compileError(connection, `SELECT ${what} FROM ${quoteObject(table)}`);
  const error = compiles("*");
  const hasRowid = error === null && table.type === "virtual" && compiles(quoteName("rowid")) === null;
  if (error === null || table.type !== "view" || compiles("NULL") !== null) {
    return { error, hasRowid, columns: ALL_COMPUTED };
  }
  const broken = columnErrors(connection, table, columns, true);
  return { error: broken.size < columns.length ? null : error, hasRowid, columns: broken };
}

/** Of an ordinary table only what it computes while it is read can fail. */
function tryColumns(connection: Connection, table: ListedTable, columns: readonly Column[]): Trial {
  const computes = table.type === "table" && columns.some(({ kind }) => kind === "virtual");
  return {
    error: null,
    hasRowid: true,
    columns: computes ? columnErrors(connection, table, columns, false) : ALL_COMPUTED,
  };
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

/** Tables in the order they were made; those without a stored row (sqlite_schema) last. */
function inStoredOrder(tables: Table[], stored: readonly StoredObject[]): Table[] {
  const place = new Map(stored.map((object, i) => [tableKey(object.schema, object.name), i]));
  const placeOf = (table: Table) => place.get(tableKey(table.schema, table.name)) ?? stored.length;
  return tables.sort((a, b) => placeOf(a) - placeOf(b));
}

function triggerOf({ schema, name, table, sql }: StoredObject): Trigger {
  return { schema, name, table, sql };
}
