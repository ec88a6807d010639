/**
 * Commits in the journal. An intent is written down durably before the COMMIT of the user's file and marked done after
 * it; one that is still `open` when a session begins was cut off in between, and its marks tell which way it went.
 */
import type { Cell, Scalar } from "../../../../src-shared/model/cell.ts";
import type { RowKey } from "../../../../src-shared/model/rows.ts";
import type { Connection } from "../../connection/connection.ts";
import { fromCellColumns, toCellColumns } from "./cell-columns.ts";

/** Rows are kept of this many commits; of older ones only time and figures. */
const KEPT_COMMITS = 20;

/** How one row of a commit can be recognised: under which key it is to be found after it, and cells before and after. */
export interface Mark {
  readonly id: string;
  readonly key: RowKey;
  /** `before` absent: the row was not there; `after` absent: it is not there any more. */
  readonly cells: readonly { column: string; before?: Cell; after?: Cell }[];
}

export interface Intent {
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly marks: readonly Mark[];
}

const INSERT_MARK = `INSERT INTO commit_mark
  (intent, place, staged, role, column_name, base_form, base, base_bytes, after_form, after, after_bytes)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const SELECT_MARKS = `SELECT staged, role, column_name, base_form, base, base_bytes, after_form, after, after_bytes
  FROM commit_mark WHERE intent = ? ORDER BY place`;

/** Writes an open intent over everything that is staged; gives its number. */
export function writeIntent(journal: Connection, intent: Intent): number {
  const { lastInsertRowid: id } = journal.run({
    sql: "INSERT INTO commit_intent (at, state, inserted, updated, deleted) VALUES (?, 'open', ?, ?, ?)",
    parameters: [new Date().toISOString(), BigInt(intent.inserted), BigInt(intent.updated), BigInt(intent.deleted)],
  });
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

/** The commit did not happen: its intent goes, everything stays staged. */
export function dropIntent(journal: Connection, intent: number): void {
  journal.run({ sql: "DELETE FROM commit_intent WHERE id = ?", parameters: [BigInt(intent)] });
}

/**
 * The commit happened: what was staged becomes its rows, and nothing is staged any more. Undo steps end here; the rows of
 * a commit are kept for its history. Gives false when another process of ours settled it before.
 */
export function finishIntent(journal: Connection, intent: number): boolean {
  const id = [BigInt(intent)];
  const state = journal.value({ sql: "SELECT state FROM commit_intent WHERE id = ?", parameters: id });
  if (state !== "open") return false;
  const run = (sql: string, parameters: readonly bigint[] = []) => journal.run({ sql, parameters });
  // Versions are numbered upwards, so those above the last commit's are of this one: kept if staged, else only history.
  const last = journal.value({ sql: "SELECT coalesce(max(last_version), 0) FROM commit_intent", parameters: [] });
  run("DELETE FROM gesture_change");
  run("DELETE FROM gesture");
  run("DELETE FROM version WHERE id > ? AND id NOT IN (SELECT version FROM staged)", [last as bigint]);
  const [first, highest] = journal.row({ sql: "SELECT min(version), max(version) FROM staged", parameters: [] }) ?? [];
  journal.run({
    sql: "UPDATE commit_intent SET state = 'done', first_version = ?, last_version = ? WHERE id = ?",
    parameters: [first, highest, ...id],
  });
  run("DELETE FROM staged");
  run("DELETE FROM commit_mark WHERE intent = ?", id);
  const old = "SELECT max(last_version) FROM commit_intent WHERE id <= ?";
  run(`DELETE FROM version WHERE id <= (${old})`, [BigInt(intent - KEPT_COMMITS)]);
  return true;
}
