/**
 * Rows of one result in a scratch SQLite file of ours, so that a result of any size needs little memory. Its columns have
 * no type, so every value keeps its storage class. It is never the user's file. While rows are added it belongs to this
 * process alone; once it is shared, others read it as a table (electron/engine/results).
 */
import { mkdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import { resultColumnNames } from "../../../src-shared/model/result-table.ts";
import { quoteName } from "../../../src-shared/sql/quote-name.ts";

/** Where a result's file is, what its table is called and what its columns are. */
export interface SpillPlace {
  /** Absolute path; its folder is made when absent. */
  readonly path: string;
  readonly table: string;
  /** Names as the statement gave them: they may repeat. */
  readonly columns: readonly string[];
}

export class SpillFile {
  readonly #place: SpillPlace;
  /** Select list and table. */
  readonly #from: string;
  #db: Database.Database;
  #insert: Database.Statement<Scalar[]> | null;
  #select: Database.Statement<[bigint, bigint], Scalar[]>;
  #count = 0;

  /** Makes the file. Throws what the file system throws. */
  constructor(place: SpillPlace) {
    this.#place = place;
    mkdirSync(dirname(place.path), { recursive: true, mode: 0o700 });
    this.#db = new Database(place.path);
    this.#db.defaultSafeIntegers(true);
    // Nothing here outlives the open database: no syncs, and no journal on disk.
    this.#db.pragma("journal_mode = MEMORY");
    this.#db.pragma("synchronous = OFF");
    this.#db.pragma("locking_mode = EXCLUSIVE");
    this.#db.pragma("cache_size = -8000");
    // Rows are numbered by the implicit rowid: a column for it would be one too many for results of 2,000 columns.
    const names = resultColumnNames(place.columns).map(quoteName).join(", ");
    const table = quoteName(place.table);
    this.#db.exec(`CREATE TABLE ${table} (${names})`);
    const values = place.columns.map(() => "?").join(", ");
    this.#insert = this.#db.prepare(`INSERT INTO ${table} VALUES (${values})`);
    this.#from = `SELECT ${names} FROM ${table} WHERE ${freeRowid(place.columns)}`;
    this.#select = this.#prepare();
  }

  /** Rows it holds. */
  get count(): number {
    return this.#count;
  }

  /** Adds rows at the end. Throws SqliteError when the disk is full; the rows that were there stay readable. */
  append(rows: readonly Scalar[][]): void {
    const insert = this.#insert;
    if (!insert) throw new TypeError("A shared result takes no more rows");
    this.#db.exec("BEGIN");
    try {
      for (const row of rows) insert.run(...row);
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

  /** No more rows will come: other processes may read it from now on. */
  share(): void {
    if (!this.#insert) return;
    this.#insert = null;
    // Only closing lets go of the lock of this locking mode at once.
    this.#db.close();
    this.#db = new Database(this.#place.path, { readonly: true });
    this.#db.defaultSafeIntegers(true);
    this.#select = this.#prepare();
  }

  /** Closes and removes the file. */
  close(): void {
    this.#db.close();
    removeSpill(this.#place.path);
  }

  #prepare(): Database.Statement<[bigint, bigint], Scalar[]> {
    const rowid = freeRowid(this.#place.columns);
    const select = this.#db.prepare<[bigint, bigint], Scalar[]>(`${this.#from} > ? ORDER BY ${rowid} LIMIT ?`);
    return select.raw(true);
  }
}

/** Removes a result's file and what SQLite made beside it. */
export function removeSpill(path: string): void {
  for (const suffix of ["", "-journal"]) rmSync(path + suffix, { force: true });
}

/** A name of the rowid that is none of a column; there always is one. */
function freeRowid(columns: readonly string[]): string {
  const taken = new Set(resultColumnNames(columns).map((name) => name.toLowerCase()));
  return ["_rowid_", "rowid", "oid"].find((name) => !taken.has(name)) ?? "_rowid_";
}
