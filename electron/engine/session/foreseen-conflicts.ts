/** Conflicts that a commit would meet, told while its rows are only staged. The commit itself stays the judge. */
import type { Conflict } from "../../../src-shared/model/session.ts";
import type { Index } from "../../../src-shared/model/schema.ts";
import type { Connection } from "../connection/connection.ts";
import type { PlannedRow } from "./commit-plan.ts";
import { findConflicts } from "./find-conflicts.ts";
import { movedRows } from "./moved-rows.ts";

/** More are not told before the commit: each brings the file's values along. */
const MOST = 1000;

/**
 * Staged rows whose base is not what the file holds now. Without new rows whose key is taken, which are told as a broken rule
 * (UNIQUE), rows that only have another rowid, which the commit finds by itself, and rows of views: looking for one of those
 * may run the whole view.
 */
export function foreseenConflicts(
  reader: Connection,
  rows: readonly PlannedRow[],
  indexes: readonly Index[],
): Conflict[] {
  const ofTables = rows.filter(({ table }) => table.kind !== "view");
  const found = findConflicts(reader, ofTables).filter(({ kind }) => kind !== "exists");
  if (found.length === 0) return [];
  const moved = movedRows(reader, ofTables, found, indexes);
  return found.filter(({ id }) => !moved.has(id)).slice(0, MOST);
}
