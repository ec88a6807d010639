/**
 * What is staged follows a change of the schema: its rows stay staged under the new names of their tables and columns, and so
 * do the undo steps and the history, because all of them are versions in the journal.
 */
import { foldName, objectKey } from "../../../src-shared/model/names.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { DatabaseSchema } from "../../../src-shared/model/schema.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../connection/connection.ts";
import type { Journal } from "./journal/journal.ts";

interface Converted {
  readonly column: string;
  readonly type: string;
  readonly strict: boolean;
}

/** A table whose name or columns are called otherwise now, or whose columns store values in another way. */
export interface RenamedTable {
  readonly from: string;
  readonly to: string;
  readonly columns: readonly { readonly from: string; readonly to: string }[];
  /** By their new names, with the declared type. */
  readonly converted?: readonly Converted[];
}

/** What is told to the journal before a change of the schema is committed, so that one whose answer is lost is followed too. */
const PENDING = "renamedTables";

/** Writes down what is about to be called otherwise. */
export function expectRenames(journal: Journal, tables: readonly RenamedTable[]): void {
  if (journal.hasStaged() || !journal.isBlank()) journal.setAbout(PENDING, JSON.stringify(tables));
}

/** Follows renames that were written down, if `isDone` says that the file has the new names; forgets them in any case. */
export function settleRenames(journal: Journal, isDone: (tables: readonly RenamedTable[]) => boolean): boolean {
  const pending = journal.about(PENDING);
  if (typeof pending !== "string") return false;
  const tables = JSON.parse(pending) as RenamedTable[];
  const done = isDone(tables);
  if (done) mapStaged(journal, tables);
  journal.setAbout(PENDING, null);
  return done;
}

/** Writes the new names, all in one durable transaction. Sessions read the journal again by its revision. */
function mapStaged(journal: Journal, tables: readonly RenamedTable[]): void {
  const { connection } = journal;
  journal.transaction(() => {
    connection.db.exec(
      "CREATE TEMP TABLE IF NOT EXISTS renamed (old TEXT, new TEXT, old_id TEXT, new_id TEXT, old_column TEXT, new_column TEXT)",
    );
    connection.db.exec("DELETE FROM temp.renamed");
    const stored = connection.query({
      sql: "SELECT DISTINCT table_name FROM version WHERE schema_name = 'main'",
      parameters: [],
    });
    for (const [name] of stored.rows) {
      const table = tables.find(({ from }) => foldName(from) === foldName(String(name)));
      if (table) note(connection, String(name), table);
    }
    // Columns first: they are found by the old name of their table.
    connection.db.exec(`
      UPDATE version_cell SET column_name = r.new_column FROM temp.renamed AS r, version AS v
        WHERE v.id = version_cell.version AND v.schema_name = 'main' AND v.table_name = r.old
          AND role <> 'key' AND column_name = r.old_column COLLATE NOCASE;
      UPDATE commit_cell SET column_name = r.new_column FROM temp.renamed AS r, version AS v
        WHERE v.id = commit_cell.version AND v.schema_name = 'main' AND v.table_name = r.old AND column_name = r.old_column COLLATE NOCASE;
      DELETE FROM temp.renamed WHERE old_column IS NOT NULL;
      UPDATE version SET table_name = r.new FROM temp.renamed AS r WHERE schema_name = 'main' AND table_name = r.old;`);
    // Ids hold the name of their table. Two tables may have taken each other's: in between, ids are nobody's.
    for (const [table, column, only] of [
      ["version", "staged", "true"],
      ["staged", "id", "true"],
      ["gesture_change", "staged", "true"],
      ["commit_mark", "staged", "true"],
      // Rows that refer to new rows.
      ["version_cell", "value", "role = 'link'"],
    ]) {
      connection.db.exec(`
        UPDATE ${table} SET ${column} = char(1) || r.new_id || substr(${column}, length(r.old_id) + 1) FROM temp.renamed AS r
          WHERE ${only} AND substr(${column}, 1, length(r.old_id)) = r.old_id;
        UPDATE ${table} SET ${column} = substr(${column}, 2) WHERE ${only} AND ${column} LIKE char(1) || '%';`);
    }
    connection.db.exec("DELETE FROM temp.renamed");
    for (const table of tables) for (const column of table.converted ?? []) convert(connection, table.to, column);
    // Two steps: no page takes it for the one after what it knows.
    journal.setAbout("revision", BigInt(Number(journal.about("revision") ?? 0n) + 2));
  });
}

/** The values of a column as it stores them now: what was seen before is then still what the file holds. */
function convert(connection: Connection, table: string, { column, type, strict }: Converted): void {
  const { db } = connection;
  // Quoted, any declared type is one word with the same letters, and so the same affinity.
  db.exec(
    `CREATE TEMP TABLE converted (v ${strict ? type : type === "" ? "" : quoteName(type)})${strict ? " STRICT" : ""}`,
  );
  const into = db.prepare("INSERT INTO temp.converted VALUES (?)");
  const stored = (value: Scalar): Scalar => {
    try {
      into.run(value);
    } catch {
      // A STRICT column refuses it; the commit will say so.
      return value;
    }
    const now = connection.value({ sql: "SELECT v FROM temp.converted", parameters: [] }) ?? null;
    db.exec("DELETE FROM temp.converted");
    return now;
  };
  const where = "v.schema_name = 'main' AND v.table_name = ? COLLATE NOCASE AND c.column_name = ? COLLATE NOCASE";
  const seen = connection.query({
    sql: `SELECT c.version, c.place, c.base_form, c.base, c.has_value, c.value FROM version_cell AS c JOIN version AS v ON v.id = c.version
      WHERE ${where} AND c.role IN ('witness', 'column')`,
    parameters: [table, column],
  });
  for (const [version, place, form, base, hasValue, value] of seen.rows) {
    const next = [form === "whole" ? stored(base ?? null) : base, hasValue === 1n ? stored(value ?? null) : value];
    const sql = "UPDATE version_cell SET base = ?, value = ? WHERE version = ? AND place = ?";
    connection.run({ sql, parameters: [...next, version, place] });
  }
  const committed = connection.query({
    sql: `SELECT c.intent, c.version, c.place, c.value FROM commit_cell AS c JOIN version AS v ON v.id = c.version WHERE ${where} AND c.form = 'whole'`,
    parameters: [table, column],
  });
  for (const [intent, version, place, value] of committed.rows) {
    const sql = "UPDATE commit_cell SET value = ? WHERE intent = ? AND version = ? AND place = ?";
    connection.run({ sql, parameters: [stored(value ?? null), intent, version, place] });
  }
  db.exec("DROP TABLE temp.converted");
}

function note(connection: Connection, stored: string, table: RenamedTable): void {
  const id = (name: string) => `${objectKey({ schema: "main", name })} `;
  const put = "INSERT INTO temp.renamed VALUES (?, ?, ?, ?, ?, ?)";
  const to = foldName(table.from) === foldName(table.to) ? stored : table.to;
  connection.run({ sql: put, parameters: [stored, to, id(stored), id(to), null, null] });
  for (const column of table.columns) {
    connection.run({ sql: put, parameters: [stored, to, "", "", column.from, column.to] });
  }
}

/** Does the file have the new names and types? Then the change was committed. */
export function hasNames({ tables }: DatabaseSchema, renamed: readonly RenamedTable[]): boolean {
  return renamed.every(({ to, columns, converted = [] }) => {
    const table = tables.find(({ schema, name }) => schema === "main" && foldName(name) === foldName(to));
    const isConverted = ({ column, type, strict }: Converted) =>
      table?.strict === strict && table.columns.some((c) => foldName(c.name) === foldName(column) && c.type === type);
    return (
      converted.every(isConverted) &&
      columns.every((column) => table?.columns.some(({ name }) => foldName(name) === foldName(column.to)) ?? false) &&
      table !== undefined
    );
  });
}
