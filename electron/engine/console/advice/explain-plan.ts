/** The plan of one statement, without running it. */
import type Database from "better-sqlite3";
import type { Scalar } from "../../../../src-shared/model/cell.ts";
import type { PlanNode } from "../../../../src-shared/model/query-plan.ts";
import { scriptTokens } from "../../../../src-shared/sql/script-tokens.ts";
import { splitScript } from "../../../../src-shared/sql/split-script.ts";
import type { Connection } from "../../connection/connection.ts";
import { AppError } from "../../../../src-shared/errors/app-error.ts";
import { bindArguments, type ParameterValues } from "../bind-parameters.ts";
import { refuseHalves, refuseNul, statementError } from "../statement-error.ts";
import { pragmaOf } from "../statement-kind.ts";

/**
 * EXPLAIN QUERY PLAN of the first statement of `sql`. Parameters without a value count as NULL: SQLite mostly plans without
 * looking at them. Throws an AppError with its place in `sql`.
 */
export function explainPlan(
  connection: Connection,
  sql: string,
  values: ParameterValues,
  path: string | null,
): PlanNode[] {
  refuseNul(sql);
  refuseHalves(sql, false);
  const statement = splitScript(sql)[0];
  if (!statement) {
    throw new AppError({
      code: "sql.syntax",
      message: "There is no statement here.",
      next: "Put the cursor into one.",
    });
  }
  // SQLite carries a PRAGMA out while it compiles it, also behind EXPLAIN; it has no plan.
  if (pragmaOf(statement.sql) !== null) return [];
  const plain = withoutExplain(statement.sql);
  try {
    const prepared = connection.db.prepare(`EXPLAIN QUERY PLAN ${plain}`) as Database.Statement<unknown[], Scalar[]>;
    // Also statements without a plan (CREATE TABLE) answer: with no rows.
    const rows = prepared.reader ? prepared.raw(true).all(...bindArguments(plain, values, null)) : [];
    return rows.map(([id, parent, , detail]) => ({ id: Number(id), parent: Number(parent), detail: String(detail) }));
  } catch (thrown) {
    throw new AppError(statementError(thrown, { script: sql, statement, index: 0, outcome: null, path }));
  }
}

/** A statement that says EXPLAIN itself, without it: what it explains is meant. */
function withoutExplain(sql: string): string {
  const tokens = scriptTokens(sql);
  const [first, second, third] = [tokens.next().value, tokens.next().value, tokens.next().value];
  if (first?.name !== "EXPLAIN") return sql;
  return sql.slice(second?.name === "QUERY" && third?.name === "PLAN" ? third.end : first.end);
}
