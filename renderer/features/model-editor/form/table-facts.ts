/** What a form shows of a table: its columns with what only the text tells, its keys, constraints, indexes and triggers. Pure. */
import { foldName } from "../../../../src-shared/model/names.ts";
import type { Column, DatabaseSchema, ForeignKey, Index, Table, Trigger } from "../../../../src-shared/model/schema.ts";
import type { KeyTerm } from "../../../../src-shared/sql/ddl/key-term.ts";
import type { RuleName } from "../../../../src-shared/sql/ddl/rules.ts";
import { nameOf } from "../../../../src-shared/sql/script-tokens.ts";
import {
  type DdlClause,
  type DdlColumn,
  foreignKeysOf,
  type PrimaryKey,
  primaryKeyOf,
  readTableDdl,
  type TableDdl,
} from "../../../../src-shared/sql/table-ddl.ts";

export interface ColumnFacts {
  readonly column: Column;
  /** null when the text cannot be read by the parser. */
  readonly written: DdlColumn | null;
  /** UNIQUE of this column alone, by its own clause or a constraint of the table. */
  readonly unique: boolean;
  /** The rules that make it so. */
  readonly uniqueRules: readonly RuleName[];
  /** Its first CHECK; others are among the constraints. */
  readonly check: string;
  readonly checkRule: RuleName | null;
  readonly collation: string;
  readonly generated: { readonly expression: string; readonly kind: "virtual" | "stored" } | null;
  readonly comment: string;
  /** Another name of the rowid. */
  readonly rowid: boolean;
  readonly foreignKey: KeyFacts | null;
}

export interface KeyFacts {
  readonly key: ForeignKey;
  readonly name: string | null;
  readonly deferrable: string | null;
  /** Where it stands; null when the text cannot be read. */
  readonly rule: RuleName | null;
}

/** A constraint of the table, or one that stands at a column. */
export interface ConstraintFacts {
  readonly kind: "PRIMARY KEY" | "UNIQUE" | "CHECK" | "NOT NULL";
  readonly name: string | null;
  readonly columns: readonly string[];
  /** Of PRIMARY KEY and UNIQUE: the columns with what is written behind them. */
  readonly terms: readonly KeyTerm[];
  readonly expression: string;
  readonly conflict: string | null;
  readonly clause: DdlClause;
}

export interface TableFacts {
  readonly table: Table;
  readonly ddl: TableDdl | null;
  readonly columns: readonly ColumnFacts[];
  readonly primaryKey: PrimaryKey | null;
  readonly foreignKeys: readonly KeyFacts[];
  readonly constraints: readonly ConstraintFacts[];
  /** Those with a CREATE INDEX of their own. */
  readonly indexes: readonly Index[];
  readonly triggers: readonly Trigger[];
}

/** Reads a table of the schema. */
export function factsOf(schema: DatabaseSchema, table: Table): TableFacts {
  const ddl = table.kind === "table" && table.sql !== null ? readTableDdl(table.sql) : null;
  const own = (other: { schema: string; table: string }) =>
    other.schema === table.schema && foldName(other.table) === foldName(table.name);
  const foreignKeys = keysOf(table.foreignKeys, ddl);
  return {
    table,
    ddl,
    columns: table.columns
      .filter(({ kind }) => kind !== "hidden")
      .map((column) => columnFacts(table, column, ddl, foreignKeys)),
    primaryKey: ddl ? primaryKeyOf(ddl) : null,
    foreignKeys,
    constraints: ddl ? constraintsOf(ddl) : [],
    indexes: schema.indexes.filter((index) => index.origin === "c" && own(index)),
    triggers: schema.triggers.filter(own),
  };
}

/** Columns of one foreign key that are the same list. */
function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, at) => foldName(name) === foldName(b[at] ?? ""));
}

function columnFacts(table: Table, column: Column, ddl: TableDdl | null, keys: readonly KeyFacts[]): ColumnFacts {
  const written = ddl?.columns.find(({ name }) => foldName(name) === foldName(column.name)) ?? null;
  const clause = (kind: DdlClause["kind"]) => written?.clauses.find((c) => c.kind === kind);
  const generated = clause("Generated");
  const check = clause("Check");
  const uniqueRules = [
    ...(written?.clauses.filter(({ kind }) => kind === "Unique") ?? []),
    ...(ddl?.constraints.filter((c) => c.kind === "Unique" && sameColumns(c.columns, [column.name])) ?? []),
  ].map(({ rule }) => rule);
  return {
    column,
    written,
    unique: uniqueRules.length > 0,
    uniqueRules,
    check: check?.expression ?? "",
    checkRule: check?.rule ?? null,
    // Of several the last counts.
    collation: nameOf(written?.clauses.findLast(({ kind }) => kind === "Collate")?.expression ?? ""),
    generated: generated ? { expression: generated.expression, kind: generated.stored ? "stored" : "virtual" } : null,
    comment: written?.comment?.text ?? "",
    rowid: table.identity.kind === "rowid" && table.identity.column === column.name,
    foreignKey: keys.find(({ key }) => sameColumns(key.columns, [column.name])) ?? null,
  };
}

/** Keys of the schema come in the order of the text: so each is found, also of two on the same columns. */
function keysOf(keys: readonly ForeignKey[], ddl: TableDdl | null): KeyFacts[] {
  const written = ddl ? foreignKeysOf(ddl) : [];
  return keys.map((key, at) => {
    const own = written.length === keys.length ? written[at] : undefined;
    return own
      ? { key, name: own.clause.name, deferrable: own.deferrable, rule: own.clause.rule }
      : { key, name: null, deferrable: null, rule: null };
  });
}

const words = { PrimaryKey: "PRIMARY KEY", Unique: "UNIQUE", Check: "CHECK", NotNull: "NOT NULL" } as const;

function constraintsOf(ddl: TableDdl): ConstraintFacts[] {
  const facts = (clause: DdlClause, columns: readonly string[], terms: readonly KeyTerm[]): ConstraintFacts[] => {
    if (!(clause.kind in words)) return [];
    const kind = words[clause.kind as keyof typeof words];
    // NOT NULL is a box of its own; here it is worth a line when there is more to say.
    if (kind === "NOT NULL" && clause.name === null && clause.conflict === null) return [];
    const { name, expression, conflict } = clause;
    return [{ kind, name, columns, terms, expression, conflict, clause }];
  };
  const own = (name: string, { descending }: DdlClause): KeyTerm => ({ name, collation: null, descending });
  return [
    ...ddl.columns.flatMap(({ name, clauses }) =>
      clauses.flatMap((clause) => facts(clause, [name], [own(name, clause)])),
    ),
    ...ddl.constraints.flatMap((constraint) => facts(constraint, constraint.columns, constraint.terms)),
  ];
}
