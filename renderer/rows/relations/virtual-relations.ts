/**
 * Relations that a database does not declare and the user knows of: remembered per database, and followed like foreign keys.
 * Nothing of them is written into the file.
 */
import { foldName, type ObjectName, objectKey } from "../../../src-shared/model/names.ts";
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import type { WorkspaceStore } from "../../rpc/workspace-store.ts";

export interface VirtualRelation {
  readonly child: ObjectName;
  readonly columns: readonly string[];
  /** In the child's schema. */
  readonly parentTable: string;
  readonly parentColumns: readonly string[];
}

const key = "virtual-relations";

const same = (a: string, b: string): boolean => foldName(a) === foldName(b);

/** Do both join the same columns? */
function isSame(a: VirtualRelation, b: VirtualRelation): boolean {
  const parts = (one: VirtualRelation) =>
    JSON.stringify([
      objectKey(one.child),
      one.columns.map(foldName),
      foldName(one.parentTable),
      one.parentColumns.map(foldName),
    ]);
  return parts(a) === parts(b);
}

function isRelation(kept: unknown): kept is VirtualRelation {
  const { child, columns, parentTable, parentColumns } = (kept ?? {}) as Partial<VirtualRelation>;
  const names = (list: unknown): list is string[] =>
    Array.isArray(list) && list.every((name) => typeof name === "string");
  return (
    typeof child?.schema === "string" &&
    typeof child.name === "string" &&
    typeof parentTable === "string" &&
    names(columns) &&
    names(parentColumns) &&
    columns.length > 0 &&
    columns.length === parentColumns.length
  );
}

function keptRelations(workspace: Pick<WorkspaceStore, "get">): readonly VirtualRelation[] {
  const kept = workspace.get<unknown>(key);
  return Array.isArray(kept) ? kept.filter(isRelation) : [];
}

export class VirtualRelations {
  readonly #workspace: Pick<WorkspaceStore, "get" | "set">;
  readonly #listeners = new Set<() => void>();
  #all: readonly VirtualRelation[];

  constructor(workspace: Pick<WorkspaceStore, "get" | "set">) {
    this.#workspace = workspace;
    this.#all = keptRelations(workspace);
  }

  /** Another one wrote what is kept. */
  reread(): void {
    this.#all = keptRelations(this.#workspace);
    for (const listener of this.#listeners) listener();
  }

  /** The same list until it changes. */
  get all(): readonly VirtualRelation[] {
    return this.#all;
  }

  has(relation: VirtualRelation): boolean {
    return this.#all.some((known) => isSame(known, relation));
  }

  add(relation: VirtualRelation): void {
    if (!this.has(relation)) this.#set([...this.#all, relation]);
  }

  remove(relation: VirtualRelation): void {
    this.#set(this.#all.filter((known) => !isSame(known, relation)));
  }

  /** Calls back when there are others; gives the function that stops it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #set(all: readonly VirtualRelation[]): void {
    this.#all = all;
    this.#workspace.set(key, all);
    for (const listener of this.#listeners) listener();
  }
}

const known = new WeakMap<WorkspaceStore, VirtualRelations>();

/** The relations of a database: one object for all its tabs. */
export function virtualRelationsOf(workspace: WorkspaceStore): VirtualRelations {
  const found = known.get(workspace) ?? new VirtualRelations(workspace);
  known.set(workspace, found);
  return found;
}

/** The schema as if these were declared; the same one when there are none. */
export function withVirtualRelations(schema: DatabaseSchema, relations: readonly VirtualRelation[]): DatabaseSchema {
  if (relations.length === 0) return schema;
  const tables = schema.tables.map((table): Table => {
    const mine = relations.filter((relation) => objectKey(relation.child) === objectKey(table));
    if (mine.length === 0) return table;
    const added = mine.map(({ columns, parentTable, parentColumns }) => ({
      columns: [...columns],
      parentTable,
      parentColumns: [...parentColumns],
      onUpdate: "NO ACTION",
      onDelete: "NO ACTION",
    }));
    return { ...table, foreignKeys: [...table.foreignKeys, ...added] };
  });
  return { ...schema, tables };
}

/** What a table's rows are found by: its primary key, else its first column. */
export function keyColumnsOf(table: Table): string[] {
  const key = table.columns.filter((column) => column.primaryKey > 0).sort((a, b) => a.primaryKey - b.primaryKey);
  return (key.length > 0 ? key : table.columns.slice(0, 1)).map((column) => column.name);
}

/** Tables that a column may refer to, the likeliest first: `customer_id` is called like `customer` or `customers`. */
export function likelyParents(table: Table, column: string, schema: DatabaseSchema): Table[] {
  const stem = foldName(column).replace(/_?(id|key|no|nr|ref|code)$/, "");
  const rank = (other: Table): number => {
    const name = foldName(other.name);
    if (stem === "") return 3;
    if (name === stem || name === `${stem}s` || name === `${stem}es` || name === stem.replace(/y$/, "ies")) return 0;
    if (name.includes(stem) || stem.includes(name)) return 1;
    return other.columns.some((c) => same(c.name, column)) ? 2 : 3;
  };
  return schema.tables
    .filter((other) => other.schema === table.schema && other.error === null && other.columns.length > 0)
    .filter((other) => other.kind === "table" || other.kind === "view")
    .map((other) => ({ other, rank: rank(other) }))
    .sort((a, b) => a.rank - b.rank || a.other.name.localeCompare(b.other.name))
    .map(({ other }) => other);
}
