/** What the transaction that is open on the console's connection has done, over all its runs. */
import type { OpenTransaction } from "../../../src-shared/model/console.ts";
import { nameOf, type ScriptToken, scriptTokens } from "../../../src-shared/sql/script-tokens.ts";
import type { Connection } from "../connection/connection.ts";
import type { StatementKind } from "./statement-kind.ts";

export class TransactionLog {
  /** Rows by table, null for changes of the schema; in the order they came. */
  readonly #rows = new Map<string | null, number>();

  /** To be called after each statement that succeeded. Outside a transaction nothing is kept. */
  note(connection: Connection, sql: string, kind: StatementKind, changes: number | null): void {
    if (!connection.db.inTransaction) this.#rows.clear();
    else if (kind === "define") this.#rows.set(null, (this.#rows.get(null) ?? 0) + 1);
    else if (kind === "change") {
      const table = changedTable(sql);
      this.#rows.set(table, (this.#rows.get(table) ?? 0) + (changes ?? 0));
    }
  }

  /** What it did; undefined when none is open. */
  read(connection: Connection): OpenTransaction | undefined {
    if (!connection.db.open || !connection.db.inTransaction) {
      this.#rows.clear();
      return undefined;
    }
    const changes = [...this.#rows].map(([table, rows]) => ({ table, rows }));
    return { holdsLock: changes.length > 0, changes };
  }
}

/** The table that an INSERT, UPDATE or DELETE names, as it is written; "" where that cannot be told. Reads only as far as it must. */
export function changedTable(sql: string): string {
  const tokens = scriptTokens(sql);
  let depth = 0;
  let before = "";
  for (const { name } of tokens) {
    if (name === "LP") depth++;
    if (name === "RP") depth--;
    if (depth > 0) continue;
    if (name === "INTO" || name === "UPDATE" || (name === "FROM" && before === "DELETE")) return nameOfTable(tokens);
    before = name;
  }
  return "";
}

/** The name that comes next: `[OR word] [schema .] table`. */
function nameOfTable(tokens: Iterator<ScriptToken, void>): string {
  let first = tokens.next().value;
  if (first?.name === "OR") {
    tokens.next();
    first = tokens.next().value;
  }
  const second = tokens.next().value;
  const table = second?.name === "DOT" ? tokens.next().value : first;
  return nameOf(table?.text ?? "");
}
