/**
 * Models: what tables are called in code, as SQLAlchemy means it. Class names and relationships with two named ends come
 * from the schema by convention; what the user typed instead is laid over it (`ModelNames`). Pure.
 */
import * as v from "valibot";
import { foldName, type ObjectName, objectKey } from "./names.ts";
import type { DatabaseSchema, ForeignKey, Index, Table } from "./schema.ts";
import { attributeOf, classNameOf, isAttributeName, isPythonName, plural, referenceOf } from "./words.ts";

/** What a column holds, beyond its declared type. */
export const semanticTypes = [
  "boolean",
  "date",
  "datetime",
  "unixTime",
  "json",
  "uuid",
  "enum",
  "email",
  "url",
] as const;
export type SemanticType = (typeof semanticTypes)[number];

/** What the user typed in place of the conventions, by keys that `tableKey`, `columnKey` and `RelationshipEnd.key` give. */
export const ModelNamesSchema = v.object({
  classes: v.record(v.string(), v.string()),
  ends: v.record(v.string(), v.string()),
  meanings: v.record(v.string(), v.picklist([...semanticTypes, "none"])),
});
export type ModelNames = v.InferOutput<typeof ModelNamesSchema>;

export const noNames: ModelNames = { classes: {}, ends: {}, meanings: {} };

/** The key of a table in `ModelNames.classes`. */
export function tableKey({ schema, name }: ObjectName): string {
  return objectKey({ schema: foldName(schema), name: foldName(name) });
}

/** The key of a column in `ModelNames.meanings`. */
export function columnKey(table: ObjectName, column: string): string {
  return JSON.stringify([foldName(table.schema), foldName(table.name), foldName(column)]);
}

export type RelationshipKind = "one-to-many" | "many-to-one" | "one-to-one" | "many-to-many";

/** One end of a relationship: an attribute of a model that leads to rows of another, or of its own. */
export interface RelationshipEnd {
  /** Key of its name in `ModelNames.ends`. */
  readonly key: string;
  readonly name: string;
  readonly kind: RelationshipKind;
  readonly target: ObjectName;
  readonly targetClass: string;
  /** The other end, on the target: SQLAlchemy's `back_populates`. */
  readonly back: { readonly key: string; readonly name: string };
  /** The foreign key that carries it: its table and columns. Of a many-to-many, the link table and what points here. */
  readonly via: { readonly table: ObjectName; readonly columns: readonly string[] };
  /** The link table of a many-to-many (`secondary`). */
  readonly secondary: ObjectName | null;
}

export interface Model {
  readonly table: Table;
  readonly className: string;
  readonly relationships: readonly RelationshipEnd[];
}

/** The models of a schema's main database: tables, views and virtual tables, in the order of the schema. */
export function modelsOf(schema: DatabaseSchema, names: ModelNames = noNames): Model[] {
  const tables = schema.tables.filter((t) => t.schema === "main" && t.kind !== "system" && t.kind !== "shadow");
  const classes = classNames(tables, names);
  const found = new Relations(schema, tables, classes, names);
  return tables.map((table) => ({
    table,
    className: classes.get(table) ?? "",
    relationships: found.ends.get(table) ?? [],
  }));
}

/** A column with what it holds, where that is known; null: the user said that it is nothing special. */
export interface MeantColumn {
  readonly holds?: SemanticType | null;
}

/** The table with what its columns hold, for those who show and edit them. */
export function withMeanings(table: Table, names: ModelNames): Table {
  const columns = table.columns.map((column) => {
    const meant: Table["columns"][number] & MeantColumn = { ...column, holds: meaningOf(table, column, names) };
    return meant;
  });
  return { ...table, columns };
}

/** What a column holds: as the user said, else by its declared type and CHECK. */
export function meaningOf(table: Table, column: Table["columns"][number], names: ModelNames): SemanticType | null {
  const said = names.meanings[columnKey(table, column.name)];
  if (said !== undefined) return said === "none" ? null : said;
  if (column.choices) return "enum";
  const type = column.type.toLowerCase();
  if (/\bbool/.test(type)) return "boolean";
  if (/datetime|timestamp/.test(type)) return "datetime";
  if (/\bdate\b/.test(type)) return "date";
  if (/\bjsonb?\b/.test(type)) return "json";
  return /\b(uuid|guid)\b/.test(type) ? "uuid" : null;
}

function classNames(tables: readonly Table[], names: ModelNames): Map<Table, string> {
  const classes = new Map<Table, string>();
  const taken = new Set<string>();
  // What was typed is not moved aside by what is only convention.
  for (const table of tables) {
    const typed = names.classes[tableKey(table)];
    // Kept by an earlier version, which took any text: the code could not run with it.
    if (typed === undefined || !isPythonName(typed) || taken.has(typed)) continue;
    classes.set(table, typed);
    taken.add(typed);
  }
  for (const table of tables) {
    if (!classes.has(table)) classes.set(table, freeName(classNameOf(table.name), taken));
  }
  return classes;
}

/** The name, or the first with a number that is free; it is taken then. */
function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}${/\p{Ll}$/u.test(wanted) ? "" : "_"}${number}`;
  taken.add(name);
  return name;
}

/** Finds the ends of all relationships and names them. */
class Relations {
  readonly ends = new Map<Table, RelationshipEnd[]>();
  /** The keys that hold for all rows, by folded name of their table. */
  readonly #keys: ReadonlyMap<string, readonly Index[]>;
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #classes: ReadonlyMap<Table, string>;
  readonly #names: ModelNames;
  /** Names an attribute of the class may not have: its columns and other ends. */
  readonly #taken = new Map<Table, Set<string>>();

  constructor(
    schema: DatabaseSchema,
    tables: readonly Table[],
    classes: ReadonlyMap<Table, string>,
    names: ModelNames,
  ) {
    const keys = schema.indexes.filter((index) => index.schema === "main" && index.unique && !index.partial);
    this.#keys = Map.groupBy(keys, ({ table }) => foldName(table));
    this.#tables = new Map(tables.map((table) => [foldName(table.name), table]));
    this.#classes = classes;
    this.#names = names;
    const typed = new Set(Object.values(names.ends));
    for (const table of tables) this.#taken.set(table, new Set(table.columns.map(({ name }) => name)));
    for (const table of tables) {
      if (table.kind !== "table") continue;
      const pair = linkOf(table);
      if (pair) this.#link(table, pair);
      else for (const key of table.foreignKeys) this.#reference(table, key, typed);
    }
  }

  #reference(child: Table, key: ForeignKey, typed: ReadonlySet<string>): void {
    const parent = this.#tables.get(foldName(key.parentTable));
    if (!parent) return;
    const single = isUnique(child, key.columns, this.#keys.get(foldName(child.name)) ?? []);
    const childClass = this.#classes.get(child) ?? "";
    const parentClass = this.#classes.get(parent) ?? "";
    const spoken = key.columns.length === 1 ? referenceOf(key.columns[0] as string) : null;
    const others = child.foreignKeys.filter((k) => foldName(k.parentTable) === foldName(key.parentTable));
    const upKey = endKey(child, key.columns, "parent");
    const downKey = endKey(child, key.columns, "children");
    const fallback = attributeOf(parentClass, false);
    const up = this.#name(child, upKey, spoken === null ? [fallback] : [spoken, fallback, `${spoken}_row`], typed);
    const collection = attributeOf(childClass, !single);
    const apart = others.length > 1 || child === parent;
    const down = this.#name(
      parent,
      downKey,
      child === parent && up === "parent" ? ["children"] : apart ? [`${up}_${collection}`] : [collection],
      typed,
    );
    const via = { table: nameOf(child), columns: key.columns };
    this.#add(child, {
      key: upKey,
      name: up,
      kind: single ? "one-to-one" : "many-to-one",
      target: nameOf(parent),
      targetClass: parentClass,
      back: { key: downKey, name: down },
      via,
      secondary: null,
    });
    this.#add(parent, {
      key: downKey,
      name: down,
      kind: single ? "one-to-one" : "one-to-many",
      target: nameOf(child),
      targetClass: childClass,
      back: { key: upKey, name: up },
      via,
      secondary: null,
    });
  }

  #link(link: Table, [first, second]: readonly [ForeignKey, ForeignKey]): void {
    const a = this.#tables.get(foldName(first.parentTable));
    const b = this.#tables.get(foldName(second.parentTable));
    if (!a || !b) return;
    const typed = new Set(Object.values(this.#names.ends));
    const nameFor = (owner: Table, own: ForeignKey, other: ForeignKey, target: Table) => {
      const spoken = other.columns.length === 1 ? referenceOf(other.columns[0] as string) : null;
      const byClass = attributeOf(this.#classes.get(target) ?? "", true);
      const wanted = a === b && spoken !== null ? [plural(spoken)] : [byClass];
      return this.#name(owner, endKey(link, own.columns, "linked"), wanted, typed);
    };
    const nameOfA = nameFor(a, first, second, b);
    const nameOfB = nameFor(b, second, first, a);
    const end = (own: ForeignKey, other: ForeignKey, target: Table, name: string, back: string): RelationshipEnd => ({
      key: endKey(link, own.columns, "linked"),
      name,
      kind: "many-to-many",
      target: nameOf(target),
      targetClass: this.#classes.get(target) ?? "",
      back: { key: endKey(link, other.columns, "linked"), name: back },
      via: { table: nameOf(link), columns: own.columns },
      secondary: nameOf(link),
    });
    this.#add(a, end(first, second, b, nameOfA, nameOfB));
    this.#add(b, end(second, first, a, nameOfB, nameOfA));
  }

  /** The name the user typed, else the first wanted one that nothing else of the class has. */
  #name(owner: Table, key: string, wanted: readonly string[], typed: ReadonlySet<string>): string {
    const taken = this.#taken.get(owner) ?? new Set();
    const said = this.#names.ends[key];
    if (said !== undefined && isAttributeName(said)) {
      taken.add(said);
      return said;
    }
    const free = wanted.find((name) => !taken.has(name) && !typed.has(name)) ?? wanted.find((name) => !taken.has(name));
    return freeName(free ?? (wanted.at(-1) as string), taken);
  }

  #add(table: Table, end: RelationshipEnd): void {
    const ends = this.ends.get(table);
    if (ends) ends.push(end);
    else this.ends.set(table, [end]);
  }
}

const nameOf = ({ schema, name }: Table): ObjectName => ({ schema, name });

/** The key of an end's name: the foreign key that carries it, and which end of it. */
export function endKey(child: ObjectName, columns: readonly string[], end: "parent" | "children" | "linked"): string {
  return JSON.stringify([foldName(child.schema), foldName(child.name), ...columns.map(foldName), end]);
}

/** The two foreign keys of a link table: together they are its key, and it holds nothing else. */
function linkOf(table: Table): [ForeignKey, ForeignKey] | null {
  const [first, second, ...more] = table.foreignKeys;
  if (!first || !second || more.length > 0) return null;
  const keyed = new Set([...first.columns, ...second.columns].map(foldName));
  if (keyed.size !== first.columns.length + second.columns.length) return null;
  const all = table.columns.every(({ name, primaryKey }) => keyed.has(foldName(name)) && primaryKey > 0);
  return all ? [first, second] : null;
}

/** Can two rows hold the same values in these columns? Not when they hold all of a key. */
function isUnique(table: Table, columns: readonly string[], keys: readonly Index[]): boolean {
  const given = new Set(columns.map(foldName));
  const key = table.columns.filter((column) => column.primaryKey > 0);
  if (key.length > 0 && key.every(({ name }) => given.has(foldName(name)))) return true;
  return keys.some((index) => index.columns.every((name) => name !== null && given.has(foldName(name))));
}
