/**
 * Rows of one result in a scratch SQLite file of ours, so that a result of any size needs little memory. Its columns have
 * no type, so every value keeps its storage class. It is never the user's file.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import Database from "better-sqlite3";
import type { Scalar } from "../../../src-shared/model/cell.ts";

export class SpillFile {
  readonly #path: string;
  readonly #db: Database.Database;
  readonly #insert: Database.Statement<Scalar[]>;
  readonly #select: Database.Statement<[bigint, bigint], Scalar[]>;
  #count = 0;

  /** Makes the file in `folder` (made when absent) for rows of `width` cells. Throws what the file system throws. */
  constructor(folder: string, width: number) {
    mkdirSync(folder, { recursive: true });
    this.#path = join(folder, `result-${randomUUID()}.db`);
    this.#db = new Database(this.#path);
    this.#db.defaultSafeIntegers(true);
    // Nothing here outlives the process: no syncs, and no journal on disk.
    this.#db.pragma("journal_mode = MEMORY");
    this.#db.pragma("synchronous = OFF");
    this.#db.pragma("locking_mode = EXCLUSIVE");
    this.#db.pragma("cache_size = -8000");
    // Rows are numbered by the implicit rowid: a column for it would be one too many for results of 2,000 columns.
    const names = Array.from({ length: width }, (_, i) => `c${i}`).join(", ");
    this.#db.exec(`CREATE TABLE result (${names})`);
    const places = Array.from({ length: width }, () => "?").join(", ");
    this.#insert = this.#db.prepare(`INSERT INTO result (${names}) VALUES (${places})`);
    this.#select = this.#db.prepare<[bigint, bigint], Scalar[]>(
      `SELECT ${names} FROM result WHERE rowid > ? ORDER BY rowid LIMIT ?`,
    );
    this.#select.raw(true);
  }

  /** Rows it holds. */
  get count(): number {
    return this.#count;
  }

  /** Adds rows at the end. Throws SqliteError when the disk is full; the rows that were there stay readable. */
  append(rows: readonly Scalar[][]): void {
    this.#db.exec("BEGIN");
    try {
      for (const row of rows) this.#insert.run(...row);
      this.#db.exec("COMMIT");
    } catch (thrown) {
      if (this.#db.inTransaction) this.#db.exec("ROLLBACK");
      throw thrown;
    }
    this.#count += rows.length;
  }

  /** Up to `limit` rows from the 0-based place `offset`, one at a time: a page of large values need not fit into memory. */
  read(offset: number, limit: number): IterableIterator<Scalar[]> {
    return this.#select.iterate(BigInt(offset), BigInt(limit));
  }

  /** Closes and removes the file. */
  close(): void {
    this.#db.close();
    for (const suffix of ["", "-journal"]) rmSync(this.#path + suffix, { force: true });
  }
}
