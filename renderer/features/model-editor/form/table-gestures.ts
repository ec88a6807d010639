/** From a field of the form to a gesture of the draft. Pure. */
import { foldName } from "../../../../src-shared/model/names.ts";
import type { SchemaOperation } from "../../../../src-shared/model/schema-change.ts";
import { type KeyTerm, readTerm } from "../../../../src-shared/sql/ddl/key-term.ts";
import { type IndexDdl, indexFault, writeIndexDdl } from "../../../../src-shared/sql/index-ddl.ts";
import type { Gesture } from "../draft/gesture.ts";
import type { PrimaryKey } from "../../../../src-shared/sql/table-ddl.ts";
import type { ColumnFacts, ConstraintFacts, KeyFacts, TableFacts } from "./table-facts.ts";

type Change = Extract<SchemaOperation, { op: "changeColumn" }>;
type AddKey = Extract<SchemaOperation, { op: "addForeignKey" }>;

const gesture = (label: string, ...operations: SchemaOperation[]): Gesture => ({ label, operations });

export const renameTable = (table: string, to: string): Gesture =>
  gesture(`Rename ${table} to ${to}`, { op: "renameTable", table, to });

export const dropTable = (table: string): Gesture => gesture(`Drop ${table}`, { op: "dropTable", table });

export const setOptions = (table: string, options: { strict?: boolean; withoutRowid?: boolean }): Gesture =>
  gesture(`Options of ${table}`, { op: "setTableOptions", table, ...options });

export function addColumn(table: string, sql: string, name: string): Gesture {
  return gesture(`Add ${table}.${name}`, { op: "addColumn", table, sql });
}

export const renameColumn = (table: string, column: string, to: string): Gesture =>
  gesture(`Rename ${table}.${column} to ${to}`, { op: "renameColumn", table, column, to });

/** Gives a column other clauses. */
export function changeColumn(table: string, column: string, change: Partial<Change>, what: string): Gesture {
  return gesture(`${what} of ${table}.${column}`, { ...change, op: "changeColumn", table, column });
}

/** Drops a column with what hangs on it: its foreign keys, and indexes over it. */
export function dropColumn({ table, foreignKeys, indexes }: TableFacts, column: string): Gesture {
  const uses = (names: readonly (string | null)[]) => names.some((n) => n !== null && foldName(n) === foldName(column));
  const keys = foreignKeys.filter(({ key }) => uses(key.columns));
  const gone = indexes.filter((index) => uses(index.columns));
  const also = gone.length === 0 ? "" : ` with its ${gone.length === 1 ? "index" : "indexes"}`;
  return gesture(
    `Drop ${table.name}.${column}${also}`,
    ...gone.map(({ name }): SchemaOperation => ({ op: "dropIndex", name })),
    ...keys.map((facts) => dropKey(table.name, facts)),
    { op: "dropColumn", table: table.name, column },
  );
}

/** Moves a column one up or down, or to a place among the others. */
export function moveColumn({ table, columns }: TableFacts, column: string, to: number): Gesture | null {
  const names = columns.map((facts) => facts.column.name);
  const from = names.indexOf(column);
  if (from < 0 || to < 0 || to >= names.length || to === from) return null;
  const rest = names.filter((name) => name !== column);
  const before = rest[to - 1];
  const position = before === undefined ? ("first" as const) : { after: before };
  return gesture(`Move ${table.name}.${column}`, { op: "moveColumn", table: table.name, column, position });
}

/** Makes a column UNIQUE, or takes away every rule that makes it so. */
export function setUnique({ table }: TableFacts, { column, uniqueRules }: ColumnFacts, unique: boolean): Gesture {
  const about = { table: table.name, columns: [column.name] };
  // From the last on: which one of two alike a rule is stays so.
  const drops = uniqueRules.toReversed().map((rule): SchemaOperation => ({ op: "dropUnique", ...about, rule }));
  return gesture(
    `UNIQUE of ${table.name}.${column.name}`,
    ...(unique ? [{ op: "addUnique" as const, ...about }] : drops),
  );
}

/** Puts a column into the primary key, at its end, or takes it out. */
export function setInKey({ primaryKey, table }: TableFacts, { column }: ColumnFacts, inKey: boolean): Gesture {
  const others = (primaryKey?.columns ?? []).filter(({ name }) => foldName(name) !== foldName(column.name));
  const columns = inKey ? [...others, { name: column.name, collation: null, descending: false }] : others;
  const autoincrement = columns.length === 1 && !inKey && (primaryKey?.autoincrement ?? false);
  return setKey(table.name, columns, { ...primaryKey, autoincrement });
}

export function setAutoincrement({ primaryKey, table }: TableFacts, autoincrement: boolean): Gesture {
  return setKey(table.name, primaryKey?.columns ?? [], { ...primaryKey, autoincrement });
}

/** What is not said of the key anew stays: its name and what a conflict does. */
function setKey(
  table: string,
  columns: PrimaryKey["columns"],
  { name, conflict, autoincrement }: Partial<PrimaryKey>,
): Gesture {
  return gesture(`Primary key of ${table}`, {
    op: "setPrimaryKey",
    table,
    ...(name ? { name } : {}),
    columns: columns.map(termOperand),
    ...(conflict ? { onConflict: conflict as NonNullable<Conflict> } : {}),
    ...(autoincrement ? { autoincrement } : {}),
  });
}

/** A term of a key as operations have it. */
function termOperand({ name, collation, descending }: KeyTerm): {
  name: string;
  collation?: string;
  descending?: boolean;
} {
  return { name, ...(collation === null ? {} : { collation }), ...(descending ? { descending } : {}) };
}

/** Adds a foreign key, or puts it in the place of another (`old`). */
export function setForeignKey(key: Omit<AddKey, "op">, old: KeyFacts | null): Gesture {
  const rule = old?.rule ? { rule: old.rule } : {};
  // Of a text that cannot be read the columns have to say it.
  const drop = old && !old.rule ? [dropKey(key.table, old)] : [];
  return gesture(`Foreign key of ${key.table}`, ...drop, { op: "addForeignKey", ...key, ...rule });
}

export const dropForeignKey = (table: string, facts: KeyFacts): Gesture =>
  gesture(`Drop foreign key of ${table}`, dropKey(table, facts));

function dropKey(table: string, { key, rule }: KeyFacts): SchemaOperation {
  return { op: "dropForeignKey", table, columns: key.columns, ...(rule ? { rule } : {}) };
}

export function addCheck(table: string, name: string, expression: string): Gesture {
  return gesture(`CHECK of ${table}`, { op: "addCheck", table, ...(name === "" ? {} : { name }), expression });
}

type Conflict = Extract<SchemaOperation, { op: "addUnique" }>["onConflict"];

/** `columns` as typed: `a, b COLLATE nocase`. */
export function addUnique(table: string, name: string, columns: readonly string[], onConflict?: Conflict): Gesture {
  return gesture(`UNIQUE of ${table}`, {
    op: "addUnique",
    table,
    ...(name === "" ? {} : { name }),
    columns: columns.map(readTerm).map(termOperand),
    ...(onConflict ? { onConflict } : {}),
  });
}

/** Gives a constraint other columns (as typed) or another expression, name or conflict clause. */
export function redefineConstraint(
  table: string,
  old: ConstraintFacts,
  part: Partial<Pick<ConstraintFacts, "name" | "columns" | "expression" | "conflict">>,
): Gesture {
  const { kind, name, expression, conflict } = { ...old, ...part };
  const columns = (part.columns?.map(readTerm) ?? old.terms).map(termOperand);
  const label = `${kind} of ${table}`;
  const named = name === null || name === "" ? {} : { name };
  const onConflict = conflict === null ? {} : { onConflict: conflict as NonNullable<Conflict> };
  const { rule } = old.clause;
  switch (kind) {
    case "PRIMARY KEY":
      return gesture(label, {
        op: "setPrimaryKey",
        table,
        ...named,
        ...onConflict,
        columns,
        ...(old.clause.autoincrement && columns.length === 1 ? { autoincrement: true } : {}),
      });
    case "UNIQUE":
      return gesture(label, { op: "addUnique", table, ...named, ...onConflict, columns, rule });
    case "CHECK":
      return gesture(label, { op: "addCheck", table, ...named, expression, rule });
    case "NOT NULL":
      return gesture(label, ...dropConstraint(table, old).operations, {
        op: "changeColumn",
        table,
        column: old.columns[0] ?? "",
        notNull: true,
      });
  }
}

export const renameConstraint = (table: string, { name, clause }: ConstraintFacts, to: string): Gesture =>
  gesture(`Rename constraint ${name} of ${table}`, {
    op: "renameConstraint",
    table,
    name: name ?? "",
    to,
    rule: clause.rule,
  });

export function dropConstraint(table: string, { kind, name, columns, expression, clause }: ConstraintFacts): Gesture {
  const label = `Drop ${kind} of ${table}`;
  const { rule } = clause;
  if (kind === "PRIMARY KEY") return gesture(label, { op: "setPrimaryKey", table, columns: [] });
  if (name !== null) return gesture(label, { op: "dropConstraint", table, name, rule });
  if (kind === "UNIQUE") return gesture(label, { op: "dropUnique", table, columns: [...columns], rule });
  if (kind === "CHECK") return gesture(label, { op: "dropCheck", table, expression, rule });
  return gesture(label, { op: "changeColumn", table, column: columns[0] ?? "", notNull: false });
}

/** Makes an index from what was typed. */
export function createIndex(table: string, name: string, index: IndexDdl): Gesture {
  return indexGesture(name, index, { op: "createIndex", sql: writeIndexDdl(name, table, index) });
}

/** Gives an index other columns, another condition or another name. */
export function redefineIndex(table: string, old: string, index: IndexDdl, name = old): Gesture {
  return indexGesture(name, index, { op: "redefineIndex", name: old, sql: writeIndexDdl(name, table, index) });
}

function indexGesture(name: string, index: IndexDdl, operation: SchemaOperation): Gesture {
  const fault = indexFault(index);
  return { ...gesture(`Index ${name}`, operation), ...(fault ? { fault } : {}) };
}
