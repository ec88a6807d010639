/**
 * The tables that a statement names, under the names it calls them by, and the columns it compares and sorts by. By tokens: what
 * comes of it is tried, not believed.
 */
import { nameOf, type ScriptToken, scriptTokens } from "../../../../src-shared/sql/script-tokens.ts";
import { quoteName } from "../../../../src-shared/sql/quote-name.ts";
import type { Connection } from "../../connection/connection.ts";

export interface NamedTable {
  readonly name: string;
  /** Lower case; the table's own name where it has no alias. */
  readonly alias: string;
  /** Columns by their name in lower case. */
  readonly columns: ReadonlyMap<string, string>;
}

/** How a column is used, most useful for an index first. */
export type ColumnUse = "equal" | "range" | "order";

export interface UsedColumn {
  readonly table: NamedTable;
  readonly column: string;
  readonly use: ColumnUse;
}

const COMPARES: Readonly<Record<string, ColumnUse>> = {
  EQ: "equal",
  IS: "equal",
  IN: "equal",
  LT: "range",
  LE: "range",
  GT: "range",
  GE: "range",
  BETWEEN: "range",
  LIKE_KW: "range",
};

const isName = (token: ScriptToken | undefined): boolean =>
  token !== undefined && (token.name === "ID" || (token.name === "STRING" && token.text.startsWith('"')));

/** Tables of the main schema after FROM, JOIN, a comma, UPDATE or INTO. Throws SqliteError. */
export function namedTables(connection: Connection, sql: string): NamedTable[] {
  const known = connection.query({
    sql: "SELECT lower(name), name FROM main.sqlite_schema WHERE type = 'table'",
    parameters: [],
  });
  const tables = new Map(known.rows.map(([folded, name]) => [String(folded), String(name)]));
  const tokens = [...scriptTokens(sql)];
  const found = new Map<string, NamedTable>();
  for (const [at, token] of tokens.entries()) {
    const before = tokens[at - 1]?.name ?? "";
    const qualified = before === "DOT";
    if (!isName(token) || !(qualified || /^(?:FROM|JOIN|JOIN_KW|COMMA|UPDATE|INTO)$/.test(before))) continue;
    const name = tables.get(nameOf(token.text).toLowerCase());
    if (name === undefined) continue;
    const next = tokens[at + 1]?.name === "AS" ? tokens[at + 2] : tokens[at + 1];
    // A column after a comma may be called like a table; then it is no table with an alias, and harmless.
    const alias = (next && isName(next) ? nameOf(next.text) : name).toLowerCase();
    if (!found.has(alias)) found.set(alias, { name, alias, columns: columnsOf(connection, name) });
  }
  return [...found.values()];
}

function columnsOf(connection: Connection, table: string): Map<string, string> {
  const { rows } = connection.query({ sql: `PRAGMA main.table_xinfo(${quoteName(table)})`, parameters: [] });
  return new Map(rows.map(([, name]) => [String(name).toLowerCase(), String(name)]));
}

/** Columns that are compared with something, or sorted and grouped by, in the order of the text. */
export function usedColumns(sql: string, tables: readonly NamedTable[]): UsedColumn[] {
  const tokens = [...scriptTokens(sql)].filter(({ name }) => name !== "SEMI");
  const used: UsedColumn[] = [];
  let sorting = false;
  for (const [at, token] of tokens.entries()) {
    if (token.name === "BY") sorting = tokens[at - 1]?.name === "ORDER" || tokens[at - 1]?.name === "GROUP";
    else if (!isName(token) && !["COMMA", "DOT", "ASC", "DESC", "COLLATE"].includes(token.name)) sorting = false;
    if (!isName(token) || tokens[at + 1]?.name === "DOT") continue;
    const dotted = tokens[at - 1]?.name === "DOT";
    const qualifier = dotted ? nameOf(tokens[at - 2]?.text ?? "").toLowerCase() : null;
    const use = sorting ? "order" : compared(tokens[at + 1], tokens[dotted ? at - 3 : at - 1]);
    if (use === null) continue;
    for (const table of tables) {
      const column = table.columns.get(nameOf(token.text).toLowerCase());
      if (column !== undefined && (qualifier === null || qualifier === table.alias)) used.push({ table, column, use });
    }
  }
  return used;
}

function compared(after: ScriptToken | undefined, before: ScriptToken | undefined): ColumnUse | null {
  const next = after?.name === "NOT" ? "IN" : (after?.name ?? "");
  return COMPARES[next] ?? COMPARES[before?.name ?? ""] ?? null;
}
