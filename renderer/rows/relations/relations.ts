/** Foreign keys as ways between rows: from a table to its parents and to its children. Pure. */
import { foldName, type ObjectName } from "../../../src-shared/model/names.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { RowFilter } from "../../../src-shared/model/rows.ts";
import type { Column, DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";

/** A foreign key whose parent is there. Columns stand in the order of the key and carry their tables' own spelling. */
export interface Relation {
  readonly child: Table;
  readonly columns: readonly string[];
  readonly parent: Table;
  readonly parentColumns: readonly string[];
}

const same = (a: string, b: string): boolean => foldName(a) === foldName(b);

function spelled(table: Table, columns: readonly string[]): string[] | null {
  const names = columns.map((column) => table.columns.find((c) => same(c.name, column))?.name);
  return names.every((found) => found !== undefined) ? names : null;
}

/** A foreign key and its parent are in one schema (https://www.sqlite.org/foreignkeys.html §6). */
function relationsBetween(child: Table, parents: readonly Table[]): Relation[] {
  return child.foreignKeys.flatMap((key): Relation[] => {
    const parent = parents.find((t) => t.schema === child.schema && same(t.name, key.parentTable));
    const columns = spelled(child, key.columns);
    const parentColumns = parent && spelled(parent, key.parentColumns);
    if (!parent || !columns || !parentColumns || columns.length === 0 || columns.length !== parentColumns.length) {
      return [];
    }
    return [{ child, columns, parent, parentColumns }];
  });
}

/** The ways from rows of this table to the rows they refer to. */
export function parentsOf(table: Table, schema: DatabaseSchema): Relation[] {
  return relationsBetween(table, schema.tables);
}

/** The ways from rows of this table to the rows that refer to them. */
export function childrenOf(table: Table, schema: DatabaseSchema): Relation[] {
  return schema.tables.flatMap((child) => relationsBetween(child, [table]));
}

/** What the rows of a relation are called: their table, and by which columns where it refers more than once, or to itself. */
export function childTitle({ child, columns, parent }: Relation, all: readonly Relation[]): string {
  const several = all.filter((other) => other.child === child).length > 1;
  return several || child === parent ? `${child.name} by ${columns.join(", ")}` : child.name;
}

/**
 * The relation of each column that shows a label: the last column of a foreign key, so that the label of a composite key
 * stands behind the whole of it. A key of that column alone comes before a composite one.
 */
export function relationByColumn(relations: readonly Relation[]): ReadonlyMap<string, Relation> {
  const found = new Map<string, Relation>();
  for (const relation of [...relations].sort((a, b) => a.columns.length - b.columns.length)) {
    const last = relation.columns.at(-1);
    if (last !== undefined && !found.has(last)) found.set(last, relation);
  }
  return found;
}

/** Types whose text says nothing to a person, or too much. */
const noLabel = /json|date|time|guid|uuid|blob/i;

/** How well a column tells rows apart for a person; the first of the highest rank is taken. */
function labelRank({ name, affinity, type, kind, error }: Column): number {
  if (kind === "hidden" || error !== undefined || affinity !== "text" || noLabel.test(type)) return 0;
  const patterns = [
    /^(name|label)$/i,
    /(full|display|last|sur|user)_?name$/i,
    /(name|title|label)$/i,
    /name|title|label|subject|caption/i,
    /(^|_)(code|email|word|tag)$/i,
    /(?:)/,
  ];
  return patterns.length - patterns.findIndex((pattern) => pattern.test(name));
}

/**
 * The column that a table's rows are known by: what the user chose (null: none), else the text column that is called like
 * one, else the first text column. null when there is none. The key itself is no label.
 */
export function labelColumn(
  parent: Table,
  keyColumns: readonly string[],
  chosen: string | null | undefined,
): string | null {
  if (chosen === null) return null;
  if (chosen !== undefined && parent.columns.some((column) => column.name === chosen)) return chosen;
  let best: { name: string; rank: number } | null = null;
  for (const column of parent.columns) {
    const rank = keyColumns.includes(column.name) ? 0 : labelRank(column);
    if (rank > (best?.rank ?? 0)) best = { name: column.name, rank };
  }
  return best?.name ?? null;
}

/** Where following a relation leads. */
export interface Destination {
  readonly object: ObjectName;
  readonly filter: RowFilter[];
}

const equal = (columns: readonly string[], values: readonly Scalar[]): RowFilter[] =>
  columns.map((column, i) => ({ column, operator: "=", value: values[i] ?? null }));

const nameOf = ({ schema, name }: Table): ObjectName => ({ schema, name });

/** The parent row of these values; null when one of them is NULL, which points nowhere. */
export function parentDestination(relation: Relation, values: readonly Scalar[]): Destination | null {
  if (values.length !== relation.columns.length || values.includes(null)) return null;
  return { object: nameOf(relation.parent), filter: equal(relation.parentColumns, values) };
}

/** The rows that refer to the row with these values in the parent's columns. */
export function childrenDestination(relation: Relation, values: readonly Scalar[]): Destination | null {
  if (values.length !== relation.columns.length || values.includes(null)) return null;
  return { object: nameOf(relation.child), filter: equal(relation.columns, values) };
}
