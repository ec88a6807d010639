/** A query document as Kysely code that compiles to the same SQL as `compile-query.ts`. */
import type {
  Condition,
  Expr,
  Query,
  QueryOrder,
  Select,
  SelectItem,
  Source,
} from "../../../../src-shared/model/query.ts";
import { conjuncts, isBlank } from "../compiling.ts";
import { nameOfItem } from "../../../../src-shared/model/query-names.ts";
import { written } from "../compile-condition.ts";
import { conditionArguments, type KyselyWriting, related } from "./kysely-condition.ts";
import { equalNames } from "./equal-names.ts";
import { exprCode } from "./kysely-expression.ts";
import { isPlain, refString, tableCode } from "./kysely-names.ts";
import { jsString, listed, type Naming } from "./writing.ts";

/** Imports and the query, ready to be pasted. */
export function kyselyCode(query: Query, naming: Naming): string {
  const affinities = affinitiesOf(query, naming);
  const writing: KyselyWriting = {
    chain: (inner) => chainOf(writing, inner),
    items: (items) => itemsCalls(writing, items),
    order: (terms) => orderCalls(writing, terms),
    related: (condition) => joinCalls([...related(writing, condition), ".select(sql`1`.as('one'))"]),
    isNumeric: (source, column) => affinities.get(JSON.stringify([source, column])) ?? false,
  };
  const rows = `const rows = await ${chainOf(writing, query)}\n  .execute()`;
  const imports: string[] = [];
  if (/\bsql[.<`]/.test(rows)) imports.push("import { sql } from 'kysely'");
  const helpers = ["jsonArrayFrom", "jsonObjectFrom"].filter((helper) => rows.includes(`${helper}(`));
  if (helpers.length > 0) imports.push(`import { ${helpers.join(", ")} } from 'kysely/helpers/sqlite'`);
  const head = [
    ...imports,
    ...(imports.length > 0 ? [""] : []),
    ...(/\bfn[.(]/.test(rows) ? ["const { fn } = db"] : []),
  ];
  const remarks = equalNames(query, naming, { rows: true }).map((remark) => `// ${remark}`);
  return [...head, ...remarks, rows, ""].join("\n");
}

function chainOf(writing: KyselyWriting, query: Query): string {
  const recursive = query.ctes.some((cte) => cte.recursive);
  const calls = query.ctes.map(({ name, columns, query: inner }) => {
    const head = jsString(columns.length > 0 ? `${name}(${columns.join(", ")})` : name);
    return `.${recursive ? "withRecursive" : "with"}(${head}, (db) =>\n  ${indent(writing.chain(inner))})`;
  });
  calls.push(...selectCalls(writing, query.select));
  for (const { operator, select } of query.compounds) {
    const word = operator === "union all" ? "unionAll" : operator;
    calls.push(`.${word}(${joinCalls(selectCalls(writing, select))})`);
  }
  calls.push(...orderCalls(writing, query.orderBy));
  if (query.limit !== null || query.offset !== null) calls.push(`.limit(${query.limit ?? -1})`);
  if (query.offset !== null) calls.push(`.offset(${query.offset})`);
  return joinCalls(calls);
}

const indent = (text: string) => text.replaceAll("\n", "\n  ");

function joinCalls(calls: readonly string[]): string {
  return `db\n  ${calls.map(indent).join("\n  ")}`;
}

function selectCalls(writing: KyselyWriting, select: Select): string[] {
  const items = select.items.filter((item) => item.kind !== "value" || !isBlank(item.value));
  if (select.from === null) {
    const values = items.filter((item) => item.kind !== "star");
    const code = values.length > 0 ? values.map((item) => itemCode(writing, item)) : ["sql`null`.as('nothing')"];
    return [`.selectNoFrom(${listed(code, ["[", "]"])})`];
  }
  const calls = [`.selectFrom(${sourceCode(writing, select.from)})`];
  for (const { kind, source, on } of select.joins) {
    const table = sourceCode(writing, source);
    if (kind === "cross") calls.push(`.crossJoin(${table})`);
    else calls.push(`.${kind}Join(${table}, ${onCode(writing, on)})`);
  }
  if (select.distinct) calls.push(".distinct()");
  calls.push(...(items.length === 0 ? [".selectAll()"] : itemsCalls(writing, items)));
  for (const each of conjuncts(select.where)) {
    const code = conditionArguments(writing, each);
    if (code !== null) calls.push(`.where${code}`);
  }
  const groups = select.groupBy.filter((value) => !isBlank(value)).map((value) => argumentCode(writing, value));
  if (groups.length > 0) calls.push(`.groupBy(${groups.length === 1 ? groups[0] : listed(groups, ["[", "]"])})`);
  for (const each of conjuncts(select.having)) {
    const code = conditionArguments(writing, each);
    if (code !== null) calls.push(`.having${code}`);
  }
  return calls;
}

function itemsCalls(writing: KyselyWriting, items: readonly SelectItem[]): string[] {
  const calls: string[] = [];
  let run: string[] = [];
  const close = () => {
    if (run.length > 0) calls.push(`.select(${run.length === 1 ? run[0] : listed(run, ["[", "]"])})`);
    run = [];
  };
  for (const item of items) {
    if (item.kind !== "star") {
      run.push(itemCode(writing, item));
      continue;
    }
    close();
    if (item.source === "") calls.push(".selectAll()");
    else if (isPlain(item.source)) calls.push(`.selectAll(${jsString(item.source)})`);
    else calls.push(`.select(sql\`\${sql.id(${jsString(item.source)})}.*\` as any)`);
  }
  close();
  return calls;
}

function itemCode(writing: KyselyWriting, item: Exclude<SelectItem, { kind: "star" }>): string {
  if (item.kind === "nested") {
    const calls = [...related(writing, item), ...itemsCalls(writing, item.items), ...orderCalls(writing, item.orderBy)];
    const limit = item.limit ?? (item.relation.many ? null : 1);
    // The columns come first, as one writes them.
    if (limit !== null) calls.push(`.limit(${limit})`);
    return `json${item.relation.many ? "Array" : "Object"}From(\n  ${indent(joinCalls(calls))},\n).as(${jsString(item.name)})`;
  }
  const { value } = item;
  const name = nameOfItem(item);
  if (value.kind === "column") {
    const text = refString(value.source, value.column);
    const same = item.alias === "" || item.alias === value.column;
    if (text !== null && same) return text;
    if (text !== null && isPlain(name)) return `${text.slice(0, -1)} as ${jsString(name).slice(1)}`;
    if (same) return `${exprCode(writing, value)} as any`;
  }
  return `${exprCode(writing, value)}.as(${jsString(name)})`;
}

/** As Kysely's methods take an expression: a column as a string. */
function argumentCode(writing: KyselyWriting, value: Expr): string {
  const text = value.kind === "column" ? refString(value.source, value.column) : null;
  return text ?? exprCode(writing, value);
}

function orderCalls(writing: KyselyWriting, terms: readonly QueryOrder[]): string[] {
  return terms
    .filter(({ value }) => !isBlank(value))
    .map(({ value, descending, nulls }) => {
      const by = argumentCode(writing, value);
      if (nulls === null) return `.orderBy(${by}${descending ? ", 'desc'" : ""})`;
      return `.orderBy(${by}, (ob) => ob${descending ? ".desc()" : ""}.nulls${nulls === "first" ? "First" : "Last"}())`;
    });
}

function sourceCode(writing: KyselyWriting, source: Source): string {
  if (source.kind === "query") return `${writing.chain(source.query)}\n  .as(${jsString(source.alias)})`;
  return tableCode(source.kind === "cte" ? [source.name] : written(source), source.alias);
}

function onCode(writing: KyselyWriting, on: Condition): string {
  const parts = conjuncts(on)
    .map((each) => conditionArguments(writing, each))
    .filter((code) => code !== null);
  const [only] = parts;
  if (only === undefined) return "(join) => join.onTrue()";
  // Two columns alone have a form of their own.
  const pair = /^Ref\(('(?:[^'\\]|\\.)*'), '=', ('(?:[^'\\]|\\.)*')\)$/.exec(only);
  if (parts.length === 1 && pair) return `${pair[1]}, ${pair[2]}`;
  return `(join) =>\n  join\n    ${parts.map((code) => `.on${indent(indent(code))}`).join("\n    ")}`;
}

/** Which columns of the sources of a query hold numbers: an integer compared with another is written so that it stays one. */
function affinitiesOf(query: Query, naming: Naming): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const look = (node: unknown): void => {
    if (node === null || typeof node !== "object") return;
    const { kind, schema, name, alias, relation } = node as Record<string, unknown> & {
      relation?: { table?: { schema: string; name: string } };
    };
    const of = kind === "table" ? { schema: String(schema), name: String(name) } : relation?.table;
    if (of && typeof alias === "string") {
      for (const column of naming.table(of.schema, of.name)?.columns ?? []) {
        const key = JSON.stringify([alias, column.name]);
        const numeric = column.affinity !== "text" && column.affinity !== "blob";
        found.set(key, numeric && (found.get(key) ?? true));
      }
    }
    for (const part of Object.values(node)) look(part);
  };
  look(query);
  return found;
}
