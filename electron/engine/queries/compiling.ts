/** What the parts of the compiler ask of each other: an expression can hold a query, and a query holds expressions. */
import type { Expression, RawBuilder, SelectQueryBuilder } from "kysely";
import type { Condition, Expr, Literal, Query, QueryOrder } from "../../../src-shared/model/query.ts";
import type { Scalar } from "../../../src-shared/model/cell.ts";

/** Tables are the user's: the type checker knows none of them. */
export type AnyQuery = SelectQueryBuilder<Record<string, Record<string, unknown>>, string, unknown>;

export interface Compiling {
  /** Literals in it are written into the SQL. */
  expr(value: Expr): Expression<unknown>;
  /** As one side of an operator: in brackets where another operator inside it would bind otherwise. */
  operand(value: Expr): Expression<unknown>;
  /** What is compared with: a literal becomes a parameter. */
  bound(value: Expr): Expression<unknown>;
  /** Null: it says nothing (switched off, or not filled in yet). */
  condition(condition: Condition): RawBuilder<unknown> | Expression<unknown> | null;
  query(query: Query): AnyQuery;
  order(terms: readonly QueryOrder[]): RawBuilder<unknown>;
}

/** The value of a literal in the storage class it says. */
export function scalarOf(literal: Literal): Scalar {
  switch (literal.storage) {
    case "null":
      return null;
    case "integer":
      return BigInt(literal.text);
    case "real":
      return Number(literal.text);
    case "text":
      return literal.text;
    case "blob":
      return Uint8Array.from(Buffer.from(literal.text, "hex"));
  }
}

/** Is it not filled in yet? */
export function isBlank(value: Expr): boolean {
  return value.kind === "raw" && value.sql.trim() === "";
}

/** The conditions that are to hold all: those of a group that says so, one by one. */
export function conjuncts(condition: Condition): readonly Condition[] {
  if (condition.off) return [];
  return condition.kind === "group" && condition.joint === "and" && !condition.negated
    ? condition.items.flatMap(conjuncts)
    : [condition];
}
