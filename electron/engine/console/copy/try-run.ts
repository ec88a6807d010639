/** A run on a copy of the database, and what it changed there (Try It). */
import type { RunReport } from "../../../../src-shared/model/console.ts";
import type { DatabaseSchema, Table } from "../../../../src-shared/model/schema.ts";
import type { Tried, TriedRow } from "../../../../src-shared/model/tried.ts";
import { AppError } from "../../../../src-shared/errors/app-error.ts";
import type { Connection } from "../../connection/connection.ts";
import { withAppErrors } from "../../engine-error.ts";
import { readSchema } from "../../schema/read-schema.ts";
import {
  compareObjects,
  type Compared,
  compareTable,
  countOnly,
  readTriedRows,
  type TablePair,
} from "./compare-tables.ts";
import { BEFORE, type DatabaseCopy } from "./database-copy.ts";
import { TouchedTables } from "./touched-tables.ts";

export class TryRun {
  readonly #copy: DatabaseCopy;
  readonly #touched = new TouchedTables();
  /** What tells the state of the database that was copied. */
  readonly version: string;
  #compared: Compared[] = [];

  constructor(copy: DatabaseCopy, version: string) {
    this.#copy = copy;
    this.version = version;
  }

  get connection(): Connection {
    return this.#copy.connection;
  }

  /** To be called with each statement just before it runs. */
  readonly note = (connection: Connection, sql: string): void => this.#touched.note(connection, sql);

  /** Compares; a transaction that was left open is committed in the copy first. Throws an AppError. */
  finish(report: RunReport): Partial<RunReport> {
    return withAppErrors({}, () => {
      const leftOpen = this.connection.db.inTransaction;
      if (leftOpen) this.#end();
      this.#copy.attachBefore();
      const pairs = pairsOf(readSchema(this.connection)).filter((pair) => this.#mayDiffer(pair));
      this.#compared = pairs.flatMap((pair, i) => this.#compare(pair, i) ?? []);
      const tried: Tried = {
        tables: this.#compared.map(({ table }) => table),
        objects: compareObjects(this.connection),
        leftOpen,
      };
      const { transaction: _, ...rest } = report;
      return { ...rest, transactionOpen: false, transaction: undefined, tried };
    });
  }

  /** Changed rows of a table of the report, by its place there. Throws an AppError. */
  rows(table: number, offset: number, limit: number): TriedRow[] {
    const compared = this.#compared[table];
    if (!compared) {
      throw new AppError({ code: "row.gone", message: "There is no such table in this try.", next: "Try it again." });
    }
    return withAppErrors({}, () => readTriedRows(this.connection, compared, offset, limit));
  }

  close(): void {
    this.#copy.close();
  }

  #end(): void {
    try {
      this.connection.run({ sql: "COMMIT", parameters: [] });
    } catch {
      // Deferred foreign keys do not hold: as on the file, nothing of it would be stored.
      if (this.connection.db.inTransaction) this.connection.run({ sql: "ROLLBACK", parameters: [] });
    }
  }

  #mayDiffer({ before, after }: TablePair): boolean {
    if (!before || !after || before.sql !== after.sql) return true;
    return this.#touched.has(after.name, after.kind === "virtual");
  }

  #compare(pair: TablePair, number: number): Compared | null {
    try {
      return compareTable(this.connection, pair, number);
    } catch {
      // A virtual table whose module does not give its rows, a damaged page: the other tables can be told.
      try {
        return countOnly(this.connection, pair, "Its rows cannot be read and compared.");
      } catch {
        return null;
      }
    }
  }
}

/** Tables of both sides by name, sorted; not the shadows of virtual ones, nor SQLite's own. */
function pairsOf({ tables }: DatabaseSchema): TablePair[] {
  const pairs = new Map<string, { before: Table | null; after: Table | null }>();
  for (const table of tables) {
    if (table.kind !== "table" && table.kind !== "virtual") continue;
    const side = table.schema === "main" ? "after" : table.schema === BEFORE ? "before" : null;
    if (side === null || table.error !== null) continue;
    const key = table.name.toLowerCase();
    const pair = pairs.get(key) ?? { before: null, after: null };
    pair[side] = table;
    pairs.set(key, pair);
  }
  return [...pairs].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, pair]) => pair);
}
