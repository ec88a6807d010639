/** Expressions of a query document, for Kysely. */
import { ColumnNode, type Expression, ExpressionWrapper, ReferenceNode, type RawBuilder, sql, TableNode } from "kysely";
import type { Expr } from "../../../src-shared/model/query.ts";
import { sqlLiteral } from "../../../src-shared/sql/sql-literal.ts";
import { type Compiling, scalarOf } from "./compiling.ts";

/** `"source"."column"`, or a column of the result by its name. Names are taken whole, whatever they hold. */
export function columnOf(source: string, column: string): Expression<unknown> {
  const node = ColumnNode.create(column);
  return new ExpressionWrapper(source === "" ? node : ReferenceNode.create(node, TableNode.create(source)));
}

/** Kinds that are one word or in brackets by themselves. */
const CLOSED = new Set<Expr["kind"]>(["column", "literal", "call", "cast", "case", "subquery", "condition", "raw"]);

/** As one side of an operator. */
export function compileOperand(compiling: Compiling, value: Expr): Expression<unknown> {
  return CLOSED.has(value.kind) ? compiling.expr(value) : sql`(${compiling.expr(value)})`;
}

/** An expression with its literals in the text. */
export function compileExpr(compiling: Compiling, value: Expr): Expression<unknown> {
  switch (value.kind) {
    case "column":
      return columnOf(value.source, value.column);
    case "literal":
      return sql.raw(sqlLiteral(scalarOf(value.literal)));
    case "call":
      return compileCall(compiling, value);
    case "binary":
      return sql`${compiling.operand(value.left)} ${sql.raw(value.operator)} ${compiling.operand(value.right)}`;
    case "negative":
      // A space, because two signs are a comment.
      return sql`- ${compiling.operand(value.value)}`;
    case "cast":
      return sql`cast(${compiling.expr(value.value)} as ${sql.raw(value.type)})`;
    case "case": {
      const whens = value.whens.map(
        ({ when, gives }) => sql`when ${compiling.condition(when) ?? sql.raw("true")} then ${compiling.expr(gives)}`,
      );
      const last = value.otherwise ? sql` else ${compiling.expr(value.otherwise)}` : sql.raw("");
      return sql`case ${sql.join(whens, sql.raw(" "))}${last} end`;
    }
    case "collate":
      return sql`${compiling.operand(value.value)} collate ${sql.id(value.collation)}`;
    case "subquery":
      return compiling.query(value.query);
    case "condition":
      return sql`(${compiling.condition(value.condition) ?? sql.raw("true")})`;
    case "raw":
      // A comment at its end must not reach the bracket.
      return sql.raw(value.sql.includes("--") ? `(${value.sql}\n)` : `(${value.sql})`);
  }
}

function compileCall(compiling: Compiling, call: Extract<Expr, { kind: "call" }>): RawBuilder<unknown> {
  const args = call.star ? sql.raw("*") : listOf(call.args.map((arg) => compiling.expr(arg)));
  const filter = call.filter && compiling.condition(call.filter);
  const over = call.over && compileWindow(compiling, call.over);
  return sql`${sql.raw(call.name)}(${sql.raw(call.distinct ? "distinct " : "")}${args})${
    filter ? sql` filter (where ${filter})` : sql.raw("")
  }${over ? sql` over (${over})` : sql.raw("")}`;
}

function compileWindow(
  compiling: Compiling,
  { partitionBy, orderBy }: NonNullable<Extract<Expr, { kind: "call" }>["over"]>,
): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [];
  if (partitionBy.length > 0) parts.push(sql`partition by ${listOf(partitionBy.map((by) => compiling.expr(by)))}`);
  if (orderBy.length > 0) parts.push(sql`order by ${compiling.order(orderBy)}`);
  return parts.length > 0 ? sql.join(parts, sql.raw(" ")) : sql.raw("");
}

/** `a, b, c`; nothing for none. */
export function listOf(items: readonly Expression<unknown>[]): RawBuilder<unknown> {
  return items.length > 0 ? sql.join(items) : sql.raw("");
}
