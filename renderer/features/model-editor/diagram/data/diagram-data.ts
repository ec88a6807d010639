/** What the diagram draws: tables with their columns, and the foreign keys between them. No places, no looks. */
import { foldName, type ObjectName, objectKey } from "../../../../../src-shared/model/names.ts";
import type { DatabaseSchema, ForeignKey, Index, Table } from "../../../../../src-shared/model/schema.ts";

export interface DiagramColumn {
  readonly name: string;
  /** Declared type; "" when there is none. */
  readonly type: string;
  readonly primaryKey: boolean;
  readonly foreignKey: boolean;
  readonly notNull: boolean;
}

export interface DiagramTable {
  /** `objectKey` of the table. */
  readonly id: string;
  readonly object: ObjectName;
  /** As it is written over the columns: with its schema when that is not main. */
  readonly title: string;
  /** What it is called in code; null when nobody said. */
  readonly className: string | null;
  readonly columns: readonly DiagramColumn[];
  /** It may have foreign keys, and be referred to: an ordinary table of the file itself. */
  readonly mayHaveKeys: boolean;
  /** Its id in the file, where the draft calls it otherwise: it keeps its place and its colour. */
  readonly former: string | null;
  /** What the draft does to it. */
  readonly mark: DraftMark | null;
}

export type DraftMark = "new" | "changed" | "renamed";

/** A foreign key whose parent is there. Columns are places in `columns` of the two tables. */
export interface DiagramKey {
  readonly id: string;
  readonly child: string;
  readonly parent: string;
  readonly childColumns: readonly number[];
  /** Empty when the parent has no such column. */
  readonly parentColumns: readonly number[];
  /** A row of the parent has at most one child: the columns hold a key of the child. */
  readonly unique: boolean;
  /** A child may have no parent: one of the columns may be NULL. */
  readonly optional: boolean;
  readonly onUpdate: string;
  readonly onDelete: string;
  /** It is in the draft, not in the file. */
  readonly isNew: boolean;
}

export interface DiagramData {
  readonly tables: readonly DiagramTable[];
  readonly keys: readonly DiagramKey[];
}

/** What is known of a table beside the schema. */
export interface TableFacts {
  readonly className: string | null;
  /** Its name in the file; null when it is the same, or not there. */
  readonly formerName: string | null;
  readonly mark: DraftMark | null;
}

interface Known {
  readonly factsOf?: (table: Table) => TableFacts;
  /** The schema of the file, when the other is that of a draft. */
  readonly base?: DatabaseSchema;
}

const noFacts: TableFacts = { className: null, formerName: null, mark: null };

/** Tables and virtual tables with what refers to what; views, shadow and system tables have no keys to draw. */
export function diagramOf(schema: DatabaseSchema, { factsOf = () => noFacts, base = schema }: Known = {}): DiagramData {
  const drawn = schema.tables
    .filter((table) => table.kind === "table" || table.kind === "virtual")
    .toSorted((a, b) => a.schema.localeCompare(b.schema) || a.name.localeCompare(b.name));
  const tables = drawn.map((table): DiagramTable => {
    const { className, formerName, mark } = factsOf(table);
    const referring = new Set(table.foreignKeys.flatMap((key) => key.columns.map(foldName)));
    return {
      id: objectKey(table),
      object: { schema: table.schema, name: table.name },
      title: table.schema === "main" ? table.name : `${table.schema}.${table.name}`,
      className,
      former: formerName === null ? null : objectKey({ schema: table.schema, name: formerName }),
      mark,
      mayHaveKeys: table.kind === "table" && table.schema === "main",
      columns: table.columns
        .filter((column) => column.kind !== "hidden")
        .map((column) => ({
          name: column.name,
          type: column.type,
          primaryKey: column.primaryKey > 0,
          foreignKey: referring.has(foldName(column.name)),
          notNull: column.notNull || column.primaryKey > 0,
        })),
    };
  });
  const byName = new Map(tables.map((table) => [nameIn(table.object.schema, table.object.name), table]));
  const indexes = Map.groupBy(schema.indexes, (index) => nameIn(index.schema, index.table));
  const old = new Map(base.tables.map((table) => [nameIn(table.schema, table.name), table]));
  const keys = drawn.flatMap((table) => {
    const child = byName.get(nameIn(table.schema, table.name));
    const uniques = child ? uniqueColumns(table, indexes.get(nameIn(table.schema, table.name)) ?? []) : [];
    const { formerName } = factsOf(table);
    const inFile = new Set(old.get(nameIn(table.schema, formerName ?? table.name))?.foreignKeys.map(columnsOf));
    return table.foreignKeys.flatMap((key, place) => {
      const parent = byName.get(nameIn(table.schema, key.parentTable));
      if (!child || !parent) return [];
      return [{ ...keyOf(key, place, child, parent, uniques), isNew: !inFile.has(columnsOf(key)) }];
    });
  });
  return { tables, keys };
}

const columnsOf = ({ columns }: ForeignKey) => JSON.stringify(columns.map(foldName));
const nameIn = (schema: string, name: string) => JSON.stringify([schema, foldName(name)]);

function keyOf(
  key: ForeignKey,
  place: number,
  child: DiagramTable,
  parent: DiagramTable,
  uniques: readonly (readonly string[])[],
): Omit<DiagramKey, "isNew"> {
  const columns = new Set(key.columns.map(foldName));
  const childColumns = placesOf(child, key.columns);
  return {
    id: `${child.id}#${place}`,
    child: child.id,
    parent: parent.id,
    childColumns,
    parentColumns: placesOf(parent, key.parentColumns),
    unique: uniques.some((unique) => unique.every((name) => columns.has(name))),
    optional: childColumns.some((at) => !child.columns[at]?.notNull),
    onUpdate: key.onUpdate,
    onDelete: key.onDelete,
  };
}

/** The place of a key among those of its table. */
export function keyPlace(id: string): number {
  return Number(id.slice(id.lastIndexOf("#") + 1));
}

function placesOf(table: DiagramTable, names: readonly string[]): number[] {
  const folded = table.columns.map(({ name }) => foldName(name));
  return names.map((name) => folded.indexOf(foldName(name))).filter((at) => at >= 0);
}

/** Sets of columns no two rows of a table agree in, folded; `indexes` are its own. */
function uniqueColumns(table: Table, indexes: readonly Index[]): string[][] {
  const primary = table.columns.filter((column) => column.primaryKey > 0).map(({ name }) => foldName(name));
  const own = indexes.filter(({ unique, partial }) => unique && !partial);
  const fromIndexes = own.flatMap(({ columns }) =>
    columns.every((column) => column !== null) ? [columns.map((column) => foldName(column))] : [],
  );
  return [primary, ...fromIndexes].filter((columns) => columns.length > 0);
}

/** A foreign key in words: `film.language_id → language.language_id`. */
export function keyWords(key: DiagramKey, tables: ReadonlyMap<string, DiagramTable>): string {
  const side = (id: string, columns: readonly number[]) => {
    const table = tables.get(id);
    const names = columns.map((at) => table?.columns[at]?.name ?? "?");
    const list = names.length === 1 ? `.${names[0]}` : names.length === 0 ? "" : ` (${names.join(", ")})`;
    return `${table?.title ?? ""}${list}`;
  };
  const actions = [
    key.onDelete === "NO ACTION" ? "" : `on delete ${key.onDelete.toLowerCase()}`,
    key.onUpdate === "NO ACTION" ? "" : `on update ${key.onUpdate.toLowerCase()}`,
  ].filter(Boolean);
  return [`${side(key.child, key.childColumns)} → ${side(key.parent, key.parentColumns)}`, ...actions].join(", ");
}
