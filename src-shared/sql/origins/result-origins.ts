/**
 * From which rows of which tables the columns of a SELECT come, as far as its text proves it: through subqueries, views and
 * common table expressions, but not through what makes one row of several (UNION, DISTINCT, GROUP BY, aggregates; of DISTINCT
 * and GROUP BY it is still known which column a value is of). SQLite's
 * own column metadata names tables, but the same for both sides of a self join, and goes on naming the first arm of a UNION
 * for every row: the engine lets both have a say.
 */
import type {
  CommonTableExpr,
  Expr,
  FromClause,
  OneSelect,
  ResultColumn,
  Select,
  SelectFrom,
  SelectTable,
  With,
} from "sqlite3-parser";
import { parseStmt } from "sqlite3-parser";
import type { ResultOrigins } from "../../model/console.ts";
import { foldName, type ObjectName } from "../../model/names.ts";
import { isAggregated } from "./aggregated.ts";
import { type FromItem, type Origin, type Output, Scope } from "./scope.ts";

/** What a name in a FROM clause is, apart from common table expressions. */
export type CatalogEntry =
  | {
      readonly kind: "table";
      readonly object: ObjectName;
      readonly columns: readonly string[];
      readonly rowid: boolean;
    }
  | { readonly kind: "view"; readonly sql: string };

/** Finds what a name means to SQLite; `schema` is null when the statement gives none. */
export type Catalog = (schema: string | null, name: string) => CatalogEntry | null;

/** Views within views and brackets within brackets: more is a bomb. */
const DEEPEST = 40;
const MOST_SOURCES = 200;

const JOIN_NATURAL = 0x04;
const JOIN_RIGHT = 0x10;

/** The origins of a statement's columns; null when its text is not understood. */
export function resultOrigins(sql: string, catalog: Catalog): ResultOrigins | null {
  const parsed = parseStmt(sql);
  if (parsed.status !== "ok") return null;
  const { root } = parsed;
  if (root.type !== "SelectStmt") return nothing("The rows do not come from a SELECT.");
  const resolver = new Resolver(catalog);
  const outputs = resolver.select(root.body, [], 0);
  if (!outputs) return nothing(resolver.reason ?? "Joinery cannot tell which rows these cells come from.");
  const values = outputs.map(({ origin }) => origin && { source: origin.source, column: origin.column });
  const columns = outputs.map(({ origin }, i) => (origin?.grouped ? null : (values[i] ?? null)));
  const some = columns.some((origin) => origin !== null);
  const reason = some ? null : (resolver.reason ?? "Every column is calculated.");
  return { sources: resolver.sources, columns, values, reason };
}

const nothing = (reason: string): ResultOrigins => ({ sources: [], columns: [], values: [], reason });

/** The WITH clauses around a place, innermost first. */
type Around = readonly With[];

class Resolver {
  readonly sources: ObjectName[] = [];
  /** The first thing that kept a column from having an origin. */
  reason: string | null = null;
  readonly #catalog: Catalog;
  readonly #underWay = new Set<CommonTableExpr>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  /** What a SELECT gives; null when that is not known. */
  select(select: Select, around: Around, depth: number): Output[] | null {
    if (depth > DEEPEST || this.sources.length > MOST_SOURCES) return null;
    const inner = select.with ? [select.with, ...around] : around;
    const outputs = this.#one(select.select, inner, depth);
    if ((select.compounds ?? []).length === 0) return outputs;
    this.#merged("UNION and its kin");
    return outputs?.map(({ name }) => ({ name, origin: null })) ?? null;
  }

  #one(select: OneSelect, around: Around, depth: number): Output[] | null {
    if (select.type === "SelectValues") {
      const width = select.values[0]?.values.length ?? 0;
      return Array.from({ length: width }, (_, i) => ({ name: `column${i + 1}`, origin: null }));
    }
    const scope = new Scope();
    if (select.from) this.#from(scope, select.from, around, depth);
    const outputs: Output[] = [];
    for (const column of select.columns) {
      const some = outputsOf(column, scope);
      if (!some) return null;
      outputs.push(...some);
    }
    const merges = mergedBy(select);
    if (merges === null) return outputs;
    this.#merged(merges);
    // What is no aggregate is still a value of its column.
    return outputs.map(({ name, origin }) => ({ name, origin: origin && { ...origin, grouped: true } }));
  }

  /** One row is made of several there: it is none of them. */
  #merged(by: string): void {
    this.reason ??= `Rows merged by ${by} can’t be edited.`;
  }

  #from(scope: Scope, { select, joins }: FromClause, around: Around, depth: number): void {
    if (select) this.#add(scope, select, {}, around, depth);
    for (const { operator, table, constraint } of joins ?? []) {
      const type = operator.type === "TypedJoinJoinOperator" ? (operator.joinType ?? 0) : 0;
      const using = constraint?.type === "UsingJoinConstraint" ? constraint.columns.map(({ text }) => text) : [];
      const join = { using, natural: (type & JOIN_NATURAL) !== 0, right: (type & JOIN_RIGHT) !== 0 };
      this.#add(scope, table, join, around, depth);
    }
  }

  #add(scope: Scope, table: SelectTable, join: Parameters<Scope["add"]>[1], around: Around, depth: number): void {
    const alias = table.alias?.name.text ?? null;
    if (table.type === "SubSelectTable") {
      // Brackets around a join: its columns are known by the names of its tables, unless the brackets have one.
      const together = alias !== null || (join?.using ?? []).length > 0 || join?.natural === true;
      const inside = together ? new Scope() : scope;
      this.#from(inside, table.from, around, depth + 1);
      if (together) scope.add({ name: alias, schema: null, outputs: inside.all(), rowid: null }, join);
      return;
    }
    scope.add(this.#item(table, alias, around, depth), join);
  }

  #item(
    table: Exclude<SelectTable, { type: "SubSelectTable" }>,
    alias: string | null,
    around: Around,
    depth: number,
  ): FromItem {
    if (table.type === "SelectSelectTable") {
      return { name: alias, schema: null, outputs: this.select(table.select, around, depth + 1), rowid: null };
    }
    const { dbName, objName } = table.tblName;
    const name = alias ?? objName.text;
    const opaque: FromItem = { name, schema: null, outputs: null, rowid: null };
    if (table.type === "TableCallSelectTable") return opaque;
    const found = dbName ? null : findCte(objName.text, around);
    if (found) return { ...opaque, outputs: this.#cte(found.cte, found.around, depth) };
    const entry = this.#catalog(dbName?.text ?? null, objName.text);
    if (!entry) return opaque;
    if (entry.kind === "view") return { ...opaque, outputs: this.#view(entry.sql, depth) };
    const source = this.sources.push(entry.object) - 1;
    const outputs = entry.columns.map((column) => ({ name: column, origin: { source, column } }));
    return { name, schema: entry.object.schema, outputs, rowid: entry.rowid ? { source, column: null } : null };
  }

  #cte(cte: CommonTableExpr, around: Around, depth: number): Output[] | null {
    if (this.#underWay.has(cte)) {
      this.reason ??= "Rows of a recursive query can’t be edited.";
      return null;
    }
    this.#underWay.add(cte);
    const outputs = this.select(cte.select, around, depth + 1);
    this.#underWay.delete(cte);
    return renamed(outputs, cte.columns);
  }

  #view(sql: string, depth: number): Output[] | null {
    const parsed = parseStmt(sql);
    if (parsed.status !== "ok" || parsed.root.type !== "CreateViewStmt") return null;
    const { select, columns } = parsed.root;
    return renamed(this.select(select, [], depth + 1), columns);
  }
}

function renamed(outputs: Output[] | null, columns: CommonTableExpr["columns"]): Output[] | null {
  if (!columns || !outputs) return outputs;
  return columns.map(({ colName }, i) => ({ name: colName.text, origin: outputs[i]?.origin ?? null }));
}

/** The innermost common table expression of a name, and the clauses that it sees itself. */
function findCte(name: string, around: Around): { cte: CommonTableExpr; around: Around } | null {
  for (const [i, { ctes }] of around.entries()) {
    const cte = ctes.find(({ tblName }) => foldName(tblName.text) === foldName(name));
    if (cte) return { cte, around: around.slice(i) };
  }
  return null;
}

/** What makes one row of several in this SELECT, in words; null when nothing does. */
function mergedBy(select: SelectFrom): string | null {
  if (select.distinctness === "Distinct") return "DISTINCT";
  if ((select.groupBy ?? []).length > 0) return "GROUP BY";
  const aggregated = select.columns.some((column) => column.type === "ExprResultColumn" && isAggregated(column.expr));
  return aggregated || select.having ? "an aggregate" : null;
}

function outputsOf(column: ResultColumn, scope: Scope): readonly Output[] | null {
  if (column.type === "StarResultColumn") return scope.all();
  if (column.type === "TableStarResultColumn") return scope.allOf(column.table.text);
  const origin = originOf(column.expr, scope);
  return [{ name: column.alias?.name.text ?? nameOf(column.expr), origin }];
}

function originOf(expr: Expr, scope: Scope): Origin | null {
  switch (expr.type) {
    case "Id":
      return scope.column(expr.name);
    case "NameExpr":
      return scope.column(expr.name.text);
    case "QualifiedExpr":
      return scope.columnOf(expr.table.text, expr.column.text, expr.schema?.text ?? null);
    case "ParenthesizedExpr":
      return expr.exprs.length === 1 && expr.exprs[0] ? originOf(expr.exprs[0], scope) : null;
    default:
      return null;
  }
}

/** The name that a column without alias has to the query around it. That of an expression is its text: nobody can mean it by accident. */
function nameOf(expr: Expr): string {
  if (expr.type === "Id") return expr.name;
  if (expr.type === "NameExpr") return expr.name.text;
  return expr.type === "QualifiedExpr" ? expr.column.text : "";
}
