/**
 * Joinery's own record of one database's session (decision D2): a small SQLite file under the app's data folder, or in
 * memory. Opened at the first question that needs it; the session and the workspace of a database share it.
 */
import type { Scalar } from "../../../../src-shared/model/cell.ts";
import type { Connection } from "../../connection/connection.ts";
import type { Connections } from "../../connection/connections.ts";
import { journalPath, openJournalFile } from "./journal-file.ts";

export class Journal {
  readonly connection: Connection;
  /** What happened while it was opened, in sentences. */
  readonly notices: readonly string[];

  constructor(folder: string | null, realPath: string | null) {
    // A database in memory is gone with its process, and so is what was staged for it.
    const path = folder === null || realPath === null ? null : journalPath(folder, realPath);
    const { connection, notice } = openJournalFile(path, folder);
    this.connection = connection;
    this.notices = notice === null ? [] : [notice];
    if (realPath !== null && this.about("path") === null) this.setAbout("path", realPath);
  }

  /** Runs `work` in one durable transaction: all of it is on disk when this returns, or none. */
  transaction<T>(work: () => T): T {
    return this.connection.db.transaction(work).immediate();
  }

  /** A value kept beside the staged rows; null when there is none. */
  about(name: string): Scalar {
    return this.connection.value({ sql: "SELECT value FROM about WHERE name = ?", parameters: [name] }) ?? null;
  }

  setAbout(name: string, value: Scalar): void {
    const put = "INSERT INTO about (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    this.connection.run({ sql: put, parameters: [name, value] });
  }

  close(): void {
    if (this.connection.db.open) this.connection.close();
  }
}

/** The rooms that keep things in the journal of one database open it once. */
const opened = new WeakMap<Connections, Journal>();

/** Gives the function that opens the journal of a database when first called. */
export function journalOf(connections: Connections, folder: string | null): () => Journal {
  return () => {
    const journal = opened.get(connections) ?? new Journal(folder, connections.realPath);
    opened.set(connections, journal);
    return journal;
  };
}

/** Closes the journal if it was opened. Safe to call twice. */
export function closeJournal(connections: Connections): void {
  opened.get(connections)?.close();
}
