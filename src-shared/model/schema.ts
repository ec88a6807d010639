/**
 * The schema of a database as read from its PRAGMAs and stored DDL (decision D4). One object that cannot be read carries
 * its error; the rest is there.
 */
import * as v from "valibot";
import { NameSchema } from "./names.ts";

export const ColumnSchema = v.object({
  name: NameSchema,
  /** Declared type, verbatim; "" when there is none. */
  type: v.string(),
  /** INTEGER, TEXT, BLOB, REAL or NUMERIC by the rules of https://www.sqlite.org/datatype3.html §3.1 */
  affinity: v.picklist(["integer", "text", "blob", "real", "numeric"]),
  notNull: v.boolean(),
  /** DEFAULT expression as written; null when there is none. */
  defaultSql: v.nullable(v.string()),
  /** 1-based place in the primary key; 0 when not part of it. */
  primaryKey: v.number(),
  /** `hidden` of `PRAGMA table_xinfo`: a hidden column of a virtual table, or generated virtual or stored. */
  kind: v.picklist(["ordinary", "hidden", "virtual", "stored"]),
  /** Collating sequence that comparisons of this column use. */
  collation: v.string(),
  /** The choices of an `IN (…)` CHECK on this column alone, when there is one (TEXT and INTEGER literals only). */
  choices: v.optional(v.array(v.union([v.string(), v.bigint()]))),
  /** Why its values cannot be computed, as SQLite said it; the other columns can be read. Absent when they can. */
  error: v.optional(v.string()),
});
export type Column = v.InferOutput<typeof ColumnSchema>;

export const ForeignKeySchema = v.object({
  /** Child columns, in key order. */
  columns: v.array(NameSchema),
  parentTable: NameSchema,
  /** Parent columns; resolved to the parent's primary key when the DDL names none; empty when there is no such table. */
  parentColumns: v.array(NameSchema),
  onUpdate: v.string(),
  onDelete: v.string(),
});
export type ForeignKey = v.InferOutput<typeof ForeignKeySchema>;

/** How one row of a table is told from all others. */
export const RowIdentitySchema = v.variant("kind", [
  /** By rowid; `alias` is a name for it that no column shadows; `column` the INTEGER PRIMARY KEY if there is one. */
  v.object({ kind: v.literal("rowid"), alias: NameSchema, column: v.nullable(NameSchema) }),
  /** By primary key (WITHOUT ROWID tables, or rowid tables all of whose rowid names are shadowed and whose key is NOT NULL). */
  v.object({ kind: v.literal("primaryKey"), columns: v.array(NameSchema) }),
  /**
   * By the values of these columns (a view with INSTEAD OF triggers). Nothing makes them unique: whoever writes must see that
   * exactly one row has them.
   */
  v.object({ kind: v.literal("values"), columns: v.array(NameSchema) }),
  /** Not at all; the reason is a sentence for the user. */
  v.object({ kind: v.literal("none"), reason: v.string() }),
]);
export type RowIdentity = v.InferOutput<typeof RowIdentitySchema>;

/** What the INSTEAD OF triggers of a view take. */
export const InsteadOfSchema = v.object({
  insert: v.boolean(),
  delete: v.boolean(),
  /** Columns that can be set. */
  update: v.array(NameSchema),
});
export type InsteadOf = v.InferOutput<typeof InsteadOfSchema>;

/** Anything rows can be read from. */
export const TableSchema = v.object({
  schema: NameSchema,
  name: NameSchema,
  /** `shadow`: belongs to the virtual table `owner`; `system`: sqlite_sequence, sqlite_stat1 and the like. */
  kind: v.picklist(["table", "view", "virtual", "shadow", "system"]),
  columns: v.array(ColumnSchema),
  identity: RowIdentitySchema,
  withoutRowid: v.boolean(),
  strict: v.boolean(),
  autoincrement: v.boolean(),
  foreignKeys: v.array(ForeignKeySchema),
  /** Module of a virtual table (`fts5`, `rtree`); null otherwise. */
  module: v.nullable(v.string()),
  /** The virtual table a shadow table belongs to. */
  owner: v.nullable(NameSchema),
  /** Why cells of it cannot be edited, as a sentence; null when they can. */
  readOnlyReason: v.nullable(v.string()),
  /** Of a view that can be edited. */
  insteadOf: v.optional(InsteadOfSchema),
  /** Stored DDL, verbatim; null for objects that have none. */
  sql: v.nullable(v.string()),
  /** Why it cannot be read, as SQLite said it; null when it can. */
  error: v.nullable(v.string()),
});
export type Table = v.InferOutput<typeof TableSchema>;

/** The columns of a table whose values can be selected: without parameters of virtual tables, and what cannot be computed. */
export function readableColumns({ columns }: { readonly columns: readonly Column[] }): Column[] {
  return columns.filter(({ kind, error }) => kind !== "hidden" && error === undefined);
}

export const IndexSchema = v.object({
  schema: NameSchema,
  name: NameSchema,
  table: NameSchema,
  unique: v.boolean(),
  partial: v.boolean(),
  /** `c` CREATE INDEX, `u` UNIQUE, `pk` PRIMARY KEY, as `PRAGMA index_list` says. */
  origin: v.picklist(["c", "u", "pk"]),
  /** Column names in order; null for an expression. */
  columns: v.array(v.nullable(NameSchema)),
  sql: v.nullable(v.string()),
});
export type Index = v.InferOutput<typeof IndexSchema>;

export const TriggerSchema = v.object({
  schema: NameSchema,
  name: NameSchema,
  table: NameSchema,
  sql: v.nullable(v.string()),
});
export type Trigger = v.InferOutput<typeof TriggerSchema>;

export const DatabaseSchemaSchema = v.object({
  /** `PRAGMA schema_version` of main when this was read. */
  version: v.number(),
  tables: v.array(TableSchema),
  indexes: v.array(IndexSchema),
  triggers: v.array(TriggerSchema),
});
export type DatabaseSchema = v.InferOutput<typeof DatabaseSchemaSchema>;
