/** What dragging from a column to a column, or to a table, means. */
import { foldName, type ObjectName } from "../../../../../src-shared/model/names.ts";
import { singular, wordsOf } from "../../../../../src-shared/model/words.ts";
import type { DiagramTable } from "./diagram-data.ts";

/** A foreign key to be. */
export interface DrawnKey {
  readonly child: ObjectName;
  readonly columns: readonly string[];
  /** Columns of `columns` that the child does not have yet. */
  readonly newColumns: readonly { readonly name: string; readonly type: string }[];
  readonly parent: ObjectName;
  readonly parentColumns: readonly string[];
}

export interface DragEnd {
  readonly table: DiagramTable;
  /** Place of the column; null for the table as a whole. */
  readonly column: number | null;
}

/** The columns of the primary key. */
export function primaryOf(table: DiagramTable): number[] {
  return [...table.columns.keys()].filter((at) => table.columns[at]?.primaryKey);
}

/**
 * The key that a drag means, or null where it can mean none.
 *
 * Column to column: the first refers to the second, unless only the first is a primary key: what is referred to is a key.
 * Column to table: a primary key column gets a new column over there that refers to it; any other refers to the primary
 * key over there.
 */
export function drawnKey(from: DragEnd, to: DragEnd): DrawnKey | null {
  if (from.column === null || !from.table.mayHaveKeys || !to.table.mayHaveKeys) return null;
  if (to.column !== null) {
    if (from.table.id === to.table.id && from.column === to.column) return null;
    const turned = isPrimary(from) && !isPrimary(to);
    return turned ? joined(to, from) : joined(from, to);
  }
  if (isPrimary(from)) return withNewColumn(to.table, from.table);
  if (from.table.id === to.table.id) return null;
  const [primary, ...more] = primaryOf(to.table);
  return primary === undefined || more.length > 0 ? null : joined(from, { table: to.table, column: primary });
}

const isPrimary = ({ table, column }: DragEnd) => column !== null && table.columns[column]?.primaryKey === true;

function joined(child: DragEnd, parent: DragEnd): DrawnKey | null {
  const column = child.table.columns[child.column ?? -1];
  const parentColumn = parent.table.columns[parent.column ?? -1];
  if (!column || !parentColumn) return null;
  return {
    child: child.table.object,
    columns: [column.name],
    newColumns: [],
    parent: parent.table.object,
    parentColumns: [parentColumn.name],
  };
}

/** A key of new columns, one for each of the parent's primary key. */
export function withNewColumn(child: DiagramTable, parent: DiagramTable): DrawnKey | null {
  const primary = primaryOf(parent).flatMap((at) => parent.columns[at] ?? []);
  if (primary.length === 0) return null;
  const newColumns: { name: string; type: string }[] = [];
  for (const { name, type } of primary) {
    newColumns.push({
      name: freeName(child, newColumnName(child.id === parent.id ? "parent" : parent.object.name, name), newColumns),
      type,
    });
  }
  return {
    child: child.object,
    columns: newColumns.map(({ name }) => name),
    newColumns,
    parent: parent.object,
    parentColumns: primary.map(({ name }) => name),
  };
}

/** `film_id` for `films.id`; a name that says of what it is (`film_id`, `isbn`) stays. */
function newColumnName(table: string, column: string): string {
  if (!/^(id|nr|no|key|code|uuid|rowid)$/i.test(column)) return column;
  const words = wordsOf(table);
  const word = words.map((each, at) => (at === words.length - 1 ? singular(each) : each)).join("_");
  return `${word || "row"}_${foldName(column)}`;
}

function freeName(table: DiagramTable, wanted: string, also: readonly { name: string }[]): string {
  const taken = new Set([...table.columns, ...also].map(({ name }) => foldName(name)));
  if (!taken.has(foldName(wanted))) return wanted;
  for (let number = 2; ; number++) if (!taken.has(foldName(`${wanted}_${number}`))) return `${wanted}_${number}`;
}

/** A key to be, in words: `review.film_id → film.id`. */
export function drawnWords({ child, columns, newColumns, parent, parentColumns }: DrawnKey): string {
  const side = (table: ObjectName, names: readonly string[]) =>
    names.length === 1 ? `${table.name}.${names[0]}` : `${table.name} (${names.join(", ")})`;
  const added = newColumns.length === 0 ? "" : newColumns.length === 1 ? " (new column)" : " (new columns)";
  return `${side(child, columns)}${added} → ${side(parent, parentColumns)}`;
}
