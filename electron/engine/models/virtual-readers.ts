/**
 * Virtual tables that read another table by a name in their arguments, which no rename of SQLite reaches and no error tells of: full-text
 * indexes over a table (`content=`), and tables that show what is in an index (`fts5vocab`, `fts4aux`).
 */
import type { Table } from "../../../src-shared/model/schema.ts";
import type { RefusalChoice, SchemaOperation } from "../../../src-shared/model/schema-change.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";
import { nameOf, scriptTokens, type ScriptToken } from "../../../src-shared/sql/script-tokens.ts";
import { foldName, sameName } from "../schema/same-name.ts";
import { createOf } from "./created-object.ts";
import { refusal } from "./refusal.ts";
import type { Scratch } from "./scratch-schema.ts";
import { READ_SCHEMA, textLiteral, WRITE_SCHEMA } from "./statements.ts";

export interface VirtualReader {
  readonly table: Table;
  /** `content`: its columns are read by their names. `index`: what is in it is shown. `argument`: a module that Joinery does not know. */
  readonly kind: "content" | "index" | "argument";
  /** Where the name stands in its text. */
  readonly at: ScriptToken;
}

const INDEX_MODULES = ["fts5vocab", "fts4aux"];
const ROWID_NAMES = ["rowid", "oid", "_rowid_"];

/** Those that read a table or view, at first hand. */
export function virtualReaders(scratch: Scratch, name: string): VirtualReader[] {
  return scratch.read().tables.flatMap((table): VirtualReader[] => {
    if (table.kind !== "virtual" || sameName(table.name, name)) return [];
    const module = foldName(table.module ?? "");
    const content = option(table.sql ?? "", "content");
    if (/^fts[345]$/.test(module))
      return content && sameName(nameOf(content.text), name) ? [{ table, kind: "content", at: content }] : [];
    const at = argumentTokens(table.sql ?? "").find(({ text }) => sameName(nameOf(text), name));
    if (!at) return [];
    return [{ table, kind: INDEX_MODULES.includes(module) ? "index" : "argument", at }];
  });
}

/** The value of an option of a virtual table, as it is written. */
function option(sql: string, name: string): ScriptToken | null {
  const tokens = argumentTokens(sql);
  const at = tokens.findIndex((token, i) => sameName(nameOf(token.text), name) && tokens[i + 1]?.name === "EQ");
  return at < 0 ? null : (tokens[at + 2] ?? null);
}

function argumentTokens(sql: string): ScriptToken[] {
  const tokens = [...scriptTokens(sql)];
  const using = tokens.findIndex(({ name }) => name === "USING");
  return tokens.slice(using + 3, -1);
}

/** Does the index read this column of its table? */
function readsColumn({ table, kind }: VirtualReader, column: string): boolean {
  if (kind !== "content") return false;
  return table.columns.some((c) => c.kind === "ordinary" && sameName(c.name, column)) || isRowidOption(table, column);
}

function isRowidOption({ sql }: Table, column: string): boolean {
  const rowid = option(sql ?? "", "content_rowid");
  return rowid !== null && sameName(nameOf(rowid.text), column);
}

/** Throws a refusal when a virtual table needs what goes: all of the table or view, or some of its columns. */
export function refuseReadByVirtual(
  scratch: Scratch,
  name: string,
  gone: readonly string[] | null,
  operation: SchemaOperation,
): void {
  const readers = virtualReaders(scratch, name).filter((reader) => reader.kind !== "argument");
  const needing =
    gone === null ? readers : readers.filter((reader) => gone.some((column) => readsColumn(reader, column)));
  refuse(scratch, needing, name, operation, []);
}

/** Names what has the name of a table that goes among its arguments, where Joinery does not know what the module makes of them. */
export function warnOfArguments({ scratch, warnings }: { scratch: Scratch; warnings: string[] }, name: string): void {
  for (const { table, kind } of virtualReaders(scratch, name)) {
    if (kind === "argument")
      warnings.push(
        `The virtual table “${table.name}” (${table.module}) has “${name}” among its arguments: see whether it means this table, which goes.`,
      );
  }
}

/** Throws a refusal when rows that lose their rowids are read by them. */
export function refuseRowidsRead(scratch: Scratch, name: string, operation: SchemaOperation): void {
  const readers = virtualReaders(scratch, name).filter(({ kind, table }) => {
    const rowid = option(table.sql ?? "", "content_rowid");
    return kind === "content" && (rowid === null || ROWID_NAMES.some((word) => sameName(word, nameOf(rowid.text))));
  });
  refuse(scratch, readers, name, operation, []);
}

function refuse(
  scratch: Scratch,
  readers: readonly VirtualReader[],
  name: string,
  operation: SchemaOperation,
  choices: readonly RefusalChoice[],
): void {
  const [first] = readers;
  if (!first) return;
  const tables = withReaders(
    scratch,
    readers.map(({ table }) => table.name),
  );
  const names = tables.map((table) => `“${table}”`).join(", ");
  const column = "column" in operation ? `“${operation.column}” of “${name}”` : `“${name}”`;
  const drop = [
    ...triggersOn(scratch, tables).map((trigger) => ({ op: "dropTrigger" as const, name: trigger.name })),
    ...tables.map((table) => ({ op: "dropTable" as const, table })),
  ];
  throw refusal(
    `The virtual table “${first.table.name}” (${first.table.module}) reads ${column}, and could not be read afterwards.`,
    "Drop it in the same plan before this, and create it after with arguments that fit.",
    readers.map(({ table }) => table.sql ?? table.name),
    [...choices, { label: `Drop ${names} as well`, operations: [...drop, operation] }],
  );
}

/** The tables and those that show what is in them, which go first. */
function withReaders(scratch: Scratch, tables: readonly string[]): string[] {
  return tables.flatMap((table) => [...virtualReaders(scratch, table).map((reader) => reader.table.name), table]);
}

/** Triggers that write to one of the tables, as those which keep an index in step. */
function triggersOn(scratch: Scratch, tables: readonly string[]) {
  const mentions = (sql: string, table: string) =>
    [...scriptTokens(sql)].some((token) => sameName(nameOf(token.text), table));
  return scratch
    .stored()
    .filter(
      ({ type, sql, table }) =>
        type === "trigger" && tables.some((name) => !sameName(table, name) && mentions(sql ?? "", name)),
    );
}

/** Statements after a rename of a table that write its new name where it is read by it. Names what Joinery cannot follow. */
export function followRenamedTable(
  { scratch, warnings }: { scratch: Scratch; warnings: string[] },
  from: string,
  to: string,
): string[] {
  return virtualReaders(scratch, from).flatMap(({ table, kind, at }) => {
    if (kind === "argument") {
      warnings.push(
        `The virtual table “${table.name}” (${table.module}) has “${from}” among its arguments and keeps it: see whether it means this table.`,
      );
      return [];
    }
    const what =
      kind === "content"
        ? `The full-text index “${table.name}” (${table.module}) reads the rows of`
        : `“${table.name}” (${table.module}) shows the index`;
    warnings.push(`${what} “${from}”; it is told the new name.`);
    return written(table, spliced(table.sql ?? "", at, textLiteral(to)));
  });
}

/** A full-text index has a hidden column of its own name: triggers that write to it by that are given the new one. */
export function followOwnName(
  { scratch }: { scratch: Scratch },
  table: Table,
  statements: readonly string[],
  to: string,
): string[] {
  if (!/^fts[345]$/i.test(table.module ?? "")) return [];
  // SQLite follows the name of the table, so what is left of it are columns.
  const left = scratch.look(statements, () =>
    scratch.stored().filter(({ type, sql }) => type === "trigger" && withName(sql ?? "", table.name, to) !== sql),
  );
  return left.flatMap((trigger) => writtenText(trigger, withName(trigger.sql ?? "", table.name, to)));
}

/**
 * The same after a rename of a column. Throws a refusal where an index has a column of that name: it would have to be made anew, which
 * is a choice.
 */
export function followRenamedColumn(
  scratch: Scratch,
  table: string,
  operation: Extract<SchemaOperation, { op: "renameColumn" }>,
  to: string,
): string[] {
  const readers = virtualReaders(scratch, table).filter((reader) => readsColumn(reader, operation.column));
  const named = readers.filter((reader) =>
    reader.table.columns.some((c) => c.kind === "ordinary" && sameName(c.name, operation.column)),
  );
  if (named.length > 0) refuse(scratch, named, table, operation, [madeAnew(scratch, named, operation, to)]);
  return readers.flatMap(({ table: index }) => {
    const rowid = option(index.sql ?? "", "content_rowid");
    return rowid ? written(index, spliced(index.sql ?? "", rowid, textLiteral(to))) : [];
  });
}

/** The indexes with the column's new name, filled again, and the triggers that keep them in step. */
function madeAnew(
  scratch: Scratch,
  readers: readonly VirtualReader[],
  operation: Extract<SchemaOperation, { op: "renameColumn" }>,
  to: string,
): RefusalChoice {
  const tables = readers.map(({ table }) => table);
  const all = withReaders(
    scratch,
    tables.map(({ name }) => name),
  );
  const shown = all.filter((name) => !tables.some((table) => table.name === name));
  const triggers = triggersOn(scratch, all);
  const renamed = (sql: string) => withName(sql, operation.column, to);
  const rebuild = ({ name }: Table) => `INSERT INTO ${quoteName(name)}(${quoteName(name)}) VALUES ('rebuild')`;
  const textOf = (name: string) => scratch.read().tables.find((table) => table.name === name)?.sql ?? "";
  return {
    label: `Make ${tables.map(({ name }) => `“${name}”`).join(", ")} anew with “${to}”`,
    operations: [
      ...triggers.map(({ name }): SchemaOperation => ({ op: "dropTrigger", name })),
      ...all.map((table): SchemaOperation => ({ op: "dropTable", table })),
      operation,
      ...tables.map((table): SchemaOperation => ({ op: "createTable", sql: renamed(table.sql ?? "") })),
      ...shown.map((name): SchemaOperation => ({ op: "createTable", sql: textOf(name) })),
      ...triggers.map((trigger) => createOf({ ...trigger, sql: renamed(trigger.sql ?? "") })),
      ...tables.map((table): SchemaOperation => ({ op: "sql", sql: rebuild(table), reverse: "SELECT 1" })),
    ],
  };
}

/** The text with another name wherever this one stands as a name. */
function withName(sql: string, from: string, to: string): string {
  let text = sql;
  for (const token of [...scriptTokens(sql)].toReversed()) {
    // A text is a value: of an option, or one that a trigger writes.
    if (token.name === "STRING" || !sameName(nameOf(token.text), from)) continue;
    text = spliced(text, token, quoteName(to));
  }
  return text;
}

function spliced(sql: string, { start, end }: ScriptToken, text: string): string {
  return sql.slice(0, start) + text + sql.slice(end);
}

function written({ name }: Table, sql: string): string[] {
  return writtenText({ type: "table", name }, sql);
}

function writtenText({ type, name }: { readonly type: string; readonly name: string }, sql: string): string[] {
  return [
    WRITE_SCHEMA,
    `UPDATE main.sqlite_schema SET sql = ${textLiteral(sql)} WHERE type = ${textLiteral(type)} AND name = ${textLiteral(name)}`,
    READ_SCHEMA,
  ];
}
