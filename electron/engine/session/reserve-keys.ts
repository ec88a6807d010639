/**
 * Keys for new rows of rowid tables, chosen by us and not by SQLite: a commit whose answer was lost can then be recognised
 * by the keys it would have written.
 */
import { sql } from "kysely";
import type { Table } from "../../../src-shared/model/schema.ts";
import { compiler, name, objectName } from "../connection/compiler.ts";
import type { Connection } from "../connection/connection.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { keyColumns } from "./row-address.ts";
import { givenRowid } from "./to-change.ts";
import type { TriggerReach } from "./trigger-reach.ts";
import { isNew } from "./unit-of-work.ts";

export const LARGEST_ROWID = 2n ** 63n - 1n;

/**
 * Gives the function that reserves the next rowid of a table as SQLite would: one above the largest there is, and with
 * AUTOINCREMENT above the largest there ever was (https://www.sqlite.org/autoinc.html); never one that a staged row has or
 * asks for, be it to be deleted. It gives null where SQLite should choose: virtual tables, and tables that reached the largest integer.
 * Where a trigger may have added rows, it looks again each time.
 */
export function keyReserver(connection: Connection, rows: readonly PlannedRow[], reach: TriggerReach = () => false) {
  const last = new Map<Table, bigint>();
  // Now, before the commit deletes anything: a key that a cascade frees would make two rows one for its history.
  for (const row of rows) {
    if (row.entry.staged.state !== "new" || !canReserve(row.table) || last.has(row.table)) continue;
    last.set(row.table, largestKey(connection, rows, row.table));
  }
  return (table: Table): bigint | null => {
    if (!canReserve(table)) return null;
    const known = last.get(table) ?? largestStaged(rows, table);
    const highest = last.has(table) && !reach(table) ? known : larger(known, largestRowid(connection, table));
    if (highest >= LARGEST_ROWID) return null;
    last.set(table, highest + 1n);
    return highest + 1n;
  };
}

/** The largest rowid of a table that a row has, had (AUTOINCREMENT) or, of those staged, asks for; at least 0. */
export function largestKey(connection: Connection, staged: readonly PlannedRow[], table: Table): bigint {
  return larger(largestStaged(staged, table), largestRowid(connection, table));
}

/** Has no row of the file this rowid? */
export function isRowidFree(connection: Connection, table: Table, rowid: bigint): boolean {
  let text = rowOf.get(table);
  if (text === undefined) {
    const column = name(keyColumns(table)[0] as string);
    rowOf.set(table, (text = sql`select 1 from ${objectName(table)} where ${column} = ${rowid}`.compile(compiler).sql));
  }
  return connection.row({ sql: text, parameters: [rowid] }) === undefined;
}

/** The question for one row of a table, which may be asked for thousands. */
const rowOf = new WeakMap<Table, string>();

function canReserve(table: Table): boolean {
  return table.identity.kind === "rowid" && table.kind !== "virtual";
}

function largestStaged(rows: readonly PlannedRow[], table: Table): bigint {
  let largest = 0n;
  for (const row of rows) {
    if (row.table !== table) continue;
    largest = larger(largest, larger(asInteger(givenRowid(row) ?? row.entry.staged.rowid), asInteger(rowidOf(row))));
  }
  return largest;
}

function rowidOf({ entry, table }: PlannedRow): bigint | null {
  const { row } = entry.staged;
  const key = isNew(row) || table.identity.kind !== "rowid" ? null : row.key[0];
  return typeof key === "bigint" ? key : null;
}

/** The largest rowid of a table that counts for the next one, at least 0. */
export function largestRowid(connection: Connection, table: Table): bigint {
  const rowid = name(keyColumns(table)[0] as string);
  const there = connection.value(sql`select max(${rowid}) from ${objectName(table)}`.compile(compiler));
  const sequence = table.autoincrement
    ? connection.value(
        sql`select seq from ${objectName({ schema: table.schema, name: "sqlite_sequence" })}
          where name = ${table.name}`.compile(compiler),
      )
    : null;
  return larger(asInteger(there), asInteger(sequence));
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function asInteger(value: unknown): bigint {
  return typeof value === "bigint" && value > 0n ? value : 0n;
}
