/** Opens one SQLite connection with the settings every connection of Joinery has. */
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { isLocked, withAppErrors } from "../engine-error.ts";
import { Connection } from "./connection.ts";
import { mayWrite, sideFileSize } from "./database-file.ts";

/**
 * `read`: SQLite may recover and tidy up as it does for any reader, but no SQL can write (`query_only`).
 * `readonly`: the file is opened without the right to write.
 * `write`: no limit.
 */
export type ConnectionMode = "read" | "readonly" | "write";

/** Longest wait for another program's lock: while SQLite waits, this process answers nothing. */
export const BUSY_TIMEOUT_MS = 250;

/**
 * Opens a connection to an existing file (absolute real path), or to a new in-memory database (null).
 *
 * Reads the schema once, because SQLite tells only then that a file is no database, encrypted, damaged or locked.
 * Sets nothing that is stored in the file: journal mode, page size, encoding and user_version stay as they are.
 * `attachesNew`: ATTACH makes a file that is not there, as in the sqlite3 shell; the caller has seen that the main file is.
 * Throws an AppError (`file.…`).
 */
export function openConnection(
  path: string | null,
  mode: ConnectionMode,
  { attachesNew = false }: { attachesNew?: boolean } = {},
): Connection {
  const walOutOfReach = path !== null && sideFileSize(path, "-wal") > 0 && !mayWrite(dirname(path));
  return withAppErrors({ path, walOutOfReach, opening: true }, () => {
    const db = new Database(path === null ? ":memory:" : untrimmable(path), {
      readonly: path !== null && mode === "readonly",
      // What the main file is opened with holds for attached ones: without the right to make files ATTACH has none either.
      fileMustExist: path !== null && !attachesNew,
      timeout: BUSY_TIMEOUT_MS,
    });
    const connection = new Connection(db);
    try {
      prepareConnection(connection, path === null ? "write" : mode);
    } catch (thrown) {
      connection.close();
      throw thrown;
    }
    return connection;
  });
}

/**
 * A copy of a database in memory, page by page: rowids and all that is broken in it are the same. What an open transaction of the
 * connection changed is in it. Throws SqliteError.
 */
export function copyInMemory(of: Connection): Connection {
  const pages = of.db.serialize();
  // Byte 18 and 19 of the header: a file in WAL mode could not be opened without its WAL. Source: fileformat2.html §1.3.3
  pages.fill(1, 18, 20);
  const connection = new Connection(new Database(pages));
  prepareConnection(connection, "write");
  return connection;
}

/**
 * better-sqlite3 trims file names, so "a.db " would open "a.db". SQLite drops a last element "." itself, after that.
 * Source: `Database()` in better-sqlite3/lib/database.js; appendAllPathElements() in SQLite's os_unix.c.
 */
function untrimmable(path: string): string {
  return path.trim() === path ? path : `${path}/.`;
}

/** Source of the settings: https://www.sqlite.org/security.html, and howtocorrupt.html §3 for synchronous. */
function prepareConnection(connection: Connection, mode: ConnectionMode): void {
  // Functions with side effects may not run from views, triggers or defaults of a file we did not make.
  connection.pragma("trusted_schema = OFF");
  connection.pragma("mmap_size = 0");
  // Before writing, a damaged page should be noticed early; for reading, this would refuse rows that can be read.
  if (mode === "write") connection.pragma("cell_size_check = ON");
  if (mode === "read") connection.pragma("query_only = ON");
  retryRecovery(() => connection.value({ sql: "SELECT count(*) FROM sqlite_schema", parameters: [] }));
  // NORMAL, the default in WAL mode, does not sync at commit: a commit could be lost at a power failure. In rollback
  // mode only EXTRA also syncs the folder after the journal is deleted.
  const wal = connection.pragma("journal_mode")[0]?.[0] === "wal";
  connection.pragma(`synchronous = ${wal ? "FULL" : "EXTRA"}`);
}

/** While another connection recovers a WAL, SQLite does not wait but says BUSY_RECOVERY; a second try does the waiting. */
function retryRecovery(read: () => unknown): void {
  try {
    read();
  } catch (thrown) {
    if (!isLocked(thrown) || (thrown as { code?: string }).code !== "SQLITE_BUSY_RECOVERY") throw thrown;
    read();
  }
}
