/** Runs changes of rows; keeps what it prepared by the text of the statement, because thousands of rows share a few. */
import type { Statement } from "better-sqlite3";
import type { RowKey } from "../../../src-shared/model/rows.ts";
import type { Connection } from "../connection/connection.ts";
import { type RowChange, StatementMaker } from "./statements.ts";

export class StatementRunner {
  readonly #connection: Connection;
  readonly #maker = new StatementMaker();
  readonly #prepared = new Map<string, Statement<unknown[], RowKey>>();

  /** Rows changed so far by the statements themselves, not by triggers or foreign keys. */
  changes = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Runs one change. `returned` are the columns it asks for. Throws SqliteError. */
  run(change: RowChange): { changes: number; lastInsertRowid: bigint; returned?: RowKey } {
    const { sql, parameters } = this.#maker.make(change);
    let statement = this.#prepared.get(sql);
    if (!statement) {
      statement = this.#connection.db.prepare<unknown[], RowKey>(sql);
      if (statement.reader) statement.raw(true);
      this.#prepared.set(sql, statement);
    }
    if (statement.reader) {
      const rows = statement.all(parameters);
      const returned = rows[0];
      this.changes += rows.length;
      return { changes: rows.length, lastInsertRowid: 0n, ...(returned ? { returned } : {}) };
    }
    const { changes, lastInsertRowid } = statement.run(parameters);
    this.changes += changes;
    return { changes, lastInsertRowid: BigInt(lastInsertRowid) };
  }
}
