/**
 * What only the stored DDL tells and no PRAGMA does: collations of columns, AUTOINCREMENT, the choices of CHECK … IN.
 * Text that does not parse gives no facts; it is never an error, since SQLite itself has accepted the table.
 */
import { type CreateTableStmt, type Expr, parseStmt } from "sqlite3-parser";
import { foldName } from "./same-name.ts";

export interface DdlFacts {
  /** By folded column name; absent: BINARY. */
  readonly collations: ReadonlyMap<string, string>;
  /** By folded column name. */
  readonly choices: ReadonlyMap<string, (string | bigint)[]>;
  readonly autoincrement: boolean;
}

const NO_FACTS: DdlFacts = { collations: new Map(), choices: new Map(), autoincrement: false };

/** Parsing more would take longer than the facts are worth. */
const LONGEST_PARSED = 500_000;

/** Reads the facts from the `sql` of sqlite_schema; null (no DDL) gives none. */
export function readDdlFacts(sql: string | null): DdlFacts {
  // Most tables have none of it, and 2,000 tables should be there in a moment.
  if (sql === null || sql.length > LONGEST_PARSED || !/collate|autoincrement|check/i.test(sql)) return NO_FACTS;
  const statement = parseCreateTable(sql);
  if (statement?.body.type !== "ColumnsAndConstraintsCreateTableBody") return NO_FACTS;
  const collations = new Map<string, string>();
  const choices = new Map<string, (string | bigint)[]>();
  let autoincrement = false;
  for (const column of statement.body.columns) {
    for (const { constraint } of column.constraints) {
      if (constraint.type === "CollateColumnConstraint")
        collations.set(foldName(column.colName.text), constraint.collationName.text);
      if (constraint.type === "PrimaryKeyColumnConstraint" && constraint.autoIncrement) autoincrement = true;
      if (constraint.type === "CheckColumnConstraint") addChoices(choices, constraint.expr);
    }
  }
  for (const { constraint } of statement.body.constraints ?? []) {
    if (constraint?.type === "CheckTableConstraint") addChoices(choices, constraint.expr);
    if (constraint?.type === "PrimaryKeyTableConstraint" && constraint.autoIncrement) autoincrement = true;
  }
  return { collations, choices, autoincrement };
}

function parseCreateTable(sql: string): CreateTableStmt | null {
  try {
    const result = parseStmt(sql);
    return result.status === "ok" && result.root.type === "CreateTableStmt" ? result.root : null;
  } catch {
    // The parser is not SQLite: whatever it cannot do must not hide a table that SQLite can read.
    return null;
  }
}

/** Adds `column IN ('a', 'b')` and `column IN (1, 2)`; anything more complicated is no list of choices. */
function addChoices(choices: Map<string, (string | bigint)[]>, check: Expr): void {
  const expr = withoutParentheses(check);
  if (expr.type !== "InListExpr" || expr.not || expr.lhs.type !== "Id") return;
  const values: (string | bigint)[] = [];
  for (const item of expr.rhs ?? []) {
    const value = literalOf(item);
    if (value === null) return;
    values.push(value);
  }
  if (values.length > 0) choices.set(foldName(expr.lhs.name), values);
}

function literalOf(expr: Expr): string | bigint | null {
  if (expr.type === "StringLiteral") return expr.value;
  if (expr.type === "NumericLiteral") return /^\d+$/.test(expr.value) ? BigInt(expr.value) : null;
  if (expr.type === "UnaryExpr" && expr.op === "Negative") {
    const positive = literalOf(expr.expr);
    return typeof positive === "bigint" ? -positive : null;
  }
  return null;
}

function withoutParentheses(expr: Expr): Expr {
  if (expr.type !== "ParenthesizedExpr") return expr;
  const only = expr.exprs.length === 1 ? expr.exprs[0] : undefined;
  return only ? withoutParentheses(only) : expr;
}
