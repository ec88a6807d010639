/** What a form shows of a table: its columns with what only the text tells, its keys, constraints, indexes and triggers. Pure. */
import { foldName } from "../../../../src-shared/model/names.ts";
import type { Column, DatabaseSchema, ForeignKey, Index, Table, Trigger } from "../../../../src-shared/model/schema.ts";
import {
  type DdlClause,
  type DdlColumn,
  type DdlConstraint,
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
  readonly check: string;
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
}

/** A constraint of the table, or one that stands at a column. */
export interface ConstraintFacts {
  readonly kind: "PRIMARY KEY" | "UNIQUE" | "CHECK" | "NOT NULL";
  readonly name: string | null;
  readonly columns: readonly string[];
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
  const foreignKeys = table.foreignKeys.map((key) => keyFacts(key, ddl));
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
  const byTable = ddl?.constraints.some((c) => c.kind === "Unique" && sameColumns(c.columns, [column.name])) ?? false;
  return {
    column,
    written,
    unique: clause("Unique") !== undefined || byTable,
    check: clause("Check")?.expression ?? "",
    collation: clause("Collate")?.expression ?? "",
    generated: generated ? { expression: generated.expression, kind: generated.stored ? "stored" : "virtual" } : null,
    comment: written?.comment?.text ?? "",
    rowid: table.identity.kind === "rowid" && table.identity.column === column.name,
    foreignKey: keys.find(({ key }) => sameColumns(key.columns, [column.name])) ?? null,
  };
}

function keyFacts(key: ForeignKey, ddl: TableDdl | null): KeyFacts {
  const constraint = ddl?.constraints.find((c) => c.kind === "ForeignKey" && sameColumns(c.columns, key.columns));
  if (constraint) return { key, name: constraint.name, deferrable: constraint.reference?.deferrable ?? null };
  const column = ddl?.columns.find(({ name }) => sameColumns([name], key.columns));
  const clause = column?.clauses.find(({ kind }) => kind === "ForeignKey");
  const defer = column?.clauses.find(({ kind }) => kind === "Defer");
  return { key, name: clause?.name ?? null, deferrable: defer && ddl ? ddl.sql.slice(defer.start, defer.end) : null };
}

const words = { PrimaryKey: "PRIMARY KEY", Unique: "UNIQUE", Check: "CHECK", NotNull: "NOT NULL" } as const;

function constraintsOf(ddl: TableDdl): ConstraintFacts[] {
  const facts = (clause: DdlClause, columns: readonly string[]): ConstraintFacts[] => {
    if (!(clause.kind in words)) return [];
    const kind = words[clause.kind as keyof typeof words];
    // NOT NULL is a box of its own; here it is worth a line when there is more to say.
    if (kind === "NOT NULL" && clause.name === null && clause.conflict === null) return [];
    const { name, expression, conflict } = clause;
    return [{ kind, name, columns, expression, conflict, clause }];
  };
  return [
    ...ddl.columns.flatMap((column) => column.clauses.flatMap((clause) => facts(clause, [column.name]))),
    ...ddl.constraints.flatMap((constraint: DdlConstraint) => facts(constraint, constraint.columns)),
  ];
}
