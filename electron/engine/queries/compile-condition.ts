/** Conditions of a query document, for Kysely. */
import { type Expression, type RawBuilder, sql } from "kysely";
import type { Condition, Expr, Relation, TextOperator } from "../../../src-shared/model/query.ts";
import { compiler } from "../connection/compiler.ts";
import { columnOf, listOf } from "./compile-expression.ts";
import { type AnyQuery, type Compiling, conjuncts, isBlank, scalarOf } from "./compiling.ts";

type Compiled = RawBuilder<unknown> | Expression<unknown> | null;

/** A condition; null where it says nothing. */
export function compileCondition(compiling: Compiling, condition: Condition): Compiled {
  if (condition.off) return null;
  switch (condition.kind) {
    case "group": {
      const items = condition.items.map((item) => compiling.condition(item)).filter((item) => item !== null);
      if (items.length === 0) return null;
      const [only] = items;
      const all = items.length === 1 && only ? only : sql`(${sql.join(items, sql.raw(` ${condition.joint} `))})`;
      return condition.negated ? sql`not ${all}` : all;
    }
    case "compare": {
      const { left, right, operator } = condition;
      if (isBlank(left) || isBlank(right)) return null;
      // As in SQLAlchemy: what is compared with NULL itself is asked whether it is NULL.
      if (isNull(right) && (operator === "=" || operator === "is")) return sql`${compiling.operand(left)} is null`;
      if (isNull(right) && (operator === "<>" || operator === "is not")) {
        return sql`${compiling.operand(left)} is not null`;
      }
      return sql`${compiling.operand(left)} ${sql.raw(WRITTEN[operator] ?? operator)} ${compiling.bound(right)}`;
    }
    case "between": {
      const { left, low, high, negated } = condition;
      if (isBlank(left) || isBlank(low) || isBlank(high)) return null;
      const word = sql.raw(negated ? "not between" : "between");
      return sql`${compiling.operand(left)} ${word} ${compiling.bound(low)} and ${compiling.bound(high)}`;
    }
    case "in": {
      const { left, items, query, negated } = condition;
      if (isBlank(left)) return null;
      const word = sql.raw(negated ? "not in" : "in");
      if (query) return sql`${compiling.operand(left)} ${word} ${compiling.query(query)}`;
      const values = listOf(items.filter((item) => !isBlank(item)).map((item) => compiling.bound(item)));
      return sql`${compiling.operand(left)} ${word} (${values})`;
    }
    case "null":
      if (isBlank(condition.left)) return null;
      return sql`${compiling.operand(condition.left)} ${sql.raw(condition.negated ? "is not null" : "is null")}`;
    case "text":
      return compileText(compiling, condition);
    case "exists":
      return sql`${sql.raw(condition.negated ? "not exists" : "exists")} ${compiling.query(condition.query)}`;
    case "related": {
      const related = relatedQuery(compiling, condition).select(sql.raw("1").as("one"));
      return sql`${sql.raw(condition.negated ? "not exists" : "exists")} ${related}`;
    }
    case "truth":
      if (isBlank(condition.value)) return null;
      return condition.negated ? sql`not ${compiling.operand(condition.value)}` : compiling.expr(condition.value);
  }
}

const WRITTEN: Readonly<Record<string, string>> = { is: "is not distinct from", "is not": "is distinct from" };

function isNull(value: Expr): boolean {
  return value.kind === "literal" && value.literal.storage === "null";
}

/** Rows of the related table that belong to the row of `source`; still without columns. */
export function relatedQuery(
  compiling: Compiling,
  { relation, source, alias, where }: { relation: Relation; source: string; alias: string; where: Condition },
): AnyQuery {
  const { table, pairs, through } = relation;
  const plain = table.name === alias && table.schema === "main";
  const from = plain ? sql.id(alias) : sql.id(...written(table)).as(alias);
  let query = compiler.selectFrom(from as never) as unknown as AnyQuery;
  if (through) {
    const link = linkAlias(alias);
    query = query.innerJoin(
      sql.id(...written(through.table)).as(link) as never,
      ((join: never) => {
        let on = join as unknown as { on(condition: Expression<unknown>): typeof on };
        for (const [mine, theirs] of through.pairs)
          on = on.on(sql`${columnOf(link, mine)} = ${columnOf(alias, theirs)}`);
        return on;
      }) as never,
    ) as unknown as AnyQuery;
  }
  const held = through ? linkAlias(alias) : alias;
  for (const [from_, to] of pairs) {
    query = query.where(sql<boolean>`${columnOf(held, to)} = ${columnOf(source, from_)}`);
  }
  for (const each of conjuncts(where)) {
    const condition = compiling.condition(each);
    if (condition) query = query.where(condition as Expression<boolean>);
  }
  return query;
}

/** The name of a link table beside its target's alias. */
export function linkAlias(alias: string): string {
  return `${alias}_link`;
}

/** A table as one writes it: with its schema only where it is not `main`. */
export function written({ schema, name }: { schema: string; name: string }): string[] {
  return schema === "main" ? [name] : [schema, name];
}

const FOLDED: Partial<Record<TextOperator, TextOperator>> = {
  icontains: "contains",
  istartsWith: "startsWith",
  iendsWith: "endsWith",
  ilike: "like",
};

function compileText(compiling: Compiling, condition: Extract<Condition, { kind: "text" }>): Compiled {
  const { left, right, operator, negated } = condition;
  if (isBlank(left) || isBlank(right)) return null;
  const folded = FOLDED[operator];
  const pattern = patternOf(compiling, folded ?? operator, right);
  const lower = (value: Expression<unknown>) => (folded ? sql`lower(${value})` : value);
  const word = operator === "glob" || operator === "match" ? operator : "like";
  const not = negated ? "not " : "";
  const escape = pattern.escaped ? sql.raw(" escape '/'") : sql.raw("");
  const cell = folded ? compiling.expr(left) : compiling.operand(left);
  return sql`${lower(cell)} ${sql.raw(not + word)} ${lower(pattern.value)}${escape}`;
}

/** The pattern for LIKE: a literal's own `%`, `_` are escaped where they are meant as they are. */
function patternOf(
  compiling: Compiling,
  operator: TextOperator,
  right: Expr,
): { value: Expression<unknown>; escaped: boolean } {
  if (operator !== "contains" && operator !== "startsWith" && operator !== "endsWith") {
    return { value: compiling.bound(right), escaped: false };
  }
  const [before, after] = [operator === "startsWith" ? "" : "%", operator === "endsWith" ? "" : "%"];
  if (right.kind === "literal" && right.literal.storage === "text") {
    const text = String(scalarOf(right.literal));
    const escaped = text.replace(/[%_/]/g, "/$&");
    return { value: sql`${before + escaped + after}`, escaped: escaped !== text };
  }
  const head = before ? sql.raw("'%' || ") : sql.raw("");
  const tail = after ? sql.raw(" || '%'") : sql.raw("");
  return { value: sql`${head}${compiling.operand(right)}${tail}`, escaped: false };
}
