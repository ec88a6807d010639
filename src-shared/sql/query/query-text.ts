/**
 * Expressions and queries of a document as the SQL one would type, for fields and lists. What runs is compiled by the engine;
 * reading this text again gives the same document.
 */
import type { Condition, Expr, Literal, Query, QueryOrder, Select, SelectItem, Source } from "../../model/query.ts";
import { hexToBytes } from "../../model/cell-json.ts";
import { quoteName } from "../quote-name.ts";
import { sqlLiteral } from "../sql-literal.ts";
import { nameToken } from "./name-token.ts";

/** A literal as SQL. */
export function literalText(literal: Literal): string {
  switch (literal.storage) {
    case "null":
      return "NULL";
    case "integer":
      return literal.text;
    case "real":
      return sqlLiteral(Number(literal.text));
    case "text":
      return sqlLiteral(literal.text);
    case "blob":
      return sqlLiteral(hexToBytes(literal.text));
  }
}

const CLOSED = new Set<Expr["kind"]>(["column", "call", "cast", "case", "subquery", "condition", "raw"]);

function operand(value: Expr): string {
  const text = exprText(value);
  const closed = CLOSED.has(value.kind) || (value.kind === "literal" && !text.startsWith("-"));
  return closed && !(value.kind === "raw" && /[^\w.]/.test(value.sql)) ? text : `(${text})`;
}

/** An expression as SQL. */
export function exprText(value: Expr): string {
  switch (value.kind) {
    case "column":
      return value.source === "" ? nameToken(value.column) : `${nameToken(value.source)}.${nameToken(value.column)}`;
    case "literal":
      return literalText(value.literal);
    case "call": {
      const args = value.star ? "*" : value.args.map(exprText).join(", ");
      const filter = value.filter ? ` FILTER (WHERE ${conditionText(value.filter) || "true"})` : "";
      const over = value.over ? ` OVER (${windowText(value.over)})` : "";
      return `${value.name}(${value.distinct ? "DISTINCT " : ""}${args})${filter}${over}`;
    }
    case "binary":
      return `${operand(value.left)} ${value.operator} ${operand(value.right)}`;
    case "negative":
      return `-${operand(value.value)}`;
    case "cast":
      return `CAST(${exprText(value.value)} AS ${value.type})`;
    case "case": {
      const whens = value.whens.map(
        ({ when, gives }) => `WHEN ${conditionText(when) || "true"} THEN ${exprText(gives)}`,
      );
      return `CASE ${whens.join(" ")}${value.otherwise ? ` ELSE ${exprText(value.otherwise)}` : ""} END`;
    }
    case "collate":
      return `${operand(value.value)} COLLATE ${nameToken(value.collation)}`;
    case "subquery":
      return `(${queryText(value.query)})`;
    case "condition":
      return `(${conditionText(value.condition) || "true"})`;
    case "raw":
      return value.sql;
  }
}

function windowText({ partitionBy, orderBy }: { partitionBy: Expr[]; orderBy: QueryOrder[] }): string {
  const partition = partitionBy.length > 0 ? `PARTITION BY ${partitionBy.map(exprText).join(", ")}` : "";
  const order = orderBy.length > 0 ? `ORDER BY ${orderBy.map(orderText).join(", ")}` : "";
  return [partition, order].filter(Boolean).join(" ");
}

/** A term of ORDER BY. */
export function orderText({ value, descending, nulls }: QueryOrder): string {
  return `${exprText(value)}${descending ? " DESC" : ""}${nulls ? ` NULLS ${nulls.toUpperCase()}` : ""}`;
}

const isNull = (value: Expr) => value.kind === "literal" && value.literal.storage === "null";
const isBlank = (value: Expr) => value.kind === "raw" && value.sql.trim() === "";

/** A condition as SQL; "" where it says nothing. */
export function conditionText(condition: Condition): string {
  if (condition.off) return "";
  switch (condition.kind) {
    case "group": {
      const items = condition.items.map(conditionText).filter((item) => item !== "");
      if (items.length === 0) return "";
      const all = items.length === 1 ? (items[0] ?? "") : `(${items.join(` ${condition.joint.toUpperCase()} `)})`;
      return condition.negated ? `NOT (${all})` : all;
    }
    case "compare": {
      const { left, right, operator } = condition;
      if (isBlank(left) || isBlank(right)) return "";
      if (isNull(right) && (operator === "=" || operator === "is")) return `${operand(left)} IS NULL`;
      if (isNull(right) && (operator === "<>" || operator === "is not")) return `${operand(left)} IS NOT NULL`;
      return `${operand(left)} ${operator.toUpperCase()} ${operand(right)}`;
    }
    case "between": {
      const { left, low, high, negated } = condition;
      if ([left, low, high].some(isBlank)) return "";
      return `${operand(left)} ${negated ? "NOT " : ""}BETWEEN ${operand(low)} AND ${operand(high)}`;
    }
    case "in": {
      const { left, items, query, negated } = condition;
      if (isBlank(left)) return "";
      const list = query
        ? queryText(query)
        : items
            .filter((item) => !isBlank(item))
            .map(exprText)
            .join(", ");
      return `${operand(left)} ${negated ? "NOT " : ""}IN (${list})`;
    }
    case "null":
      return isBlank(condition.left) ? "" : `${operand(condition.left)} IS ${condition.negated ? "NOT " : ""}NULL`;
    case "text":
      return textText(condition);
    case "exists":
      return `${condition.negated ? "NOT " : ""}EXISTS (${queryText(condition.query)})`;
    case "related": {
      const { relation, source, alias, where, negated } = condition;
      const held = relation.through ? `${alias}_link` : alias;
      const target = tableText(relation.table, alias);
      const link = relation.through
        ? ` JOIN ${tableText(relation.through.table, held)} ON ${relation.through.pairs.map(([mine, theirs]) => `${nameToken(held)}.${nameToken(mine)} = ${nameToken(alias)}.${nameToken(theirs)}`).join(" AND ")}`
        : "";
      const pairs = relation.pairs.map(
        ([from, to]) => `${nameToken(held)}.${nameToken(to)} = ${nameToken(source)}.${nameToken(from)}`,
      );
      const more = conditionText(where);
      const all = [...pairs, ...(more === "" ? [] : [more])].join(" AND ");
      return `${negated ? "NOT " : ""}EXISTS (SELECT 1 FROM ${target}${link} WHERE ${all})`;
    }
    case "truth": {
      if (isBlank(condition.value)) return "";
      return condition.negated ? `NOT ${operand(condition.value)}` : exprText(condition.value);
    }
  }
}

function textText({ left, right, operator, negated }: Extract<Condition, { kind: "text" }>): string {
  if (isBlank(left) || isBlank(right)) return "";
  const not = negated ? "NOT " : "";
  const folded = operator.startsWith("i");
  const plain = (folded ? operator.slice(1) : operator).toLowerCase();
  if (plain === "glob" || plain === "match") return `${operand(left)} ${not}${plain.toUpperCase()} ${operand(right)}`;
  const [before, after] = [
    plain === "contains" || plain === "endswith" ? "%" : "",
    plain === "contains" || plain === "startswith" ? "%" : "",
  ];
  const text = right.kind === "literal" && right.literal.storage === "text" ? right.literal.text : null;
  const escaped = text === null || plain === "like" ? text : text.replace(/[%_/]/g, "/$&");
  const pattern =
    escaped !== null
      ? sqlLiteral(before + escaped + after)
      : [before && "'%'", operand(right), after && "'%'"].filter(Boolean).join(" || ");
  const lower = (part: string) => (folded ? `lower(${part})` : part);
  return `${lower(folded ? exprText(left) : operand(left))} ${not}LIKE ${lower(pattern)}${escaped === text ? "" : " ESCAPE '/'"}`;
}

function tableText({ schema, name }: { schema: string; name: string }, alias: string): string {
  const written = schema === "main" ? nameToken(name) : `${nameToken(schema)}.${nameToken(name)}`;
  return alias === name ? written : `${written} AS ${nameToken(alias)}`;
}

/** A query as SQL, in one line. */
export function queryText(query: Query): string {
  const blocks = query.ctes.map(
    ({ name, columns, query: inner }) =>
      `${nameToken(name)}${columns.length > 0 ? `(${columns.map(nameToken).join(", ")})` : ""} AS (${queryText(inner)})`,
  );
  const recursive = query.ctes.some((cte) => cte.recursive) ? "RECURSIVE " : "";
  const order = query.orderBy.filter(({ value }) => !isBlank(value)).map(orderText);
  const limit = query.limit === null && query.offset === null ? "" : `LIMIT ${query.limit ?? -1}`;
  return [
    ...(blocks.length > 0 ? [`WITH ${recursive}${blocks.join(", ")}`] : []),
    selectText(query.select),
    ...query.compounds.map(({ operator, select }) => `${operator.toUpperCase()} ${selectText(select)}`),
    ...(order.length > 0 ? [`ORDER BY ${order.join(", ")}`] : []),
    ...(limit === "" ? [] : [limit]),
    ...(query.offset === null ? [] : [`OFFSET ${query.offset}`]),
  ].join(" ");
}

function sourceText(source: Source): string {
  if (source.kind === "query") return `(${queryText(source.query)}) AS ${nameToken(source.alias)}`;
  return tableText({ schema: source.kind === "table" ? source.schema : "main", name: source.name }, source.alias);
}

function selectText(select: Select): string {
  const items = select.items.filter((item) => item.kind !== "value" || !isBlank(item.value)).map(itemText);
  const joins = select.joins.map(({ kind, source, on }) => {
    const condition = conditionText(on);
    const words = kind === "inner" ? "JOIN" : `${kind.toUpperCase()} JOIN`;
    return ` ${words} ${sourceText(source)}${kind === "cross" ? "" : ` ON ${condition === "" ? "true" : condition}`}`;
  });
  const where = conditionText(select.where);
  const groups = select.groupBy.filter((value) => !isBlank(value)).map(exprText);
  const having = conditionText(select.having);
  return [
    `SELECT ${select.distinct ? "DISTINCT " : ""}${items.join(", ") || (select.from ? "*" : "NULL")}`,
    ...(select.from ? [`FROM ${sourceText(select.from)}${joins.join("")}`] : []),
    ...(where === "" ? [] : [`WHERE ${where}`]),
    ...(groups.length > 0 ? [`GROUP BY ${groups.join(", ")}`] : []),
    ...(having === "" ? [] : [`HAVING ${having}`]),
  ].join(" ");
}

/** An item of the result as SQL. */
export function itemText(item: SelectItem): string {
  if (item.kind === "star") return item.source === "" ? "*" : `${nameToken(item.source)}.*`;
  if (item.kind === "nested") return `/* related rows */ NULL AS ${quoteName(item.name)}`;
  return `${exprText(item.value)}${item.alias === "" ? "" : ` AS ${nameToken(item.alias)}`}`;
}
