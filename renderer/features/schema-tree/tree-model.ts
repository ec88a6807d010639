/** The schema as a tree: what stands under what, in which order, and what a filter leaves of it. Pure. */
import type { ObjectName } from "../../../src-shared/model/names.ts";
import { objectKey } from "../../../src-shared/model/names.ts";
import type { Column, DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";

export type NodeKind = "group" | "table" | "view" | "virtual" | "shadow" | "system" | "column" | "index" | "trigger";

export interface TreeNode {
  /** Unique in the tree. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string;
  /** Lighter words after the label: a column's type, an index's table. */
  readonly detail: string;
  /** The object it stands for; absent for groups and columns. */
  readonly object?: ObjectName;
  /** Of a column: what it belongs to. */
  readonly owner?: ObjectName & { readonly kind: NodeKind };
  /** Stored DDL, when it has one. */
  readonly sql?: string | null;
  /** Part of the primary key, for columns. */
  readonly key?: boolean;
  /** Why it cannot be read. */
  readonly error?: string | null;
  /** How many stand under it, for groups. */
  readonly size?: number;
  readonly expandable: boolean;
  readonly children: readonly TreeNode[];
}

/** Kinds whose rows can be shown. */
export const openable: ReadonlySet<NodeKind> = new Set(["table", "view", "virtual", "shadow", "system"]);

/** Groups that are open when a database is opened for the first time. */
export const initiallyExpanded = ["group:table", "group:view"];

interface TreeOptions {
  /** Ids of nodes that are open: columns are only made for those. */
  readonly expanded: ReadonlySet<string>;
  /** Part of the name of an object or column, any case; "" shows all. */
  readonly filter: string;
}

const byName = (a: { name: string }, b: { name: string }) =>
  a.name.localeCompare(b.name, undefined, { sensitivity: "base" });

const columnDetail = (column: Column) =>
  [
    column.type,
    column.kind === "ordinary" ? "" : column.kind === "hidden" ? "hidden" : "generated",
    column.error === undefined ? "" : "not computed",
  ]
    .filter(Boolean)
    .join(" · ");

/** Groups in their order; empty ones are left out. */
export function schemaTree(schema: DatabaseSchema, { expanded, filter }: TreeOptions): TreeNode[] {
  const wanted = filter.trim().toLocaleLowerCase();
  const matches = (name: string) => wanted === "" || name.toLocaleLowerCase().includes(wanted);
  // Columns of SQLite's own tables are nobody's search.
  const columnsFound = ({ kind, columns }: Table) =>
    kind === "system" || kind === "shadow" ? [] : columns.filter((column) => matches(column.name));
  const nameOf = (object: ObjectName) => (object.schema === "main" ? object.name : `${object.schema}.${object.name}`);

  const tableNode = (table: Table, below: readonly TreeNode[] = []): TreeNode => {
    const id = `${table.kind}:${objectKey(table)}`;
    // A table that is there for the sake of its columns shows those that were looked for.
    const found = matches(table.name) ? [] : columnsFound(table);
    const shown = expanded.has(id) ? table.columns : found;
    const columns = shown.map(
      (column): TreeNode => ({
        id: `${id}/${column.name}`,
        kind: "column",
        label: column.name,
        detail: columnDetail(column),
        key: column.primaryKey > 0,
        owner: { schema: table.schema, name: table.name, kind: table.kind },
        expandable: false,
        children: [],
      }),
    );
    return {
      id,
      kind: table.kind,
      label: nameOf(table),
      detail: table.kind === "virtual" ? (table.module ?? "") : "",
      object: { schema: table.schema, name: table.name },
      sql: table.sql,
      error: table.error,
      expandable: table.columns.length > 0 || below.length > 0,
      children: [...columns, ...below],
    };
  };

  const ofKind = (kind: Table["kind"]) => schema.tables.filter((table) => table.kind === kind).sort(byName);
  const shadows = ofKind("shadow");
  const ownedBy = (owner: Table) => shadows.filter((s) => s.owner === owner.name && s.schema === owner.schema);
  const virtuals = ofKind("virtual")
    .map((table) => ({ table, owned: ownedBy(table).filter((s) => matches(table.name) || matches(s.name)) }))
    .filter(({ table, owned }) => matches(table.name) || columnsFound(table).length > 0 || owned.length > 0)
    .map(({ table, owned }) => {
      const id = `shadows:${objectKey(table)}`;
      const group: TreeNode = {
        id,
        kind: "group",
        label: "Shadow tables",
        detail: "",
        size: owned.length,
        expandable: true,
        children: owned.map((s) => tableNode(s)),
      };
      return tableNode(table, owned.length > 0 ? [group] : []);
    });
  // A shadow table whose virtual table is gone is listed as what it is now: a system table of nobody.
  const orphans = shadows.filter((s) => !schema.tables.some((t) => t.kind === "virtual" && t.name === s.owner));

  const plain = (kind: Table["kind"]) =>
    ofKind(kind)
      .filter((table) => matches(table.name) || columnsFound(table).length > 0)
      .map((table) => tableNode(table));
  const part = (
    kind: "index" | "trigger",
    list: readonly { schema: string; name: string; table: string; sql: string | null }[],
  ) =>
    [...list]
      .filter((item) => matches(item.name))
      .sort(byName)
      .map(
        (item): TreeNode => ({
          id: `${kind}:${objectKey(item)}`,
          kind,
          label: nameOf(item),
          detail: item.table,
          object: { schema: item.schema, name: item.name },
          sql: item.sql,
          expandable: false,
          children: [],
        }),
      );
  // Those SQLite makes for PRIMARY KEY and UNIQUE stand in the table's own DDL.
  const ownIndexes = schema.indexes.filter((index) => index.origin === "c");
  const groups: [id: string, label: string, children: TreeNode[]][] = [
    ["group:table", "Tables", plain("table")],
    ["group:view", "Views", plain("view")],
    ["group:virtual", "Virtual tables", virtuals],
    ["group:index", "Indexes", part("index", ownIndexes)],
    ["group:trigger", "Triggers", part("trigger", schema.triggers)],
    [
      "group:system",
      "System",
      [...plain("system"), ...orphans.filter((s) => matches(s.name)).map((s) => tableNode(s))],
    ],
  ];
  return groups
    .filter(([, , children]) => children.length > 0)
    .map(([id, label, children]) => ({
      id,
      kind: "group",
      label,
      detail: "",
      size: children.length,
      expandable: true,
      children,
    }));
}

/** All ids of groups with a match, and of tables with columns that match, so that a filter shows what it found. */
export function foundIds(nodes: readonly TreeNode[]): string[] {
  const groups = nodes.filter((node) => node.kind === "group");
  const tables = groups.flatMap(({ children }) => children.filter((node) => node.children[0]?.kind === "column"));
  return [...groups, ...tables].map((node) => node.id);
}

/** The node with this id, wherever it stands. */
export function findNode(nodes: readonly TreeNode[], id: string): TreeNode | null {
  for (const node of nodes) {
    if (node.id === id) return node;
    const below = findNode(node.children, id);
    if (below) return below;
  }
  return null;
}
