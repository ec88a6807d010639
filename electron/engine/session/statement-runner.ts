/** Runs changes of rows; keeps what it prepared by the text of the statement, because thousands of rows share a few. */
import type { Statement } from "better-sqlite3";
import type { RowKey } from "../../../src-shared/model/rows.ts";
import type { Connection } from "../connection/connection.ts";
import { type RowChange, StatementMaker } from "./statements.ts";

export class StatementRunner {
  readonly #connection: Connection;
  readonly #maker = new StatementMaker();
  readonly #prepared = new Map<string, Statement<unknown[], RowKey>>();
  /** Most changes are made like the one before them. */
  #lastSql = "";
  #last: Statement<unknown[], RowKey> | null = null;

  /** Rows changed so far by the statements themselves, not by triggers or foreign keys. */
  changes = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Runs one change. `returned` are the columns it asks for. Throws SqliteError. */
  run(change: RowChange): RunOutcome {
    const { sql, parameters } = this.#maker.fill(change);
    if (this.#last === null || this.#lastSql !== sql) {
      this.#last = this.#prepare(sql, change);
      this.#lastSql = sql;
    }
    const statement = this.#last;
    if (change.returning.length > 0) {
      const rows = statement.all(parameters);
      const returned = rows[0];
      this.changes += rows.length;
      return { changes: rows.length, lastInsertRowid: 0n, ...(returned ? { returned } : {}) };
    }
    const outcome = statement.run(parameters) as RunOutcome;
    this.changes += outcome.changes;
    return outcome;
  }

  #prepare(sql: string, { kind, returning }: RowChange): Statement<unknown[], RowKey> {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#connection.db.prepare<unknown[], RowKey>(sql);
      if (returning.length > 0) statement.raw(true);
      // Only of a new row the rowid is asked for, and only it may be larger than a number holds exactly.
      else statement.safeIntegers(kind === "insert");
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}

interface RunOutcome {
  readonly changes: number;
  /** A bigint after an insert. */
  readonly lastInsertRowid: bigint | number;
  readonly returned?: RowKey;
}
