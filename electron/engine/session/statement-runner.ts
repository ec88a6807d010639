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
  #last: { readonly sql: string; readonly statement: Statement<unknown[], RowKey> } | null = null;

  /** Rows changed so far by the statements themselves, not by triggers or foreign keys. */
  changes = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Runs one change. `returned` are the columns it asks for. Throws SqliteError. */
  run(change: RowChange): RunOutcome {
    const { sql, parameters } = this.#maker.fill(change);
    if (this.#last?.sql !== sql) this.#last = { sql, statement: this.#prepare(sql) };
    const { statement } = this.#last;
    if (statement.reader) {
      const rows = statement.all(parameters);
      const returned = rows[0];
      this.changes += rows.length;
      return { changes: rows.length, lastInsertRowid: 0n, ...(returned ? { returned } : {}) };
    }
    // Integers are bigint on our connections.
    const outcome = statement.run(parameters) as RunOutcome;
    this.changes += outcome.changes;
    return outcome;
  }

  #prepare(sql: string): Statement<unknown[], RowKey> {
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#connection.db.prepare<unknown[], RowKey>(sql);
      if (statement.reader) statement.raw(true);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}

interface RunOutcome {
  readonly changes: number;
  readonly lastInsertRowid: bigint;
  readonly returned?: RowKey;
}
