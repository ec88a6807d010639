/** From a field of the form to a gesture of the draft. Pure. */
import { foldName } from "../../../../src-shared/model/names.ts";
import type { SchemaOperation } from "../../../../src-shared/model/schema-change.ts";
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
    ...keys.map(({ key }): SchemaOperation => ({ op: "dropForeignKey", table: table.name, columns: key.columns })),
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

export const setUnique = (table: string, column: string, unique: boolean): Gesture =>
  gesture(`UNIQUE of ${table}.${column}`, { op: unique ? "addUnique" : "dropUnique", table, columns: [column] });

/** Puts a column into the primary key, at its end, or takes it out. */
export function setInKey({ primaryKey, table }: TableFacts, { column }: ColumnFacts, inKey: boolean): Gesture {
  const others = (primaryKey?.columns ?? []).filter(({ name }) => name !== column.name);
  const columns = inKey ? [...others, { name: column.name, descending: false }] : others;
  return setKey(table.name, columns, columns.length === 1 && !inKey && (primaryKey?.autoincrement ?? false));
}

export function setAutoincrement({ primaryKey, table }: TableFacts, autoincrement: boolean): Gesture {
  return setKey(table.name, primaryKey?.columns ?? [], autoincrement);
}

function setKey(table: string, columns: PrimaryKey["columns"], autoincrement: boolean): Gesture {
  return gesture(`Primary key of ${table}`, {
    op: "setPrimaryKey",
    table,
    columns: columns.map(({ name, descending }) => ({ name, ...(descending ? { descending } : {}) })),
    ...(autoincrement ? { autoincrement } : {}),
  });
}

/** Adds a foreign key; one that stands there already (`old`) goes. */
export function setForeignKey(key: Omit<AddKey, "op">, old: KeyFacts | null): Gesture {
  const drop: SchemaOperation[] = old ? [{ op: "dropForeignKey", table: key.table, columns: old.key.columns }] : [];
  return gesture(`Foreign key of ${key.table}`, ...drop, { op: "addForeignKey", ...key });
}

export const dropForeignKey = (table: string, { key }: KeyFacts): Gesture =>
  gesture(`Drop foreign key of ${table}`, { op: "dropForeignKey", table, columns: key.columns });

export function addCheck(table: string, name: string, expression: string): Gesture {
  return gesture(`CHECK of ${table}`, { op: "addCheck", table, ...(name === "" ? {} : { name }), expression });
}

type Conflict = Extract<SchemaOperation, { op: "addUnique" }>["onConflict"];

export function addUnique(table: string, name: string, columns: readonly string[], onConflict?: Conflict): Gesture {
  return gesture(`UNIQUE of ${table}`, {
    op: "addUnique",
    table,
    ...(name === "" ? {} : { name }),
    columns: [...columns],
    ...(onConflict ? { onConflict } : {}),
  });
}

/** Gives a constraint other columns or another expression, name or conflict clause. */
export function redefineConstraint(
  table: string,
  old: ConstraintFacts,
  part: Partial<Pick<ConstraintFacts, "name" | "columns" | "expression" | "conflict">>,
): Gesture {
  const { kind, name, columns, expression, conflict } = { ...old, ...part };
  const label = `${kind} of ${table}`;
  const named = name === null || name === "" ? {} : { name };
  const onConflict = conflict === null ? {} : { onConflict: conflict as NonNullable<Conflict> };
  const dropped = dropConstraint(table, old).operations;
  switch (kind) {
    case "PRIMARY KEY":
      return gesture(label, {
        op: "setPrimaryKey",
        table,
        ...named,
        ...onConflict,
        columns: columns.map(keyColumn),
        ...(old.clause.autoincrement && columns.length === 1 ? { autoincrement: true } : {}),
      });
    case "UNIQUE":
      return gesture(label, ...dropped, { op: "addUnique", table, ...named, ...onConflict, columns: [...columns] });
    case "CHECK":
      return gesture(label, ...dropped, { op: "addCheck", table, ...named, expression });
    case "NOT NULL":
      return gesture(label, ...dropped, { op: "changeColumn", table, column: columns[0] ?? "", notNull: true });
  }
}

/** `year DESC` → the column and its order. */
function keyColumn(written: string): { name: string; descending?: boolean } {
  const name = written.replace(/\s+(asc|desc)$/i, "");
  return /\sdesc$/i.test(written) ? { name, descending: true } : { name };
}

export const renameConstraint = (table: string, name: string, to: string): Gesture =>
  gesture(`Rename constraint ${name} of ${table}`, { op: "renameConstraint", table, name, to });

export function dropConstraint(table: string, { kind, name, columns, expression }: ConstraintFacts): Gesture {
  const label = `Drop ${kind} of ${table}`;
  if (kind === "PRIMARY KEY") return gesture(label, { op: "setPrimaryKey", table, columns: [] });
  if (name !== null) return gesture(label, { op: "dropConstraint", table, name });
  if (kind === "UNIQUE") return gesture(label, { op: "dropUnique", table, columns: [...columns] });
  if (kind === "CHECK") return gesture(label, { op: "dropCheck", table, expression });
  return gesture(label, { op: "changeColumn", table, column: columns[0] ?? "", notNull: false });
}
