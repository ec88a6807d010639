/** Closing a connection that may be in the middle of a statement. */
import type { Connection } from "../connection/connection.ts";

/** A statement that a limit of time ended in the middle keeps its connection busy; it goes with the process then. */
export function closeQuietly(connection: Connection): void {
  try {
    connection.close();
  } catch {
    // Nothing is lost: the connection can only read.
  }
}
