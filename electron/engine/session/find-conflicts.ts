/** Compares every staged row with what the file holds now. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Cell } from "../../../src-shared/model/cell.ts";
import { objectKey } from "../../../src-shared/model/names.ts";
import { type RowKey, rowKeyText } from "../../../src-shared/model/rows.ts";
import type { Conflict } from "../../../src-shared/model/session.ts";
import type { Connection } from "../connection/connection.ts";
import { asAppError } from "../engine-error.ts";
import type { PlannedRow } from "./commit-plan.ts";
import type { SchemaReader } from "./ground-edit.ts";
import { plannedRows } from "./planned-rows.ts";
import { readCurrent } from "./read-current.ts";
import { keyColumns, rowidColumn } from "./row-address.ts";
import { StatementMaker } from "./statements.ts";
import { givenRowid, toChange } from "./to-change.ts";
import { type Entry, isNew } from "./unit-of-work.ts";

/**
 * The conflicts of rows that were staged just now. They are staged whatever comes of this: where the file cannot be looked at
 * (it is locked meanwhile), there are none, and the commit looks again.
 */
export function conflictsOfStaged(connection: Connection, entries: readonly Entry[], schema: SchemaReader): Conflict[] {
  try {
    return findConflicts(connection, plannedRows(entries, schema));
  } catch (thrown) {
    if (asAppError(thrown) instanceof AppError) return [];
    throw thrown;
  }
}

/** All conflicts of these rows, read in one snapshot; none when a commit would find everything as it was. */
export function findConflicts(connection: Connection, rows: readonly PlannedRow[]): Conflict[] {
  return connection.snapshot(() => {
    const maker = new StatementMaker();
    const freed = freedKeys(rows);
    return rows.flatMap((row) => {
      const conflict = isNew(row.entry.staged.row)
        ? takenKey(connection, row, freed)
        : changedRow(connection, maker, row, row.entry.staged.row.key);
      return conflict ? [conflict] : [];
    });
  });
}

function changedRow(connection: Connection, maker: StatementMaker, planned: PlannedRow, key: RowKey): Conflict | null {
  const { entry, table } = planned;
  const { id, row, values } = entry.staged;
  const change = toChange(planned, null);
  const held = connection.row(maker.make({ ...change, kind: "check" }));
  const mineOf = (column: string) => values.find((v) => v.column === column)?.value;
  const column = (name: string, base: Cell, theirs: Cell | undefined) => {
    const mine = mineOf(name);
    return {
      column: name,
      base,
      ...(mine === undefined ? {} : { mine }),
      ...(theirs === undefined ? {} : { theirs }),
    };
  };
  if (!held) return { id, row, kind: "gone", columns: change.guards.map((g) => column(g.column, g.base, undefined)) };
  const changed = change.guards.filter((_, i) => held[i] !== 1n);
  if (changed.length === 0) return null;
  const theirs =
    readCurrent(
      connection,
      table,
      key,
      changed.map((g) => g.column),
    ) ?? [];
  return { id, row, kind: "changed", columns: changed.map((g, i) => column(g.column, g.base, theirs[i] ?? null)) };
}

/** A new row whose own key belongs to a row of the file that is not staged to leave it. */
function takenKey(connection: Connection, planned: PlannedRow, freed: ReadonlySet<string>): Conflict | null {
  const { entry, table } = planned;
  const key = givenKey(planned);
  if (!key || freed.has(`${objectKey(table)} ${rowKeyText(key)}`)) return null;
  const { id, row, values } = entry.staged;
  const theirs = readCurrent(
    connection,
    table,
    key,
    values.map((v) => v.column),
  );
  if (!theirs) return null;
  const columns = values.map(({ column, value }, i) => ({ column, mine: value ?? null, theirs: theirs[i] ?? null }));
  return { id, row, kind: "exists", columns };
}

/** The whole key that a new row brings itself; null when SQLite or we choose it. */
export function givenKey(planned: PlannedRow): RowKey | null {
  const { entry, table } = planned;
  if (table.identity.kind === "rowid") {
    const rowid = givenRowid(planned);
    return rowid === null ? null : [rowid];
  }
  const key = keyColumns(table).map((column) => entry.staged.values.find((v) => v.column === column)?.value ?? null);
  return key.includes(null) ? null : key;
}

/** Keys that staged rows give up: deleted, or edited to another key. */
function freedKeys(rows: readonly PlannedRow[]): Set<string> {
  const freed = new Set<string>();
  for (const { entry, table } of rows) {
    const { row, state, values } = entry.staged;
    if (isNew(row)) continue;
    const columns = table.identity.kind === "rowid" ? [rowidColumn(table)] : keyColumns(table);
    if (state === "deleted" || values.some((v) => columns.includes(v.column))) {
      freed.add(`${objectKey(table)} ${rowKeyText(row.key)}`);
    }
  }
  return freed;
}
