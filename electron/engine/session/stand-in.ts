/**
 * Rows of a table with a VIRTUAL column that calls a function of another program: SQLite computes the column whenever such a row is
 * written, though it stores nothing of it, and refuses the statement. Where nobody needs the value, the function is stood in for
 * while a commit writes, and gives NULL. Everywhere else, and at any other time, the stand-in fails as SQLite does.
 */
import Database from "better-sqlite3";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import { quoteObject } from "../../../src-shared/sql/quote-name.ts";
import { readTable } from "../../../src-shared/sql/ddl/read-table.ts";
import type { Connection } from "../connection/connection.ts";
import { compileError } from "../schema/column-errors.ts";
import { sameName } from "../schema/same-name.ts";

interface StandIn {
  readonly name: string;
  armed: boolean;
}

/** They stay with their connection: a function cannot be taken away. */
const standIns = new WeakMap<Connection, StandIn[]>();

/** A table does not call more functions than these, each found by compiling a read of it once more. */
const MOST = 20;

/** Does the work, which writes rows of these tables and ends its transaction; run it with the schema that the transaction sees. */
export function withStandIns<T>(
  writer: Connection,
  schema: DatabaseSchema,
  tables: ReadonlySet<Table>,
  work: () => T,
): T {
  const broken = [...tables].filter(
    ({ kind, columns }) => kind === "table" && columns.some(({ error }) => error !== undefined),
  );
  if (broken.length === 0) return work();
  const known = standIns.get(writer) ?? [];
  standIns.set(writer, known);
  for (const table of broken) letCompile(writer, schema, table, known);
  try {
    for (const one of known) one.armed = isUnneeded(one.name, schema);
    return work();
  } finally {
    for (const one of known) one.armed = false;
  }
}

function letCompile(writer: Connection, schema: DatabaseSchema, table: Table, known: StandIn[]): void {
  for (let i = 0; i < MOST; i++) {
    const words = compileError(writer, `SELECT * FROM ${quoteObject(table)} NOT INDEXED`) ?? "";
    const name = /^unknown function: (\w+)\(\)$/.exec(words)?.[1];
    if (name === undefined || known.some((one) => sameName(one.name, name)) || !isUnneeded(name, schema)) return;
    const one: StandIn = { name, armed: false };
    writer.db.function(name, { varargs: true, deterministic: true }, () => {
      if (one.armed) return null;
      throw new Database.SqliteError(words, "SQLITE_ERROR");
    });
    known.push(one);
  }
}

/**
 * Is the function called by nothing but VIRTUAL columns whose values nothing that is written, checked or kept depends on? No index,
 * rule, stored column, foreign key or trigger may name it or them; what cannot be read for sure counts as a need.
 */
function isUnneeded(name: string, { tables, indexes, triggers }: DatabaseSchema): boolean {
  const views = tables.filter(({ kind }) => kind === "view").map((view) => view.name);
  // A star stands for columns that it does not name, and a view for what it is made of.
  const hides = (sql: string | null) => sql === null || sql.includes("*") || mentions(sql, views);
  for (const table of tables) {
    if (table.kind === "view" || !mentions(table.sql ?? "", [name])) continue;
    const broken = table.columns.filter(({ error }) => error !== undefined).map((column) => column.name);
    const own = [name, ...broken];
    const rest = table.kind === "table" ? withoutComputed(table, broken) : null;
    if (rest === null || !own.every((word) => /^\w+$/.test(word)) || mentions(rest, own)) return false;
    const ofTable = indexes.filter((index) => index.schema === table.schema && sameName(index.table, table.name));
    if (ofTable.some(({ sql }) => mentions(sql ?? "", own))) return false;
    if (triggers.some(({ sql }) => hides(sql) || mentions(sql ?? "", own))) return false;
    const refers = tables.some(({ foreignKeys }) =>
      foreignKeys.some(
        (key) => sameName(key.parentTable, table.name) && key.parentColumns.some((column) => broken.includes(column)),
      ),
    );
    if (refers) return false;
  }
  return [...indexes, ...triggers].every(({ sql }) => !mentions(sql ?? "", [name]));
}

/** The text of the table without the columns that are only computed; null where one of them has a rule of its own. */
function withoutComputed({ sql }: Table, broken: readonly string[]): string | null {
  const parts = sql === null ? null : readTable(sql);
  if (!parts) return null;
  let rest = parts.sql;
  for (const column of parts.columns.toReversed()) {
    if (!broken.some((one) => sameName(one, column.name))) continue;
    const [only, ...others] = column.clauses;
    if (only?.kind !== "Generated" || only.stored || others.length > 0) return null;
    rest = `${rest.slice(0, column.start)}${rest.slice(column.end)}`;
  }
  return rest;
}

/** Is one of these words in the text, as a word? In a comment or a string it counts as well. */
function mentions(sql: string, words: readonly string[]): boolean {
  return words.some((word) => {
    const spelled = word.replace(/[^\w]/g, "\\$&");
    return new RegExp(`(?<![\\w$\\u0080-\\uffff])${spelled}(?![\\w$\\u0080-\\uffff])`, "i").test(sql);
  });
}
