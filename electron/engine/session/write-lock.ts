/** The write lock of the user's file: taken for as short as possible, waited for at most a second. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Connection } from "../connection/connection.ts";
import type { Connections } from "../connection/connections.ts";
import { BUSY_TIMEOUT_MS } from "../connection/open-connection.ts";
import { isLocked } from "../engine-error.ts";

/** Each try waits as long as the connection's busy timeout by itself; meanwhile this process answers nothing. */
const PATIENCE_MS = 1000;

/** Does `work` again while another program holds the lock it needs, for a second in all. It must do nothing when it fails. */
export function patiently<T>(work: () => T): T {
  const until = performance.now() + PATIENCE_MS - BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      return work();
    } catch (thrown) {
      if (!isLocked(thrown) || performance.now() >= until) throw thrown;
    }
  }
}

/** Runs one statement, again while another program holds the lock it needs. */
export function whenUnlocked(connection: Connection, sql: string): void {
  patiently(() => connection.run({ sql, parameters: [] }));
}

/** Begins the transaction of a commit. Throws `file.locked`. */
export function beginWriting(connection: Connection): void {
  if (connection.db.inTransaction) {
    // Only in memory, where the console and the session share the one connection there is.
    throw new AppError({
      code: "file.locked",
      message: "The console has an open transaction on this database.",
      next: "Commit it or roll it back in the console, then try again.",
    });
  }
  whenUnlocked(connection, "BEGIN IMMEDIATE");
}

/** Ends the transaction without a change; SQLite may have ended it already. */
export function rollBack(connection: Connection): void {
  if (connection.db.inTransaction) connection.run({ sql: "ROLLBACK", parameters: [] });
}

/**
 * Looks at the file while nobody can write it. A database that cannot be written is looked at without the lock.
 * Throws `file.locked`, and `file.replaced` when the file that was opened is not at its path any more.
 */
export function withWriteLock<T>(connections: Connections, look: (connection: Connection) => T): T {
  assertSameFile(connections);
  if (connections.readOnlyReason() !== null) return look(connections.reader());
  const connection = connections.writer();
  beginWriting(connection);
  try {
    return look(connection);
  } finally {
    rollBack(connection);
  }
}

/**
 * Throws `file.replaced` when the path does not lead to the file that was opened any more: SQLite would go on writing
 * into a file that nobody can reach (in WAL mode without a word).
 */
export function assertSameFile(connections: Connections): void {
  if (!connections.replaced()) return;
  throw new AppError({
    code: "file.replaced",
    message: `“${connections.realPath}” was ${connections.fileIdentity() ? "replaced by another file" : "moved or deleted"} while it was open, so nothing is written to it.`,
    next: "Everything is still staged: put the file back, or open it again and check your changes against it.",
  });
}
