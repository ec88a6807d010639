/**
 * Rows that want each other's UNIQUE values: SQL has no statement for that, so their values are set aside first (NULL, or
 * a value nobody has) and written in a second step of the same transaction. Only where nobody can notice the first step.
 */
import { sql } from "kysely";
import { type Cell, type Scalar, sameScalar } from "../../../src-shared/model/cell.ts";
import type { Column, DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import { sameName } from "../schema/same-name.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { refersTo } from "./plan-commit.ts";
import type { StatementRunner } from "./statement-runner.ts";
import type { Waiting } from "./written-row.ts";

/**
 * Sets aside the values of all waiting edits where that is sound; false when there are none. Not in tables with triggers,
 * which would see it; not in columns that others follow (ON UPDATE CASCADE and the like), nor where a rule forbids it.
 */
export function setAside(
  connection: Connection,
  runner: StatementRunner,
  schema: DatabaseSchema,
  waiting: Waiting[],
): boolean {
  let done = false;
  for (const table of new Set(waiting.map((w) => w.row.table))) {
    const edits = waiting.filter((w) => w.row.table === table && w.change.kind === "update");
    if (edits.length < 2 || schema.triggers.some((t) => t.schema === table.schema && sameName(t.table, table.name)))
      continue;
    const free = freeValues(connection, table);
    for (const edit of edits) {
      const columns = columnsToFree(schema, table, edit);
      if (columns === null || columns.length === 0) continue;
      done = setRowAside(runner, edit, columns, free) || done;
    }
  }
  return done;
}

/** The waiting row that has what this one wants, by its values; null: it is a row of the file. */
export function exchangesWith(first: Waiting, waiting: readonly Waiting[]): PlannedRow | null {
  const wanted = first.staged.sets;
  const other = waiting.find(
    (w) =>
      w !== first &&
      w.row.table === first.row.table &&
      wanted.some(({ column, value }) =>
        w.staged.guards.some((g) => g.column === column && value !== null && sameScalar(g.base, value)),
      ),
  );
  return other?.row ?? null;
}

function setRowAside(runner: StatementRunner, edit: Waiting, columns: readonly Column[], free: FreeValues): boolean {
  const { change } = edit;
  const sets = columns.map((column) => ({
    column: column.name,
    value: column.notNull || column.primaryKey > 0 ? free(column) : null,
  }));
  let key = change.key;
  try {
    const { changes, returned } = runner.run({ ...change, sets });
    if (changes !== 1) return false;
    key = returned ?? key;
  } catch {
    // A rule of the table forbids this value (CHECK, STRICT, a foreign key); SQLite undid the statement, and the exchange is told as what it is.
    return false;
  }
  const aside = new Map<string, Cell>(sets.map((s) => [s.column, s.value]));
  const guards = change.guards.map((g) => (aside.has(g.column) ? { ...g, base: aside.get(g.column) ?? null } : g));
  edit.change = { ...change, key, guards };
  return true;
}

/** One edited column of each UNIQUE index, NULL where it may be; null when one of them must not be touched. */
function columnsToFree(schema: DatabaseSchema, table: Table, { change }: Waiting): Column[] | null {
  const edited = new Set(change.sets.map((s) => s.column));
  const { identity } = table;
  const groups = schema.indexes
    .filter((i) => i.unique && i.schema === table.schema && sameName(i.table, table.name))
    .map((i) => table.columns.filter((c) => i.columns.some((n) => n !== null && sameName(n, c.name))));
  if (identity.kind === "rowid") groups.push(table.columns.filter((c) => c.name === identity.column));
  const columns = new Set<Column>();
  for (const group of groups) {
    const some = group.filter((c) => edited.has(c.name));
    const column = some.find((c) => !c.notNull && c.primaryKey === 0) ?? some[0];
    if (column) columns.add(column);
  }
  return [...columns].some((column) => isFollowed(schema, table, column)) ? null : [...columns];
}

/** Would rows of other tables change when this column does? */
function isFollowed(schema: DatabaseSchema, table: Table, column: Column): boolean {
  return schema.tables.some((child) =>
    child.foreignKeys.some(
      (key) =>
        refersTo(child, key, table) &&
        key.parentColumns.some((c) => sameName(c, column.name)) &&
        !["NO ACTION", "RESTRICT"].includes(key.onUpdate.toUpperCase()),
    ),
  );
}

type FreeValues = (column: Column) => Scalar;

/** Gives values that no row has in a column, each once. */
function freeValues(connection: Connection, table: Table): FreeValues {
  let n = 0n;
  return (column) => {
    for (;;) {
      n++;
      const value = column.affinity === "text" || column.affinity === "blob" ? `(set aside ${n})` : -(2n ** 62n) - n;
      const taken = sql`select 1 from ${objectName(table)} where ${name(column.name)} = ${value}`.compile(compiler);
      if (connection.row(taken) === undefined) return value;
    }
  };
}
