/** SQL with its parameters, and what it gives. */
import type { Scalar } from "../../../src-shared/model/cell.ts";

/**
 * What a connection runs: a compiled Kysely query is one. Bind integers as bigint: a number binds as REAL
 * (better-sqlite3), and `5.0` is not `5` in a TEXT or BLOB column.
 */
export interface Query {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Rows as arrays, because names may repeat and may be `__proto__` (decision D3). Integers are bigint. */
export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: Scalar[][];
}

/** What a statement that writes did. */
export interface RunResult {
  /** Rows inserted, updated or deleted by the statement itself, not by its triggers. */
  readonly changes: number;
  readonly lastInsertRowid: bigint;
}
