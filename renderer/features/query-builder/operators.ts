/** The operators of a filter as one list, and what choosing one makes of a condition. Pure. */
import type { CompareOperator, Condition, Expr, TextOperator } from "../../../src-shared/model/query.ts";
import { blank, emptyQuery } from "./document.ts";

/** A condition with a left side. */
export type Filter = Extract<Condition, { kind: "compare" | "between" | "in" | "null" | "text" }>;

export interface OperatorChoice {
  readonly id: string;
  readonly words: string;
}

const compares: Record<CompareOperator, string> = {
  "=": "=",
  "<>": "≠",
  "<": "<",
  "<=": "≤",
  ">": ">",
  ">=": "≥",
  is: "is (also NULL)",
  "is not": "is not (also NULL)",
};
const texts: Record<TextOperator, string> = {
  contains: "contains",
  startsWith: "starts with",
  endsWith: "ends with",
  icontains: "contains (any case)",
  istartsWith: "starts with (any case)",
  iendsWith: "ends with (any case)",
  like: "like",
  ilike: "ilike",
  glob: "glob",
  match: "match",
};

/** All of them, in the order one looks for them. */
export const operatorChoices: readonly OperatorChoice[] = [
  ...Object.entries(compares).map(([id, words]) => ({ id, words })),
  { id: "between", words: "between" },
  { id: "not between", words: "not between" },
  { id: "in", words: "in list" },
  { id: "not in", words: "not in list" },
  { id: "in query", words: "in sub-query" },
  { id: "not in query", words: "not in sub-query" },
  { id: "null", words: "is NULL" },
  { id: "not null", words: "is not NULL" },
  ...Object.entries(texts).flatMap(([id, words]) => [
    { id, words },
    { id: `not ${id}`, words: `not ${words}` },
  ]),
];

/** The choice a filter is an example of. */
export function operatorOf(filter: Filter): string {
  const not = filter.kind !== "compare" && filter.negated ? "not " : "";
  if (filter.kind === "compare") return filter.operator;
  if (filter.kind === "text") return `${not}${filter.operator}`;
  return `${not}${filter.kind}${filter.kind === "in" && filter.query ? " query" : ""}`;
}

/** The filter with another operator; its sides stay as far as the operator has room for them. */
export function withOperator(filter: Filter, id: string): Filter {
  const { left, off } = filter;
  const first = valuesOf(filter)[0] ?? blank;
  const negated = id.startsWith("not ");
  const word = negated ? id.slice(4) : id;
  if (id in compares) return { kind: "compare", off, operator: id as CompareOperator, left, right: first };
  if (word in texts) return { kind: "text", off, operator: word as TextOperator, left, right: first, negated };
  if (word === "null") return { kind: "null", off, left, negated };
  if (word === "between")
    return { kind: "between", off, left, low: first, high: valuesOf(filter)[1] ?? blank, negated };
  const query = filter.kind === "in" ? filter.query : null;
  if (word === "in query") return { kind: "in", off, left, items: [], query: query ?? emptyQuery(null), negated };
  return { kind: "in", off, left, items: valuesOf(filter), query: null, negated };
}

function valuesOf(filter: Filter): Expr[] {
  switch (filter.kind) {
    case "compare":
    case "text":
      return [filter.right];
    case "between":
      return [filter.low, filter.high];
    case "in":
      return filter.items;
    case "null":
      return [];
  }
}
