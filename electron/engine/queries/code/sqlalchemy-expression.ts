/** Expressions in SQLAlchemy 2.0 code. */
import type { Condition, Expr, Query, QueryOrder } from "../../../../src-shared/model/query.ts";
import { isBlank } from "../compiling.ts";
import { isPythonName } from "../../../../src-shared/model/words.ts";
import { pythonString, pythonValue } from "./python.ts";
import type { Scope } from "./sqlalchemy-scope.ts";

export interface SqlAlchemyWriting {
  readonly scope: Scope;
  /** A `select(…)` with what it correlates; in one line or several. */
  select(query: Query): string;
  condition(condition: Condition): string | null;
}

/**
 * How tightly SQLite's operators bind, in SQLAlchemy's figures: its comparisons have 5, its minus before a value 8. With more
 * than that, `-(a || b)` would lose its brackets; with as much, brackets are written that SQLite could do without.
 */
const PRECEDENCE: Readonly<Record<string, number>> = {
  "||": 8,
  "->": 8,
  "->>": 8,
  "*": 8,
  "/": 8,
  "%": 8,
  "+": 7,
  "-": 7,
  "&": 6,
  "|": 6,
  "<<": 6,
  ">>": 6,
};

/** An expression that can stand on either side of an operator and has methods. */
export function saExpr(writing: SqlAlchemyWriting, value: Expr): string {
  switch (value.kind) {
    case "column":
      return value.source === ""
        ? `literal_column(${pythonString(quoted(value.column))})`
        : writing.scope.column(value.source, value.column).code;
    case "literal":
      return value.literal.storage === "null" ? "null()" : `literal(${pythonValue(value.literal)})`;
    case "call":
      return saCall(writing, value);
    case "binary": {
      const left = saExpr(writing, value.left);
      const plain = /^[+*-]$/.test(value.operator) && isNumber(writing, value.left) && isNumber(writing, value.right);
      if (plain) return `(${left} ${value.operator} ${saArgument(writing, value.right)})`;
      const op = `op(${pythonString(value.operator)}, precedence=${PRECEDENCE[value.operator]})`;
      return `${left}.${op}(${saExpr(writing, value.right)})`;
    }
    case "negative":
      return `(-${saExpr(writing, value.value)})`;
    case "cast":
      return `cast(${saExpr(writing, value.value)}, ${typeOf(value.type)})`;
    case "case": {
      const whens = value.whens.map(
        ({ when, gives }) => `(${writing.condition(when) ?? "true()"}, ${saExpr(writing, gives)})`,
      );
      const last = value.otherwise ? `, else_=${saExpr(writing, value.otherwise)}` : "";
      return `case(${whens.join(", ")}${last})`;
    }
    case "collate":
      return `${saExpr(writing, value.value)}.collate(${pythonString(value.collation)})`;
    case "subquery":
      return `${writing.select(value.query)}.scalar_subquery()`;
    case "condition":
      return `(${writing.condition(value.condition) ?? "true()"})`;
    case "raw":
      return `literal_column(${pythonString(`(${value.sql}${value.sql.includes("--") ? "\n" : ""})`)})`;
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Where a Python value may stand as it is. */
export function saArgument(writing: SqlAlchemyWriting, value: Expr): string {
  if (value.kind === "literal") return value.literal.storage === "null" ? "null()" : pythonValue(value.literal);
  return saExpr(writing, value);
}

/** What is compared with `left`. A Python value has the type of its own, whatever the column's, but for the few below. */
export function saCompared(writing: SqlAlchemyWriting, left: Expr, value: Expr): string {
  if (value.kind !== "literal") return saExpr(writing, value);
  // Comparisons refuse null() but where they become IS NULL; a parameter without a value they take.
  if (value.literal.storage === "null") return "literal(None)";
  return refusesText(writing, left) && value.literal.storage === "text"
    ? `literal(${pythonValue(value.literal)}, String)`
    : pythonValue(value.literal);
}

/** Columns whose type takes a text for its own and fails on it: LargeBinary, Uuid, Enum. */
export function refusesText(writing: SqlAlchemyWriting, value: Expr): boolean {
  if (value.kind !== "column" || value.source === "") return false;
  return /blob|binary|uuid|enum/i.test(writing.scope.column(value.source, value.column).type);
}

/** The values of IN. A list of values takes the type of its first, which is for the others to bear: reals and bytes convert. */
export function saListed(writing: SqlAlchemyWriting, left: Expr, items: readonly Expr[]): string[] {
  const storages = new Set(items.map((item) => (item.kind === "literal" ? item.literal.storage : "null")));
  storages.delete("null");
  return items.map((item) => {
    if (item.kind !== "literal") return saExpr(writing, item);
    const { storage } = item.literal;
    if (storage === "null") return "None";
    const own = storages.size > 1 && (storage === "real" || storage === "blob");
    return own ? `literal(${pythonValue(item.literal)})` : saCompared(writing, left, item);
  });
}

function isNumber(writing: SqlAlchemyWriting, value: Expr): boolean {
  if (value.kind === "literal") return value.literal.storage === "integer" || value.literal.storage === "real";
  if (value.kind === "binary")
    return /^[+*-]$/.test(value.operator) && isNumber(writing, value.left) && isNumber(writing, value.right);
  if (value.kind !== "column" || value.source === "") return false;
  return /int|real|floa|doub|numeric|decimal/i.test(writing.scope.column(value.source, value.column).type);
}

function saCall(writing: SqlAlchemyWriting, call: Extract<Expr, { kind: "call" }>): string {
  const args = call.args.map((arg) => saArgument(writing, arg));
  const [first] = call.args;
  if (call.distinct && first) args[0] = `${saExpr(writing, first)}.distinct()`;
  const name = isPythonName(call.name) ? `func.${call.name}` : `getattr(func, ${pythonString(call.name)})`;
  const filter = call.filter && writing.condition(call.filter);
  const over = call.over ? `.over(${windowOf(writing, call.over)})` : "";
  // `count(*)` is what SQLAlchemy makes of count().
  return `${name}(${call.star ? "" : args.join(", ")})${filter ? `.filter(${filter})` : ""}${over}`;
}

function windowOf(writing: SqlAlchemyWriting, over: { partitionBy: Expr[]; orderBy: QueryOrder[] }): string {
  const partition = over.partitionBy.map((by) => saExpr(writing, by));
  const order = over.orderBy.filter(({ value }) => !isBlank(value)).map((term) => saOrder(writing, term));
  return [
    ...(partition.length > 0 ? [`partition_by=[${partition.join(", ")}]`] : []),
    ...(order.length > 0 ? [`order_by=[${order.join(", ")}]`] : []),
  ].join(", ");
}

/** A term of ORDER BY. */
export function saOrder(writing: SqlAlchemyWriting, { value, descending, nulls }: QueryOrder): string {
  const column = saExpr(writing, value);
  return `${column}${descending ? ".desc()" : nulls ? ".asc()" : ""}${nulls ? `.nulls_${nulls}()` : ""}`;
}

/** A column of the result as order_by() and group_by() take it, `"n"`; null for anything else. */
export function saLabel(labels: ReadonlySet<string>, value: Expr): string | null {
  return value.kind === "column" && value.source === "" && labels.has(value.column) ? pythonString(value.column) : null;
}

/** A term of ORDER BY that is a column of the result: `desc("n")`. */
export function saLabelOrder(labels: ReadonlySet<string>, { value, descending, nulls }: QueryOrder): string | null {
  const label = saLabel(labels, value);
  if (label === null) return null;
  const way = descending ? `desc(${label})` : label;
  return nulls ? `nulls_${nulls}(${way})` : way;
}

/** What CAST does depends on the affinity of the type alone. Source: https://www.sqlite.org/datatype3.html §3.1 */
function typeOf(type: string): string {
  if (/int/i.test(type)) return "Integer";
  if (/char|clob|text/i.test(type)) return "Text";
  if (/blob/i.test(type)) return "LargeBinary";
  // A Decimal would be another value than the one SQLite gives.
  return /real|floa|doub/i.test(type) ? "REAL" : "Numeric(asdecimal=False)";
}
