/**
 * What a commit must remember of the rows it writes, beyond their staged versions, so that its exact inverse can be staged
 * later: keys, whole values that were replaced, and what SQLite made of the values (affinity, defaults, triggers).
 */
import { isPreview, type Scalar } from "../../../src-shared/model/cell.ts";
import type { Column, Table } from "../../../src-shared/model/schema.ts";
import type { Connection } from "../connection/connection.ts";
import type { CommittedRow, TableFigures } from "./journal/commit-log.ts";
import type { PlannedRow } from "./plan-commit.ts";
import { readCurrent, readWhole } from "./read-current.ts";
import { rowidColumn } from "./row-address.ts";
import type { RowChange } from "./statements.ts";
import type { SeenCell } from "./unit-of-work.ts";
import type { WrittenRow } from "./write-rows.ts";

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
    triggers: boolean,
  ): CommittedRow[] {
    const rows: CommittedRow[] = [];
    for (const { row, change, key } of written) {
      const before = (this.#before.size > 0 && this.#before.get(row)) || NOTHING;
      const after = readAfter(connection, row.table, change, key, triggers);
      const moved = change.kind === "insert" || change.returning.length > 0 ? key : null;
      if (moved === null && before.length === 0 && after.length === 0) continue;
      rows.push({ version: versionOf(row), role: "staged", key: moved, before, after });
    }
    return rows;
  }
}

function hasPreview(guards: readonly SeenCell[]): boolean {
  for (const { base } of guards) if (isPreview(base)) return true;
  return false;
}

/** Rows written, by table. */
export function figuresByTable(written: readonly WrittenRow[]): TableFigures[] {
  const tables = new Map<Table, { insert: number; update: number; delete: number; check: number }>();
  let last: Table | null = null;
  let counts = { insert: 0, update: 0, delete: 0, check: 0 };
  for (const { row, change } of written) {
    if (row.table !== last) {
      counts = tables.get(row.table) ?? { insert: 0, update: 0, delete: 0, check: 0 };
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

/** Columns that may hold something else than what was staged for them. A new row is kept whole: it is guarded whole. */
function readAfter(
  connection: Connection,
  table: Table,
  change: RowChange,
  key: WrittenRow["key"],
  triggers: boolean,
): SeenCell[] {
  if (key === null || change.kind === "delete") return NOTHING;
  const { byName, ordinary } = columnsOf(table);
  const isDoubtful = (column: Column | undefined, value: Scalar) =>
    triggers || column === undefined || !isStoredAsGiven(column, value);
  let names: string[];
  if (change.kind === "update") {
    if (!change.sets.some((s) => isDoubtful(byName.get(s.column), s.value))) return NOTHING;
    names = change.sets.map((s) => s.column);
  } else {
    const given = new Map(change.sets.map((s) => [s.column, s.value]));
    names = ordinary
      .filter((c) => {
        const value = given.get(c.name);
        return value === undefined ? triggers || c.defaultSql !== null : isDoubtful(c, value);
      })
      .map((c) => c.name);
  }
  // The key tells what a column that is the rowid holds.
  names = names.filter((column) => column !== rowidColumn(table));
  if (names.length === 0) return NOTHING;
  const cells = readCurrent(connection, table, key, names);
  return cells ? names.map((column, i) => ({ column, base: cells[i] ?? null })) : NOTHING;
}

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
function isStoredAsGiven(column: Column, value: Scalar): boolean {
  if (value === null) return !column.notNull && column.primaryKey === 0;
  if (value instanceof Uint8Array) return value.length <= SHORT;
  const { affinity } = column;
  if (typeof value === "string") return (affinity === "text" || affinity === "blob") && value.length <= SHORT;
  if (typeof value === "bigint") return affinity === "integer" || affinity === "numeric" || affinity === "blob";
  return affinity === "real" || affinity === "blob" || !Number.isInteger(value);
}
