/**
 * The statements that give a table another definition and lose nothing. Source of the order: SQLite's twelve steps
 * (https://www.sqlite.org/lang_altertable.html#otheralter), with what they leave out: rowids, the sequence, statistics,
 * the conflict clauses that would eat rows, and a rename that leaves views and triggers alone.
 */
import type { Table } from "../../../src-shared/model/schema.ts";
import type { Route } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import { carriedChecks } from "./carried-checks.ts";
import { type MadeTable, madeTable } from "./made-table.ts";
import type { Scratch } from "./scratch-schema.ts";
import { textLiteral } from "./statements.ts";
import type { Check } from "./step-check.ts";
import { type TableText, writeTableText } from "./table-text.ts";

export interface Rebuild {
  readonly route: Route;
  readonly sql: string[];
  readonly checks: Check[];
}

/** The value of a column as SQL over the old table; null leaves it to its default. */
export type ValueOf = (column: string) => string | null;

export interface Redefinition {
  readonly old: Table;
  readonly text: TableText;
  readonly valueOf: ValueOf;
  /** Rows that break a CHECK of the table as it is are taken along. */
  readonly keepViolators: boolean;
}

/** What the statements are made of. */
interface Parts extends Redefinition {
  readonly scratch: Scratch;
  readonly made: MadeTable;
  readonly table: Table;
  readonly holder: string;
  /** CREATE texts of its indexes, then of its triggers. */
  readonly own: readonly string[];
}

/** The rebuild of a table, tried on the scratch database without leaving it so. Throws what SQLite says. */
export function planRebuild(scratch: Scratch, made: MadeTable, redefinition: Redefinition): Rebuild {
  const { old } = redefinition;
  const own = [...scratch.own(old.name, "index"), ...scratch.own(old.name, "trigger")].map(({ sql }) => sql as string);
  const parts: Parts = { ...redefinition, scratch, made, table: made.table, holder: scratch.freeName(), own };
  const renamed = throughRename(parts);
  const refused = whyNot(scratch, renamed);
  if (refused === null) return renamed;
  // The last rename stumbles over a CHECK that says `t.a`, and over any text of the file that SQLite only reads.
  const copied = throughCopy(parts);
  if (whyNot(scratch, copied) === null) return copied;
  throw refused;
}

function whyNot(scratch: Scratch, { sql }: Rebuild): Error | null {
  try {
    scratch.look(sql, () => undefined);
    return null;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown) return thrown;
    throw thrown;
  }
}

/** Target columns with the SQL of their values. */
interface Copied {
  readonly columns: string[];
  readonly values: string[];
}

function copied({ old, table, valueOf }: Parts): Copied {
  const columns: string[] = [];
  const values: string[] = [];
  for (const { name, kind } of table.columns) {
    const value = kind === "ordinary" ? valueOf(name) : null;
    if (value === null) continue;
    columns.push(quoteName(name));
    values.push(value);
  }
  // Rows keep their rowids. With an INTEGER PRIMARY KEY they are in that column already.
  if (old.identity.kind === "rowid" && table.identity.kind === "rowid" && table.identity.column === null) {
    const { alias } = old.identity;
    columns.push(table.identity.alias);
    values.push(old.columns.some(({ name }) => sameName(name, alias)) ? quoteName(alias) : alias);
  }
  return { columns, values };
}

/** `INSERT … SELECT` that keeps every row or fails. */
function insert(parts: Parts, into: string, columns: readonly string[], select: string): string[] {
  // OR ABORT: a conflict clause of the table (REPLACE, IGNORE) would drop rows without a word.
  const sql = `INSERT OR ABORT INTO ${into} (${columns.join(", ")}) ${select}`;
  if (!parts.keepViolators) return [sql];
  return ["PRAGMA ignore_check_constraints = ON", sql, "PRAGMA ignore_check_constraints = OFF"];
}

/**
 * The rows in the order of rowid or key, which an index that covers all columns would not give. Where a column becomes the rowid,
 * those that have none come last: SQLite numbers them, and must not take the numbers of others.
 */
function inOrder({ old, table, valueOf }: Parts): string {
  if (old.withoutRowid) {
    const key = old.columns.filter((c) => c.primaryKey > 0).sort((a, b) => a.primaryKey - b.primaryKey);
    return `ORDER BY ${key.map(({ name }) => quoteName(name)).join(", ")}`;
  }
  const rowid = (t: Table) => (t.identity.kind === "rowid" ? t.identity.column : null);
  const key = rowid(table);
  const value = key === null || key === rowid(old) ? null : valueOf(key);
  return value === null ? "NOT INDEXED" : `NOT INDEXED ORDER BY ${value} IS NULL`;
}

function throughRename(parts: Parts): Rebuild {
  const { old, table, text, holder, own } = parts;
  const [from, to] = [`main.${quoteName(old.name)}`, `main.${quoteName(holder)}`];
  const { columns, values } = copied(parts);
  const names = `${textLiteral(holder)} WHERE name = ${textLiteral(old.name)}`;
  const stats = statistics(parts);
  const before = [
    writeTableText(text, to),
    ...insert(parts, to, columns, `SELECT ${values.join(", ")} FROM ${from} ${inOrder(parts)}`),
  ];
  return {
    route: "rebuild",
    checks: carriedChecks(parts, { from, to, before: before.length }),
    sql: [
      ...before,
      // The row of the old table becomes that of the new one, and comes back by the rename.
      ...(table.autoincrement
        ? [
            `DELETE FROM main.sqlite_sequence WHERE name = ${textLiteral(holder)} AND (seq = 0 OR EXISTS (SELECT 1 FROM main.sqlite_sequence WHERE name = ${textLiteral(old.name)}))`,
            `UPDATE main.sqlite_sequence SET name = ${names}`,
          ]
        : []),
      ...stats.tables.map(
        (stat) => `UPDATE main.${stat} SET tbl = ${textLiteral(holder)} WHERE tbl = ${textLiteral(old.name)}`,
      ),
      `DROP TABLE ${from}`,
      // Without this SQLite would compile every view and trigger, and those that mention the table do not compile now.
      "PRAGMA legacy_alter_table = ON",
      `ALTER TABLE ${to} RENAME TO ${quoteName(old.name)}`,
      "PRAGMA legacy_alter_table = OFF",
      ...stats.tables.map(
        (stat) => `UPDATE main.${stat} SET tbl = ${textLiteral(old.name)} WHERE tbl = ${textLiteral(holder)}`,
      ),
      ...stats.stale,
      ...own,
    ],
  };
}

function throughCopy(parts: Parts): Rebuild {
  const { scratch, old, table, text, holder, own } = parts;
  const name = `main.${quoteName(old.name)}`;
  const literal = textLiteral(old.name);
  const temp = (suffix: string) => `temp.${quoteName(`${holder}${suffix}`)}`;
  const { columns, values } = copied(parts);
  // Columns without a type keep every value as it is.
  const places = columns.map((_, i) => `c${i}`);
  const keepSequence = hasSequence(scratch) && table.autoincrement;
  const stats = statistics(parts);
  const waiting = [
    `CREATE TABLE ${temp("")} (${places.join(", ")})`,
    `INSERT INTO ${temp("")} SELECT ${values.join(", ")} FROM ${name} ${inOrder(parts)}`,
  ];
  return {
    route: "copyBack",
    checks: carriedChecks(parts, { from: name, to: temp(""), before: waiting.length, places }),
    sql: [
      ...waiting,
      ...(keepSequence
        ? [
            `CREATE TABLE ${temp("_sequence")} AS SELECT rowid AS at, seq FROM main.sqlite_sequence WHERE name = ${literal}`,
          ]
        : []),
      ...stats.tables.map(
        (stat) => `CREATE TABLE ${temp(`_${stat}`)} AS SELECT rowid AS at, * FROM main.${stat} WHERE tbl = ${literal}`,
      ),
      `DROP TABLE ${name}`,
      writeTableText(text, name),
      ...insert(parts, name, columns, `SELECT ${places.join(", ")} FROM ${temp("")} ORDER BY rowid`),
      ...(table.autoincrement && !keepSequence
        ? [`DELETE FROM main.sqlite_sequence WHERE name = ${literal} AND seq = 0`]
        : []),
      ...(keepSequence
        ? [
            `DELETE FROM main.sqlite_sequence WHERE name = ${literal} AND (seq = 0 OR EXISTS (SELECT 1 FROM ${temp("_sequence")}))`,
            `INSERT INTO main.sqlite_sequence (rowid, name, seq) SELECT at, ${literal}, seq FROM ${temp("_sequence")}`,
            `DROP TABLE ${temp("_sequence")}`,
          ]
        : []),
      ...stats.tables.flatMap((stat) => {
        const fields = stat === "sqlite_stat1" ? "tbl, idx, stat" : "tbl, idx, neq, nlt, ndlt, sample";
        return [
          `INSERT INTO main.${stat} (rowid, ${fields}) SELECT at, ${fields} FROM ${temp(`_${stat}`)}`,
          `DROP TABLE ${temp(`_${stat}`)}`,
        ];
      }),
      ...stats.stale,
      `DROP TABLE ${temp("")}`,
      ...own,
    ],
  };
}

function hasSequence(scratch: Scratch): boolean {
  return scratch.stored().some(({ name }) => name === "sqlite_sequence");
}

/** The tables of statistics, and what takes away figures of constraints that the new definition does not have. */
function statistics({ scratch, old, made }: Parts): { tables: string[]; stale: string[] } {
  const names = new Set(scratch.stored().map(({ name }) => foldName(name)));
  const tables = ["sqlite_stat1", "sqlite_stat4"].filter((name) => names.has(name));
  const same =
    madeTable(scratch, old.name).constraintIndexes === made.constraintIndexes &&
    old.withoutRowid === made.table.withoutRowid;
  const literal = textLiteral(old.name);
  const stale = same
    ? []
    : tables.map(
        (stat) =>
          `DELETE FROM main.${stat} WHERE tbl = ${literal} AND (idx = ${literal} OR idx LIKE 'sqlite\\_autoindex\\_%' ESCAPE '\\')`,
      );
  return { tables, stale };
}
