/** A query document as SQL, compiled by Kysely (decision D3): its builder for the clauses, its templates for expressions. */
import type { AliasableExpression, Expression, JoinBuilder, RawBuilder } from "kysely";
import { sql } from "kysely";
import { jsonArrayFrom, jsonObjectFrom } from "kysely/helpers/sqlite";
import type {
  Condition,
  Join,
  Nested,
  Query,
  QueryOrder,
  Select,
  SelectItem,
  Source,
} from "../../../src-shared/model/query.ts";
import { compiler } from "../connection/compiler.ts";
import type { Query as Compiled } from "../connection/query.ts";
import { compileCondition, relatedQuery, written } from "./compile-condition.ts";
import { compileExpr, compileOperand, listOf } from "./compile-expression.ts";
import { type AnyQuery, type Compiling, conjuncts, isBlank, scalarOf } from "./compiling.ts";
import { nameOfItem } from "../../../src-shared/model/query-names.ts";

/** SQL with parameters. What is switched off or not filled in yet is left out. */
export function compileQuery(query: Query): Compiled {
  const { sql: text, parameters } = compileWith(query).compile();
  return { sql: text, parameters };
}

/** The builder itself. */
function compileWith(query: Query): AnyQuery {
  const compiling: Compiling = {
    expr: (value) => compileExpr(compiling, value),
    operand: (value) => compileOperand(compiling, value),
    bound: (value) => (value.kind === "literal" ? sql`${scalarOf(value.literal)}` : compiling.operand(value)),
    condition: (condition) => compileCondition(compiling, condition),
    query: (inner) => queryOf(compiling, inner),
    order: (terms) => listOf(terms.filter(({ value }) => !isBlank(value)).map((term) => orderOf(compiling, term))),
  };
  return compiling.query(query);
}

function queryOf(compiling: Compiling, query: Query): AnyQuery {
  const recursive = query.ctes.some((cte) => cte.recursive);
  let creator = compiler as unknown as typeof compiler;
  for (const { name, columns, query: inner } of query.ctes) {
    const head = columns.length > 0 ? `${name}(${columns.join(", ")})` : name;
    const body = () => compiling.query(inner) as never;
    creator = (recursive ? creator.withRecursive(head, body) : creator.with(head, body)) as never;
  }
  let built = selectOf(compiling, creator, query.select);
  for (const { operator, select } of query.compounds) {
    const other = selectOf(compiling, compiler, select) as never;
    if (operator === "union") built = built.union(other);
    else if (operator === "union all") built = built.unionAll(other);
    else if (operator === "intersect") built = built.intersect(other);
    else built = built.except(other);
  }
  built = ordered(compiling, built, query.orderBy);
  // SQLite has no OFFSET without LIMIT.
  if (query.limit !== null || query.offset !== null) built = built.limit(BigInt(query.limit ?? -1));
  if (query.offset !== null) built = built.offset(BigInt(query.offset));
  return built;
}

function ordered(compiling: Compiling, query: AnyQuery, terms: readonly QueryOrder[]): AnyQuery {
  let built = query;
  for (const { value, descending, nulls } of terms) {
    if (isBlank(value)) continue;
    built = built.orderBy(compiling.expr(value), (order) => {
      const way = descending ? order.desc() : order;
      return nulls === null ? way : nulls === "first" ? way.nullsFirst() : way.nullsLast();
    });
  }
  return built;
}

function orderOf(compiling: Compiling, { value, descending, nulls }: QueryOrder): RawBuilder<unknown> {
  const words = `${descending ? " desc" : ""}${nulls === null ? "" : ` nulls ${nulls}`}`;
  return sql`${compiling.expr(value)}${sql.raw(words)}`;
}

function selectOf(compiling: Compiling, creator: typeof compiler, select: Select): AnyQuery {
  const items = select.items.filter((item) => item.kind !== "value" || !isBlank(item.value));
  if (select.from === null) {
    const values = items.filter((item) => item.kind !== "star").map((item) => itemOf(compiling, item));
    return creator.selectNoFrom((values.length > 0 ? values : [sql.raw("null").as("nothing")]) as never) as never;
  }
  let built = creator.selectFrom(sourceOf(compiling, select.from) as never) as unknown as AnyQuery;
  for (const join of select.joins) built = joined(compiling, built, join);
  if (select.distinct) built = built.distinct();
  if (items.length === 0) built = built.selectAll();
  for (const item of items) {
    if (item.kind !== "star") built = built.select(itemOf(compiling, item) as never);
    else if (item.source === "") built = built.selectAll();
    else built = built.select(sql`${sql.id(item.source)}.*` as never);
  }
  for (const each of conjuncts(select.where)) {
    const condition = compiling.condition(each);
    if (condition) built = built.where(condition as Expression<boolean>);
  }
  for (const value of select.groupBy) if (!isBlank(value)) built = built.groupBy(compiling.expr(value) as never);
  for (const each of conjuncts(select.having)) {
    const condition = compiling.condition(each);
    if (condition) built = built.having(condition as Expression<boolean>);
  }
  return built;
}

function itemOf(compiling: Compiling, item: Exclude<SelectItem, { kind: "star" }>): unknown {
  if (item.kind === "nested") return nestedOf(compiling, item).as(item.name);
  const value = compiling.expr(item.value) as AliasableExpression<unknown>;
  const name = nameOfItem(item);
  return item.value.kind === "column" && (item.alias === "" || item.alias === item.value.column)
    ? value
    : value.as(name);
}

/** Related rows as a JSON array, or one as an object. */
function nestedOf(compiling: Compiling, nested: Nested): RawBuilder<unknown> {
  let rows = relatedQuery(compiling, nested);
  for (const item of nested.items) if (item.kind !== "star") rows = rows.select(itemOf(compiling, item) as never);
  rows = ordered(compiling, rows, nested.orderBy);
  if (nested.limit !== null) rows = rows.limit(BigInt(nested.limit));
  return nested.relation.many
    ? jsonArrayFrom(rows as never)
    : jsonObjectFrom((nested.limit === null ? rows.limit(1n) : rows) as never);
}

/** A table, CTE or sub-query under its alias. */
function sourceOf(compiling: Compiling, source: Source): unknown {
  if (source.kind === "query") return (compiling.query(source.query) as AnyQuery).as(source.alias);
  const name = source.kind === "cte" ? [source.name] : written(source);
  if (name.length === 1 && name[0] === source.alias) return sql.id(source.alias);
  return sql.id(...name).as(source.alias);
}

function joined(compiling: Compiling, query: AnyQuery, { kind, source, on }: Join): AnyQuery {
  const table = sourceOf(compiling, source) as never;
  if (kind === "cross") return query.crossJoin(table) as unknown as AnyQuery;
  const conditions = onOf(compiling, on);
  const withOn = ((join: JoinBuilder<never, never>) => {
    let built = join;
    for (const condition of conditions) built = built.on(condition as never);
    return conditions.length > 0 ? built : built.onTrue();
  }) as never;
  if (kind === "inner") return query.innerJoin(table, withOn) as unknown as AnyQuery;
  if (kind === "left") return query.leftJoin(table, withOn) as unknown as AnyQuery;
  if (kind === "right") return query.rightJoin(table, withOn) as unknown as AnyQuery;
  return query.fullJoin(table, withOn) as unknown as AnyQuery;
}

function onOf(compiling: Compiling, on: Condition): unknown[] {
  return conjuncts(on)
    .map((each) => compiling.condition(each))
    .filter((condition) => condition !== null);
}
