/**
 * The history of the console: one SQLite file of ours for all databases, beside the journals. Every process of the console
 * writes it, so that a run outlives the end of its process; it is bounded, and losing it loses nothing of the user's data.
 */
import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { Connection } from "../../connection/connection.ts";

/** "JnrH". */
const APPLICATION_ID = 0x4a6e7248;
const VERSION = 1;
/** Other processes of ours write with short transactions. */
const BUSY_TIMEOUT_MS = 2000;

/** The text stands last: the other columns are read without its pages. `at` is in milliseconds since 1970. */
const LAYOUT = `
CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT, run_id TEXT NOT NULL, process INTEGER NOT NULL, path TEXT, at INTEGER NOT NULL,
  state TEXT NOT NULL, milliseconds REAL, statements INTEGER NOT NULL DEFAULT 0, rows INTEGER NOT NULL DEFAULT 0,
  changes INTEGER, error TEXT, length INTEGER NOT NULL, sql TEXT NOT NULL
);
CREATE INDEX run_path ON run (path, id);
`;

/** Opens the history of a folder, or makes it; one that is damaged is set aside. Throws when it cannot be kept there. */
export function openHistoryFile(folder: string): Connection {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "console-history.db");
  try {
    return open(path);
  } catch (thrown) {
    const code = (thrown as { code?: string }).code ?? "";
    if (code !== "SQLITE_NOTADB" && !code.startsWith("SQLITE_CORRUPT")) throw thrown;
    for (const suffix of ["-wal", "-shm", ""]) moveAside(path + suffix);
    return open(path);
  }
}

function moveAside(path: string): void {
  try {
    renameSync(path, `${path}.damaged`);
  } catch (thrown) {
    if ((thrown as { code?: string }).code !== "ENOENT") throw thrown;
  }
}

function open(path: string): Connection {
  const db = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    const connection = new Connection(db);
    const number = (pragma: string) => Number(connection.pragma(pragma)[0]?.[0]);
    connection.pragma("trusted_schema = OFF");
    if (number("application_id") === APPLICATION_ID && number("user_version") === VERSION) {
      connection.pragma("synchronous = NORMAL");
      return connection;
    }
    connection.pragma("journal_mode = WAL");
    connection.pragma("synchronous = NORMAL");
    db.transaction(() => {
      // Another process may have made it meanwhile.
      if (number("user_version") === VERSION) return;
      if (number("user_version") !== 0) throw new Error("The history was written by another version of Joinery.");
      db.exec(LAYOUT);
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${VERSION}`);
    }).immediate();
    return connection;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}
