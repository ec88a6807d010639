/** Gestures on a query document, as functions from one document to the next. Pure. */
import { type Model, type ModelNames, modelsOf } from "../../../src-shared/model/models.ts";
import { foldName, type ObjectName } from "../../../src-shared/model/names.ts";
import type {
  Condition,
  Expr,
  Join,
  Nested,
  Query,
  Relation,
  Select,
  SelectItem,
  Source,
} from "../../../src-shared/model/query.ts";
import { relationsOf } from "../../../src-shared/model/relations.ts";
import { type DatabaseSchema, readableColumns, type Table } from "../../../src-shared/model/schema.ts";

export const blank: Expr = { kind: "raw", sql: "" };

/** Is it not filled in yet? */
export function isBlank(value: Expr): boolean {
  return value.kind === "raw" && value.sql.trim() === "";
}

/** Conditions that are to hold all. */
export function allOf(...items: Condition[]): Extract<Condition, { kind: "group" }> {
  return { kind: "group", joint: "and", negated: false, items };
}

export function columnOf(source: string, column: string): Expr {
  return { kind: "column", source, column };
}

/** A query of nothing yet. */
export function emptySelect(from: Source | null): Select {
  return { distinct: false, items: [], from, joins: [], where: allOf(), groupBy: [], having: allOf() };
}

export function emptyQuery(from: Source | null): Query {
  return { ctes: [], select: emptySelect(from), compounds: [], orderBy: [], limit: null, offset: null };
}

export function tableSource({ schema, name }: ObjectName, alias = name): Source {
  return { kind: "table", schema, name, alias };
}

/** All rows and columns of a table. */
export function queryOf(table: ObjectName): Query {
  return emptyQuery(tableSource(table));
}

/** A list with one item changed; undefined takes it out. */
export function replaced<T>(items: readonly T[], at: number, item: T | undefined): T[] {
  return items.flatMap((each, index) => (index === at ? (item === undefined ? [] : [item]) : [each]));
}

/** A list with one item moved by one place. */
export function moved<T>(items: readonly T[], at: number, by: -1 | 1): T[] {
  const to = at + by;
  if (to < 0 || to >= items.length) return [...items];
  const next = [...items];
  next.splice(to, 0, ...next.splice(at, 1));
  return next;
}

/** The name, or the first with a number that nothing in the query has: `Album`, `Album_2`. */
export function freeAlias(wanted: string, taken: readonly string[]): string {
  const folded = new Set(taken.map(foldName));
  let name = wanted;
  for (let number = 2; folded.has(foldName(name)); number++) name = `${wanted}_${number}`;
  return name;
}

/** The relationships of each source that is a table. */
export function relationsIn(
  schema: DatabaseSchema,
  sources: readonly Source[],
  names?: ModelNames,
): { source: string; relation: Relation }[] {
  const models = modelsOf(schema, names);
  return sources.flatMap((source) => {
    const model = modelOf(models, source);
    return model ? relationsOf(models, model).map((relation) => ({ source: source.alias, relation })) : [];
  });
}

function modelOf(models: readonly Model[], source: Source): Model | undefined {
  if (source.kind !== "table") return undefined;
  const same = ({ table }: Model) => foldName(table.name) === foldName(source.name) && table.schema === source.schema;
  return models.find(same);
}

function equal(left: Expr, right: Expr): Condition {
  return { kind: "compare", operator: "=", left, right };
}

/** Joins along a relationship; through a link table that is two joins. */
export function joinsAlong(source: string, relation: Relation, taken: readonly string[]): Join[] {
  const join = (target: Source, pairs: Relation["pairs"], from: string): Join => ({
    kind: relation.many ? "inner" : "left",
    source: target,
    on: allOf(...pairs.map(([mine, theirs]) => equal(columnOf(from, mine), columnOf(target.alias, theirs)))),
  });
  if (!relation.through) {
    return [join(tableSource(relation.table, freeAlias(relation.table.name, taken)), relation.pairs, source)];
  }
  const link = tableSource(relation.through.table, freeAlias(relation.through.table.name, taken));
  const target = tableSource(relation.table, freeAlias(relation.table.name, [...taken, link.alias]));
  return [join(link, relation.pairs, source), join(target, relation.through.pairs, link.alias)];
}

/** A condition on related rows. */
export function relatedCondition(source: string, relation: Relation, taken: readonly string[]): Condition {
  const alias = freeAlias(relation.table.name, taken);
  return { kind: "related", relation, source, alias, where: allOf(), negated: false };
}

/** Related rows as one column, with the columns JSON can carry. */
export function nestedItem(
  source: string,
  relation: Relation,
  table: Table | undefined,
  taken: readonly string[],
): Nested {
  const alias = freeAlias(relation.table.name, taken);
  const columns = (table ? readableColumns(table) : []).filter(({ type }) => !/blob/i.test(type));
  const items = columns.map(({ name }): SelectItem => ({ kind: "value", value: columnOf(alias, name), alias: "" }));
  return {
    kind: "nested",
    relation,
    source,
    alias,
    name: relation.name,
    items,
    where: allOf(),
    orderBy: [],
    limit: null,
  };
}

/** All aliases of a query and what is inside it: a new one must be none of them. */
export function aliasesIn(node: unknown): string[] {
  if (node === null || typeof node !== "object") return [];
  const { alias, kind } = node as { alias?: unknown; kind?: unknown };
  const own = typeof alias === "string" && kind !== "value" && alias !== "" ? [alias] : [];
  return [...own, ...Object.values(node).flatMap(aliasesIn)];
}

/** Everything that says an alias, saying another. */
export function renamedAlias<T>(node: T, from: string, to: string): T {
  if (Array.isArray(node)) return node.map((each: unknown) => renamedAlias(each, from, to)) as T;
  if (node === null || typeof node !== "object") return node;
  const entries = Object.entries(node).map(([key, value]) => {
    const names = key === "source" || (key === "alias" && (node as { kind?: string }).kind !== "value");
    return [key, names && value === from ? to : renamedAlias(value as unknown, from, to)];
  });
  return Object.fromEntries(entries) as T;
}

/** An item that puts a column in, or without it if it is there. */
export function toggledColumn(items: readonly SelectItem[], source: string, column: string): SelectItem[] {
  const is = (item: SelectItem) => isColumn(item, source, column);
  if (items.some(is)) return items.filter((item) => !is(item));
  const taken = items.flatMap((item) => (item.kind === "value" ? [item.alias || columnNameOf(item.value)] : []));
  // Two columns of one name could not be told apart by whoever reads the rows.
  const clash = taken.some((name) => name !== null && foldName(name) === foldName(column));
  return [...items, { kind: "value", value: columnOf(source, column), alias: clash ? `${source}_${column}` : "" }];
}

export function isColumn(item: SelectItem, source: string, column: string): boolean {
  return (
    item.kind === "value" &&
    item.value.kind === "column" &&
    item.value.source === source &&
    item.value.column === column
  );
}

function columnNameOf(value: Expr): string | null {
  return value.kind === "column" ? value.column : null;
}

const AGGREGATES = new Set([
  "count",
  "sum",
  "avg",
  "min",
  "max",
  "total",
  "group_concat",
  "string_agg",
  "json_group_array",
]);

/** Does it give one value for many rows? */
export function isAggregate(value: Expr): boolean {
  if (value.kind === "call") {
    const name = value.name.toLowerCase();
    const several = (name === "min" || name === "max") && value.args.length > 1;
    if (!value.over && AGGREGATES.has(name) && !several) return true;
    return value.args.some(isAggregate);
  }
  if (value.kind === "binary") return isAggregate(value.left) || isAggregate(value.right);
  return (value.kind === "cast" || value.kind === "negative" || value.kind === "collate") && isAggregate(value.value);
}

/** Columns of the result that are neither in an aggregate nor in a group, although there are aggregates. */
export function ungrouped({ items, groupBy }: Select): Expr[] {
  const values = items.flatMap((item) => (item.kind === "value" && !isBlank(item.value) ? [item.value] : []));
  if (!values.some(isAggregate)) return [];
  const grouped = new Set(groupBy.map((value) => JSON.stringify(value)));
  return values.filter(
    (value) => value.kind !== "literal" && !isAggregate(value) && !grouped.has(JSON.stringify(value)),
  );
}
