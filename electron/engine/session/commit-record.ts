/**
 * What a commit must remember of the rows it writes, beyond their staged versions, so that its exact inverse can be staged
 * later: keys, whole values that were replaced, and what SQLite made of the values (affinity, defaults, triggers).
 */
import { isPreview, type Scalar, sameScalar } from "../../../src-shared/model/cell.ts";
import type { RowKey } from "../../../src-shared/model/rows.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import type { Connection } from "../connection/connection.ts";
import type { CommittedRow, TableFigures } from "./journal/intent.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { readCurrent, readWhole } from "./read-current.ts";
import { rowidColumn, stagedKey, stagedRowid } from "./row-address.ts";
import type { RowChange } from "./statements.ts";
import type { TriggerReach } from "./trigger-reach.ts";
import { isNew, type SeenCell } from "./unit-of-work.ts";
import type { WrittenRow } from "./written-row.ts";

/** Largest value that is kept to be brought back, and most bytes of such values in one commit. */
const WHOLE_BYTES = 16 * 1024 * 1024;
const WHOLE_BYTES_IN_ALL = 256 * 1024 * 1024;
/** Texts up to this many characters are not longer than what is kept of a base as a value, in any encoding. */
const SHORT = 16 * 1024;

export class CommitRecord {
  readonly #before = new Map<PlannedRow, SeenCell[]>();
  #bytesLeft = WHOLE_BYTES_IN_ALL;

  /** To be called before a row is written: reads what it will replace, where the base is only a preview. */
  replaces(connection: Connection, row: PlannedRow, change: RowChange): void {
    if (change.key === null || !hasPreview(change.guards) || this.#before.has(row)) return;
    const whole = change.guards.flatMap(({ column, base }): SeenCell[] => {
      if (!isPreview(base) || base.damaged || base.bytes > Math.min(WHOLE_BYTES, this.#bytesLeft)) return [];
      if (change.kind === "update" && !change.sets.some((s) => s.column === column)) return [];
      const value = readWhole(connection, change.table, change.key ?? [], column);
      if (value === undefined) return [];
      this.#bytesLeft -= base.bytes;
      return [{ column, base: value }];
    });
    if (whole.length > 0) this.#before.set(row, whole);
  }

  /** What is to be kept of the written rows, read inside their transaction; rows whose version tells all are not in it. */
  rows(
    connection: Connection,
    written: readonly WrittenRow[],
    versionOf: (row: PlannedRow) => number,
    reach: TriggerReach,
  ): CommittedRow[] {
    const rows: CommittedRow[] = [];
    for (const { row, change, key } of written) {
      const before = (this.#before.size > 0 && this.#before.get(row)) || NOTHING;
      const after = readAfter(connection, row, change, key, reach);
      const moved = (change.kind === "insert" || change.returning.length > 0) && !isKeyAsStaged(row, key) ? key : null;
      if (moved === null && before.length === 0 && after.length === 0) continue;
      rows.push({ version: versionOf(row), role: "staged", key: moved, before, after });
    }
    return rows;
  }
}

/** Is this the key that a new row was staged with? Then its version tells it. */
function isKeyAsStaged({ entry, table }: PlannedRow, key: RowKey | null): boolean {
  if (key === null || !isNew(entry.staged.row)) return false;
  if (table.identity.kind === "rowid") return key[0] === stagedRowid(table.identity.column, entry.staged);
  const staged = stagedKey(table, entry.staged);
  return staged !== null && staged.every((part, i) => sameScalar(part, key[i] as Scalar));
}

function hasPreview(guards: readonly SeenCell[]): boolean {
  for (const { base } of guards) if (isPreview(base)) return true;
  return false;
}

/** Rows written, by table. */
export function figuresByTable(written: readonly WrittenRow[]): TableFigures[] {
  const tables = new Map<Table, Record<RowChange["kind"], number>>();
  let last: Table | null = null;
  let counts = { insert: 0, update: 0, delete: 0, check: 0, count: 0 };
  for (const { row, change } of written) {
    if (row.table !== last) {
      counts = tables.get(row.table) ?? { insert: 0, update: 0, delete: 0, check: 0, count: 0 };
      tables.set(row.table, counts);
      last = row.table;
    }
    counts[change.kind]++;
  }
  return Array.from(tables, ([{ schema, name }, counts]) => ({
    schema,
    name,
    inserted: counts.insert,
    updated: counts.update,
    deleted: counts.delete,
  }));
}

/**
 * Columns that hold something else than what was staged for them, of those that may. A new row is kept whole: it is guarded
 * whole.
 */
function readAfter(
  connection: Connection,
  { table }: PlannedRow,
  change: RowChange,
  key: RowKey | null,
  reach: TriggerReach,
): SeenCell[] {
  if (key === null || change.kind === "delete") return NOTHING;
  const names = change.kind === "update" ? doubtfulSets(change, reach) : doubtfulColumns(change, reach);
  if (names.length === 0) return NOTHING;
  const cells = readCurrent(connection, table, key, names);
  if (!cells) return NOTHING;
  const given = change.sets;
  return names
    .map((column, i) => ({ column, base: cells[i] ?? null }))
    .filter(({ column, base }) => {
      const set = given.find((s) => s.column === column);
      return set === undefined || !sameScalar(set.value, base);
    });
}

/** Columns of an edit that may hold something else than what was set. The key tells what a column that is the rowid holds. */
function doubtfulSets({ table, sets }: RowChange, reach: TriggerReach): readonly string[] {
  const { byName } = columnsOf(table);
  const all = reach(table);
  let isSure = !all;
  for (const { column, value } of sets) isSure &&= isStoredAsGiven(byName.get(column), value);
  if (isSure) return NONE;
  return sets.map((s) => s.column).filter((column) => column !== rowidColumn(table));
}

/** Columns of a new row that may hold something else than what was set for them, or NULL. */
function doubtfulColumns({ table, sets }: RowChange, reach: TriggerReach): readonly string[] {
  const all = reach(table);
  const rowid = rowidColumn(table);
  let names: string[] | null = null;
  for (const column of columnsOf(table).ordinary) {
    if (column.name === rowid) continue;
    const value = valueOf(sets, column.name);
    const isSure = !all && (value === undefined ? column.defaultSql === null : isStoredAsGiven(column, value));
    if (!isSure) (names ??= []).push(column.name);
  }
  return names ?? NONE;
}

function valueOf(sets: RowChange["sets"], column: string): Scalar | undefined {
  for (const set of sets) if (set.column === column) return set.value;
  return undefined;
}

const NONE: readonly string[] = [];
const NOTHING: SeenCell[] = [];
const columns = new WeakMap<Table, { ordinary: Column[]; byName: ReadonlyMap<string, Column> }>();

function columnsOf(table: Table) {
  let known = columns.get(table);
  if (!known) {
    const ordinary = table.columns.filter((c) => c.kind === "ordinary");
    columns.set(table, (known = { ordinary, byName: new Map(ordinary.map((c) => [c.name, c])) }));
  }
  return known;
}

/** Source of the conversions: https://www.sqlite.org/datatype3.html §3; NULL may become a default (ON CONFLICT REPLACE). */
function isStoredAsGiven(column: Column | undefined, value: Scalar): boolean {
  if (column === undefined) return false;
  if (value === null) return !column.notNull && column.primaryKey === 0;
  if (value instanceof Uint8Array) return value.length <= SHORT;
  const { affinity } = column;
  if (typeof value === "string") return (affinity === "text" || affinity === "blob") && value.length <= SHORT;
  if (typeof value === "bigint") return affinity === "integer" || affinity === "numeric" || affinity === "blob";
  return affinity === "real" || affinity === "blob" || (affinity !== "text" && !Number.isInteger(value));
}
