/** How a column of a result is called when the user gave it no name. */
import type { Expr, SelectItem } from "./query.ts";

/** The name of an item; "" for a star, which has many. */
export function nameOfItem(item: SelectItem): string {
  if (item.kind === "star") return "";
  if (item.kind === "nested") return item.name;
  return item.alias || nameOfExpr(item.value);
}

/** `count`, `sum_Total`, `Total`: what it is, in words that can be a name. */
export function nameOfExpr(value: Expr): string {
  switch (value.kind) {
    case "column":
      return value.column;
    case "call": {
      const [first] = value.args;
      return first && !value.star ? `${value.name.toLowerCase()}_${nameOfExpr(first)}` : value.name.toLowerCase();
    }
    case "cast":
    case "collate":
    case "negative":
      return nameOfExpr(value.value);
    case "case":
      return "case";
    case "literal":
      return "value";
    default:
      return "expression";
  }
}
