/** Expressions in Kysely code: functions of columns by `fn`, all else in an `sql` template. */
import type { Condition, Expr, Literal, Query, QueryOrder } from "../../../../src-shared/model/query.ts";
import { sqlLiteral } from "../../../../src-shared/sql/sql-literal.ts";
import { isBlank, scalarOf } from "../compiling.ts";
import { refExpr, refString } from "./kysely-names.ts";
import { inTemplate, jsString, takesNumbers } from "./writing.ts";

/** What an expression asks of the writer around it. */
export interface ExpressionWriting {
  chain(query: Query): string;
  /** A query for the related rows of a condition. */
  related(condition: Extract<Condition, { kind: "related" }>): string;
  /** Does this column hold numbers, whatever is compared with it? */
  isNumeric(source: string, column: string): boolean;
}

const AGGREGATES = new Set(["count", "sum", "avg", "min", "max"]);

/** An expression standing alone. */
export function exprCode(writing: ExpressionWriting, value: Expr): string {
  if (value.kind === "column") return refExpr(value.source, value.column);
  if (value.kind === "call" && !value.filter && !value.over) {
    const args = value.args.map((arg) => (arg.kind === "column" ? refString(arg.source, arg.column) : null));
    if (value.star && value.name === "count") return "fn.countAll()";
    const [first] = args;
    if (!value.star && args.length === 1 && typeof first === "string" && AGGREGATES.has(value.name)) {
      return `fn.${value.name}(${first})${value.distinct ? ".distinct()" : ""}`;
    }
    if (!value.star && !value.distinct && args.length > 0 && args.every((arg) => arg !== null)) {
      return `fn(${jsString(value.name)}, [${args.join(", ")}])`;
    }
  }
  if (value.kind === "subquery") return writing.chain(value.query);
  return `sql\`${templateOf(writing, value)}\``;
}

const CLOSED = new Set<Expr["kind"]>(["column", "literal", "call", "cast", "case", "subquery", "condition", "raw"]);

/** Inside a template, as one side of an operator. */
export function operandOf(writing: ExpressionWriting, value: Expr): string {
  const text = templateOf(writing, value);
  return CLOSED.has(value.kind) ? text : `(${text})`;
}

/** Inside a template. */
export function templateOf(writing: ExpressionWriting, value: Expr): string {
  const inner = (part: Expr) => templateOf(writing, part);
  switch (value.kind) {
    case "column":
      return `\${${refExpr(value.source, value.column)}}`;
    case "literal":
      return inTemplate(sqlLiteral(scalarOf(value.literal)));
    case "call": {
      const args = value.star ? "*" : value.args.map(inner).join(", ");
      const filter = value.filter && conditionTemplate(writing, value.filter);
      return `${value.name}(${value.distinct ? "distinct " : ""}${args})${filter ? ` filter (where ${filter})` : ""}${
        value.over ? ` over (${windowOf(writing, value.over)})` : ""
      }`;
    }
    case "binary":
      return `${operandOf(writing, value.left)} ${value.operator} ${operandOf(writing, value.right)}`;
    case "negative":
      return `- ${operandOf(writing, value.value)}`;
    case "cast":
      return `cast(${inner(value.value)} as ${value.type})`;
    case "case": {
      const whens = value.whens.map(
        ({ when, gives }) => `when ${conditionTemplate(writing, when) ?? "true"} then ${inner(gives)}`,
      );
      return `case ${whens.join(" ")}${value.otherwise ? ` else ${inner(value.otherwise)}` : ""} end`;
    }
    case "collate":
      return `${operandOf(writing, value.value)} collate \${sql.id(${jsString(value.collation)})}`;
    case "subquery":
      return `\${${writing.chain(value.query)}}`;
    case "condition":
      return `(${conditionTemplate(writing, value.condition) ?? "true"})`;
    case "raw":
      return inTemplate(value.sql.includes("--") ? `(${value.sql}\n)` : `(${value.sql})`);
  }
}

function windowOf(writing: ExpressionWriting, over: { partitionBy: Expr[]; orderBy: QueryOrder[] }): string {
  const partition = over.partitionBy.map((by) => templateOf(writing, by)).join(", ");
  const order = over.orderBy
    .filter(({ value }) => !isBlank(value))
    .map(
      ({ value, descending, nulls }) =>
        `${templateOf(writing, value)}${descending ? " desc" : ""}${nulls === null ? "" : ` nulls ${nulls}`}`,
    )
    .join(", ");
  return [partition && `partition by ${partition}`, order && `order by ${order}`].filter(Boolean).join(" ");
}

/** A value as JavaScript. An integer that is compared with no column of numbers is a bigint: a number would be bound as REAL. */
export function valueCode(writing: ExpressionWriting, literal: Literal, comparedWith: Expr | null): string {
  switch (literal.storage) {
    case "null":
      return "null";
    case "integer": {
      const plain =
        Number.isSafeInteger(Number(literal.text)) &&
        takesNumbers(comparedWith, (source, column) => writing.isNumeric(source, column));
      return `${BigInt(literal.text)}${plain ? "" : "n"}`;
    }
    case "real":
      return String(Number(literal.text));
    case "text":
      return jsString(literal.text);
    case "blob":
      return `Buffer.from(${jsString(literal.text)}, 'hex')`;
  }
}

/** What is compared with, inside a template: a literal becomes a parameter. */
function boundOf(writing: ExpressionWriting, value: Expr, comparedWith: Expr | null): string {
  if (value.kind !== "literal") return operandOf(writing, value);
  return `\${${valueCode(writing, value.literal, comparedWith)}}`;
}

/** A condition inside a template; null where it says nothing. */
export function conditionTemplate(writing: ExpressionWriting, condition: Condition): string | null {
  if (condition.off) return null;
  const operand = (value: Expr) => operandOf(writing, value);
  const bound = (value: Expr, left: Expr) => boundOf(writing, value, left);
  switch (condition.kind) {
    case "group": {
      const items = condition.items.map((item) => conditionTemplate(writing, item)).filter((item) => item !== null);
      if (items.length === 0) return null;
      const all = items.length === 1 ? items[0] : `(${items.join(` ${condition.joint} `)})`;
      return condition.negated ? `not ${all}` : (all ?? null);
    }
    case "compare": {
      const { left, right, operator } = condition;
      if (isBlank(left) || isBlank(right)) return null;
      const withNull = right.kind === "literal" && right.literal.storage === "null";
      if (withNull && (operator === "=" || operator === "is")) return `${operand(left)} is null`;
      if (withNull && (operator === "<>" || operator === "is not")) return `${operand(left)} is not null`;
      const word = operator === "is" ? "is not distinct from" : operator === "is not" ? "is distinct from" : operator;
      return `${operand(left)} ${word} ${bound(right, left)}`;
    }
    case "between": {
      const { left, low, high, negated } = condition;
      if (isBlank(left) || isBlank(low) || isBlank(high)) return null;
      return `${operand(left)} ${negated ? "not " : ""}between ${bound(low, left)} and ${bound(high, left)}`;
    }
    case "in": {
      const { left, items, query, negated } = condition;
      if (isBlank(left)) return null;
      const word = negated ? "not in" : "in";
      if (query) return `${operand(left)} ${word} \${${writing.chain(query)}}`;
      const values = items.filter((item) => !isBlank(item)).map((item) => bound(item, left));
      return `${operand(left)} ${word} (${values.join(", ")})`;
    }
    case "null":
      if (isBlank(condition.left)) return null;
      return `${operand(condition.left)} is ${condition.negated ? "not " : ""}null`;
    case "text":
      return textTemplate(writing, condition);
    case "exists":
      return `${condition.negated ? "not " : ""}exists \${${writing.chain(condition.query)}}`;
    case "related":
      return `${condition.negated ? "not " : ""}exists \${${writing.related(condition)}}`;
    case "truth":
      if (isBlank(condition.value)) return null;
      return condition.negated ? `not ${operand(condition.value)}` : templateOf(writing, condition.value);
  }
}

function textTemplate(writing: ExpressionWriting, condition: Extract<Condition, { kind: "text" }>): string | null {
  const { left, right, operator, negated } = condition;
  if (isBlank(left) || isBlank(right)) return null;
  const folded = operator.startsWith("i");
  const plain = folded ? operator.slice(1).toLowerCase() : operator.toLowerCase();
  const pattern = patternCode(writing, plain, right);
  const lower = (text: string) => (folded ? `lower(${text})` : text);
  const word = plain === "glob" || plain === "match" ? plain : "like";
  const cell = folded ? templateOf(writing, left) : operandOf(writing, left);
  return `${lower(cell)} ${negated ? "not " : ""}${word} ${lower(pattern.code)}${pattern.escaped ? " escape '/'" : ""}`;
}

function patternCode(writing: ExpressionWriting, plain: string, right: Expr): { code: string; escaped: boolean } {
  const found = patternText(plain, right);
  if (found) return { code: `\${${jsString(found.text)}}`, escaped: found.escaped };
  if (!["contains", "startswith", "endswith"].includes(plain)) {
    return { code: boundOf(writing, right, null), escaped: false };
  }
  const head = plain === "startswith" ? "" : "'%' || ";
  const tail = plain === "endswith" ? "" : " || '%'";
  return { code: `${head}${operandOf(writing, right)}${tail}`, escaped: false };
}

/** The pattern of LIKE for a text that is meant as it is; null for anything else. */
export function patternText(plain: string, right: Expr): { text: string; escaped: boolean } | null {
  if (!["contains", "startswith", "endswith"].includes(plain)) return null;
  if (right.kind !== "literal" || right.literal.storage !== "text") return null;
  const escaped = right.literal.text.replace(/[%_/]/g, "/$&");
  const text = `${plain === "startswith" ? "" : "%"}${escaped}${plain === "endswith" ? "" : "%"}`;
  return { text, escaped: escaped !== right.literal.text };
}
