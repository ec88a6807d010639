/**
 * Commits in the journal. An intent is written down durably before the COMMIT of the user's file and marked done after
 * it; one that is still `open` when a session begins was cut off in between, and its marks tell which way it went.
 */
import type { Intent, Mark } from "./intent.ts";
import type { Cell, Scalar } from "../../../../src-shared/model/cell.ts";
import type { Connection } from "../../connection/connection.ts";
import { fromCellColumns, toCellColumns } from "./cell-columns.ts";
import { CASCADED_VERSIONS, COMMITTED_PLACES, forgetVersions, labelOf, writeCommitted } from "./commit-log.ts";
import { forgetCommitted } from "./gestures.ts";

const INSERT_MARK = `INSERT INTO commit_mark
  (intent, place, staged, role, column_name, base_form, base, base_bytes, after_form, after, after_bytes)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const SELECT_MARKS = `SELECT staged, role, column_name, base_form, base, base_bytes, after_form, after, after_bytes
  FROM commit_mark WHERE intent = ? ORDER BY place`;

/** Writes an open intent, with all that its history will need; gives its number. `position`: the last gesture done. */
export function writeIntent(journal: Connection, intent: Intent, position: number): number {
  const { lastInsertRowid: id } = journal.run({
    sql: `INSERT INTO commit_intent (at, state, inserted, updated, deleted, cascaded, others)
      VALUES (?, 'open', ?, ?, ?, ?, ?)`,
    parameters: [
      new Date().toISOString(),
      ...[intent.inserted, intent.updated, intent.deleted, intent.cascaded, intent.others].map(BigInt),
    ],
  });
  writeCommitted(journal, id, intent);
  const label = labelOf(journal, id, position, intent.all);
  journal.run({ sql: "UPDATE commit_intent SET label = ? WHERE id = ?", parameters: [label, id] });
  let place = 0n;
  const write = (staged: string, role: string, column: string, before?: Cell, after?: Cell) => {
    const cells: Scalar[] = [...toCellColumns(before), ...toCellColumns(after)];
    journal.run({ sql: INSERT_MARK, parameters: [id, place++, staged, role, column, ...cells] });
  };
  for (const mark of intent.marks) {
    for (const part of mark.key) write(mark.id, "key", "", undefined, part);
    for (const { column, before, after } of mark.cells) write(mark.id, "cell", column, before, after);
  }
  return Number(id);
}

/** The intent that was cut off, if there is one. */
export function readOpenIntent(journal: Connection): { id: number; marks: Mark[] } | null {
  const open = "SELECT id FROM commit_intent WHERE state = 'open' ORDER BY id DESC LIMIT 1";
  const id = journal.value({ sql: open, parameters: [] });
  if (typeof id !== "bigint") return null;
  const marks = new Map<string, { key: Scalar[]; cells: { column: string; before?: Cell; after?: Cell }[] }>();
  for (const row of journal.query({ sql: SELECT_MARKS, parameters: [id] }).rows) {
    const [staged, role, column] = row as string[];
    const before = fromCellColumns(row.slice(3, 6));
    const after = fromCellColumns(row.slice(6, 9));
    const mark = marks.get(staged as string) ?? { key: [], cells: [] };
    marks.set(staged as string, mark);
    if (role === "key") mark.key.push((after ?? null) as Scalar);
    else
      mark.cells.push({
        column: column as string,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      });
  }
  return { id: Number(id), marks: [...marks].map(([staged, mark]) => ({ id: staged, ...mark })) };
}

/** The commit did not happen: its intent goes, everything stays staged. Versions of its cascades go with it. */
export function dropIntent(journal: Connection, intent: number): void {
  const id = [BigInt(intent)];
  journal.run({ sql: `DELETE FROM version WHERE id IN (${CASCADED_VERSIONS})`, parameters: id });
  journal.run({ sql: "DELETE FROM commit_intent WHERE id = ?", parameters: id });
}

/** What a commit took out of the session. */
export interface Finished {
  /** Its number. */
  readonly intent: number;
  /** Ids of the rows that are staged no more; null: all. */
  readonly ids: readonly string[] | null;
  /** The last gesture done that is still there; 0: none. */
  readonly position: number;
}

/**
 * The commit happened: what it wrote is staged no more, and nothing that undo or redo can reach touches those rows.
 * Its rows are kept for its history. Gives null when another process of ours settled it before.
 */
export function finishIntent(journal: Connection, intent: number, position: number): Finished | null {
  const id = [BigInt(intent)];
  const run = (sql: string, parameters: readonly bigint[] = []) => journal.run({ sql, parameters });
  const state = journal.value({ sql: "SELECT state FROM commit_intent WHERE id = ?", parameters: id });
  if (state !== "open") return null;
  run("UPDATE commit_intent SET state = 'done' WHERE id = ?", id);
  run("DELETE FROM commit_mark WHERE intent = ?", id);
  // Its rows are staged ones and those of its cascades, so counting tells whether it took all that was staged.
  const left = `SELECT (SELECT count(*) FROM staged) + cascaded
      - (SELECT coalesce(sum(last - version + 1), 0) FROM commit_row WHERE intent = commit_intent.id) FROM commit_intent WHERE id = ?`;
  if (journal.value({ sql: left, parameters: id }) === 0n) {
    run("DELETE FROM gesture_change");
    run("DELETE FROM gesture");
    run("DELETE FROM staged");
    forgetVersions(journal);
    return { intent, ids: null, position: 0 };
  }
  const written = `WHERE place IN (${COMMITTED_PLACES})`;
  const ids = journal
    .query({ sql: `SELECT id FROM staged ${written}`, parameters: id })
    .rows.map(([row]) => row as string);
  const last = forgetCommitted(journal, intent, position);
  run(`DELETE FROM staged ${written}`, id);
  return { intent, ids, position: last };
}
