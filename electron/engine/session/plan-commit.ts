/**
 * The order in which staged rows are written: inserts parents first, then updates, then deletes children first, by the
 * foreign keys between tables, and by values where a table refers to itself. Pure.
 */
import type { CommitPlan, PlannedRow } from "./commit-plan.ts";
import type { ForeignKey, Table } from "../../../src-shared/model/schema.ts";
import { sameName } from "../schema/same-name.ts";
import { orderRows } from "./order-rows.ts";
import type { Entry } from "./unit-of-work.ts";

type State = Entry["staged"]["state"];

/**
 * Plans a commit: rows of one table bring the same Table object. `allTables` are all tables of the database: one that is not staged may still refer to one that is.
 * A table whose deleted rows nothing staged can depend on is emptied of them first, so that a new row can take the UNIQUE
 * value of a deleted one.
 */
export function planCommit(staged: readonly PlannedRow[], allTables: readonly Table[]): CommitPlan {
  const groups = new Map<Table, Record<State, PlannedRow[]>>();
  for (const row of staged) {
    let group = groups.get(row.table);
    if (!group) groups.set(row.table, (group = { new: [], dirty: [], deleted: [] }));
    group[row.entry.staged.state].push(row);
  }
  const { tables, cyclic } = parentsFirst([...groups.keys()], refersDirectly);
  const rowsOf = (table: Table, state: State) => groups.get(table)?.[state] ?? [];
  const depends = dependants(tables, allTables);
  const hasWrites = (table: Table) => rowsOf(table, "new").length + rowsOf(table, "dirty").length > 0;
  const early = deletableFirst(tables, depends, hasWrites);

  let defer = cyclic || tables.some((table) => changesParentKey(table, rowsOf(table, "dirty"), allTables));
  const ordered = (table: Table, state: "new" | "deleted") => {
    const order = orderRows(table, rowsOf(table, state), state);
    defer ||= order.cyclic;
    return order.rows;
  };
  const childrenFirst = parentsFirst(tables, depends).tables.toReversed();
  const rows = [
    ...childrenFirst.filter((t) => early.has(t)).flatMap((t) => ordered(t, "deleted")),
    ...tables.flatMap((t) => ordered(t, "new")),
    ...tables.flatMap((t) => rowsOf(t, "dirty")),
    ...childrenFirst.filter((t) => !early.has(t)).flatMap((t) => ordered(t, "deleted")),
  ];
  const deleted = tables.filter((t) => rowsOf(t, "deleted").length > 0);
  const reached = deleted.filter((t) => deleted.some((parent) => depends(t, parent)));
  return { rows, deferForeignKeys: defer, reachedByCascade: reached.flatMap((t) => rowsOf(t, "deleted")) };
}

/** Does the first table refer to the second? */
type Depends = (child: Table, parent: Table) => boolean;

function refersDirectly(child: Table, parent: Table): boolean {
  return child.foreignKeys.some((key) => refersTo(child, key, parent));
}

/** The same through any number of tables between, staged or not: what a cascade can reach. */
function dependants(staged: readonly Table[], allTables: readonly Table[]): Depends {
  const id = ({ schema, name }: Table) => JSON.stringify([schema, name]);
  const children = allTables.filter((table) => table.foreignKeys.length > 0);
  const below = new Map<Table, Set<string>>();
  for (const parent of staged) {
    const found = new Set<string>();
    const left = [parent];
    for (let table = left.pop(); table; table = left.pop()) {
      for (const child of children) {
        if (found.has(id(child)) || !refersDirectly(child, table)) continue;
        found.add(id(child));
        left.push(child);
      }
    }
    below.set(parent, found);
  }
  return (child, parent) => below.get(parent)?.has(id(child)) === true;
}

/** Does this foreign key of `child` refer to `parent`? A foreign key never leaves its schema. */
export function refersTo(child: Table, key: ForeignKey, parent: Table): boolean {
  return child.schema === parent.schema && sameName(key.parentTable, parent.name);
}

/** Staged tables so that each comes after those it refers to; where they refer in a circle, as they come. */
function parentsFirst(staged: readonly Table[], depends: Depends): { tables: Table[]; cyclic: boolean } {
  const tables: Table[] = [];
  const under = new Set<Table>();
  let cyclic = false;
  const visit = (table: Table) => {
    if (tables.includes(table)) return;
    if (under.has(table)) {
      cyclic = true;
      return;
    }
    under.add(table);
    for (const parent of staged) {
      if (parent !== table && depends(table, parent)) visit(parent);
    }
    under.delete(table);
    tables.push(table);
  };
  for (const table of staged) visit(table);
  return { tables, cyclic };
}

/**
 * Tables whose deletions may come before everything else: no new or edited row refers to them (it could be moving away
 * from the deleted row, or be taken along by its cascade), and every table that refers to them may go first as well.
 */
function deletableFirst(tables: readonly Table[], depends: Depends, hasWrites: (table: Table) => boolean): Set<Table> {
  const first = new Set(tables);
  for (let changed = true; changed; ) {
    changed = false;
    for (const parent of first) {
      const children = tables.filter((t) => depends(t, parent));
      if (children.some((child) => hasWrites(child) || !first.has(child))) {
        first.delete(parent);
        changed = true;
      }
    }
  }
  return first;
}

/** An edit of a column that rows refer to: neither order of parent and children satisfies the key at every step. */
function changesParentKey(table: Table, dirty: readonly PlannedRow[], allTables: readonly Table[]): boolean {
  const referred = allTables.flatMap((child) =>
    child.foreignKeys.flatMap((key) => (refersTo(child, key, table) ? key.parentColumns : [])),
  );
  if (referred.length === 0) return false;
  return dirty.some(({ entry }) =>
    entry.staged.values.some((v) => referred.some((column) => sameName(column, v.column))),
  );
}
