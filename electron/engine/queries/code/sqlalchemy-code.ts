/** A query document as SQLAlchemy 2.0 code that gives the same rows: `select()` on models by convention. */
import type { Nested, Query, Select, SelectItem } from "../../../../src-shared/model/query.ts";
import { conjuncts, isBlank } from "../compiling.ts";
import { nameOfItem } from "../../../../src-shared/model/query-names.ts";
import { isAttributeName } from "../../../../src-shared/model/words.ts";
import { equalNames } from "./equal-names.ts";
import { pythonString } from "./python.ts";
import { saCondition, saRelatedCalls } from "./sqlalchemy-condition.ts";
import { type SqlAlchemyWriting, saExpr, saLabel, saLabelOrder, saOrder } from "./sqlalchemy-expression.ts";
import { pythonChain, pythonList } from "./sqlalchemy-layout.ts";
import { CALLS, Scope, TYPES } from "./sqlalchemy-scope.ts";
import type { Naming } from "./writing.ts";

/** Thrown for what SQLAlchemy has no words for; then the SQL itself is the code. */
class NoWords extends Error {}

/** Imports and the statement; `sql` is what stands there where SQLAlchemy has no words. */
export function sqlAlchemyCode(query: Query, naming: Naming, sql: string): string {
  try {
    return written(query, naming);
  } catch (thrown) {
    if (!(thrown instanceof NoWords)) throw thrown;
    const escaped = sql.replaceAll("\\", "\\\\").replaceAll(":", "\\\\:").replaceAll('"""', '\\"\\"\\"');
    return `from sqlalchemy import text\n\n# ${thrown.message}\nstmt = text("""\n${escaped}\n""")\n`;
  }
}

function written(query: Query, naming: Naming): string {
  const scope = new Scope(query, naming);
  const writing: SqlAlchemyWriting = {
    scope,
    select: (inner) => saQuery(writing, inner, true),
    condition: (condition) => saCondition(writing, condition),
  };
  const statement = saQuery(writing, query, false);
  const remarks = equalNames(query, naming, { rows: false }).map((remark) => `# ${remark}`);
  const body = [...scope.lines, ...remarks, `stmt = ${statement}`].join("\n");
  const classes = scope.classes.size > 0 ? `\nfrom models import ${[...scope.classes].sort().join(", ")}\n` : "";
  return `${importsOf(body)}${classes}\n${body}\n`;
}

function importsOf(body: string): string {
  // Names in strings are no names.
  const code = body.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
  const names = CALLS.filter((name) => new RegExp(`(?<![\\w.])${name}\\(`).test(code));
  if (/\bfunc\b/.test(code)) names.push("func");
  const types = TYPES.filter((name) => new RegExp(`, ${name}[()]`).test(code));
  const all = [...types, ...names.sort()];
  return `from sqlalchemy import ${all.join(", ")}\n${/\baliased\(/.test(code) ? "from sqlalchemy.orm import aliased\n" : ""}`;
}

function saQuery(writing: SqlAlchemyWriting, query: Query, inside: boolean): string {
  const { scope } = writing;
  const { value: calls, outer } = scope.within(() => {
    for (const cte of query.ctes) addCte(writing, cte);
    const first = selectCalls(writing, query.select, null);
    const compound = query.compounds.length > 0 ? [compoundOf(writing, query, first)] : first;
    const labels = labelsOf(query);
    const order = query.orderBy
      .filter(({ value }) => !isBlank(value))
      .map((term) => saLabelOrder(labels, term) ?? saOrder(writing, term));
    if (order.length > 0) compound.push(`.${pythonList("order_by", order)}`);
    if (query.limit !== null) compound.push(`.limit(${query.limit})`);
    if (query.offset !== null) compound.push(`.offset(${query.offset})`);
    return compound;
  });
  if (inside && outer.length > 0 && query.compounds.length === 0) calls.push(`.correlate(${outer.join(", ")})`);
  return pythonChain(calls);
}

function addCte(writing: SqlAlchemyWriting, { name, columns, recursive, query }: Query["ctes"][number]): void {
  const { scope } = writing;
  const variable = scope.variable(name);
  const labels = columns.length > 0 ? columns : null;
  if (!recursive) {
    if (labels && query.compounds.length > 0)
      throw new NoWords("A block whose columns are named apart, of several queries.");
    const body = labels
      ? pythonChain([...scope.within(() => selectCalls(writing, query.select, labels)).value, ...endOf(query)])
      : saQuery(writing, query, true);
    scope.lines.push(`${variable} = ${body}.cte(${pythonString(name)})`);
    scope.defineCte(name, variable);
    return;
  }
  const [step, ...more] = query.compounds;
  if (
    !step ||
    more.length > 0 ||
    query.limit !== null ||
    query.orderBy.length > 0 ||
    !step.operator.startsWith("union")
  ) {
    throw new NoWords("SQLAlchemy builds recursive blocks of one UNION without order and limit.");
  }
  const first = scope.within(() => selectCalls(writing, query.select, labels)).value;
  scope.lines.push(`${variable} = ${pythonChain(first)}.cte(${pythonString(name)}, recursive=True)`);
  scope.defineCte(name, variable);
  const then = scope.within(() => selectCalls(writing, step.select, null)).value;
  const word = step.operator === "union" ? "union" : "union_all";
  scope.lines.push(`${variable} = ${variable}.${pythonList(word, [pythonChain(then)])}`);
}

function endOf(query: Query): string[] {
  if (query.orderBy.length > 0) throw new NoWords("A block whose columns are named apart, in an order.");
  return [
    ...(query.limit === null ? [] : [`.limit(${query.limit})`]),
    ...(query.offset === null ? [] : [`.offset(${query.offset})`]),
  ];
}

const COMPOUND = { union: "union", "union all": "union_all", intersect: "intersect", except: "except_" } as const;

/** SQLite takes compounds from left to right; SQLAlchemy would write brackets, which SQLite does not know. */
function compoundOf(writing: SqlAlchemyWriting, query: Query, first: string[]): string {
  let parts = [pythonChain(first)];
  let word: string | null = null;
  for (const { operator, select } of query.compounds) {
    const next = COMPOUND[operator];
    if (word !== null && word !== next) parts = [`select(${pythonList(word, parts)}.subquery())`];
    word = next;
    parts.push(pythonChain(writing.scope.within(() => selectCalls(writing, select, null)).value));
  }
  return pythonList(word ?? "union", parts);
}

function selectCalls(writing: SqlAlchemyWriting, select: Select, labels: readonly string[] | null): string[] {
  const { scope } = writing;
  const calls: string[] = [];
  const sources: string[] = [];
  const addSource = (source: NonNullable<Select["from"]>) => {
    sources.push(source.alias);
    if (source.kind !== "query") return scope.addSource(source).code;
    const code = scope.variable(source.alias);
    scope.lines.push(`${code} = ${writing.select(source.query)}.subquery(${pythonString(source.alias)})`);
    return scope.add(source.alias, { code, attributes: false, table: undefined }).code;
  };
  if (select.from) {
    calls.push(`.select_from(${addSource(select.from)})`);
    for (const { kind, source, on } of select.joins) {
      if (kind === "right") throw new NoWords("SQLAlchemy has no RIGHT JOIN: turn the join round.");
      const code = addSource(source);
      const parts = conjuncts(on)
        .map((each) => saCondition(writing, each))
        .filter((each) => each !== null);
      const condition =
        kind === "cross" || parts.length === 0 ? "true()" : parts.length === 1 ? parts[0] : pythonList("and_", parts);
      const how = kind === "left" ? ", isouter=True" : kind === "full" ? ", full=True" : "";
      calls.push(`.join(${code}, ${condition}${how})`);
    }
  }
  const items = select.items.filter((item) => item.kind !== "value" || !isBlank(item.value));
  const chosen = items.length === 0 ? [{ kind: "star", source: "" } as const] : items;
  const columns = chosen.flatMap((item, at) => itemCode(writing, item, sources, labels?.[at] ?? null));
  if (columns.length === 0) columns.push('null().label("nothing")');
  calls.unshift(pythonList("select", columns));
  if (select.distinct) calls.push(".distinct()");
  const where = conjuncts(select.where)
    .map((each) => saCondition(writing, each))
    .filter((each) => each !== null);
  if (where.length > 0) calls.push(`.${pythonList("where", where)}`);
  const named = labelsOf({ select, compounds: [] });
  const groups = select.groupBy
    .filter((value) => !isBlank(value))
    .map((value) => saLabel(named, value) ?? saExpr(writing, value));
  if (groups.length > 0) calls.push(`.${pythonList("group_by", groups)}`);
  const having = conjuncts(select.having)
    .map((each) => saCondition(writing, each))
    .filter((each) => each !== null);
  if (having.length > 0) calls.push(`.${pythonList("having", having)}`);
  return calls;
}

/** Does a column of the result keep the name it has in its table? */
function keepsName(item: SelectItem): boolean {
  return (
    item.kind === "value" && item.value.kind === "column" && (item.alias === "" || item.alias === item.value.column)
  );
}

/** Names that order_by() and group_by() know as texts: labels, and in a compound every name of its first query. */
function labelsOf({ select, compounds }: Pick<Query, "select" | "compounds">): ReadonlySet<string> {
  const items = select.items.filter((item) => item.kind !== "star" && (compounds.length > 0 || !keepsName(item)));
  const names = items.map((item) => nameOfItem(item as Exclude<SelectItem, { kind: "star" }>));
  return new Set(names.filter((name) => names.indexOf(name) === names.lastIndexOf(name)));
}

function itemCode(
  writing: SqlAlchemyWriting,
  item: SelectItem,
  sources: readonly string[],
  label: string | null,
): string[] {
  const { scope } = writing;
  if (item.kind === "star") {
    return (item.source === "" ? sources : [item.source]).map((alias) => scope.columnsOf(alias)?.code ?? alias);
  }
  const name = label ?? nameOfItem(item);
  if (item.kind === "nested") return [nestedCode(writing, item, name)];
  const code = saExpr(writing, item.value);
  return [label === null && keepsName(item) ? code : `${code}.label(${pythonString(name)})`];
}

/** Related rows as JSON. Whoever wants objects loads the relationship with selectinload() instead. */
function nestedCode(writing: SqlAlchemyWriting, nested: Nested, name: string): string {
  const { scope } = writing;
  const { value, outer } = scope.within(() => {
    const related = saRelatedCalls(writing, nested);
    const columns = nested.items.flatMap((item) =>
      itemCode(writing, item, [], item.kind === "star" ? null : nameOfItem(item)),
    );
    const order = nested.orderBy.filter((term) => !isBlank(term.value)).map((term) => saOrder(writing, term));
    const limit = nested.limit ?? (nested.relation.many ? null : 1);
    return [
      pythonList("select", columns),
      ...related,
      ...(order.length > 0 ? [`.order_by(${order.join(", ")})`] : []),
      ...(limit === null ? [] : [`.limit(${limit})`]),
    ];
  });
  const variable = scope.variable(name);
  const owner = scope.find(nested.source);
  if (owner?.attributes && isAttributeName(nested.relation.name)) {
    scope.lines.push(
      `# As objects: select(${owner.code}).options(selectinload(${owner.code}.${nested.relation.name}))`,
    );
  }
  const correlate = outer.length > 0 ? [`.correlate(${outer.join(", ")})`] : [];
  scope.lines.push(`${variable} = ${pythonChain([...value, ...correlate, `.subquery(${pythonString(variable)})`])}`);
  const pairs = nested.items
    .filter((item) => item.kind !== "star")
    .flatMap((item) => [pythonString(nameOfItem(item)), `${variable}.c[${pythonString(nameOfItem(item))}]`]);
  const object = pythonList("func.json_object", pairs);
  const all = nested.relation.many ? `func.coalesce(func.json_group_array(${object}), "[]")` : object;
  return `select(${all}).select_from(${variable}).scalar_subquery().label(${pythonString(name)})`;
}
