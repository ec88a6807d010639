/** Virtual tables as statements: FTS5 with its options and the triggers that keep it in step, and R*Tree. Pure. */
import type { SchemaOperation } from "../../../../src-shared/model/schema-change.ts";
import type { Table } from "../../../../src-shared/model/schema.ts";
import { sqlLiteral } from "../../../../src-shared/sql/sql-literal.ts";
import { writeName } from "../../../../src-shared/sql/write-name.ts";

export type Tokenizer = "unicode61" | "porter" | "trigram" | "ascii";

export interface NewFts {
  readonly name: string;
  readonly columns: readonly string[];
  /** The table whose columns are indexed; null: it keeps texts of its own. */
  readonly content: Table | null;
  readonly tokenizer: Tokenizer;
  /** Accents do not count. */
  readonly foldAccents: boolean;
  /** Lengths of indexed prefixes: `2 3`; "" none. */
  readonly prefix: string;
  /** Keep it in step with its content by triggers. */
  readonly triggers: boolean;
}

const list = (lines: readonly string[]) => lines.map((line) => `  ${line}`).join(",\n");

/** Statements for a full-text index; with content also its triggers and what fills it. */
export function ftsOperations(fts: NewFts): SchemaOperation[] {
  const { name, columns, content, prefix, triggers } = fts;
  const identity = content?.identity.kind === "rowid" ? content.identity : null;
  const rowid = identity?.column ?? identity?.alias ?? "rowid";
  const tokenize = tokenizeOf(fts);
  const options = [
    ...columns.map(writeName),
    ...(content ? [`content=${sqlLiteral(content.name)}`, `content_rowid=${sqlLiteral(rowid)}`] : []),
    ...(tokenize === null ? [] : [`tokenize=${sqlLiteral(tokenize)}`]),
    ...(prefix.trim() === "" ? [] : [`prefix=${sqlLiteral(prefix.trim())}`]),
  ];
  const sql = `CREATE VIRTUAL TABLE ${writeName(name)} USING fts5(\n${list(options)}\n)`;
  if (!content) return [{ op: "createTable", sql }];
  const rebuild = `INSERT INTO ${writeName(name)}(${writeName(name)}) VALUES ('rebuild')`;
  return [
    { op: "createTable", sql },
    ...(triggers ? syncTriggers(fts, content, rowid) : []),
    // Filling it again does no harm, so the way back may do it as well.
    { op: "sql", sql: rebuild, reverse: rebuild },
  ];
}

/** Source: https://www.sqlite.org/fts5.html#tokenizers */
function tokenizeOf({ tokenizer, foldAccents }: NewFts): string | null {
  if (tokenizer === "ascii") return "ascii";
  if (tokenizer === "trigram") return foldAccents ? "trigram remove_diacritics 1" : "trigram";
  const fold = foldAccents ? "unicode61 remove_diacritics 2" : "unicode61 remove_diacritics 0";
  return tokenizer === "porter" ? `porter ${fold}` : fold;
}

/** Source: https://www.sqlite.org/fts5.html#external_content_tables */
function syncTriggers({ name, columns }: NewFts, content: Table, rowid: string): SchemaOperation[] {
  const table = writeName(name);
  const names = columns.map(writeName).join(", ");
  const values = (row: "new" | "old") => [rowid, ...columns].map((column) => `${row}.${writeName(column)}`).join(", ");
  const insert = `INSERT INTO ${table}(rowid, ${names}) VALUES (${values("new")});`;
  const remove = `INSERT INTO ${table}(${table}, rowid, ${names}) VALUES ('delete', ${values("old")});`;
  const trigger = (event: string, ...body: readonly string[]): SchemaOperation => {
    const head = `CREATE TRIGGER ${writeName(`${name}_after_${event.toLowerCase()}`)} AFTER ${event}`;
    const lines = body.map((line) => `  ${line}\n`).join("");
    return { op: "createTrigger", sql: `${head} ON ${writeName(content.name)} BEGIN\n${lines}END` };
  };
  return [trigger("INSERT", insert), trigger("DELETE", remove), trigger("UPDATE", remove, insert)];
}

export interface NewRtree {
  readonly name: string;
  /** Each is a pair of columns: its least and greatest value. */
  readonly dimensions: readonly string[];
  readonly integers: boolean;
  /** Columns kept beside, not indexed. */
  readonly auxiliary: readonly string[];
}

/** The statement for an R*Tree. Source: https://www.sqlite.org/rtree.html */
export function rtreeOperations({ name, dimensions, integers, auxiliary }: NewRtree): SchemaOperation[] {
  const columns = [
    "id",
    ...dimensions.flatMap((dimension) => [writeName(`min_${dimension}`), writeName(`max_${dimension}`)]),
    ...auxiliary.map((column) => `+${writeName(column)}`),
  ];
  const sql = `CREATE VIRTUAL TABLE ${writeName(name)} USING ${integers ? "rtree_i32" : "rtree"}(\n${list(columns)}\n)`;
  return [{ op: "createTable", sql }];
}
