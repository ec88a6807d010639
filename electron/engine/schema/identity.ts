/** How one row of a table is told from all others. */
import type { Column, RowIdentity, Table } from "../../../src-shared/model/schema.ts";
import { foldName } from "./same-name.ts";

/** Source: https://www.sqlite.org/lang_createtable.html#rowid */
const ROWID_NAMES = ["rowid", "_rowid_", "oid"] as const;

/** What the identity of a table follows from. */
export interface IdentityFacts {
  readonly kind: Table["kind"];
  readonly columns: readonly Column[];
  readonly withoutRowid: boolean;
  /** Does the primary key have an index of its own? Then it is no alias of the rowid. */
  readonly hasPrimaryKeyIndex: boolean;
  /** Of a virtual table: can its rowid be read? */
  readonly hasRowid: boolean;
  /** What tells the rows of a view with INSTEAD OF triggers apart; null for all others. */
  readonly viewKey: string[] | null;
}

/**
 * The column that is another name of the rowid, or null. `INTEGER PRIMARY KEY DESC` and `INT PRIMARY KEY` are none:
 * SQLite makes an index for those.
 */
export function rowidColumn(facts: IdentityFacts): Column | null {
  if (facts.withoutRowid || facts.hasPrimaryKeyIndex || facts.kind === "view" || facts.kind === "virtual") return null;
  const key = facts.columns.filter((column) => column.primaryKey > 0);
  const only = key.length === 1 ? key[0] : undefined;
  return only?.type.toUpperCase() === "INTEGER" ? only : null;
}

/**
 * The identity. A rowid table is addressed by rowid even when it has another primary key, because that one may hold NULL
 * many times; by its key only when columns have taken all three names of the rowid and no part of the key can be NULL.
 */
export function identityOf(facts: IdentityFacts): RowIdentity {
  const { columns } = facts;
  if (facts.viewKey) return { kind: "values", columns: facts.viewKey };
  if (facts.kind === "view") return { kind: "none", reason: "The rows of a view come from other tables." };
  const key = columns.filter((column) => column.primaryKey > 0).sort((a, b) => a.primaryKey - b.primaryKey);
  const keyNames = key.map((column) => column.name);
  if (facts.withoutRowid && key.length > 0) return { kind: "primaryKey", columns: keyNames };
  if (facts.withoutRowid || !facts.hasRowid)
    return { kind: "none", reason: "Its rows have neither a rowid nor a key." };
  const column = rowidColumn(facts)?.name ?? null;
  const taken = new Set(columns.map((c) => foldName(c.name)));
  const alias = ROWID_NAMES.find((name) => !taken.has(name)) ?? column;
  if (alias !== null) return { kind: "rowid", alias, column };
  if (key.length > 0 && key.every((c) => c.notNull)) return { kind: "primaryKey", columns: keyNames };
  return {
    kind: "none",
    reason: "Its columns use all names of the rowid (rowid, oid, _rowid_), and it has no primary key without NULLs.",
  };
}

/** Why cells cannot be edited, as a sentence; null when they can. */
export function readOnlyReasonOf(kind: Table["kind"], identity: RowIdentity): string | null {
  switch (kind) {
    case "view":
      if (identity.kind === "values") return null;
      return "Views are read-only. Edit the rows in the tables they come from.";
    case "virtual":
      return "The rows of a virtual table are kept by its module; change them with SQL.";
    case "shadow":
      return "This table belongs to a virtual table, and changing it by hand could damage that.";
    case "system":
      return "SQLite keeps this table for itself.";
    case "table":
      return identity.kind === "none" ? `Single rows cannot be addressed. ${identity.reason}` : null;
  }
}
