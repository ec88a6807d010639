/** Parsed expressions as those of a query document; what it has no words for stays SQL. */
import type { Expr as Parsed, FunctionTail, Over, Select, SortedColumn } from "sqlite3-parser";
import { bytesToHex } from "../../model/cell-json.ts";
import type {
  BinaryOperator,
  CompareOperator,
  Condition,
  Expr,
  Literal,
  Query,
  QueryOrder,
  Window,
} from "../../model/query.ts";
import { isWord, type Names, Refusal } from "./reading.ts";

export interface Reading {
  readonly names: Names;
  readonly text: string;
  query(select: Select): Query;
}

const BINARY: Partial<Record<string, BinaryOperator>> = {
  Add: "+",
  Subtract: "-",
  Multiply: "*",
  Divide: "/",
  Modulus: "%",
  Concat: "||",
  BitwiseAnd: "&",
  BitwiseOr: "|",
  LeftShift: "<<",
  RightShift: ">>",
  ArrowRight: "->",
  ArrowRightShift: "->>",
};
const COMPARE: Partial<Record<string, CompareOperator>> = {
  Equals: "=",
  NotEquals: "<>",
  Less: "<",
  LessEquals: "<=",
  Greater: ">",
  GreaterEquals: ">=",
  Is: "is",
  IsNot: "is not",
};
const INT64_MAX = 2n ** 63n - 1n;

/** An expression. Throws a Refusal for a parameter or a column that is not there. */
export function readExpr(reading: Reading, parsed: Parsed): Expr {
  const inner = (part: Parsed) => readExpr(reading, part);
  switch (parsed.type) {
    case "NumericLiteral":
      return { kind: "literal", literal: numberOf(parsed.value) };
    case "StringLiteral":
      return { kind: "literal", literal: { storage: "text", text: parsed.value } };
    case "BlobLiteral":
      return { kind: "literal", literal: { storage: "blob", text: bytesToHex(parsed.bytes) } };
    case "NullLiteral":
      return { kind: "literal", literal: { storage: "null" } };
    case "Id":
    case "NameExpr":
      return readName(reading, parsed.type === "Id" ? parsed.name : parsed.name.text, parsed);
    case "QualifiedExpr": {
      if (parsed.schema) throw new Refusal("The builder names columns by their table, not by their schema too.");
      const source = reading.names.alias(parsed.table.text);
      if (source === undefined) throw new Refusal(`There is no source called ${parsed.table.text} here.`);
      return { kind: "column", source, column: parsed.column.text };
    }
    case "ParenthesizedExpr": {
      const [only] = parsed.exprs;
      return parsed.exprs.length === 1 && only ? inner(only) : raw(reading, parsed);
    }
    case "BinaryExpr": {
      const operator = BINARY[parsed.op];
      if (operator) return { kind: "binary", operator, left: inner(parsed.left), right: inner(parsed.right) };
      return { kind: "condition", condition: readCondition(reading, parsed) };
    }
    case "UnaryExpr":
      if (parsed.op === "Not") return { kind: "condition", condition: readCondition(reading, parsed) };
      if (parsed.op !== "Negative") return raw(reading, parsed);
      return negative(inner(parsed.expr));
    case "CastExpr": {
      const type = parsed.typeName && textOf(reading, parsed.typeName).trim();
      if (!type || !/^[A-Za-z_][A-Za-z0-9_ ]*(\(\s*[+-]?\d+(\s*,\s*[+-]?\d+)?\s*\))?$/.test(type))
        return raw(reading, parsed);
      return { kind: "cast", value: inner(parsed.expr), type };
    }
    case "CollateExpr":
      return { kind: "collate", value: inner(parsed.expr), collation: parsed.collation };
    case "CaseExpr": {
      const { base } = parsed;
      const whens = parsed.whenThenPairs.map(({ when, then }) => {
        const condition: Condition = base
          ? { kind: "compare", operator: "=", left: inner(base), right: inner(when) }
          : readCondition(reading, when);
        return { when: condition, gives: inner(then) };
      });
      const withNull = whens.some(({ when }) => when.kind === "compare" && isNull(when.right));
      if (base && withNull) return raw(reading, parsed);
      return { kind: "case", whens, otherwise: parsed.elseExpr ? inner(parsed.elseExpr) : null };
    }
    case "FunctionCallExpr":
    case "FunctionCallStarExpr":
      return readCall(reading, parsed);
    case "SubqueryExpr":
      return { kind: "subquery", query: reading.query(parsed.select) };
    case "VariableExpr":
      throw new Refusal(`It has the parameter ${parsed.name}: write a value in its place.`);
    case "CurrentDateLiteral":
    case "CurrentTimeLiteral":
    case "CurrentTimestampLiteral":
    case "KeywordLiteral":
    case "InTableExpr":
    case "RaiseExpr":
      return raw(reading, parsed);
    default:
      return { kind: "condition", condition: readCondition(reading, parsed) };
  }
}

function readName(reading: Reading, name: string, parsed: Parsed): Expr {
  const owner = reading.names.ownerOf(name);
  if (owner) return { kind: "column", ...owner };
  const result = reading.names.result(name);
  if (result) return result.value;
  if (/^(true|false)$/i.test(name)) return raw(reading, parsed);
  throw new Refusal(`There is no column called ${name} here.`);
}

function negative(value: Expr): Expr {
  if (value.kind === "literal" && (value.literal.storage === "integer" || value.literal.storage === "real")) {
    const { storage, text } = value.literal;
    if (!text.startsWith("-") && text !== "0") return { kind: "literal", literal: { storage, text: `-${text}` } };
  }
  return { kind: "negative", value };
}

function isNull(value: Expr): boolean {
  return value.kind === "literal" && value.literal.storage === "null";
}

function numberOf(written: string): Literal {
  const plain = written.replaceAll("_", "");
  if (/^\d+$/.test(plain) && BigInt(plain) <= INT64_MAX) return { storage: "integer", text: String(BigInt(plain)) };
  if (/^0x[0-9a-f]+$/i.test(plain)) return { storage: "integer", text: String(BigInt.asIntN(64, BigInt(plain))) };
  return { storage: "real", text: String(Number(plain)) };
}

/** Its own text, as an expression the document does not look into. */
function raw(reading: Reading, parsed: Parsed): Expr {
  return { kind: "raw", sql: textOf(reading, parsed) };
}

function textOf(reading: Reading, { span }: { span: { offset: number; length: number } }): string {
  return reading.text.slice(span.offset, span.offset + span.length);
}

function readCall(
  reading: Reading,
  parsed: Extract<Parsed, { type: "FunctionCallExpr" | "FunctionCallStarExpr" }>,
): Expr {
  const star = parsed.type === "FunctionCallStarExpr";
  const over = readOver(reading, parsed.filterOver?.overClause);
  if (!isWord(parsed.name.name) || (!star && parsed.orderBy) || over === undefined) return raw(reading, parsed);
  return {
    kind: "call",
    name: parsed.name.name,
    args: star ? [] : (parsed.args ?? []).map((arg) => readExpr(reading, arg)),
    distinct: !star && parsed.distinctness === "Distinct",
    star,
    filter: readFilter(reading, parsed.filterOver),
    over,
  };
}

function readFilter(reading: Reading, tail: FunctionTail | undefined): Condition | null {
  return tail?.filterClause ? readCondition(reading, tail.filterClause) : null;
}

/** Undefined: it has a frame or a name, which the document has no words for. */
function readOver(reading: Reading, over: Over | undefined): Window | null | undefined {
  if (!over) return null;
  if (over.type !== "WindowOver" || over.window.base || over.window.frameClause) return undefined;
  return {
    partitionBy: (over.window.partitionBy ?? []).map((by) => readExpr(reading, by)),
    orderBy: (over.window.orderBy ?? []).map((term) => readOrder(reading, term)),
  };
}

export function readOrder(reading: Reading, { expr, order, nulls }: SortedColumn): QueryOrder {
  return {
    value: readExpr(reading, expr),
    descending: order === "Desc",
    nulls: nulls === "First" ? "first" : nulls === "Last" ? "last" : null,
  };
}

/** A condition. Throws like `readExpr`. */
export function readCondition(reading: Reading, parsed: Parsed): Condition {
  const value = (part: Parsed) => readExpr(reading, part);
  switch (parsed.type) {
    case "BinaryExpr": {
      if (parsed.op === "And" || parsed.op === "Or") {
        const joint = parsed.op === "And" ? "and" : "or";
        const items = [readCondition(reading, parsed.left), readCondition(reading, parsed.right)];
        return { kind: "group", joint, negated: false, items: items.flatMap((item) => flattened(item, joint)) };
      }
      const operator = COMPARE[parsed.op];
      if (!operator) break;
      const [left, right] = [value(parsed.left), value(parsed.right)];
      if (isNull(right)) {
        if (operator === "is" || operator === "is not") return { kind: "null", left, negated: operator === "is not" };
        // Never true in SQL, and the builder's `= NULL` means IS NULL.
        return { kind: "truth", value: raw(reading, parsed), negated: false };
      }
      return { kind: "compare", operator, left, right };
    }
    case "UnaryExpr":
      if (parsed.op === "Not") return negated(readCondition(reading, parsed.expr));
      break;
    case "ParenthesizedExpr": {
      const [only] = parsed.exprs;
      if (parsed.exprs.length === 1 && only) return readCondition(reading, only);
      break;
    }
    case "BetweenExpr":
      return {
        kind: "between",
        left: value(parsed.lhs),
        low: value(parsed.start),
        high: value(parsed.end),
        negated: parsed.not,
      };
    case "InListExpr": {
      const items = (parsed.rhs ?? []).map(value);
      return { kind: "in", left: value(parsed.lhs), items, query: null, negated: parsed.not };
    }
    case "InSelectExpr":
      return { kind: "in", left: value(parsed.lhs), items: [], query: reading.query(parsed.rhs), negated: parsed.not };
    case "IsNullExpr":
      return { kind: "null", left: value(parsed.expr), negated: false };
    case "NotNullExpr":
      return { kind: "null", left: value(parsed.expr), negated: true };
    case "LikeExpr": {
      if (parsed.escape || parsed.op === "Regexp")
        return { kind: "truth", value: raw(reading, parsed), negated: false };
      const operator = parsed.op === "Like" ? "like" : parsed.op === "Glob" ? "glob" : "match";
      return { kind: "text", operator, left: value(parsed.lhs), right: value(parsed.rhs), negated: parsed.not };
    }
    case "ExistsExpr":
      return { kind: "exists", query: reading.query(parsed.select), negated: false };
    default:
      break;
  }
  const read = value(parsed);
  return read.kind === "condition" ? read.condition : { kind: "truth", value: read, negated: false };
}

function flattened(condition: Condition, joint: "and" | "or"): Condition[] {
  return condition.kind === "group" && condition.joint === joint && !condition.negated ? condition.items : [condition];
}

function negated(condition: Condition): Condition {
  if (condition.kind !== "compare" && condition.kind !== "group") return { ...condition, negated: !condition.negated };
  if (condition.kind === "group") return { ...condition, negated: !condition.negated };
  return { kind: "group", joint: "and", negated: true, items: [condition] };
}
