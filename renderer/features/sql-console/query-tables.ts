/**
 * What tables a statement reads from, as far as tokens tell: tables with their aliases, CTEs and subqueries with the
 * columns they give. Made for text that is being typed, so nothing here fails.
 */
import type { DatabaseSchema, Table } from "../../../src-shared/model/schema.ts";
import type { TableFunction } from "../../../src-shared/model/sql-words.ts";
import type { Token } from "./sql-tokens.ts";

/** What names in a FROM clause can mean. */
export interface Sources extends Pick<DatabaseSchema, "tables"> {
  readonly functions?: readonly TableFunction[] | undefined;
}

/** Something columns come from, under the name it is called by in the statement. */
export interface QueryTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** The table or view it is; null for a CTE, a subquery or a name nobody knows. */
  readonly table: Table | null;
  /** Where it is named in the text: UTF-16 offset after which it can be referred to. */
  readonly at: number;
  /** Offsets of the parentheses it is named in: it is seen there and in deeper ones, not outside. */
  readonly scope: readonly number[];
}

/** Words that cannot be an alias: they go on with the statement. */
const notAlias = new Set(
  `ON USING WHERE GROUP ORDER HAVING LIMIT JOIN LEFT RIGHT FULL INNER CROSS OUTER NATURAL SET VALUES SELECT UNION EXCEPT
   INTERSECT WINDOW INDEXED NOT RETURNING DEFAULT AS FROM INTO DO`.split(/\s+/),
);

const isName = (token: Token | undefined): token is Token =>
  token !== undefined && (token.kind === "name" || (token.kind === "word" && !notAlias.has(token.value)));

const isSymbol = (token: Token | undefined, value: string) => token?.kind === "symbol" && token.value === value;

/** Index of the token that closes the parenthesis at `open`, or the end. */
function closing(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    if (isSymbol(tokens[i], "(")) depth++;
    if (isSymbol(tokens[i], ")") && --depth === 0) return i;
  }
  return tokens.length;
}

/** A table or view of the schema by the name written, in any schema unless one is named. */
export function findTable(schema: Sources, name: string, inSchema?: string): Table | undefined {
  return schema.tables.find(
    (table) => table.name.toLowerCase() === name && (inSchema === undefined || table.schema.toLowerCase() === inSchema),
  );
}

const compounds = new Set(["UNION", "EXCEPT", "INTERSECT"]);

/** Where the first SELECT of a compound one ends. */
function firstArm(tokens: readonly Token[]): number {
  for (let i = 0; i < tokens.length; i++) {
    if (isSymbol(tokens[i], "(")) i = closing(tokens, i);
    else if (compounds.has(tokens[i]?.value ?? "")) return i;
  }
  return tokens.length;
}

/** Columns that the SELECT in these tokens gives: aliases and plain names; `*` gives those of its tables. */
export function selectColumns(
  tokens: readonly Token[],
  schema: Sources,
  known: readonly QueryTable[],
): QueryTable["columns"] {
  const from = tokens.findIndex((token) => token.value === "SELECT");
  if (from < 0) return [];
  // Of a UNION the first arm says what columns are called.
  const rest = tokens.slice(from);
  const sources = queryTables(rest.slice(0, firstArm(rest)), schema, known).filter(
    (source) => source.scope.length === 0,
  );
  const columns: { name: string; type: string }[] = [];
  let item: Token[] = [];
  const take = () => {
    const last = item.at(-1);
    if (isSymbol(last, "*")) {
      const of = item.length >= 3 ? item.at(-3)?.name : undefined;
      for (const source of sources)
        if (of === undefined || source.name.toLowerCase() === of) columns.push(...source.columns);
    } else if (last && isName(last)) {
      const type = sources.flatMap((s) => s.columns).find((c) => c.name.toLowerCase() === last.name)?.type ?? "";
      columns.push({ name: nameAsWritten(last), type });
    }
    item = [];
  };
  for (let i = from + 1; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined || token.value === "FROM" || compounds.has(token.value)) break;
    if (isSymbol(token, "(")) {
      i = closing(tokens, i);
      item.push(token);
    } else if (isSymbol(token, ",")) take();
    else if (token.value !== "DISTINCT" && token.value !== "ALL") item.push(token);
  }
  take();
  return columns;
}

const nameAsWritten = (token: Token) => (token.kind === "name" ? token.value : token.text);

const columnsOf = (table: Table) => table.columns.map(({ name, type }) => ({ name, type: type.toLowerCase() }));

/** Tables of a statement (comments already left out), CTEs included; `known` are CTEs from around it. */
export function queryTables(
  tokens: readonly Token[],
  schema: Sources,
  known: readonly QueryTable[] = [],
): QueryTable[] {
  const ctes: QueryTable[] = [...known];
  const found: QueryTable[] = [];
  const scope: number[] = [];
  const readTable = (at: number): number => {
    let i = at;
    let columns: QueryTable["columns"] = [];
    let name = "";
    let table: Table | null = null;
    if (isSymbol(tokens[i], "(")) {
      const end = closing(tokens, i);
      columns = selectColumns(tokens.slice(i + 1, end), schema, ctes);
      i = end + 1;
    } else {
      const first = tokens[i];
      if (!isName(first)) return at;
      let named = first;
      let inSchema: string | undefined;
      if (isSymbol(tokens[i + 1], ".") && isName(tokens[i + 2])) {
        inSchema = first.name;
        named = tokens[i + 2] as Token;
        i += 2;
      }
      i++;
      const cte = inSchema === undefined ? ctes.find((c) => c.name.toLowerCase() === named.name) : undefined;
      const real = findTable(schema, named.name, inSchema);
      const called =
        !cte && !real && isSymbol(tokens[i], "(") ? schema.functions?.find((f) => f.name === named.name) : undefined;
      if (called) i = closing(tokens, i) + 1;
      name = cte?.name ?? real?.name ?? named.name;
      columns =
        cte?.columns ??
        (real ? columnsOf(real) : (called?.columns ?? []).map((column) => ({ name: column, type: "" })));
      table = cte ? null : (real ?? null);
    }
    if (tokens[i]?.value === "AS" && tokens[i]?.kind === "word") i++;
    const alias = tokens[i];
    if (isName(alias)) {
      name = nameAsWritten(alias);
      i++;
    }
    const end = tokens[i - 1]?.end ?? 0;
    if (name !== "") found.push({ name, columns, table, at: end, scope: [...scope] });
    return i;
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token === undefined) break;
    if (isSymbol(token, "(")) scope.push(token.start);
    if (isSymbol(token, ")")) scope.pop();
    if (token.kind !== "word" && token.kind !== "name") continue;
    // `name [(columns)] AS [NOT MATERIALIZED] ( SELECT …`
    const cte = isName(token) ? readCte(tokens, i, schema, ctes) : null;
    if (cte) ctes.push({ ...cte, scope: [...scope] });
    if (token.kind !== "word" || !["FROM", "JOIN", "INTO", "UPDATE"].includes(token.value)) continue;
    let next = i + 1;
    if (token.value === "UPDATE" && tokens[next]?.value === "OR") next += 2;
    // `FROM a, b` goes on after each comma. The scan itself goes on at i: a subquery in there is read for its own tables.
    for (;;) {
      const after = readTable(next);
      if (after === next || !isSymbol(tokens[after], ",") || token.value !== "FROM") break;
      next = after + 1;
    }
  }
  return found;
}

function readCte(
  tokens: readonly Token[],
  at: number,
  schema: Sources,
  known: readonly QueryTable[],
): Omit<QueryTable, "scope"> | null {
  const token = tokens[at] as Token;
  const before = tokens[at - 1];
  if (!(before?.value === "WITH" || before?.value === "RECURSIVE" || isSymbol(before, ","))) return null;
  let i = at + 1;
  let named: string[] | null = null;
  if (isSymbol(tokens[i], "(")) {
    const end = closing(tokens, i);
    named = tokens
      .slice(i + 1, end)
      .filter(isName)
      .map(nameAsWritten);
    i = end + 1;
  }
  if (tokens[i]?.value !== "AS") return null;
  i++;
  while (tokens[i]?.value === "NOT" || tokens[i]?.value === "MATERIALIZED") i++;
  if (!isSymbol(tokens[i], "(")) return null;
  const columns =
    named?.map((name) => ({ name, type: "" })) ?? selectColumns(tokens.slice(i + 1, closing(tokens, i)), schema, known);
  return { name: nameAsWritten(token), columns, table: null, at: token.end };
}

/** The tables that can be seen at an offset: those of the query around it and of the queries around that. */
export function visibleAt(tables: readonly QueryTable[], tokens: readonly Token[], offset: number): QueryTable[] {
  const around: number[] = [];
  for (const token of tokens) {
    if (token.start >= offset) break;
    if (isSymbol(token, "(")) around.push(token.start);
    if (isSymbol(token, ")")) around.pop();
  }
  return tables.filter(({ scope }) => scope.every((open, depth) => around[depth] === open));
}

/** CTEs named in a statement, for completing after FROM. */
export function cteNames(tokens: readonly Token[]): string[] {
  const empty: Sources = { tables: [] };
  return tokens.flatMap((token, i) => (isName(token) ? (readCte(tokens, i, empty, [])?.name ?? []) : []));
}
