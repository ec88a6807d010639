/** A query document as Drizzle code that gives the same rows. */
import type { Nested, Query, Select, SelectItem, Source } from "../../../../src-shared/model/query.ts";
import { isBlank } from "../compiling.ts";
import { nameOfItem } from "../../../../src-shared/model/query-names.ts";
import { dzConditions, dzExpr, dzOrder, type DrizzleWriting } from "./drizzle-expression.ts";
import { equalNames } from "./equal-names.ts";
import { member, property } from "./drizzle-names.ts";
import { DrizzleScope, type DrizzleSource, NoWords } from "./drizzle-scope.ts";
import { indented, inTemplate, jsString, listed, type Naming } from "./writing.ts";

/** Imports and the query; `sql` is what stands there where Drizzle has no words. */
export function drizzleCode(query: Query, naming: Naming, sql: string): string {
  const scope = new DrizzleScope(naming);
  const writing: DrizzleWriting = {
    scope,
    select: (inner) => queryCode(writing, inner).code,
    related: (condition) =>
      scope.within(() => chain(["db", ".select({ one: sql`1`.as('one') })", ...relatedCalls(writing, condition)])),
  };
  try {
    const { code } = queryCode(writing, query);
    const remarks = equalNames(query, naming, { rows: false }).map((remark) => `// ${remark}`);
    const body = [...scope.lines, ...remarks, `const rows = await ${code}`].join("\n");
    return `${importsOf(body, scope)}\n${body}\n`;
  } catch (thrown) {
    if (!(thrown instanceof NoWords)) throw thrown;
    return `import { sql } from 'drizzle-orm'\n\n// ${thrown.message}\nconst rows = await db.all(sql\`\n${inTemplate(sql)}\n\`)\n`;
  }
}

const WORDS =
  "and avg avgDistinct between count countDistinct desc eq exists gt gte inArray isNotNull isNull like lt lte max min ne notBetween notExists notInArray notLike or sum sumDistinct".split(
    " ",
  );

function importsOf(body: string, scope: DrizzleScope): string {
  const code = body.replaceAll(/'(?:[^'\\\n]|\\.)*'/g, "''");
  const words = WORDS.filter((word) => new RegExp(`(?<![\\w.])${word}\\(`).test(code));
  if (/\bsql[.`]/.test(code)) words.push("sql");
  const lines = words.length > 0 ? [`import { ${words.join(", ")} } from 'drizzle-orm'`] : [];
  if (/(?<![\w.])alias\(/.test(code)) lines.push("import { alias } from 'drizzle-orm/sqlite-core'");
  if (scope.tables.size > 0) lines.push(`import { ${[...scope.tables].sort().join(", ")} } from './schema'`);
  return lines.map((line) => `${line}\n`).join("");
}

interface Written {
  readonly code: string;
  /** Keys of its columns, by their names. */
  readonly keys: Map<string, string>;
}

function chain(calls: readonly string[]): string {
  return calls.map((call, at) => (at < 2 ? indented(call) : `\n  ${indented(call)}`)).join("");
}

function queryCode(writing: DrizzleWriting, query: Query): Written {
  const { scope } = writing;
  return scope.within(() => {
    const blocks = query.ctes.map(({ name, columns, recursive, query: inner }) => {
      if (recursive) throw new NoWords("Drizzle's builder has no recursive blocks.");
      if (columns.length > 0) throw new NoWords("Drizzle names the columns of a block by its query.");
      const written = queryCode(writing, inner);
      const variable = scope.variable(name);
      scope.lines.push(`const ${variable} = db.$with(${jsString(name)}).as(\n  ${indented(written.code)},\n)`);
      scope.defineCte(name, { code: variable, keys: written.keys, table: undefined });
      return variable;
    });
    const first = selectCalls(writing, query.select);
    const calls = ["db", ...(blocks.length > 0 ? [`.with(${blocks.join(", ")})`] : []), ...first.calls];
    for (const { operator, select } of query.compounds) {
      const other = scope.within(() => selectCalls(writing, select));
      calls.push(`.${operator === "union all" ? "unionAll" : operator}(${chain(["db", ...other.calls])})`);
    }
    const order = query.orderBy.filter(({ value }) => !isBlank(value)).map((term) => dzOrder(writing, term));
    if (order.length > 0) calls.push(`.${listed(order, ["orderBy(", ")"])}`);
    if (query.limit !== null || query.offset !== null)
      calls.push(`.limit(${query.limit ?? "Number.MAX_SAFE_INTEGER"})`);
    if (query.offset !== null) calls.push(`.offset(${query.offset})`);
    return { code: chain(calls), keys: first.keys };
  });
}

function sourceCode(writing: DrizzleWriting, source: Source): DrizzleSource {
  const { scope } = writing;
  if (source.kind !== "query") return scope.addSource(source);
  const written = queryCode(writing, source.query);
  const variable = scope.variable(source.alias);
  scope.lines.push(`const ${variable} = ${written.code}\n  .as(${jsString(source.alias)})`);
  return scope.add(source.alias, { code: variable, keys: written.keys, table: undefined });
}

function selectCalls(writing: DrizzleWriting, select: Select): { calls: string[]; keys: Map<string, string> } {
  if (select.from === null) throw new NoWords("Drizzle selects from a table.");
  const sources = [{ alias: select.from.alias, ...sourceCode(writing, select.from) }];
  const calls = [`.from(${sources[0]?.code})`];
  for (const { kind, source, on } of select.joins) {
    const joined = sourceCode(writing, source);
    sources.push({ alias: source.alias, ...joined });
    if (kind === "cross") calls.push(`.crossJoin(${joined.code})`);
    else calls.push(`.${kind}Join(${joined.code}, ${dzConditions(writing, on) ?? "sql`true`"})`);
  }
  const items = select.items.filter((item) => item.kind !== "value" || !isBlank(item.value));
  const chosen: SelectItem[] = items.length === 0 ? [{ kind: "star", source: "" }] : items;
  const fields = fieldsOf(writing, chosen, sources);
  const all = sources.length === 1 && chosen.length === 1 && chosen[0]?.kind === "star";
  const head = select.distinct ? ".selectDistinct" : ".select";
  calls.unshift(`${head}(${all ? "" : listed(fields.code, ["{ ", " }"])})`);
  const where = dzConditions(writing, select.where);
  if (where !== null) calls.push(`.where(${where})`);
  const groups = select.groupBy.filter((value) => !isBlank(value)).map((value) => dzExpr(writing, value));
  if (groups.length > 0) calls.push(`.groupBy(${groups.join(", ")})`);
  const having = dzConditions(writing, select.having);
  if (having !== null) calls.push(`.having(${having})`);
  return { calls, keys: fields.keys };
}

function fieldsOf(
  writing: DrizzleWriting,
  items: readonly SelectItem[],
  sources: readonly (DrizzleSource & { alias: string })[],
): { code: string[]; keys: Map<string, string> } {
  const keys = new Map<string, string>();
  const taken = new Set<string>();
  const code: string[] = [];
  const add = (wanted: string, name: string, value: string) => {
    let key = wanted;
    for (let number = 2; taken.has(key); number++) key = `${wanted}${number}`;
    taken.add(key);
    if (!keys.has(name)) keys.set(name, key);
    code.push(`${property(key)}: ${value}`);
  };
  for (const item of items) {
    if (item.kind === "star") {
      const of = item.source === "" ? sources : sources.filter(({ alias }) => alias === item.source);
      for (const { code: variable, keys: columns } of of) {
        for (const [name, key] of columns) add(key, name, apart(keys, name, member(variable, key)));
      }
      continue;
    }
    const name = nameOfItem(item);
    if (item.kind === "nested") {
      add(name, name, nestedCode(writing, item));
      continue;
    }
    const value = dzExpr(writing, item.value);
    const plain = item.value.kind === "column" && (item.alias === "" || item.alias === item.value.column);
    add(
      name,
      name,
      plain
        ? apart(keys, name, value)
        : `${value.startsWith("sql`") || value.includes("(") ? value : `sql\`\${${value}}\``}.as(${jsString(name)})`,
    );
  }
  return { code, keys };
}

/** A second column of a name gets a name of its own: whoever reads from this query could not name it otherwise. */
function apart(taken: ReadonlyMap<string, string>, name: string, column: string): string {
  if (!taken.has(name)) return column;
  return `sql\`\${${column}}\`.as(${jsString(`${name}:${taken.size}`)})`;
}

function relatedCalls(
  writing: DrizzleWriting,
  { relation, source, alias, where }: Pick<Nested, "relation" | "source" | "alias" | "where">,
): string[] {
  const { scope } = writing;
  const target = scope.addSource({ kind: "table", ...relation.table, alias });
  const calls = [`.from(${target.code})`];
  let held = alias;
  const both = (parts: readonly string[]) => (parts.length === 1 ? parts[0] : listed(parts, ["and(", ")"]));
  if (relation.through) {
    held = `${alias}_link`;
    const link = scope.addSource({ kind: "table", ...relation.through.table, alias: held });
    const on = relation.through.pairs.map(
      ([mine, theirs]) => `eq(${scope.column(held, mine)}, ${scope.column(alias, theirs)})`,
    );
    calls.push(`.innerJoin(${link.code}, ${both(on)})`);
  }
  const pairs = relation.pairs.map(([from, to]) => `eq(${scope.column(held, to)}, ${scope.column(source, from)})`);
  const more = dzConditions(writing, where);
  calls.push(`.where(${both([...pairs, ...(more === null ? [] : [more])])})`);
  return calls;
}

/** Related rows as JSON, in a sub-query that stands before the statement. */
function nestedCode(writing: DrizzleWriting, nested: Nested): string {
  const { scope } = writing;
  const { code, keys } = scope.within(() => {
    const related = relatedCalls(writing, nested);
    const fields = fieldsOf(
      writing,
      nested.items.filter((item) => item.kind !== "star"),
      [],
    );
    const order = nested.orderBy.filter(({ value }) => !isBlank(value)).map((term) => dzOrder(writing, term));
    const limit = nested.limit ?? (nested.relation.many ? null : 1);
    const calls = ["db", `.select(${listed(fields.code, ["{ ", " }"])})`, ...related];
    if (order.length > 0) calls.push(`.orderBy(${order.join(", ")})`);
    if (limit !== null) calls.push(`.limit(${limit})`);
    return { code: chain(calls), keys: fields.keys };
  });
  const variable = scope.variable(nested.name);
  scope.lines.push(`const ${variable} = ${code}\n  .as(${jsString(variable)})`);
  const pairs = [...keys].map(
    ([name, key]) => `${inTemplate(`'${name.replaceAll("'", "''")}'`)}, \${${member(variable, key)}}`,
  );
  const object = `json_object(${pairs.join(", ")})`;
  const all = nested.relation.many ? `coalesce(json_group_array(${object}), '[]')` : object;
  return `sql\`(select ${all} from \${${variable}})\`.as(${jsString(nested.name)})`;
}
