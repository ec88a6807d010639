/** What the journal keeps of past commits: enough to show them and to stage their inverse. */
import type { CommittedRow } from "./intent.ts";
import type { Cell } from "../../../../src-shared/model/cell.ts";
import type { CommitEntry } from "../../../../src-shared/model/commit.ts";
import type { RowKey } from "../../../../src-shared/model/rows.ts";
import type { Connection } from "../../connection/connection.ts";
import type { Entry, SeenCell } from "../unit-of-work.ts";
import { fromCellColumns, toCellColumns } from "./cell-columns.ts";
import type { Intent } from "./intent.ts";
import { readVersion } from "./versions.ts";

/** Rows are kept of so many commits, and of fewer when they are large; of older ones time and figures. */
const KEPT_COMMITS = 100;
const KEPT_ROWS = 100_000;
/** A commit's label names so many gestures. */
const NAMED_GESTURES = 3;

/** The label of rolling back. What came before it is in no commit after it, so a commit's label does not name it. */
export const ROLL_BACK = "Roll back";

/** A row of a past commit. */
export interface LoggedRow extends CommittedRow {
  readonly entry: Entry;
}

const INSERT_ROWS = "INSERT INTO commit_row (version, last, intent, role) VALUES (?, ?, ?, ?)";
const INSERT_CELL = `INSERT INTO commit_cell (intent, version, place, role, column_name, form, value, bytes)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const INSERT_TABLE = `INSERT INTO commit_table (intent, schema_name, table_name, inserted, updated, deleted)
  VALUES (?, ?, ?, ?, ?, ?)`;

/** The versions of a commit (and of its cascades), to be joined with others by `version.id`; `?` is the intent. */
const VERSIONS = `commit_row CROSS JOIN version ON version.id BETWEEN commit_row.version AND commit_row.last
  AND commit_row.intent = ?`;
export const COMMITTED_VERSIONS = `SELECT version.id FROM ${VERSIONS}`;
export const COMMITTED_IDS = `SELECT version.staged FROM ${VERSIONS}`;
export const CASCADED_VERSIONS = `${COMMITTED_VERSIONS} WHERE commit_row.role = 'cascade'`;
/** The places of staged rows that a commit wrote. */
export const COMMITTED_PLACES = `SELECT staged.place FROM commit_row
  CROSS JOIN staged ON staged.version BETWEEN commit_row.version AND commit_row.last WHERE commit_row.intent = ?`;

/** Writes rows and figures of a commit under its intent. */
export function writeCommitted(journal: Connection, intent: bigint, { versions, rows, tables }: Intent): void {
  const write = (numbers: readonly number[], role: CommittedRow["role"]) => {
    for (const { first, last } of rangesOf(numbers)) {
      journal.run({ sql: INSERT_ROWS, parameters: [BigInt(first), BigInt(last), intent, role] });
    }
  };
  write(versions, "staged");
  write(
    rows.filter((row) => row.role === "cascade").map((row) => row.version),
    "cascade",
  );
  for (const { version, key, before, after } of rows) {
    let place = 0n;
    const cell = (what: string, column: string, value: Cell) =>
      journal.run({
        sql: INSERT_CELL,
        parameters: [intent, BigInt(version), place++, what, column, ...toCellColumns(value)],
      });
    for (const part of key ?? []) cell("key", "", part);
    for (const { column, base } of before) cell("before", column, base);
    for (const { column, base } of after) cell("after", column, base);
  }
  for (const t of tables) {
    const figures = [t.inserted, t.updated, t.deleted].map(BigInt);
    journal.run({ sql: INSERT_TABLE, parameters: [intent, t.schema, t.name, ...figures] });
  }
}

/** Whole numbers as ranges without gaps. */
function rangesOf(numbers: readonly number[]): { first: number; last: number }[] {
  const ranges: { first: number; last: number }[] = [];
  let open: { first: number; last: number } | undefined;
  // As they come, mostly.
  const rising = numbers.every((number, i) => i === 0 || number > (numbers[i - 1] as number));
  for (const number of rising ? numbers : numbers.toSorted((a, b) => a - b)) {
    if (open && number === open.last + 1) open.last = number;
    else ranges.push((open = { first: number, last: number }));
  }
  return ranges;
}

/** The last few labels of the gestures that made what an intent writes. */
export function labelOf(journal: Connection, intent: bigint, position: number, all: boolean): string {
  const part = all ? "" : `AND id IN (SELECT gesture FROM gesture_change WHERE staged IN (${COMMITTED_IDS}))`;
  const labels = journal
    .query({
      sql: `SELECT label FROM gesture WHERE id <= ?
        AND id > (SELECT coalesce(max(id), 0) FROM gesture WHERE id <= ? AND label = ?) ${part}
        GROUP BY label ORDER BY max(id) DESC LIMIT ${NAMED_GESTURES + 1}`,
      parameters: [BigInt(position), BigInt(position), ROLL_BACK, ...(all ? [] : [intent])],
    })
    .rows.map(([label]) => label as string)
    .filter((label) => label !== "");
  const named = labels.slice(0, NAMED_GESTURES).toReversed().join(", ");
  return labels.length > NAMED_GESTURES ? `…, ${named}` : named;
}

/** Past commits, newest first, that are older than `before` (null: from the newest). */
export function readHistory(journal: Connection, before: number | null, limit: number): CommitEntry[] {
  const commits = journal.query({
    sql: `SELECT id, at, label, inserted, updated, deleted, cascaded, others,
        EXISTS (SELECT 1 FROM commit_row WHERE intent = commit_intent.id)
      FROM commit_intent WHERE state = 'done' AND id < coalesce(?, id + 1) ORDER BY id DESC LIMIT ?`,
    parameters: [before === null ? null : BigInt(before), BigInt(limit)],
  }).rows;
  return commits.map(([id, at, label, inserted, updated, deleted, cascaded, others, kept]) => ({
    id: Number(id),
    at: at as string,
    label: label as string,
    inserted: Number(inserted),
    updated: Number(updated),
    deleted: Number(deleted),
    cascaded: Number(cascaded),
    others: Number(others),
    tables: journal
      .query({
        sql: "SELECT schema_name, table_name, inserted, updated, deleted FROM commit_table WHERE intent = ?",
        parameters: [id as bigint],
      })
      .rows.map(([schema, name, ins, upd, del]) => ({
        table: { schema: schema as string, name: name as string },
        inserted: Number(ins),
        updated: Number(upd),
        deleted: Number(del),
      })),
    notUndoable: kept === 1n ? null : "Its rows are not kept any more.",
  }));
}

/**
 * The rows of a past commit, or those of them that were staged under these ids; null when there is no such commit or its rows
 * are not kept any more.
 */
export function readCommitted(journal: Connection, commit: number, wanted?: ReadonlySet<string>): LoggedRow[] | null {
  const id = [BigInt(commit)];
  const rows = journal.query({
    sql: `SELECT version.id, commit_row.role, version.staged FROM ${VERSIONS}
      WHERE EXISTS (SELECT 1 FROM commit_intent WHERE id = intent AND state = 'done') ORDER BY version.id`,
    parameters: id,
  }).rows;
  if (rows.length === 0) return null;
  const cells =
    "SELECT role, column_name, form, value, bytes FROM commit_cell WHERE intent = ? AND version = ? ORDER BY place";
  const some = wanted ? rows.filter(([, , id]) => wanted.has(id as string)) : rows;
  return some.map(([version, role]) => {
    const key: Cell[] = [];
    const before: SeenCell[] = [];
    const after: SeenCell[] = [];
    for (const [what, column, ...columns] of journal.query({ sql: cells, parameters: [...id, version as bigint] })
      .rows) {
      const base = fromCellColumns(columns) ?? null;
      if (what === "key") key.push(base);
      else (what === "before" ? before : after).push({ column: column as string, base });
    }
    return {
      entry: readVersion(journal, Number(version)),
      version: Number(version),
      role: role as CommittedRow["role"],
      key: key.length > 0 ? (key as RowKey) : null,
      before,
      after,
    };
  });
}

/** No two ranges overlap, so only the last one that begins at or before a version can hold it. */
const IS_COMMITTED = `coalesce(version.id <= (SELECT last FROM commit_row WHERE commit_row.version <= version.id
  ORDER BY commit_row.version DESC LIMIT 1), false)`;

/** Ids that new rows were staged with which a kept commit wrote. */
export const committedNewIds = (journal: Connection): Set<string> => committedNew(journal, "new_id");

/** The ids under which new rows were staged that a kept commit wrote. */
export const committedNewRows = (journal: Connection): Set<string> => committedNew(journal, "staged");

function committedNew(journal: Connection, column: "new_id" | "staged"): Set<string> {
  const sql = `SELECT ${column} FROM version WHERE new_id IS NOT NULL AND ${IS_COMMITTED}`;
  return new Set(journal.query({ sql, parameters: [] }).rows.map(([id]) => id as string));
}

/** Drops rows of commits that are too old. Takes milliseconds for thousands of rows, so nobody should wait for it. */
export function forgetOldRows(journal: Connection): void {
  const old = journal.query({
    sql: `SELECT id FROM (
        SELECT id, row_number() OVER newest AS place, sum(inserted + updated + deleted + cascaded) OVER newest AS total
        FROM (SELECT * FROM commit_intent WHERE state = 'done' ORDER BY id DESC LIMIT ${2 * KEPT_COMMITS})
        WINDOW newest AS (ORDER BY id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
      ) WHERE place > 1 AND (place > ? OR total > ?) AND EXISTS (SELECT 1 FROM commit_row WHERE intent = id)`,
    parameters: [BigInt(KEPT_COMMITS), BigInt(KEPT_ROWS)],
  }).rows;
  for (const [id] of old as bigint[][]) {
    journal.run({ sql: `DELETE FROM version WHERE id IN (${COMMITTED_VERSIONS})`, parameters: [id as bigint] });
    journal.run({ sql: "DELETE FROM commit_row WHERE intent = ?", parameters: [id as bigint] });
    journal.run({ sql: "DELETE FROM commit_cell WHERE intent = ?", parameters: [id as bigint] });
  }
}

/**
 * When nothing is staged any more: drops the versions that no commit has. Versions are numbered upwards, so only those
 * since it was last done are looked at.
 */
export function forgetVersions(journal: Connection): void {
  const swept = "(SELECT coalesce((SELECT value FROM about WHERE name = 'swept'), 0))";
  // Mostly every row was edited once and committed: then the numbers since are all in commits, and none has to be looked for.
  const spare = `SELECT coalesce((SELECT max(id) FROM version), 0) - ${swept}
    - coalesce((SELECT sum(last - version + 1) FROM commit_row WHERE version > ${swept}), 0)`;
  if (journal.value({ sql: spare, parameters: [] }) !== 0n) {
    journal.run({ sql: `DELETE FROM version WHERE id > ${swept} AND NOT ${IS_COMMITTED}`, parameters: [] });
  }
  journal.run({
    sql: `INSERT INTO about (name, value) SELECT 'swept', coalesce(max(id), 0) FROM version WHERE true
      ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    parameters: [],
  });
}
