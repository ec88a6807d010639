/**
 * Joinery's own record of one database's session (decision D2): a small SQLite file under the app's data folder, or in
 * memory. Opened at the first question that needs it; the session and the workspace of a database share it.
 */
import type { Scalar } from "../../../../src-shared/model/cell.ts";
import { mkdirSync } from "node:fs";
import { AppError } from "../../../../src-shared/errors/app-error.ts";
import type { Connections } from "../../connection/connections.ts";
import {
  filesAt,
  type JournalConnection,
  type JournalFiles,
  journalError,
  journalPath,
  openJournalFile,
  revisionAt,
  writeAnew,
} from "./journal-file.ts";
import {
  isSameFile,
  type KnownFile,
  knownFile,
  moveJournal,
  type OtherJournal,
  otherJournals,
  readKnownFile,
} from "./other-journals.ts";

export class Journal {
  #connection: JournalConnection;
  /** Where it is; null in memory. */
  readonly #path: string | null;
  readonly #folder: string | null;
  /** The files at its path that the connection has open. */
  #files: JournalFiles;
  /** What happened while it was opened, in sentences. */
  readonly notices: readonly string[];

  constructor(folder: string | null, realPath: string | null) {
    // A database in memory is gone with its process, and so is what was staged for it.
    const path = folder === null || realPath === null ? null : journalPath(folder, realPath);
    const { connection, notice } = openJournalFile(path, folder);
    this.#connection = connection;
    [this.#path, this.#folder, this.#files] = [path, folder, filesAt(path)];
    const notices = notice === null ? [] : [notice];
    this.notices = notices;
    if (folder === null || realPath === null || path === null) return;
    if (this.about("path") === null) this.setAbout("path", realPath);
    const file = knownFile(realPath);
    if (!isSameFile(readKnownFile(this.about("identity")), file)) {
      const moved = this.isBlank() ? otherJournals(folder, realPath, path).find((other) => other.sameFile) : undefined;
      if (moved) notices.push(this.#takeAlong(moved));
    }
    if (!this.hasStaged()) this.keepFile(file);
  }

  /** Another one after `restore` and `follow`. */
  get connection(): JournalConnection {
    return this.#connection;
  }

  /**
   * Writes the file anew when somebody deleted or replaced it: all of it is still known through the open connection. To be called
   * before anything is written to it; what goes into a deleted file is gone with this process. Throws an AppError that says so when it
   * cannot be written. True when it was.
   */
  restore(): boolean {
    if (this.#path === null || this.#isThere()) return false;
    if (this.#followed()) return false;
    try {
      if (this.#folder !== null) mkdirSync(this.#folder, { recursive: true });
      writeAnew(this.connection, this.#path);
    } catch (thrown) {
      const { data } = journalError(thrown, this.#path);
      throw new AppError({
        ...data,
        message: `The file of Joinery’s that keeps your unsaved changes was removed, and cannot be written again: ${data.message}`,
      });
    }
    this.#reopen();
    return true;
  }

  /** Reads on in the file that another process of ours wrote anew. */
  follow(): void {
    if (this.#path !== null && !this.#isThere()) this.#followed();
  }

  /** Is another file at the path that knows at least what this one does? Then it is opened. */
  #followed(): boolean {
    // The same file without its -wal is half of what we know.
    if (filesAt(this.#path).main === this.#files.main) return false;
    if (this.#path === null || (revisionAt(this.#path) ?? -1) < Number(this.about("revision") ?? 0n)) return false;
    this.#reopen();
    return true;
  }

  #reopen(): void {
    abandoned.push(this.#connection);
    this.#connection = openJournalFile(this.#path, this.#folder).connection;
    this.#files = filesAt(this.#path);
  }

  #isThere(): boolean {
    const now = filesAt(this.#path);
    return now.main === this.#files.main && (this.#files.wal === null || now.wal === this.#files.wal);
  }

  /** Nothing was ever staged or committed by it: what a moved file left at its old path can go here as it is. */
  isBlank(): boolean {
    const any = `SELECT EXISTS (SELECT 1 FROM staged) + EXISTS (SELECT 1 FROM gesture)
      + EXISTS (SELECT 1 FROM commit_intent)`;
    return this.connection.value({ sql: any, parameters: [] }) === 0n;
  }

  hasStaged(): boolean {
    return this.connection.value({ sql: "SELECT EXISTS (SELECT 1 FROM staged)", parameters: [] }) === 1n;
  }

  /** Keeps which file it is about: the one that is open while nothing is staged, then the one that was edited first. */
  keepFile(file: KnownFile | null): void {
    const text = file === null ? null : JSON.stringify(file);
    if (this.about("identity") !== text) this.setAbout("identity", text);
  }

  #takeAlong(moved: OtherJournal): string {
    moveJournal(this.connection, moved);
    const rows = moved.rows === 0 ? "its tabs" : `${moved.rows} pending ${moved.rows === 1 ? "change" : "changes"}`;
    return `This file was “${moved.database}” before; ${rows} came along.`;
  }

  /** Runs `work` in one durable transaction: all of it is on disk when this returns, or none. What `work` throws comes out as it is. */
  transaction<T>(work: () => T): T {
    const done = this.connection.transaction(work);
    // The -wal comes with the first write.
    this.#files.wal ??= filesAt(this.#path).wal;
    return done;
  }

  /**
   * The same for what can be found out again from the file: a crash of the app loses nothing of it, a power failure may. It is
   * on disk with the next durable one at the latest, because both go into one WAL.
   */
  lightTransaction<T>(work: () => T): T {
    this.connection.pragma("synchronous = NORMAL");
    try {
      return this.transaction(work);
    } finally {
      this.connection.pragma("synchronous = FULL");
    }
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

/**
 * Connections to files that are not at their path any more. They stay open as long as the process: closing one would delete the
 * -wal at its path, which is another file's by now.
 */
const abandoned: JournalConnection[] = [];

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
