/**
 * Two copies of the open database in the scratch folder: one to be changed, one as it was. Nothing done on them reaches the
 * file, and it is not locked while one looks at what was done.
 */
import { copyFileSync, constants, mkdirSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { AppError } from "../../../../src-shared/errors/app-error.ts";
import type { Connection } from "../../connection/connection.ts";
import type { Connections } from "../../connection/connections.ts";
import { openConnection } from "../../connection/open-connection.ts";
import { asAppError } from "../../engine-error.ts";

/** Pages copied between two rests of the process. */
const PAGES_A_STEP = 2000;
/** Room on the disk that is left to others, in bytes. */
const SPARE = 64 * 1024 * 1024;
/** Settings of a connection that a script's result depends on. */
const SETTINGS = ["foreign_keys", "recursive_triggers", "ignore_check_constraints", "case_sensitive_like"];

/** What the copy as it was is called once it is attached. */
export const BEFORE = "joinery_before";

export class DatabaseCopy {
  /** To be changed. */
  readonly connection: Connection;
  readonly #folder: string;
  readonly #before: string | null;

  private constructor(folder: string, connection: Connection, before: string | null) {
    this.#folder = folder;
    this.connection = connection;
    this.#before = before;
  }

  /**
   * Copies the database as it is committed now. `stopped` is asked between steps. Throws an AppError: no room on the disk, a lock,
   * a transaction that is open on the console's connection (its changes could not be copied).
   */
  static async take(
    connections: Connections,
    scratchFolder: string,
    options: { keepBefore: boolean; stopped: () => boolean },
  ): Promise<DatabaseCopy> {
    const from = connections.reader();
    refuseOpenTransaction(connections);
    const folder = join(scratchFolder, `copy-${randomUUID()}`);
    mkdirSync(folder, { recursive: true });
    const [before, after] = [join(folder, "before.db"), join(folder, "after.db")];
    try {
      refuseWithoutRoom(from, folder, options.keepBefore ? 2 : 1);
      await from.db.backup(after, {
        progress: () => {
          if (options.stopped()) throw new AppError(STOPPED);
          return PAGES_A_STEP;
        },
      });
      // A second reading of the file could find another state; this one shares its blocks where the file system can.
      if (options.keepBefore) copyFileSync(after, before, constants.COPYFILE_FICLONE);
      const connection = openConnection(after, "write");
      connection.pragma("synchronous = OFF");
      for (const setting of SETTINGS) {
        const value = connections.console().pragma(setting)[0]?.[0];
        if (value !== undefined) connection.pragma(`${setting} = ${value}`);
      }
      return new DatabaseCopy(folder, connection, options.keepBefore ? before : null);
    } catch (thrown) {
      rmSync(folder, { recursive: true, force: true });
      throw asAppError(thrown, { path: connections.realPath });
    }
  }

  /** Attaches the copy as it was, as `joinery_before`; ends a transaction that is open. Throws SqliteError. */
  attachBefore(): void {
    if (this.#before === null) throw new TypeError("The copy as it was was not kept");
    this.connection.run({ sql: `ATTACH ? AS ${BEFORE}`, parameters: [this.#before] });
  }

  /** Closes and removes the copies. Safe to call twice. */
  close(): void {
    if (this.connection.db.open) this.connection.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const STOPPED = {
  code: "engine.stopped",
  message: "The copy was stopped.",
  next: "Try again when you need it.",
} as const;

function refuseOpenTransaction(connections: Connections): void {
  if (!connections.console().db.inTransaction) return;
  throw new AppError({
    code: "sql.failed",
    message: "The console has a transaction open, and what it changed cannot be copied.",
    next: "Commit it or roll it back, then try again.",
  });
}

/** A database is copied only when the disk keeps some room after that. */
function refuseWithoutRoom(from: Connection, folder: string, copies: number): void {
  const bytes = Number(from.pragma("page_count")[0]?.[0] ?? 0) * Number(from.pragma("page_size")[0]?.[0] ?? 0);
  const { bavail, bsize } = statfsSync(folder);
  if (bytes * copies + SPARE <= bavail * bsize) return;
  throw new AppError({
    code: "disk.full",
    message: "There is not enough room on the disk for a copy of the database.",
    next: "Free some space, or run the script in a transaction of your own (manual) and roll it back.",
  });
}
