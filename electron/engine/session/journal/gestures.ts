/** Undo steps in the journal: what each touched row was before and after, as numbers of versions. */
import type { Connection } from "../../connection/connection.ts";
import { COMMITTED_IDS } from "./commit-log.ts";

/** One row of a gesture; null: nothing was staged of it. */
export interface Change {
  readonly id: string;
  readonly before: number | null;
  readonly after: number | null;
}

const CHANGES = "SELECT staged, before, after FROM gesture_change WHERE gesture = ? ORDER BY place";
const PUT_STAGED = `INSERT INTO staged (id, version) VALUES (?, ?)
  ON CONFLICT (id) DO UPDATE SET version = excluded.version`;

/**
 * Writes a gesture and gives its number. The redo branch must be gone (`forgetRedo`). `tied`: rows of it became other rows
 * (an edit of a row that is gone became a new row), so that taking back one without the other would do the work twice.
 */
export function writeGesture(journal: Connection, label: string, changes: readonly Change[], tied: boolean): number {
  const gesture = journal.run({
    sql: "INSERT INTO gesture (label, at, tied) VALUES (?, ?, ?)",
    parameters: [label, new Date().toISOString(), tied ? 1n : 0n],
  });
  changes.forEach(({ id, before, after }, place) => {
    journal.run({
      sql: "INSERT INTO gesture_change (gesture, place, staged, before, after) VALUES (?, ?, ?, ?, ?)",
      parameters: [gesture.lastInsertRowid, BigInt(place), id, toInteger(before), toInteger(after)],
    });
  });
  return Number(gesture.lastInsertRowid);
}

/** The rows of a gesture, in the order they were touched. */
export function readChanges(journal: Connection, gesture: number): Change[] {
  return journal.query({ sql: CHANGES, parameters: [BigInt(gesture)] }).rows.map(([id, before, after]) => ({
    id: id as string,
    before: fromInteger(before),
    after: fromInteger(after),
  }));
}

/** The gesture that Undo takes back and the one that Redo brings back, when the one at `position` was the last done. */
export function gesturesAround(journal: Connection, position: number) {
  const at = [BigInt(position)];
  const undo = journal.row({ sql: "SELECT id, label FROM gesture WHERE id = ?", parameters: at });
  const redo = journal.row({ sql: "SELECT id, label FROM gesture WHERE id > ? ORDER BY id LIMIT 1", parameters: at });
  const gesture = (row: typeof undo) => (row ? { id: Number(row[0]), label: row[1] as string } : null);
  return { undo: gesture(undo), redo: gesture(redo) };
}

/** The gesture before this one; 0 when it is the first. */
export function gestureBefore(journal: Connection, gesture: number): number {
  const before = "SELECT coalesce(max(id), 0) FROM gesture WHERE id < ?";
  return Number(journal.value({ sql: before, parameters: [BigInt(gesture)] }));
}

/** Forgets what was undone: a new gesture takes another branch. Versions that only it had go with it. */
export function forgetRedo(journal: Connection, position: number): void {
  const at = [BigInt(position)];
  const versions = journal.query({
    sql: "SELECT after FROM gesture_change WHERE gesture > ? AND after IS NOT NULL",
    parameters: at,
  }).rows;
  journal.run({ sql: "DELETE FROM gesture_change WHERE gesture > ?", parameters: at });
  journal.run({ sql: "DELETE FROM gesture WHERE id > ?", parameters: at });
  for (const [version] of versions) journal.run({ sql: "DELETE FROM version WHERE id = ?", parameters: [version] });
}

/**
 * Takes the rows that a commit wrote out of all gestures, undone ones too: undo and redo go on for the others, whose
 * states do not depend on them. Gestures that touched nothing else go. Where a tied gesture holds such a row, its other
 * rows lose their way through it as well: what came before it, or after it on the redo branch. Gives the last gesture
 * done that is left (0: none).
 */
export function forgetCommitted(journal: Connection, intent: number, position: number): number {
  const run = (sql: string, parameters: readonly bigint[]) => journal.run({ sql, parameters });
  const id = BigInt(intent);
  const tied = journal.query({
    sql: `SELECT id FROM gesture WHERE tied AND id IN (SELECT gesture FROM gesture_change WHERE staged IN (${COMMITTED_IDS}))`,
    parameters: [id],
  }).rows;
  for (const [gesture] of tied as bigint[][]) {
    const side = (gesture as bigint) <= BigInt(position) ? "<=" : ">=";
    run(
      `DELETE FROM gesture_change WHERE gesture ${side} ? AND staged IN
        (SELECT staged FROM gesture_change WHERE gesture = ?)`,
      [gesture as bigint, gesture as bigint],
    );
  }
  run(`DELETE FROM gesture_change WHERE staged IN (${COMMITTED_IDS})`, [id]);
  run("DELETE FROM gesture WHERE id NOT IN (SELECT gesture FROM gesture_change)", []);
  const last = "SELECT coalesce(max(id), 0) FROM gesture WHERE id <= ?";
  return Number(journal.value({ sql: last, parameters: [BigInt(position)] }));
}

/** Makes a version the staged state of its row; null: nothing is staged of it. */
export function putStaged(journal: Connection, id: string, version: number | null): void {
  if (version === null) journal.run({ sql: "DELETE FROM staged WHERE id = ?", parameters: [id] });
  else journal.run({ sql: PUT_STAGED, parameters: [id, BigInt(version)] });
}

function toInteger(version: number | null): bigint | null {
  return version === null ? null : BigInt(version);
}

function fromInteger(version: unknown): number | null {
  return version === null || version === undefined ? null : Number(version);
}
