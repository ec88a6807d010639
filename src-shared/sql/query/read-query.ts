/**
 * SQL text as a query document: a SELECT as people write it. What the document cannot hold is refused with a reason, never
 * left out.
 */
import {
  type JoinedSelectTable,
  type OneSelect,
  parseStmt,
  type Select as Parsed,
  type SelectTable,
} from "sqlite3-parser";
import { foldName } from "../../model/names.ts";
import type { Condition, Cte, Expr, Join, Query, QueryOrder, Select, SelectItem, Source } from "../../model/query.ts";
import { nameOfItem } from "../../model/query-names.ts";
import type { DatabaseSchema } from "../../model/schema.ts";
import { readCondition, readExpr, readOrder, type Reading } from "./read-expression.ts";
import { isWord, type Named, Names, Refusal } from "./reading.ts";

/** The document, or why there is none. */
export type ReadQuery = { readonly query: Query } | { readonly refusal: string };

/** Reads one SELECT. */
export function readQuery(text: string, schema: DatabaseSchema): ReadQuery {
  const parsed = parse(text);
  if (typeof parsed === "string") return { refusal: parsed };
  try {
    return { query: readSelect(readingOf(text, new Names(schema)), parsed) };
  } catch (thrown) {
    if (thrown instanceof Refusal) return { refusal: thrown.message };
    throw thrown;
  }
}

/**
 * An expression as it is typed into a field, in scopes from the outermost in; SQL that is only copied where it cannot be read.
 * `results`: names of the result's columns it may use (ORDER BY).
 */
export function readExpressionText(
  text: string,
  schema: DatabaseSchema,
  scopes: readonly (readonly Named[])[],
  results: readonly string[] = [],
): Expr {
  const typed = text.trim();
  const plain: Expr = { kind: "raw", sql: typed };
  if (typed === "") return plain;
  const sql = `SELECT ${typed}`;
  const expr = onlyExpression(sql);
  if (!expr) return plain;
  const own = scopes.at(-1) ?? [];
  const named = expr.type === "Id" && results.find((name) => foldName(name) === foldName(expr.name));
  if (named && !own.some(({ columns }) => columns?.some((name) => foldName(name) === foldName(named)))) {
    return { kind: "column", source: "", column: named };
  }
  try {
    return inScopes(new Names(schema), scopes, (names) => readExpr(readingOf(sql, names), expr));
  } catch (thrown) {
    if (thrown instanceof Refusal) return plain;
    throw thrown;
  }
}

function inScopes<T>(names: Names, [scope, ...inner]: readonly (readonly Named[])[], work: (names: Names) => T): T {
  if (!scope) return work(names);
  return names.within(() => {
    for (const source of scope) names.add(source);
    return inScopes(names, inner, work);
  });
}

/** The one expression of a SELECT that has nothing else; null for any other text. */
function onlyExpression(sql: string): Parameters<typeof readExpr>[1] | null {
  const parsed = parse(sql);
  if (typeof parsed === "string" || parsed.compounds || parsed.orderBy || parsed.limit || parsed.with) return null;
  const { select } = parsed;
  if (select.type !== "SelectFrom" || select.from || select.whereClause || select.groupBy || select.having) return null;
  const [column, ...more] = select.columns;
  return column?.type === "ExprResultColumn" && !column.alias && more.length === 0 ? column.expr : null;
}

/** The sources of a query with their columns; `blocks` are those defined before it. */
export function scopeOf(select: Select, schema: DatabaseSchema, blocks: readonly Cte[]): Named[] {
  const names = new Names(schema);
  return names.withBlocks(() => {
    for (const { name, columns, query } of blocks) {
      names.addBlock(name, columns.length > 0 ? columns : outputOf({ names }, query));
    }
    const sources = [select.from, ...select.joins.map(({ source }) => source)].filter((source) => source !== null);
    return sources.map((source) => namedOf({ names }, source));
  });
}

function readingOf(text: string, names: Names): Reading {
  const reading: Reading = { names, text, query: (select) => readSelect(reading, select) };
  return reading;
}

function parse(text: string): Parsed | string {
  const result = parseStmt(text);
  if (result.status !== "ok") return "It is no SQL that can be read: correct it first.";
  const { root } = result;
  return root.type === "SelectStmt" ? root.body : "Only a SELECT can be opened in the builder.";
}

function readSelect(reading: Reading, parsed: Parsed): Query {
  const { names } = reading;
  return names.withBlocks(() => {
    const ctes = readBlocks(reading, parsed);
    return names.within(() => {
      const select = readOne(reading, parsed.select);
      const compounds = (parsed.compounds ?? []).map(({ operator, select: other }) => ({
        operator: COMPOUND[operator],
        select: names.within(() => readOne(reading, other)),
      }));
      const compound = compounds.length > 0;
      const orderBy = (parsed.orderBy ?? []).map((term): QueryOrder => {
        const { expr } = term;
        const way = { descending: term.order === "Desc", nulls: nullsOf(term.nulls) };
        if (expr.type === "NumericLiteral") return { value: byPlace(select, Number(expr.value), compound), ...way };
        const name = expr.type === "Id" ? names.result(expr.name)?.name : undefined;
        if (name !== undefined) return { value: { kind: "column", source: "", column: name }, ...way };
        if (compound) throw new Refusal("The order of several queries together is by names of their columns.");
        return readOrder(reading, term);
      });
      return { ctes, select, compounds, orderBy, ...limitOf(parsed.limit) };
    });
  });
}

const COMPOUND = { Union: "union", UnionAll: "union all", Intersect: "intersect", Except: "except" } as const;

function nullsOf(nulls: "First" | "Last" | undefined): QueryOrder["nulls"] {
  return nulls === "First" ? "first" : nulls === "Last" ? "last" : null;
}

function byPlace(select: Select, place: number, compound: boolean): Expr {
  const item = select.items[place - 1];
  if (!item || select.items.some(({ kind }) => kind === "star"))
    throw new Refusal("The order is by a number: write the column.");
  if (item.kind === "value" && !compound) return item.value;
  return { kind: "column", source: "", column: nameOfItem(item) };
}

function limitOf(limit: Parsed["limit"]): Pick<Query, "limit" | "offset"> {
  if (!limit) return { limit: null, offset: null };
  const number = (expr: typeof limit.expr | undefined): number | null => {
    if (!expr) return null;
    if (expr.type === "UnaryExpr" && expr.op === "Negative") return null;
    if (expr.type !== "NumericLiteral" || !/^\d{1,15}$/.test(expr.value))
      throw new Refusal("LIMIT and OFFSET are numbers in the builder.");
    return Number(expr.value);
  };
  return { limit: number(limit.expr), offset: number(limit.offset) };
}

function readBlocks(reading: Reading, parsed: Parsed): Cte[] {
  return (parsed.with?.ctes ?? []).map((cte) => {
    const name = cte.tblName.text;
    const columns = (cte.columns ?? []).map(({ colName }) => colName.text);
    if (![name, ...columns].every(isWord))
      throw new Refusal(`In the builder the name of a block is one word: ${name} is not.`);
    // Only what it reads of itself makes a block recursive, whatever WITH says.
    const recursive = parsed.with?.recursive === true && readsItself(reading.text, cte.select.span, name);
    if (recursive) reading.names.addBlock(name, columns.length > 0 ? columns : null);
    const query = readSelect(reading, cte.select);
    const known = columns.length > 0 ? columns : outputOf(reading, query);
    reading.names.addBlock(name, known);
    return { name, columns, recursive, query };
  });
}

function readsItself(text: string, span: { offset: number; length: number }, name: string): boolean {
  return new RegExp(`(?<![\\w.])["\`\\[]?${name}\\b`, "i").test(text.slice(span.offset, span.offset + span.length));
}

/** Names of the columns a query gives; null when they are not known. */
function outputOf(reading: { names: Names }, { select }: Query): string[] | null {
  const found: string[] = [];
  for (const item of select.items.length > 0 ? select.items : [{ kind: "star", source: "" } as const]) {
    if (item.kind !== "star") {
      found.push(nameOfItem(item));
      continue;
    }
    const sources = [select.from, ...select.joins.map(({ source }) => source)].filter((source) => source !== null);
    for (const source of item.source === "" ? sources : sources.filter(({ alias }) => alias === item.source)) {
      const columns = namedOf(reading, source).columns;
      if (columns === null) return null;
      found.push(...columns);
    }
  }
  return found;
}

/** A source of the document as a name in scope. */
function namedOf(reading: { names: Names }, source: Source): Named {
  const { names } = reading;
  if (source.kind === "query")
    return { alias: source.alias, columns: outputOf(reading, source.query), table: undefined };
  if (source.kind === "cte")
    return { alias: source.alias, columns: names.block(source.name)?.columns ?? null, table: undefined };
  const table = names.table(source.schema, source.name);
  const columns = table?.columns.filter(({ kind }) => kind !== "hidden").map(({ name }) => name) ?? null;
  return { alias: source.alias, columns, table };
}

function readOne(reading: Reading, parsed: OneSelect): Select {
  if (parsed.type === "SelectValues") throw new Refusal("VALUES is no query of the builder: it reads from tables.");
  if (parsed.windowClause)
    throw new Refusal("Windows with a name (WINDOW) are not in the builder: write them where they are used.");
  const { names } = reading;
  const from = parsed.from?.select ? readSource(reading, parsed.from.select) : null;
  if (from) names.add(namedOf(reading, from));
  const joins = (parsed.from?.joins ?? []).map((join) => readJoin(reading, join));
  const items = parsed.columns.map((column): SelectItem => {
    if (column.type === "StarResultColumn") {
      if (names.sharesColumns)
        throw new Refusal("USING makes one column of two, which * cannot say in the builder: name the columns.");
      return { kind: "star", source: "" };
    }
    if (column.type === "TableStarResultColumn") {
      const alias = names.alias(column.table.text);
      if (alias === undefined) throw new Refusal(`There is no source called ${column.table.text} here.`);
      return { kind: "star", source: alias };
    }
    return { kind: "value", value: readExpr(reading, column.expr), alias: column.alias?.name.text ?? "" };
  });
  const only = items.length === 1 && items[0]?.kind === "star" && items[0].source === "";
  // SQLite lets the other clauses use names of the result too, where no column has that name.
  names.setResults(
    items.flatMap((item) =>
      item.kind === "value" && item.alias !== "" ? [{ name: item.alias, value: item.value }] : [],
    ),
  );
  return {
    distinct: parsed.distinctness === "Distinct",
    items: only ? [] : items,
    from,
    joins,
    where: asGroup(parsed.whereClause && readCondition(reading, parsed.whereClause)),
    groupBy: (parsed.groupBy ?? []).map((by) =>
      by.type === "NumericLiteral" ? byPlaceOf(items, Number(by.value)) : readExpr(reading, by),
    ),
    having: asGroup(parsed.having && readCondition(reading, parsed.having)),
  };
}

function byPlaceOf(items: readonly SelectItem[], place: number): Expr {
  const item = items[place - 1];
  if (item?.kind !== "value") throw new Refusal("The groups are by a number: write the column.");
  return item.value;
}

function asGroup(condition: Condition | undefined): Condition {
  if (condition?.kind === "group" && condition.joint === "and" && !condition.negated) return condition;
  return { kind: "group", joint: "and", negated: false, items: condition ? [condition] : [] };
}

function readSource(reading: Reading, parsed: SelectTable): Source {
  const alias = "alias" in parsed ? parsed.alias?.name.text : undefined;
  if (parsed.type === "TableCallSelectTable") throw new Refusal("Functions that give rows are not in the builder yet.");
  if (parsed.type === "SubSelectTable")
    throw new Refusal("Brackets around joins are not in the builder: join one after the other.");
  if (parsed.type === "SelectSelectTable") {
    if (alias === undefined) throw new Refusal("A sub-query in FROM needs a name (AS …).");
    return { kind: "query", query: readSelect(reading, parsed.select), alias };
  }
  const { dbName, objName } = parsed.tblName;
  if (parsed.indexed) throw new Refusal("INDEXED BY is not in the builder: SQLite chooses the index.");
  if (!dbName && reading.names.block(objName.text))
    return { kind: "cte", name: objName.text, alias: alias ?? objName.text };
  const table = reading.names.table(dbName?.text, objName.text);
  if (!table) throw new Refusal(`There is no table or view called ${objName.text}.`);
  return { kind: "table", schema: table.schema, name: table.name, alias: alias ?? table.name };
}

function readJoin(reading: Reading, { operator, table, constraint }: JoinedSelectTable): Join {
  const { names } = reading;
  const flags = operator.type === "CommaJoinOperator" ? 0 : (operator.joinType ?? 1);
  const has = (flag: number) => (flags & flag) !== 0;
  if (has(4)) throw new Refusal("NATURAL joins by whatever columns have one name: the builder wants to know which.");
  const before = [...names.sources];
  const source = readSource(reading, table);
  const named = namedOf(reading, source);
  names.add(named);
  const outer = has(8) && has(16) ? "full" : has(8) ? "left" : has(16) ? "right" : null;
  const items: Condition[] = [];
  if (constraint?.type === "OnJoinConstraint") items.push(...groupItems(readCondition(reading, constraint.expr)));
  if (constraint?.type === "UsingJoinConstraint") {
    if (outer === "full" || outer === "right")
      throw new Refusal("USING with RIGHT or FULL JOIN makes one column of two: write ON.");
    for (const { text } of constraint.columns) {
      const left = before.find(({ columns }) => columns?.some((name) => foldName(name) === foldName(text)));
      if (!left) throw new Refusal(`No source before the join has a column ${text}.`);
      names.share(text);
      items.push({
        kind: "compare",
        operator: "=",
        left: { kind: "column", source: left.alias, column: text },
        right: { kind: "column", source: source.alias, column: text },
      });
    }
  }
  const kind = outer ?? (items.length > 0 ? "inner" : "cross");
  return { kind, source, on: { kind: "group", joint: "and", negated: false, items } };
}

function groupItems(condition: Condition): Condition[] {
  return condition.kind === "group" && condition.joint === "and" && !condition.negated ? condition.items : [condition];
}
