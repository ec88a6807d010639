/** One SQLite connection: runs queries, gives rows as arrays, integers as bigint. */
import type Database from "better-sqlite3";
import { AppError } from "../../../src-shared/errors/app-error.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";
import type { Query, QueryResult, RunResult } from "./query.ts";

/** Prepared statements kept for reuse; SQLite prepares them again by itself when the schema changes. */
const KEPT_STATEMENTS = 64;
/** Longer texts are prepared anew: keeping them would keep their memory. */
const LONGEST_KEPT_SQL = 100_000;

interface Prepared {
  readonly statement: Database.Statement<unknown[], Scalar[]>;
  columns: readonly string[] | null;
}

export class Connection {
  /** better-sqlite3's own handle; safe integers are on. */
  readonly db: Database.Database;
  readonly #kept = new Map<string, Prepared>();
  #snapshot: object | null = null;

  constructor(db: Database.Database) {
    this.db = db;
    db.defaultSafeIntegers(true);
  }

  /** Runs one statement and gives all its rows; a statement that gives no rows has no columns. Throws SqliteError. */
  query(query: Query): QueryResult {
    const prepared = this.#prepare(query.sql);
    const { statement } = prepared;
    const parameters = query.parameters;
    if (!statement.reader) {
      statement.run(...parameters);
      return { columns: [], rows: [] };
    }
    const rows = parameters.length === 0 ? statement.all() : statement.all(parameters);
    prepared.columns ??= statement.columns().map((column) => column.name);
    return { columns: prepared.columns, rows };
  }

  /** The first row, or undefined. */
  row(query: Query): Scalar[] | undefined {
    return this.query(query).rows[0];
  }

  /** The first cell of the first row; undefined when there is no row. */
  value(query: Query): Scalar | undefined {
    return this.query(query).rows[0]?.[0];
  }

  /** Runs one statement that writes. Throws SqliteError. */
  run(query: Query): RunResult {
    const { statement } = this.#prepare(query.sql);
    if (statement.reader) {
      statement.all(query.parameters);
      return { changes: 0, lastInsertRowid: 0n };
    }
    const { changes, lastInsertRowid } = statement.run(query.parameters);
    return { changes, lastInsertRowid: BigInt(lastInsertRowid) };
  }

  /** `PRAGMA` without parameters, its rows. */
  pragma(text: string): Scalar[][] {
    return this.query({ sql: `PRAGMA ${text}`, parameters: [] }).rows;
  }

  /** The snapshot that is being read, another object for each; null outside of one, or in a transaction that is not ours. */
  get currentSnapshot(): object | null {
    return this.#snapshot;
  }

  /** Reads in one snapshot: nothing another program commits meanwhile shows in the middle. */
  snapshot<T>(work: () => T): T {
    if (this.db.inTransaction) return work();
    this.run({ sql: "BEGIN", parameters: [] });
    this.#snapshot = {};
    try {
      return work();
    } finally {
      this.#snapshot = null;
      // An error of SQLite can have ended the transaction already.
      if (this.db.inTransaction) this.run({ sql: "COMMIT", parameters: [] });
    }
  }

  close(): void {
    this.#kept.clear();
    this.db.close();
  }

  #prepare(sql: string): Prepared {
    const known = this.#kept.get(sql);
    if (known && !known.statement.busy) {
      // Last used goes last, so that the first key is the one to drop.
      this.#kept.delete(sql);
      this.#kept.set(sql, known);
      return known;
    }
    // SQLite reads SQL as a C string: what follows a NUL would silently not be run (reliability finding 12).
    if (sql.includes("\0")) {
      throw new AppError({
        code: "sql.syntax",
        message: "SQL cannot hold a NUL character.",
        next: "Remove the character and run it again.",
      });
    }
    const statement = this.db.prepare(sql) as Database.Statement<unknown[], Scalar[]>;
    if (statement.reader) statement.raw(true);
    const prepared: Prepared = { statement, columns: null };
    if (sql.length <= LONGEST_KEPT_SQL) {
      this.#kept.set(sql, prepared);
      if (this.#kept.size > KEPT_STATEMENTS) {
        const oldest = this.#kept.keys().next();
        if (!oldest.done) this.#kept.delete(oldest.value);
      }
    }
    return prepared;
  }
}
