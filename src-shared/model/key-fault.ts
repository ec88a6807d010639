/**
 * What is wrong with the declaration of a foreign key: SQLite takes any, and refuses every row afterwards ("foreign key mismatch",
 * "no such table"). Pure.
 * Source: https://www.sqlite.org/foreignkeys.html §3
 */
import { readTerm } from "../sql/ddl/key-term.ts";
import { oneList } from "../sql/ddl/one-piece.ts";
import { readIndexDdl } from "../sql/index-ddl.ts";
import { readTableDdl } from "../sql/table-ddl.ts";
import { foldName } from "./names.ts";
import type { DatabaseSchema, ForeignKey, Index, Table } from "./schema.ts";

export interface KeyFault {
  /** A sentence. */
  readonly message: string;
  readonly next: string;
  /** The columns of the parent that have to be made UNIQUE, when that is what is missing. */
  readonly makeUnique: { readonly table: string; readonly columns: readonly string[] } | null;
}

type Schema = Pick<DatabaseSchema, "tables" | "indexes">;
const same = (a: string, b: string) => foldName(a) === foldName(b);
const sameSet = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((name) => b.some((other) => same(name, other)));
const list = (names: readonly string[]) => names.map((name) => `“${name}”`).join(", ");

/** The fault of a table's foreign key; null when rows can refer by it. */
export function keyFault({ tables, indexes }: Schema, table: Table, key: ForeignKey): KeyFault | null {
  const fault = (message: string, next: string): KeyFault => ({ message, next, makeUnique: null });
  const parent = tables.find((other) => other.schema === table.schema && same(other.name, key.parentTable));
  const by = `The foreign key of “${table.name}” on ${list(key.columns)}`;
  if (!parent) {
    return fault(
      `${by} refers to “${key.parentTable}”, and there is no such table.`,
      `Create “${key.parentTable}”, let the key refer to another table, or drop it.`,
    );
  }
  if (parent.kind === "view" || parent.kind === "virtual") {
    const kind = parent.kind === "view" ? "a view" : "a virtual table";
    return fault(`${by} refers to “${parent.name}”, which is ${kind}.`, "Let it refer to a table, or drop it.");
  }
  const primary = keyOf(parent);
  if (key.parentColumns.length === 0) {
    return fault(
      `${by} names no columns of “${parent.name}”, which has no primary key.`,
      `Name the columns it refers to, or give “${parent.name}” a primary key.`,
    );
  }
  const missing = key.parentColumns.find((name) => !parent.columns.some((column) => same(column.name, name)));
  if (missing !== undefined) {
    const isRowid = /^(rowid|oid|_rowid_)$/i.test(missing);
    const named = parent.identity.kind === "rowid" ? parent.identity.column : null;
    return fault(
      isRowid
        ? `${by} refers to “${missing}” of “${parent.name}”: a foreign key cannot refer to the rowid itself.`
        : `${by} refers to “${missing}”, and “${parent.name}” has no such column.`,
      isRowid && named !== null
        ? `Refer to “${named}”, which is the rowid by its name.`
        : `Refer to a column that is the primary key of “${parent.name}” or UNIQUE.`,
    );
  }
  if (key.parentColumns.length !== key.columns.length) {
    return fault(
      `${by} has ${count(key.columns)} and refers to ${count(key.parentColumns)} of “${parent.name}”: ${list(key.parentColumns)}.`,
      "Give it as many columns as it refers to.",
    );
  }
  const own = indexes.filter((index) => index.schema === parent.schema && same(index.table, parent.name));
  if (isRowidKey(parent, key.parentColumns) || own.some((index) => whyNot(parent, index, key.parentColumns) === null))
    return null;
  if (sameSet(primary, key.parentColumns) && own.every(({ origin }) => origin !== "pk")) return null;
  const reasons = own.flatMap((index) => whyNot(parent, index, key.parentColumns) ?? []);
  const columns = key.parentColumns;
  return {
    message: `${by} refers to ${list(columns)} of “${parent.name}”, which ${columns.length === 1 ? "is" : "are"} not unique${reasons.length === 0 ? "" : `: ${reasons.join("; ")}`}.`,
    next: `Make ${list(columns)} of “${parent.name}” UNIQUE, or refer to its primary key.`,
    makeUnique: { table: parent.name, columns },
  };
}

const count = (columns: readonly string[]) => (columns.length === 1 ? "one column" : `${columns.length} columns`);

function keyOf({ columns }: Table): string[] {
  const key = columns.filter(({ primaryKey }) => primaryKey > 0);
  return key.sort((a, b) => a.primaryKey - b.primaryKey).map(({ name }) => name);
}

function isRowidKey({ identity }: Table, columns: readonly string[]): boolean {
  const [only] = columns;
  return (
    columns.length === 1 && identity.kind === "rowid" && identity.column !== null && same(identity.column, only ?? "")
  );
}

/** Why an index does not make the columns unique: nothing where it has nothing to do with them; null when it does. */
function whyNot(parent: Table, index: Index, wanted: readonly string[]): string[] | null {
  const columns = index.columns.map((name) => name ?? "");
  const name = index.origin === "c" ? `the index “${index.name}”` : "its rule";
  if (!sameSet(columns, wanted)) {
    const more = columns.filter((column) => !wanted.some((other) => same(other, column)));
    const covers = index.unique && wanted.every((column) => columns.some((other) => same(other, column)));
    return covers && !more.includes("") ? [`${name} makes them unique only together with ${list(more)}`] : [];
  }
  if (!index.unique) return [`${name} is not UNIQUE`];
  if (index.partial) return [`${name} is only for some rows`];
  const other = otherCollation(parent, index, wanted);
  return other === null ? null : [`${name} compares “${other}” with another collation than the column's`];
}

/** A column that the index compares with another collation than its own. */
function otherCollation(parent: Table, index: Index, wanted: readonly string[]): string | null {
  const ddl = index.origin === "c" ? null : readTableDdl(parent.sql ?? "");
  // A clause of the column has its collation.
  const byColumn = ddl?.columns.some(
    ({ name, clauses }) =>
      sameSet([name], wanted) && clauses.some(({ kind }) => kind === "Unique" || kind === "PrimaryKey"),
  );
  if (byColumn) return null;
  const lists =
    index.origin === "c"
      ? [(oneList(readIndexDdl(index.sql ?? "")?.columns ?? "") ?? []).map(readTerm)]
      : (ddl?.constraints ?? [])
          .filter(({ kind, columns }) => (kind === "Unique" || kind === "PrimaryKey") && sameSet(columns, wanted))
          .map(({ terms }) => terms);
  const differs = lists.map((terms) =>
    terms.find(({ name, collation }) => {
      const column = parent.columns.find((each) => same(each.name, name));
      return collation !== null && column !== undefined && !same(collation, column.collation);
    }),
  );
  return differs.length === 0 || differs.includes(undefined) ? null : (differs[0]?.name ?? null);
}
