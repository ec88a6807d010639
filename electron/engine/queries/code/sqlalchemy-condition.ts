/** Conditions in SQLAlchemy 2.0 code. */
import type { Condition, Expr } from "../../../../src-shared/model/query.ts";
import { conjuncts, isBlank } from "../compiling.ts";
import { pythonString } from "./python.ts";
import { type SqlAlchemyWriting, refusesText, saCompared, saExpr, saListed } from "./sqlalchemy-expression.ts";
import { pythonList } from "./sqlalchemy-layout.ts";

const OPERATORS = { "=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=" } as const;

/** A condition as an argument of where(), and_(), …; null where it says nothing. */
export function saCondition(writing: SqlAlchemyWriting, condition: Condition): string | null {
  if (condition.off) return null;
  switch (condition.kind) {
    case "group": {
      const items = condition.items.map((item) => saCondition(writing, item)).filter((item) => item !== null);
      if (items.length === 0) return null;
      const all = items.length === 1 ? items[0] : pythonList(`${condition.joint}_`, items);
      return condition.negated ? `not_(${all})` : (all ?? null);
    }
    case "compare": {
      const { left, right, operator } = condition;
      if (isBlank(left) || isBlank(right)) return null;
      const cell = saExpr(writing, left);
      if (isNull(right) && (operator === "=" || operator === "is")) return `${cell}.is_(None)`;
      if (isNull(right) && (operator === "<>" || operator === "is not")) return `${cell}.is_not(None)`;
      const other = saCompared(writing, left, right);
      if (operator === "is") return `${cell}.is_not_distinct_from(${other})`;
      if (operator === "is not") return `${cell}.is_distinct_from(${other})`;
      return `${cell} ${OPERATORS[operator]} ${other}`;
    }
    case "between": {
      const { left, low, high, negated } = condition;
      if (isBlank(left) || isBlank(low) || isBlank(high)) return null;
      const ends = `${saCompared(writing, left, low)}, ${saCompared(writing, left, high)}`;
      return `${negated ? "~" : ""}${saExpr(writing, left)}.between(${ends})`;
    }
    case "in": {
      const { left, items, query, negated } = condition;
      if (isBlank(left)) return null;
      const word = negated ? "not_in" : "in_";
      const cell = saExpr(writing, left);
      if (query) return `${cell}.${word}(${writing.select(query)})`;
      const filled = items.filter((item) => !isBlank(item));
      return `${cell}.${word}([${saListed(writing, left, filled).join(", ")}])`;
    }
    case "null":
      if (isBlank(condition.left)) return null;
      return `${saExpr(writing, condition.left)}.${condition.negated ? "is_not" : "is_"}(None)`;
    case "text":
      return saText(writing, condition);
    case "exists":
      return `${condition.negated ? "~" : ""}${writing.select(condition.query)}.exists()`;
    case "related":
      return saRelated(writing, condition);
    case "truth":
      if (isBlank(condition.value)) return null;
      return condition.negated ? `not_(${saExpr(writing, condition.value)})` : saExpr(writing, condition.value);
  }
}

function isNull(value: Expr): boolean {
  return value.kind === "literal" && value.literal.storage === "null";
}

const METHODS = {
  like: "like",
  ilike: "ilike",
  contains: "contains",
  startsWith: "startswith",
  endsWith: "endswith",
  icontains: "icontains",
  istartsWith: "istartswith",
  iendsWith: "iendswith",
} as const;

function saText(writing: SqlAlchemyWriting, condition: Extract<Condition, { kind: "text" }>): string | null {
  const { left, right, operator, negated } = condition;
  if (isBlank(left) || isBlank(right)) return null;
  const cell = saExpr(writing, left);
  const pattern = saCompared(writing, left, right);
  if (operator === "match") return `${negated ? "~" : ""}${cell}.match(${pattern})`;
  if (operator === "glob") {
    const code = `${cell}.bool_op("GLOB")(${pattern})`;
    return negated ? `not_(${code})` : code;
  }
  const method = `${negated ? "~" : ""}${cell}.${METHODS[operator]}`;
  // A text with the wildcards of LIKE in it is meant as it is.
  const text = right.kind === "literal" && right.literal.storage === "text" ? right.literal.text : "";
  if (!/[%_/]/.test(text) || operator.endsWith("like")) return `${method}(${pattern})`;
  if (!refusesText(writing, left)) return `${method}(${pattern}, autoescape=True)`;
  // autoescape wants the text itself.
  return `${method}(literal(${pythonString(text.replace(/[%_/]/g, "/$&"))}, String), escape="/")`;
}

/** Related rows, said with exists(): so it needs no relationship to be declared. */
function saRelated(writing: SqlAlchemyWriting, condition: Extract<Condition, { kind: "related" }>): string {
  const { value, outer } = writing.scope.within(() => ["select(literal(1))", ...saRelatedCalls(writing, condition)]);
  const correlate = outer.length > 0 ? [`.correlate(${outer.join(", ")})`] : [];
  return `${condition.negated ? "~" : ""}${[...value, ...correlate, ".exists()"].join("")}`;
}

/** Calls that choose the related rows of `source`. */
export function saRelatedCalls(
  writing: SqlAlchemyWriting,
  {
    relation,
    source,
    alias,
    where,
  }: Pick<Extract<Condition, { kind: "related" }>, "relation" | "source" | "alias" | "where">,
): string[] {
  const { scope } = writing;
  const target = scope.addSource({ kind: "table", ...relation.table, alias });
  const calls = [`.select_from(${target.code})`];
  let held = alias;
  if (relation.through) {
    held = `${alias}_link`;
    const link = scope.addSource({ kind: "table", ...relation.through.table, alias: held });
    const on = relation.through.pairs.map(
      ([mine, theirs]) => `${scope.column(held, mine).code} == ${scope.column(alias, theirs).code}`,
    );
    calls.push(`.join(${link.code}, ${on.length === 1 ? on[0] : `and_(${on.join(", ")})`})`);
  }
  const pairs = relation.pairs.map(
    ([from, to]) => `${scope.column(held, to).code} == ${scope.column(source, from).code}`,
  );
  const more = conjuncts(where)
    .map((each) => saCondition(writing, each))
    .filter((each) => each !== null);
  calls.push(`.where(${[...pairs, ...more].join(", ")})`);
  return calls;
}
