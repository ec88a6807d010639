/** Columns from `PRAGMA table_xinfo`. */
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { Column } from "../../../src-shared/model/schema.ts";
import type { Connection } from "../connection/connection.ts";
import { affinityOf, strictAffinityOf } from "./affinity.ts";
import type { DdlFacts } from "./ddl-facts.ts";
import { type ListedTable, tableKey } from "./object-list.ts";
import { foldName } from "./same-name.ts";
import { DESCRIBE_MS, timeBudget } from "./time-budget.ts";

/** A row of `PRAGMA table_xinfo`: name, type, notnull, dflt_value, pk, hidden. */
export type ColumnRow = readonly Scalar[];

/** What the PRAGMA said of a table, or SQLite's words for why it could not. */
export type ColumnRows = { readonly rows: ColumnRow[] } | { readonly error: string };

const FIELDS = `x.name, x.type, x."notnull", x.dflt_value, x.pk, x.hidden`;

/** A table-valued parameter: names as rows `t(schema, name)`. */
export const NAMES = "(SELECT value ->> 0 AS schema, value ->> 1 AS name FROM json_each(?)) AS t";

/** The parameter for NAMES: ordinary tables, which SQLite describes without compiling anything. */
export function namesOfPlainTables(tables: readonly ListedTable[]): string {
  return JSON.stringify(tables.filter(isPlain).map((table) => [table.schema, table.name]));
}

function isPlain(table: ListedTable): boolean {
  return table.type === "table" || table.type === "shadow";
}

/**
 * The columns of all tables, by `tableKey`. Ordinary tables are read in one statement, because a database may have
 * thousands; views and virtual tables one by one, because any of them may be broken and would break that statement.
 * `refused` gives a reason not to look at one at all.
 */
export function readColumnRows(
  connection: Connection,
  tables: readonly ListedTable[],
  refused: (table: ListedTable) => string | null,
): Map<string, ColumnRows> {
  const byTable = new Map<string, ColumnRows>();
  const alone = (table: ListedTable, rows: ColumnRows) => byTable.set(tableKey(table.schema, table.name), rows);
  try {
    const sql = `SELECT t.schema, t.name, ${FIELDS} FROM ${NAMES} JOIN pragma_table_xinfo(t.name, t.schema) AS x`;
    for (const [schema, name, ...row] of connection.query({ sql, parameters: [namesOfPlainTables(tables)] }).rows) {
      const key = tableKey(String(schema), String(name));
      const known = byTable.get(key);
      if (known && "rows" in known) known.rows.push(row);
      else byTable.set(key, { rows: [row] });
    }
  } catch {
    // One table that SQLite cannot describe must not hide the others: ask for each alone, and keep its error.
    for (const table of tables) if (isPlain(table)) alone(table, readOne(connection, table));
  }
  const timeLeft = timeBudget(DESCRIBE_MS);
  for (const table of tables) {
    if (isPlain(table)) continue;
    const reason = refused(table) ?? (timeLeft() ? null : "the views of this database take too long to look at");
    alone(table, reason === null ? readOne(connection, table) : { error: reason });
  }
  return byTable;
}

function readOne(connection: Connection, table: ListedTable): ColumnRows {
  try {
    const sql = `SELECT ${FIELDS} FROM pragma_table_xinfo(?, ?) AS x`;
    return { rows: connection.query({ sql, parameters: [table.name, table.schema] }).rows };
  } catch (thrown) {
    // Decision D4: an object that cannot be read carries its error, and the rest of the schema is there.
    return { error: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** `hidden` of table_xinfo. */
const KINDS: Record<string, Column["kind"]> = { "0": "ordinary", "1": "hidden", "2": "virtual", "3": "stored" };

/** The model's column for a row of the PRAGMA. */
export function columnOf(row: ColumnRow, table: ListedTable, facts: DdlFacts): Column {
  const [name, type, notNull, defaultValue, primaryKey, hidden] = row;
  const folded = foldName(String(name));
  const choices = facts.choices.get(folded);
  return {
    name: String(name),
    type: String(type ?? ""),
    affinity: (table.strict ? strictAffinityOf : affinityOf)(String(type ?? "")),
    notNull: notNull === 1n,
    defaultSql: defaultValue === null || defaultValue === undefined ? null : String(defaultValue),
    primaryKey: Number(primaryKey),
    kind: KINDS[String(hidden)] ?? "ordinary",
    collation: facts.collations.get(folded) ?? "BINARY",
    ...(choices ? { choices } : {}),
  };
}
