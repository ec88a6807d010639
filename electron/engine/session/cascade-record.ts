/** Keeps the rows that a commit's foreign keys will change, so that undoing the commit brings them back as well. */
import type { Cell } from "../../../src-shared/model/cell.ts";
import { isPreview } from "../../../src-shared/model/cell.ts";
import type { Table } from "../../../src-shared/model/schema.ts";
import type { Connection } from "../connection/connection.ts";
import { type CascadedRow, walkCascade } from "./cascade.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { readCurrent, readWhole } from "./read-current.ts";
import { type Entry, stagedId } from "./unit-of-work.ts";

/** The file is locked while they are read: larger cascades are only counted. */
const KEPT_ROWS = 10_000;
const PATIENCE_MS = 1000;
/** Longer values are not kept; undoing the commit then says so. */
const WHOLE_BYTES = 1024 * 1024;

export interface CascadeRecord {
  /** To be called after the commit's statements: the rows as staged rows, and how many changes they were for SQLite. */
  finish(): { entries: Entry[]; changes: number };
}

/** Looks before anything is written. */
export function recordCascade(
  connection: Connection,
  staged: readonly PlannedRow[],
  allTables: readonly Table[],
): CascadeRecord {
  const nothing = { finish: () => ({ entries: [], changes: 0 }) };
  const deletes = new Set(staged.filter((r) => r.entry.staged.state === "deleted").map((r) => r.table.name));
  if (deletes.size === 0 || allTables.every((table) => table.foreignKeys.length === 0)) return nothing;
  const { rows, cascade } = walkCascade(connection, staged, allTables, {
    until: performance.now() + PATIENCE_MS,
    rows: KEPT_ROWS,
  });
  if (!cascade.complete || rows.length === 0) return nothing;
  const own = new Set(staged.map((row) => row.entry.staged.id));
  const before = rows.flatMap((row) => {
    const entry = own.has(idOf(row)) ? null : entryBefore(connection, row);
    return entry ? [{ row, entry }] : [];
  });
  const changes = cascade.links.reduce((sum, link) => sum + link.rows, 0);
  return {
    finish: () => {
      const entries = before.flatMap(({ row, entry }) => entryAfter(connection, row, entry) ?? []);
      // What is not kept is left to be counted among the others.
      return { entries, changes: changes - (rows.length - entries.length) };
    },
  };
}

function refOf({ table, key }: CascadedRow) {
  return { table: { schema: table.schema, name: table.name }, key };
}

function idOf(row: CascadedRow): string {
  return stagedId(refOf(row));
}

function entryBefore(connection: Connection, row: CascadedRow): Entry | null {
  const { table, key } = row;
  const columns = row.columns ?? table.columns.filter((c) => c.kind === "ordinary").map((c) => c.name);
  const cells = readCurrent(connection, table, key, columns);
  if (!cells) return null;
  const whole = (column: string, cell: Cell): Cell =>
    isPreview(cell) && !cell.damaged && cell.bytes <= WHOLE_BYTES
      ? (readWhole(connection, table, key, column) ?? cell)
      : cell;
  const values = columns.map((column, i) => ({ column, base: whole(column, cells[i] ?? null) }));
  const state = row.columns === null ? ("deleted" as const) : ("dirty" as const);
  return { staged: { id: idOf(row), state, row: refOf(row), values }, witness: [] };
}

/** null when the row did not become what was foreseen (a trigger, an order that SQLite chose otherwise). */
function entryAfter(connection: Connection, row: CascadedRow, entry: Entry): Entry | null {
  const { staged } = entry;
  const columns = row.columns ?? [];
  const now = readCurrent(connection, row.table, row.key, columns);
  if (staged.state === "deleted") return now === null ? entry : null;
  if (!now || now.some(isPreview)) return null;
  const values = staged.values.map((v, i) => ({ ...v, value: now[i] as Exclude<Cell, { bytes: number }> }));
  return { ...entry, staged: { ...staged, values } };
}
