/**
 * A CREATE TABLE text read for a form: what no PRAGMA reports (constraint names, CHECK, ON CONFLICT, DEFERRABLE, comments,
 * generated expressions), each with its place in the text. Edits of a text are the engine's.
 */
import type { Table } from "../model/schema.ts";
import { type DdlComment, readComments } from "./ddl/read-comments.ts";
import { readTable } from "./ddl/read-table.ts";
import { type RuleName, ruleNames } from "./ddl/rules.ts";
import type { KeyTerm } from "./ddl/key-term.ts";
import type { Clause, ColumnPart, ListedColumn, TableParts } from "./ddl/table-parts.ts";
import { scriptTokens } from "./script-tokens.ts";

export interface DdlClause extends Omit<Clause, "expression"> {
  /** The expression of CHECK, DEFAULT and generated columns; the name of a collation. As written. */
  readonly expression: string;
  /** What an operation calls it by. */
  readonly rule: RuleName;
}

export interface DdlColumn extends Omit<ColumnPart, "clauses"> {
  readonly clauses: readonly DdlClause[];
  readonly comment: DdlComment | null;
}

export interface DdlConstraint extends DdlClause {
  /** Columns of PRIMARY KEY, UNIQUE and FOREIGN KEY; "" for what is none. */
  readonly columns: readonly string[];
  readonly terms: readonly KeyTerm[];
}

export interface TableDdl extends Omit<TableParts, "columns" | "constraints"> {
  readonly columns: readonly DdlColumn[];
  readonly constraints: readonly DdlConstraint[];
  /** The table's own comment. */
  readonly comment: DdlComment | null;
}

/** Reads a text; null when it is no list of columns. */
export function readTableDdl(sql: string): TableDdl | null {
  const parts = readTable(sql);
  if (!parts) return null;
  const comments = readComments(parts, [...scriptTokens(sql)]);
  const names = ruleNames(parts);
  const clause = (own: Clause): DdlClause => ({
    ...own,
    expression: sql.slice(own.expression.start, own.expression.end),
    rule: names(own),
  });
  return {
    ...parts,
    comment: comments.table,
    columns: parts.columns.map((column, i) => ({
      ...column,
      clauses: column.clauses.map(clause),
      comment: comments.columns[i] ?? null,
    })),
    constraints: parts.constraints.map((constraint) => ({
      ...clause(constraint),
      columns: constraint.listed.map(({ name }) => name ?? ""),
      terms: termsOf(constraint.listed),
    })),
  };
}

export interface PrimaryKey {
  readonly name: string | null;
  /** In key order. */
  readonly columns: readonly KeyTerm[];
  readonly autoincrement: boolean;
  readonly conflict: string | null;
}

/** The table's primary key as its text has it; null when it has none. */
export function primaryKeyOf(ddl: {
  readonly columns: readonly { readonly name: string; readonly clauses: readonly Omit<Clause, "expression">[] }[];
  readonly constraints: readonly Omit<Clause, "expression">[];
}): PrimaryKey | null {
  for (const { name: column, clauses } of ddl.columns) {
    const clause = clauses.find(({ kind }) => kind === "PrimaryKey");
    if (!clause) continue;
    const { name, descending, autoincrement, conflict } = clause;
    return { name, columns: [{ name: column, collation: null, descending }], autoincrement, conflict };
  }
  const constraint = ddl.constraints.find(({ kind }) => kind === "PrimaryKey");
  if (!constraint) return null;
  const { name, listed, autoincrement, conflict } = constraint;
  return { name, columns: termsOf(listed), autoincrement, conflict };
}

/** The terms of a list; one that is no plain column has the name "". */
function termsOf(listed: readonly ListedColumn[]): KeyTerm[] {
  return listed.map(({ name, collation, descending }) => ({ name: name ?? "", collation, descending }));
}

/** The foreign keys of a text in its order, which is that of the schema's; `deferrable` as written, null when it is not. */
export function foreignKeysOf(ddl: TableDdl): { readonly clause: DdlClause; readonly deferrable: string | null }[] {
  const ofColumn = (clauses: readonly DdlClause[]) =>
    clauses.flatMap((clause, at) => {
      if (clause.kind !== "ForeignKey") return [];
      // Behind other clauses of the column it still speaks of the key before it.
      const later = clauses.slice(at + 1).find(({ kind }) => kind === "Defer" || kind === "ForeignKey");
      const behind = later?.kind === "Defer" ? ddl.sql.slice(later.body, later.end) : null;
      return [{ clause, deferrable: clause.reference?.deferrable ?? behind }];
    });
  return [...ddl.columns.flatMap(({ clauses }) => ofColumn(clauses)), ...ofColumn(ddl.constraints)];
}

/** What an operation calls the foreign key of a table by, given its place among the keys of the schema; undefined when the text cannot tell. */
export function ruleOfKey(table: Pick<Table, "sql" | "foreignKeys">, at: number): RuleName | undefined {
  const ddl = readTableDdl(table.sql ?? "");
  const written = ddl ? foreignKeysOf(ddl) : [];
  return written.length === table.foreignKeys.length ? written[at]?.clause.rule : undefined;
}
