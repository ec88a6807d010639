/** The connections of one open database, each opened when first asked for. */
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { DatabaseSource } from "../../../src-shared/model/database.ts";
import type { EngineOptions } from "../engine-context.ts";
import { type ChangeWatch, type DatabaseVersion, readVersion, watchChanges } from "./change-watch.ts";
import type { Connection } from "./connection.ts";
import {
  type FileIdentity,
  fileIdentity,
  resolveDatabaseFile,
  sideFileSize,
  unwritableReason,
} from "./database-file.ts";
import { openConnection } from "./open-connection.ts";

export interface Connections {
  readonly source: DatabaseSource;
  /** Absolute path with symbolic links resolved; null in memory. */
  readonly realPath: string | null;
  /** Sentences worth telling once, about what happened at opening. */
  readonly notices: readonly string[];
  /** For reading: no SQL that writes succeeds on it (in memory, where there is one connection only, it would). */
  reader(): Connection;
  /** For committing. Throws an AppError `file.readOnly` when the database cannot be written. */
  writer(): Connection;
  /** For the user's own SQL: may hold a transaction of theirs. Cannot write when the source is read-only. */
  console(): Connection;
  /**
   * A connection of the caller's own, who closes it: it reads the file and can have temporary tables. Throws an AppError, and
   * a TypeError in memory, where there is one connection only.
   */
  another(): Connection;
  /**
   * Work on a connection of its own that can write, so that its settings and temporary tables are nobody else's; in memory, on
   * the only one there is. Throws an AppError `file.readOnly` when the database cannot be written.
   */
  apart<T>(work: (connection: Connection) => T): T;
  /** Why nothing can be written, as a sentence; null when it can. */
  readOnlyReason(): string | null;
  /** The file at the path now; null in memory, or when nothing is there any more. */
  fileIdentity(): FileIdentity | null;
  /** Has the path come to lead to another file than the one that was opened, or to none? Never in memory. */
  replaced(): boolean;
  /** Tells one state of the database from another; costs one statement while nothing changes. Throws SqliteError. */
  version(): DatabaseVersion;
  /** Emits `database.changed` once it is started. */
  readonly watch: ChangeWatch;
  /** Closes all; open transactions are rolled back. Safe to call twice. */
  close(): void;
}

/**
 * Opens the reader; the others wait until they are needed. Throws an AppError (`file.…`) that says why the database
 * cannot be opened.
 */
export function openConnections(options: EngineOptions): Connections {
  return options.source.kind === "memory"
    ? memoryConnections(options.source, options)
    : fileConnections(options.source, options);
}

/** Another process of the same database watches. */
const noWatch: ChangeWatch = { start() {}, stop() {} };

/** A database in memory lives in its one connection. */
function memoryConnections(source: DatabaseSource, options: EngineOptions): Connections {
  const only = openConnection(null, "write");
  const watch = options.watches === false ? noWatch : watchChanges(only, options.emit, () => false);
  return {
    source,
    realPath: null,
    notices: [],
    reader: () => only,
    writer: () => only,
    console: () => only,
    another() {
      throw new TypeError("A database in memory has one connection");
    },
    apart: (work) => work(only),
    readOnlyReason: () => null,
    fileIdentity: () => null,
    replaced: () => false,
    version: () => readVersion(only),
    watch,
    close() {
      watch.stop();
      only.close();
    },
  };
}

function fileConnections(source: DatabaseSource & { kind: "file" }, options: EngineOptions): Connections {
  const path = resolveDatabaseFile(source.path, source.create === true && !source.readOnly);
  const journalBefore = sideFileSize(path, "-journal");
  // Measured: SQLite copies a WAL into the file when its last connection closes, unless that connection is readonly; a
  // readonly one leaves -wal and -shm behind where a writable one tidies up. So a WAL that holds something is only
  // looked at, and with none the reader is writable but query_only. A journal of a crashed program must be rolled back
  // to read at all; a read-only opening does not do that unasked.
  const lookOnly = sideFileSize(path, "-wal") > 0 || (source.readOnly && journalBefore > 0);
  const reader = openConnection(path, lookOnly ? "readonly" : "read");
  const notices: string[] = [];
  if (journalBefore > 0 && sideFileSize(path, "-journal") === 0) {
    notices.push("A change that another program had not finished was rolled back.");
  }
  const opened = fileIdentity(path);
  const replaced = () => {
    const now = fileIdentity(path);
    return now?.inode !== opened?.inode || now?.device !== opened?.device;
  };
  const watch = options.watches === false ? noWatch : watchChanges(reader, options.emit, onceTrue(replaced));
  let writer: Connection | null = null;
  let userConsole: Connection | null = null;
  const readOnlyReason = () => (source.readOnly ? "This file was opened read-only." : unwritableReason(path));
  const assertWritable = () => {
    const reason = readOnlyReason();
    if (reason === null) return;
    throw new AppError({
      code: "file.readOnly",
      message: `The database cannot be written. ${reason}`,
      next: "Open it for writing, or work on a copy.",
    });
  };
  return {
    source,
    realPath: path,
    notices,
    replaced,
    version: versionOf(reader),
    watch,
    reader: () => reader,
    writer() {
      assertWritable();
      writer ??= openConnection(path, "write");
      return writer;
    },
    console() {
      if (userConsole) return userConsole;
      // Throws when the file is gone: SQLite would make an empty one in its place.
      resolveDatabaseFile(path, false);
      userConsole = openConnection(path, source.readOnly ? "readonly" : "write", { attachesNew: !source.readOnly });
      return userConsole;
    },
    // With query_only it could have no temporary tables. The reader is there to tidy up after it.
    another: () => openConnection(path, "readonly"),
    apart(work) {
      assertWritable();
      const connection = openConnection(path, "write");
      try {
        return work(connection);
      } finally {
        closeWriter(connection);
      }
    },
    readOnlyReason,
    fileIdentity: () => fileIdentity(path),
    close() {
      watch.stop();
      // The reader last: it is the one that tidies up (see above).
      for (const connection of [userConsole, writer]) if (connection) closeWriter(connection);
      reader.close();
    },
  };
}

/**
 * Closes a connection that may have written. In WAL mode what was written is first copied into the file, as SQLite does
 * by itself only when it is the last connection and a writable one: whoever copies the file then has it all.
 */
function closeWriter(connection: Connection): void {
  const { db } = connection;
  try {
    const changes = db.open && !db.inTransaction && connection.value({ sql: "SELECT total_changes()", parameters: [] });
    if (changes) connection.pragma("wal_checkpoint(TRUNCATE)");
  } catch {
    // Another program reads or writes just now, or the disk fails: the WAL keeps everything that was committed.
  }
  connection.close();
}

/** True only the first time that `test` is. */
function onceTrue(test: () => boolean): () => boolean {
  let was = false;
  return () => {
    const is = test();
    const turned = is && !was;
    was = is;
    return turned;
  };
}

/**
 * The version of a database that this connection never writes: `data_version` alone tells whether to look further, and
 * within one snapshot it stays what it is.
 */
function versionOf(reader: Connection): () => DatabaseVersion {
  let known: { dataVersion: Scalar | undefined; version: DatabaseVersion } | null = null;
  let seenIn: object | null = null;
  return () => {
    const { currentSnapshot } = reader;
    if (known && seenIn !== null && seenIn === currentSnapshot) return known.version;
    const dataVersion = reader.pragma("data_version")[0]?.[0];
    seenIn = currentSnapshot;
    if (known && known.dataVersion === dataVersion) return known.version;
    const version = readVersion(reader);
    known = { dataVersion, version };
    return version;
  };
}
