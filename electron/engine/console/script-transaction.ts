/**
 * All or nothing for a script: one that writes and has no transaction control of its own runs in one transaction, begun just
 * before its first write. A script with its own control, or with statements that cannot run inside a transaction, runs as
 * in the sqlite3 shell: every statement outside a transaction is stored when it ends.
 *
 * With `manual`, the first write begins a transaction that nobody ends but the user.
 */
import type { Connection } from "../connection/connection.ts";
import type { StatementKind } from "./statement-kind.ts";

export class ScriptTransaction {
  readonly #connection: Connection;
  readonly #asUnit: boolean;
  readonly #manual: boolean;
  #begun = false;
  /** In manual mode: the statement that runs now began the transaction. */
  #begunNow = false;

  constructor(connection: Connection, kinds: readonly StatementKind[], mode: "auto" | "manual" = "auto") {
    this.#connection = connection;
    const free = kinds.every((kind) => kind !== "control" && kind !== "alone");
    this.#manual = mode === "manual";
    this.#asUnit = !this.#manual && free && !connection.db.inTransaction;
  }

  /** To be called before each statement. Throws SqliteError. */
  before(kind: StatementKind): void {
    this.#begunNow = this.#manual && (kind === "change" || kind === "define") && !this.#connection.db.inTransaction;
    if (this.#begunNow) this.#exec("BEGIN");
    if (!this.#asUnit || this.#begun || kind === "read") return;
    this.#exec("BEGIN");
    this.#begun = true;
  }

  /** Stores what the script did. Throws SqliteError when it cannot be stored: then `failed` is to be called. */
  finish(): void {
    if (this.#begun && this.#connection.db.inTransaction) this.#exec("COMMIT");
  }

  /**
   * To be called when a statement failed or was stopped. `before`: was a transaction open before the statement, and did
   * earlier statements write? Gives what became of the script's changes, as words to end a sentence with; null when
   * there is nothing to say.
   */
  failed(before: { inTransaction: boolean; wrote: boolean }): string | null {
    const { db } = this.#connection;
    if (this.#begun) {
      // SQLite may have rolled back by itself: ON CONFLICT ROLLBACK, RAISE(ROLLBACK), a full disk.
      if (db.inTransaction) this.#exec("ROLLBACK");
      return "nothing of this script was stored";
    }
    if (this.#begunNow) {
      // Nothing has been done in it.
      if (db.inTransaction) this.#exec("ROLLBACK");
      return null;
    }
    if (before.inTransaction && !db.inTransaction) return "SQLite rolled back the whole transaction that was open";
    if (db.inTransaction) return "the transaction is still open, with what ran before: commit it or roll it back";
    return before.wrote ? "what the statements before it did is stored" : null;
  }

  #exec(sql: "BEGIN" | "COMMIT" | "ROLLBACK"): void {
    this.#connection.run({ sql, parameters: [] });
  }
}
