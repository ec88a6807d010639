/** Expressions and conditions in Drizzle code. */
import type { Condition, Expr, Query, QueryOrder } from "../../../../src-shared/model/query.ts";
import { sqlLiteral } from "../../../../src-shared/sql/sql-literal.ts";
import { conjuncts, isBlank, scalarOf } from "../compiling.ts";
import type { DrizzleScope } from "./drizzle-scope.ts";
import { inTemplate, jsString, listed, takesNumbers } from "./writing.ts";

export interface DrizzleWriting {
  readonly scope: DrizzleScope;
  /** A query as a builder that was not run. */
  select(query: Query): string;
  /** The related rows of a condition, as a builder. */
  related(condition: Extract<Condition, { kind: "related" }>): string;
}

const AGGREGATES = new Set(["count", "sum", "avg", "min", "max"]);
const CLOSED = new Set<Expr["kind"]>(["column", "literal", "call", "cast", "case", "subquery", "condition", "raw"]);

/** An expression standing alone. */
export function dzExpr(writing: DrizzleWriting, value: Expr): string {
  if (value.kind === "column" && value.source !== "") return writing.scope.column(value.source, value.column);
  if (value.kind === "call" && !value.filter && !value.over && AGGREGATES.has(value.name)) {
    const [first] = value.args;
    if (value.star && value.name === "count") return "count()";
    if (first?.kind === "column" && value.args.length === 1 && !value.star) {
      const name = value.distinct ? `${value.name}Distinct` : value.name;
      if (!value.distinct || /count|sum|avg/.test(name)) return `${name}(${dzExpr(writing, first)})`;
    }
  }
  return `sql\`${dzTemplate(writing, value)}\``;
}

function operand(writing: DrizzleWriting, value: Expr): string {
  const text = dzTemplate(writing, value);
  return CLOSED.has(value.kind) ? text : `(${text})`;
}

/** Inside a template. */
export function dzTemplate(writing: DrizzleWriting, value: Expr): string {
  const inner = (part: Expr) => dzTemplate(writing, part);
  switch (value.kind) {
    case "column":
      if (value.source === "") return `\${sql.identifier(${jsString(value.column)})}`;
      return `\${${writing.scope.column(value.source, value.column)}}`;
    case "literal":
      return inTemplate(sqlLiteral(scalarOf(value.literal)));
    case "call": {
      const args = value.star ? "*" : value.args.map(inner).join(", ");
      const filter = value.filter && dzCondition(writing, value.filter);
      const over = value.over && windowOf(writing, value.over);
      return `${value.name}(${value.distinct ? "distinct " : ""}${args})${filter ? ` filter (where \${${filter}})` : ""}${
        over === null ? "" : ` over (${over})`
      }`;
    }
    case "binary":
      return `${operand(writing, value.left)} ${value.operator} ${operand(writing, value.right)}`;
    case "negative":
      return `- ${operand(writing, value.value)}`;
    case "cast":
      return `cast(${inner(value.value)} as ${value.type})`;
    case "case": {
      const whens = value.whens.map(({ when, gives }) => {
        const condition = dzCondition(writing, when);
        return `when ${condition === null ? "true" : `\${${condition}}`} then ${inner(gives)}`;
      });
      return `case ${whens.join(" ")}${value.otherwise ? ` else ${inner(value.otherwise)}` : ""} end`;
    }
    case "collate":
      return `${operand(writing, value.value)} collate \${sql.identifier(${jsString(value.collation)})}`;
    case "subquery":
      return `\${${writing.select(value.query)}}`;
    case "condition": {
      const condition = dzCondition(writing, value.condition);
      return condition === null ? "(true)" : `(\${${condition}})`;
    }
    case "raw":
      return inTemplate(value.sql.includes("--") ? `(${value.sql}\n)` : `(${value.sql})`);
  }
}

function windowOf(writing: DrizzleWriting, over: { partitionBy: Expr[]; orderBy: QueryOrder[] }): string {
  const partition = over.partitionBy.map((by) => dzTemplate(writing, by)).join(", ");
  const order = over.orderBy
    .filter(({ value }) => !isBlank(value))
    .map((term) => orderTemplate(writing, term))
    .join(", ");
  return [partition && `partition by ${partition}`, order && `order by ${order}`].filter(Boolean).join(" ");
}

function orderTemplate(writing: DrizzleWriting, { value, descending, nulls }: QueryOrder): string {
  return `${dzTemplate(writing, value)}${descending ? " desc" : ""}${nulls ? ` nulls ${nulls}` : ""}`;
}

/** A term of ORDER BY. */
export function dzOrder(writing: DrizzleWriting, term: QueryOrder): string {
  if (term.nulls !== null) return `sql\`${orderTemplate(writing, term)}\``;
  const code = dzExpr(writing, term.value);
  return term.descending ? `desc(${code})` : code;
}

/** What is compared with: an integer keeps its class where the column does not hold numbers anyway. */
function compared(writing: DrizzleWriting, left: Expr | null, value: Expr): string {
  if (value.kind !== "literal") return dzExpr(writing, value);
  const { literal } = value;
  if (literal.storage === "text") return jsString(literal.text);
  const plain = takesNumbers(left, (source, column) => writing.scope.isNumeric(source, column));
  if (literal.storage === "integer" && plain && Number.isSafeInteger(Number(literal.text))) {
    return String(BigInt(literal.text));
  }
  return `sql\`${inTemplate(sqlLiteral(scalarOf(literal)))}\``;
}

const OPERATORS = { "=": "eq", "<>": "ne", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte" } as const;

/** A condition; null where it says nothing. */
export function dzCondition(writing: DrizzleWriting, condition: Condition): string | null {
  if (condition.off) return null;
  switch (condition.kind) {
    case "group": {
      const items = condition.items.map((item) => dzCondition(writing, item)).filter((item) => item !== null);
      if (items.length === 0) return null;
      const all = items.length === 1 ? items[0] : listed(items, [`${condition.joint}(`, ")"]);
      // Drizzle's not() writes no brackets.
      return condition.negated ? `sql\`not (\${${all}})\`` : (all ?? null);
    }
    case "compare": {
      const { left, right, operator } = condition;
      if (isBlank(left) || isBlank(right)) return null;
      const cell = dzExpr(writing, left);
      const isNull = right.kind === "literal" && right.literal.storage === "null";
      if (isNull && (operator === "=" || operator === "is")) return `isNull(${cell})`;
      if (isNull && (operator === "<>" || operator === "is not")) return `isNotNull(${cell})`;
      const other = compared(writing, left, right);
      if (operator === "is" || operator === "is not") {
        return `sql\`\${${cell}} ${operator === "is" ? "is not distinct from" : "is distinct from"} \${${other}}\``;
      }
      if (left.kind === "binary") return `sql\`${dzTemplate(writing, left)} ${operator} \${${other}}\``;
      return `${OPERATORS[operator]}(${cell}, ${other})`;
    }
    case "between": {
      const { left, low, high, negated } = condition;
      if (isBlank(left) || isBlank(low) || isBlank(high)) return null;
      const ends = `${compared(writing, left, low)}, ${compared(writing, left, high)}`;
      return `${negated ? "notBetween" : "between"}(${dzExpr(writing, left)}, ${ends})`;
    }
    case "in": {
      const { left, items, query, negated } = condition;
      if (isBlank(left)) return null;
      const word = negated ? "notInArray" : "inArray";
      const cell = dzExpr(writing, left);
      if (query) return `${word}(${cell}, ${writing.select(query)})`;
      return `${word}(${cell}, [${items
        .filter((item) => !isBlank(item))
        .map((item) => compared(writing, left, item))
        .join(", ")}])`;
    }
    case "null":
      if (isBlank(condition.left)) return null;
      return `${condition.negated ? "isNotNull" : "isNull"}(${dzExpr(writing, condition.left)})`;
    case "text":
      return dzText(writing, condition);
    case "exists":
      return `${condition.negated ? "notExists" : "exists"}(${writing.select(condition.query)})`;
    case "related":
      return `${condition.negated ? "notExists" : "exists"}(${writing.related(condition)})`;
    case "truth": {
      if (isBlank(condition.value)) return null;
      const text = condition.negated ? operand(writing, condition.value) : dzTemplate(writing, condition.value);
      return `sql\`${condition.negated ? "not " : ""}${text}\``;
    }
  }
}

function dzText(writing: DrizzleWriting, condition: Extract<Condition, { kind: "text" }>): string | null {
  const { left, right, operator, negated } = condition;
  if (isBlank(left) || isBlank(right)) return null;
  const folded = operator.startsWith("i");
  const plain = (folded ? operator.slice(1) : operator).toLowerCase();
  const not = negated ? "not " : "";
  if (plain === "glob" || plain === "match") {
    return `sql\`${operand(writing, left)} ${not}${plain} \${${compared(writing, null, right)}}\``;
  }
  const [before, after] = [
    plain === "contains" || plain === "endswith" ? "%" : "",
    plain === "contains" || plain === "startswith" ? "%" : "",
  ];
  const text = right.kind === "literal" && right.literal.storage === "text" ? right.literal.text : null;
  const escaped = text === null || plain === "like" ? text : text.replace(/[%_/]/g, "/$&");
  const pattern = text === null ? null : jsString(before + escaped + after);
  if (pattern !== null && !folded && escaped === text && left.kind === "column") {
    return `${negated ? "notLike" : "like"}(${dzExpr(writing, left)}, ${pattern})`;
  }
  const value =
    pattern !== null
      ? `\${${pattern}}`
      : concatenated(before, plain === "like" ? dzTemplate(writing, right) : operand(writing, right), after);
  const lower = (part: string) => (folded ? `lower(${part})` : part);
  const escape = escaped === text ? "" : " escape '/'";
  const cell = folded ? dzTemplate(writing, left) : operand(writing, left);
  return `sql\`${lower(cell)} ${not}like ${lower(value)}${escape}\``;
}

function concatenated(before: string, middle: string, after: string): string {
  return `${before ? "'%' || " : ""}${middle}${after ? " || '%'" : ""}`;
}

/** The parts of a condition that are to hold all. */
export function dzConditions(writing: DrizzleWriting, condition: Condition): string | null {
  const parts = conjuncts(condition)
    .map((each) => dzCondition(writing, each))
    .filter((each) => each !== null);
  return parts.length === 0 ? null : parts.length === 1 ? (parts[0] ?? null) : listed(parts, ["and(", ")"]);
}
