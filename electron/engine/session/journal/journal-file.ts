/** Opens a journal's file: makes it, checks it, refuses a newer one, sets a damaged one aside. */
import { createHash } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import Database from "better-sqlite3";
import { AppError } from "../../../../src-shared/errors/app-error.ts";
import { Connection } from "../../connection/connection.ts";
import type { Query, QueryResult, RunResult } from "../../connection/query.ts";
import { asAppError } from "../../engine-error.ts";
import { APPLICATION_ID, JOURNAL_VERSION, LAYOUT, UPGRADES } from "./layout.ts";

/** Another process of ours may be writing the same journal; its transactions are short. */
const BUSY_TIMEOUT_MS = 5000;
/** Larger journals are not checked page by page at every opening (3 to 15 ms a MB). */
const CHECKED_BYTES = 16 * 1024 * 1024;

/**
 * The connection of a journal. What its statements throw is said of the journal, wherever it comes out: a gesture reads the
 * user's file as well, and must not name one for the other.
 */
export class JournalConnection extends Connection {
  readonly #path: string | null;

  constructor(db: Database.Database, path: string | null) {
    super(db);
    this.#path = path;
  }

  override query(query: Query): QueryResult {
    return this.#ours(() => super.query(query));
  }

  override run(query: Query): RunResult {
    return this.#ours(() => super.run(query));
  }

  /** Runs `work` in one transaction that writes; what `work` itself throws comes out as it is. Throws an AppError. */
  transaction<T>(work: () => T): T {
    let ended = true;
    const watched = (): T => {
      ended = false;
      const done = work();
      ended = true;
      return done;
    };
    try {
      return this.db.transaction(watched).immediate();
    } catch (thrown) {
      throw ended ? journalError(thrown, this.#path) : thrown;
    }
  }

  #ours<T>(run: () => T): T {
    try {
      return run();
    } catch (thrown) {
      throw journalError(thrown, this.#path);
    }
  }
}

export interface OpenedJournal {
  readonly connection: JournalConnection;
  /** What had to be done to open it, as a sentence for the user. */
  readonly notice: string | null;
}

/** Where the journal of a database is: named after the database's real path. */
export function journalPath(folder: string, realPath: string): string {
  return join(folder, `${createHash("sha256").update(realPath).digest("hex").slice(0, 32)}.journal`);
}

/**
 * Opens the journal at a path, or a new one in memory (null). Throws an AppError: `journal.newer` when a newer Joinery
 * wrote it, `disk.…` or `file.…` when it cannot be opened. A damaged one is renamed, never deleted.
 */
export function openJournalFile(path: string | null, folder: string | null): OpenedJournal {
  if (path === null) return { connection: prepare(new Database(":memory:"), null), notice: null };
  if (folder !== null) mkdirSync(folder, { recursive: true });
  // A crash while it was written anew.
  if (!existsSync(path) && existsSync(path + COPY)) renameSync(path + COPY, path);
  try {
    return { connection: openExisting(path), notice: null };
  } catch (thrown) {
    const error = journalError(thrown, path);
    if (!damaged.has(error.data.code)) throw error;
    const aside = setAside(path);
    return {
      connection: openExisting(path),
      notice: `The journal of unsaved changes was damaged and could not be read; it was kept as “${aside}”.`,
    };
  }
}

/** What tells the files of a journal from others at the same path. */
export interface JournalFiles {
  readonly main: string | null;
  wal: string | null;
}

/** The files that are at the path of a journal now. */
export function filesAt(path: string | null): JournalFiles {
  const identity = (file: string): string | null => {
    const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
    return stat ? `${stat.dev} ${stat.ino}` : null;
  };
  return path === null ? { main: null, wal: null } : { main: identity(path), wal: identity(`${path}-wal`) };
}

/** How far the journal at a path has come; null when there is none, or none that can be read. */
export function revisionAt(path: string): number | null {
  if (!existsSync(path)) return null;
  let db: Database.Database | null = null;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    const revision = db.prepare("SELECT value FROM about WHERE name = 'revision'").pluck().get();
    return revision === undefined ? -1 : Number(revision);
  } catch {
    return null;
  } finally {
    db?.close();
  }
}

/** Writes a copy of a journal that is open to the path, in place of what is there. Throws what SQLite or the disk throws. */
export function writeAnew(journal: Connection, path: string): void {
  const copy = path + COPY;
  rmSync(copy, { force: true });
  journal.run({ sql: "VACUUM INTO ?", parameters: [copy] });
  const file = openSync(copy, "r+");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  // Those of the file before: SQLite would take them for this one's.
  for (const suffix of ["-wal", "-shm"]) rmSync(path + suffix, { force: true });
  renameSync(copy, path);
}

/** A failure of the journal, which is not the user's file nor on its disk. What is no AppError then is thrown as it was. */
export function journalError(thrown: unknown, path: string | null): AppError {
  if (thrown instanceof AppError) return thrown;
  const error = asAppError(thrown, path === null ? {} : { path });
  if (!(error instanceof AppError)) throw error;
  if (error.data.code === "file.locked") {
    // Our own processes do; waited for as long as BUSY_TIMEOUT_MS says.
    return new AppError({
      ...error.data,
      message:
        "Joinery’s own record of your unsaved changes is in use by another window of Joinery, so this was not done.",
      next: "Try again in a moment; what was staged before is still there.",
    });
  }
  if (error.data.code !== "disk.full" || path === null) return error;
  return new AppError({
    ...error.data,
    message: `The disk where Joinery keeps unsaved changes (${dirname(path)}) is full, so this one was not kept.`,
    next: "Free some space there and try again; what was staged before is still there.",
  });
}

/** A journal on its way to its place. */
const COPY = ".anew";

const damaged = new Set<string>(["file.notDatabase", "file.corrupt", "file.malformedSchema", "object.unreadable"]);

function openExisting(path: string): JournalConnection {
  const db = new Database(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    return prepare(db, path, statSync(path).size <= CHECKED_BYTES);
  } catch (thrown) {
    db.close();
    throw thrown;
  }
}

/**
 * WAL and synchronous=FULL: an answered gesture is on disk also after a power failure, and so is the intent of a commit
 * before the commit. Measured on an SSD: 0.2 ms a gesture, against 0.02 ms with NORMAL, which loses the last ones.
 */
function prepare(db: Database.Database, path: string | null, check = false): JournalConnection {
  const connection = new JournalConnection(db, path);
  const number = (pragma: string) => Number(connection.pragma(pragma)[0]?.[0]);
  connection.pragma("trusted_schema = OFF");
  connection.pragma("foreign_keys = ON");
  const isEmpty = () => connection.value({ sql: "SELECT count(*) FROM sqlite_schema", parameters: [] }) === 0n;
  if (isEmpty()) {
    connection.pragma("journal_mode = WAL");
    connection.pragma("synchronous = FULL");
    connection.transaction(() => {
      // Another process may have made the tables meanwhile.
      if (!isEmpty()) return;
      db.exec(LAYOUT);
      db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${JOURNAL_VERSION}`);
    });
    return connection;
  }
  connection.pragma("synchronous = FULL");
  if (number("application_id") !== APPLICATION_ID) throw notOurs();
  if (number("user_version") > JOURNAL_VERSION) {
    throw new AppError({
      code: "journal.newer",
      message: "The unsaved changes of this database were kept by a newer version of Joinery.",
      next: "Open it with that version, or update this one.",
    });
  }
  // One that was written anew is in no mode of its own yet.
  connection.pragma("journal_mode = WAL");
  if (check && connection.pragma("quick_check(1)")[0]?.[0] !== "ok") throw notOurs();
  if (number("user_version") < JOURNAL_VERSION) upgrade(db, () => number("user_version"));
  return connection;
}

/** Step by step, all in one transaction: a crash leaves the old version or the new one. */
function upgrade(db: Database.Database, version: () => number): void {
  db.transaction(() => {
    // Asked again inside: another process of ours may have done it meanwhile.
    for (let from = version(); from < JOURNAL_VERSION; from++) db.exec(UPGRADES[from] ?? "");
    db.exec(`PRAGMA user_version = ${JOURNAL_VERSION}`);
  }).immediate();
}

function notOurs(): AppError {
  return new AppError({
    code: "file.corrupt",
    message: "The journal of unsaved changes is damaged.",
    next: "It is set aside; a new one is started.",
  });
}

/** Renames the journal and its side files; gives the new path. */
function setAside(path: string): string {
  let aside = "";
  for (let n = 1; aside === "" || existsSync(aside); n++) aside = `${path}.damaged-${n}`;
  for (const suffix of ["-wal", "-shm", ""]) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix);
  }
  return aside;
}
