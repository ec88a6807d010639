/** Finds past runs by words of their text. */
import type { HistoryEntry, HistoryQuestion } from "../../../../src-shared/model/console-history.ts";
import type { Scalar } from "../../../../src-shared/model/cell.ts";
import type { Connection } from "../../connection/connection.ts";

/** UTF-16 units (about) of a text that are listed. */
const HEAD = 2000;

/** Entries that fit, newest first, and whether there are older ones. `path`: of the open database. Throws SqliteError. */
export function listRuns(
  history: Connection,
  path: string | null,
  { search, thisDatabase, before, limit }: HistoryQuestion,
): { entries: HistoryEntry[]; more: boolean } {
  const conditions: string[] = [];
  const parameters: Scalar[] = [];
  const where = (condition: string, value: Scalar) => {
    conditions.push(condition);
    parameters.push(value);
  };
  if (before !== null) where("id < ?", BigInt(before));
  if (thisDatabase) where("path IS ?", path);
  for (const word of search.split(/\s+/).filter(Boolean)) {
    where("sql LIKE ? ESCAPE '\\'", `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`);
  }
  const { rows } = history.query({
    sql: `SELECT id, path, at, state, milliseconds, statements, rows, changes, error, substr(sql, 1, ${HEAD}), length, process
          FROM run ${conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : ""} ORDER BY id DESC LIMIT ?`,
    parameters: [...parameters, BigInt(limit + 1)],
  });
  return { entries: rows.slice(0, limit).map(entryOf), more: rows.length > limit };
}

function entryOf(row: Scalar[]): HistoryEntry {
  const [id, path, at, state, milliseconds, statements, rows, changes, error, head, length, owner] = row;
  const isLost = state === "running" && !isAlive(Number(owner));
  return {
    id: Number(id),
    path: path as string | null,
    at: new Date(Number(at)).toISOString(),
    state: isLost ? "lost" : (state as HistoryEntry["state"]),
    milliseconds: milliseconds as number | null,
    statements: Number(statements),
    rows: Number(rows),
    changes: changes === null ? null : Number(changes),
    error: error as string | null,
    head: String(head),
    length: Number(length),
  };
}

/** Does the process that wrote a run still live? (Its number may belong to another one by now: then it looks as running.) */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as { code?: string }).code === "EPERM";
  }
}
